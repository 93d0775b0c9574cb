"""Workbooks, XLSX and OpenDocument: their sheets as people see them.

Values are read by calamine, which the optional extra `xlsx` installs. One bounded pass goes
before it over all that it will read, and refuses what would take too long or too much memory; it
also finds what calamine does not tell: hidden rows and columns, merged cells, errors, formulas
that no program has worked out, and how numbers are shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from yotrate.files.archives import Archive
from yotrate.files.cells import MOST_COLUMNS, At, Grid, Kind, Odd, trimmed, unusable
from yotrate.files.formats import plain_number, shown_number
from yotrate.files.new_workbooks import MISSING_EXTRA
from yotrate.files.ods import Ods
from yotrate.files.sheet_facts import Facts, numbers_of, spread
from yotrate.files.xlsx import BOOK, SheetPart, Xlsx
from yotrate.rules_of_problems import Rule
from yotrate.text import folded, listed, quote

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
            Xlsx(name, self._archive) if BOOK in self._archive else Ods(name, self._archive)
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
            rows = _texts(self._values(part), facts)
            merged = self._merged(facts, rows)
            _clear(rows, merged, facts)
            self._grids[sheet] = Grid(
                At(self.name, sheet),
                rows,
                numbers_of(facts.hidden_rows, len(rows)),
                numbers_of(facts.hidden_columns, MOST_COLUMNS),
                facts.odd,
                merged,
                part.visible,
            )
        return self._grids[sheet]

    def _merged(
        self, facts: Facts, rows: Sequence[Sequence[str]]
    ) -> Mapping[tuple[int, int], tuple[int, int]]:
        areas = facts.merged_within(len(rows), max(map(len, rows), default=0))
        for top, left, bottom, right in areas:
            self._book.bounds.merge(max(0, bottom - top + 1) * max(0, right - left + 1))
        return spread(areas)

    def _values(self, part: SheetPart) -> Iterator[Sequence[Any]]:
        """Return the values of a sheet, some rows at a time: all at once take far more room."""
        try:
            from python_calamine import CalamineWorkbook
        except ImportError:
            raise unusable(self.name, MISSING_EXTRA, rule=Rule.MISSING_EXTRA) from None
        if self._opened is None:
            packed = self._archive.only(self._book.parts(), self._book.added)
            self._opened = self._trusted(CalamineWorkbook.from_filelike, packed)
        sheet = self._trusted(self._opened.get_sheet_by_name, part.name)
        # Of a sheet without any value, some versions cannot begin.
        if sheet.start is None:
            return
        left = [""] * sheet.start[1]
        rows = self._trusted(sheet.iter_rows)
        while some := self._trusted(list, islice(rows, _AT_ONCE)):
            yield from [left + row for row in some] if left else some

    def _trusted(self, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Return what calamine gives; its faults are of many kinds, one of them none to catch."""
        try:
            return call(*arguments, **options)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            raise self._archive.damaged() from None


_AT_ONCE = 1000
"""Rows that are taken from a sheet at once."""
_EMPTY: list[str] = []


def _texts(values: Iterable[Sequence[Any]], facts: Facts) -> list[Sequence[str]]:
    known: dict[str, str] = {}
    rows: list[Sequence[str]] = [
        _texts_of(row, cells, facts, known) for row, cells in enumerate(values, start=1)
    ]
    for row in sorted(each for each in facts.shown if each > len(rows)):
        rows.extend(_EMPTY for _ in range(row - 1 - len(rows)))
        rows.append(_texts_of(row, (), facts, known))
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _clear(
    rows: list[Sequence[str]], merged: Mapping[tuple[int, int], tuple[int, int]], facts: Facts
) -> None:
    """Take away what stands under merged cells: nobody sees it."""
    for row, column in merged:
        facts.odd.pop((row, column), None)
        if row <= len(rows) and rows[row - 1][column - 1 : column] not in ([], [""]):
            cells = [*rows[row - 1]]
            cells[column - 1] = ""
            rows[row - 1] = trimmed(cells)
    while rows and not rows[-1]:
        rows.pop()


def _texts_of(row: int, cells: Sequence[Any], facts: Facts, known: dict[str, str]) -> Sequence[str]:
    """Return the texts of a row; where all are texts already, which is usual, all at once.

    Equal ones are kept once, and so are rows without any.
    """
    try:
        texts = list(map(str.strip, cells))
    except TypeError:
        texts = [_text(each, row, at, facts).strip() for at, each in enumerate(cells, start=1)]
    shown = facts.shown.get(row)
    if shown:
        texts.extend("" for _ in range(max(shown) - len(texts)))
        for column, text in shown.items():
            texts[column - 1] = text
    width = len(texts)
    while width and not texts[width - 1]:
        width -= 1
    if not width:
        return _EMPTY
    del texts[width:]
    return list(map(known.setdefault, texts, texts))


@lru_cache(maxsize=4096)
def _odd_date(value: Any) -> Odd:
    is_day = isinstance(value, date)
    return Odd(Kind.DATE, f"{value.day} {value:%B} {value.year}" if is_day else str(value))


def _text(value: Any, row: int, column: int, facts: Facts) -> str:
    """Return the text of a cell as people see it, as far as that can be known."""
    place = row, column
    match value:
        case str():
            return value
        case bool():
            text = "TRUE" if value else "FALSE"
            facts.odd.setdefault(place, Odd(Kind.TRUTH, text))
            return text
        case datetime() | date() | time() | timedelta():
            return facts.odd.setdefault(place, _odd_date(value)).text
        case int() | float():
            code = facts.formats.get(place, "")
            shown = shown_number(value, code)
            if shown is None:
                facts.odd.setdefault(place, Odd(Kind.FORMAT, code))
                return plain_number(value)
            return shown
    return "" if value is None else str(value)
