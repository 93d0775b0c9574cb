"""What lies near a grade boundary, where discretion is open, and which ratings are in reach.

The rules are those of professional discretion (2018 framework, step 7), with the figures of the
framework's own `discretion`. Everything starts from the calculated ratings.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from yotrate.framework import rules
from yotrate.framework.model import Rating
from yotrate.questions.edges import Edge, QuestionBoundary
from yotrate.questions.openings import StandardBoundary, standard_boundary
from yotrate.rating.results import Result
from yotrate.service.answers import Answer
from yotrate.service.model import Sample


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
        for standard in self.result.standards:
            evidence = standard.evidence
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
    thresholds, ratings = result.scale.thresholds, framework.ratings
    below = NextRating(ratings[band - 1], score - thresholds[band] + 1) if band else None
    best = band + 1 == len(ratings)
    above = None if best else NextRating(ratings[band + 1], thresholds[band + 1] - score)
    return below, above


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
        if calculated is None or not each.result.takes_part:
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
        by_rating.setdefault(rules.band_of_score(score, result.scale), []).append(score)
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
