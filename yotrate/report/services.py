"""Many services, a line each, and how many have which rating."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from yotrate.framework.model import Framework, Rating
from yotrate.rating.engine import Overall, Result
from yotrate.report.drawing import Drawing
from yotrate.text import listed, plural, visible


class ServiceRow(NamedTuple):
    """What a line says of a service: as little as can be kept of very many."""

    file: str
    name: str
    framework: Framework
    overall: Overall
    maximum: int
    ratings: tuple[Rating | None, ...]
    moved: tuple[bool, ...]


def service_row(result: Result) -> ServiceRow:
    """Return a service's line."""
    return ServiceRow(
        file=result.service.file,
        name=result.service.name,
        framework=result.framework,
        overall=result.overall,
        maximum=result.maximum,
        ratings=tuple(standard.rating for standard in result.standards),
        moved=tuple(standard.discretion is not None for standard in result.standards),
    )


def initials(framework: Framework) -> dict[Rating, str]:
    """Return the shortest beginning of each rating's name that no other has."""
    names = {rating: visible(rating.name) for rating in framework.ratings}
    shortest = {}
    for rating, name in names.items():
        others = [other.casefold() for each, other in names.items() if each is not rating]
        length = 1
        while length < len(name) and any(
            other.startswith(name[:length].casefold()) for other in others
        ):
            length += 1
        shortest[rating] = name[:length]
    return shortest


def show_services(rows: Sequence[ServiceRow], console: Console) -> None:
    """Print a line for each service, one table for each framework, and count the ratings."""
    by_framework: dict[str, list[ServiceRow]] = {}
    for row in rows:
        by_framework.setdefault(row.framework.id, []).append(row)
    for at, own in enumerate(by_framework.values()):
        drawing = Drawing(console, own[0].framework)
        if at:
            drawing.show(Text())
        drawing.show(_table(own, drawing), *_legend(own[0].framework, own))
        drawing.show(Text(), _counted(own, drawing))


def _table(rows: Sequence[ServiceRow], drawing: Drawing) -> RenderableType:
    framework = rows[0].framework
    short = initials(framework)
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(ratio=1)
    grid.add_column(width=drawing.rating_width)
    grid.add_column(justify="right", no_wrap=True)
    heads = [Text("Service"), Text("Overall"), Text("Score")]
    for domain in framework.domains:
        grid.add_column(no_wrap=True)
        heads.append(Text(domain.id))
    for head in heads:
        head.stylize("dim")
    grid.add_row(*heads)
    for row in rows:
        cells = iter(zip(row.ratings, row.moved, strict=True))
        domains = []
        for domain in framework.domains:
            cell = Text()
            for _ in domain.standards:
                rating, moved = next(cells)
                letters = (
                    Text("-") if rating is None else Text(short[rating], drawing.colour(rating))
                )
                cell.append_text(letters).append("*" if moved else " ")
            domains.append(cell)
        score = "" if row.overall.score is None else f"{row.overall.score}/{row.maximum}"
        withheld = row.overall.rating is None
        rating_cell = Text("withheld") if withheld else drawing.rating(row.overall.rating, "bold")
        grid.add_row(Text(visible(row.name)), rating_cell, Text(score), *domains)
    return grid


def _legend(framework: Framework, rows: Sequence[ServiceRow]) -> Iterator[RenderableType]:
    ratings = ", ".join(
        f"{letters} {visible(rating.name)}" for rating, letters in initials(framework).items()
    )
    domains = ", ".join(f"{domain.id} {visible(domain.title)}" for domain in framework.domains)
    marks = ""
    if any(any(row.moved) for row in rows):
        marks += ", * moved by discretion"
    if any(rating is None for row in rows for rating in row.ratings):
        marks += ", - not rated"
    yield Text()
    yield Text(f"A letter for each standard: {ratings}{marks}", style="dim")
    yield Text(f"{framework.id}: {domains}", style="dim")


def _counted(rows: Sequence[ServiceRow], drawing: Drawing) -> Text:
    counts = Counter(row.overall.rating for row in rows)
    line = Text(f"{plural(len(rows), 'service')}: ", style="bold")
    parts: list[Text] = []
    for rating in rows[0].framework.ratings:
        name = drawing.rating(rating)
        parts.append(Text.assemble((f"{counts[rating]:,} ", "not bold"), name))
    if counts[None]:
        parts.append(Text(f"{counts[None]:,} withheld", "not bold"))
    return line.append_text(Text(", ").join(parts))


def markdown_rows(rows: Iterable[ServiceRow]) -> Iterator[dict[str, object]]:
    """Return a row for each service, with the name of every rating."""
    for row in rows:
        names = [None if rating is None else rating.name for rating in row.ratings]
        ids = [standard.id for standard in row.framework.standards]
        yield {
            "Service": row.name,
            "Overall": row.overall.rating.name if row.overall.rating else "withheld",
            "Score": "" if row.overall.score is None else f"{row.overall.score}/{row.maximum}",
            **dict(zip(ids, names, strict=True)),
        }


def counts_in_words(rows: Sequence[ServiceRow]) -> str:
    """Return how many services have which overall rating, as one sentence."""
    counts = Counter(row.overall.rating.name if row.overall.rating else "withheld" for row in rows)
    return f"{plural(len(rows), 'service')}: " + listed(
        [f"{number:,} {name}" for name, number in counts.items()]
    )
