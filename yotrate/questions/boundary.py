"""What lies near a grade boundary, where discretion is open, and which ratings are in reach.

The rules are those of professional discretion (2018 framework, step 7), with the figures of the
framework's own `discretion`. Everything starts from the calculated ratings.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from yotrate.framework import rules
from yotrate.framework.model import Framework, Rating
from yotrate.rating.results import Counted, QuestionResult, Result, StandardResult
from yotrate.service.model import Answer, Sample

Direction = Literal["down", "up"]
Nearness = Literal["within_points", "within_cases", "sample_up_to"]


@dataclass(frozen=True, slots=True)
class Edge:
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
    near: tuple[Nearness, ...]


@dataclass(frozen=True, slots=True)
class QuestionBoundary:
    """A key question and the edges of its band; none where there is no such edge, or no band.

    `rounding_sensitive`: whether its band depends on rounding; None where there is no count.
    """

    result: QuestionResult
    down: Edge | None
    up: Edge | None
    rounding_sensitive: bool | None


@dataclass(frozen=True, slots=True)
class Opening:
    """Professional discretion that is open on a standard, and the key questions that open it."""

    direction: Direction
    band: int
    to: Rating
    because: tuple[tuple[QuestionResult, Edge], ...]


@dataclass(frozen=True, slots=True)
class StandardBoundary:
    """A standard, its key questions' edges, and the discretion that is open on it."""

    result: StandardResult
    questions: tuple[QuestionBoundary, ...]
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """An overall rating that permitted discretion can give, and what it takes.

    Scores are in points. `standards` are moved in one way that takes the fewest moves, of equal
    ways the one that comes first in the framework; `choices` are moved in any such way.
    """

    band: int
    rating: Rating
    from_score: int
    to_score: int
    fewest_moves: int
    standards: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextRating:
    """A neighbouring overall rating, and how many points the calculated score is from it."""

    rating: Rating
    points: int


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Everything about grade boundaries in a result.

    `below` and `above` are the overall ratings next to the calculated one, None without any.
    """

    result: Result
    standards: Mapping[str, StandardBoundary]
    reachable: tuple[Reach, ...]
    below: NextRating | None
    above: NextRating | None

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
        name = question.result.id
        for domain in self.result.domains:
            evidence = domain.evidence
            if isinstance(evidence, Sample) and name in evidence.answers:
                return {
                    "yes": evidence.answered(name, "yes"),
                    "no": evidence.answered(name, "no"),
                }
        return {}


def boundary(result: Result) -> Boundaries:
    """Find the edges of every key question, the discretion that is open, and where it can lead."""
    standards = {each.id: standard_boundary(result.framework, each) for each in result.standards}
    reachable = tuple(_reachable(result, standards))
    return Boundaries(result, standards, reachable, *_next_ratings(result))


def _next_ratings(result: Result) -> tuple[NextRating | None, NextRating | None]:
    framework, score, band = result.framework, result.calculated.score, result.calculated.band
    if score is None or band is None:
        return None, None
    thresholds, ratings = framework.score_thresholds, framework.ratings
    below = NextRating(ratings[band - 1], score - thresholds[band] + 1) if band else None
    best = band + 1 == len(ratings)
    above = None if best else NextRating(ratings[band + 1], thresholds[band + 1] - score)
    return below, above


def standard_boundary(framework: Framework, standard: StandardResult) -> StandardBoundary:
    """Find the edges of a standard's key questions, and the discretion that is open on it."""
    questions = tuple(_question(framework, question) for question in standard.questions)
    openings = tuple(_openings(framework, standard, questions))
    return StandardBoundary(standard, questions, openings)


def _question(framework: Framework, result: QuestionResult) -> QuestionBoundary:
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
    near: list[Nearness] = []
    if rule is not None:
        if tenths <= 10 * rule.within_points:
            near.append("within_points")
        if cases is not None and cases <= rule.within_cases:
            near.append("within_cases")
        if count is not None and of <= rule.sample_up_to:
            near.append("sample_up_to")
    neighbour = band - 1 if direction == "down" else band + 1
    return Edge(neighbour, framework.ratings[neighbour], threshold, tenths, cases, tuple(near))


def _openings(
    framework: Framework, standard: StandardResult, questions: Iterable[QuestionBoundary]
) -> Iterable[Opening]:
    band = standard.calculated_band
    if standard.basis != "cases" or band is None:
        return
    # A question that falls one band lowers its standard only from the standard's own band.
    limiting = [question for question in questions if question.result.limiting]
    falling = [(each.result, each.down) for each in limiting if each.down and each.down.near]
    if falling:
        yield Opening("down", band - 1, framework.ratings[band - 1], tuple(falling))
    rising = [(each.result, each.up) for each in limiting if each.up and each.up.near]
    if rising and len(rising) == len(limiting):
        yield Opening("up", band + 1, framework.ratings[band + 1], tuple(rising))


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
        if calculated is None or not each.result.counts:
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
        by_rating.setdefault(rules.band_of_score(framework, score), []).append(score)
    for band, scores in by_rating.items():
        best = ways[scores[0]]
        for score in scores[1:]:
            best = best.or_else(ways[score])
        yield Reach(
            band=band,
            rating=framework.ratings[band],
            from_score=scores[0],
            to_score=scores[-1],
            fewest_moves=best.moves,
            standards=tuple(names[at] for at in best.standards),
            choices=tuple(names[at] for at in sorted(best.choices)),
        )
