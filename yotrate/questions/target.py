"""The fewest answers that would have to be yes instead of no for a rating to be reached.

Exact: every case-based standard offers the bands above its calculated one, each at the cost of the
answers it takes, and a dynamic programme over the standards finds the cheapest way to each score.
Everything judged stays as it is. A standard that discretion moved keeps its rating, unless it is
lifted above its calculated one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from yotrate.framework import rules
from yotrate.framework.counts import Count
from yotrate.framework.model import Framework, Rating
from yotrate.problems import WrongUsage
from yotrate.questions.errors import NoAnswer
from yotrate.rating.outcomes import Counted, PrintedPercentage, QuestionResult
from yotrate.rating.results import Result, StandardResult
from yotrate.service.model import Sample
from yotrate.text import did_you_mean, listed, quote


@dataclass(frozen=True, slots=True)
class Change:
    """A key question in which answers change: its counts in cases, and who answered no."""

    result: QuestionResult
    before: Count
    after: Count
    answered_no: tuple[str, ...]

    @property
    def percents(self) -> tuple[int, int]:
        """The whole per cent before and after."""
        before, after = self.before, self.after
        return (
            rules.whole_percent(before.yes, before.applicable),
            rules.whole_percent(after.yes, after.applicable),
        )


@dataclass(frozen=True, slots=True)
class Lift:
    """A standard that a plan lifts, from the rating it has to another, and how."""

    result: StandardResult
    band: int
    to: Rating
    changes: tuple[Change, ...]

    @property
    def answers(self) -> int:
        """How many answers it takes."""
        return sum(change.after.yes - change.before.yes for change in self.changes)


@dataclass(frozen=True, slots=True)
class Plan:
    """Standards to lift; `score` is the overall score then, in points, None of one standard."""

    lifts: tuple[Lift, ...]
    score: int | None

    @property
    def answers(self) -> int:
        """How many answers the plan takes."""
        return sum(lift.answers for lift in self.lifts)


@dataclass(frozen=True, slots=True)
class Target:
    """A rating that is aimed at, and the plan that reaches it; None where cases alone cannot.

    `without_discretion` tells that the calculated overall rating is this one already.
    """

    band: int
    rating: Rating
    plan: Plan | None
    without_discretion: bool


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets of the overall rating, or of one standard's calculated rating.

    `maximum` is the most that cases alone can give: an overall score in points, None of a
    standard; `best` is the rating of it.
    """

    result: Result
    standard: StandardResult | None
    present_band: int
    present: Rating
    targets: tuple[Target, ...]
    maximum: int | None
    best_band: int
    best: Rating


def target(result: Result, rating: str | None = None, *, standard: str | None = None) -> Targets:
    """Find the fewest answers to a rating, or to each rating above the present one.

    Args:
        result: the ratings of a service whose cases, or counts, are known.
        rating: the name of the rating to aim at; without it each above the present one is.
        standard: the id of the standard whose calculated rating is aimed at; without it the
            overall rating is.

    Raises:
        WrongUsage: there is no such rating, no such standard, or it has no rating from cases.
        NoAnswer: of some key question only a percentage is known, or there is no overall rating.
    """
    aim = None if rating is None else _band_named(result.framework, rating)
    own = None if standard is None else _standard_named(result, standard)
    if unknown := _unknown_counts(result, own):
        raise NoAnswer(
            f"this takes cases or counts, and only percentages are known of {listed(unknown)}"
        )
    if own is not None:
        return _standard_targets(result, own, aim)
    return _overall_targets(result, aim)


def _band_named(framework: Framework, name: str) -> int:
    band = framework.band_named(name)
    if band is None:
        names = [rating.name for rating in framework.ratings]
        hint = did_you_mean(name, names) or f": expected {listed(names, 'or')}"
        raise WrongUsage(f"unknown rating {quote(name)}{hint}")
    return band


def _standard_named(result: Result, name: str) -> StandardResult:
    standards = {each.id: each for each in result.standards}
    if name not in standards:
        raise WrongUsage(f"unknown standard {quote(name)}{did_you_mean(name, standards)}")
    return standards[name]


def _unknown_counts(result: Result, standard: StandardResult | None) -> list[str]:
    """Return the key questions of which only a percentage is known, where a count is needed."""
    standards = [standard] if standard else [each for each in result.standards if _counts(each)]
    return [
        question.id
        for each in standards
        for question in each.questions
        if isinstance(question.outcome, PrintedPercentage)
    ]


def _overall_targets(result: Result, aim: int | None) -> Targets:
    framework, present = result.framework, result.overall.band
    if not framework.has_overall:
        raise NoAnswer(f"{framework.id} has no overall rating: say which standard is meant")
    if present is None:
        raise NoAnswer(
            "the overall rating is withheld: a standard that counts towards it has no rating"
        )
    ways = _cheapest_ways(result)
    maximum = max(ways)
    best = rules.band_of_score(maximum, result.scale)
    return Targets(
        result=result,
        standard=None,
        present_band=present,
        present=framework.ratings[present],
        targets=tuple(
            Target(
                each,
                framework.ratings[each],
                _best_plan(result, ways, each),
                each == result.calculated.band,
            )
            for each in _aims(framework, present, aim)
        ),
        maximum=maximum,
        best_band=best,
        best=framework.ratings[best],
    )


def _standard_targets(result: Result, standard: StandardResult, aim: int | None) -> Targets:
    framework, present = result.framework, standard.calculated_band
    if standard.basis != "cases" or present is None:
        raise WrongUsage(f"standard {standard.id} has no rating from cases")
    plans = {lift.band: Plan((lift,), None) for lift in _lifts(framework, standard)} | {
        present: Plan((), None)
    }
    return Targets(
        result=result,
        standard=standard,
        present_band=present,
        present=framework.ratings[present],
        targets=tuple(
            Target(each, framework.ratings[each], plans.get(each), without_discretion=False)
            for each in _aims(framework, present, aim)
        ),
        maximum=None,
        best_band=max(plans),
        best=framework.ratings[max(plans)],
    )


def _aims(framework: Framework, present: int, aim: int | None) -> Iterable[int]:
    return range(present + 1, len(framework.ratings)) if aim is None else [aim]


def _counts(standard: StandardResult) -> bool:
    return standard.takes_part and standard.basis == "cases"


def _lifts(framework: Framework, standard: StandardResult) -> Iterator[Lift]:
    """Offer the bands above a standard's calculated one, with the changes that each takes."""
    if standard.calculated_band is None:
        return
    for aim in range(standard.calculated_band + 1, len(framework.ratings)):
        changes: list[Change] = []
        bands: list[int | None] = []
        for question in standard.questions:
            match question.outcome:
                case Counted(count=count):
                    after = _raised(framework, count, framework.percent_thresholds[aim])
                    bands.append(rules.band_of_answers(framework, after.yes, after.applicable))
                    if after != count:
                        cases = _answered_no(standard, question)
                        changes.append(Change(question, count, after, cases))
                case _:
                    bands.append(question.band)
        # A judged question may hold the standard below; few cases may carry it beyond.
        if rules.band_of_standard(bands) == aim:
            yield Lift(standard, aim, framework.ratings[aim], tuple(changes))


def _raised(framework: Framework, count: Count, threshold: int) -> Count:
    """Return a count with just enough yes to reach a threshold in per cent."""
    of = count.applicable
    yes = max(count.yes, rules.fewest_yes(threshold, of, rounded=framework.rounded))
    return Count(yes, of - yes, count.not_applicable)


def _answered_no(standard: StandardResult, question: QuestionResult) -> tuple[str, ...]:
    if not isinstance(standard.evidence, Sample):
        return ()
    return tuple(standard.evidence.answered(question.id, "no"))


class _Way(NamedTuple):
    """A way to a score: cheaper first, then with fewer standards, then with earlier ones."""

    answers: int
    standards: tuple[int, ...]
    lifts: tuple[Lift, ...]

    @property
    def rank(self) -> tuple[int, int, tuple[int, ...]]:
        return self.answers, len(self.standards), self.standards


def _cheapest_ways(result: Result) -> dict[int, _Way]:
    """Return the best way to each score that cases alone can give, standard after standard."""
    ways = {0: _Way(0, (), ())}
    at = 0
    for standard in result.standards:
        if not standard.takes_part or standard.rating is None:
            continue
        at += 1
        kept = standard.rating.points
        further = {score + kept: way for score, way in ways.items()}
        lifts = _lifts(result.framework, standard)
        for lift in lifts if standard.basis == "cases" else ():
            for score, way in ways.items():
                lifted = _Way(way.answers + lift.answers, (*way.standards, at), (*way.lifts, lift))
                known = further.get(score + lift.to.points)
                if known is None or lifted.rank < known.rank:
                    further[score + lift.to.points] = lifted
        ways = further
    return ways


def _best_plan(result: Result, ways: dict[int, _Way], band: int) -> Plan | None:
    """Return the best of the ways to a score within a band."""
    scores = [score for score in ways if rules.band_of_score(score, result.scale) == band]
    if not scores:
        return None
    score = min(scores, key=lambda each: (ways[each].rank, each))
    return Plan(ways[score].lifts, score)
