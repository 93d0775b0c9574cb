"""Spreadsheets: CSV as Excel and LibreOffice write it, and XLSX, into columns of text.

The first row heads the columns, the first of them `case`. A second row whose first cell is empty
holds labels and is skipped, as are empty rows. Rows and columns are numbered as a spreadsheet
shows them, from 1.
"""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yotrate.problems import InvalidFile, Problem
from yotrate.source import read_bytes
from yotrate.text import quote

LARGEST_SPREADSHEET = 64 * 1024 * 1024
"""Bytes that a spreadsheet may have, XLSX as unpacked."""
_DELIMITERS = ",;\t"
_LONGEST_CELL = 10_000
_LABELS_ROW = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cases in a spreadsheet: their references, their rows, and a column of text each.

    `columns` holds the cells below each heading, one for each case, empty ones as empty text;
    `problems` what is wrong with the sheet as such.
    """

    name: str
    references: tuple[str, ...]
    rows: tuple[int, ...]
    columns: dict[str, tuple[str, ...]]
    places: dict[str, int]
    problems: tuple[Problem, ...]

    def problem(self, row: int, heading: str, message: str) -> Problem:
        """Return a problem in a column, at a row, or at its heading for row 0."""
        return Problem(self.name, row or 1, self.places[heading], message)


def read_sheet(file: str | os.PathLike[str], sheet: str | None = None) -> Sheet:
    """Read the cases in a spreadsheet; of an XLSX workbook the sheet of that name, or its first.

    Raises:
        InvalidFile: it cannot be read, or is no spreadsheet with cases.
    """
    name, rows = read_rows(file, sheet)
    return _cases(name, rows)


def read_rows(
    file: str | os.PathLike[str], sheet: str | None = None
) -> tuple[str, list[Sequence[str]]]:
    """Return a spreadsheet's name in messages, and its rows as text, without spaces around it.

    Raises:
        InvalidFile: it cannot be read, or is no spreadsheet.
    """
    name, data = read_bytes(file, LARGEST_SPREADSHEET)
    if Path(file).suffix.lower() == ".xlsx" or data[:4] == b"PK\x03\x04":
        from yotrate.workbooks import workbook_rows

        return (f"{name}[{sheet}]" if sheet else name), workbook_rows(name, data, sheet)
    if sheet is not None:
        raise _unusable(name, "a CSV file has no sheets: leave out the sheet, or name a workbook")
    return name, _csv_rows(name, data)


def _unusable(name: str, message: str, row: int = 1) -> InvalidFile:
    return InvalidFile([Problem(name, row, 1, message)])


def _csv_rows(name: str, data: bytes) -> list[Sequence[str]]:
    if b"\0" in data:
        raise _unusable(name, "this is no CSV file: it holds NUL bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text[:_LONGEST_CELL].split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[Sequence[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)  # noqa: PERF402 - the rows before an error tell where it is
    except csv.Error as error:
        raise _unusable(name, f"this cannot be read as CSV: {error}", len(rows) + 1) from None
    return rows


def _cases(name: str, rows: list[Sequence[str]]) -> Sheet:
    header = [cell.strip() for cell in rows[0]] if rows else []
    while header and not header[-1]:
        header.pop()
    if not header or header[0].casefold() != "case":
        found = quote(header[0]) if header else "nothing"
        raise _unusable(name, f"the first cell must be 'case', found {found}")
    problems: list[Problem] = []
    places: dict[str, int] = {}
    for at, heading in enumerate(header[1:], start=2):
        if not heading:
            problems.append(Problem(name, 1, at, "this column has no heading"))
        elif heading in places:
            message = f"{quote(heading)} heads two columns: {places[heading]} and {at}"
            problems.append(Problem(name, 1, at, message))
        else:
            places[heading] = at
    kept = list(_rows_of_cases(name, rows, len(header), problems))
    _check_references(name, kept, problems)
    columns = list(zip(*(cells for _, cells in kept), strict=True)) or [()] * len(header)
    return Sheet(
        name=name,
        references=columns[0],
        rows=tuple(row for row, _ in kept),
        columns={heading: columns[at - 1] for heading, at in places.items()},
        places=places,
        problems=tuple(problems),
    )


def _rows_of_cases(
    name: str, rows: list[Sequence[str]], width: int, problems: list[Problem]
) -> Iterable[tuple[int, Sequence[str]]]:
    """Return the rows that hold a case, with their numbers, each as wide as the heading."""
    for row, cells in enumerate(rows[1:], start=2):
        texts = [cell.strip() for cell in cells]
        if not any(texts) or (row == _LABELS_ROW and not texts[0]):
            continue
        for at, text in enumerate(texts[width:], start=width + 1):
            if text:
                message = f"{quote(text)} stands outside the columns that have a heading"
                problems.append(Problem(name, row, at, message))
        texts = texts[:width] + [""] * (width - len(texts))
        if not texts[0]:
            problems.append(Problem(name, row, 1, "this row has no case reference"))
            continue
        yield row, texts


def _check_references(
    name: str, rows: list[tuple[int, Sequence[str]]], problems: list[Problem]
) -> None:
    first: dict[str, int] = {}
    for row, cells in rows:
        seen = first.setdefault(cells[0], row)
        if seen != row:
            message = f"case {quote(cells[0])} stands twice: in row {seen} and in row {row}"
            problems.append(Problem(name, row, 1, message))


def text_of(value: Any) -> str:
    """Return the text of a workbook's cell as a person sees it: 1 for 1.0, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
