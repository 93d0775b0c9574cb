"""A half-finished audit: what is missing, and what the ratings can still become.

Every answer that is missing could be yes, no or n/a, and every judgement any rating. No further
cases are reckoned with, other than those of a domain that has none yet.
"""

from collections.abc import Mapping
from typing import NamedTuple

from yotrate.framework.model import Framework
from yotrate.framework.rules import Count, band_of, band_of_count
from yotrate.rating.engine import DomainResult, Overall, QuestionResult, Result, StandardResult
from yotrate.service.model import Sample

Range = tuple[int, int]
"""The lowest and the highest band, or score, that something can have."""


class Partial(NamedTuple):
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
        (standard.standard.counts_towards_overall, _range(framework, domain, standard))
        for domain in result.domains
        for standard in domain.standards
    ]
    counting = [bands for counts, bands in ranges if counts]
    return Partial(
        result=result,
        judgements=tuple(_judgements(result)),
        domains=tuple(
            each.domain.id
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
    score = sum(framework.ratings[band].points for band in bands)
    return Overall(score, framework.ratings[band_of(score, framework.score_thresholds)])


def _range(framework: Framework, domain: DomainResult, standard: StandardResult) -> Range:
    """Return the range of a standard; of one that discretion moved, the rating that it has."""
    best = len(framework.ratings) - 1
    if standard.standard.basis == "judgement":
        if standard.rating is None:
            return 0, best
        band = framework.ratings.index(standard.rating)
        return band, band
    ranges = [_question_range(framework, domain, question) for question in standard.questions]
    low, high = min(low for low, _ in ranges), min(high for _, high in ranges)
    if low == high and standard.rating is not None:
        low = high = framework.ratings.index(standard.rating)
    return low, high


def _question_range(framework: Framework, domain: DomainResult, result: QuestionResult) -> Range:
    best = len(framework.ratings) - 1
    evidence, name = domain.evidence, result.question.id
    if result.question.basis == "cases" and isinstance(evidence, Sample):
        count = evidence.figure(name)
        if isinstance(count, Count):
            missing = len(evidence.cases) - count.applicable - (count.not_applicable or 0)
            of = count.applicable + missing
            if not of:
                return best, best
            bands = [
                band_of_count(yes, of, framework.percent_thresholds, rounded=framework.rounded)
                for yes in (count.yes, count.yes + missing)
            ]
            return bands[0], bands[1]
    if result.rating is None:
        return 0, best
    band = framework.ratings.index(result.rating)
    return band, band
