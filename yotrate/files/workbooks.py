"""Workbooks, XLSX and OpenDocument: their sheets as people see them.

Values are read by calamine, which the optional extra `xlsx` installs. One bounded pass goes
before it over all that it will read, and refuses what would take too long or too much memory; it
also finds what calamine does not tell: hidden rows and columns, merged cells, errors, formulas
that no program has worked out, and how numbers are shown.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from yotrate.files.archives import Archive
from yotrate.files.cells import At, Grid, Kind, Odd, Rows, unusable
from yotrate.files.formats import plain_number, shown_number
from yotrate.files.ods import Ods
from yotrate.files.sheet_facts import Facts
from yotrate.files.xlsx import BOOK, SheetPart, Xlsx
from yotrate.rules_of_problems import Rule
from yotrate.text import folded, listed, quote

MISSING_EXTRA = 'workbooks need an extra part of yotrate: run pip install "yotrate[xlsx]"'


Cell = tuple[int, int]
"""The row and the column of a cell, from 1."""


class Sheet(NamedTuple):
    """A sheet of a workbook, not read yet: its name, and whether it is shown."""

    name: str
    visible: bool


class Workbook:
    """A workbook, whose sheets are read when they are asked for.

    Raises:
        InvalidFile: calamine is not installed, or this is no workbook that can be read.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._archive = Archive(name, data)
        self._book: Xlsx | Ods = (
            Xlsx(self._archive) if BOOK in self._archive else Ods(self._archive)
        )
        self._parts = {each.name: each for each in self._book.sheets()}
        if not self._parts:
            raise unusable(name, "there is no sheet in it")
        self._grids: dict[str, Grid] = {}
        self._opened: Any = None

    @property
    def sheets(self) -> list[Sheet]:
        """Its sheets, in their order."""
        return [Sheet(each.name, each.visible) for each in self._parts.values()]

    def named(self, wanted: str | None) -> str:
        """Return the name of a sheet as the workbook has it, or of the first one that is shown.

        Raises:
            InvalidFile: there is no such sheet, or more than one is spelt so.
        """
        if wanted is None:
            return next((each.name for each in self.sheets if each.visible), self.sheets[0].name)
        if wanted in self._parts:
            return wanted
        meant = [each for each in self._parts if folded(each) == folded(wanted)]
        if len(meant) == 1:
            return meant[0]
        names = listed([quote(each) for each in list(meant or self._parts)[:20]])
        message = f"there is no sheet {quote(wanted)} in it, only {names}"
        if meant:
            message = f"more than one sheet could be {quote(wanted)}: {names}"
        raise unusable(self.name, message, rule=Rule.UNKNOWN_SHEET)

    def grid(self, sheet: str) -> Grid:
        """Return a sheet as people see it.

        Raises:
            InvalidFile: it is damaged, or holds more than is read.
        """
        if sheet not in self._grids:
            part = self._parts[sheet]
            facts = self._book.facts(part)
            merged = facts.spread()
            rows = _texts(self._values(part), facts, merged)
            self._grids[sheet] = Grid(
                At(self.name, sheet),
                rows,
                facts.hidden_rows,
                facts.hidden_columns,
                facts.odd,
                merged,
                part.visible,
            )
        return self._grids[sheet]

    def _values(self, part: SheetPart) -> Iterable[Sequence[Any]]:
        try:
            from python_calamine import CalamineWorkbook
        except ImportError:
            raise unusable(self.name, MISSING_EXTRA, rule=Rule.MISSING_EXTRA) from None
        if self._opened is None:
            packed = self._archive.only(self._book.parts(), self._book.added)
            self._opened = self._trusted(CalamineWorkbook.from_filelike, packed)
        sheet = self._trusted(self._opened.get_sheet_by_name, part.name)
        rows: Iterable[Sequence[Any]] = self._trusted(sheet.to_python, skip_empty_area=False)
        return rows

    def _trusted(self, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Return what calamine gives; its faults are of many kinds, one of them none to catch."""
        try:
            return call(*arguments, **options)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            raise self._archive.damaged() from None


def _texts(values: Iterable[Sequence[Any]], facts: Facts, merged: Collection[Cell]) -> Rows:
    """Return the texts of a sheet; what stands under merged cells is seen by nobody."""
    found = [_texts_of(row, cells, facts) for row, cells in enumerate(values, start=1)]
    for row, column in merged:
        facts.odd.pop((row, column), None)
        if row <= len(found) and column <= len(found[row - 1]):
            found[row - 1][column - 1] = ""
    rows: Rows = [*map(_short, found)] if merged else [*found]
    for (row, column), odd in facts.odd.items():
        if not odd.is_worked_out:
            _put(rows, row, column, odd.text)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _texts_of(row: int, cells: Sequence[Any], facts: Facts) -> list[str]:
    """Return the texts of a row; where all are texts already, which is usual, all at once."""
    try:
        texts = list(map(str.strip, cells))
    except TypeError:
        texts = [_text(each, row, at, facts).strip() for at, each in enumerate(cells, start=1)]
    return _short(texts)


def _short(texts: list[str]) -> list[str]:
    """Return the texts of a row without the empty ones at its end."""
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _put(rows: Rows, row: int, column: int, text: str) -> None:
    """Let a cell that has no value show what it has."""
    rows.extend([] for _ in range(row - len(rows)))
    cells = list(rows[row - 1])
    cells.extend("" for _ in range(column - len(cells)))
    cells[column - 1] = text
    rows[row - 1] = cells


def _text(value: Any, row: int, column: int, facts: Facts) -> str:
    """Return the text of a cell as people see it, as far as that can be known."""
    if type(value) is str:
        return value
    place = row, column
    if place in facts.shown:
        return facts.shown[place]
    match value:
        case bool():
            text = "TRUE" if value else "FALSE"
            facts.odd.setdefault(place, Odd(Kind.TRUTH, text))
            return text
        case datetime() | date() | time() | timedelta():
            text = str(value)
            if isinstance(value, date):
                text = f"{value.day} {value:%B} {value.year}"
            facts.odd.setdefault(place, Odd(Kind.DATE, text))
            return text
        case int() | float():
            code = facts.formats.get(place, "")
            shown = shown_number(value, code)
            if shown is None:
                facts.odd.setdefault(place, Odd(Kind.FORMAT, code))
                return plain_number(value)
            return shown
    return "" if value is None else str(value)
