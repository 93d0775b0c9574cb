"""What rating a service gives: frozen values, from key questions up to the overall rating.

A band is an index into the framework's ratings, 0 being the worst; a rating is the one of a band.
Each value tells its own plain data, and all of it together is the contract of `score` in JSON.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

from yotrate.framework.model import (
    Basis,
    Domain,
    Framework,
    Rating,
    Sampled,
    Standard,
)
from yotrate.framework.rules import Scale
from yotrate.rating.outcomes import (
    AppliedToNoCase,
    QuestionResult,
)
from yotrate.rating.overall import Difference, Overall
from yotrate.service.model import Discretion, Printed, Sample, Service
from yotrate.text import quote, visible


def _rating(ratings: tuple[Rating, ...], band: int | None) -> Rating | None:
    return None if band is None else ratings[band]


def _name(rating: Rating | None) -> str | None:
    return None if rating is None else rating.name


def _move_to_dict(move: Discretion) -> dict[str, Any]:
    found = {"rating": move.rating, "reason": move.reason}
    return {**found, "decided": move.decided, "because": move.because}


class StandardResult(NamedTuple):
    """A standard: the band worked out from its questions, and the one it has in the end.

    `takes_part` tells whether it is part of the overall score and of its maximum; `evidence` is
    what its key questions were counted from; `not_rated` why it was not rated, where the service
    says so.
    """

    standard: Standard
    questions: tuple[QuestionResult, ...]
    calculated_band: int | None
    discretion: Discretion | None
    band: int | None
    ratings: tuple[Rating, ...]
    takes_part: bool
    evidence: Sample | Printed | None = None
    not_rated: str | None = None

    @property
    def id(self) -> str:
        """The standard's id."""
        return self.standard.id

    @property
    def title(self) -> str:
        """The standard's title."""
        return self.standard.title

    @property
    def basis(self) -> Basis:
        """Whether it is rated from cases, or judged as a whole."""
        return self.standard.basis

    @property
    def own_cases(self) -> int | None:
        """How many cases of its own were read; None where it has no sample of its own."""
        own = self.standard.sample is not None and isinstance(self.evidence, Sample)
        return len(self.evidence.cases) if own and isinstance(self.evidence, Sample) else None

    @property
    def counts(self) -> bool:
        """Whether its points are added to the overall score."""
        return self.standard.counts_towards_overall

    @property
    def calculated(self) -> Rating | None:
        """The rating before discretion."""
        return _rating(self.ratings, self.calculated_band)

    @property
    def rating(self) -> Rating | None:
        """The rating in the end, discretion included."""
        return _rating(self.ratings, self.band)

    @property
    def points(self) -> int | None:
        """What the standard adds to the overall score, in points (step 5); None if nothing can."""
        rating = self.rating
        return rating.points if self.takes_part and rating is not None else None

    @property
    def applied_to_no_case(self) -> bool:
        """Whether it has no rating because none of its key questions applied to any case."""
        outcomes = [each.outcome for each in self.questions]
        return self.band is None and any(isinstance(each, AppliedToNoCase) for each in outcomes)

    @property
    def limiting(self) -> tuple[QuestionResult, ...]:
        """The key questions that hold the standard at its calculated rating."""
        return tuple(question for question in self.questions if question.limiting)

    def to_dict(self) -> dict[str, Any]:
        """Return the standard and its key questions as plain data."""
        move = self.discretion
        return {
            "id": self.id,
            "title": self.title,
            "basis": self.basis,
            "rating": _name(self.rating),
            "points": self.points,
            "counts_towards_overall": self.counts,
            **({"cases": self.own_cases} if self.standard.sample is not None else {}),
            "calculated": _name(self.calculated),
            "not_rated": self.not_rated,
            "discretion": None if move is None else _move_to_dict(move),
            "limiting": [each.id for each in self.limiting],
            "key_questions": [question.to_dict() for question in self.questions],
        }


class DomainResult(NamedTuple):
    """A domain: its standards, and what they were rated from.

    `evidence` is None where all is judged, or every standard has a sample of its own.
    """

    domain: Domain
    evidence: Sample | Printed | None
    standards: tuple[StandardResult, ...]

    @property
    def id(self) -> str:
        """The domain's id."""
        return self.domain.id

    @property
    def title(self) -> str:
        """The domain's title."""
        return self.domain.title

    @property
    def cases(self) -> int | None:
        """How many cases were read; None where that is not known."""
        return len(self.evidence.cases) if isinstance(self.evidence, Sample) else None

    @property
    def from_cases(self) -> bool:
        """Whether any of its standards was rated from cases, or from printed figures of them."""
        return any(each.evidence is not None for each in self.standards)

    def to_dict(self) -> dict[str, Any]:
        """Return the domain and its standards as plain data."""
        return {
            "id": self.id,
            "title": self.title,
            "cases": self.cases,
            "standards": [standard.to_dict() for standard in self.standards],
        }


class SampleResult(NamedTuple):
    """What was read for a domain, or for a standard with a sample of its own, and what it rates."""

    sampled: Sampled
    evidence: Sample | Printed | None
    standards: tuple[StandardResult, ...]

    @property
    def id(self) -> str:
        """The id of the domain or standard."""
        return self.sampled.id

    @property
    def name(self) -> str:
        """What it is called in messages: domain 2, or standard 3.1."""
        return self.sampled.name

    @property
    def cases(self) -> int | None:
        """How many cases were read; None where that is not known."""
        return len(self.evidence.cases) if isinstance(self.evidence, Sample) else None


class Move(NamedTuple):
    """What one use of discretion does to the overall rating.

    `alone` is the overall rating with only this move made, `without` with all others but this one.
    """

    standard: StandardResult
    alone: Overall
    without: Overall
    decides: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the move as plain data."""
        return {
            "standard": self.standard.id,
            "from": _name(self.standard.calculated),
            "to": _name(self.standard.rating),
            "alone": self.alone.to_dict(),
            "without": self.without.to_dict(),
            "decides": self.decides,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """All the ratings of a service.

    `scale` is the one that the overall score is on; `calculated` the overall rating without
    discretion, and `moves` what each use of discretion does to it; `differences` where the
    calculation differs from what a report printed, None where nothing was printed.
    """

    service: Service
    framework: Framework
    domains: tuple[DomainResult, ...]
    scale: Scale
    overall: Overall
    calculated: Overall
    moves: tuple[Move, ...]
    differences: tuple[Difference, ...] | None

    @property
    def maximum(self) -> int:
        """The highest overall score there is, in points, of what was rated."""
        return self.scale.maximum

    @property
    def standards(self) -> tuple[StandardResult, ...]:
        """Every standard, in the framework's order."""
        return tuple(standard for domain in self.domains for standard in domain.standards)

    @property
    def samples(self) -> tuple[SampleResult, ...]:
        """What cases were read for, in the framework's order."""
        standards = {each.id: each for each in self.standards}
        return tuple(
            SampleResult(
                each,
                self.service.evidence.get(each.id),
                tuple(standards[own.id] for own in each.standards),
            )
            for each in self.framework.samples
        )

    @property
    def moved(self) -> tuple[StandardResult, ...]:
        """The standards that discretion moved."""
        return tuple(each for each in self.standards if each.discretion is not None)

    def __getitem__(self, name: str) -> StandardResult | QuestionResult:
        """Return a standard or a key question by its id.

        Raises:
            KeyError: there is none of that id.
        """
        for each in self._parts():
            if each.id == name:
                return each
        raise KeyError(f"{self.framework.id} has no standard and no key question {quote(name)}")

    def _parts(self) -> Iterator[StandardResult | QuestionResult]:
        for standard in self.standards:
            yield standard
            yield from standard.questions

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data: what `score` gives as JSON, short of the file."""
        details: Mapping[str, str] = self.service.details
        return {
            "service": self.service.name,
            "framework": self.framework.id,
            "provisional": self.framework.provisional,
            **{key: details.get(key) for key in ("inspection", "fieldwork", "published_on")},
            "answered_by": self.service.answered_by,
            "guesses": self.service.guesses,
            "overall": {
                **self.overall.to_dict(),
                "maximum": self.maximum if self.framework.has_overall else None,
                "calculated": self.calculated.to_dict(),
                "moves": [move.to_dict() for move in self.moves],
            },
            "published": self._published(),
            "domains": [domain.to_dict() for domain in self.domains],
        }

    def _published(self) -> dict[str, Any] | None:
        if self.differences is None:
            return None
        return {
            "agrees": not self.differences,
            "differences": [
                {"item": each.item, "published": each.published, "calculated": each.calculated}
                for each in self.differences
            ],
        }

    def __repr__(self) -> str:
        """Return the service and its overall rating, short enough for a prompt."""
        return f"<Result {quote(self.service.name)}: {self._in_words()}>"

    def _in_words(self) -> str:
        rating = self.overall.rating
        if rating is None:
            return "overall rating withheld" if self.framework.has_overall else "no overall rating"
        return f"{visible(rating.name)}, {self.overall.score} of {self.maximum} points"

    def _repr_html_(self) -> str:
        """Return a table of the standards, as notebooks show it; every text is escaped."""
        rows = "".join(
            f"<tr><td>{escape(each.id)} {escape(visible(each.title))}</td>"
            f"<td>{escape(visible(_name(each.rating) or 'not rated'))}</td></tr>"
            for each in self.standards
        )
        name = escape(visible(self.service.name))
        return f"<table><caption>{name}: {escape(self._in_words())}</caption>{rows}</table>"
