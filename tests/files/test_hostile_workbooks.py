"""Workbooks made to take all memory, or all day: refused before calamine sees them."""

import tracemalloc

import pytest
from openpyxl import Workbook

from helpers.books import book, cell, repacked, sheet_of, spreadsheet
from yotrate.files.workbooks import Workbook as Book
from yotrate.problems import InvalidFile
from yotrate.rules_of_problems import Rule

LONG = '<sst xmlns="x"><si><t>' + "x" * 2_000_000 + "</t></si></sst>"
ROW = "table:number-rows-repeated"
COLUMN = "table:number-columns-repeated"


def table(cell: str, rows: int = 1, name: str = "A", more: str = "") -> str:
    """Return a sheet of one row, which is repeated."""
    row = f'<table:table-row {ROW}="{rows}" {more}>{cell}</table:table-row>'
    return f'<table:table table:name="{name}">{row}</table:table>'


def quoted_otherwise(spaced: str) -> str:
    return "".join(
        f"<row r='{row}'>"
        + "".join(f"<c r='{c}{row}' t{spaced}='s'><v>0</v></c>" for c in "ABCDEFGHIJ")
        + "</row>"
        for row in range(1, 201)
    )


def formulas_far_away() -> str:
    rows = (f'<row r="{at}"><c r="XFD{at}"><f>1</f></c></row>' for at in range(10, 60_001))
    return "".join(rows)


def far_rows(made: Workbook) -> None:
    for sheet in made.worksheets:
        sheet.cell(700_000, 2, 1)


TOO_LARGE = {
    "shared texts, quoted otherwise": sheet_of(quoted_otherwise(""), strings=LONG),
    "shared texts, spaced otherwise": sheet_of(quoted_otherwise(" "), strings=LONG),
    "formulas far away": sheet_of(formulas_far_away()),
    "far rows of many sheets": book(
        but=far_rows, A=[["a"]], B=[["a"]], C=[["a"]]
    ),
    "merged again and again": sheet_of(
        '<row r="70"><c r="XFD70"><v>1</v></c></row>',
        after="<mergeCells>" + '<mergeCell ref="A10:XFD70"/>' * 3 + "</mergeCells>"),
    "spaces": spreadsheet(table(cell('<text:s text:c="2000000000"/>'))),
    "repeated spaces": spreadsheet(table(
        f'<table:table-cell office:value-type="string" {COLUMN}="1000"><text:p>'
        '<text:s text:c="90"/></text:p></table:table-cell>', 1_000)),
    "many tables": spreadsheet("".join(
        table(cell("1", f'office:value-type="string" {COLUMN}="1000"'), 500, f"A{at}")
        for at in range(50))),
    "a long value": spreadsheet(table(cell(
        "1", f'office:value-type="string" {COLUMN}="900" office:string-value="{"x" * 5_000}"'),
        900)),
    "repeated numbers": spreadsheet(table(
        f'<table:table-cell office:value="1" {COLUMN}="16384"/>', 1_048_576)),
    "repeated formulas": spreadsheet(table(
        f'<table:table-cell table:formula="of:=1" {COLUMN}="16384"/>', 1_048_576)),
    "repeated covered cells": spreadsheet(table(
        f'<table:covered-table-cell office:value-type="string" {COLUMN}="16384"><text:p>x'
        "</text:p></table:covered-table-cell>", 1_048_576)),
    "repeated dates": spreadsheet(table(
        f'<table:table-cell office:value-type="date" {COLUMN}="900"/>', 900)),
}  # fmt: skip


@pytest.mark.parametrize("data", TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_would_take_all_memory_is_too_large(data: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(InvalidFile) as caught:
        read(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (problem,) = caught.value.problems
    assert problem.rule == Rule.TOO_LARGE
    assert most < 150 * 1024 * 1024


def read(data: bytes) -> Book:
    opened = Book("a", data)
    for sheet, _ in opened.sheets:
        opened.grid(sheet)
    return opened


HARMLESS = {
    "hidden columns": sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 50_000 + "</cols>"),
    "merged to the last column": sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        after='<mergeCells><mergeCell ref="A10:XFD70"/></mergeCells>'),
    "hidden rows": spreadsheet("".join(
        table("<table:table-cell/>", 1_048_576, f"A{at}", 'table:visibility="collapse"')
        for at in range(100))),
    "cells that span all rows": spreadsheet("".join(
        table('<table:table-cell table:number-rows-spanned="1000000"/>', name=f"A{at}")
        for at in range(10))),
    "empty cells to the last column": sheet_of("".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="XFD{row}" s="1"/></row>'
        for row in range(1, 200))),
}  # fmt: skip


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS)
def test_what_repeats_without_holding_anything_takes_no_room(data: bytes) -> None:
    tracemalloc.start()
    opened = read(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 30 * 1024 * 1024
    grids = [opened.grid(sheet) for sheet, _ in opened.sheets]
    assert sum(len(grid.merged) for grid in grids) == 0
    assert {len(grid.hidden_columns) for grid in grids} <= {0, 16_384}


def test_sheets_that_are_one_part_are_damaged() -> None:
    two = book(A=[["a"]], B=[["b"]])
    for name in (b"sheet1.xml", b"SHEET1.xml"):
        data = repacked(two, "xl/_rels/workbook.xml.rels", b"sheet2.xml", name)
        with pytest.raises(InvalidFile, match="damaged"):
            Book("a", data)


@pytest.mark.parametrize(
    "data",
    [
        repacked(book(A=[["a"]], B=[["b"]]), "xl/workbook.xml", b'name="B"', b'name="A"'),
        spreadsheet(table(cell("a")) + table(cell("b"))),
    ],
    ids=["xlsx", "ods"],
)
def test_sheets_of_one_name_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidFile, match="two of its sheets are called 'A'"):
        Book("a", data)


STYLES = (
    '<styleSheet xmlns="x"><numFmts><numFmt numFmtId="170" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="171" formatCode="0&quot; days&quot;"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>'
    "</styleSheet>"
)


@pytest.mark.parametrize("style", [1, 2])
@pytest.mark.parametrize("number", ["-1e300", "1e300", "-1e9", "1e400", "NaN"])
def test_a_number_that_can_be_no_date_is_named_by_its_cell(
    number: str, style: int, capfd: pytest.CaptureFixture[str]
) -> None:
    row = f'<row r="6"><c r="A6" s="{style}"><v>{number}</v></c></row>'
    with pytest.raises(InvalidFile) as caught:
        read(sheet_of(row, styles=STYLES))
    (problem,) = caught.value.problems
    assert str(problem) == (f"a[A]!A6: no date is '{number}' days from the first: type it as text")
    assert not capfd.readouterr().err


def test_numbers_that_are_no_dates_are_read_as_ever() -> None:
    cells = (
        '<row r="1"><c r="A1" s="3"><v>1e300</v></c><c r="B1" s="1"><v>3000000</v></c>'
        '<c r="C1" s="1"><v>46000</v></c><c r="D1" s="1"><v>x</v></c></row>'
    )
    grid = read(sheet_of(cells, styles=STYLES)).grid("A")
    assert next(iter(grid.rows))[1:] == ["3000000", "9 December 2025", "x"]
    assert {place: odd.kind for place, odd in grid.odd.items()} == {
        (1, 1): "format", (1, 2): "format", (1, 3): "date"
    }  # fmt: skip
