"""Results as plain data, and that as JSON: the contract that other programs rely on."""

import json
from typing import Any

from yotrate import __version__
from yotrate.audit import differences
from yotrate.engine import Overall, QuestionResult, Result, StandardResult
from yotrate.framework import Framework, Rating


def to_json(data: Any) -> str:
    """Return data as indented JSON in ASCII, ending with a line break."""
    return json.dumps(data, indent=1) + "\n"


def services(results: list[Result]) -> dict[str, Any]:
    """Return the contract of `score --format json` for one or more services."""
    return {"yotrate": __version__, "services": [service(result) for result in results]}


def frameworks(found: list[Framework]) -> dict[str, Any]:
    """Return what tells frameworks apart as plain data."""
    names = ("id", "title", "publisher", "edition")
    listed = [{name: getattr(each, name) for name in names} for each in found]
    return {"yotrate": __version__, "frameworks": listed}


def framework(found: Framework) -> dict[str, Any]:
    """Return a whole framework as plain data, in the words of its file."""
    return {"yotrate": __version__, **found.model_dump(by_alias=True)}


def service(result: Result) -> dict[str, Any]:
    """Return one service's ratings as plain data."""
    return {
        "file": result.service.file,
        "service": result.service.name,
        "framework": result.framework.id,
        "overall": {
            **_overall(result.overall),
            "maximum": result.maximum,
            "calculated": _overall(result.calculated),
        },
        "published": _published(result),
        "domains": [
            {
                "id": each.domain.id,
                "title": each.domain.title,
                "cases": each.cases,
                "standards": [_standard(standard) for standard in each.standards],
            }
            for each in result.domains
        ],
    }


def _name(rating: Rating | None) -> str | None:
    return None if rating is None else rating.name


def _overall(overall: Overall) -> dict[str, Any]:
    return {"rating": _name(overall.rating), "score": overall.score}


def _published(result: Result) -> dict[str, Any] | None:
    if result.service.published is None:
        return None
    found = differences(result)
    return {
        "agrees": not found,
        "differences": [
            {"item": each.item, "published": each.published, "calculated": each.calculated}
            for each in found
        ],
    }


def _standard(result: StandardResult) -> dict[str, Any]:
    move = result.discretion
    return {
        "id": result.standard.id,
        "title": result.standard.title,
        "basis": result.standard.basis,
        "rating": _name(result.rating),
        "points": result.points,
        "counts_towards_overall": True,
        "calculated": _name(result.calculated),
        "discretion": None if move is None else {"rating": move.rating, "reason": move.reason},
        "limiting": [each.question.id for each in result.limiting],
        "key_questions": [_question(question) for question in result.questions],
    }


def _question(result: QuestionResult) -> dict[str, Any]:
    count = result.count
    return {
        "id": result.question.id,
        "title": result.question.title,
        "basis": result.question.basis,
        "yes": None if count is None else count.yes,
        "no": None if count is None else count.no,
        "not_applicable": None if count is None else count.not_applicable,
        "percent": result.percent,
        "rating": _name(result.rating),
    }
