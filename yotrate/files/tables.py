"""Spreadsheets as tables of text: CSV as Excel and LibreOffice write it, and workbooks."""

import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import chain, islice
from typing import Any, NamedTuple

from yotrate.files.cells import MOST_COLUMNS, MOST_ROWS, At, Grid, unusable
from yotrate.files.delimiters import delimiter_of, said_delimiter
from yotrate.files.kinds import WORKBOOK, is_workbook, kind_of
from yotrate.files.reading import read_bytes
from yotrate.problems import Problem
from yotrate.rules_of_problems import Rule
from yotrate.text import quote

LARGEST_SPREADSHEET = 16 * 1024 * 1024
"""Bytes that a spreadsheet may have."""
_LONGEST_ROW = 1024 * 1024
_FIRST_LINES = 50


class Spreadsheet(NamedTuple):
    """A workbook, or a CSV file: what messages call it, and its sheets if it has any."""

    name: str
    workbook: Any = None
    csv: bytes = b""

    def grid(self, sheet: str | None = None) -> Grid:
        """Return the table of a CSV file, or a workbook's sheet of that name, or its first.

        Of a CSV file the rows can be gone over only once.

        Raises:
            InvalidFile: it cannot be read, or has no such sheet.
        """
        if self.workbook is not None:
            found: Grid = self.workbook.grid(self.workbook.named(sheet))
            return found
        if sheet is not None:
            message = "a CSV file has no sheets: leave out the sheet, or name a workbook"
            raise unusable(self.name, message, rule=Rule.UNKNOWN_SHEET)
        encoding, warnings = _encoding(self.name, self.csv)
        rows = _csv_rows(self.name, self.csv, encoding)
        return Grid(At(self.name), rows, warnings=tuple(warnings))

    @property
    def sheets(self) -> Sequence[tuple[str, bool]]:
        """The names of a workbook's sheets, and whether they are shown; none of a CSV file."""
        return [] if self.workbook is None else self.workbook.sheets


def open_spreadsheet(file: str | os.PathLike[str]) -> Spreadsheet:
    """Open a workbook or a CSV file.

    Raises:
        InvalidFile: it cannot be read, or is no spreadsheet.
    """
    name, data = read_bytes(file, LARGEST_SPREADSHEET)
    kind = kind_of(file, data)
    if kind is not None and kind != WORKBOOK:
        raise unusable(name, f"this is {kind.name}: {kind.remedy}", rule=Rule.WRONG_KIND)
    if kind == WORKBOOK or is_workbook(file):
        # Loaded only for whom has one.
        workbooks = import_module("yotrate.files.workbooks")
        return Spreadsheet(name, workbooks.Workbook(name, data))
    return Spreadsheet(name, csv=data)


def _csv_rows(name: str, data: bytes, encoding: str) -> Iterator[Sequence[str]]:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    head = list(islice(stream, _FIRST_LINES))
    delimiter = said_delimiter(head[0]) if head else None
    if delimiter is not None:
        del head[0]
    else:
        delimiter = delimiter_of([line[:_LONGEST_ROW] for line in head])
    number = 0

    def lines() -> Iterator[str]:
        for line in chain(head, stream):
            if len(line) > _LONGEST_ROW:
                message = f"this row is longer than {_LONGEST_ROW:,} characters"
                raise unusable(
                    name, f"{message}, the most that is read", number + 1, Rule.TOO_LARGE
                )
            yield line

    try:
        for row in csv.reader(lines(), delimiter=delimiter, strict=True):
            number += 1
            if number > MOST_ROWS:
                message = f"this has more than {MOST_ROWS:,} rows, the most that is read"
                raise unusable(name, message, rule=Rule.TOO_LARGE)
            if len(row) > MOST_COLUMNS:
                message = f"this row has more than {MOST_COLUMNS:,} columns, the most that is read"
                raise unusable(name, message, number, Rule.TOO_LARGE)
            yield row
    except csv.Error as error:
        reason = str(error)
        reason = _IN_OUR_WORDS.get(reason, reason)
        raise unusable(name, f"this cannot be read as CSV: {reason}", number + 1) from None


_IN_OUR_WORDS = {
    "unexpected end of data": "a quote opens in this row and is never closed",
    "field larger than field limit (131072)": "a cell is longer than 131,072 characters",
}


def _encoding(name: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return the encoding of a CSV file: UTF-8, or what Windows programs write instead.

    A warning comes with the latter where it makes letters that hardly anybody typed.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "this is UTF-16 text, as '>' in PowerShell writes it: save it as CSV UTF-8"
        raise unusable(name, message, rule=Rule.WRONG_ENCODING)
    if b"\0" in data:
        raise unusable(name, "this is no CSV file: it holds NUL bytes")
    with suppress(UnicodeDecodeError):
        data.decode("utf-8-sig")
        return "utf-8-sig", []
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"this is neither UTF-8 nor Windows-1252 text: the byte 0x{data[error.start]:02x}"
        raise unusable(name, f"{message} cannot stand here", row, Rule.WRONG_ENCODING) from None
    strange = _HARDLY_TYPED.search(text)
    if strange is None:
        return "cp1252", []
    row = text.count("\n", 0, strange.start()) + 1
    around = text[max(0, strange.start() - 10) : strange.end() + 10].split("\n")[0].strip()
    message = (
        f"this is no UTF-8, and is read as Windows-1252, which makes {quote(around)} of it: "
        "if that is wrong, save it as CSV UTF-8"
    )
    return "cp1252", [Problem(name, row, 1, message, Rule.WRONG_ENCODING, warning=True)]


_HARDLY_TYPED = re.compile(
    "[\u0160\u0161\u017d\u017e\u0178\u0192\u02c6\u02dc\u2020\u2021\u2030\u2039\u203a\u0152\u0153"
    "\xa1\xa2\xa4-\xa6\xa8\xaa-\xac\xae\xaf\xb8\xb9\xd0\xd7\xde\xf0\xf7\xfe]"
    "|[\xc2\xc3\xe2][\x80-\xbf\u20ac\u2122\u201a\u201c\u201d]"
)
"""What Windows-1252 makes of other encodings, and hardly any English or Welsh text holds."""
