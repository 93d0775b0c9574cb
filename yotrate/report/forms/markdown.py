"""Markdown, for papers: what a terminal shows, in tables, lists and paragraphs."""

from collections.abc import Iterable, Iterator, Mapping

from yotrate.report.view import (
    Bar,
    Cell,
    Letters,
    Line,
    Listing,
    Outline,
    Row,
    Scale,
    Section,
    Space,
    View,
    Words,
    plain,
)
from yotrate.text import visible

_MEANS_SOMETHING = r"\`*_[]|~#"
_NUMBERS = frozenset({"Yes", "Per cent", "Points", "Cases"})


class Markdown:
    """Views as Markdown."""

    mark = False

    def render(self, view: View, width: int | None) -> Iterator[str]:  # noqa: ARG002 - lines are whole
        """Return the blocks of a view, with an empty line between what is not of one list."""
        before = ""
        for kind, text in _pieces(view):
            if before and not (kind == before == "item"):
                yield "\n"
            yield text
            before = kind


def _pieces(view: View) -> Iterator[tuple[str, str]]:
    """Return pieces of text, each with what it is."""
    for block in view.blocks():
        match block:
            case Line():
                yield _line(block)
            case Listing():
                yield from (("item", each) for each in _listed(block))
            case Outline():
                for section in block.sections:
                    yield from _section(block, section)
            case Space():
                pass


def _line(line: Line, about: str = "") -> tuple[str, str]:
    match line.role:
        case "title":
            return "title", f"**{escaped(plain(line.text))}**\n"
        case "item":
            return "item", f"- {escaped(about)}{_words(line.text)}\n"
    return "text", f"{_words(line.text)}\n"


def _words(text: Words) -> str:
    return "".join(
        f"**{escaped(span.text)}**"
        if span.style == "strong" and span.colour is not None
        else escaped(span.text)
        for span in text
    ).strip()


def _listed(listing: Listing, about: str = "") -> Iterator[str]:
    for row in listing.rows:
        cells = [
            f"{column.heading} {text}" if listing.headed and at else text
            for at, (column, cell) in enumerate(zip(listing.columns, row, strict=True))
            if (text := _cell(cell))
        ]
        first, *rest = cells or [""]
        text = f"{first}: {', '.join(rest)}" if listing.headed else " ".join(cells)
        yield f"- {escaped(about)}{text}\n"


def _section(outline: Outline, section: Section) -> Iterator[tuple[str, str]]:
    """Return a section: its head, a table of all its rows, and what is to be said of them."""
    if section.head is not None:
        head = [cell for cell in section.head.cells if not isinstance(cell, Bar | Scale | Letters)]
        yield "title", f"**{escaped(plain(head[0]))}**\n"
    records: list[dict[str, str]] = []
    for row in section.rows:
        records.append(_record(outline, row))
        records += (_record(outline, each) for each in row.rows)
    if records:
        yield "table", "".join(_table(outline, records))
    for row in section.rows:
        for note in row.notes:
            about = f"{row.name}: "
            if isinstance(note, Listing):
                yield from (("item", each) for each in _listed(note, about))
            else:
                yield _line(Line(note.text, "item"), about)


def _record(outline: Outline, row: Row) -> dict[str, str]:
    """Return a row's cells by the headings that they stand under."""
    record: dict[str, str] = {}
    for column, cell in zip(outline.layouts[row.kind], row.cells, strict=True):
        if isinstance(cell, Letters):
            record |= {heading: escaped(plain(full)) for heading, _, full in cell.things}
        elif column.heading is not None and (text := _cell(cell)):
            record[column.heading] = f"{record.get(column.heading, '')} {text}".strip()
    return record


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar | Scale | Letters):
        return ""
    text = escaped(plain(cell)).strip()
    stands_out = any(span.style == "strong" for span in cell) and text
    return f"**{text}**" if stands_out else text


def _table(outline: Outline, records: Iterable[Mapping[str, str]]) -> Iterator[str]:
    headings = outline.headings
    yield f"| {' | '.join(map(escaped, headings))} |\n"
    yield f"|{'|'.join(' ---: ' if name in _NUMBERS else ' --- ' for name in headings)}|\n"
    for record in records:
        yield f"| {' | '.join(record.get(name, '') for name in headings)} |\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    text = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{each}" if each in _MEANS_SOMETHING else each for each in text)


FORM = Markdown()
