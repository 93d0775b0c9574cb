"""A framework: its thresholds, rules, standards, key questions and source."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from yotrate import __version__
from yotrate.framework.model import Domain, Framework, Standard
from yotrate.framework.rules import full_scale
from yotrate.report import words as say
from yotrate.report.view import (
    Block,
    Column,
    Line,
    Listing,
    Outline,
    Record,
    Row,
    Section,
    Space,
    View,
    Words,
    quiet,
    rating,
    strong,
    words,
)
from yotrate.text import prose

_BASIS = {"cases": "rated from cases", "judgement": "rated by judgement"}
_LINES = "Standard or key question"
_NAMES = ("id", "title", "publisher", "edition")


def framework_view(framework: Framework) -> View:
    """Return a whole framework."""
    return View(
        blocks=lambda: _blocks(framework),
        rows=lambda: _rows(framework),
        document=lambda: _document(framework),
    )


def frameworks_view(frameworks: Sequence[Framework], today: date) -> View:
    """Return what tells frameworks apart, and which of them are in force on a day."""
    known = [
        {
            **{name: getattr(each, name) for name in _NAMES},
            "from": each.first,
            "until": each.last,
            "in_force": each.in_force(today.year, today.month),
            "provisional": each.provisional,
        }
        for each in frameworks
    ]
    return View(
        blocks=lambda: _list(frameworks, today),
        rows=lambda: known,
        document=lambda: {"yotrate": __version__, "frameworks": known},
    )


def _document(found: Framework) -> Mapping[str, Any]:
    """Return a whole framework as plain data, in the words of its file."""
    data = found.model_dump(by_alias=True)
    for vector, own in zip(data["vectors"], found.vectors, strict=True):
        if own.count is not None:
            vector["count"] = f"{own.count.yes}/{own.count.applicable}"
        if own.score is not None:
            vector["score"] = own.score.points if own.score.of is None else str(own.score)
    for each, threshold in zip(data["ratings"], full_scale(found).thresholds, strict=False):
        average = each["above_average"]
        each["above_average"] = None if average is None else average / 100
        each["from_score"] = threshold
    return {"yotrate": __version__, **data}


def _rows(framework: Framework) -> Iterator[Record]:
    """Return a row for each key question of a framework, or for a standard without any."""
    for domain in framework.domains:
        for standard in domain.standards:
            for question in standard.key_questions or [None]:
                yield {
                    "domain": domain.id,
                    "domain_title": domain.title,
                    "standard": standard.id,
                    "standard_title": standard.title,
                    "key_question": None if question is None else question.id,
                    "label": None if question is None else question.title,
                    "basis": (question or standard).basis,
                }


def _blocks(framework: Framework) -> Iterator[Block]:
    yield Line(words(strong(say.titled(framework))), "title")
    publisher = f"{framework.publisher}, " if framework.publisher else ""
    force = f", in force {say.when(framework)}" if say.when(framework) else ""
    yield Line(words(quiet(f"{publisher}{framework.id}{force}")))
    if text := say.provisional(framework):
        yield Line(words(text))
    yield Space()
    yield _ratings(framework)
    yield Space()
    if framework.from_cases:
        yield Line(words(say.rounding(framework)))
        yield Line(words(say.discretion(framework.discretion)))
    if framework.sampling:
        yield Line(words(say.sampling(framework.sampling)))
    yield Outline(
        {"domain": (Column(flexible=True),), "line": (Column(_LINES, flexible=True),)},
        tuple(_domain(domain) for domain in framework.domains),
        (_LINES,),
    )
    if framework.source:
        yield Space()
        yield Line(words(strong("Source")), "title")
        yield Line(words(prose(framework.source)))


def _list(frameworks: Sequence[Framework], today: date) -> Iterator[Block]:
    yield Outline(
        {
            "framework": (
                Column("Id"),
                Column("Framework", flexible=True),
                Column("In force"),
                Column("Publisher", paper=True),
            )
        },
        (Section(None, tuple(_listed(each, today) for each in frameworks)),),
        ("Id", "Framework", "In force", "Publisher"),
        gap=2,
    )
    for each in frameworks:
        if text := say.provisional(each):
            yield Line(words(text))


def _listed(framework: Framework, today: date) -> Row:
    edition = f", {framework.edition}" if framework.edition else ""
    now = framework.in_force(today.year, today.month)
    force = say.when(framework)
    return Row(
        "framework",
        (
            words(strong(framework.id)),
            words(f"{framework.title}{edition}"),
            words(strong(f"{force}, today")) if now else words(force),
            words(framework.publisher or ""),
        ),
    )


def _ratings(framework: Framework) -> Listing:
    columns: list[tuple[Column, Sequence[str]]] = []
    if framework.percent_thresholds:
        columns.append((Column("per cent", right=True), say.percentages_of_bands(framework)))
    if framework.has_overall:
        points = [str(each.points) for each in framework.ratings]
        scores = say.scores_of_bands(full_scale(framework))
        columns += [(Column("points", right=True), points), (Column("score", right=True), scores)]
    names = [rating(framework.ratings, band, "strong") for band in range(len(framework.ratings))]
    return Listing(
        (Column("Rating"), *(column for column, _ in columns)),
        tuple(
            (words(name), *map(words, cells))
            for name, *cells in zip(names, *(texts for _, texts in columns), strict=True)
        ),
        gap=2,
        headed=True,
    )


def _domain(domain: Domain) -> Section:
    head = words(strong(f"{domain.id} {domain.title}"), quiet(f" · {_BASIS[domain.basis]}"))
    return Section(Row("domain", (head,)), tuple(_lines(domain)))


def _lines(domain: Domain) -> Iterator[Row]:
    for standard in domain.standards:
        yield Row("line", (_standard(standard, domain.basis),))
        for question in standard.key_questions:
            marked = f" · {_BASIS[question.basis]}" if question.basis != standard.basis else ""
            yield Row("line", (words(f"  {question.id} {question.title}{marked}"),))


def _standard(standard: Standard, basis: str) -> Words:
    other = f" · {_BASIS[standard.basis]}" if standard.basis != basis else ""
    return words(strong(f"{standard.id} {standard.title}"), quiet(other))
