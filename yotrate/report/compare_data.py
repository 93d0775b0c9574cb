"""A comparison as plain data: the contract of `compare` in JSON, and its rows for spreadsheets."""

from collections.abc import Iterator, Mapping
from typing import Any

from yotrate.questions.chance import Chances
from yotrate.questions.compare import Changed, Comparison, QuestionChange, StandardChange
from yotrate.questions.confidence import Interval
from yotrate.rating.outcomes import QuestionResult
from yotrate.rating.results import Result, StandardResult
from yotrate.report.score import service_entry
from yotrate.report.view import Record


def compared(
    found: Comparison, *, half_finished: bool = False, cases: bool = False
) -> dict[str, Any]:
    """Return the contract of `compare` in JSON: both sides, and every change.

    With `cases`, those whose answers changed, by key question.
    """
    return {
        "before": _side(found.before, half_finished=half_finished),
        "after": _side(found.after, half_finished=half_finished),
        "ratings_comparable": found.same_ratings,
        "overall": {
            "before": _overall_of(found.before),
            "after": _overall_of(found.after),
            "score_change": found.overall.score,
            "band_change": found.overall.bands,
            "chances": _chances(found.overall.chances),
        },
        "standards": [_standard_change(each) for each in found.standards],
        "key_questions": [_question_change(each, cases=cases) for each in found.questions],
        "changed": [_changed_part(each) for each in found.changed],
    }


def _side(result: Result, *, half_finished: bool) -> dict[str, Any]:
    side = {
        "file": result.service.file,
        "service": result.service.name,
        "framework": result.framework.id,
        "provisional": result.framework.provisional,
        "answered_by": result.service.answered_by,
        "guesses": result.service.guesses,
    }
    if not half_finished:
        return side
    entry = service_entry(result, half_finished=True)
    return {**side, "range": entry["overall"]["range"], "missing": entry["missing"]}


def _overall_of(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = result.to_dict()["overall"]
    return found


def _standard_change(change: StandardChange) -> dict[str, Any]:
    same = ("id", "title", "basis")
    kept = ("rating", "points", "calculated", "discretion")
    before, after = change.before.to_dict(), change.after.to_dict()
    return {
        **{key: after[key] for key in same},
        "before": {key: before[key] for key in kept},
        "after": {key: after[key] for key in kept},
        "score_change": change.score,
        "band_change": change.bands,
        "chances": _chances(change.chances),
    }


def _chances(found: Chances | None) -> dict[str, float] | None:
    """Return how probable it is that the later is better, the same and worse, from 0 to 1."""
    return None if found is None else {key: round(each, 6) for key, each in found._asdict().items()}


def _limits(interval: Interval | None) -> dict[str, float] | None:
    """Return where a change may lie, in percentage points."""
    return None if interval is None else dict(zip(("low", "high"), interval.rounded(), strict=True))


def _question_change(change: QuestionChange, *, cases: bool) -> dict[str, Any]:
    same = ("id", "title", "basis")
    kept = ("yes", "no", "not_applicable", "percent", "rating")
    before, after = change.before.to_dict(), change.after.to_dict()
    return {
        **{key: after[key] for key in same},
        "standard": change.standard,
        "before": {key: before[key] for key in kept},
        "after": {key: after[key] for key in kept},
        "percent_change": change.percent,
        "band_change": change.bands,
        "change_interval": _limits(change.interval),
        "beyond_sampling": change.beyond_sampling,
        **({"cases": [each._asdict() for each in change.cases]} if cases else {}),
    }


def _changed_part(changed: Changed) -> dict[str, Any]:
    return {
        "kind": changed.kind,
        "id": changed.id,
        "changes": list(changed.ways),
        "before": _part(changed.before),
        "after": _part(changed.after),
    }


def _part(result: StandardResult | QuestionResult | None) -> dict[str, Any] | None:
    if result is None:
        return None
    data = result.to_dict()
    figure = ["percent"] if isinstance(result, QuestionResult) else []
    return {name: data[name] for name in ("title", "basis", *figure, "rating")}


def compared_rows(data: Mapping[str, Any]) -> Iterator[Record]:
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
            "beyond_sampling": each.get("beyond_sampling"),
            "score_before": before.get("score", before.get("points")),
            "score_after": after.get("score", after.get("points")),
            "score_change": each.get("score_change"),
        }
