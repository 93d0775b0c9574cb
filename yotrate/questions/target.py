"""The fewest answers that would have to be yes instead of no for a rating to be reached.

Exact: every case-based standard offers the bands above its calculated one, each at the cost of the
answers it takes, and a dynamic programme over the standards finds the cheapest way to each score.
Everything judged stays as it is. A standard that discretion moved keeps its rating, unless it is
lifted above its calculated one.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from yotrate.framework.model import Framework, Rating
from yotrate.framework.rules import Count, band_of, band_of_count, fewest_yes, whole_percent
from yotrate.rating.engine import DomainResult, QuestionResult, Result, StandardResult
from yotrate.service.model import Sample


class Change(NamedTuple):
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
            whole_percent(before.yes, before.applicable),
            whole_percent(after.yes, after.applicable),
        )


class Lift(NamedTuple):
    """A standard that a plan lifts, from the rating it has to another, and how."""

    result: StandardResult
    to: Rating
    changes: tuple[Change, ...]

    @property
    def answers(self) -> int:
        """How many answers it takes."""
        return sum(change.after.yes - change.before.yes for change in self.changes)


class Plan(NamedTuple):
    """Standards to lift; `score` is the overall score then, in points, None of one standard."""

    lifts: tuple[Lift, ...]
    score: int | None

    @property
    def answers(self) -> int:
        """How many answers the plan takes."""
        return sum(lift.answers for lift in self.lifts)


class Target(NamedTuple):
    """A rating that is aimed at, and the plan that reaches it; None where cases alone cannot.

    `without_discretion` tells that the calculated overall rating is this one already.
    """

    rating: Rating
    plan: Plan | None
    without_discretion: bool


class Targets(NamedTuple):
    """Targets of the overall rating, or of one standard's calculated rating.

    `maximum` is the most that cases alone can give: an overall score in points, None of a
    standard; `best` is the rating of it.
    """

    result: Result
    standard: StandardResult | None
    present: Rating
    targets: tuple[Target, ...]
    maximum: int | None
    best: Rating


def unknown_counts(result: Result, standard: str | None = None) -> list[str]:
    """Return the key questions of which only a percentage is known, where a count is needed."""
    return [
        question.question.id
        for each in result.standards
        if each.standard.id == standard or (standard is None and _counts(each))
        for question in each.questions
        if question.percent is not None and question.count is None
    ]


def overall_targets(result: Result, rating: Rating | None = None) -> Targets | None:
    """Find the fewest answers to an overall rating, or to each above the present one.

    Returns:
        The targets; None where the overall rating is withheld.
    """
    framework, present = result.framework, result.overall.rating
    if present is None:
        return None
    ways = _cheapest_ways(result)
    maximum = max(ways)
    return Targets(
        result=result,
        standard=None,
        present=present,
        targets=tuple(
            Target(each, _best_plan(framework, ways, each), each == result.calculated.rating)
            for each in _aims(framework, present, rating)
        ),
        maximum=maximum,
        best=framework.ratings[band_of(maximum, framework.score_thresholds)],
    )


def standard_targets(result: Result, standard: str, rating: Rating | None = None) -> Targets | None:
    """Find the fewest answers to a standard's calculated rating, or to each above it.

    Returns:
        The targets; None where the standard is not rated from cases.
    """
    framework = result.framework
    for domain in result.domains:
        for each in domain.standards:
            present = each.calculated
            if each.standard.id != standard or each.standard.basis != "cases" or present is None:
                continue
            lifts = {lift.to: lift for lift in _lifts(framework, domain, each)}
            plans = {to: Plan((lift,), None) for to, lift in lifts.items()}
            plans[present] = Plan((), None)
            return Targets(
                result=result,
                standard=each,
                present=present,
                targets=tuple(
                    Target(aim, plans.get(aim), without_discretion=False)
                    for aim in _aims(framework, present, rating)
                ),
                maximum=None,
                best=max(plans, key=lambda each: each.points),
            )
    return None


def _aims(framework: Framework, present: Rating, rating: Rating | None) -> Iterable[Rating]:
    if rating is not None:
        return [rating]
    return framework.ratings[framework.ratings.index(present) + 1 :]


def _counts(standard: StandardResult) -> bool:
    return standard.standard.counts_towards_overall and standard.standard.basis == "cases"


def _lifts(framework: Framework, domain: DomainResult, standard: StandardResult) -> Iterator[Lift]:
    """Offer the bands above a standard's calculated one, with the changes that each takes."""
    if standard.calculated is None:
        return
    band = framework.ratings.index(standard.calculated)
    for aim in range(band + 1, len(framework.ratings)):
        changes: list[Change] = []
        bands: list[int] = []
        for question in standard.questions:
            if question.rating is None:
                continue
            if question.count is None:
                bands.append(framework.ratings.index(question.rating))
                continue
            after = _raised(framework, question.count, framework.percent_thresholds[aim])
            bands.append(_band(framework, after))
            if after != question.count:
                cases = _answered_no(domain, question)
                changes.append(Change(question, question.count, after, cases))
        # A judged question may hold the standard below; few cases may carry it beyond.
        if min(bands) == aim:
            yield Lift(standard, framework.ratings[aim], tuple(changes))


def _raised(framework: Framework, count: Count, threshold: int) -> Count:
    """Return a count with just enough yes to reach a threshold in per cent."""
    of = count.applicable
    yes = max(count.yes, fewest_yes(threshold, of, rounded=framework.rounded))
    return Count(yes, of - yes, count.not_applicable)


def _band(framework: Framework, count: Count) -> int:
    thresholds = framework.percent_thresholds
    return band_of_count(count.yes, count.applicable, thresholds, rounded=framework.rounded)


def _answered_no(domain: DomainResult, question: QuestionResult) -> tuple[str, ...]:
    if not isinstance(domain.evidence, Sample):
        return ()
    return tuple(domain.evidence.answered(question.question.id, "no"))


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
    for domain in result.domains:
        for standard in domain.standards:
            if not standard.standard.counts_towards_overall or standard.rating is None:
                continue
            at += 1
            kept = standard.rating.points
            further = {score + kept: way for score, way in ways.items()}
            lifts = _lifts(result.framework, domain, standard)
            for lift in lifts if standard.standard.basis == "cases" else ():
                for score, way in ways.items():
                    lifted = _Way(
                        way.answers + lift.answers, (*way.standards, at), (*way.lifts, lift)
                    )
                    known = further.get(score + lift.to.points)
                    if known is None or lifted.rank < known.rank:
                        further[score + lift.to.points] = lifted
            ways = further
    return ways


def _best_plan(framework: Framework, ways: dict[int, _Way], rating: Rating) -> Plan | None:
    """Return the best of the ways to a score within a rating's band."""
    band = framework.ratings.index(rating)
    scores = [score for score in ways if band_of(score, framework.score_thresholds) == band]
    if not scores:
        return None
    score = min(scores, key=lambda each: (ways[each].rank, each))
    return Plan(ways[score].lifts, score)
