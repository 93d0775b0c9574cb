"""What lies near a grade boundary, where discretion is open, and which ratings are in reach.

The rules are those of professional discretion (2018 framework, step 7), with the figures of the
framework's own `discretion`. Everything starts from the calculated ratings.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from yotrate.framework.model import Framework, Rating
from yotrate.framework.rules import band_of, band_of_count, fewest_yes, tenths_above
from yotrate.rating.engine import QuestionResult, Result, StandardResult
from yotrate.service.model import Answer, Sample

Direction = Literal["down", "up"]
Nearness = Literal["within_points", "within_cases", "sample_up_to"]


class Edge(NamedTuple):
    """The edge between a question's band and a neighbouring one.

    `tenths` is the distance from the threshold in tenths of a percentage point; `cases` the fewest
    answers that would have to change to cross it, None where only a percentage is known; `near`
    names the conditions under which that is close.
    """

    rating: Rating
    threshold: int
    tenths: int
    cases: int | None
    near: tuple[Nearness, ...]


class QuestionBoundary(NamedTuple):
    """A key question and the edges of its band; none where there is no such edge, or no band.

    `rounding_sensitive`: whether its band depends on rounding; None where there is no count.
    """

    result: QuestionResult
    down: Edge | None
    up: Edge | None
    rounding_sensitive: bool | None


class Opening(NamedTuple):
    """Professional discretion that is open on a standard, and the key questions that open it."""

    direction: Direction
    to: Rating
    because: tuple[tuple[QuestionResult, Edge], ...]


class StandardBoundary(NamedTuple):
    """A standard, its key questions' edges, and the discretion that is open on it."""

    result: StandardResult
    questions: tuple[QuestionBoundary, ...]
    openings: tuple[Opening, ...]


class Reach(NamedTuple):
    """An overall rating that permitted discretion can give, and what it takes.

    Scores are in points. `standards` are moved in one way that takes the fewest moves, of equal
    ways the one that comes first in the framework; `choices` are moved in any such way.
    """

    rating: Rating
    from_score: int
    to_score: int
    fewest_moves: int
    standards: tuple[str, ...]
    choices: tuple[str, ...]


class Boundaries(NamedTuple):
    """Everything about grade boundaries in a result."""

    result: Result
    standards: Mapping[str, StandardBoundary]
    reachable: tuple[Reach, ...]

    def deciding(self, question: QuestionBoundary) -> dict[Answer, list[str]]:
        """Return the references of the cases any one of which could cross an edge, by answer.

        Those answered no could raise the question's band, those answered yes could lower it.
        """
        edges: dict[Answer, Edge | None] = {"yes": question.down, "no": question.up}
        return {
            answer: cases
            for answer, cases in self.answered(question).items()
            if (edge := edges[answer]) and edge.cases == 1
        }

    def answered(self, question: QuestionBoundary) -> dict[Answer, list[str]]:
        """Return the references of the cases that answered a question yes, and no."""
        name = question.result.question.id
        for domain in self.result.domains:
            evidence = domain.evidence
            if isinstance(evidence, Sample) and name in evidence.answers:
                return {
                    "yes": evidence.answered(name, "yes"),
                    "no": evidence.answered(name, "no"),
                }
        return {}


def boundaries(result: Result) -> Boundaries:
    """Find the edges of every key question, the discretion that is open, and where it can lead."""
    standards = {
        each.standard.id: standard_boundary(result.framework, each) for each in result.standards
    }
    return Boundaries(result, standards, tuple(_reachable(result, standards)))


def standard_boundary(framework: Framework, standard: StandardResult) -> StandardBoundary:
    """Find the edges of a standard's key questions, and the discretion that is open on it."""
    questions = tuple(_question(framework, question) for question in standard.questions)
    openings = tuple(_openings(framework, standard, questions))
    return StandardBoundary(standard, questions, openings)


def _question(framework: Framework, result: QuestionResult) -> QuestionBoundary:
    if result.rating is None or result.percent is None:
        return QuestionBoundary(result, None, None, None)
    band = framework.ratings.index(result.rating)
    down = _edge(framework, result, band, "down") if band else None
    up = _edge(framework, result, band, "up") if band + 1 < len(framework.ratings) else None
    sensitive = None
    if result.count is not None:
        yes, of, thresholds = (
            result.count.yes,
            result.count.applicable,
            framework.percent_thresholds,
        )
        rounded, exact = (
            band_of_count(yes, of, thresholds, rounded=rounded) for rounded in (True, False)
        )
        sensitive = rounded != exact
    return QuestionBoundary(result, down, up, sensitive)


def _edge(framework: Framework, result: QuestionResult, band: int, direction: Direction) -> Edge:
    threshold = framework.percent_thresholds[band if direction == "down" else band + 1]
    count = result.count
    # Of a printed percentage no more is known than that many of a hundred.
    yes, of = (result.percent or 0, 100) if count is None else (count.yes, count.applicable)
    tenths = abs(tenths_above(yes, of, threshold, rounded=framework.rounded))
    cases = None
    if count is not None:
        reached = fewest_yes(threshold, of, rounded=framework.rounded)
        cases = yes - reached + 1 if direction == "down" else reached - yes
    rule = framework.discretion
    near: list[Nearness] = []
    if rule is not None:
        if tenths <= 10 * rule.within_points:
            near.append("within_points")
        if cases is not None and cases <= rule.within_cases:
            near.append("within_cases")
        if count is not None and of <= rule.sample_up_to:
            near.append("sample_up_to")
    neighbour = framework.ratings[band - 1 if direction == "down" else band + 1]
    return Edge(neighbour, threshold, tenths, cases, tuple(near))


def _openings(
    framework: Framework, standard: StandardResult, questions: Iterable[QuestionBoundary]
) -> Iterable[Opening]:
    if standard.standard.basis != "cases" or standard.calculated is None:
        return
    band = framework.ratings.index(standard.calculated)
    # A question that falls one band lowers its standard only from the standard's own band.
    limiting = [question for question in questions if question.result.limiting]
    falling = [(each.result, each.down) for each in limiting if each.down and each.down.near]
    if falling:
        yield Opening("down", framework.ratings[band - 1], tuple(falling))
    rising = [(each.result, each.up) for each in limiting if each.up and each.up.near]
    if rising and len(rising) == len(limiting):
        yield Opening("up", framework.ratings[band + 1], tuple(rising))


class _Way(NamedTuple):
    """The fewest moves to a score: one way to make them, and all standards in any such way."""

    moves: int
    standards: tuple[int, ...]
    choices: frozenset[int]

    def or_else(self, other: "_Way | None") -> "_Way":
        if other is None or self.moves < other.moves:
            return self
        if other.moves < self.moves:
            return other
        first = min(self.standards, other.standards)
        return _Way(self.moves, first, self.choices | other.choices)


def _reachable(result: Result, standards: Mapping[str, StandardBoundary]) -> Iterable[Reach]:
    """Add standard after standard: what each can add to the score, and by how many moves."""
    if result.calculated.score is None:
        return
    framework = result.framework
    ways = {result.calculated.score: _Way(0, (), frozenset())}
    names = list(standards)
    for at, each in enumerate(standards.values()):
        calculated = each.result.calculated
        if calculated is None or not each.result.standard.counts_towards_overall:
            continue
        further = dict(ways)
        for opening in each.openings:
            change = opening.to.points - calculated.points
            for score, way in ways.items():
                moved = _Way(way.moves + 1, (*way.standards, at), way.choices | {at})
                further[score + change] = moved.or_else(further.get(score + change))
        ways = further
    by_rating: dict[int, list[int]] = {}
    for score in sorted(ways):
        by_rating.setdefault(band_of(score, framework.score_thresholds), []).append(score)
    for band, scores in by_rating.items():
        best = ways[scores[0]]
        for score in scores[1:]:
            best = best.or_else(ways[score])
        yield Reach(
            rating=framework.ratings[band],
            from_score=scores[0],
            to_score=scores[-1],
            fewest_moves=best.moves,
            standards=tuple(names[at] for at in best.standards),
            choices=tuple(names[at] for at in sorted(best.choices)),
        )
