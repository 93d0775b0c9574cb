"""Where professional discretion is open (2018 framework, step 7): nearness of a standard's rating.

By points and by sample it is a matter of the key questions that hold the standard; by cases the
standard is rated anew with some one case judged differently: any of its yes may become no, and its
no yes. A yes that becomes no can only lower the standard, and a no that becomes yes only raise it,
so one question is enough downwards, and upwards it takes every question that holds the standard.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yotrate.framework import rules
from yotrate.framework.model import DiscretionRule, Framework, Rating
from yotrate.questions.edges import Direction, Edge, QuestionBoundary, question_boundary
from yotrate.rating.outcomes import AppliedToNoCase, Counted, PrintedPercentage, QuestionResult
from yotrate.rating.results import StandardResult
from yotrate.service.answers import Answer
from yotrate.service.model import Condition, Sample

_ORDER: tuple[Condition, ...] = ("within_points", "within_cases", "sample_up_to")
_NOT_APPLICABLE: Answer = "n/a"
_CHANGED: dict[Direction, Answer] = {"down": "yes", "up": "no"}


class CaseAnswers(NamedTuple):
    """A case, and those of its present answers that matter, by key question in order."""

    case: str
    answers: tuple[tuple[str, Answer], ...]


class Reason(NamedTuple):
    """A key question that opens discretion: under which conditions, and the edge of its band."""

    question: QuestionResult
    near: tuple[Condition, ...]
    edge: Edge


class Opening(NamedTuple):
    """Professional discretion that is open on a standard.

    `by` are the conditions that are met, `because` the key questions that meet them, and `cases`
    the deciding ones: each of them, judged differently, would change the standard's rating.
    """

    direction: Direction
    band: int
    to: Rating
    by: tuple[Condition, ...]
    because: tuple[Reason, ...]
    cases: tuple[CaseAnswers, ...]


class StandardBoundary(NamedTuple):
    """A standard, its key questions' edges, and the discretion that is open on it.

    `unknown` are the directions in which that cannot be told, for want of counts or cases;
    `read_again` the cases whose n/a would change the rating had the question applied.
    """

    result: StandardResult
    questions: tuple[QuestionBoundary, ...]
    openings: tuple[Opening, ...]
    unknown: tuple[Direction, ...]
    read_again: tuple[CaseAnswers, ...]


def standard_boundary(framework: Framework, standard: StandardResult) -> StandardBoundary:
    """Find the edges of a standard's key questions, and the discretion that is open on it."""
    questions = tuple(question_boundary(framework, question) for question in standard.questions)
    band = standard.calculated_band
    if standard.basis != "cases" or band is None:
        return StandardBoundary(standard, questions, (), (), ())
    sample = standard.evidence if isinstance(standard.evidence, Sample) else None
    found = _Standard(framework, band, questions, sample)
    openings: list[Opening] = []
    unknown: list[Direction] = []
    rule = framework.discretion
    if rule is not None:
        for direction in found.directions():
            opening = found.opening(rule, direction)
            if opening is not None:
                openings.append(opening)
            elif found.cannot_tell(rule, direction):
                unknown.append(direction)
    return StandardBoundary(
        standard, questions, tuple(openings), tuple(unknown), tuple(found.read_again())
    )


class _Standard:
    """A standard that is rated from cases, in band `band`, while openings are looked for."""

    def __init__(
        self,
        framework: Framework,
        band: int,
        questions: Sequence[QuestionBoundary],
        sample: Sample | None,
    ) -> None:
        self.framework = framework
        self.band = band
        self.sample = sample
        self.questions = questions
        self.limiting = [each for each in questions if each.result.limiting]
        self.printed = [
            each for each in questions if isinstance(each.result.outcome, PrintedPercentage)
        ]

    def directions(self) -> Iterator[Direction]:
        if self.band:
            yield "down"
        if self.band + 1 < len(self.framework.ratings):
            yield "up"

    def opening(self, rule: DiscretionRule, direction: Direction) -> Opening | None:
        by, near = self._near(direction)
        crossing = self._crossing(direction) if rule.within_cases else []
        names = [each.result.id for each in crossing]
        cases = tuple(self._who(names, _CHANGED[direction], every=direction == "up"))
        # Counts do not tell whether one case gave all the answers that would have to change.
        one_is_enough = crossing and (direction == "down" or len(crossing) == 1)
        if cases or (one_is_enough and self.sample is None):
            by = (*by, "within_cases")
        if not by:
            return None
        reasons = []
        for each in self.questions:
            found = set(near.get(each.result.id, ()))
            if "within_cases" in by and each in crossing:
                found.add("within_cases")
            edge = each.towards(direction)
            if found and edge:
                own = tuple(condition for condition in _ORDER if condition in found)
                reasons.append(Reason(each.result, own, edge))
        band = self.band + (1 if direction == "up" else -1)
        to = self.framework.ratings[band]
        return Opening(direction, band, to, by, tuple(reasons), cases)

    def _near(
        self, direction: Direction
    ) -> tuple[tuple[Condition, ...], dict[str, set[Condition]]]:
        """Return the conditions on limiting questions that are met, and by which of them."""
        near: dict[str, set[Condition]] = {}
        for each in self.limiting:
            edge = each.towards(direction)
            near[each.result.id] = set(edge.near if edge else ()) - {"within_cases"}
        conditions: tuple[Condition, ...] = ("within_points", "sample_up_to")
        quantifier = any if direction == "down" else all
        met = tuple(each for each in conditions if quantifier(each in own for own in near.values()))
        if not met and all(near.values()) and near:
            met = conditions
        return met, {name: own & set(met) for name, own in near.items()} if met else {}

    def _crossing(self, direction: Direction) -> list[QuestionBoundary]:
        """Return the counted questions whose answers a case has to change, if one case can."""
        if direction == "down":
            return [each for each in self.questions if self._falls(each)]
        return list(self.limiting) if all(map(self._rises, self.limiting)) else []

    def _falls(self, question: QuestionBoundary) -> bool:
        match question.result.outcome:
            case Counted(count=count):
                return count.yes > 0 and self._band(count.yes - 1, count.applicable) < self.band
        return False

    def _rises(self, question: QuestionBoundary) -> bool:
        match question.result.outcome:
            case Counted(count=count):
                return count.no > 0 and self._band(count.yes + 1, count.applicable) > self.band
        return False

    def _band(self, yes: int, of: int) -> int:
        return rules.band_of_answers(self.framework, yes, of)

    def _who(self, names: Sequence[str], answer: Answer, *, every: bool) -> Iterator[CaseAnswers]:
        """Return the cases that gave an answer to one of some questions, or to every one."""
        if self.sample is None or not names:
            return
        columns = [self.sample.answers[name] for name in names]
        for case, answers in zip(self.sample.cases, zip(*columns, strict=True), strict=True):
            given = zip(names, answers, strict=True)
            own = tuple((name, answer) for name, each in given if each == answer)
            if own and (not every or len(own) == len(names)):
                yield CaseAnswers(case, own)

    def cannot_tell(self, rule: DiscretionRule, direction: Direction) -> bool:
        """Return whether counts, or cases, might show that discretion is open after all."""
        if self.sample is not None:
            return False
        if direction == "down":
            by_sample = any(each in self.limiting for each in self.printed) and rule.sample_up_to
            return bool(by_sample or (self.printed and rule.within_cases))
        unknown = [each in self.printed for each in self.limiting]
        by_sample = rule.sample_up_to and all(
            each in self.printed or (each.up is not None and set(each.up.near) - {"within_cases"})
            for each in self.limiting
        )
        by_cases = rule.within_cases and all(
            each in self.printed or self._rises(each) for each in self.limiting
        )
        # One counted question is known; of several, nobody knows whether one case said no to all.
        return bool((any(unknown) and by_sample) or by_cases)

    def read_again(self) -> Iterator[CaseAnswers]:
        """Return the cases whose n/a would change the rating, were it yes or no."""
        falls, rises = [], []
        for each in self.questions:
            match each.result.outcome:
                case Counted(count=count) | AppliedToNoCase(count=count):
                    yes, of = count.yes, count.applicable
                    if self._band(yes, of + 1) < self.band:
                        falls.append(each.result.id)
                    if each in self.limiting and self._band(yes + 1, of + 1) > self.band:
                        rises.append(each.result.id)
        lifting = rises if len(rises) == len(self.limiting) else []
        again = dict[str, set[str]]()
        for case, answers in (
            *self._who(falls, _NOT_APPLICABLE, every=False),
            *self._who(lifting, _NOT_APPLICABLE, every=True),
        ):
            again.setdefault(case, set()).update(name for name, _ in answers)
        names = [each.result.id for each in self.questions]
        for case in self.sample.cases if self.sample and again else ():
            if case in again:
                own = [(name, _NOT_APPLICABLE) for name in names if name in again[case]]
                yield CaseAnswers(case, tuple(own))
