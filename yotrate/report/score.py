"""The ratings of a service, in the spirit of a report's annex."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yotrate.framework.rules import full_scale
from yotrate.questions.edges import QuestionBoundary
from yotrate.questions.openings import StandardBoundary, standard_boundary
from yotrate.questions.partial import partial
from yotrate.rating.outcomes import LeftOut, QuestionResult
from yotrate.rating.results import DomainResult, Result, StandardResult
from yotrate.report import words as say
from yotrate.report.missing import what_is_missing, with_what_is_missing
from yotrate.report.rows import key_questions
from yotrate.report.view import (
    BAR,
    Bar,
    Block,
    Column,
    Gauge,
    Line,
    Outline,
    Row,
    Scale,
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
from yotrate.text import listed, plural

_INDENT = 7


def score_view(result: Result, *, half_finished: bool = False) -> View:
    """Return a service's ratings.

    Args:
        result: the ratings.
        half_finished: whether to tell what is missing, and the range that is left.
    """

    def entries() -> Iterator[dict[str, Any]]:
        yield service_entry(result, half_finished=half_finished)

    return View(
        blocks=lambda: _blocks(result, half_finished=half_finished),
        rows=lambda: key_questions(entries()),
        services=entries,
    )


def service_entry(result: Result, *, half_finished: bool = False) -> dict[str, Any]:
    """Return one service's ratings as plain data: the contract of `score` in JSON.

    With `half_finished`, also what is missing, and the range that the overall rating can take.
    """
    data = {"file": result.service.file, **result.to_dict()}
    return with_what_is_missing(data, result) if half_finished else data


def _blocks(result: Result, *, half_finished: bool) -> Iterator[Block]:
    yield from heading(result)
    moved = result.moved
    boundaries = {
        each.id: standard_boundary(result.framework, each)
        for each in result.standards
        if each.basis == "cases" and each.not_rated is None and not _nothing_given(each)
    }
    near = {name: each.questions for name, each in boundaries.items()}
    yield Outline(
        _layouts(result),
        tuple(_section(result, domain, near, moved) for domain in result.domains),
        ("", "Yes", "Per cent", "Rating", "Points", "Marks"),
    )
    if result.framework.has_overall:
        yield Space()
        yield from _overall(result)
    if half_finished:
        yield from what_is_missing(result)
    yield from _notes(result)
    yield from legend([question for own in near.values() for question in own])
    yield from _openings(result, list(boundaries.values()))
    if not half_finished or partial(result).complete:
        yield from _published(result)


def heading(result: Result, *before: str) -> Iterator[Line]:
    """Return whose ratings these are, by which framework, and what the file tells about them."""
    service, framework = result.service, result.framework
    first = words(*map(quiet, before), strong(service.name))
    yield Line(first, "title" if not before else "text")
    indent = 2 if before else 0
    yield Line(words(quiet(f"{say.titled(framework)} ({framework.id})")), indent=indent)
    if text := say.provisional(framework):
        yield Line(words(text), indent=indent)
    if details := say.details(service.details):
        yield Line(words(quiet(details)), indent=indent)
    yield Line(words(quiet(f"{say.answered_by(service.answered_by, framework)}.")), indent=indent)
    if text := say.guesses(service.guesses):
        yield Line(words(text), indent=indent)
    if note := say.note(service.details):
        yield Line(words(quiet(note)), indent=indent)


def short_heading(result: Result) -> Iterator[Line]:
    """Return whose figures these are, and that they are not themselves ratings."""
    yield Line(words(strong(result.service.name)), "title")
    answered = say.answered_by(result.service.answered_by, result.framework)
    yield Line(words(quiet(f"{answered}.")))
    if text := say.guesses(result.service.guesses):
        yield Line(words(text))
    if text := say.provisional(result.framework):
        yield Line(words(text))


def _layouts(result: Result) -> Mapping[str, tuple[Column, ...]]:
    names = rating_names(result.framework.ratings)
    return {
        "domain": (
            Column(flexible=True),
            Column(None, BAR, bar=True),
            Column(None, holds=names, bar=True),
        ),
        "plain domain": (Column(flexible=True),),
        "standard": (
            Column(flexible=True),
            Column("Points", BAR, loose=True),
            Column("Rating", holds=names),
        ),
        "question": (
            Column("Marks"),
            Column(attached=True),
            Column(flexible=True),
            Column("Yes", right=True),
            Column("Per cent", 5, right=True),
            Column("Marks", attached=True),
            Column(None, BAR, bar=True),
            Column("Rating", holds=names),
        ),
    }


def _section(
    result: Result,
    domain: DomainResult,
    boundaries: Mapping[str, Sequence[QuestionBoundary]],
    moved: Sequence[StandardResult],
) -> Section:
    title = words(strong(f"{domain.id} {domain.title}"), quiet(f" · {say.evidence_of(domain)}"))
    head = Row("plain domain", (title,))
    if domain.from_cases:
        scale = Scale(result.framework.percent_thresholds, 100)
        head = Row("domain", (title, scale, ()))
    return Section(
        head,
        tuple(
            Row(
                "standard",
                (
                    words(
                        strong(f"{standard.id} {standard.title}"), quiet(say.own_sample(standard))
                    ),
                    words(_points(result, standard, moved)),
                    words(rating(result.framework.ratings, standard.band, "strong")),
                ),
                tuple(_question(result, each) for each in boundaries.get(standard.id, ())),
                tuple(_why_not(standard)),
                standard.id,
            )
            for standard in domain.standards
        ),
    )


def _nothing_given(standard: StandardResult) -> bool:
    return all(isinstance(each.outcome, LeftOut) for each in standard.questions)


def _why_not(standard: StandardResult) -> Iterator[Line]:
    if text := say.without_rating(standard):
        yield Line(words(quiet(text)), indent=_INDENT)


def _points(result: Result, standard: StandardResult, moved: Sequence[StandardResult]) -> str:
    parts = [] if standard.points is None else [plural(standard.points, "point")]
    if not standard.counts and result.framework.has_overall:
        parts.append("not counted")
    if standard in moved:
        parts.append(f"moved [{moved.index(standard) + 1}]")
    return ", ".join(parts)


def _question(result: Result, boundary: QuestionBoundary) -> Row:
    own = boundary.result
    bar = () if own.percent is None else percent_bar(result, own)
    return Row(
        "question",
        (
            words("▸" if own.limiting else " "),
            words(own.id),
            question_label(own),
            words(say.fraction(own)),
            words(say.percent(own)),
            words((own.percent is not None and near_mark(boundary)) or " "),
            bar,
            () if own.band is None else words(rating(result.framework.ratings, own.band)),
        ),
    )


def percent_bar(result: Result, question: QuestionResult) -> Bar | Words:
    """Return a bar of a percentage in its rating's colour; nothing where there is none."""
    if question.percent is None or question.band is None:
        return ()
    colour = colour_of(result.framework.ratings, question.band)
    return Bar(question.percent, 100, result.framework.percent_thresholds, colour)


def question_label(question: QuestionResult) -> Words:
    """Return a key question's label, and whether it is judged and not answered by cases."""
    if question.basis == "judgement":
        return words(question.title, quiet(" (judged)"))
    return words(question.title)


def near_mark(question: QuestionBoundary) -> str:
    """Return the mark of a question that is near the band below, above, or both."""
    down = question.down is not None and bool(question.down.near)
    up = question.up is not None and bool(question.up.near)
    if down and up:
        return "↕"
    return "↓" if down else "↑" if up else ""


def _overall(result: Result) -> Iterator[Block]:
    overall = result.overall
    if overall.band is None or overall.score is None:
        yield Line(words(say.withheld(result)))
        return
    total = plural(result.maximum, "point")
    yield Line(
        words(
            strong("Overall: "),
            rating(result.framework.ratings, overall.band, "strong"),
            f", {overall.score} of {total}",
        )
    )
    colour = colour_of(result.framework.ratings, overall.band)
    yield Gauge(Bar(overall.score, result.maximum, result.scale.thresholds, colour))
    yield from scale_of_what_was_rated(result)
    yield from without_discretion(result)


def scale_of_what_was_rated(result: Result) -> Iterator[Line]:
    """Return the scale in points where it is not that of the whole framework."""
    if result.scale != full_scale(result.framework):
        names, scores = rating_names(result.framework.ratings), say.scores_of_bands(result.scale)
        bands = ", ".join(f"{name} {score}" for name, score in zip(names, scores, strict=True))
        yield Line(words(quiet(f"Of {plural(result.maximum, 'point')}: {bands}.")))


def without_discretion(result: Result, before: str = "") -> Iterator[Line]:
    """Return what the overall rating would be without discretion, and what each move does."""
    overall, calculated = result.overall, result.calculated
    counting = [move for move in result.moves if move.standard.takes_part]
    if calculated.band is None or not counting:
        return
    moved = listed([move.standard.id for move in counting])
    decides = "have been" if calculated.band != overall.band else "still have been"
    yield Line(
        words(
            f"{before}Without discretion on {moved} the overall rating would {decides} ",
            rating(result.framework.ratings, calculated.band),
            f" ({calculated.score} of {result.maximum}).",
        )
    )
    if len(counting) > 1:
        for move in counting:
            yield Line(words(before, *say.effect(result, move)))


def _item(text: str) -> Line:
    return Line(words(text), "item", indent=2)


def _notes(result: Result) -> Iterator[Line]:
    for number, standard in enumerate(result.moved, start=1):
        if standard.discretion is not None:
            yield Line(words(f"[{number}] {standard.id} is ", *say.moved(standard)))


def legend(questions: Sequence[QuestionBoundary]) -> Iterator[Line]:
    """Return what the marks of key questions mean, and which bands rest on rounding."""
    if any(each.result.limiting for each in questions):
        yield Line(words(quiet(say.LIMITING)))
    marks = {near_mark(each) for each in questions} - {""}
    meanings = {
        "↑": "question near the band above",
        "↓": "question near the band below",
        "↕": "question near both",
    }
    if marks:
        text = ", ".join(f"{mark} {meanings[mark]}" for mark in meanings if mark in marks)
        yield Line(words(quiet(text)))
    sensitive = [each.result.id for each in questions if each.rounding_sensitive]
    if sensitive:
        yield Line(words(f"Rounding decides the band of {listed(sensitive)}."))


def _openings(result: Result, boundaries: Sequence[StandardBoundary]) -> Iterator[Line]:
    """Return on which standards discretion is open, or cannot be told."""
    arrows = {"down": "↓", "up": "↑"}
    opened = [
        f"{each.result.id}{''.join(arrows[opening.direction] for opening in each.openings)}"
        for each in boundaries
        if each.openings
    ]
    word = say.discretion_is_open(result)
    more = "('yotrate boundary' tells more)"
    if opened:
        yield Line(words(f"{word}: {', '.join(opened)} {more}"))
    if any(each.unknown for each in boundaries):
        which = "Elsewhere it" if opened else "Whether a rating is near an edge"
        yield Line(words(quiet(f"{which} can't be told without counts of cases.")))


def _published(result: Result) -> Iterator[Line]:
    found = result.differences
    if found is None:
        return
    if not found:
        yield Line(words("Agrees with the published report."))
        return
    figures = plural(len(found), "figure")
    yield Line(words(f"Differs from the published report in {figures}:"))
    for each in found:
        yield _item(str(each))
