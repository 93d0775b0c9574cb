"""How far each key question is from the edges of its band: the question's own distance.

Whether a standard's rating is close to an edge is another matter: `openings` tells that.
"""

from typing import Literal, NamedTuple

from yotrate.framework import rules
from yotrate.framework.model import Framework, Rating
from yotrate.rating.outcomes import Counted, QuestionResult
from yotrate.service.model import Condition

Direction = Literal["down", "up"]


class Edge(NamedTuple):
    """The edge between a question's band and a neighbouring one.

    `tenths` is the distance from the threshold in tenths of a percentage point; `cases` the fewest
    answers that would have to change to cross it, None where only a percentage is known; `near`
    names the conditions under which that is close.
    """

    band: int
    rating: Rating
    threshold: int
    tenths: int
    cases: int | None
    near: tuple[Condition, ...]


class QuestionBoundary(NamedTuple):
    """A key question and the edges of its band; none where there is no such edge, or no band.

    `rounding_sensitive`: whether its band depends on rounding; None where there is no count.
    """

    result: QuestionResult
    down: Edge | None
    up: Edge | None
    rounding_sensitive: bool | None

    def towards(self, direction: Direction) -> Edge | None:
        """Return the edge of a direction."""
        return self.down if direction == "down" else self.up


def question_boundary(framework: Framework, result: QuestionResult) -> QuestionBoundary:
    """Find the edges of a key question's band."""
    band = result.band
    if band is None or result.percent is None:
        return QuestionBoundary(result, None, None, None)
    down = _edge(framework, result, band, "down") if band else None
    up = _edge(framework, result, band, "up") if band + 1 < len(framework.ratings) else None
    sensitive = None
    match result.outcome:
        case Counted(count=count):
            sensitive = rules.rounding_decides(framework, count.yes, count.applicable)
    return QuestionBoundary(result, down, up, sensitive)


def _edge(framework: Framework, result: QuestionResult, band: int, direction: Direction) -> Edge:
    threshold = framework.percent_thresholds[band if direction == "down" else band + 1]
    count = result.count
    # Of a printed percentage no more is known than that many of a hundred.
    yes, of = (result.percent or 0, 100) if count is None else (count.yes, count.applicable)
    tenths = abs(rules.tenths_above(yes, of, threshold, rounded=framework.rounded))
    cases = None
    if count is not None:
        reached = rules.fewest_yes(threshold, of, rounded=framework.rounded)
        cases = yes - reached + 1 if direction == "down" else reached - yes
    rule = framework.discretion
    near: list[Condition] = []
    if rule is not None:
        if tenths <= 10 * rule.within_points:
            near.append("within_points")
        if cases is not None and cases <= rule.within_cases:
            near.append("within_cases")
        if count is not None and of <= rule.sample_up_to:
            near.append("sample_up_to")
    neighbour = band - 1 if direction == "down" else band + 1
    return Edge(neighbour, framework.ratings[neighbour], threshold, tenths, cases, tuple(near))
