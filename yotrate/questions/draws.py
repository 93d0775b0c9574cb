"""Draws of whole cases: how many eligible cases there may be like each case that was read.

Works in floats, for weights; what comes out is whole numbers.

Beside the cases that were read stand four imaginary ones, so that no draw is surer than the sample
can bear: one is split half all-yes and half all-no, and three as the domain's own answers are. Of
these a share s said yes, so that all-yes weighs 0.5 + 3s and all-no 0.5 + 3(1 - s), where a case
that was read weighs 1. An imaginary case answers every question, all alike.

- Where the number of eligible cases is not known, weights are drawn from the Dirichlet
  distribution with these as its parameters: the Bayesian bootstrap (D. B. Rubin, 1981, "The
  Bayesian bootstrap"), with the imaginary cases as prior.
- Where it is known, the cases that were not read are filled in one after the other, each a copy of
  one that is there already, drawn at random by its weight: the Polya posterior (M. Ghosh and G.
  Meeden, 1997, "Bayesian Methods for Finite Population Sampling"). So the cases that were not read
  have the Dirichlet-multinomial distribution. When all were read nothing is left to draw.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import exp, lgamma, log, sqrt
from operator import sub
from random import Random
from typing import NamedTuple

IMAGINARY = 4
"""Imaginary cases beside those that were read."""
_HALVES = 0.5
PARTS = 2**24
"""Weights are whole numbers of this many parts, so that they are added and banded exactly."""
_MOST_BY_TABLE = 5_000
"""Cases not read of which the chances are worked out one by one."""


class Imaginary(NamedTuple):
    """What the imaginary cases weigh, in cases: those that say yes to all, and no to all."""

    all_yes: float
    all_no: float


def imaginary(yes: int, no: int) -> Imaginary:
    """Return what the imaginary cases weigh, where a domain's answers are so many yes and no."""
    share = yes / (yes + no) if yes + no else _HALVES
    own = IMAGINARY - 1
    return Imaginary(_HALVES + own * share, _HALVES + own * (1 - share))


def weights(
    cases: int, eligible: int | None, prior: Imaginary, source: Random
) -> Iterator[Sequence[int]]:
    """Draw again and again how many eligible cases there may be like each.

    Args:
        cases: how many were read.
        eligible: of how many; None where those are very many, and weights are in parts.
        prior: what the imaginary cases weigh.
        source: of chance.

    Returns:
        Of each draw, the weight of each case that was read, then of all-yes, then of all-no.
    """
    if eligible is None:
        return _endless(cases, prior, source)
    return _finite(cases, eligible - cases, prior, source)


def _endless(cases: int, prior: Imaginary, source: Random) -> Iterator[Sequence[int]]:
    random, gamma = source.random, source.gammavariate
    while True:
        # Gamma weights, each over the sum of all, have the Dirichlet distribution.
        drawn = [int(-log(1 - random()) * PARTS) + 1 for _ in range(cases)]
        drawn.extend(int(gamma(each, 1) * PARTS) for each in prior)
        yield drawn


def _finite(cases: int, unread: int, prior: Imaginary, source: Random) -> Iterator[Sequence[int]]:
    like_none = _beta_binomial(unread, sum(prior), cases, source)
    by_number: dict[int, Iterator[int]] = {}
    while True:
        number = next(like_none)
        if number not in by_number:
            by_number[number] = _beta_binomial(number, prior.all_yes, prior.all_no, source)
        all_yes = next(by_number[number])
        # All ways to part the others into so many lots, none of them without the case that was
        # read, are equally likely: the same as cutting a row of them at random.
        like_read = cases + unread - number
        cuts = sorted(source.sample(range(1, like_read), cases - 1))
        yield [*map(sub, [*cuts, like_read], [0, *cuts]), all_yes, number - all_yes]


def _beta_binomial(of: int, one: float, other: float, source: Random) -> Iterator[int]:
    """Draw from the beta-binomial distribution: how many of some are of the first kind."""
    if of <= _MOST_BY_TABLE:
        chances = list(accumulate(beta_binomial(of, one, other)))
        while True:
            yield min(of, bisect(chances, source.random() * chances[-1]))
    while True:
        # Of so many, the binomial distribution is the normal one.
        share = source.betavariate(one, other)
        drawn = of * share + source.gauss(0, 1) * sqrt(of * share * (1 - share))
        yield max(0, min(of, round(drawn)))


def beta_binomial(of: int, one: float, other: float) -> Iterator[float]:
    """Return the chance of each number from 0 to `of`, by the beta-binomial distribution."""
    whole = lgamma(of + 1) - lgamma(of + one + other) + lgamma(one + other) - lgamma(one)
    whole -= lgamma(other)
    for number in range(of + 1):
        rest = of - number
        ways = lgamma(number + 1) + lgamma(rest + 1)
        yield exp(whole - ways + lgamma(number + one) + lgamma(rest + other))
