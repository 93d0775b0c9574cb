"""What several reports say in the same words."""

from collections.abc import Mapping

from yotrate.framework.model import DiscretionRule, Framework, SamplingRule
from yotrate.questions.boundary import Boundaries, Edge, Nearness, Reach
from yotrate.rating.results import (
    AppliedToNoCase,
    DomainResult,
    QuestionResult,
    Result,
    StandardResult,
)
from yotrate.report.view import Span, rating
from yotrate.text import listed, plural, points, prose, visible

NEAR: dict[Nearness, str] = {
    "within_points": "points",
    "within_cases": "cases",
    "sample_up_to": "small sample",
}
"""The conditions under which a key question is near a grade boundary."""
LIMITING = "▸ lowest of its standard, whose rating it sets"
_DETAILS = {"inspection": "Inspection", "fieldwork": "Fieldwork", "published_on": "Published"}


def titled(framework: Framework) -> str:
    """Return a framework's title and edition."""
    edition = f", {framework.edition} edition" if framework.edition else ""
    return f"{framework.title}{edition}"


def details(given: Mapping[str, str]) -> str:
    """Return what a service file tells of the inspection, as one line; nothing without any."""
    known = (f"{name}: {prose(given[key])}" for key, name in _DETAILS.items() if key in given)
    return " · ".join(known)


def note(given: Mapping[str, str]) -> str:
    """Return the note of a service file as one line; nothing without one."""
    return prose(given.get("note", ""))


def fraction(question: QuestionResult) -> str:
    """Return yes of applicable cases, such as 20/31; nothing where they are not counted."""
    count = question.count
    return "" if count is None else f"{count.yes}/{count.applicable}"


def percent(question: QuestionResult) -> str:
    """Return a percentage, or n/a where the question applied to no case."""
    if question.percent is None:
        return "n/a" if isinstance(question.outcome, AppliedToNoCase) else ""
    return f"{question.percent}%"


def moved(standard: StandardResult) -> tuple[str | Span, ...]:
    """Return the end of a sentence on a standard that discretion moved: from what, and why."""
    reason = standard.discretion.reason if standard.discretion else ""
    ratings = standard.ratings
    calculated = standard.calculated_band
    return (
        rating(ratings, calculated),
        f" by its key questions and was moved by professional discretion: {prose(reason)}",
    )


def evidence_of(domain: DomainResult) -> str:
    """Return what a domain was rated from, in words."""
    if domain.cases is not None:
        return plural(domain.cases, "case")
    if domain.evidence is not None:
        return "as printed"
    if all(standard.band is None for standard in domain.standards):
        return "left out"
    return "rated by judgement"


def withheld(result: Result) -> str:
    """Return a sentence on why there is no overall rating."""
    return f"Overall: withheld, {for_want(result)}."


def for_want(result: Result) -> str:
    """Return for want of which ratings the overall rating is withheld."""
    missing = [each.id for each in result.standards if each.band is None and each.counts]
    many = "which count" if len(missing) > 1 else "which counts"
    return f"for want of a rating of {listed(missing)}, {many} towards it"


def because(question: str, edge: Edge) -> str:
    """Return under which conditions a key question is near an edge, and how near it is."""
    near = listed([word for name, word in NEAR.items() if name in edge.near])
    cases = "" if edge.cases is None else f", {plural(edge.cases, 'case')}"
    return f"{question} is near it by {near} ({points(edge.tenths)}{cases})"


def next_ratings(found: Boundaries) -> str:
    """Return how far the overall score is from the ratings below and above its own."""
    ways = [
        f"{plural(each.points, 'point')} {word} {visible(each.rating.name)}"
        for word, each in (("above", found.below), ("below", found.above))
        if each is not None
    ]
    return listed(ways)


def moves(reach: Reach) -> str:
    """Return what a rating in reach takes."""
    if not reach.fewest_moves:
        return "as calculated"
    return f"with {plural(reach.fewest_moves, 'move')} on {listed(list(reach.choices), 'or')}"


def span(first: int | str, last: int | str) -> str:
    """Return a range in words: 7 to 18, or the one number there is in it."""
    return f"{first}" if str(first) == str(last) else f"{first} to {last}"


def percentages_of_bands(framework: Framework) -> list[str]:
    """Return each band of percentages, worst first.

    Between exact percentages there is no last one below the next.
    """
    first = framework.percent_thresholds
    last = [f"{high - 1}" if framework.rounded else f"under {high}" for high in first[1:]]
    return [span(low, high) for low, high in zip(first, [*last, "100"], strict=True)]


def scores_of_bands(framework: Framework) -> list[str]:
    """Return each band of overall scores, worst first."""
    first = framework.score_thresholds
    following = [*first[1:], framework.maximum + 1]
    return [span(low, high - 1) for low, high in zip(first, following, strict=True)]


def rounding(framework: Framework) -> str:
    """Return a sentence on how percentages are rounded."""
    rounded = "rounded to whole ones, half up, and then banded"
    return f"Percentages are {rounded if framework.rounded else 'banded as they are'}."


def discretion(rule: DiscretionRule | None) -> str:
    """Return a sentence on when professional discretion may move a standard."""
    if rule is None:
        return "There is no professional discretion."
    return (
        "Professional discretion moves a case-based standard by one band, "
        f"where its lowest key question is within {plural(rule.within_points, 'point')} "
        f"of the edge, or {plural(rule.within_cases, 'case')} would cross it, "
        f"or it rests on {plural(rule.sample_up_to, 'case')} or fewer."
    )


def sampling(rule: SamplingRule) -> str:
    """Return a sentence on how samples are sized."""
    return (
        f"Samples are sized for {rule.confidence}% confidence and a margin of "
        f"error of {plural(rule.margin, 'point')}."
    )
