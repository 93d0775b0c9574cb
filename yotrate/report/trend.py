"""A trend: several results in order of time, each compared with the next."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from yotrate import __version__
from yotrate.questions.trend import Trend, when
from yotrate.rating.results import Result
from yotrate.report import words as say
from yotrate.report.chance import change_or_chance, changed_cases
from yotrate.report.compare_data import compared, compared_rows
from yotrate.report.view import (
    Block,
    Cell,
    Column,
    Line,
    Listing,
    Record,
    Space,
    View,
    quiet,
    rating,
    strong,
    words,
)
from yotrate.text import plural


def trend_view(found: Trend, *, half_finished: bool = False, cases: bool = False) -> View:
    """Return several results side by side, in order of time.

    Args:
        found: the results, and what changed from each to the next.
        half_finished: whether to tell of each the range that is left.
        cases: whether to list the cases whose answers changed.
    """

    def document() -> dict[str, Any]:
        pairs = [
            compared(each, half_finished=half_finished, cases=cases) for each in found.comparisons
        ]
        return {"yotrate": __version__, "comparisons": pairs}

    def rows() -> Iterator[Record]:
        for pair in document()["comparisons"]:
            for row in compared_rows(pair):
                yield {
                    "before": pair["before"]["file"], "after": pair["after"]["file"], **row
                }  # fmt: skip

    return View(blocks=lambda: _blocks(found, cases=cases), rows=rows, document=document)


def _names(found: Trend) -> list[str]:
    """Return short names of results: their years, or their places where those are not apart."""
    times = [when(each) for each in found.results]
    years = [str(each[0]) if each else "" for each in times]
    if all(years) and len({*years}) == len(years):
        return years
    return [f"({at})" for at in range(1, len(years) + 1)]


def _blocks(found: Trend, *, cases: bool) -> Iterator[Block]:
    names = _names(found)
    for name, result in zip(names, found.results, strict=True):
        yield Line(words(strong(f"{name} {result.service.name}"), quiet(f" · {_about(result)}")))
        yield Line(words(*_overall(result)), indent=2)
    if not found.dated:
        yield Line(
            words("Not every file says when it was, so they stand in the order they were given.")
        )
    yield Space()
    yield Listing(
        (Column(flexible=True), *(Column(name, right=True) for name in names)),
        tuple(_rows(found)),
        headed=True,
        gap=2,
    )
    yield Space()
    note = "points of a standard, per cent of a key question; * further from the one before than"
    yield Line(words(quiet(f"{note} sampling explains")))
    for (one, other), pair in zip(pairwise(names), found.comparisons, strict=True):
        yield Space()
        yield Line(words(strong(f"{one} → {other}")))
        yield from change_or_chance(pair)
        if cases:
            yield from changed_cases(pair)


def _about(result: Result) -> str:
    details = say.details(result.service.details)
    return f"{details}; {result.framework.id}" if details else result.framework.id


def _overall(result: Result) -> list[Any]:
    overall = result.overall
    if overall.band is None or overall.score is None:
        return ["no overall rating"]
    score = f", {overall.score} of {plural(result.maximum, 'point')}"
    return [rating(result.framework.ratings, overall.band), score]


def _rows(found: Trend) -> Iterator[tuple[Cell, ...]]:
    """Return a row for each standard and key question of the latest, with the figures of all."""
    latest = found.results[-1]
    standards = [{each.id: each for each in result.standards} for result in found.results]
    questions = [
        {each.id: each for standard in result.standards for each in standard.questions}
        for result in found.results
    ]
    beyond = [
        {each.after.id for each in pair.questions if each.beyond_sampling}
        for pair in found.comparisons
    ]
    for standard in latest.standards:
        points = [own.get(standard.id) for own in standards]
        yield (
            words(strong(f"{standard.id} {standard.title}")),
            *(
                words("-" if each is None or each.points is None else str(each.points))
                for each in points
            ),
        )
        for question in standard.questions:
            figures = [own.get(question.id) for own in questions]
            if not any(each is not None and each.known for each in figures):
                continue
            marks = [False, *(question.id in marked for marked in beyond)]
            yield (
                words(f" {question.id} {question.title}"),
                *(
                    words("-" if each is None else f"{say.percent(each) or '-'}{'*' * mark}")
                    for each, mark in zip(figures, marks, strict=True)
                ),
            )
