"""Results as rows, for spreadsheets (CSV) and for papers (Markdown), from the data of the JSON.

A row is a mapping from column to cell; all rows of one table have the same columns.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from yotrate.text import cell, plural, prose, visible

Row = Mapping[str, object]

_MEANS_SOMETHING = r"\`*_[]|~#"


def to_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Return rows as CSV, a line at a time after one of headings; no cell runs as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    headed = False
    for row in rows:
        if not headed:
            writer.writerow(row)
            headed = True
        writer.writerow([_cell(value) for value in row.values()])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    return cell(visible(value))


def to_markdown(rows: Iterable[Row], right: Sequence[str] = ()) -> Iterator[str]:
    """Return rows as a Markdown table; the columns named in `right` are aligned right."""
    headed = False
    for row in rows:
        if not headed:
            yield f"| {' | '.join(escaped(name) for name in row)} |\n"
            yield f"|{'|'.join(' ---: ' if name in right else ' --- ' for name in row)}|\n"
            headed = True
        yield f"| {' | '.join(_shown(value) for value in row.values())} |\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    text = prose(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{each}" if each in _MEANS_SOMETHING else each for each in text)


class Strong(str):
    """Text of ours that Markdown shows in bold."""

    __slots__ = ()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Strong):
        return f"**{escaped(value)}**" if value else ""
    return escaped(str(value))


def short(rows: Iterable[Row], headings: Mapping[str, str]) -> Iterator[Row]:
    """Return rows with the columns that a paper has room for, under headings in words."""
    for row in rows:
        yield {heading: row.get(name) for name, heading in headings.items()}


def papers(services: Iterable[Mapping[str, Any]], headings: Mapping[str, str]) -> Iterator[str]:
    """Return the key questions of services as Markdown, a table under the name of each."""
    for at, service in enumerate(services):
        yield "\n" if at else ""
        yield from titled(service["service"], short(key_questions([service]), headings))


def titled(title: str, rows: Iterable[Row]) -> Iterator[str]:
    """Return rows as a Markdown table under a title."""
    yield f"**{escaped(title)}**\n\n"
    yield from to_markdown(rows)


_QUESTION = {"key_question": "", "label": "Key question", "per_cent": "Per cent"}
EDGES = {
    **_QUESTION,
    "rating": "Rating",
    "down_points": "Points down",
    "down_cases": "Cases down",
    "up_points": "Points up",
    "up_cases": "Cases up",
}
SURE = {**_QUESTION, "interval_low": "From", "interval_high": "To", "standard_rating": "Standard"}
CHANGES = {
    "target": "To be",
    "answers": "Answers",
    "key_question": "",
    "label": "Key question",
    "yes_now": "Yes now",
    "yes_then": "Yes then",
    "of": "Of",
}
COMPARED = {
    "id": "",
    "label": "Standard or key question",
    "per_cent_before": "Per cent before",
    "per_cent_after": "After",
    "rating_before": "Rating before",
    "rating_after": "Rating after",
}


def key_questions(services: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Return a row for each key question, with its standard and its service.

    A standard without key questions has one row, its key question empty.
    """
    for service in services:
        standards = [
            (domain, each) for domain in service["domains"] for each in domain["standards"]
        ]
        known = [question for _, each in standards for question in each["key_questions"]]
        more = [key for key in (*_MORE, "rounding_sensitive") if any(key in each for each in known)]
        chances = {name: None for _, each in standards for name in each.get("probabilities") or ()}
        for domain, standard in standards:
            move = standard["discretion"] or {}
            for question in standard["key_questions"] or [_NO_QUESTION]:
                row = {
                    "file": service["file"],
                    "service": service["service"],
                    "framework": service["framework"],
                    "overall_rating": service["overall"]["rating"],
                    "overall_score": service["overall"]["score"],
                    "domain": domain["id"],
                    "standard": standard["id"],
                    "standard_title": standard["title"],
                    "standard_basis": standard["basis"],
                    "standard_calculated": standard["calculated"],
                    "standard_rating": standard["rating"],
                    "standard_points": standard["points"],
                    "standard_counts": standard["counts_towards_overall"],
                    "discretion_reason": move.get("reason"),
                    "key_question": question.get("id"),
                    "label": question.get("title"),
                    "basis": question.get("basis"),
                    "yes": question.get("yes"),
                    "no": question.get("no"),
                    "not_applicable": question.get("not_applicable"),
                    "per_cent": question.get("percent"),
                    "rating": question.get("rating"),
                    **_more(question, more),
                }
                for name in chances:
                    row[f"probability_{name}"] = (standard["probabilities"] or {}).get(name)
                yield row


_NO_QUESTION: Mapping[str, Any] = {}
_EDGE = ("rating", "points", "cases", "near")
_MORE = {"down": _EDGE, "up": _EDGE, "interval": ("low", "high")}


def _more(question: Mapping[str, Any], keys: Sequence[str]) -> Row:
    """Return what boundaries or confidence add to a key question."""
    row: dict[str, object] = {}
    for key in keys:
        value = question.get(key)
        if key not in _MORE:
            row[key] = value
            continue
        for part in _MORE[key]:
            found = (value or {}).get(part)
            row[f"{key}_{part}"] = " ".join(found) if isinstance(found, list) else found
    return row


def paper(service: Mapping[str, Any]) -> Iterator[str]:
    """Return a service's ratings as Markdown: the overall rating, a table, and notes."""
    overall, calculated = service["overall"], service["overall"]["calculated"]
    yield f"**{escaped(service['service'])}**\n\n"
    if overall["rating"] is None:
        yield "Overall: withheld\n\n"
    else:
        rating = escaped(overall["rating"])
        yield f"Overall: **{rating}**, {overall['score']} of {overall['maximum']} points\n\n"
    yield from to_markdown(_paper_rows(service), right=("Yes", "Per cent"))
    standards = [each for domain in service["domains"] for each in domain["standards"]]
    for standard in standards:
        if standard["discretion"]:
            yield (
                f"\n{standard['id']} is {escaped(standard['calculated'])} by its key questions, "
                "and was moved by professional discretion: "
                f"{escaped(standard['discretion']['reason'])}\n"
            )
    if calculated["rating"] and calculated["score"] != overall["score"]:
        yield (
            "\nWithout discretion the overall rating would be "
            f"{escaped(calculated['rating'])} ({calculated['score']} of {overall['maximum']}).\n"
        )
    if "missing" in service:
        yield from _missing(service)
        return
    if service["published"]:
        agrees = service["published"]["agrees"]
        yield f"\n{'Agrees with' if agrees else 'Differs from'} the published report.\n"
        for each in service["published"]["differences"]:
            yield (
                f"- {escaped(each['item'])}: published {escaped(each['published'])}, "
                f"calculated {escaped(each['calculated'])}\n"
            )


def _missing(service: Mapping[str, Any]) -> Iterator[str]:
    """Return what a half-finished audit lacks, and the range that is left."""
    low, high = service["overall"]["range"]["from"], service["overall"]["range"]["to"]
    missing = service["missing"]
    if not any(missing.values()):
        yield "\nNothing is missing.\n"
        return
    yield (
        f"\nHalf-finished: it can still become {escaped(low['rating'])} ({low['score']}) to "
        f"{escaped(high['rating'])} ({high['score']}).\n\n"
    )
    for name in missing["judgements"]:
        yield f"- judgement of {escaped(name)}\n"
    for name in missing["domains"]:
        yield f"- cases of domain {escaped(name)}\n"
    for name, cases in missing["answers"].items():
        yield f"- {escaped(name)}: {plural(len(cases), 'answer')}\n"


def _paper_rows(service: Mapping[str, Any]) -> Iterator[Row]:
    for domain in service["domains"]:
        for standard in domain["standards"]:
            counted = "" if standard["counts_towards_overall"] else " (not counted)"
            yield {
                "": Strong(f"{standard['id']} {standard['title']}{counted}"),
                "Yes": None,
                "Per cent": None,
                "Rating": Strong(standard["rating"] or "not rated"),
            }
            for question in standard["key_questions"] if standard["basis"] == "cases" else ():
                applied = None if question["yes"] is None else question["yes"] + question["no"]
                percent = question["percent"]
                yield {
                    "": f"{question['id']} {question['title']}",
                    "Yes": None if applied is None else f"{question['yes']}/{applied}",
                    "Per cent": None if percent is None else f"{percent}%",
                    "Rating": question["rating"],
                }


def targets(data: Mapping[str, Any]) -> Iterator[Row]:
    """Return a row for each key question that a target would change, or for a target as such."""
    none = {"rating": None, "plan": None, "maximum": None}
    for target in data["targets"] or [none]:
        plan = target["plan"] or {"answers": None, "score": None, "standards": []}
        base = {
            "file": data["file"],
            "service": data["service"],
            "target": target["rating"],
            "answers": plan["answers"],
            "score": plan["score"],
            "maximum": target["maximum"],
        }
        changes = [
            (standard, question)
            for standard in plan["standards"]
            for question in standard["key_questions"]
        ]
        for standard, question in changes or [({}, {})]:
            before, after = question.get("from", {}), question.get("to", {})
            yield {
                **base,
                "standard": standard.get("id"),
                "key_question": question.get("id"),
                "label": question.get("title"),
                "of": before.get("of"),
                "yes_now": before.get("yes"),
                "yes_then": after.get("yes"),
                "per_cent_now": before.get("percent"),
                "per_cent_then": after.get("percent"),
                "answered_no": " ".join(question.get("answered_no", ())),
            }


def comparison(data: Mapping[str, Any]) -> Iterator[Row]:
    """Return a row for the overall rating, each standard and each key question."""
    for kind, each in (
        ("overall", {"id": None, "title": None, **data["overall"]}),
        *(("standard", each) for each in data["standards"]),
        *(("key question", each) for each in data["key_questions"]),
    ):
        before, after = each["before"], each["after"]
        yield {
            "kind": kind,
            "id": each["id"],
            "label": each["title"],
            "rating_before": before.get("rating"),
            "rating_after": after.get("rating"),
            "band_change": each["band_change"],
            "per_cent_before": before.get("percent"),
            "per_cent_after": after.get("percent"),
            "point_change": each.get("percent_change"),
            "score_before": before.get("score", before.get("points")),
            "score_after": after.get("score", after.get("points")),
            "score_change": each.get("score_change"),
        }


def framework(data: Mapping[str, Any]) -> Iterator[Row]:
    """Return a row for each key question of a framework, or for a standard without any."""
    for domain in data["domains"]:
        for standard in domain["standards"]:
            for question in standard["key_questions"] or [_NO_QUESTION]:
                yield {
                    "domain": domain["id"],
                    "domain_title": domain["title"],
                    "standard": standard["id"],
                    "standard_title": standard["title"],
                    "key_question": question.get("id"),
                    "label": question.get("title"),
                    "basis": question.get("basis", standard["basis"]),
                }


def plain(data: Mapping[str, Any], key: str | None = None) -> Iterator[Row]:
    """Return the mappings in a list of the data, or the data itself, as rows."""
    records = [data] if key is None else data[key]
    for record in records:
        yield {name: value for name, value in record.items() if name != "yotrate"}
