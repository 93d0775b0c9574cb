"""The key questions of services as rows for spreadsheets, from their entries in JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from yotrate.report.view import Record

Entry = Mapping[str, Any]
"""A service as plain data."""

_NO_QUESTION: Entry = {}
_EDGE = ("rating", "points", "cases", "near")
_MORE = {"down": _EDGE, "up": _EDGE, "interval": ("low", "high")}


def key_questions(services: Iterable[Entry]) -> Iterator[Record]:
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
        moves = {each["standard"]: _of_move(each) for each in service["overall"]["moves"]}
        for domain, standard in standards:
            for question in standard["key_questions"] or [_NO_QUESTION]:
                row = {
                    **_of_service(service),
                    **_of_standard(domain, standard),
                    **moves.get(standard["id"], _NO_MOVE),
                    **_of_question(question),
                    **_more(question, more),
                }
                for name in chances:
                    row[f"probability_{name}"] = (standard["probabilities"] or {}).get(name)
                yield row


def _of_service(service: Entry) -> dict[str, object]:
    return {
        "file": service["file"],
        "service": service["service"],
        "framework": service["framework"],
        "framework_provisional": service["provisional"],
        "overall_rating": service["overall"]["rating"],
        "overall_score": service["overall"]["score"],
        "overall_maximum": service["overall"]["maximum"],
        "answered_by": service["answered_by"],
        "guesses": service["guesses"],
    }


def _of_standard(domain: Entry, standard: Entry) -> dict[str, object]:
    move = standard["discretion"] or {}
    return {
        "domain": domain["id"],
        "standard": standard["id"],
        "standard_title": standard["title"],
        "standard_basis": standard["basis"],
        "standard_calculated": standard["calculated"],
        "standard_rating": standard["rating"],
        "standard_points": standard["points"],
        "standard_counts": standard["counts_towards_overall"],
        "standard_not_rated": standard["not_rated"],
        "discretion_reason": move.get("reason"),
    }


def _of_move(move: Entry) -> dict[str, object]:
    """Return what a use of discretion does to the overall rating."""
    return {
        "discretion_decides": move["decides"],
        "overall_rating_without_it": move["without"]["rating"],
        "overall_rating_with_it_alone": move["alone"]["rating"],
    }


_NO_MOVE = {
    "discretion_decides": None,
    "overall_rating_without_it": None,
    "overall_rating_with_it_alone": None,
}


def _of_question(question: Entry) -> dict[str, object]:
    return {
        "key_question": question.get("id"),
        "label": question.get("title"),
        "basis": question.get("basis"),
        "yes": question.get("yes"),
        "no": question.get("no"),
        "not_applicable": question.get("not_applicable"),
        "per_cent": question.get("percent"),
        "rating": question.get("rating"),
    }


def _more(question: Entry, keys: Sequence[str]) -> dict[str, object]:
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
