"""How far ratings depend on which cases were drawn.

Works in floats, for intervals and weights; draws are banded in whole numbers.

Key questions have an interval: Wilson's (E. B. Wilson, 1927, "Probable inference, the law of
succession, and statistical inference"), at the confidence level that the framework sizes samples
for. It is that of yes among the cases to which the question applied. Where the number of eligible
cases is known, the finite-population correction narrows it, to a point when all of them were read.

Where the number of eligible cases is known, an interval also leaves out what the cases that were
not read could not make of it.

Standards and the overall rating have probabilities: how often each rating comes out of many draws
of whole cases (`draws`), so that one case's answers stay together, each domain by itself.

Ratings are the calculated ones: discretion is left out. All that is judged stays as it is.

As a standard takes the lowest band of its questions, doubt about each of them adds up: the most
likely rating of a standard may be lower than the calculated one.

Limits. This is a model, not a measurement. Only the drawing of the sample is in doubt here, which
is taken to be a simple random one: not how cases were judged, nor whether the sample was matched to
the eligible cases; matching usually makes ratings surer than this says. A question that applied to
no case applies to none in any draw. From few cases the probabilities are rough. Their own error,
from the number of draws, is at most 0.5 percentage points in 10,000 draws (one standard error).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, repeat
from math import sqrt
from operator import mul
from random import Random
from struct import Struct
from types import MappingProxyType
from typing import NamedTuple

from yotrate.framework import rules
from yotrate.framework.counts import Count
from yotrate.framework.model import Framework, names_of
from yotrate.questions.assumed import Assumed, assumed
from yotrate.questions.draws import Imaginary, imaginary, weights
from yotrate.questions.errors import NoAnswer
from yotrate.questions.sample import deviations
from yotrate.rating.outcomes import Counted, Judged, QuestionResult
from yotrate.rating.results import Result, SampleResult, StandardResult
from yotrate.service.model import Printed, Sample

_DRAWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a percentage may lie, in per cent."""

    low: float
    high: float

    def rounded(self) -> tuple[float, float]:
        """Return both limits to a hundredth of a point, which is the same on every computer."""
        return round(self.low, 2), round(self.high, 2)


@dataclass(frozen=True, slots=True)
class QuestionConfidence:
    """A key question and its interval; None without a count, or without a confidence level."""

    result: QuestionResult
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class StandardConfidence:
    """A standard, and how many draws gave it each rating, worst first; None where it has none."""

    result: StandardResult
    questions: tuple[QuestionConfidence, ...]
    draws: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Confidence:
    """How far the ratings of a result depend on which cases were drawn.

    `level` is the confidence level of intervals, in per cent, None where the framework gives none;
    `assumed` says by domain from how many eligible cases it was drawn, and who says so; `draws` is
    the number of draws; `overall` how many of them gave each overall rating, worst first, None
    where there is no overall rating.
    """

    result: Result
    level: int | None
    assumed: Mapping[str, Assumed]
    seed: int
    draws: int
    standards: Mapping[str, StandardConfidence]
    overall: tuple[int, ...] | None


def confidence(
    result: Result,
    *,
    seed: int,
    draws: int,
    eligible: Mapping[str, int | None] = MappingProxyType({}),
    progress: Callable[[int], None] = lambda _: None,
) -> Confidence:
    """Find how far ratings depend on which cases were drawn.

    Args:
        result: the ratings of a service whose cases are known.
        seed: what the draws start from; the same seed gives the same draws.
        draws: how many to make.
        eligible: by domain how many cases were eligible, in place of what the file says; None is
            unknown.
        progress: is called every so often with the number of draws made so far.

    Raises:
        NoAnswer: a domain has printed results and no cases, so that none can be drawn.
        WrongUsage: a number is of no domain with cases, or less than were read.
    """
    printed = [each.sampled for each in result.samples if isinstance(each.evidence, Printed)]
    if printed:
        have = "has" if len(printed) == 1 else "have"
        raise NoAnswer(
            f"{names_of(printed)} {have} results and no cases: confidence takes the answers of "
            "every case"
        )
    rule = result.framework.sampling
    populations = assumed(result, eligible)
    drawn = outcomes(result, populations, seed, draws, progress)
    by_standard, overall = _tally(result, drawn, draws)
    standards = {
        standard.id: StandardConfidence(
            result=standard,
            questions=tuple(
                QuestionConfidence(each, _interval(result, populations, standard, each.count))
                for each in standard.questions
            ),
            draws=by_standard[standard.id],
        )
        for standard in result.standards
    }
    level = None if rule is None else rule.confidence
    return Confidence(result, level, populations, seed, draws, standards, overall)


def _interval(
    result: Result,
    populations: Mapping[str, Assumed],
    standard: StandardResult,
    count: Count | None,
) -> Interval | None:
    sample, rule = standard.evidence, result.framework.sampling
    if rule is None or count is None or not count.applicable or not isinstance(sample, Sample):
        return None
    cases = len(sample.cases)
    eligible = populations[result.framework.sample_of(standard.id)].eligible
    found = wilson(count, rule.confidence, cases=cases, eligible=eligible)
    return found if eligible is None else _possible(found, count, eligible - cases)


def _possible(interval: Interval, count: Count, unread: int) -> Interval:
    """Return an interval short of what no answers of the cases that were not read could make."""
    of = count.applicable + unread
    low, high = 100 * count.yes / of, 100 * (count.yes + unread) / of
    return Interval(max(interval.low, low), min(interval.high, high))


def wilson(count: Count, level: int, *, cases: int, eligible: int | None = None) -> Interval:
    """Return Wilson's interval of the percentage of yes (Wilson, 1927).

    With `eligible` the finite-population correction turns the applicable cases into as many as
    would tell as much in an endless population. To how many of the eligible cases the question
    applies is not known; it is taken to be the same part as of the cases read.

    Args:
        count: the answers, of at least one applicable case.
        level: the confidence level, in per cent.
        cases: how many cases were read.
        eligible: how many there were to draw them from.
    """
    of = float(count.applicable)
    share = count.yes / of
    if eligible is not None:
        if eligible == cases:
            return Interval(100 * share, 100 * share)
        of = (of * eligible - cases) / (eligible - cases)
    z = deviations(level)
    middle = share + z * z / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + (z / (2 * of)) ** 2)
    whole = 1 + z * z / of
    # At 0 and 100 per cent one end is exactly there, whatever the last digit of a float says.
    low = 100 * (middle - reach) / whole if count.yes else 0.0
    high = 100 * (middle + reach) / whole if count.no else 100.0
    return Interval(low, high)


class _Rule(NamedTuple):
    """How a standard is banded from the drawn bands of its domain's questions.

    `judged` is the lowest band among those of its questions that are judged, the best one without.
    """

    judged: int
    questions: slice


Outcome = tuple[tuple[int, ...], ...]
"""What a draw gave: for each domain with cases, the band of each standard that they rate."""


def outcomes(
    result: Result,
    populations: Mapping[str, Assumed],
    seed: int,
    draws: int,
    progress: Callable[[int], None],
) -> Iterator[Counter[Outcome]]:
    """Return, of some draws at a time, how often each outcome came: none is kept longer."""
    endless: Iterator[Outcome] = zip(
        *(
            # A source for each domain: what one is drawn from does not change another's draws.
            _bands(result, domain, populations[domain.id], Random(f"{seed} {domain.id}"))  # noqa: S311
            for domain in result.samples
            if _drawn(domain)
        ),
        strict=True,
    )
    if not any(_drawn(domain) for domain in result.samples):
        endless = repeat(())
    for done in range(0, draws, _DRAWS_AT_A_TIME):
        yield Counter(islice(endless, min(_DRAWS_AT_A_TIME, draws - done)))
        progress(min(done + _DRAWS_AT_A_TIME, draws))


def _drawn(domain: SampleResult) -> list[StandardResult]:
    """Return the standards of a domain whose rating rests on cases."""
    return [
        standard
        for standard in domain.standards
        if any(isinstance(question.outcome, Counted) for question in standard.questions)
    ]


def _bands(
    result: Result, domain: SampleResult, population: Assumed, source: Random
) -> Iterator[tuple[int, ...]]:
    """Draw the cases of a domain again and again, and band its standards each time.

    All counts of a draw are found at once: each case is a single number, in which every question
    has 64 bits for yes and 64 for being applicable, and a draw adds up these numbers, weighted.
    """
    sample = domain.evidence
    if not isinstance(sample, Sample):
        return
    framework = result.framework
    lowest, columns = _rules(framework, domain, sample)
    cases = [
        sum(answer << 64 * at for at, answer in enumerate(chain.from_iterable(answers)))
        for answers in zip(*columns, strict=True)
    ]
    ones = sum(1 << 64 * at for at in range(2 * len(columns)))
    applicable = sum(1 << 64 * at for at in range(1, 2 * len(columns), 2))
    cases += [ones, applicable]
    counts = Struct(f"<{2 * len(columns)}Q")
    thresholds, rounded = framework.percent_thresholds, framework.rounded
    band_of_count, lowest_of = rules.band_of_count, rules.lowest_band
    prior = _imaginary(columns)
    for drawn_weights in weights(len(sample.cases), population.eligible, prior, source):
        drawn = sum(map(mul, drawn_weights, cases)).to_bytes(counts.size, "little")
        figures = iter(counts.unpack(drawn))
        bands = [
            band_of_count(yes, of, thresholds, rounded=rounded)
            for yes, of in zip(figures, figures, strict=True)
        ]
        yield tuple([lowest_of((rule.judged, *bands[rule.questions])) for rule in lowest])


def _rules(
    framework: Framework, domain: SampleResult, sample: Sample
) -> tuple[list[_Rule], list[list[tuple[bool, bool]]]]:
    """Return how standards are banded, and of each question they need, case by case.

    A case counts as yes, and as applicable.
    """
    found: list[_Rule] = []
    columns: list[list[tuple[bool, bool]]] = []
    for standard in _drawn(domain):
        judged, first = len(framework.ratings) - 1, len(columns)
        for question in standard.questions:
            match question.outcome:
                case Judged(band=band):
                    judged = rules.lowest_band((judged, band))
                case Counted():
                    answers = sample.answers[question.id]
                    columns.append([(answer == "yes", answer != "n/a") for answer in answers])
        found.append(_Rule(judged, slice(first, len(columns))))
    return found, columns


def _imaginary(columns: Iterable[Iterable[tuple[bool, bool]]]) -> Imaginary:
    """Return what the imaginary cases of a domain weigh, by all of its answers."""
    answers = list(chain.from_iterable(columns))
    yes = sum(each for each, _ in answers)
    return imaginary(yes, sum(applies for _, applies in answers) - yes)


def _tally(
    result: Result, counted: Iterable[Mapping[Outcome, int]], draws: int
) -> tuple[dict[str, tuple[int, ...] | None], tuple[int, ...] | None]:
    """Count over all outcomes how many draws gave each standard, and the service, each rating."""
    framework = result.framework
    bands = range(len(framework.ratings))
    drawn = [standard for domain in result.samples for standard in _drawn(domain)]
    tallies = [[0 for _ in bands] for _ in drawn]
    overall = [0 for _ in bands]
    # What cases do not rate adds the same points to the score of every draw.
    fixed = (result.calculated.score or 0) - sum(
        _points(framework, each, each.calculated_band) for each in drawn
    )
    points = [[_points(framework, each, band) for band in bands] for each in drawn]
    for outcome, times in chain.from_iterable(each.items() for each in counted):
        score = fixed
        drawn_bands = chain.from_iterable(outcome)
        for band, tally, adds in zip(drawn_bands, tallies, points, strict=True):
            tally[band] += times
            score += adds[band]
        overall[rules.band_of_score(score, result.scale)] += times
    by_standard: dict[str, tuple[int, ...] | None] = {
        each.id: None
        if each.calculated_band is None
        else tuple(draws * (band == each.calculated_band) for band in bands)
        for each in result.standards
    }
    for each, tally in zip(drawn, tallies, strict=True):
        by_standard[each.id] = tuple(tally)
    return by_standard, None if result.calculated.score is None else tuple(overall)


def _points(framework: Framework, standard: StandardResult, band: int | None) -> int:
    """Return what a standard adds to the overall score with a band, in points (step 5)."""
    return rules.points_of(framework, band) if band is not None and standard.takes_part else 0
