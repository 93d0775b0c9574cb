"""From how many eligible cases a sample was drawn: as it is said, or as the framework's rule says.

Works in floats, to read the rule for sample sizes backwards.
"""

from collections.abc import Mapping
from math import floor
from typing import Literal, NamedTuple

from yotrate.framework.model import SamplingRule, names_of
from yotrate.problems import WrongUsage
from yotrate.questions.sample import endless_sample
from yotrate.rating.results import Result, SampleResult
from yotrate.text import did_you_mean, plural, quote

LEAST_BY_RULE = 14
"""Cases of the smallest sample of which it is taken that the framework's rule sized it."""
_BY_THE_RULE = ("inspectorate", "report")
"""Who draws samples by the framework's rule; a self-audit may have any size."""

Source = Literal["file", "option", "framework", "unknown"]


class Assumed(NamedTuple):
    """How many cases were eligible, None where they are taken to be very many, and who says so."""

    eligible: int | None
    source: Source

    def to_dict(self) -> dict[str, int | str | None]:
        """Return it as JSON has it."""
        return {"eligible": self.eligible, "from": self.source}


def assumed(result: Result, given: Mapping[str, int | None]) -> dict[str, Assumed]:
    """Return from how many eligible cases each sample was drawn, by domain.

    Args:
        result: the ratings of a service whose cases are known.
        given: by domain what whoever asks says, which goes before the file; None is unknown.

    Raises:
        WrongUsage: something is given for what has no cases, or fewer than were read.
    """
    samples = {each.id: each for each in result.samples if each.cases is not None}
    for name, number in given.items():
        if name not in samples:
            hint = did_you_mean(name, samples)
            raise WrongUsage(f"{quote(name)} is no domain with cases{hint}")
        cases = samples[name].cases or 0
        if number is not None and number < cases:
            raise WrongUsage(
                f"{names_of([samples[name].sampled])} has {plural(cases, 'case')}, and only "
                f"{number:,} eligible to be drawn"
            )
    return {name: _of(result, each, given) for name, each in samples.items()}


def _of(result: Result, sample: SampleResult, given: Mapping[str, int | None]) -> Assumed:
    if sample.id in given:
        return Assumed(given[sample.id], "option")
    if sample.id in result.service.eligible:
        return Assumed(result.service.eligible[sample.id], "file")
    rule, cases = result.framework.sampling, sample.cases or 0
    by_the_rule = result.service.answered_by in _BY_THE_RULE and cases >= LEAST_BY_RULE
    if rule is not None and by_the_rule:
        number = drawn_from(rule, cases)
        if number is not None:
            return Assumed(number, "framework")
    return Assumed(None, "unknown")


def drawn_from(rule: SamplingRule, cases: int) -> int | None:
    """Return the most eligible cases of which the rule reads so many; None where of any number.

    It is the rule for sample sizes read backwards: 31 cases are read of 37, 20 of 22.
    """
    endless = endless_sample(rule)
    if cases >= endless:
        return None
    return max(cases, floor((endless - 1) * cases / (endless - cases)))
