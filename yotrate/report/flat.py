"""Results as rows, for spreadsheets (CSV) and for papers (Markdown), from the data of the JSON.

A row is a mapping from column to cell; all rows of one table have the same columns.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from yotrate.text import prose, visible

Row = Mapping[str, object]

_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
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
    text = visible(value)
    return f"'{text}" if text.startswith(_RUN_AS_FORMULA) else text


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


def key_questions(services: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Return a row for each key question, with its standard and its service.

    A standard without key questions has one row, its key question empty.
    """
    for service in services:
        for domain in service["domains"]:
            for standard in domain["standards"]:
                for question in standard["key_questions"] or [_NO_QUESTION]:
                    yield {
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
                        "key_question": question.get("id"),
                        "label": question.get("title"),
                        "basis": question.get("basis"),
                        "yes": question.get("yes"),
                        "no": question.get("no"),
                        "not_applicable": question.get("not_applicable"),
                        "per_cent": question.get("percent"),
                        "rating": question.get("rating"),
                        **_more(question),
                    }


_NO_QUESTION: Mapping[str, Any] = {}
_EDGE = ("rating", "points", "cases", "near")
_MORE = {"down": _EDGE, "up": _EDGE, "interval": ("low", "high")}


def _more(question: Mapping[str, Any]) -> Row:
    """Return what a boundary or an interval adds to a key question."""
    row: dict[str, object] = {}
    for key, parts in _MORE.items():
        if key not in question:
            continue
        value = question[key] or {}
        for part in parts:
            cell = value.get(part)
            row[f"{key}_{part}"] = " ".join(cell) if isinstance(cell, list) else cell
    if "rounding_sensitive" in question:
        row["rounding_sensitive"] = question["rounding_sensitive"]
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
    if service["published"]:
        agrees = service["published"]["agrees"]
        yield f"\n{'Agrees with' if agrees else 'Differs from'} the published report.\n"
        for each in service["published"]["differences"]:
            yield (
                f"- {escaped(each['item'])}: published {escaped(each['published'])}, "
                f"calculated {escaped(each['calculated'])}\n"
            )


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
    for target in data["targets"]:
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


def probabilities(services: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Return a row for each rating of each standard and overall, with its probability."""
    for service in services:
        parts = [each for domain in service["domains"] for each in domain["standards"]]
        for part in [{"id": None, "title": None, **service["overall"]}, *parts]:
            for rating, probability in (part["probabilities"] or {}).items():
                yield {
                    "file": service["file"],
                    "service": service["service"],
                    "standard": part["id"],
                    "standard_title": part["title"],
                    "rating": rating,
                    "probability": probability,
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
