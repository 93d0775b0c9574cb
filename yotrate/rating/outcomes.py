"""What became of a key question: a type for each thing that can have, and the question with it."""

from dataclasses import dataclass
from typing import Any

from yotrate.framework.counts import Count
from yotrate.framework.model import Basis, KeyQuestion, Rating


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


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A key question, what became of it, and whether it is among the lowest of its standard."""

    question: KeyQuestion
    outcome: Outcome
    limiting: bool
    ratings: tuple[Rating, ...]

    @property
    def id(self) -> str:
        """The key question's id."""
        return self.question.id

    @property
    def title(self) -> str:
        """The key question's label."""
        return self.question.title

    @property
    def basis(self) -> Basis:
        """Whether cases answer it, or it is judged."""
        return self.question.basis

    @property
    def count(self) -> Count | None:
        """Its answers, in cases; None where they were not counted."""
        match self.outcome:
            case Counted(count=count) | AppliedToNoCase(count=count):
                return count
        return None

    @property
    def percent(self) -> int | None:
        """Its whole per cent of yes; None where there is none."""
        match self.outcome:
            case Counted(percent=percent) | PrintedPercentage(percent=percent):
                return percent
        return None

    @property
    def band(self) -> int | None:
        """Its band; None where it has none."""
        return band_of_outcome(self.outcome)

    @property
    def rating(self) -> Rating | None:
        """The rating of its band; None where it has none."""
        return None if self.band is None else self.ratings[self.band]

    @property
    def known(self) -> bool:
        """Whether anything is known of it by itself."""
        return not isinstance(self.outcome, LeftOut | JudgedAsAWhole)

    def to_dict(self) -> dict[str, Any]:
        """Return the key question as plain data."""
        count = self.count
        return {
            "id": self.id,
            "title": self.title,
            "basis": self.basis,
            "yes": None if count is None else count.yes,
            "no": None if count is None else count.no,
            "not_applicable": None if count is None else count.not_applicable,
            "percent": self.percent,
            "rating": self.rating and self.rating.name,
            "limiting": self.limiting,
        }
