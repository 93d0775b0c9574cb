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
from itertools import islice, zip_longest
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
_AT_ONCE = 1000
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
        return {name: [trimmed(row) for row in _csv_rows(name, data)]}, frozenset()
    from yotrate.workbooks import all_or_named, read_workbook

    sheets = read_workbook(name, data, all_or_named(name, wanted))
    return {f"{name}[{each}]": rows for each, rows in sheets.items()}, frozenset(sheets)


def unusable(name: str, message: str, row: int = 1) -> InvalidFile:
    """Return an error for a spreadsheet of which nothing can be read."""
    return InvalidFile([Problem(name, row, 1, message)])


def _is_workbook(file: str | os.PathLike[str], data: bytes) -> bool:
    return Path(file).suffix.lower() == ".xlsx" or data[:4] == b"PK\x03\x04"


def _csv_rows(name: str, data: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(name, data)
    first = _LINES.match(text)
    heading = _QUOTED.sub("", first.group()[:_LONGEST_ROW]) if first else ""
    delimiter = max(_DELIMITERS, key=heading.count)
    number = 0

    def lines() -> Iterator[str]:
        for match in _LINES.finditer(text):
            line = match.group()
            if len(line) > _LONGEST_ROW:
                message = f"this row is longer than {_LONGEST_ROW:,} characters"
                raise unusable(name, f"{message}, the most that is read", number + 1)
            yield line

    try:
        for row in csv.reader(lines(), delimiter=delimiter, strict=True):
            number += 1
            if len(row) > MOST_COLUMNS:
                message = f"this row has more than {MOST_COLUMNS:,} columns, the most that is read"
                raise unusable(name, message, number)
            yield row
    except csv.Error as error:
        reason = str(error)
        reason = _IN_OUR_WORDS.get(reason, reason)
        raise unusable(name, f"this cannot be read as CSV: {reason}", number + 1) from None


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


def trimmed(cells: Iterable[str]) -> list[str]:
    """Return cells without spaces around their text, and without empty ones at the end."""
    texts = [cell.strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


class _Trimmed(dict[str, str]):
    """Cells without spaces around their text; most are one of a few answers, and kept once."""

    def __missing__(self, cell: str) -> str:
        text = cell.strip()
        self[cell] = text
        return text


def _cases(name: str, rows: Iterable[Sequence[str]]) -> Sheet:
    remaining = iter(rows)
    header = trimmed(next(remaining, ()))
    if not header or header[0].casefold() != "case":
        found = quote(header[0]) if header else "nothing"
        raise unusable(name, f"the first cell must be 'case', found {found}")
    problems: list[Problem] = []
    columns = _columns(name, len(header), remaining, problems)
    places = _places(name, header, columns, problems)
    kept, labels = _rows_of_cases(name, columns, problems)
    if len(kept) < len(columns[0]):
        columns = [[column[at] for at in kept] for column in columns]
    numbers = [at + 2 for at in kept]
    _check_references(name, columns[0], numbers, problems)
    return Sheet(
        name=name,
        references=tuple(columns[0]),
        rows=tuple(numbers),
        columns={heading: tuple(columns[at - 1]) for heading, at in places.items()},
        places=places,
        labels=tuple(labels),
        problems=tuple(problems),
    )


def _columns(
    name: str, width: int, rows: Iterator[Sequence[str]], problems: list[Problem]
) -> list[list[str]]:
    """Return the cells below each heading; report those beside the columns that have one.

    Rows become columns some at a time, so that not all cells of all rows are ever held at once.
    """
    columns: list[list[str]] = [[] for _ in range(width)]
    texts = _Trimmed()
    number = 2
    while some := list(islice(rows, _AT_ONCE)):
        wide = list(zip_longest(*some, fillvalue=""))
        blank = ("",) * len(some)
        for at, column in enumerate(columns):
            cells = wide[at] if at < len(wide) else blank
            column.extend(map(texts.__getitem__ if at else str.strip, cells))
        for at, cells in enumerate(wide[width:], start=width + 1):
            for row, text in enumerate(map(str.strip, cells), start=number):
                if text and len(problems) < ENOUGH_PROBLEMS:
                    message = f"{quote(text)} stands outside the columns that have a heading"
                    problems.append(Problem(name, row, at, message))
        number += len(some)
    return columns


def _places(
    name: str, header: Sequence[str], columns: list[list[str]], problems: list[Problem]
) -> dict[str, int]:
    """Return the number of each heading's column; report headings that lack or stand twice."""
    places: dict[str, int] = {}
    for at, heading in enumerate(header[1:], start=2):
        if not heading:
            if any(columns[at - 1]):
                problems.append(Problem(name, 1, at, "this column has no heading"))
        elif heading in places:
            message = f"{quote(heading)} heads two columns: {places[heading]} and {at}"
            problems.append(Problem(name, 1, at, message))
        else:
            places[heading] = at
    return places


def _rows_of_cases(
    name: str, columns: list[list[str]], problems: list[Problem]
) -> tuple[Sequence[int], list[str]]:
    """Return the indexes of the rows that hold a case, and the cells of a row of labels."""
    references = columns[0]
    if "" not in references:
        return range(len(references)), []
    kept: list[int] = []
    labels: list[str] = []
    for at, reference in enumerate(references):
        if reference:
            kept.append(at)
        elif at + 2 == LABELS_ROW:
            labels = trimmed(column[at] for column in columns)
        elif any(column[at] for column in columns):
            problems.append(no_reference(name, at + 2, 1))
    return kept, labels


def no_reference(name: str, row: int, column: int) -> Problem:
    """Return the problem of a row that has answers and no case reference."""
    return Problem(name, row, column, "this row has no case reference")


def _check_references(
    name: str, references: Sequence[str], rows: Sequence[int], problems: list[Problem]
) -> None:
    if len(set(references)) == len(references):
        return
    first: dict[str, int] = {}
    for row, reference in zip(rows, references, strict=True):
        seen = first.setdefault(reference, row)
        if seen != row:
            message = f"case {quote(reference)} stands twice: in row {seen} and in row {row}"
            problems.append(Problem(name, row, 1, message))
