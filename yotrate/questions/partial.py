"""A half-finished audit: what is missing, and what the ratings can still become.

Every answer that is missing could be yes, no or n/a, and every judgement any rating. No further
cases are reckoned with, other than those of a domain that has none yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yotrate.framework import rules
from yotrate.framework.counts import Count
from yotrate.framework.model import Framework
from yotrate.rating.results import DomainResult, Overall, QuestionResult, Result, StandardResult
from yotrate.service.model import Sample

Range = tuple[int, int]
"""The lowest and the highest band, or score, that something can have."""


@dataclass(frozen=True, slots=True)
class Partial:
    """What a half-finished audit lacks, and the range that its overall rating can still take.

    `judgements` are the ids of what is not judged yet, `domains` those without a case, `answers`
    the references of the cases that have not answered a key question, by its id.
    """

    result: Result
    judgements: tuple[str, ...]
    domains: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    lowest: Overall
    highest: Overall

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not (self.judgements or self.domains or self.answers)


def partial(result: Result) -> Partial:
    """Find what a result lacks, and its range: what was judged and answered stays as it is."""
    framework = result.framework
    ranges = [
        (standard.counts, _range(framework, domain, standard))
        for domain in result.domains
        for standard in domain.standards
    ]
    counting = [bands for counts, bands in ranges if counts]
    return Partial(
        result=result,
        judgements=tuple(_judgements(result)),
        domains=tuple(
            each.id
            for each in result.domains
            if each.domain.case_questions and each.evidence is None
        ),
        answers=dict(_answers(result)),
        lowest=_overall(framework, [low for low, _ in counting]),
        highest=_overall(framework, [high for _, high in counting]),
    )


def _judgements(result: Result) -> list[str]:
    given = result.service.judgements
    wanted = (name for standard in result.framework.standards for name in standard.judged)
    return [name for name in wanted if name not in given]


def _answers(result: Result) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for domain in result.domains:
        if not isinstance(domain.evidence, Sample):
            continue
        for question in domain.domain.case_questions:
            if question.id not in domain.evidence.answers:
                found.append((question.id, domain.evidence.cases))
            elif cases := domain.evidence.answered(question.id, None):
                found.append((question.id, tuple(cases)))
    return found


def _overall(framework: Framework, bands: list[int]) -> Overall:
    return Overall(*rules.overall_score(framework, bands), framework.ratings)


def _range(framework: Framework, domain: DomainResult, standard: StandardResult) -> Range:
    """Return the range of a standard; of one that discretion moved, the rating that it has."""
    best = len(framework.ratings) - 1
    if standard.basis == "judgement":
        return (0, best) if standard.band is None else (standard.band, standard.band)
    ranges = [_question_range(framework, domain, question) for question in standard.questions]
    low = rules.lowest_band(low for low, _ in ranges)
    high = rules.lowest_band(high for _, high in ranges)
    if low == high and standard.band is not None:
        low = high = standard.band
    return low, high


def _question_range(framework: Framework, domain: DomainResult, result: QuestionResult) -> Range:
    best = len(framework.ratings) - 1
    evidence = domain.evidence
    if result.basis == "cases" and isinstance(evidence, Sample):
        count = evidence.figure(result.id)
        if isinstance(count, Count):
            missing = len(evidence.cases) - count.applicable - (count.not_applicable or 0)
            of = count.applicable + missing
            if not of:
                return best, best
            low, high = (
                rules.band_of_answers(framework, yes, of)
                for yes in (count.yes, count.yes + missing)
            )
            return low, high
    return (0, best) if result.band is None else (result.band, result.band)
