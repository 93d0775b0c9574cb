"""Counts of cases into percentages, and percentages and scores into bands.

This is the only module that rounds, and it does so in whole numbers: 20 of 31 is 64.516... per
cent, and a binary fraction close to a band's edge may fall on the wrong side of it.
A band is given as an index into the framework's ratings, 0 being the worst.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Count(NamedTuple):
    """The answers to a key question, in cases; `not_applicable` is None where it is not known."""

    yes: int
    no: int
    not_applicable: int | None

    @property
    def applicable(self) -> int:
        """The cases to which the question applied (2018 framework, step 1)."""
        return self.yes + self.no


def whole_percent(yes: int, of: int) -> int:
    """Return `yes` of `of` cases in whole per cent, rounded half up (2018 framework, step 2)."""
    return (200 * yes + of) // (2 * of)


def band_of(value: int, thresholds: Sequence[int]) -> int:
    """Return the band of a whole percentage (step 3) or of a score in points (step 6).

    Thresholds rise from 0, one for each band: the value belongs to the last one it reaches.
    """
    return bisect_right(thresholds, value) - 1


def band_of_count(yes: int, of: int, thresholds: Sequence[int], *, rounded: bool) -> int:
    """Return the band of `yes` of `of` cases, thresholds in per cent (steps 2 and 3).

    With `rounded` the whole percentage is banded; without, the exact one is compared.
    """
    if rounded:
        return band_of(whole_percent(yes, of), thresholds)
    return sum(100 * yes >= threshold * of for threshold in thresholds) - 1


def fewest_yes(threshold: int, of: int, *, rounded: bool) -> int:
    """Return the fewest cases of `of` that reach a threshold in per cent."""
    if rounded:
        return max(0, -((of - 2 * of * threshold) // 200))
    return -(-threshold * of // 100)


def tenths_above(yes: int, of: int, threshold: int, *, rounded: bool) -> int:
    """Return how far a percentage is above a threshold, in tenths of a percentage point.

    Below it the distance is negative. Of an exact percentage the distance is rounded up, away
    from the threshold, so that only what is on the threshold is 0 from it.
    """
    if rounded:
        return 10 * (whole_percent(yes, of) - threshold)
    above = 10 * (100 * yes - threshold * of)
    return -(-above // of) if above >= 0 else above // of
