"""What changed between two results: two inspections, or a self-assessment and an inspection.

Only what is the same on both sides is compared: standards and key questions with the same id,
basis and title. Where two frameworks differ, the rest is listed as changed. Every change is what
is after less what was before; it is None where there is nothing to subtract.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from yotrate.framework import rules
from yotrate.framework.model import Framework, KeyQuestion, Standard
from yotrate.rating.outcomes import QuestionResult
from yotrate.rating.results import Result, StandardResult
from yotrate.text import folded

Way = Literal["added", "removed", "title", "basis"]


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A key question on both sides: its change in whole percentage points, and in bands.

    `standard` is the id of the standard that it stands under after.
    """

    standard: str
    before: QuestionResult
    after: QuestionResult
    percent: int | None
    bands: int | None

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
    """A standard on both sides: its change in bands, and in points of the overall score."""

    before: StandardResult
    after: StandardResult
    bands: int | None
    score: int | None

    @property
    def steps(self) -> tuple[int | None, int | None]:
        """The change, in the order in which it counts: bands, then points."""
        return self.bands, self.score


@dataclass(frozen=True, slots=True)
class OverallChange:
    """The change of the overall rating in bands, and of the overall score in points."""

    bands: int | None
    score: int | None


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


def compare(before: Result, after: Result) -> Comparison:
    """Compare two results, of one framework or of two.

    Args:
        before: the earlier result.
        after: the later one; its framework gives the order.

    Returns:
        Every standard and key question that is the same on both sides with its change, and every
        one that is not. Bands are compared where the frameworks' ratings have the same names,
        overall scores where their highest scores are equal, and a standard's points where equal
        ratings give equal points.
    """
    sides = before, after
    standards: list[StandardChange] = []
    questions: list[QuestionChange] = []
    changed: list[Changed] = []
    was_standards = {each.id: each for each in before.standards}
    was_questions = {each.id: each for each in _questions(before)}
    for standard in after.standards:
        name = standard.id
        found = _standard(sides, was_standards.pop(name, None), standard)
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
        overall=_overall(sides),
        standards=tuple(standards),
        questions=tuple(questions),
        changed=tuple(changed),
    )


def _same_ratings(before: Result, after: Result) -> bool:
    return _names(before.framework) == _names(after.framework)


def _bands(sides: Sides, was: int | None, now: int | None) -> int | None:
    return _change(was, now) if _same_ratings(*sides) else None


def _standard(
    sides: Sides, was: StandardResult | None, now: StandardResult
) -> StandardChange | Changed:
    ways = _ways(was.standard if was else None, now.standard)
    if was is None or ways:
        return Changed("standard", now.id, was, now, ways)
    before, after = ([each.points for each in side.framework.ratings] for side in sides)
    score = _change(was.points, now.points) if before == after else None
    return StandardChange(was, now, _bands(sides, was.band, now.band), score)


def _question(
    sides: Sides, standard: str, was: QuestionResult | None, now: QuestionResult
) -> QuestionChange | Changed:
    ways = _ways(was.question if was else None, now.question)
    if was is None or ways:
        return Changed("key_question", now.id, was, now, ways)
    percent = _change(was.percent, now.percent)
    return QuestionChange(standard, was, now, percent, _bands(sides, was.band, now.band))


def _overall(sides: Sides) -> OverallChange:
    before, after = sides
    score = _change(before.overall.score, after.overall.score)
    return OverallChange(
        bands=_bands(sides, before.overall.band, after.overall.band),
        score=score if before.maximum == after.maximum else None,
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
