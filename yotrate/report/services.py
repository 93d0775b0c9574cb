"""Many services, a line each, and how many have which rating."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from yotrate.framework.model import Framework
from yotrate.rating.overall import Overall
from yotrate.rating.results import Result
from yotrate.report import words as say
from yotrate.report.rows import key_questions
from yotrate.report.score import service_entry
from yotrate.report.view import (
    Block,
    Column,
    Letters,
    Line,
    Outline,
    Row,
    Section,
    Space,
    Span,
    View,
    Words,
    colour_of,
    quiet,
    rating,
    rating_names,
    strong,
    words,
)
from yotrate.service.model import Reader
from yotrate.text import plural, visible


class ServiceRow(NamedTuple):
    """What a line says of a service: as little as can be kept of very many."""

    name: str
    framework: Framework
    overall: Overall
    maximum: int
    bands: tuple[int | None, ...]
    moved: tuple[bool, ...]
    answered_by: Reader | None
    guesses: int


def services_view(results: Iterable[Result], *, half_finished: bool = False) -> View:
    """Return many services, a line each; only their lines are ever held at once."""

    def entries() -> Iterator[Mapping[str, object]]:
        return (service_entry(each, half_finished=half_finished) for each in results)

    return View(
        blocks=lambda: _blocks([_row(each) for each in results]),
        rows=lambda: key_questions(entries()),
        services=entries,
    )


def _row(result: Result) -> ServiceRow:
    return ServiceRow(
        name=result.service.name,
        framework=result.framework,
        overall=result.overall,
        maximum=result.maximum,
        bands=tuple(standard.band for standard in result.standards),
        moved=tuple(standard.discretion is not None for standard in result.standards),
        answered_by=result.service.answered_by,
        guesses=result.service.guesses,
    )


def initials(names: Sequence[str]) -> tuple[str, ...]:
    """Return the shortest beginning of each name that no other has."""
    shown = [visible(name) for name in names]
    shortest = []
    for at, name in enumerate(shown):
        others = [other.casefold() for each, other in enumerate(shown) if each != at]
        length = 1
        while length < len(name) and any(
            other.startswith(name[:length].casefold()) for other in others
        ):
            length += 1
        shortest.append(name[:length])
    return tuple(shortest)


def _blocks(rows: Sequence[ServiceRow]) -> Iterator[Block]:
    """Return a line for each service, one table for each framework, and count the ratings."""
    by_framework: dict[str, list[ServiceRow]] = {}
    for row in rows:
        by_framework.setdefault(row.framework.id, []).append(row)
    for at, own in enumerate(by_framework.values()):
        if at:
            yield Space()
        framework = own[0].framework
        yield _table(framework, own)
        yield from _legend(framework, own)
        yield Space()
        yield Line(_counted(framework, own))


def _table(framework: Framework, rows: Sequence[ServiceRow]) -> Outline:
    names = rating_names(framework.ratings)
    overall = ("Overall", "Score") if framework.has_overall else ()
    columns = (
        Column("Service", flexible=True),
        *((Column("Overall", holds=names), Column("Score", right=True)) if overall else ()),
        *(Column() for _ in framework.domains),
    )
    heads = ("Service", *overall, *(domain.id for domain in framework.domains))
    ids = [standard.id for standard in framework.standards]
    return Outline(
        {"service": columns},
        (Section(None, tuple(_line(framework, row) for row in rows)),),
        ("Service", *overall, *ids),
        headed=tuple(words(quiet(head)) for head in heads),
    )


def _line(framework: Framework, row: ServiceRow) -> Row:
    short = initials(rating_names(framework.ratings))
    standards = iter(zip(framework.standards, row.bands, row.moved, strict=True))
    domains = []
    for domain in framework.domains:
        things: list[tuple[str, Words, Words]] = []
        for _ in domain.standards:
            standard, band, moved = next(standards)
            letters = (
                Span("-")
                if band is None
                else Span(short[band], colour=colour_of(framework.ratings, band))
            )
            full = () if band is None else words(framework.ratings[band].name, "*" if moved else "")
            things.append((standard.id, words(letters, "*" if moved else " "), full))
        domains.append(Letters(tuple(things)))
    overall = row.overall
    if not framework.has_overall:
        return Row("service", (words(row.name), *domains))
    return Row(
        "service",
        (
            words(row.name),
            words("withheld")
            if overall.band is None
            else words(rating(framework.ratings, overall.band, "strong")),
            words("" if overall.score is None else f"{overall.score}/{row.maximum}"),
            *domains,
        ),
    )


def _legend(framework: Framework, rows: Sequence[ServiceRow]) -> Iterator[Block]:
    names = rating_names(framework.ratings)
    ratings = ", ".join(
        f"{letters} {name}" for letters, name in zip(initials(names), names, strict=True)
    )
    domains = ", ".join(f"{domain.id} {domain.title}" for domain in framework.domains)
    marks = ""
    if any(any(row.moved) for row in rows):
        marks += ", * moved by discretion"
    if any(band is None for row in rows for band in row.bands):
        marks += ", - not rated"
    yield Space()
    yield Line(words(quiet(f"A letter for each standard: {ratings}{marks}")))
    yield Line(words(quiet(f"{framework.id}: {domains}")))
    if text := say.provisional(framework):
        yield Line(words(text))
    readers = Counter(row.answered_by for row in rows)
    if text := say.guesses(sum(row.guesses for row in rows)):
        yield Line(words(text))
    for reader, number in readers.items():
        of = f" ({number} of {len(rows)})" if len(readers) > 1 else ""
        yield Line(words(quiet(f"{say.answered_by(reader, framework)}{of}.")))


def _counted(framework: Framework, rows: Sequence[ServiceRow]) -> Words:
    if not framework.has_overall:
        return words(strong(plural(len(rows), "service")))
    counts = Counter(row.overall.band for row in rows)
    parts: list[Words] = [
        words(f"{counts[band]:,} ", rating(framework.ratings, band, "strong"))
        for band in range(len(framework.ratings))
    ]
    if counts[None]:
        parts.append(words(f"{counts[None]:,} withheld"))
    line = words(strong(f"{plural(len(rows), 'service')}: "))
    for at, part in enumerate(parts):
        line = words(line, strong(", ") if at else "", part)
    return line
