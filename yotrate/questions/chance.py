"""Change or chance: whether a difference is further than the drawing of two samples explains.

Works in floats, for intervals and chances. The question is whether practice changed, and next
year's children are others, so that there is no correction for samples of few eligible cases.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from yotrate.framework.counts import Count
from yotrate.questions.confidence import Interval, confidence, wilson
from yotrate.rating.results import Result
from yotrate.service.model import Printed

LEVEL = 95
"""Per cent of samples of an unchanged service that mark no change of a key question."""


def newcombe(before: Count, after: Count) -> Interval:
    """Return the interval of the difference of two percentages, in percentage points.

    It is the one of two Wilson intervals, squared and added (R. G. Newcombe, 1998, "Interval
    estimation for the difference between independent proportions", method 10).

    Args:
        before: the answers before, of at least one applicable case.
        after: the answers after, of at least one applicable case.
    """
    was, now = (100 * each.yes / each.applicable for each in (before, after))
    first, second = (wilson(each, LEVEL, cases=each.applicable) for each in (before, after))
    below = sqrt((now - second.low) ** 2 + (first.high - was) ** 2)
    above = sqrt((second.high - now) ** 2 + (was - first.low) ** 2)
    return Interval(now - was - below, now - was + above)


def is_beyond(interval: Interval) -> bool:
    """Return whether a change is further than sampling explains: no change is not in it."""
    return interval.low > 0 or interval.high < 0


class Chances(NamedTuple):
    """How probable it is that the later is better, the same and worse, from 0 to 1."""

    better: float
    same: float
    worse: float


def chances(before: Sequence[int] | None, after: Sequence[int] | None) -> Chances | None:
    """Return how ratings compare of independent draws; None where there are none.

    Args:
        before: how many draws gave each rating before, worst first.
        after: how many gave each after.
    """
    if before is None or after is None:
        return None
    of = sum(before) * sum(after)
    pairs = [
        (now - was, one * other)
        for was, one in enumerate(before)
        for now, other in enumerate(after)
    ]
    better = sum(number for step, number in pairs if step > 0)
    worse = sum(number for step, number in pairs if step < 0)
    return Chances(better / of, (of - better - worse) / of, worse / of)


class Drawn(NamedTuple):
    """How many draws gave each rating, overall and by standard; None where none was drawn."""

    overall: Sequence[int] | None
    standards: Mapping[str, Sequence[int] | None]


def drawn(result: Result, seed: int, draws: int) -> Drawn:
    """Draw the cases of a result from endlessly many; nothing where results are printed.

    Args:
        result: the ratings of a service.
        seed: what the draws start from.
        draws: how many to make.
    """
    printed = any(isinstance(each.evidence, Printed) for each in result.samples)
    if printed or not any(each.cases for each in result.samples):
        return Drawn(None, {})
    endless = {each.id: None for each in result.samples if each.cases is not None}
    found = confidence(result, seed=seed, draws=draws, eligible=endless)
    from_cases = {
        name: each.draws
        for name, each in found.standards.items()
        if each.result.standard.basis == "cases"
    }
    return Drawn(found.overall, from_cases)
