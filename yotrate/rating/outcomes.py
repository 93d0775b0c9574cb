"""What became of a key question: a type for each thing that can have."""

from dataclasses import dataclass

from yotrate.framework.counts import Count


@dataclass(frozen=True, slots=True)
class Counted:
    """A key question whose answers were counted: whole per cent half up, and its band."""

    count: Count
    percent: int
    band: int


@dataclass(frozen=True, slots=True)
class PrintedPercentage:
    """A key question of which only the whole per cent that a report printed is known."""

    percent: int
    band: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A key question that was judged by itself."""

    band: int


@dataclass(frozen=True, slots=True)
class AppliedToNoCase:
    """A key question that applied to no case, and so has no percentage and no band."""

    count: Count


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A key question of which nothing is given."""


@dataclass(frozen=True, slots=True)
class JudgedAsAWhole:
    """A key question that is judged with its standard, and has no rating of its own."""


Outcome = Counted | PrintedPercentage | Judged | AppliedToNoCase | LeftOut | JudgedAsAWhole
"""What became of a key question."""


def band_of_outcome(outcome: Outcome) -> int | None:
    """Return the band of a key question by what became of it; None where it has none."""
    match outcome:
        case Counted(band=band) | PrintedPercentage(band=band) | Judged(band=band):
            return band
    return None
