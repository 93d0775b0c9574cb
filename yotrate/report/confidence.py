"""How far ratings depend on the sample: intervals and probabilities."""

from collections.abc import Iterator, Mapping
from math import floor
from typing import Any

from yotrate.framework.rules import whole_percent
from yotrate.questions.confidence import Confidence, Interval, QuestionConfidence
from yotrate.rating.results import SampleResult, StandardResult
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
    Words,
    colour_of,
    quiet,
    rating,
    rating_names,
    strong,
    words,
)
from yotrate.text import listed, plural, sentence

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
    data["assumed"] = {name: each.to_dict() for name, each in found.assumed.items()}
    data["confidence"] = {"level": found.level, "draws": found.draws, "seed": found.seed}
    data["overall"]["probabilities"] = _chances(found, found.overall)
    eligible = {name: each.eligible for name, each in found.assumed.items()}
    for domain in data["domains"]:
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
        "chances": (Column(flexible=True),),
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
                (
                    Row("chances", (_chances_of(found, standard, own.draws),)),
                    *(_question(each) for each in own.questions),
                ),
                name=standard.id,
            )
            for standard in domain.standards
            if (own := found.standards[standard.id]).draws is not None and standard.basis == "cases"
        ),
    )


def _head(found: Confidence, domain: SampleResult) -> Row:
    eligible, source = found.assumed[domain.id]
    cases = plural(domain.cases or 0, "case")
    if eligible is not None:
        cases = f"{domain.cases:,} of {plural(eligible, 'eligible case')}"
        if source == "framework":
            cases = f"{domain.cases:,} of {plural(eligible, 'case')} by the rule"
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


def _is_certain(found: Confidence, standard: StandardResult | None = None) -> bool:
    """Return whether nothing was left to draw for a standard, or for any."""
    result = found.result
    mine = None if standard is None else result.framework.sample_of(standard.id)
    return all(
        each.cases is None or each.cases == found.assumed[each.id].eligible
        for each in result.samples
        if mine in (None, each.id)
    )


_CLEAR, _NEAR = 90, 60
"""Per cent from which on a calculated rating is clear, and near."""


def _chances_of(
    found: Confidence, standard: StandardResult, draws: tuple[int, ...] | None
) -> Words:
    """Return a standard's calculated rating with its chance, the others', and what that means."""
    ratings, own = found.result.framework.ratings, standard.calculated_band
    certain = _is_certain(found, standard)
    if draws is None or own is None:
        return ()
    order = sorted(range(len(draws)), key=lambda band: (band != own, -draws[band], band))
    told = [
        f"{ratings[band].name} {_probability(draws[band], found.draws, certain=certain)}"
        for band in order
        if draws[band] or band == own
    ]
    share = whole_percent(draws[own], found.draws)
    likelier = max(range(len(draws)), key=lambda band: (draws[band], band == own))
    if likelier != own:
        end = f"{ratings[likelier].name} is likelier than as calculated"
    elif share >= _CLEAR:
        end = "clear"
    else:
        end = "near" if share >= _NEAR else "could go either way"
    return words(f"{', '.join(told)}: ", strong(end))


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
    yield _probabilities(found, found.overall, certain=_is_certain(found))


def _legend(found: Confidence) -> Iterator[Line]:
    result = found.result
    yield Line(
        words(
            "A chance is how often all eligible cases would give a rating, by a model and not by "
            f"measurement ({plural(found.draws, 'draw')} of whole cases, seed {found.seed}; beside "
            "those read stand four imaginary ones). It takes the sample for a simple random one, "
            "and judgements and readers for right."
        )
    )
    yield Line(
        words(
            f"Clear: {_CLEAR} in 100 or more; near: {_NEAR} in 100 or more. A standard takes its "
            "lowest question, so it errs low more often than high."
        )
    )
    if found.level is not None:
        yield Line(
            words(
                f"Intervals at {found.level}% cover the true percentage on average, not each one."
            )
        )
    moved = [each.id for each in result.moved]
    here = f" (here on {listed(moved)})" if moved else ""
    yield Line(words(f"These are calculated ratings: discretion{here} is left out."))
    yield from _eligible(found)
    if found.level is None:
        yield Line(
            words(
                f"There are no intervals: {result.framework.id} has no sampling, "
                "which gives their confidence level."
            )
        )
    yield Line(words(quiet(say.LIMITING)))


def _eligible(found: Confidence) -> Iterator[Line]:
    """Say from how many cases samples are taken to be drawn, and ask where nobody says."""
    result = found.result
    for sample in result.samples:
        if sample.cases is None:
            continue
        (eligible, source), name = found.assumed[sample.id], sample.sampled.name
        if source == "framework":
            yield Line(
                words(
                    f"{sentence(name)}: {plural(eligible or 0, 'case')} were eligible, if the "
                    f"sample was drawn as {result.framework.id} says."
                )
            )
        elif source == "unknown":
            yield Line(
                words(
                    f"{sentence(name)}: you read {sample.cases:,}. Of how many? Put it under "
                    "'eligible' in the file; till then they are taken to be very many, which "
                    "leaves the most doubt."
                )
            )
        elif eligible is None:
            yield Line(words(f"{sentence(name)}: the eligible cases are taken to be very many."))
