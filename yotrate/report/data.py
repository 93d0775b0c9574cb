"""Results as plain data, and that as JSON: the contract that other programs rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from yotrate import __version__
from yotrate.questions.audit import differences
from yotrate.rating.engine import StandardResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yotrate.checking.model import Model
    from yotrate.framework.model import Framework, Rating
    from yotrate.questions.boundary import Boundaries, Edge, Opening
    from yotrate.questions.compare import Changed, Comparison, QuestionChange, StandardChange
    from yotrate.questions.confidence import Confidence, Interval, Sizing
    from yotrate.questions.target import Change, Plan, Targets
    from yotrate.rating.engine import Overall, QuestionResult, Result


def to_json(data: Any) -> str:
    """Return data as indented JSON in ASCII, ending with a line break."""
    return _dumped(data, 1) + "\n"


def _dumped(data: Any, indent: int | None = None) -> str:
    """Return JSON in which CI systems find no order: what could be one is escaped."""
    return json.dumps(data, indent=indent).replace("##[", "#\\u0023[")


def stream(services: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the JSON of services, a line each: very many are never in memory at once."""
    yield f'{{"yotrate": {json.dumps(__version__)},\n "services": ['
    comma = ""
    for each in services:
        yield f"{comma}\n  {_dumped(each)}"
        comma = ","
    yield "]}\n"


def frameworks(found: list[Framework]) -> dict[str, Any]:
    """Return what tells frameworks apart as plain data."""
    names = ("id", "title", "publisher", "edition")
    listed = [{name: getattr(each, name) for name in names} for each in found]
    return {"yotrate": __version__, "frameworks": listed}


def framework(found: Framework) -> dict[str, Any]:
    """Return a whole framework as plain data, in the words of its file."""
    data = found.model_dump(by_alias=True)
    for vector, own in zip(data["vectors"], found.vectors, strict=True):
        if own.count is not None:
            vector["count"] = f"{own.count.yes}/{own.count.applicable}"
    return {"yotrate": __version__, **data}


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a `framework` or a `service` file.

    It describes the canonical spelling: plain numbers, and yes, no and n/a in lower case.
    """
    from yotrate.framework.model import Framework
    from yotrate.service.model import ServiceFile

    model: type[Model] = Framework if kind == "framework" else ServiceFile
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True),
    }


def service(result: Result, *, partial: bool = False) -> dict[str, Any]:
    """Return one service's ratings as plain data: the contract of `score --format json`.

    With `partial`, also what is missing, and the range that the overall rating can still take.
    """
    data: dict[str, Any] = {
        "file": result.service.file,
        "service": result.service.name,
        "framework": result.framework.id,
        "overall": _overall_of(result),
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
    if partial:
        from yotrate.questions.partial import partial as find_partial

        found = find_partial(result)
        data["overall"]["range"] = {
            "from": _overall(found.lowest),
            "to": _overall(found.highest),
        }
        data["missing"] = {
            "judgements": list(found.judgements),
            "domains": list(found.domains),
            "answers": {name: list(cases) for name, cases in found.answers.items()},
        }
    return data


def boundary(found: Boundaries, *, every_case: bool = False) -> dict[str, Any]:
    """Return the contract of `boundary --format json`: what `score` gives, and more.

    The references of cases stand where one case decides, or everywhere with `every_case`.
    """
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
            edges = found.standards[standard["id"]]
            standard["discretion_open"] = [_opening(each) for each in edges.openings]
            for question, each in zip(standard["key_questions"], edges.questions, strict=True):
                question["down"], question["up"] = _edge(each.down), _edge(each.up)
                question["rounding_sensitive"] = each.rounding_sensitive
                cases = found.answered(each) if every_case else found.deciding(each)
                question["references"] = cases or None
    return data


def comparison(found: Comparison) -> dict[str, Any]:
    """Return the contract of `compare --format json`: both sides, and every change."""
    return {
        "yotrate": __version__,
        "before": _side(found.before),
        "after": _side(found.after),
        "ratings_comparable": found.same_ratings,
        "overall": {
            "before": _overall_of(found.before),
            "after": _overall_of(found.after),
            "score_change": found.overall.score,
            "band_change": found.overall.bands,
        },
        "standards": [_standard_change(each) for each in found.standards],
        "key_questions": [_question_change(each) for each in found.questions],
        "changed": [_changed(each) for each in found.changed],
    }


def _side(result: Result) -> dict[str, Any]:
    return {
        "file": result.service.file,
        "service": result.service.name,
        "framework": result.framework.id,
    }


def _standard_change(change: StandardChange) -> dict[str, Any]:
    same = ("id", "title", "basis")
    kept = ("rating", "points", "calculated", "discretion")
    before, after = _standard(change.before), _standard(change.after)
    return {
        **{key: after[key] for key in same},
        "before": {key: before[key] for key in kept},
        "after": {key: after[key] for key in kept},
        "score_change": change.score,
        "band_change": change.bands,
    }


def _question_change(change: QuestionChange) -> dict[str, Any]:
    same = ("id", "title", "basis")
    before, after = _question(change.before), _question(change.after)
    return {
        **{key: after[key] for key in same},
        "standard": change.standard,
        "before": {key: value for key, value in before.items() if key not in same},
        "after": {key: value for key, value in after.items() if key not in same},
        "percent_change": change.percent,
        "band_change": change.bands,
    }


def _changed(changed: Changed) -> dict[str, Any]:
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
    if isinstance(result, StandardResult):
        data = _standard(result)
        return {name: data[name] for name in ("title", "basis", "rating")}
    data = _question(result)
    return {name: data[name] for name in ("title", "basis", "percent", "rating")}


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


def targets(found: Targets) -> dict[str, Any]:
    """Return the contract of `target --format json`."""
    result, standard = found.result, found.standard
    return {
        "yotrate": __version__,
        "file": result.service.file,
        "service": result.service.name,
        "framework": result.framework.id,
        "standard": None if standard is None else standard.standard.id,
        "rating": found.present.name,
        "score": result.overall.score if standard is None else None,
        "targets": [
            {
                "rating": each.rating.name,
                "reached_without_discretion": each.without_discretion,
                "plan": None if each.plan is None else _plan(each.plan),
                "maximum": found.maximum,
                "best": found.best.name,
            }
            for each in found.targets
        ],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "answers": plan.answers,
        "score": plan.score,
        "standards": [
            {
                "id": lift.result.standard.id,
                "title": lift.result.standard.title,
                "from": _name(lift.result.rating),
                "to": lift.to.name,
                "key_questions": [_change(change) for change in lift.changes],
            }
            for lift in plan.lifts
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    counts = zip(("from", "to"), (change.before, change.after), change.percents, strict=True)
    return {
        "id": change.result.question.id,
        "title": change.result.question.title,
        **{
            key: {"yes": count.yes, "of": count.applicable, "percent": percent}
            for key, count, percent in counts
        },
        "answered_no": list(change.answered_no),
    }


def confidence(found: Confidence) -> dict[str, Any]:
    """Return the contract of `confidence --format json`: what `score` gives, and more.

    `probabilities` are of calculated ratings, from 0 to 1, worst first; the limits of an
    `interval` are in per cent.
    """
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
    low, high = interval.rounded()
    return {"low": low, "high": high}


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
        "reached": found.rounded(),
    }


def _name(rating: Rating | None) -> str | None:
    return None if rating is None else rating.name


def _overall(overall: Overall) -> dict[str, Any]:
    return {"rating": _name(overall.rating), "score": overall.score}


def _overall_of(result: Result) -> dict[str, Any]:
    return {
        **_overall(result.overall),
        "maximum": result.maximum,
        "calculated": _overall(result.calculated),
    }


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
