"""A sample that was drawn, as a workbook: chosen, reserves, balance, and the manifest."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yotrate.files.new_workbooks import written
from yotrate.report.drawing import BLANK, Drawing, balance_rows, columns_of, manifest, rows_of

CHOSEN, RESERVES, BALANCE, MANIFEST = "chosen", "reserves", "balance", "manifest"
_WIDTH = 18


def drawing_workbook(found: Drawing) -> bytes:
    """Return a sample as an XLSX workbook; its last sheet is the manifest, by which it is verified.

    Raises:
        WrongUsage: XlsxWriter is not installed.
    """

    def fill(book: Any) -> None:
        names = ["case", "domain", *columns_of(found)]
        _table(book, CHOSEN, names, rows_of(found, "chosen"))
        _table(book, RESERVES, names, rows_of(found, "reserve"))
        headings = {
            "domain": "domain", "characteristic": "characteristic", "value": "value",
            "eligible": "eligible", "eligible_percent": "eligible %",
            "drawn": "drawn", "drawn_percent": "drawn %",
        }  # fmt: skip
        rows = ({**row, "value": row["value"] or BLANK} for row in balance_rows(found))
        _table(book, BALANCE, [*headings], rows, headings)
        sheet = book.add_worksheet(MANIFEST)
        sheet.set_column(0, 0, 100)
        lines = json.dumps(manifest(found), indent=1, ensure_ascii=True).split("\n")
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line)

    return written(fill)


def _table(
    book: Any,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    headings: Mapping[str, str] | None = None,
) -> None:
    """Write a sheet with a row for each thing: numbers as numbers, all else as text."""
    heading = book.add_format({"bold": True, "bg_color": "#E8EDF2", "border": 1})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(columns) - 1, _WIDTH)
    for column, key in enumerate(columns):
        sheet.write_string(0, column, (headings or {}).get(key, key), heading)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, key in enumerate(columns):
            value = row[key]
            if isinstance(value, int | float):
                sheet.write_number(last, column, value)
            else:
                sheet.write_string(last, column, str(value), text)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
