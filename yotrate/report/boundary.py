"""Grade boundaries: distances to each edge, open discretion, ratings in reach."""

from collections.abc import Iterator, Mapping
from typing import Any

from yotrate.framework.model import DiscretionRule
from yotrate.questions.boundary import Boundaries
from yotrate.questions.edges import Edge, QuestionBoundary
from yotrate.questions.openings import CaseAnswers, Opening, StandardBoundary
from yotrate.rating.outcomes import PrintedPercentage
from yotrate.rating.results import DomainResult, Result
from yotrate.report import words as say
from yotrate.report.missing import what_is_missing, with_what_is_missing
from yotrate.report.rows import key_questions
from yotrate.report.score import (
    question_label,
    scale_of_what_was_rated,
    service_entry,
    short_heading,
    without_discretion,
)
from yotrate.report.view import (
    Block,
    Column,
    Line,
    Listing,
    Outline,
    Row,
    Section,
    Space,
    View,
    Words,
    quiet,
    rating,
    rating_names,
    strong,
    words,
)
from yotrate.service.model import Condition
from yotrate.text import listed, plural

_LETTERS: dict[Condition, str] = {"within_points": "p", "within_cases": "c", "sample_up_to": "s"}
_POINTS, _CASES, _NEAR = 6, 5, 3
_INDENT = 7


def boundary_view(
    found: Boundaries, *, every_case: bool = False, half_finished: bool = False
) -> View:
    """Return what lies near a grade boundary.

    Args:
        found: the boundaries.
        every_case: whether to list the cases of every key question.
        half_finished: whether to tell what is missing, and the range that is left.
    """

    def entries() -> Iterator[dict[str, Any]]:
        data = _entry(found, every_case=every_case)
        yield with_what_is_missing(data, found.result) if half_finished else data

    def blocks() -> Iterator[Block]:
        yield from _blocks(found, every_case=every_case)
        if half_finished:
            yield from what_is_missing(found.result)

    return View(
        blocks=blocks,
        rows=lambda: key_questions(entries()),
        services=entries,
    )


def _entry(found: Boundaries, *, every_case: bool) -> dict[str, Any]:
    """Return the contract of `boundary` in JSON: what `score` gives, and more.

    The references of cases stand where one case decides, or everywhere with `every_case`.
    """
    data = service_entry(found.result)
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
    if found.result.calculated.band is not None:
        data["overall"]["next"] = {
            way: None if each is None else {"rating": each.rating.name, "points": each.points}
            for way, each in (("down", found.below), ("up", found.above))
        }
    for domain in data["domains"]:
        for standard in domain["standards"]:
            edges = found.standards[standard["id"]]
            standard["discretion_open"] = [_open(each) for each in edges.openings]
            standard["discretion_unknown"] = list(edges.unknown)
            standard["read_again"] = [_case(each) for each in edges.read_again]
            for question, each in zip(standard["key_questions"], edges.questions, strict=True):
                question["down"], question["up"] = _distance(each.down), _distance(each.up)
                question["rounding_sensitive"] = each.rounding_sensitive
                cases = found.answered(each) if every_case else found.deciding(each)
                question["references"] = cases or None
    return data


def _distance(edge: Edge | None) -> dict[str, Any] | None:
    if edge is None:
        return None
    points = edge.tenths / 10 if edge.tenths % 10 else edge.tenths // 10
    name = edge.rating.name
    return {"rating": name, "points": points, "cases": edge.cases, "near": list(edge.near)}


def _open(opening: Opening) -> dict[str, Any]:
    return {
        "direction": opening.direction,
        "to": opening.to.name,
        "by": list(opening.by),
        "because": [
            {"key_question": each.question.id, "near": list(each.near)} for each in opening.because
        ],
        "cases": [_case(each) for each in opening.cases],
    }


def _case(found: CaseAnswers) -> dict[str, Any]:
    return {"case": found.case, "answers": dict(found.answers)}


def _blocks(found: Boundaries, *, every_case: bool) -> Iterator[Block]:
    result = found.result
    yield from short_heading(result)
    if not result.framework.from_cases:
        yield Line(words("Nothing is rated from cases, so nothing is near an edge."))
        return
    yield Outline(
        _layouts(found),
        tuple(
            _section(found, domain, every_case=every_case)
            for domain in result.domains
            if domain.from_cases
        ),
        ("", "Yes", "Per cent", "Rating", "Points down", "Cases down", "Near down",
         "Points up", "Cases up", "Near up", "Marks"),
    )  # fmt: skip
    yield Space()
    yield from _legend(found)
    if result.framework.has_overall:
        yield Space()
        yield from _overall(found)


def _layouts(found: Boundaries) -> Mapping[str, tuple[Column, ...]]:
    names = rating_names(found.result.framework.ratings)
    edges = tuple(
        column
        for side in ("down", "up")
        for column in (
            Column(f"Points {side}", _POINTS, right=True),
            Column(f"Cases {side}", _CASES, right=True),
            Column(f"Near {side}", _NEAR),
        )
    )
    return {
        "domain": (Column(flexible=True), *edges),
        "standard": (Column(flexible=True), Column("Rating", holds=names)),
        "question": (
            Column("Marks"),
            Column(attached=True),
            Column(flexible=True),
            Column("Yes", right=True),
            Column("Per cent", 5, right=True),
            Column("Marks", attached=True),
            Column("Rating", paper=True),
            *edges,
        ),
    }


def _section(found: Boundaries, domain: DomainResult, *, every_case: bool) -> Section:
    heads = [words(quiet(head)) for way in "↓↑" for head in (f"{way} pts", "cases", "")]
    ratings = found.result.framework.ratings
    return Section(
        Row("domain", (words(strong(f"{domain.id} {domain.title}")), *heads)),
        tuple(
            Row(
                "standard",
                (
                    words(
                        strong(f"{standard.id} {standard.title}"), quiet(say.own_sample(standard))
                    ),
                    words(rating(ratings, standard.calculated_band, "strong")),
                ),
                tuple(_question(each) for each in found.standards[standard.id].questions),
                (
                    *_openings(found.result, found.standards[standard.id]),
                    *_every_case(found, found.standards[standard.id], every_case=every_case),
                ),
                standard.id,
            )
            for standard in domain.standards
            if standard.basis == "cases"
        ),
    )


def _question(question: QuestionBoundary) -> Row:
    result = question.result
    return Row(
        "question",
        (
            words("▸" if result.limiting else " "),
            words(result.id),
            question_label(result),
            words(say.fraction(result)),
            words(say.percent(result)),
            words("!" if question.rounding_sensitive else " "),
            () if result.band is None else words(rating(result.ratings, result.band)),
            *_edge(question.down),
            *_edge(question.up),
        ),
    )


def _edge(edge: Edge | None) -> tuple[Words, Words, Words]:
    if edge is None:
        return (), (), ()
    whole, tenths = divmod(edge.tenths, 10)
    texts = (
        f"{whole}.{tenths}" if tenths else f"{whole}",
        "?" if edge.cases is None else f"{edge.cases}",
        "".join(_LETTERS[each] for each in edge.near),
    )
    first, second, third = (words(strong(text) if edge.near else text) for text in texts)
    return first, second, third


def _openings(result: Result, boundary: StandardBoundary) -> Iterator[Line]:
    """Return where discretion is open, the deciding cases, and what cannot be told."""
    for opening in boundary.openings:
        arrow = "↓" if opening.direction == "down" else "↑"
        text = words(f"{arrow} ", *say.opening(result, opening), f", as {say.reasons(opening)}")
        yield Line(text, indent=_INDENT)
        for line in say.deciding(opening):
            yield Line(words(quiet(line)), indent=_INDENT)
    for line in (say.cannot_tell(boundary), *say.read_again(boundary)):
        if line:
            yield Line(words(quiet(line)), indent=_INDENT)


def _every_case(
    found: Boundaries, boundary: StandardBoundary, *, every_case: bool
) -> Iterator[Line]:
    """Return the cases of every question, where they are asked for."""
    for question in boundary.questions if every_case else ():
        for answer, references in found.answered(question).items():
            who = ", ".join(references) or "none"
            text = f"{question.result.id} answered {answer}: {who}"
            yield Line(words(quiet(text)), indent=_INDENT)


def _legend(found: Boundaries) -> Iterator[Line]:
    questions = [each for standard in found.standards.values() for each in standard.questions]
    yield Line(
        words(
            quiet(
                "↓ to the band below, ↑ to the band above: "
                "percentage points to the edge, and cases that would cross it"
            )
        )
    )
    rule = found.result.framework.discretion
    if rule:
        yield Line(words(quiet(_near_words(rule))))
    if any(isinstance(each.result.outcome, PrintedPercentage) for each in questions):
        yield Line(words("? not known: only the percentage is, and this takes the cases"))
    yield Line(words(quiet(say.LIMITING)))
    sensitive = [each.result.id for each in questions if each.rounding_sensitive]
    if sensitive:
        yield Line(words(f"! Rounding decides the band of {listed(sensitive)}."))


def _near_words(rule: DiscretionRule) -> str:
    return (
        "a question is near an edge by distance (p): "
        f"{plural(rule.within_points, 'percentage point')} or fewer, "
        f"by cases (c): {rule.within_cases} or fewer, "
        f"by small sample (s): {plural(rule.sample_up_to, 'applicable case')} or fewer"
    )


def _overall(found: Boundaries) -> Iterator[Block]:
    result = found.result
    ratings, calculated = result.framework.ratings, result.calculated
    if calculated.band is None or calculated.score is None:
        yield Line(words(say.withheld(result)))
        return
    yield Line(
        words(
            strong("Overall, as calculated: "),
            rating(ratings, calculated.band, "strong"),
            f", {calculated.score} of {plural(result.maximum, 'point')}",
        )
    )
    yield Line(words(f"That is {say.next_ratings(found)}."))
    yield from scale_of_what_was_rated(result)
    if result.service.answered_by == "service":
        yield Line(words("In reach, if a panel moved what is near an edge:"))
    else:
        yield Line(words("In reach by permitted discretion:"))
    yield Listing(
        (Column(), Column(), Column(), Column()),
        tuple(
            (
                words(" "),
                words(rating(ratings, each.band)),
                words(say.span(each.from_score, each.to_score)),
                words(say.moves(each)),
            )
            for each in found.reachable
        ),
    )
    if any(each.unknown for each in found.standards.values()):
        yield Line(words(quiet("More may be in reach: it can't be told without counts of cases.")))
    yield from without_discretion(result)
