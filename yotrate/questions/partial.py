"""A half-finished audit: what is missing, and what the ratings can still become.

Every answer that is missing could be yes, no or n/a, and every judgement any rating. No further
cases are reckoned with, other than those of a domain that has none yet.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Literal, NamedTuple

from yotrate.framework import rules
from yotrate.framework.counts import Count
from yotrate.framework.model import Framework
from yotrate.rating.outcomes import AppliedToNoCase, QuestionResult
from yotrate.rating.overall import Overall
from yotrate.rating.results import Result, SampleResult, StandardResult
from yotrate.service.model import Sample

Bands = frozenset[int | None]
"""The bands that something can still have; None where it may have none."""


class Partial(NamedTuple):
    """What a half-finished audit lacks, and the range that its overall rating can still take.

    `judgements` are the ids of what is not judged yet, `domains` those without a case, `answers`
    the references of the cases that have not answered a key question, by its id. `bands` is what
    each standard can still come to, discretion included, None for no rating; `never_applied` are
    the standards whose key questions applied to no case so far. `withheld` tells whether there can
    or must be no overall rating in the end; `lowest` and `highest` are of those that there can be.
    """

    result: Result
    judgements: tuple[str, ...]
    domains: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    bands: Mapping[str, Bands]
    never_applied: tuple[str, ...]
    withheld: Literal["never", "possibly", "certainly"]
    lowest: Overall
    highest: Overall

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not (self.judgements or self.domains or self.answers)


def partial(result: Result) -> Partial:
    """Find what a result lacks, and its range: what was judged and answered stays as it is."""
    framework = result.framework
    bands = {standard.id: _bands(result, standard) for standard in result.standards}
    counting = [bands[each.id] for each in result.standards if each.takes_part]
    rated = [[band for band in own if band is not None] for own in counting]
    withheld: Literal["never", "possibly", "certainly"] = "never"
    if not all(rated) or not rated:
        withheld = "certainly"
    elif any(None in own for own in counting):
        withheld = "possibly"
    nothing = Overall(None, None, framework.ratings)
    none = withheld == "certainly"
    return Partial(
        result=result,
        judgements=tuple(_judgements(result)),
        domains=tuple(
            each.id
            for each in result.samples
            if each.evidence is None
            and any(own.standard.case_questions and own.not_rated is None for own in each.standards)
        ),
        answers=dict(_answers(result)),
        bands=bands,
        never_applied=tuple(
            each.id
            for each in result.standards
            if each.takes_part and each.band is None and each.applied_to_no_case
        ),
        withheld=withheld,
        lowest=nothing if none else _overall(framework, [min(own) for own in rated]),
        highest=nothing if none else _overall(framework, [max(own) for own in rated]),
    )


def _judgements(result: Result) -> list[str]:
    given = result.service.judgements
    wanted = (
        name for each in result.standards if each.not_rated is None for name in each.standard.judged
    )
    return [name for name in wanted if name not in given]


def _asked(domain: SampleResult) -> list[str]:
    """Return the key questions that cases answer, of what is rated."""
    rated = [each for each in domain.standards if each.not_rated is None]
    return [question.id for each in rated for question in each.standard.case_questions]


def _answers(result: Result) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for domain in result.samples:
        if not isinstance(domain.evidence, Sample):
            continue
        for name in _asked(domain):
            if name not in domain.evidence.answers:
                found.append((name, domain.evidence.cases))
            elif cases := domain.evidence.answered(name, None):
                found.append((name, tuple(cases)))
    return found


def _overall(framework: Framework, bands: list[int]) -> Overall:
    return Overall(*rules.overall_score(framework, bands), framework.ratings)


def _bands(result: Result, standard: StandardResult) -> Bands:
    """Return the bands that a standard can still have in the end, None where it may have none.

    Discretion is kept by every filling that leaves the standard one band away from where the panel
    moved it.
    """
    framework = result.framework
    every = frozenset[int | None](range(len(framework.ratings)))
    if standard.not_rated is not None:
        return frozenset({None})
    if standard.basis == "judgement":
        return every if standard.band is None else frozenset({standard.band})
    bands: Bands = frozenset({None})
    for question in standard.questions:
        own = _question_bands(framework, standard, question, every)
        bands = frozenset(rules.band_of_standard(pair) for pair in product(bands, own))
    moved = _moved_to(result, standard)
    if moved is None:
        return bands
    return frozenset(
        moved if band is not None and abs(band - moved) == 1 else band for band in bands
    )


def _moved_to(result: Result, standard: StandardResult) -> int | None:
    """Return the band that discretion moves a standard to, once it has one to be moved from."""
    moves = {move.standard: move.rating for move in reversed(result.service.discretion)}
    return result.framework.band_named(moves[standard.id]) if standard.id in moves else None


def _question_bands(
    framework: Framework, standard: StandardResult, result: QuestionResult, every: Bands
) -> Bands:
    """Return the bands of a key question, None where it may take no part."""
    evidence = standard.evidence
    if result.basis == "cases" and isinstance(evidence, Sample):
        count = evidence.figure(result.id) or Count(0, 0, 0)
        if isinstance(count, Count):
            known = count.applicable + (count.not_applicable or 0)
            return frozenset(_fillings(framework, count, len(evidence.cases) - known))
    if isinstance(result.outcome, AppliedToNoCase):
        return frozenset({None})
    return every if result.band is None else frozenset({result.band})


def _fillings(framework: Framework, count: Count, missing: int) -> Iterator[int | None]:
    """Give the bands that a count can come to when its missing answers are yes, no or n/a."""
    if not count.applicable:
        yield None
    thresholds, rounded = framework.percent_thresholds, framework.rounded
    wanted = set(range(len(thresholds)))
    for of in range(max(count.applicable, 1), count.applicable + missing + 1):
        most = count.yes + of - count.applicable
        first = [rules.fewest_yes(each, of, rounded=rounded) for each in thresholds]
        for band in sorted(wanted):
            last = first[band + 1] - 1 if band + 1 < len(first) else of
            if max(count.yes, first[band]) <= min(most, last):
                wanted.remove(band)
                yield band
        if not wanted:
            return
