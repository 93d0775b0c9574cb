"""What several reports say in the same words."""

from yotrate.framework.model import DiscretionRule, Framework, SamplingRule
from yotrate.framework.rules import band_of
from yotrate.questions.boundary import Edge, Nearness, Reach
from yotrate.rating.engine import DomainResult, Result
from yotrate.text import listed, plural, points, visible

NEAR: dict[Nearness, str] = {
    "within_points": "points",
    "within_cases": "cases",
    "sample_up_to": "small sample",
}
"""The conditions under which a key question is near a grade boundary."""


def evidence_of(domain: DomainResult) -> str:
    """Return what a domain was rated from, in words."""
    if domain.cases is not None:
        return plural(domain.cases, "case")
    if domain.evidence is not None:
        return "as printed"
    if all(standard.rating is None for standard in domain.standards):
        return "left out"
    return "rated by judgement"


def for_want(result: Result) -> str:
    """Return for want of which ratings the overall rating is withheld."""
    missing = [
        each.standard.id
        for each in result.standards
        if each.rating is None and each.standard.counts_towards_overall
    ]
    many = "which count" if len(missing) > 1 else "which counts"
    return f"for want of a rating of {listed(missing)}, {many} towards it"


def because(question: str, edge: Edge) -> str:
    """Return under which conditions a key question is near an edge, and how near it is."""
    near = listed([word for name, word in NEAR.items() if name in edge.near])
    cases = "" if edge.cases is None else f", {plural(edge.cases, 'case')}"
    return f"{question} is near it by {near} ({points(edge.tenths)}{cases})"


def next_ratings(framework: Framework, score: int) -> str:
    """Return how far a score is from the overall ratings below and above its own."""
    band = band_of(score, framework.score_thresholds)
    ways = []
    if band:
        fall = score - framework.ratings[band].from_score + 1
        ways.append(f"{plural(fall, 'point')} above {visible(framework.ratings[band - 1].name)}")
    if band + 1 < len(framework.ratings):
        above = framework.ratings[band + 1]
        rise = above.from_score - score
        ways.append(f"{plural(rise, 'point')} below {visible(above.name)}")
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
