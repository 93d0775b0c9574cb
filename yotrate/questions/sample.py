"""How many cases to read, and the margin of error that a sample reached.

Works in floats, for sample sizes and margins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist
from typing import NamedTuple

from yotrate.framework.model import Framework, Sampled, SamplingRule
from yotrate.problems import WrongUsage
from yotrate.questions.errors import NoAnswer
from yotrate.questions.quotas import quotas
from yotrate.text import did_you_mean, quote

SHARES = (75, 50, 25)
"""Of how many cases in 100 a key question applies to, the margin that is left is told."""


@dataclass(frozen=True, slots=True)
class Sizing:
    """How large a sample has to be, and how far one that was drawn reaches.

    Numbers are in cases, `reached` is a margin of error in percentage points; `sampled` and
    `reached` are None where no sample is given.
    """

    framework: Framework
    rule: SamplingRule
    eligible: int
    needed: int
    sampled: int | None
    reached: float | None

    def rounded(self) -> float | None:
        """Return the margin reached, to four places, which is the same on every computer."""
        return None if self.reached is None else round(self.reached, 4)

    def left(self) -> dict[int, float]:
        """Return the margin that is left to key questions that apply to some of the cases only.

        It is in percentage points, to four places, by how many of 100 cases they apply to; of what
        was read, or else of what has to be.
        """
        read = self.needed if self.sampled is None else self.sampled
        return {
            share: round(_margin(self.rule, self.eligible * share / 100, read * share / 100), 4)
            for share in SHARES
        }


class Part(NamedTuple):
    """A domain of several to be read: its sample by itself, and its part of one for all."""

    sampled: Sampled
    alone: Sizing
    split: int


class Sizings(NamedTuple):
    """Samples for several domains: each by itself, or one for all, which is smaller.

    The margin of `together` is that of all cases, and none of its parts has it.
    """

    together: Sizing
    parts: tuple[Part, ...]


def sample(framework: Framework, eligible: int, sampled: int | None = None) -> Sizing:
    """Work out how many of the eligible cases to read, and the margin that a sample reached.

    By Cochran's formula with the finite-population correction (W. G. Cochran, "Sampling
    Techniques"), for a percentage of 50, where the margin is widest.

    Args:
        framework: gives the confidence level and the margin.
        eligible: how many cases there are, at least one.
        sampled: how many of them were read, if any were.

    Raises:
        NoAnswer: the framework does not say how samples are sized.
        WrongUsage: there are no eligible cases, or more were read than there were.
    """
    rule = framework.sampling
    if rule is None:
        raise NoAnswer(
            "this framework has no sampling, the confidence and margin to size a sample for"
        )
    if eligible < 1:
        raise WrongUsage("a sample is drawn from at least one eligible case")
    if sampled is not None and not 1 <= sampled <= eligible:
        raise WrongUsage(f"{sampled} cases cannot be read where {eligible} are eligible")
    endless = endless_sample(rule)
    needed = min(ceil(endless / (1 + (endless - 1) / eligible)), eligible)
    reached = None if sampled is None else _margin(rule, eligible, sampled)
    return Sizing(framework, rule, eligible, needed, sampled, reached)


def samples(
    framework: Framework, eligible: Mapping[str, int], sampled: Mapping[str, int]
) -> Sizings:
    """Work out how many cases to read in several domains: each by itself, and one sample for all.

    The one for all is sized for their sum, and parted in proportion, by largest remainder.

    Args:
        framework: gives the confidence level and the margin.
        eligible: by domain how many cases there are.
        sampled: by domain how many of them were read, of all that are given or of none.

    Raises:
        NoAnswer: the framework does not say how samples are sized.
        WrongUsage: there is no such domain with cases, or more were read than there were.
    """
    known = {each.id: each for each in framework.samples}
    for name in (*eligible, *sampled):
        if name not in known:
            hint = did_you_mean(name, known)
            raise WrongUsage(f"{quote(name)} is no domain with cases{hint}")
    if sampled and sampled.keys() != eligible.keys():
        raise WrongUsage("the cases that were read are given of other domains than the eligible")
    alone = {name: sample(framework, eligible[name], sampled.get(name)) for name in eligible}
    whole = sum(eligible.values())
    together = sample(framework, whole, sum(sampled.values()) if sampled else None)
    split = quotas(eligible, together.needed)
    parts = [Part(known[name], alone[name], split[name]) for name in known if name in alone]
    return Sizings(together, tuple(parts))


def _margin(rule: SamplingRule, eligible: float, read: float) -> float:
    """Return the margin of error in percentage points, of a percentage of 50."""
    spread = (100 * deviations(rule.confidence) / 2) ** 2
    return sqrt(spread / read * (eligible - read) / max(eligible - 1, 1))


def endless_sample(rule: SamplingRule) -> float:
    """Return how many of an endless population to read, in cases (Cochran)."""
    return (100 * deviations(rule.confidence) / (2 * rule.margin)) ** 2


def deviations(level: int) -> float:
    """Return how many standard deviations either side of the mean hold `level` per cent."""
    return NormalDist().inv_cdf((100 + level) / 200)
