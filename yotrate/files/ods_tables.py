"""What calamine does not tell of the sheets of OpenDocument spreadsheets."""

from collections.abc import Callable

from yotrate.files.archives import Archive
from yotrate.files.bounds import Bounds, Used, size_of
from yotrate.files.cells import Kind, Odd
from yotrate.files.sheet_facts import Facts, Pass, hide, odd_formula, whole

_VALUES = frozenset(f"office:{each}value" for each in ("", "string-", "date-", "time-", "boolean-"))
_HOLDING = _VALUES | {"office:value-type", "table:formula"}
"""Attributes of cells that calamine does not take for empty."""
_DATES = ("date", "time")
_ERRORS = ("#", "Err:")
_SHOWN = 20


class _Table:
    """A sheet that is being gone over: where in it, and what is known so far."""

    def __init__(self, bounds: Bounds, name: str, style: str) -> None:
        self.name = name
        self.style = style
        self.facts = Facts()
        self.used = Used(bounds, name)
        self.row = 0
        self.rows = 1
        self.column = 0
        self.columns = 1
        self.columns_seen = 0

    def use(self) -> None:
        """Take in that the cells hold something that have been opened."""
        self.used.add(self.row, self.column, self.rows, self.columns)


class _Cell:
    """A cell that has been opened, or several that are equal: what stands in it."""

    def __init__(self, table: _Table, attributes: dict[str, str], depth: int) -> None:
        self.table = table
        self.attributes = attributes
        self.depth = depth
        self.times = table.rows * table.columns
        self.is_covered = False
        self.texts: list[str] = []
        self.is_marked_up = False

    def text(self) -> str:
        """Return the text that it shows."""
        return "".join(self.texts).strip()

    def odd(self, text: str) -> Odd | None:
        """Return why it may not hold what was typed into it, if so."""
        own = self.attributes
        kind = own.get("office:value-type", "")
        if own.get("calcext:value-type") == "error" or text.startswith(_ERRORS):
            return Odd(Kind.ERROR, text[:_SHOWN]) if "table:formula" in own else None
        if "table:formula" in own and not kind and not text and _VALUES.isdisjoint(own):
            return odd_formula(own["table:formula"].partition("=")[2])
        if kind in _DATES:
            return Odd(Kind.DATE, text or own.get(f"office:{kind}-value", ""))
        if kind == "boolean":
            return Odd(Kind.TRUTH, (text or own.get("office:boolean-value", "")).upper())
        return None

    def is_shown_otherwise(self) -> bool:
        """Whether its text may be another than what calamine reads."""
        own = self.attributes
        if own.get("office:value-type") != "string":
            return True
        return self.is_marked_up or "office:string-value" in own


class _Texts(Pass):
    """The texts of cells, and of notes on them, each of which is counted."""

    def __init__(self, archive: Archive, bounds: Bounds) -> None:
        super().__init__(archive)
        self._bounds = bounds
        self._unclosed: list[str] = []
        self._cell: _Cell | None = None
        self._in_text = False

    def closing(self, unclosed: list[str]) -> Callable[[str], None]:
        """Know how deep a cell stands, so that notes on it are not taken for its text."""
        self._unclosed = unclosed
        return super().closing(unclosed)

    def on_p(self, _attributes: dict[str, str]) -> None:
        """Begin with a line of a cell's text, or of a note on it."""
        cell = self._cell
        self._in_text = cell is not None and len(self._unclosed) == cell.depth + 1
        if cell is None:
            return
        if self._in_text:
            cell.table.use()
            if cell.texts:
                cell.texts.append("\n")
        self.listen(self._take if self._in_text else self._count)

    def on_s(self, attributes: dict[str, str]) -> None:
        """Take in spaces."""
        self._add(" ", whole(attributes.get("text:c", "1")))

    def on_tab(self, _attributes: dict[str, str]) -> None:
        """Take in a tab, which calamine passes over."""
        self._mark("\t")

    def on_line_break(self, _attributes: dict[str, str]) -> None:
        """Take in the end of a line, which calamine passes over."""
        self._mark("\n")

    def on_annotation(self, _attributes: dict[str, str]) -> None:
        """Pass over a note on a cell."""
        self._in_text = False
        if self._cell is not None:
            self.listen(self._count)

    def _mark(self, text: str) -> None:
        self._add(text, 1)
        if self._cell is not None and self._in_text:
            self._cell.is_marked_up = True

    def _add(self, text: str, number: int) -> None:
        if self._cell is not None:
            self._bounds.text(number * self._cell.times)
            if self._in_text:
                self._cell.texts.append(text * number)

    def _count(self, text: str) -> None:
        if self._cell is not None:
            self._bounds.text(size_of(text) * self._cell.times)

    def _take(self, text: str) -> None:
        self._count(text)
        if self._cell is not None and len(self._unclosed) > self._cell.depth:
            self._cell.texts.append(text)


class Content(_Texts):
    """The sheets of a spreadsheet, all of which calamine reads at once."""

    def __init__(self, archive: Archive, bounds: Bounds) -> None:
        """Begin a pass, which counts what there is; it raises the errors of an archive."""
        super().__init__(archive, bounds)
        self.tables: list[_Table] = []
        self.not_shown: set[str] = set()
        self._style = ""

    def finish(self) -> None:
        """End with the last cell."""
        self._end_cell()

    def on_style(self, attributes: dict[str, str]) -> None:
        """Know which style is described."""
        self._style = attributes.get("style:name", "")

    def on_table_properties(self, attributes: dict[str, str]) -> None:
        """Know the styles of sheets that are hidden."""
        if attributes.get("table:display") == "false":
            self.not_shown.add(self._style)

    def on_table(self, attributes: dict[str, str]) -> None:
        """Begin with a sheet."""
        self._end_cell()
        name = attributes.get("table:name", "")
        self.tables.append(_Table(self._bounds, name, attributes.get("table:style-name", "")))

    def on_table_column(self, attributes: dict[str, str]) -> None:
        """Know columns that are hidden."""
        table = self._now()
        first = table.columns_seen + 1
        table.columns_seen += _repeats(attributes, "columns")
        if attributes.get("table:visibility", "visible") != "visible":
            hide(table.facts.hidden_columns, first, table.columns_seen)

    def on_table_row(self, attributes: dict[str, str]) -> None:
        """Begin with a row, or with several that are equal."""
        self._end_cell()
        table = self._now()
        table.row += table.rows if table.row else 1
        table.rows = _repeats(attributes, "rows")
        table.column, table.columns = 0, 1
        if attributes.get("table:visibility", "visible") != "visible":
            hide(table.facts.hidden_rows, table.row, table.row + table.rows - 1)

    def on_table_cell(self, attributes: dict[str, str]) -> None:
        """Begin with a cell, or with several that are equal."""
        table = self._begin_cell(attributes).table
        if (
            "table:number-rows-spanned" in attributes
            or "table:number-columns-spanned" in attributes
        ):
            rows, columns = (
                whole(attributes.get(f"table:number-{each}-spanned", "1"))
                for each in ("rows", "columns")
            )
            if rows * columns > 1:
                bottom, right = table.row + rows - 1, table.column + columns - 1
                table.facts.merged.append((table.row, table.column, bottom, right))

    def on_covered_table_cell(self, attributes: dict[str, str]) -> None:
        """Begin with cells that others are merged with, of which calamine reads the values."""
        self._begin_cell(attributes).is_covered = True

    def _begin_cell(self, attributes: dict[str, str]) -> _Cell:
        self._end_cell()
        table = self._now()
        table.column += table.columns if table.column else 1
        table.columns = _repeats(attributes, "columns")
        cell = self._cell = _Cell(table, attributes, len(self._unclosed))
        held = _HOLDING.intersection(attributes)
        if held:
            table.use()
            self._bounds.text(sum(size_of(attributes[each]) for each in held) * cell.times)
        self.listen(self._count)
        return cell

    def _end_cell(self) -> None:
        """Note of a cell what its value does not tell."""
        cell, self._cell, self._in_text = self._cell, None, False
        self.listen(None)
        if cell is None or cell.is_covered:
            return
        table, text = cell.table, cell.text()
        odd = cell.odd(text)
        if odd is None and not (text and cell.is_shown_otherwise()):
            return
        self._bounds.note(cell.times)
        for row in range(table.row, table.row + table.rows):
            for column in range(table.column, table.column + table.columns):
                if odd is None:
                    table.facts.show(row, column, text)
                else:
                    table.facts.note(row, column, odd)

    def _now(self) -> _Table:
        if not self.tables:
            raise self.archive.damaged()
        return self.tables[-1]


def _repeats(attributes: dict[str, str], what: str) -> int:
    """Return how often rows or columns follow each other that are equal.

    Raises:
        ValueError: it is no number, or nothing.
    """
    number = whole(attributes.get(f"table:number-{what}-repeated", "1"))
    if number == 0:
        raise ValueError(what)
    return number
