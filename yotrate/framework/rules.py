"""Each step of the method, once: from counts to percentages, bands, ratings, points and scores.

The steps are those of the 2018 framework; every figure in them is the framework's own.
This is the only module that rounds, and it does so in whole numbers: 20 of 31 is 64.516... per
cent, and a binary fraction close to a band's edge may fall on the wrong side of it.
A band is given as an index into the framework's ratings, 0 being the worst.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yotrate.framework.model import Framework, Standard


def whole_percent(yes: int, of: int) -> int:
    """Return `yes` of `of` cases in whole per cent, rounded half up (2018 framework, step 2)."""
    return (200 * yes + of) // (2 * of)


def band_of(value: int, thresholds: Sequence[int]) -> int:
    """Return the band of a whole percentage (step 3) or of a score in points (step 6).

    Thresholds rise from 0, one for each band: the value belongs to the last one it reaches.
    """
    return bisect_right(thresholds, value) - 1


def band_of_percent(framework: Framework, percent: int) -> int:
    """Return the band of a percentage that is known in whole per cent only (step 3)."""
    return band_of(percent, framework.percent_thresholds)


def band_of_count(yes: int, of: int, thresholds: Sequence[int], *, rounded: bool) -> int:
    """Return the band of `yes` of `of` cases, thresholds in per cent (steps 2 and 3).

    With `rounded` the whole percentage is banded; without, the exact one is compared.
    """
    if rounded:
        return band_of(whole_percent(yes, of), thresholds)
    return sum(100 * yes >= threshold * of for threshold in thresholds) - 1


def band_of_answers(framework: Framework, yes: int, of: int) -> int:
    """Return the band of `yes` of `of` cases as the framework rounds (steps 2 and 3)."""
    return band_of_count(yes, of, framework.percent_thresholds, rounded=framework.rounded)


def rounding_decides(framework: Framework, yes: int, of: int) -> bool:
    """Return whether `yes` of `of` cases falls in another band rounded than exact (step 3)."""
    return band_of_count(yes, of, framework.percent_thresholds, rounded=True) != band_of_count(
        yes, of, framework.percent_thresholds, rounded=False
    )


def fewest_yes(threshold: int, of: int, *, rounded: bool) -> int:
    """Return the fewest cases of `of` that reach a threshold in per cent (steps 2 and 3)."""
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


def lowest_band(bands: Iterable[int]) -> int:
    """Return the lowest of some bands, at least one: what a standard takes of them (step 4)."""
    return min(bands)


def band_of_standard(bands: Iterable[int | None]) -> int | None:
    """Return the band of a standard: the lowest of its key questions (step 4).

    Each key question is an integral part of the standard. A question that has no band, because
    it applied to no case, takes no part; without any band the standard has none.
    """
    known = [band for band in bands if band is not None]
    return lowest_band(known) if known else None


def points_of(framework: Framework, band: int) -> int:
    """Return what a standard adds to the overall score with the rating of a band (step 5)."""
    return framework.ratings[band].points


class Scale(NamedTuple):
    """The scale of overall scores in points: the most there are, and where each band begins."""

    maximum: int
    thresholds: tuple[int, ...]


def scale_of(framework: Framework, standards: int) -> Scale:
    """Return the scale for the number of standards that were rated and count (step 6).

    It is empty where a framework has no overall rating.

    An average is a rule for any number of them: the lowest score of a band is the first whole
    number of points above so many points a standard.
    """
    if not framework.has_overall:
        return Scale(0, ())
    maximum = framework.ratings[-1].points * standards
    averages = framework.averages
    if averages is None:
        return Scale(maximum, tuple(each.from_score or 0 for each in framework.ratings))
    return Scale(maximum, (0, *(each * standards // 100 + 1 for each in averages)))


def full_scale(framework: Framework) -> Scale:
    """Return the scale of a service of which every standard that counts was rated (step 6)."""
    return scale_of(framework, framework.counting)


def takes_part(framework: Framework, standard: Standard, *, rated: bool) -> bool:
    """Return whether a standard's points are part of the overall score and of its maximum.

    One that was not rated is left out, or withholds the overall rating, as the framework says.
    """
    counts = framework.has_overall and standard.counts_towards_overall
    return counts and (rated or framework.if_not_rated == "withhold")


class Score(NamedTuple):
    """An overall score in points and its band; both None where a standard has no rating."""

    score: int | None
    band: int | None


def overall_score(framework: Framework, bands: Sequence[int | None]) -> Score:
    """Add up the points of the standards that take part, and band the sum (steps 5 and 6).

    Without a rating of each of them there is neither, nor where none is left of those that count.
    """
    rated = [band for band in bands if band is not None]
    nothing = framework.counting and not rated
    if len(rated) < len(bands) or nothing or not framework.has_overall:
        return Score(None, None)
    score = sum(points_of(framework, band) for band in rated)
    return Score(score, band_of_score(score, scale_of(framework, len(rated))))


def band_of_score(score: int, scale: Scale) -> int:
    """Return the band of an overall score in points (step 6)."""
    return band_of(score, scale.thresholds)
