"""The rating of a service: a pure function from framework and answers to ratings.

Every step is named after the 2018 framework's way from answers to ratings; every figure in it
comes from the framework's file.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from yotrate.framework.model import Domain, Framework, KeyQuestion, Rating, Standard
from yotrate.framework.rules import Count, band_of, band_of_count, whole_percent
from yotrate.service.model import Discretion, Printed, Sample, Service


class QuestionResult(NamedTuple):
    """A key question: its count in cases, its whole per cent, and the rating of its band.

    All three are None where the question is judged with its standard as a whole, or left out;
    only the rating is known where it is judged by itself. Per cent and rating are None where it
    applied to no case; the count is where only the per cent is known.
    """

    question: KeyQuestion
    count: Count | None  # type: ignore[assignment]  # in place of a tuple's method
    percent: int | None
    rating: Rating | None
    limiting: bool


class StandardResult(NamedTuple):
    """A standard: the rating worked out from its questions, and the one it has in the end."""

    standard: Standard
    questions: tuple[QuestionResult, ...]
    calculated: Rating | None
    discretion: Discretion | None
    rating: Rating | None

    @property
    def points(self) -> int | None:
        """What the standard adds to the overall score, in points (step 5); None if nothing can."""
        counts = self.standard.counts_towards_overall
        return self.rating.points if counts and self.rating is not None else None

    @property
    def limiting(self) -> list[QuestionResult]:
        """The key questions that hold the standard at its calculated rating."""
        return [question for question in self.questions if question.limiting]


class DomainResult(NamedTuple):
    """A domain: its standards, and what they were rated from (None where all is judged)."""

    domain: Domain
    evidence: Sample | Printed | None
    standards: tuple[StandardResult, ...]

    @property
    def cases(self) -> int | None:
        """How many cases were read; None where that is not known."""
        return len(self.evidence.cases) if isinstance(self.evidence, Sample) else None


class Overall(NamedTuple):
    """An overall score in points, and its rating; both None where a standard has no rating."""

    score: int | None
    rating: Rating | None


class Result(NamedTuple):
    """All the ratings of a service."""

    service: Service
    framework: Framework
    domains: tuple[DomainResult, ...]
    maximum: int
    overall: Overall
    calculated: Overall

    @property
    def standards(self) -> Iterator[StandardResult]:
        """Every standard, in the framework's order."""
        return (standard for domain in self.domains for standard in domain.standards)


def rate(framework: Framework, service: Service) -> Result:
    """Work out all ratings of a service (2018 framework, steps 1 to 7).

    Args:
        framework: the standards, thresholds and rules.
        service: answers and judgements that were checked against that framework.

    Returns:
        Percentages, ratings, points and the overall rating, with and without discretion. A rating
        is None, and so is the overall one, where the service has nothing to work it out from.
    """
    moves = {move.standard: move for move in reversed(service.discretion)}
    domains = tuple(_rate_domain(framework, domain, service, moves) for domain in framework.domains)
    counting = [
        standard
        for domain in domains
        for standard in domain.standards
        if standard.standard.counts_towards_overall
    ]
    return Result(
        service=service,
        framework=framework,
        domains=domains,
        maximum=framework.maximum,
        overall=_overall(framework, [each.rating for each in counting]),
        calculated=_overall(framework, [each.calculated for each in counting]),
    )


def _overall(framework: Framework, ratings: list[Rating | None]) -> Overall:
    """Add up the standards' points and find the band of the sum (steps 5 and 6)."""
    points = [rating.points for rating in ratings if rating is not None]
    if len(points) < len(ratings):
        return Overall(None, None)
    score = sum(points)
    return Overall(score, framework.ratings[band_of(score, framework.score_thresholds)])


def _rate_domain(
    framework: Framework, domain: Domain, service: Service, moves: Mapping[str, Discretion]
) -> DomainResult:
    evidence = service.evidence.get(domain.id)
    return DomainResult(
        domain=domain,
        evidence=evidence,
        standards=tuple(
            _rate_standard(framework, standard, service, evidence, moves.get(standard.id))
            for standard in domain.standards
        ),
    )


def _rate_standard(
    framework: Framework,
    standard: Standard,
    service: Service,
    evidence: Sample | Printed | None,
    move: Discretion | None,
) -> StandardResult:
    if standard.basis == "judgement":
        calculated = _named(framework, service.judgements.get(standard.id))
        questions = tuple(
            QuestionResult(question, None, None, None, limiting=False)
            for question in standard.key_questions
        )
        return StandardResult(standard, questions, calculated, None, calculated)
    bands = [_band(framework, question, service, evidence) for question in standard.key_questions]
    # The lowest band, because each key question is an integral part of the standard (step 4).
    lowest = min((band for _, _, band in bands if band is not None), default=None)
    questions = tuple(
        QuestionResult(
            question=question,
            count=count,
            percent=percent,
            rating=None if band is None else framework.ratings[band],
            limiting=band is not None and band == lowest,
        )
        for question, (count, percent, band) in zip(standard.key_questions, bands, strict=True)
    )
    calculated = None if lowest is None else framework.ratings[lowest]
    if move is None or calculated is None:
        return StandardResult(standard, questions, calculated, None, calculated)
    moved = _named(framework, move.rating)
    return StandardResult(standard, questions, calculated, move, moved)


def _band(
    framework: Framework,
    question: KeyQuestion,
    service: Service,
    evidence: Sample | Printed | None,
) -> tuple[Count | None, int | None, int | None]:
    """Return a question's count, whole per cent and band, as far as they are known."""
    if question.basis == "judgement":
        judged = service.judgements.get(question.id)
        return None, None, None if judged is None else framework.band_named(judged)
    figure = None if evidence is None else evidence.figure(question.id)
    if figure is None:
        return None, None, None
    thresholds = framework.percent_thresholds
    if isinstance(figure, int):
        return None, figure, band_of(figure, thresholds)
    if not figure.applicable:
        return figure, None, None
    yes, of = figure.yes, figure.applicable
    band = band_of_count(yes, of, thresholds, rounded=framework.rounded)
    return figure, whole_percent(yes, of), band


def _named(framework: Framework, name: str | None) -> Rating | None:
    band = None if name is None else framework.band_named(name)
    return None if band is None else framework.ratings[band]
