"""How far ratings depend on the sample: intervals and probabilities."""

from collections.abc import Iterator, Mapping
from math import floor
from typing import Any

from yotrate.framework.model import names_of
from yotrate.framework.rules import whole_percent
from yotrate.questions.confidence import Confidence, Interval, QuestionConfidence
from yotrate.rating.outcomes import Counted
from yotrate.rating.results import Result, SampleResult, StandardResult
from yotrate.report import words as say
from yotrate.report.rows import key_questions
from yotrate.report.score import question_label, service_entry, short_heading
from yotrate.report.view import (
    Bar,
    Block,
    Column,
    Line,
    Listing,
    Outline,
    Row,
    Section,
    Space,
    View,
    colour_of,
    quiet,
    rating,
    rating_names,
    strong,
    words,
)
from yotrate.text import listed, plural

_INTERVAL = len("100% to 100%")
_PERCENT = len(">99%")
_INDENT = 7


def confidence_view(found: Confidence) -> View:
    """Return the interval of every key question, and the probability of every rating."""

    def entries() -> Iterator[dict[str, Any]]:
        yield _entry(found)

    return View(
        blocks=lambda: _blocks(found),
        rows=lambda: key_questions(entries()),
        services=entries,
    )


def _entry(found: Confidence) -> dict[str, Any]:
    """Return the contract of `confidence` in JSON: what `score` gives, and more.

    `probabilities` are of calculated ratings, from 0 to 1, worst first; the limits of an
    `interval` are in per cent.
    """
    data = service_entry(found.result)
    data["confidence"] = {"level": found.level, "draws": found.draws, "seed": found.seed}
    data["overall"]["probabilities"] = _chances(found, found.overall)
    for domain in data["domains"]:
        eligible = found.result.service.eligible
        domain["eligible"] = eligible.get(domain["id"])
        for standard in domain["standards"]:
            if "cases" in standard:
                standard["eligible"] = eligible.get(standard["id"])
            own = found.standards[standard["id"]]
            standard["probabilities"] = _chances(found, own.draws)
            for question, each in zip(standard["key_questions"], own.questions, strict=True):
                question["interval"] = _limits(each.interval)
    return data


def _chances(found: Confidence, draws: tuple[int, ...] | None) -> dict[str, float] | None:
    if draws is None:
        return None
    ratings = found.result.framework.ratings
    return {each.name: number / found.draws for each, number in zip(ratings, draws, strict=True)}


def _limits(interval: Interval | None) -> dict[str, float] | None:
    if interval is None:
        return None
    low, high = interval.rounded()
    return {"low": low, "high": high}


def _blocks(found: Confidence) -> Iterator[Block]:
    result = found.result
    yield from short_heading(result)
    if not result.framework.from_cases:
        yield Line(words("Nothing is rated from cases, so nothing depends on which were drawn."))
        return
    yield Outline(
        _layouts(found),
        tuple(_section(found, each) for each in result.samples if each.cases is not None),
        ("", "Yes", "Per cent", "Interval", "Rating", "Marks"),
    )
    yield Space()
    if result.framework.has_overall:
        yield from _overall(found)
        yield Space()
    yield from _legend(found)


def _layouts(found: Confidence) -> Mapping[str, tuple[Column, ...]]:
    names = rating_names(found.result.framework.ratings)
    return {
        "domain": (Column(flexible=True), Column("Interval", _INTERVAL, right=True)),
        "plain domain": (Column(flexible=True),),
        "standard": (Column(flexible=True), Column("Rating", holds=names)),
        "question": (
            Column("Marks"),
            Column(attached=True),
            Column(flexible=True),
            Column("Yes", right=True),
            Column("Per cent", _PERCENT, right=True),
            Column("Interval", _INTERVAL, right=True),
        ),
    }


def _section(found: Confidence, domain: SampleResult) -> Section:
    ratings = found.result.framework.ratings
    return Section(
        _head(found, domain),
        tuple(
            Row(
                "standard",
                (
                    words(strong(f"{standard.id} {standard.title}")),
                    words(rating(ratings, standard.calculated_band, "strong")),
                ),
                tuple(_question(each) for each in own.questions),
                (_probabilities(found, own.draws, certain=_is_certain(found.result, standard)),),
                standard.id,
            )
            for standard in domain.standards
            if (own := found.standards[standard.id]).draws is not None and standard.basis == "cases"
        ),
    )


def _head(found: Confidence, domain: SampleResult) -> Row:
    eligible = found.result.service.eligible.get(domain.id)
    cases = plural(domain.cases or 0, "case")
    if eligible is not None:
        cases = f"{domain.cases:,} of {plural(eligible, 'eligible case')}"
    title = words(strong(f"{domain.id} {domain.sampled.title}"), quiet(f" · {cases}"))
    if found.level is None:
        return Row("plain domain", (title,))
    return Row("domain", (title, words(quiet(f"{found.level}% interval"))))


def _question(question: QuestionConfidence) -> Row:
    result = question.result
    return Row(
        "question",
        (
            words("▸" if result.limiting else " "),
            words(result.id),
            question_label(result),
            words(say.fraction(result)),
            words(say.percent(result)),
            words(_interval(question.interval)),
        ),
    )


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"{floor(interval.low + 0.5)}% to {floor(interval.high + 0.5)}%"


def _is_certain(result: Result, standard: StandardResult | None = None) -> bool:
    """Return whether nothing was left to draw for a standard, or for any."""
    mine = None if standard is None else result.framework.sample_of(standard.id)
    return all(
        each.cases is None or each.cases == result.service.eligible.get(each.id)
        for each in result.samples
        if mine in (None, each.id)
    )


def _probabilities(found: Confidence, draws: tuple[int, ...] | None, *, certain: bool) -> Listing:
    """Return a line for each rating that any draw gave, with its probability as a bar too."""
    ratings = found.result.framework.ratings
    return Listing(
        (
            Column(holds=rating_names(ratings)),
            Column(width=_PERCENT, right=True),
            Column(bar=True),
        ),
        tuple(
            (
                words(rating(ratings, band)),
                words(_probability(number, found.draws, certain=certain)),
                Bar(number, found.draws, (), colour_of(ratings, band)),
            )
            for band, number in enumerate(draws or ())
            if number
        ),
        indent=_INDENT,
    )


def _probability(number: int, of: int, *, certain: bool) -> str:
    """Return a probability in whole per cent, 100% only where all eligible cases were read."""
    percent = whole_percent(number, of)
    if percent == 0 and number:
        return "<1%"
    if percent == 100 and not (certain and number == of):  # noqa: PLR2004
        return ">99%"
    return f"{percent}%"


def _overall(found: Confidence) -> Iterator[Block]:
    result, calculated = found.result, found.result.calculated
    if found.overall is None or calculated.score is None:
        yield Line(words(say.withheld(result)))
        return
    yield Line(
        words(
            strong("Overall, as calculated: "),
            rating(result.framework.ratings, calculated.band, "strong"),
            f", {calculated.score} of {plural(result.maximum, 'point')}",
        )
    )
    yield _probabilities(found, found.overall, certain=_is_certain(result))


def _legend(found: Confidence) -> Iterator[Line]:
    result = found.result
    yield Line(
        words(
            "Beside each rating: how probable it is that all eligible cases would give it "
            f"({plural(found.draws, 'draw')} of whole cases, seed {found.seed}). "
            "A standard takes its lowest question, so doubt about any of them can lower it."
        )
    )
    moved = [each.id for each in result.moved]
    here = f" (here on {listed(moved)})" if moved else ""
    yield Line(
        words(
            f"These are calculated ratings: discretion{here} is left out, and judgements are not "
            "in doubt."
        )
    )
    yield from _eligible(found)
    if found.level is None:
        yield Line(
            words(
                f"There are no intervals: {result.framework.id} has no sampling, "
                "which gives their confidence level."
            )
        )
    if unanimous := _unanimous(found):
        yield Line(
            words(
                f"Every case gave {listed(unanimous)} the same answer, so draws show no doubt "
                "there, where there may be some."
            )
        )
    yield Line(words(quiet(say.LIMITING)))


def _unanimous(found: Confidence) -> list[str]:
    """Return the key questions that every case gave the same answer, where some were not read."""
    result = found.result
    return [
        question.id
        for sample in result.samples
        if sample.cases != result.service.eligible.get(sample.id)
        for standard in sample.standards
        for question in standard.questions
        if isinstance(question.outcome, Counted)
        and not (question.outcome.count.yes and question.outcome.count.no)
    ]


def _eligible(found: Confidence) -> Iterator[Line]:
    """Say for which domains it is not known how many cases were eligible, and what that means."""
    eligible = found.result.service.eligible
    sampled = [each for each in found.result.samples if each.cases is not None]
    unknown = [each.sampled for each in sampled if each.id not in eligible]
    if unknown:
        yield Line(
            words(
                f"The file does not say how many cases were eligible in "
                f"{names_of(unknown)} (its key 'eligible'): they are taken to be very many, which "
                "leaves the most doubt."
            )
        )
