"""Workbooks, read as people see them: and what their values do not tell."""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from helpers.books import book, cell, repacked, spreadsheet
from yotrate.files.cells import Grid, Kind
from yotrate.files.formats import is_date, shown_number
from yotrate.files.tables import open_spreadsheet
from yotrate.files.workbooks import Workbook as Book
from yotrate.problems import InvalidFile

SHEET = "xl/worksheets/sheet1.xml"


def grid(data: bytes, sheet: str | None = None) -> Grid:
    opened = Book("a", data)
    return opened.grid(opened.named(sheet))


def kinds(found: Grid) -> dict[tuple[int, int], Kind]:
    return {place: odd.kind for place, odd in found.odd.items()}


def test_texts_are_as_people_see_them() -> None:
    def formats(made: Workbook) -> None:
        sheet = made.worksheets[0]
        for cell_of, number, code in (
            ("A1", 7, "000"), ("B1", 7, '"C-"00'), ("C1", 1234.5, "#,##0.00"), ("D1", 0.5, "0%"),
            ("E1", 12.5, "0.0"), ("F1", 3, "General"),
        ):  # fmt: skip
            sheet[cell_of] = number
            sheet[cell_of].number_format = code

    found = grid(book(A=[[], ["a_x000D_b", " c ", 1.0, 2.5]], but=formats))
    assert list(found.rows) == [
        ["007", "C-07", "1,234.50", "0.5", "12.5", "3"], ["a\rb", "c", "1", "2.5"]
    ]  # fmt: skip
    assert kinds(found) == {(1, 4): Kind.FORMAT}
    assert "type it as text" in str(found.odd[1, 4])


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (7, "0000", "0007"), (7.0, "@", "7"), (1, "00-00", None), (5, "\\x0", "x5"),
        (2.26, "0.0", "2.3"), (1e16, "0", None), (3, "0.00;[Red]-0.00", "3.00"),
        (1234, "#,##0", "1,234"),
        (4, "[h]:mm", None),
    ],
)  # fmt: skip
def test_numbers_are_shown_by_plain_formats(number: float, code: str, shown: str | None) -> None:
    assert shown_number(number, code) == shown


@pytest.mark.parametrize(
    ("code", "shows_dates"),
    [
        ("dd/mm/yyyy", True), ("[$-F800]dddd", True), ("[h]", True), ("[[h]]", True),
        ("0a/p", True), ("[Red]0", False), ('"days"0', False), ("0;dd", False), ("0\\d", False),
        ("_d0*m", False), ("General", False),
    ],
)  # fmt: skip
def test_formats_of_dates_are_known(code: str, shows_dates: bool) -> None:
    assert is_date(code) == shows_dates


def test_dates_and_truths_are_told_from_texts() -> None:
    rows = [[datetime.date(2026, 12, 3), True, False, datetime.time(12, 30)]]
    found = grid(book(A=rows))
    assert list(found.rows) == [["3 December 2026", "TRUE", "FALSE", "12:30:00"]]
    assert kinds(found) == {
        (1, 1): Kind.DATE, (1, 2): Kind.TRUTH, (1, 3): Kind.TRUTH, (1, 4): Kind.DATE
    }  # fmt: skip
    assert str(found.odd[1, 1]) == (
        "the date '3 December 2026', which a program made of what was typed: type it as text"
    )
    assert "the truth value 'TRUE'" in str(found.odd[1, 2])


def test_formulas_without_a_value_and_errors_are_of_their_sheet_alone() -> None:
    data = book(A=[["x", "=1+1"], ["=SUM(A1)"]], B=[["x", None], [None, "y"]])
    found = grid(data, "A")
    assert kinds(found) == {(1, 2): Kind.FORMULA, (2, 1): Kind.FORMULA}
    assert list(found.rows) == [["x", "=1+1"], ["=SUM(A1)"]]
    assert not grid(data, "B").odd
    data = repacked(data, SHEET, b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    assert kinds(grid(data, "A")) == {(2, 1): Kind.FORMULA}
    text = b'<c r="B1" t="str"><f>1+1</f><v></v></c>'
    data = repacked(data, SHEET, b'<c r="B1"><f>1+1</f><v>2</v></c>', text)
    assert next(iter(grid(data, "A").rows)) == ["x"]
    error = b'<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    data = repacked(data, SHEET, text, error)
    found = grid(data, "A")
    assert (found.odd[1, 2].kind, next(iter(found.rows))) == (Kind.ERROR, ["x", "#DIV/0!"])
    assert str(found.odd[1, 2]) == "the error '#DIV/0!': mend its formula"


def test_what_stands_under_merged_cells_is_seen_by_nobody() -> None:
    merges = (
        b'</sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B3:C3"/></mergeCells>'
    )
    rows: list[list[Any]] = [["a", "=1"], ["b", True, "x"], ["c", "d", "e"], ["", "=2"]]
    data = book(A=rows, but=lambda made: made["A"].append([]))
    found = grid(repacked(data, SHEET, b"</sheetData>", merges))
    assert [*map(list, found.rows)] == [["a"], ["", "", "x"], ["c", "d"], ["", "=2"]]
    assert kinds(found) == {(4, 2): Kind.FORMULA}

    under = cell("no").replace("table-cell", "covered-table-cell")
    spanning = 'office:value-type="string" table:number-columns-spanned="2"'
    row = f"<table:table-row>{cell('yes', spanning)}{under}{cell('x')}</table:table-row>"
    found = grid(spreadsheet(f'<table:table table:name="A">{row}</table:table>'))
    assert [*map(list, found.rows)] == [["yes", "", "x"]]


def test_what_is_hidden_and_merged_is_known() -> None:
    def change(made: Workbook) -> None:
        sheet = made.worksheets[0]
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.merge_cells("A4:B5")
        made.worksheets[1].sheet_state = "hidden"

    data = book(A=[["a", "b", "c"], ["d"], ["e"], ["f"]], B=[["x"]], but=change)
    found = grid(data)
    assert (found.hidden_rows, found.hidden_columns) == ({2}, {3})
    assert found.merged == {(4, 2): (4, 1), (5, 1): (4, 1), (5, 2): (4, 1)}
    assert Book("a", data).sheets == [("A", True), ("B", False)]
    assert Book("a", data).named(None) == "A"


def test_cells_without_a_place_stand_beside_each_other() -> None:
    data = book(A=[["a", "b"]])
    for letter in (b"A", b"B"):
        data = repacked(data, SHEET, b'<c r="' + letter + b'1"', b"<c")
    assert list(grid(data).rows) == [["a", "b"]]


ODS = spreadsheet(
    '<table:table table:name="One" table:style-name="hidden">'
    + "<table:table-row>" + cell("x") + "</table:table-row></table:table>"
    '<table:table table:name="Two"><table:table-column/>'
    '<table:table-column table:visibility="collapse"/>'
    "<table:table-row>" + cell("case") + cell("2.1.1") + cell("n") + "</table:table-row>"
    '<table:table-row table:visibility="filter">'
    + cell("007", 'office:value-type="float" office:value="7"')
    + cell("3-Dec", 'office:value-type="date" office:date-value="2026-12-03"')
    + cell("true", 'office:value-type="boolean" office:boolean-value="true"')
    + "</table:table-row><table:table-row>"
    + cell("yes<office:annotation><text:p>a note</text:p></office:annotation>")
    + '<table:table-cell table:formula="of:=[.A1]"/>'
    + cell("#REF!", 'table:formula="of:=1" office:value-type="string" calcext:value-type="error"')
    + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="2">'
    '<table:table-cell office:value-type="string" table:number-columns-spanned="2" '
    'table:number-rows-spanned="1"><text:p>m</text:p></table:table-cell>'
    "<table:covered-table-cell/></table:table-row>"
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    'table:number-columns-repeated="16384"/></table:table-row></table:table>',
    '<style:style style:name="hidden"><style:table-properties table:display="false"/>'
    "</style:style>",
)  # fmt: skip


def test_opendocument_spreadsheets_are_read_as_well() -> None:
    opened = Book("a.ods", ODS)
    assert opened.sheets == [("One", False), ("Two", True)]
    found = opened.grid("Two")
    assert list(found.rows)[:2] == [["case", "2.1.1", "n"], ["007", "3-Dec", "TRUE"]]
    assert list(found.rows)[2][1:] == ["=[.A1]", "#REF!"]
    assert [row[:1] for row in found.rows][3:] == [["m"], ["m"]]
    assert (found.hidden_rows, found.hidden_columns) == ({2}, {2})
    assert kinds(found) == {
        (2, 2): Kind.DATE, (2, 3): Kind.TRUTH, (3, 2): Kind.FORMULA, (3, 3): Kind.ERROR
    }  # fmt: skip
    assert found.merged == {(4, 2): (4, 1)}
    assert opened.grid("Two") is found


LONG = b'<sst xmlns="x"><si><t>' + b"x" * 30_000 + b"</t></si></sst>"


def shared(cells: int) -> bytes:
    """Return a workbook of which many cells share one long text."""
    data = book(A=[["a"]])
    row = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % at for at in range(1, 2))
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(1, cells)
    )
    assert row
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == SHEET:
                start = content.index(b"<sheetData>") + len(b"<sheetData>")
                content = content[:start] + rows + b"</sheetData></worksheet>"
            new.writestr(name, content)
        new.writestr("xl/sharedStrings.xml", LONG)
    return stream.getvalue()


def far(place: bytes) -> bytes:
    data = book(A=[["a"]])
    more = b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>'
    digits = place.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return repacked(data, SHEET, b"</sheetData>", more % (digits, place))


def overlapping() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("b", "x" * 50)
        archive.filelist[1].header_offset = archive.filelist[0].header_offset
    return stream.getvalue()


def without(part: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(A=[["a"]]))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return stream.getvalue()


A = book(A=[["a"]])
HOSTILE = {
    "a cell far down": (far(b"A1048576"), ""),
    "a cell far away": (far(b"XFD1048576"), "reach from A1 to XFD1048576, and that is too far"),
    "a cell beyond all": (far(b"A1048577"), "damaged"),
    "letters that are none": (repacked(A, SHEET, b'r="A1"', b'r="a1"'), "damaged"),
    "a cell of another row": (repacked(A, SHEET, b'r="A1"', b'r="A2" s="0"'), ""),
    "a row that is no number": (
        repacked(A, SHEET, b'row r="1"', b'row hidden="0" r="x"'), "damaged"),
    "merged to the last cell": (
        repacked(A, SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD104'
                 b'8576"/></mergeCells>'), ""),
    "merged from nowhere": (
        repacked(A, SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A0:B9"/>'
                 b"</mergeCells>"), "damaged"),
    "a merge that is none": (
        repacked(A, SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="x"/>'
                 b"</mergeCells>"), "damaged"),
    "one long text, often": (shared(3_000), "the texts in its cells are longer than is read"),
    "one long text, seldom": (shared(50), ""),
    "entries that overlap": (overlapping(), "damaged"),
    "no relations": (without("xl/_rels/workbook.xml.rels"), "damaged"),
    "no sheet": (without(SHEET), "damaged"),
    "repeated without end": (
        spreadsheet('<table:table table:name="A"><table:table-row table:number-rows-repeated='
                    '"1048576"><table:table-cell table:number-columns-repeated="16384">'
                    "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"),
        "that is too far"),
    "repeated under merged cells": (
        spreadsheet('<table:table table:name="A"><table:table-row table:number-rows-repeated='
                    '"2000"><table:covered-table-cell table:number-columns-repeated="16384" '
                    'office:value-type="string"><text:p>x</text:p></table:covered-table-cell>'
                    "</table:table-row></table:table>"),
        "that is too far"),
    "repeated without a text": (
        spreadsheet('<table:table table:name="A"><table:table-row table:number-rows-repeated='
                    '"2000"><table:table-cell table:number-columns-repeated="16384" '
                    'office:value-type="float" office:value="1"/>'
                    "</table:table-row></table:table>"),
        "that is too far"),
    "a cell outside a table": (
        spreadsheet(f"<table:table-row>{cell('x')}</table:table-row>"), "damaged"),
    "nothing in it": (spreadsheet(""), "there is no sheet in it"),
    "a text": (b"case,2.1.1", "this is no workbook, whatever its name"),
    "cut off": (A[:-30], "damaged"),
    "tags within tags": (
        repacked(A, SHEET, b"<sheetData>", b"<!-- --><x>" * 200 + b"<sheetData>"), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), HOSTILE.values(), ids=HOSTILE)
def test_workbooks_made_to_do_harm_are_refused_or_read(data: bytes, message: str) -> None:
    try:
        opened = Book("a.xlsx", data)
        for sheet, _ in opened.sheets:
            opened.grid(sheet)
        said = ""
    except InvalidFile as error:
        said = str(error)
    assert message in said
    assert bool(message) == bool(said)


def test_a_part_that_is_packed_otherwise_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InvalidFile, match="damaged"):
        Book("a", stream.getvalue())


def test_far_too_many_parts_are_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for at in range(10_001):
            archive.writestr(str(at), "")
    with pytest.raises(InvalidFile, match="damaged"):
        Book("a", stream.getvalue())


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSM", "a.ods", "a.dat"])
def test_a_workbook_is_opened_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(ODS if name.endswith("ods") else A)
    assert open_spreadsheet(tmp_path / name).sheets


def test_letters_that_hardly_anybody_typed_are_told(tmp_path: Path) -> None:
    path: Any = tmp_path / "a.csv"
    path.write_bytes("case,2.1.1\nPîl–1,yes\n".encode("cp1252"))
    assert not open_spreadsheet(path).grid().warnings
    path.write_bytes("case,2.1.1\nA,yes\nP\xeel,yes\n".encode("cp850"))
    (warning,) = open_spreadsheet(path).grid().warnings
    assert (warning.line, warning.warning) == (3, True)
    assert "read as Windows-1252, which makes" in warning.message
