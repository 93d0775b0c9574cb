"""Spreadsheets as tables of text: CSV as Excel and LibreOffice write it, and XLSX workbooks."""

import csv
import io
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any

from yotrate.files.cells import MOST_COLUMNS, MOST_ROWS, Rows, trimmed, unusable
from yotrate.files.delimiters import delimiter_of, said_delimiter
from yotrate.files.kinds import WORKBOOK, kind_of
from yotrate.files.reading import read_bytes
from yotrate.rules_of_problems import Rule
from yotrate.text import folded

LARGEST_SPREADSHEET = 16 * 1024 * 1024
"""Bytes that a spreadsheet may have."""
_LONGEST_ROW = 1024 * 1024
_FIRST_LINES = 50


def read_table(
    file: str | os.PathLike[str], sheet: str | None = None
) -> tuple[str, Iterable[Sequence[str]]]:
    """Read the one table of a CSV file, or a workbook's sheet of that name, or its first.

    Returns:
        Its name in messages, and its rows.

    Raises:
        InvalidFile: it cannot be read, or is no spreadsheet.
    """
    name, data = _read(file)
    if _is_workbook(file, data):
        workbooks = _workbooks()
        rows = workbooks.read_workbook(name, data, workbooks.first_or_named(name, sheet))
        return f"{name}[{sheet}]" if sheet else name, next(iter(rows.values()))
    if sheet is not None:
        message = "a CSV file has no sheets: leave out the sheet, or name a workbook"
        raise unusable(name, message, rule=Rule.UNKNOWN_SHEET)
    return name, _csv_rows(name, data)


def _read(file: str | os.PathLike[str]) -> tuple[str, bytes]:
    """Return the name and the content of a file that is a workbook or CSV."""
    name, data = read_bytes(file, LARGEST_SPREADSHEET)
    kind = kind_of(file, data)
    if kind is not None and kind != WORKBOOK:
        raise unusable(name, f"this is {kind.name}: {kind.remedy}", rule=Rule.WRONG_KIND)
    return name, data


def _workbooks() -> Any:
    """Return what reads workbooks, loaded only for whom has one."""
    return import_module("yotrate.files.workbooks")


def read_tables(
    file: str | os.PathLike[str], wanted: Collection[str] = ()
) -> tuple[dict[str, Rows], frozenset[str]]:
    """Read all sheets of a workbook, or those that are wanted, or the one table of a CSV file.

    Returns:
        The rows of each, by its name in messages, and which of the wanted sheets were found.

    Raises:
        InvalidFile: it cannot be read, or is a workbook without any sheet that is wanted.
    """
    name, data = _read(file)
    sheets: dict[str, Rows] = {}
    if _is_workbook(file, data):
        workbooks = _workbooks()
        sheets = workbooks.read_workbook(name, data, workbooks.all_or_named(name, wanted))
        tables = {f"{name}[{each}]": rows for each, rows in sheets.items()}
    else:
        tables = {name: _held(_csv_rows(name, data))}
    return tables, frozenset(sheets)


MOST_TO_HOLD = 65_536
"""Rows of cases that a service file could hold: in 1 MiB, of 16 bytes each at the least."""


def _held(rows: Iterable[Sequence[str]]) -> Rows:
    """Return rows, to the first one that is more than can be held."""
    held: Rows = []
    filled = 0
    for cells in map(trimmed, rows):
        held.append(cells)
        filled += bool(cells)
        if filled > MOST_TO_HOLD + 1:
            break
    return held


def is_spreadsheet(file: str | os.PathLike[str]) -> bool:
    """Return whether a file's name ends as those of spreadsheets do."""
    return folded(Path(file).suffix) in (".csv", ".xlsx")


def _is_workbook(file: str | os.PathLike[str], data: bytes) -> bool:
    return folded(Path(file).suffix) == ".xlsx" or data[:4] == b"PK\x03\x04"


def _csv_rows(name: str, data: bytes) -> Iterator[Sequence[str]]:
    stream = io.TextIOWrapper(io.BytesIO(data), _encoding(name, data), newline="")
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


def _encoding(name: str, data: bytes) -> str:
    """Return the encoding of a CSV file: UTF-8, or what Windows programs write instead."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "this is UTF-16 text, as '>' in PowerShell writes it: save it as CSV UTF-8"
        raise unusable(name, message, rule=Rule.WRONG_ENCODING)
    if b"\0" in data:
        raise unusable(name, "this is no CSV file: it holds NUL bytes")
    with suppress(UnicodeDecodeError):
        data.decode("utf-8-sig")
        return "utf-8-sig"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"this is neither UTF-8 nor Windows-1252 text: the byte 0x{data[error.start]:02x}"
        raise unusable(name, f"{message} cannot stand here", row, Rule.WRONG_ENCODING) from None
    return "cp1252"
