"""Tables for a terminal: aligned, coloured where there are colours, and never by colour alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain, groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from yotrate.report.view import (
    BAR,
    Bar,
    Block,
    Cell,
    Column,
    Gauge,
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
    quiet,
    words,
)
from yotrate.text import visible

_WIDEST = 100
_TOO_NARROW_FOR_BARS = 76
_NARROWEST_LABEL = 16
# From worst to best.
_COLOURS = ("red", "yellow", "green", "cyan")
_STYLES = {"": "", "strong": "bold", "quiet": "dim"}
_FULL, _HALF, _EMPTY, _EDGE, _RULE = "█", "▌", "╌", "│", "─"
_ASCII = str.maketrans(
    {
        _FULL: "#", _HALF: "", _EMPTY: ".", _EDGE: "|", _RULE: "-",
        "▸": ">", "·": "-", "↓": "-", "↑": "+", "↕": "*", "→": "->",
    }
)  # fmt: skip


class Terminal:
    """Views as tables."""

    mark = False

    def render(self, view: View, width: int | None) -> Iterator[str]:
        """Return the blocks of a view as lines, which end where they are seen to end."""
        file = None if width is None else StringIO()
        settings: Any = {"markup": False, "highlight": False, "emoji": False}
        console = Console(file=file, width=width, **settings)
        if console.legacy_windows:
            # It takes colours by other means than by what is written.
            console = Console(file=file, width=width, color_system=None, **settings)
        # Measured once, not before every line.
        console.size = console.size
        # Drawn first and written after, so that what goes wrong in writing is told.
        with console.capture() as drawn:
            draw(view, console)
        yield "\n".join(line.rstrip(" ") for line in drawn.get().split("\n"))


def draw(view: View, console: Console) -> None:
    """Print the blocks of a view on a console, no wider than is readable."""
    drawing = _Drawing(console)
    things = chain.from_iterable(map(drawing.drawn, view.blocks()))
    console.print(Group(*things), width=drawing.width)


class _Ink:
    """Turns cells into coloured text, of the characters that a console can show."""

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain

    def width_of(self, cell: Cell) -> int:
        return self.cell(cell).cell_len

    def cell(self, cell: Cell) -> Text:
        match cell:
            case Bar():
                return self.bar(cell, BAR)
            case Scale():
                return self.scale(cell, BAR)
            case Letters(things=things):
                return Text().join(self.text(short) for _, short, _ in things)
        return self.text(cell)

    def text(self, words: Words) -> Text:
        text = Text()
        for span in words:
            style = _STYLES[span.style]
            if span.colour is not None:
                style = f"{style} {_COLOURS[span.colour]}"
            text.append(self.characters(visible(span.text)), style or None)
        return text

    def characters(self, text: str) -> str:
        return text.translate(_ASCII) if self._plain else text

    def bar(self, bar: Bar, width: int) -> Text:
        half = self.characters(_HALF)
        halves = 2 * width * bar.value // bar.of
        filled = self.characters(_FULL) * (halves // 2) + half * (halves % 2)
        marks = {edge * width // bar.of for edge in bar.edges if edge}
        rest = "".join(_EDGE if cell in marks else _EMPTY for cell in range(len(filled), width))
        return Text.assemble((filled, _COLOURS[bar.colour]), (self.characters(rest), "dim"))

    def scale(self, scale: Scale, width: int) -> Text:
        """Return the figures of the edges, each above or below its mark on a bar."""
        line = ""
        for edge in scale.edges:
            at = edge * width // scale.of
            if edge and len(line) + bool(line) <= at and at + len(str(edge)) <= width:
                line = line.ljust(at) + str(edge)
        return Text(line, style="dim")


class _Drawing:
    """Draws blocks so that they fit a console: its width, its characters."""

    def __init__(self, console: Console) -> None:
        self.width = min(console.width, _WIDEST)
        self._bars = self.width >= _TOO_NARROW_FOR_BARS
        self._ink = _Ink(plain=not console.encoding.startswith("utf"))

    def drawn(self, block: Block) -> Iterator[RenderableType]:
        match block:
            case Line(text=text, indent=indent):
                yield _indented(self._ink.text(text), indent)
            case Space():
                yield Text()
            case Gauge(bar=bar):
                width = min(bar.of, self.width)
                yield self._ink.bar(bar, width)
                yield self._ink.scale(Scale(bar.edges, bar.of), width)
            case Listing():
                yield self._listing(block)
            case Outline():
                yield from self._outline(block)

    def _outline(self, outline: Outline) -> Iterator[RenderableType]:
        layouts = _shared(outline, self._ink.width_of)
        fits = all(map(self._fits, layouts.values()))
        for section in outline.sections:
            yield from self._section(outline, section, layouts, fits=fits)

    def _section(
        self,
        outline: Outline,
        section: Section,
        layouts: Mapping[str, Sequence[Column]],
        *,
        fits: bool,
    ) -> Iterator[RenderableType]:
        if section.head is not None:
            yield Text()
            yield self._grid(layouts[section.head.kind], [section.head.cells])
            yield Text(self._ink.characters(_RULE) * self.width, style="dim")
        for _, alike in groupby(section.rows, _what_can_be_aligned):
            rows = list(alike)
            if outline.headed or outline.gap > 1:
                cells = [each for each in (outline.headed, *(row.cells for row in rows)) if each]
                yield self._grid(layouts[rows[0].kind], cells, outline.gap)
                continue
            yield from self._rows(rows, layouts, fits=fits)
            for row in rows:
                for _, inner in groupby(row.rows, lambda each: each.kind):
                    yield from self._rows(list(inner), layouts, fits=fits)
                for note in row.notes:
                    yield from self.drawn(note)

    def _rows(
        self, rows: Sequence[Row], layouts: Mapping[str, Sequence[Column]], *, fits: bool
    ) -> Iterator[RenderableType]:
        columns = layouts[rows[0].kind]
        spilling = [at for at, column in enumerate(columns) if column.spills and not fits]
        if not spilling:
            yield self._grid(columns, [row.cells for row in rows])
            return
        kept = [column for at, column in enumerate(columns) if at not in spilling]
        for row in rows:
            cells = [cell for at, cell in enumerate(row.cells) if at not in spilling]
            yield self._grid(kept, [cells])
            for at in spilling:
                if text := self._ink.cell(row.cells[at]):
                    yield _indented(text, 7)

    def _fits(self, columns: Sequence[Column]) -> bool:
        """Return whether a layout leaves enough room for what takes the room that is left."""
        if not any(column.spills for column in columns):
            return True
        taken = sum(column.width or 0 for column in columns if not column.flexible)
        return self.width - taken - len(columns) + 1 >= _NARROWEST_LABEL

    def _listing(self, listing: Listing) -> RenderableType:
        rows = list(listing.rows)
        if listing.headed:
            rows.insert(0, tuple(_head(column) for column in listing.columns))
        return _indented(self._grid(listing.columns, rows, listing.gap), listing.indent)

    def _grid(
        self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], gap: int = 1
    ) -> Table:
        """Return rows of cells as lines, their columns aligned."""
        kept = [
            at
            for at, column in enumerate(columns)
            if not column.paper and (self._bars or not column.bar)
        ]
        leading = [at for at in kept if not columns[at].attached]
        grid = Table.grid(padding=(0, gap), expand=any(column.flexible for column in columns))
        rows = list(rows)
        for at in leading:
            column = columns[at]
            width = None if column.loose and not self._bars else self._width(column, rows, at)
            grid.add_column(
                justify="right" if column.right else "left",
                width=width,
                ratio=1 if column.flexible else None,
                overflow="fold",
                no_wrap=not (column.flexible or (width is None and at == leading[-1])),
            )
        for row in rows:
            grid.add_row(*self._joined(columns, kept, row))
        return grid

    def _joined(
        self, columns: Sequence[Column], kept: Iterable[int], row: Sequence[Cell]
    ) -> Iterable[Text]:
        """Return the cells of a row, each with those that are attached to it."""
        cells: list[Text] = []
        for at in kept:
            cell = self._ink.cell(row[at])
            if not columns[at].attached:
                cells.append(cell)
                continue
            width = columns[at - 1].width or 0
            # A blank mark keeps its place, which alignment at the right would take away.
            cells[-1].pad_left(max(0, width - cells[-1].cell_len - cell.cell_len))
            cells[-1].append_text(cell)
            cells[-1].justify = "left"
        return cells

    def _width(self, column: Column, rows: Iterable[Sequence[Cell]], at: int) -> int | None:
        if not column.holds:
            return column.width
        texts = [*(words(each) for each in column.holds), *(row[at] for row in rows)]
        return max(map(self._ink.width_of, texts))


def _shared(outline: Outline, width_of: Callable[[Cell], int]) -> Mapping[str, Sequence[Column]]:
    """Return the layouts of an outline, columns that are shared as wide as the widest of all."""
    shared = [column for columns in outline.layouts.values() for column in columns if column.shared]
    if not shared:
        return outline.layouts
    widest: dict[str | None, int] = {}
    for section in outline.sections:
        for row in (each for outer in section.rows for each in (outer, *outer.rows)):
            for column, cell in zip(outline.layouts[row.kind], row.cells, strict=True):
                if column.shared:
                    widest[column.heading] = max(widest.get(column.heading, 1), width_of(cell))
    return {
        kind: [
            column._replace(width=widest.get(column.heading, 1)) if column.shared else column
            for column in columns
        ]
        for kind, columns in outline.layouts.items()
    }


def _what_can_be_aligned(row: Row) -> tuple[str, int | None]:
    """Return a key that is the same for rows that nothing stands between."""
    return row.kind, id(row) if row.rows or row.notes else None


def _head(column: Column) -> Words:
    return words(quiet(column.heading or ""))


def _indented(thing: Text | Table, indent: int) -> RenderableType:
    return Padding(thing, (0, 0, 0, indent)) if indent else thing


FORM = Terminal()
