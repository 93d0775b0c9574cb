"""Percentages and bands, against an independent computation with fractions."""

from fractions import Fraction
from math import floor

import pytest

from yotrate.framework.rules import band_of, band_of_count, fewest_yes, tenths_above, whole_percent

THRESHOLDS = (0, 50, 65, 80)


def naive_percent(yes: int, of: int) -> int:
    return floor(Fraction(100 * yes, of) + Fraction(1, 2))


def naive_band(percentage: Fraction | int) -> int:
    return max(band for band, threshold in enumerate(THRESHOLDS) if percentage >= threshold)


@pytest.mark.parametrize("rounded", [True, False])
def test_every_count_up_to_200_cases_bands_as_fractions_say(rounded: bool) -> None:
    for of in range(1, 201):
        for yes in range(of + 1):
            percent = naive_percent(yes, of)
            assert whole_percent(yes, of) == percent
            banded = percent if rounded else Fraction(100 * yes, of)
            assert band_of_count(yes, of, THRESHOLDS, rounded=rounded) == naive_band(banded)


@pytest.mark.parametrize("rounded", [True, False])
def test_the_fewest_yes_reach_a_threshold_and_one_fewer_does_not(rounded: bool) -> None:
    for of in range(1, 101):
        for threshold in (0, 1, 50, 65, 80, 99, 100):
            yes = fewest_yes(threshold, of, rounded=rounded)
            figures = [
                naive_percent(count, of) if rounded else Fraction(100 * count, of)
                for count in (yes, yes - 1)
            ]
            assert 0 <= yes <= of
            assert figures[0] >= threshold
            assert yes == 0 or figures[1] < threshold


def test_twenty_of_31_is_good_rounded_and_requires_improvement_exactly() -> None:
    assert whole_percent(20, 31) == 65
    assert band_of_count(20, 31, THRESHOLDS, rounded=True) == 2
    assert band_of_count(20, 31, THRESHOLDS, rounded=False) == 1


@pytest.mark.parametrize(
    ("score", "band"), [(0, 0), (6, 0), (7, 1), (18, 1), (19, 2), (30, 2), (31, 3), (36, 3)]
)
def test_scores_on_either_side_of_every_edge(score: int, band: int) -> None:
    assert band_of(score, (0, 7, 19, 31)) == band


def test_a_distance_is_positive_above_a_threshold_and_negative_below() -> None:
    # 20 of 31 is 64.516... per cent, rounded 65.
    assert tenths_above(20, 31, 50, rounded=False) == 146
    assert tenths_above(20, 31, 65, rounded=False) == -5
    assert tenths_above(20, 31, 50, rounded=True) == 150
    assert tenths_above(20, 31, 80, rounded=True) == -150
    assert tenths_above(1, 2, 50, rounded=False) == 0
