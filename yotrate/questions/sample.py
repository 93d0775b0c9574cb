"""How many cases to read, and the margin of error that a sample reached.

Works in floats, for sample sizes and margins.
"""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from yotrate.framework.model import Framework, SamplingRule
from yotrate.problems import WrongUsage
from yotrate.questions.errors import NoAnswer


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
    spread = (100 * deviations(rule.confidence) / 2) ** 2
    endless = endless_sample(rule)
    needed = min(ceil(endless / (1 + (endless - 1) / eligible)), eligible)
    reached = None
    if sampled is not None:
        correction = (eligible - sampled) / max(eligible - 1, 1)
        reached = sqrt(spread / sampled * correction)
    return Sizing(framework, rule, eligible, needed, sampled, reached)


def endless_sample(rule: SamplingRule) -> float:
    """Return how many of an endless population to read, in cases (Cochran)."""
    return (100 * deviations(rule.confidence) / (2 * rule.margin)) ** 2


def deviations(level: int) -> float:
    """Return how many standard deviations either side of the mean hold `level` per cent."""
    return NormalDist().inv_cdf((100 + level) / 200)
