"""What changed between two results: two inspections, or a self-assessment and an inspection.

Only what is the same on both sides is compared: standards and key questions with the same id,
basis and title. Where two frameworks differ, the rest is listed as changed. Every change is what
is after less what was before; it is None where there is nothing to subtract.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from yotrate.framework import rules
from yotrate.framework.model import Framework, KeyQuestion, Standard
from yotrate.questions.chance import Chances, Drawn, chances, drawn, is_beyond, newcombe
from yotrate.questions.confidence import Interval
from yotrate.rating.outcomes import QuestionResult
from yotrate.rating.results import Result, StandardResult
from yotrate.service.answers import Answer
from yotrate.service.model import Sample
from yotrate.service.references import identity
from yotrate.text import folded

Way = Literal["added", "removed", "title", "basis"]


class CaseChange(NamedTuple):
    """A case that was read on both sides, and its answers; None where one is missing."""

    case: str
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A key question on both sides: its change in whole percentage points, and in bands.

    `standard` is the id of the standard that it stands under after. `interval` is where the change
    may lie, in percentage points, None where there is no count on both sides; `cases` are those
    whose answers changed, with their answers before and after.
    """

    standard: str
    before: QuestionResult
    after: QuestionResult
    percent: int | None
    bands: int | None
    interval: Interval | None = None
    cases: tuple[CaseChange, ...] = ()

    @property
    def beyond_sampling(self) -> bool | None:
        """Whether the change is further than sampling explains; None where it cannot be told."""
        return None if self.interval is None else is_beyond(self.interval)

    @property
    def steps(self) -> tuple[int | None, int | None]:
        """The change, in the order in which it counts: percentage points, then bands."""
        return self.percent, self.bands

    @property
    def known(self) -> bool:
        """Whether anything is known of it on either side."""
        return self.before.known or self.after.known


@dataclass(frozen=True, slots=True)
class StandardChange:
    """A standard on both sides: its change in bands, and in points of the overall score.

    `chances` tell how its ratings compare of independent draws, None where none were drawn.
    """

    before: StandardResult
    after: StandardResult
    bands: int | None
    score: int | None
    chances: Chances | None = None

    @property
    def steps(self) -> tuple[int | None, int | None]:
        """The change, in the order in which it counts: bands, then points."""
        return self.bands, self.score


@dataclass(frozen=True, slots=True)
class OverallChange:
    """The change of the overall rating in bands, and of the overall score in points.

    `chances` tell how the calculated ratings compare of independent draws.
    """

    bands: int | None
    score: int | None
    chances: Chances | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A standard or key question that is not the same in both frameworks, and in which ways.

    `before` is None where it was added, `after` where it was removed.
    """

    kind: Literal["standard", "key_question"]
    id: str
    before: StandardResult | QuestionResult | None
    after: StandardResult | QuestionResult | None
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results side by side.

    `same_ratings`: whether both frameworks have the same rating names, so that bands compare.
    `same_bands`: whether the bands begin at the same percentages and scores as well.
    """

    before: Result
    after: Result
    same_ratings: bool
    same_bands: bool
    overall: OverallChange
    standards: tuple[StandardChange, ...]
    questions: tuple[QuestionChange, ...]
    changed: tuple[Changed, ...]

    def largest_first(self) -> "Comparison":
        """Return the comparison with the largest changes first, whether up or down.

        Key questions go by percentage points and then by bands, standards by bands and then by
        points. Equal changes keep the framework's order; what has no change to tell comes last.
        """
        return replace(
            self,
            standards=tuple(sorted(self.standards, key=_smallness)),
            questions=tuple(sorted(self.questions, key=_smallness)),
        )


Sides = tuple[Result, Result]
"""What came before, and what came after."""


def direction(change: QuestionChange | StandardChange) -> int | None:
    """Return a positive number for a rise, a negative one for a fall, 0 for no change, or None."""
    known = [step for step in change.steps if step is not None]
    return next((step for step in known if step), 0) if known else None


_DRAWS = 2_000


def compare(before: Result, after: Result, *, seed: int = 1, draws: int = _DRAWS) -> Comparison:
    """Compare two results, of one framework or of two.

    Args:
        before: the earlier result.
        after: the later one; its framework gives the order.
        seed: what the draws start from that tell how probably the later is better.
        draws: how many to make on each side.

    Returns:
        Every standard and key question that is the same on both sides with its change, and every
        one that is not. Bands are compared where the frameworks' ratings have the same names,
        overall scores where their highest scores are equal, and a standard's points where equal
        ratings give equal points.
    """
    sides = before, after
    was_drawn, now_drawn = _draws(sides, seed, draws)
    standards: list[StandardChange] = []
    questions: list[QuestionChange] = []
    changed: list[Changed] = []
    was_standards = {each.id: each for each in before.standards}
    was_questions = {each.id: each for each in _questions(before)}
    for standard in after.standards:
        name = standard.id
        own = chances(was_drawn.standards.get(name), now_drawn.standards.get(name))
        found = _standard(sides, was_standards.pop(name, None), standard, own)
        if isinstance(found, Changed):
            changed.append(found)
        else:
            standards.append(found)
        for question in standard.questions:
            was = was_questions.pop(question.id, None)
            asked = _question(sides, name, was, question)
            if isinstance(asked, Changed):
                changed.append(asked)
            else:
                questions.append(asked)
    changed.extend(_removed(before, was_standards, was_questions))
    return Comparison(
        before=before,
        after=after,
        same_ratings=_same_ratings(before, after),
        same_bands=_edges(before.framework) == _edges(after.framework),
        overall=_overall(sides, chances(was_drawn.overall, now_drawn.overall)),
        standards=tuple(standards),
        questions=tuple(questions),
        changed=tuple(changed),
    )


def _draws(sides: Sides, seed: int, draws: int) -> tuple[Drawn, Drawn]:
    """Draw the cases of both sides, where their ratings compare."""
    if not _same_ratings(*sides):
        return Drawn(None, {}), Drawn(None, {})
    before, after = sides
    return drawn(before, seed, draws), drawn(after, seed, draws)


def _same_ratings(before: Result, after: Result) -> bool:
    return _names(before.framework) == _names(after.framework)


def _bands(sides: Sides, was: int | None, now: int | None) -> int | None:
    return _change(was, now) if _same_ratings(*sides) else None


def _standard(
    sides: Sides, was: StandardResult | None, now: StandardResult, own: Chances | None
) -> StandardChange | Changed:
    ways = _ways(was.standard if was else None, now.standard)
    if was is None or ways:
        return Changed("standard", now.id, was, now, ways)
    before, after = ([each.points for each in side.framework.ratings] for side in sides)
    score = _change(was.points, now.points) if before == after else None
    return StandardChange(was, now, _bands(sides, was.band, now.band), score, own)


def _question(
    sides: Sides, standard: str, was: QuestionResult | None, now: QuestionResult
) -> QuestionChange | Changed:
    ways = _ways(was.question if was else None, now.question)
    if was is None or ways:
        return Changed("key_question", now.id, was, now, ways)
    percent = _change(was.percent, now.percent)
    one, other = was.count, now.count
    counted = one is not None and other is not None and one.applicable and other.applicable
    return QuestionChange(
        standard,
        was,
        now,
        percent,
        _bands(sides, was.band, now.band),
        newcombe(one, other) if counted and one is not None and other is not None else None,
        _cases(sides, was.id, now.id),
    )


def _cases(sides: Sides, was: str, now: str) -> tuple[CaseChange, ...]:
    """Return the cases that were read on both sides, and whose answers to a question changed."""
    before, after = (
        _answers(result, question) for result, question in zip(sides, (was, now), strict=True)
    )
    return tuple(
        CaseChange(case, before[key][1], answer)
        for key, (case, answer) in after.items()
        if key in before and before[key][1] != answer
    )


def _answers(result: Result, question: str) -> dict[str, tuple[str, Answer | None]]:
    """Return the answers to a key question, with the references, by what makes a case one."""
    for sample in result.service.evidence.values():
        if isinstance(sample, Sample) and question in sample.answers:
            column = sample.answers[question]
            return {
                identity(case): (case, answer)
                for case, answer in zip(sample.cases, column, strict=True)
            }
    return {}


def _overall(sides: Sides, own: Chances | None) -> OverallChange:
    before, after = sides
    score = _change(before.overall.score, after.overall.score)
    return OverallChange(
        bands=_bands(sides, before.overall.band, after.overall.band),
        score=score if before.maximum == after.maximum else None,
        chances=own,
    )


def _removed(
    before: Result, standards: Container[str], questions: Container[str]
) -> Iterator[Changed]:
    """List what is left of the standards and key questions before, in order."""
    for standard in before.standards:
        name = standard.id
        if name in standards:
            yield Changed("standard", name, standard, None, ("removed",))
        for question in standard.questions:
            own = question.id
            if own in questions:
                yield Changed("key_question", own, question, None, ("removed",))


def _questions(result: Result) -> Iterator[QuestionResult]:
    return (question for standard in result.standards for question in standard.questions)


def _names(framework: Framework) -> list[str]:
    return [folded(rating.name) for rating in framework.ratings]


def _edges(framework: Framework) -> tuple[object, ...]:
    scale = framework.averages, rules.full_scale(framework)
    return framework.percent_thresholds, framework.rounded, scale


def _ways(was: Standard | KeyQuestion | None, now: Standard | KeyQuestion) -> tuple[Way, ...]:
    if was is None:
        return ("added",)
    ways: list[Way] = []
    if was.title != now.title:
        ways.append("title")
    if was.basis != now.basis:
        ways.append("basis")
    return tuple(ways)


def _change(was: int | None, now: int | None) -> int | None:
    return None if was is None or now is None else now - was


def _smallness(change: QuestionChange | StandardChange) -> tuple[bool, tuple[int, ...]]:
    """Return a key that sorts large changes first and unknown ones last."""
    sizes = tuple(-abs(step or 0) for step in change.steps)
    return direction(change) is None, sizes
