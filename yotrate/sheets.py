"""Spreadsheets: CSV as Excel and LibreOffice write it, and XLSX, into columns of text.

The first row heads the columns, the first of them `case`. A second row whose first cell is empty
holds labels and is skipped, as are empty rows. Rows and columns are numbered as a spreadsheet
shows them, from 1.
"""

import csv
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yotrate.problems import ENOUGH_PROBLEMS, InvalidFile, Problem
from yotrate.source import read_bytes
from yotrate.text import quote

LARGEST_SPREADSHEET = 16 * 1024 * 1024
"""Bytes that a spreadsheet may have."""
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""Rows and columns that Excel and LibreOffice can show."""
LABELS_ROW = 2
_LONGEST_ROW = 1024 * 1024
_DELIMITERS = ",;\t"
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_QUOTED = re.compile('"[^"]*"')

Rows = list[Sequence[str]]
"""The cells of a sheet as text, row by row, without spaces around it; rows differ in length."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cases in a spreadsheet: their references, their rows, and a column of text each.

    `columns` holds the cells below each heading, one for each case, empty ones as empty text;
    `labels` the cells of a second row that is skipped; `problems` what is wrong with the sheet as
    such.
    """

    name: str
    references: tuple[str, ...]
    rows: tuple[int, ...]
    columns: dict[str, tuple[str, ...]]
    places: dict[str, int]
    labels: tuple[str, ...]
    problems: tuple[Problem, ...]

    def problem(self, row: int, heading: str, message: str) -> Problem:
        """Return a problem in a column, at a row, or at its heading for row 0."""
        return Problem(self.name, row or 1, self.places[heading], message)


def read_sheet(file: str | os.PathLike[str], sheet: str | None = None) -> Sheet:
    """Read the cases in a spreadsheet; of an XLSX workbook the sheet of that name, or its first.

    Raises:
        InvalidFile: it cannot be read, or is no spreadsheet with cases.
    """
    name, data = read_bytes(file, LARGEST_SPREADSHEET)
    if _is_workbook(file, data):
        from yotrate.workbooks import first_or_named, read_workbook

        rows = read_workbook(name, data, first_or_named(name, sheet))
        return _cases(f"{name}[{sheet}]" if sheet else name, next(iter(rows.values())))
    if sheet is not None:
        raise unusable(name, "a CSV file has no sheets: leave out the sheet, or name a workbook")
    return _cases(name, _csv_rows(name, data))


def read_tables(
    file: str | os.PathLike[str], wanted: Collection[str] = ()
) -> tuple[dict[str, Rows], frozenset[str]]:
    """Read all sheets of a workbook, or those that are wanted, or the one table of a CSV file.

    Returns:
        The rows of each, by its name in messages, and which of the wanted sheets were found.

    Raises:
        InvalidFile: it cannot be read, or is a workbook without any sheet that is wanted.
    """
    name, data = read_bytes(file, LARGEST_SPREADSHEET)
    if not _is_workbook(file, data):
        return {name: _csv_rows(name, data)}, frozenset()
    from yotrate.workbooks import all_or_named, read_workbook

    sheets = read_workbook(name, data, all_or_named(name, wanted))
    return {f"{name}[{each}]": rows for each, rows in sheets.items()}, frozenset(sheets)


def unusable(name: str, message: str, row: int = 1) -> InvalidFile:
    """Return an error for a spreadsheet of which nothing can be read."""
    return InvalidFile([Problem(name, row, 1, message)])


def _is_workbook(file: str | os.PathLike[str], data: bytes) -> bool:
    return Path(file).suffix.lower() == ".xlsx" or data[:4] == b"PK\x03\x04"


def _csv_rows(name: str, data: bytes) -> Rows:
    text = _decoded(name, data)
    first = _LINES.match(text, 0, _LONGEST_ROW)
    heading = _QUOTED.sub("", first.group()) if first else ""
    delimiter = max(_DELIMITERS, key=heading.count)
    rows: Rows = []
    lines = _Lines(name, text)
    same: dict[str, str] = {}
    try:
        for row in csv.reader(lines, delimiter=delimiter, strict=True):
            cells = trimmed(row)
            if len(cells) > MOST_COLUMNS:
                message = f"this row has more than {MOST_COLUMNS:,} columns, the most that is read"
                raise unusable(name, message, len(rows) + 1)
            # Most cells are one of a few answers: those are kept once.
            rows.append([same.setdefault(cell, cell) for cell in cells])
            lines.next_row()
    except csv.Error as error:
        reason = str(error)
        reason = _IN_OUR_WORDS.get(reason, reason)
        raise unusable(name, f"this cannot be read as CSV: {reason}", len(rows) + 1) from None
    return rows


_IN_OUR_WORDS = {
    "unexpected end of data": "a quote opens in this row and is never closed",
    "field larger than field limit (131072)": "a cell is longer than 131,072 characters",
}


def _decoded(name: str, data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise unusable(name, "this is UTF-16 text: save it as CSV UTF-8")
    if b"\0" in data:
        raise unusable(name, "this is no CSV file: it holds NUL bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"this is neither UTF-8 nor Windows-1252 text: the byte 0x{data[error.start]:02x}"
        raise unusable(name, f"{message} cannot stand here", row) from None


class _Lines:
    """The lines of a text, for the rows of one table: no row may grow beyond all measure."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._matches = _LINES.finditer(text)
        self._length = 0
        self._row = 1

    def next_row(self) -> None:
        """Start to measure the next row."""
        self._length = 0
        self._row += 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        match = next(self._matches)
        self._length += match.end() - match.start()
        if self._length > _LONGEST_ROW:
            message = f"this row is longer than {_LONGEST_ROW:,} characters, the most that is read"
            raise unusable(self._name, message, self._row)
        return match.group()


def trimmed(cells: Iterable[str]) -> list[str]:
    """Return cells without spaces around their text, and without empty ones at the end."""
    texts = [cell.strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _cases(name: str, rows: Rows) -> Sheet:
    header = rows[0] if rows else []
    if not header or header[0].casefold() != "case":
        found = quote(header[0]) if header else "nothing"
        raise unusable(name, f"the first cell must be 'case', found {found}")
    problems: list[Problem] = []
    places: dict[str, int] = {}
    for at, heading in enumerate(header[1:], start=2):
        if not heading:
            if any(len(cells) >= at and cells[at - 1] for cells in rows):
                problems.append(Problem(name, 1, at, "this column has no heading"))
        elif heading in places:
            message = f"{quote(heading)} heads two columns: {places[heading]} and {at}"
            problems.append(Problem(name, 1, at, message))
        else:
            places[heading] = at
    labels = rows[1] if len(rows) >= LABELS_ROW and not any(rows[1][:1]) else []
    kept = list(_rows_of_cases(name, rows, len(header), problems))
    _check_references(name, kept, problems)
    columns = list(zip(*(cells for _, cells in kept), strict=True)) or [()] * len(header)
    return Sheet(
        name=name,
        references=columns[0],
        rows=tuple(row for row, _ in kept),
        columns={heading: columns[at - 1] for heading, at in places.items()},
        places=places,
        labels=tuple(labels),
        problems=tuple(problems),
    )


def _rows_of_cases(
    name: str, rows: Rows, width: int, problems: list[Problem]
) -> Iterable[tuple[int, Sequence[str]]]:
    """Return the rows that hold a case, with their numbers, each as wide as the heading."""
    for row, cells in enumerate(rows[1:], start=2):
        if not cells or (row == LABELS_ROW and not cells[0]):
            continue
        for at, text in enumerate(cells[width:], start=width + 1):
            if text and len(problems) < ENOUGH_PROBLEMS:
                message = f"{quote(text)} stands outside the columns that have a heading"
                problems.append(Problem(name, row, at, message))
        if not cells[0]:
            problems.append(no_reference(name, row, 1))
            continue
        yield row, [*cells[:width], *[""] * (width - len(cells))]


def no_reference(name: str, row: int, column: int) -> Problem:
    """Return the problem of a row that has answers and no case reference."""
    return Problem(name, row, column, "this row has no case reference")


def _check_references(
    name: str, rows: list[tuple[int, Sequence[str]]], problems: list[Problem]
) -> None:
    first: dict[str, int] = {}
    for row, cells in rows:
        seen = first.setdefault(cells[0], row)
        if seen != row:
            message = f"case {quote(cells[0])} stands twice: in row {seen} and in row {row}"
            problems.append(Problem(name, row, 1, message))
