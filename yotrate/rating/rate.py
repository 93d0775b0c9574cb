"""The rating of a service: a pure function from framework and answers to ratings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, overload

from yotrate.framework import rules
from yotrate.framework.counts import Count
from yotrate.framework.model import Domain, Framework, KeyQuestion, Standard
from yotrate.problems import WrongUsage
from yotrate.rating.agreement import differences
from yotrate.rating.outcomes import (
    AppliedToNoCase,
    Counted,
    Judged,
    JudgedAsAWhole,
    LeftOut,
    Outcome,
    PrintedPercentage,
    QuestionResult,
    band_of_outcome,
)
from yotrate.rating.overall import Overall
from yotrate.rating.results import DomainResult, Move, Result, StandardResult
from yotrate.service.model import Discretion, Printed, Sample, Service
from yotrate.text import quote


@overload
def rate(service: Service, /) -> Result: ...
@overload
def rate(framework: Framework, service: Service) -> Result: ...
def rate(framework: Framework | Service, service: Service | None = None) -> Result:
    """Work out all ratings of a service (2018 framework, steps 1 to 7).

    Args:
        framework: the standards, thresholds and rules; may be left out, and is then the one that
            the service was checked against.
        service: answers and judgements that were checked against that framework.

    Returns:
        Percentages, ratings, points and the overall rating, with and without discretion. A rating
        is None, and so is the overall one, where the service has nothing to work it out from.

    Raises:
        WrongUsage: the service was checked against another framework.
    """
    if isinstance(framework, Service):
        return _rate(framework.framework, framework)
    if service is None:
        raise WrongUsage("there is no service to rate")
    own = service.framework
    if framework is not own and framework != own:
        raise WrongUsage(
            f"the service {quote(service.name)} was checked against {own.id}, which is not the "
            f"framework {framework.id} that it is to be rated by"
        )
    return _rate(framework, service)


def _rate(framework: Framework, service: Service) -> Result:
    moves = {move.standard: move for move in reversed(service.discretion)}
    domains = tuple(_rate_domain(framework, domain, service, moves) for domain in framework.domains)
    standards = [standard for domain in domains for standard in domain.standards]
    counting = [standard for standard in standards if standard.takes_part]
    overall = _overall(framework, [each.band for each in counting])
    calculated = _overall(framework, [each.calculated_band for each in counting])
    published = service.published
    return Result(
        service=service,
        framework=framework,
        domains=domains,
        scale=rules.scale_of(framework, len(counting)),
        overall=overall,
        calculated=calculated,
        moves=tuple(_moves(framework, standards, overall)) if moves else (),
        differences=None
        if published is None
        else tuple(differences(published, overall, standards)),
    )


def _overall(framework: Framework, bands: list[int | None]) -> Overall:
    return Overall(*rules.overall_score(framework, bands), framework.ratings)


def _moves(
    framework: Framework, standards: list[StandardResult], overall: Overall
) -> Iterator[Move]:
    """Tell for each use of discretion what it does alone, and what holds without it."""
    counting = [standard for standard in standards if standard.takes_part]
    for moved in standards:
        if moved.discretion is None:
            continue
        alone = [each.band if each is moved else each.calculated_band for each in counting]
        rest = [each.calculated_band if each is moved else each.band for each in counting]
        without = _overall(framework, rest)
        yield Move(moved, _overall(framework, alone), without, without.band != overall.band)


class _Given(NamedTuple):
    """What a service gives of a standard, beside the judgements of all."""

    evidence: Sample | Printed | None
    move: Discretion | None = None
    why_not: str | None = None


def _rate_domain(
    framework: Framework, domain: Domain, service: Service, moves: Mapping[str, Discretion]
) -> DomainResult:
    shared = service.evidence.get(domain.id)
    standards = []
    for standard in domain.standards:
        evidence = shared if standard.sample is None else service.evidence.get(standard.id)
        given = _Given(evidence, moves.get(standard.id), service.not_rated.get(standard.id))
        standards.append(_rate_standard(framework, standard, service.judgements, given))
    return DomainResult(domain, shared, tuple(standards))


def rate_figures(framework: Framework, figures: Sequence[Count | int]) -> StandardResult:
    """Rate a standard of so many key questions, each by its count or its whole per cent."""
    questions = tuple(
        KeyQuestion(id=f"{at}", title=f"Question {at}") for at in range(1, len(figures) + 1)
    )
    standard = Standard(id="0", title="A standard").model_copy(update={"key_questions": questions})
    known = {each.id: figure for each, figure in zip(questions, figures, strict=True)}
    return _rate_standard(framework, standard, {}, _Given(Printed(known)))


def _rate_standard(
    framework: Framework, standard: Standard, judgements: Mapping[str, str], given: _Given
) -> StandardResult:
    evidence, move, why_not = given
    ratings = framework.ratings
    if why_not is not None:
        evidence, move = None, None
    if standard.basis == "judgement":
        outcomes: list[Outcome] = [JudgedAsAWhole() for _ in standard.key_questions]
        calculated = _band_named(framework, judgements.get(standard.id))
    else:
        outcomes = [
            _outcome(framework, each, judgements, evidence) for each in standard.key_questions
        ]
        calculated = rules.band_of_standard(map(band_of_outcome, outcomes))
    questions = tuple(
        QuestionResult(
            question,
            outcome,
            calculated is not None and band_of_outcome(outcome) == calculated,
            ratings,
        )
        for question, outcome in zip(standard.key_questions, outcomes, strict=True)
    )
    if calculated is None or standard.basis == "judgement":
        move = None
    silent = all(isinstance(each, LeftOut | JudgedAsAWhole) for each in outcomes)
    left_out = standard.optional and calculated is None and silent
    rated = why_not is None and not left_out
    return StandardResult(
        standard=standard,
        questions=questions,
        calculated_band=calculated,
        discretion=move,
        band=calculated if move is None else _band_named(framework, move.rating),
        ratings=ratings,
        takes_part=rules.takes_part(framework, standard, rated=rated),
        evidence=evidence,
        not_rated=why_not,
    )


def _outcome(
    framework: Framework,
    question: KeyQuestion,
    judgements: Mapping[str, str],
    evidence: Sample | Printed | None,
) -> Outcome:
    """Return what became of a key question of a standard that is rated from cases."""
    if question.basis == "judgement":
        band = _band_named(framework, judgements.get(question.id))
        return LeftOut() if band is None else Judged(band)
    figure = None if evidence is None else evidence.figure(question.id)
    if figure is None:
        return LeftOut()
    if isinstance(figure, int):
        return PrintedPercentage(figure, rules.band_of_percent(framework, figure))
    yes, of = figure.yes, figure.applicable
    if not of:
        return AppliedToNoCase(figure)
    band = rules.band_of_answers(framework, yes, of)
    return Counted(figure, rules.whole_percent(yes, of), band)


def _band_named(framework: Framework, name: str | None) -> int | None:
    return None if name is None else framework.band_named(name)
