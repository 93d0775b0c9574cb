"""The ratings of a service, in the spirit of a report's annex."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yotrate.questions.boundary import QuestionBoundary, standard_boundary
from yotrate.questions.partial import Partial, partial
from yotrate.rating.results import DomainResult, QuestionResult, Result, StandardResult
from yotrate.report import words as say
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

_MOST_CASES = 5


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
    if half_finished:
        found = partial(result)
        data["overall"]["range"] = {
            "from": found.lowest.to_dict(),
            "to": found.highest.to_dict(),
        }
        data["missing"] = {
            "judgements": list(found.judgements),
            "domains": list(found.domains),
            "answers": {name: list(cases) for name, cases in found.answers.items()},
        }
    return data


def _blocks(result: Result, *, half_finished: bool) -> Iterator[Block]:
    yield from heading(result)
    moved = result.moved
    boundaries = {
        each.id: standard_boundary(result.framework, each).questions
        for each in result.standards
        if each.basis == "cases" and each.calculated is not None
    }
    yield Outline(
        _layouts(result),
        tuple(_section(result, domain, boundaries, moved) for domain in result.domains),
        ("", "Yes", "Per cent", "Rating", "Points", "Marks"),
    )
    yield Space()
    yield from _overall(result)
    missing = partial(result) if half_finished else None
    if missing is not None:
        yield from _missing(missing)
    yield from _notes(moved)
    yield from legend([question for own in boundaries.values() for question in own])
    if missing is None or missing.complete:
        yield from _published(result)


def heading(result: Result, *before: str) -> Iterator[Line]:
    """Return whose ratings these are, by which framework, and what the file tells about them."""
    service, framework = result.service, result.framework
    first = words(*map(quiet, before), strong(service.name))
    yield Line(first, "title" if not before else "text")
    indent = 2 if before else 0
    yield Line(words(quiet(f"{say.titled(framework)} ({framework.id})")), indent=indent)
    if details := say.details(service.details):
        yield Line(words(quiet(details)), indent=indent)
    if note := say.note(service.details):
        yield Line(words(quiet(note)), indent=indent)


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
    if domain.evidence is not None:
        scale = Scale(result.framework.percent_thresholds, 100)
        head = Row("domain", (title, scale, ()))
    return Section(
        head,
        tuple(
            Row(
                "standard",
                (
                    words(strong(f"{standard.id} {standard.title}")),
                    words(_points(standard, moved)),
                    words(rating(result.framework.ratings, standard.band, "strong")),
                ),
                tuple(_question(result, each) for each in boundaries.get(standard.id, ())),
            )
            for standard in domain.standards
        ),
    )


def _points(standard: StandardResult, moved: Sequence[StandardResult]) -> str:
    points = "" if standard.points is None else plural(standard.points, "point")
    if not standard.counts:
        points = "not counted"
    if standard in moved:
        points = f"{points}, moved [{moved.index(standard) + 1}]"
    return points


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
    yield Gauge(Bar(overall.score, result.maximum, result.framework.score_thresholds, colour))
    yield from without_discretion(result)


def without_discretion(result: Result, before: str = "") -> Iterator[Line]:
    """Return a sentence on what the overall rating would be, where discretion changed the score."""
    overall, calculated = result.overall, result.calculated
    if calculated.band is None or calculated == overall:
        return
    moved = listed([each.id for each in result.moved])
    decides = "have been" if calculated.band != overall.band else "still have been"
    yield Line(
        words(
            f"{before}Without discretion on {moved} the overall rating would {decides} ",
            rating(result.framework.ratings, calculated.band),
            f" ({calculated.score} of {result.maximum}).",
        )
    )


def _missing(found: Partial) -> Iterator[Block]:
    """Return what a half-finished audit lacks, and what it can still become."""
    if found.complete:
        yield Line(words("Nothing is missing."))
        return
    yield Line(_range(found))
    yield Space()
    yield Line(words(strong("Missing:")))
    if found.judgements:
        yield _item(f"judgements of {listed(list(found.judgements))}")
    if found.domains:
        yield _item(f"cases of domains {listed(list(found.domains))}")
    for name, cases in found.answers.items():
        more = f" and {len(cases) - _MOST_CASES:,} more" if len(cases) > _MOST_CASES else ""
        who = ", ".join(cases[:_MOST_CASES])
        yield _item(f"{name}: {plural(len(cases), 'answer')} ({who}{more})")


def _item(text: str) -> Line:
    return Line(words(text), "item", indent=2)


def _range(found: Partial) -> Words:
    ratings, lowest, highest = found.result.framework.ratings, found.lowest, found.highest
    if lowest.band == highest.band:
        return words(
            "Whatever is still missing, it will be ",
            rating(ratings, lowest.band),
            f", with {lowest.score} to {highest.score} points.",
        )
    return words(
        "It can still become ",
        rating(ratings, lowest.band),
        f" ({lowest.score}) to ",
        rating(ratings, highest.band),
        f" ({highest.score} of {plural(found.result.maximum, 'point')}).",
    )


def _notes(moved: Sequence[StandardResult]) -> Iterator[Line]:
    for number, standard in enumerate(moved, start=1):
        if standard.discretion is not None:
            yield Line(words(f"[{number}] {standard.id} is ", *say.moved(standard)))


def legend(questions: Sequence[QuestionBoundary]) -> Iterator[Line]:
    """Return what the marks of key questions mean, and which bands rest on rounding."""
    if any(each.result.limiting for each in questions):
        yield Line(words(quiet(say.LIMITING)))
    marks = {near_mark(each) for each in questions} - {""}
    meanings = {"↑": "near the band above", "↓": "near the band below", "↕": "near both"}
    if marks:
        text = ", ".join(f"{mark} {meanings[mark]}" for mark in meanings if mark in marks)
        yield Line(words(quiet(f"{text} ('yotrate boundary' tells more)")))
    sensitive = [each.result.id for each in questions if each.rounding_sensitive]
    if sensitive:
        yield Line(words(f"Rounding decides the band of {listed(sensitive)}."))


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
