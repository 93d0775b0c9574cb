"""Drawing a sample that matches the eligible cases, so that anyone can draw it again.

Cases are parted into strata by their characteristics. Each stratum gives as many as is in
proportion, by largest remainder; equal remainders go to the larger stratum, then by name. Within a
stratum cases go by rank: the SHA-256 digest of the seed, a line feed and the reference, as
hexadecimal digits, smallest first. So the order of the list is irrelevant, anyone can repeat it in
any language, and a case that is added later reshuffles no others.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from math import ceil
from typing import NamedTuple
from unicodedata import normalize

from yotrate.framework.model import Framework
from yotrate.problems import WrongUsage
from yotrate.questions.quotas import quotas
from yotrate.questions.sample import sample
from yotrate.service.model import EligibleCase, Values
from yotrate.text import did_you_mean, quote


class Stratum(NamedTuple):
    """Cases alike in all characteristics: how many there are, and which were drawn, by rank."""

    values: Values
    eligible: int
    chosen: tuple[str, ...]
    reserves: tuple[str, ...]


class Drawn(NamedTuple):
    """A sample that was drawn.

    `together` is whether all characteristics were matched at once; where there are too many strata
    for so few cases, they were matched one after the other.
    """

    strata: tuple[Stratum, ...]
    together: bool

    @property
    def chosen(self) -> list[str]:
        """The references of the cases that were drawn, by stratum and rank."""
        return [each for stratum in self.strata for each in stratum.chosen]

    @property
    def reserves(self) -> list[str]:
        """The references of the next ones, by stratum and rank."""
        return [each for stratum in self.strata for each in stratum.reserves]


class Recipe(NamedTuple):
    """What a sample is drawn by, besides the list.

    `reserve` is which share of those chosen of a stratum to name as reserves, rounded up.
    """

    characteristics: tuple[str, ...]
    seed: str
    reserve: Fraction


class Draw(NamedTuple):
    """The samples of several domains: of each how many were eligible, and what was drawn."""

    framework: Framework
    recipe: Recipe
    eligible: Mapping[str, int]
    drawn: Mapping[str, Drawn]


def draw_by_rule(
    framework: Framework, cases: Mapping[str, Sequence[EligibleCase]], recipe: Recipe
) -> Draw:
    """Draw a sample for each domain, of the size that the framework's rule gives.

    Args:
        framework: gives the confidence level and the margin.
        cases: by domain all that are eligible; their order makes no difference.
        recipe: what they are drawn by.

    Raises:
        NoAnswer: the framework does not say how samples are sized.
        WrongUsage: there is no such domain with cases.
    """
    known = [each.id for each in framework.samples]
    for name in cases:
        if name not in known:
            raise WrongUsage(f"{quote(name)} is no domain with cases{did_you_mean(name, known)}")
    drawn = {}
    for name in known:
        if name in cases:
            number = sample(framework, len(cases[name])).needed
            drawn[name] = draw(cases[name], number, recipe.seed, recipe.reserve)
    return Draw(framework, recipe, {name: len(cases[name]) for name in drawn}, drawn)


def rank(seed: str, reference: str) -> str:
    """Return what cases of a stratum are drawn by, smallest first."""
    plain = normalize("NFC", reference.strip())
    return sha256(f"{seed}\n{plain}".encode(errors="surrogatepass")).hexdigest()


def draw(cases: Sequence[EligibleCase], number: int, seed: str, reserve: Fraction) -> Drawn:
    """Draw a sample.

    Args:
        cases: all that are eligible; their order makes no difference.
        number: how many to draw, at most as many as there are.
        seed: a text that anyone may choose, before the list is known best of all.
        reserve: which share of those chosen of a stratum to name as reserves, rounded up.
    """
    strata: dict[Values, list[str]] = {}
    for case in cases:
        strata.setdefault(case.values, []).append(case.reference)
    sizes = {values: len(own) for values, own in strata.items()}
    together = number >= len(sizes)
    wanted = quotas(sizes, number) if together else one_after_the_other(sizes, number)
    found = []
    for values in sorted(strata):
        ranked = sorted(strata[values], key=lambda each: rank(seed, each))
        chosen = wanted[values]
        last = chosen + ceil(reserve * chosen)
        found.append(
            Stratum(values, sizes[values], tuple(ranked[:chosen]), tuple(ranked[chosen:last]))
        )
    return Drawn(tuple(found), together)


def one_after_the_other(sizes: Mapping[Values, int], number: int) -> dict[Values, int]:
    """Return how many to draw of each stratum, where there are more of them than cases to draw.

    The first characteristic is matched in proportion, then within each of its values the next.
    """
    if not next(iter(sizes), ()):
        return dict.fromkeys(sizes, number)
    groups: dict[Values, dict[Values, int]] = {}
    for values, size in sizes.items():
        groups.setdefault(values[:1], {})[values[1:]] = size
    wanted = quotas({first: sum(own.values()) for first, own in groups.items()}, number)
    return {
        (*first, *rest): each
        for first, own in groups.items()
        for rest, each in one_after_the_other(own, wanted[first]).items()
    }


class Share(NamedTuple):
    """How many cases have a value of a characteristic, among the eligible and among the drawn."""

    characteristic: str
    value: str
    eligible: int
    drawn: int


def balance(characteristics: Sequence[str], found: Drawn) -> list[Share]:
    """Return the shares of each value of each characteristic.

    Args:
        characteristics: what each value of a stratum is of, in order.
        found: the sample.
    """
    shares = []
    for at, name in enumerate(characteristics):
        values = sorted({stratum.values[at] for stratum in found.strata})
        for value in values:
            own = [each for each in found.strata if each.values[at] == value]
            eligible, chosen = sum(each.eligible for each in own), sum(len(e.chosen) for e in own)
            shares.append(Share(name, value, eligible, chosen))
    return shares
