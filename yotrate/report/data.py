"""Results as plain data, and that as JSON: the contract that other programs rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from yotrate import __version__
from yotrate.audit import differences
from yotrate.boundary import Boundaries, Edge, Opening
from yotrate.checking import Model
from yotrate.engine import Overall, QuestionResult, Result, StandardResult
from yotrate.framework import Framework, Rating
from yotrate.service import ServiceFile

if TYPE_CHECKING:
    from yotrate.confidence import Confidence, Interval, Sizing


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
    return {"yotrate": __version__, **found.model_dump(by_alias=True, mode="json")}


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a `framework` or a `service` file.

    It describes the canonical spelling: plain numbers, and yes, no and n/a in lower case.
    """
    model: type[Model] = Framework if kind == "framework" else ServiceFile
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True),
    }


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


def boundaries(found: list[Boundaries], *, every_case: bool = False) -> dict[str, Any]:
    """Return the contract of `boundary --format json`: what `score` gives, and more.

    The references of cases stand where one case decides, or everywhere with `every_case`.
    """
    return {
        "yotrate": __version__,
        "services": [_with_boundaries(each, every_case=every_case) for each in found],
    }


def _with_boundaries(found: Boundaries, *, every_case: bool) -> dict[str, Any]:
    data = service(found.result)
    data["overall"]["reachable"] = [
        {
            "rating": each.rating.name,
            "from_score": each.from_score,
            "to_score": each.to_score,
            "fewest_moves": each.fewest_moves,
            "standards": list(each.standards),
            "choices": list(each.choices),
        }
        for each in found.reachable
    ]
    for domain in data["domains"]:
        for standard in domain["standards"]:
            boundary = found.standards[standard["id"]]
            standard["discretion_open"] = [_opening(each) for each in boundary.openings]
            for question, each in zip(standard["key_questions"], boundary.questions, strict=True):
                question["down"], question["up"] = _edge(each.down), _edge(each.up)
                question["rounding_sensitive"] = each.rounding_sensitive
                cases = found.answered(each) if every_case else found.deciding(each)
                question["references"] = cases or None
    return data


def _edge(edge: Edge | None) -> dict[str, Any] | None:
    if edge is None:
        return None
    points = edge.tenths / 10 if edge.tenths % 10 else edge.tenths // 10
    name = edge.rating.name
    return {"rating": name, "points": points, "cases": edge.cases, "near": list(edge.near)}


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "direction": opening.direction,
        "to": opening.to.name,
        "because": [
            {"key_question": result.question.id, "near": list(edge.near)}
            for result, edge in opening.because
        ],
    }


def confidences(found: list[Confidence]) -> dict[str, Any]:
    """Return the contract of `confidence --format json`: what `score` gives, and more.

    `probabilities` are of calculated ratings, from 0 to 1, worst first; the limits of an
    `interval` are in per cent.
    """
    return {"yotrate": __version__, "services": [_with_confidence(each) for each in found]}


def _with_confidence(found: Confidence) -> dict[str, Any]:
    data = service(found.result)
    data["confidence"] = {"level": found.level, "draws": found.draws, "seed": found.seed}
    data["overall"]["probabilities"] = _probabilities(found, found.overall)
    for domain in data["domains"]:
        domain["eligible"] = found.result.service.eligible.get(domain["id"])
        for standard in domain["standards"]:
            own = found.standards[standard["id"]]
            standard["probabilities"] = _probabilities(found, own.draws)
            for question, each in zip(standard["key_questions"], own.questions, strict=True):
                question["interval"] = _interval(each.interval)
    return data


def _probabilities(found: Confidence, draws: tuple[int, ...] | None) -> dict[str, float] | None:
    if draws is None:
        return None
    ratings = found.result.framework.ratings
    return {
        rating.name: number / found.draws for rating, number in zip(ratings, draws, strict=True)
    }


def _interval(interval: Interval | None) -> dict[str, float] | None:
    if interval is None:
        return None
    # A hundredth of a point is more than any sample tells, and the same on every computer.
    return {"low": round(interval.low, 2), "high": round(interval.high, 2)}


def sizing(of: Framework, found: Sizing) -> dict[str, Any]:
    """Return the contract of `sample --format json`: numbers of cases, margins in points."""
    return {
        "yotrate": __version__,
        "framework": of.id,
        "confidence": found.rule.confidence,
        "margin": found.rule.margin,
        "eligible": found.eligible,
        "needed": found.needed,
        "sampled": found.sampled,
        "reached": None if found.reached is None else round(found.reached, 4),
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
        "counts_towards_overall": result.standard.counts_towards_overall,
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
