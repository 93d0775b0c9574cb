"""Cells that are written otherwise than most programs write them, read as people see them."""

import pytest

from helpers.books import cell, repacked, sheet_of, spreadsheet
from yotrate.files.cells import Grid, Kind
from yotrate.files.workbooks import Workbook as Book
from yotrate.problems import InvalidFile

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = '<sst xmlns="x"><si><t>no</t></si><si><t>yes</t></si></sst>'
LONG = STRINGS.replace("</sst>", "<si><t>" + "x" * 32_000 + "</t></si></sst>")


def grid(data: bytes) -> Grid:
    return Book("a", data).grid("A")


def ods(*cells: str) -> list[str]:
    row = "".join(cells) + cell("end")
    table = f'<table:table table:name="A"><table:table-row>{row}</table:table-row></table:table>'
    *texts, end = next(iter(grid(spreadsheet(table)).rows))
    assert end == "end"
    return texts


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE"),
        ('office:value-type="float" office:value="7"', "7"),
        ('office:value-type="float" office:value="7.5"', "7.5"),
        ('office:value="7"', "7"),
        ('office:value-type="string" office:string-value="yes"', "yes"),
        ('office:string-value="yes"', "yes"),
        ('office:value-type="date" office:date-value="2026-12-03"', "2026-12-03"),
        ('office:value-type="time" office:time-value="PT1H"', "PT1H"),
        ('table:formula="of:=1+1" office:value="2"', "2"),
    ],
)
def test_a_value_without_a_text_is_its_value(attributes: str, text: str) -> None:
    assert ods(f"<table:table-cell {attributes}/>") == [text]


def test_a_text_is_what_is_shown() -> None:
    shown = ods(
        cell("yes", ""),
        cell("yes", 'office:value-type="string" office:string-value="no"'),
        cell("not<text:line-break/>known<text:tab/>yet"),
        cell('a<text:s text:c="2"/>b', 'office:value-type="float" office:value="1"'),
        cell("a</text:p><text:p>b"),
        cell("yes<office:annotation><text:p>so</text:p></office:annotation>", ""),
        cell("01:00", 'office:value-type="time" office:time-value="PT1H"'),
    )
    assert shown == ["yes", "yes", "not\nknown\tyet", "a  b", "a\nb", "yes", "01:00"]


def test_a_formula_with_a_shared_text_has_a_value() -> None:
    rows = '<row r="1"><c r="A1" t="s"><f>X1</f><v>1</v></c><c r="B1" t="s"><f>X2</f><v/></c></row>'
    for strings in (STRINGS, LONG):
        found = grid(sheet_of(rows, strings=strings))
        assert list(found.rows) == [["yes", "=X2"]]
        assert [(place, odd.kind) for place, odd in found.odd.items()] == [((1, 2), Kind.FORMULA)]


def test_a_formula_with_a_text_of_its_own_has_a_value() -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><f>X1</f><is><t>yes</t></is></c></row>'
    assert not grid(sheet_of(rows)).odd


@pytest.mark.parametrize("between", ["", "\n", " "])
@pytest.mark.parametrize("strings", [STRINGS, LONG])
def test_spaces_between_tags_say_nothing(between: str, strings: str) -> None:
    rows = '<row><c t="s"><v>1</v></c></row>' * 2_200
    data = sheet_of(rows.replace("><", f">{between}<"), strings=strings)
    assert list(grid(data).rows) == [["yes"]] * 2_200


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize(
    ("around", "row", "hidden"),
    [
        ("", 'ht="0"', ({1}, set())),
        ("", 'ht="0.0"', ({1}, set())),
        ("", 'ht="+0"', ({1}, set())),
        ("", 'hidden="1"', ({1}, set())),
        ("", 'ht="15" customHeight="1"', (set(), set())),
        ('<cols><col min="2" max="3" width="0"/></cols>', "", (set(), {2, 3})),
        ('<cols><col min="2" max="3" width="00"/></cols>', "", (set(), {2, 3})),
    ],
)
def test_what_is_hidden_is_known_however_it_is_written(
    quote: str, around: str, row: str, hidden: tuple[set[int], set[int]]
) -> None:
    rows = f'<row r="1" {row}><c r="A1"><v>1</v></c></row>'.replace('"', quote)
    found = grid(sheet_of(rows, before=around.replace('"', quote)))
    assert (found.hidden_rows, found.hidden_columns) == hidden


@pytest.mark.parametrize("quote", ["'", '"'])
def test_errors_are_known_however_they_are_written(quote: str) -> None:
    rows = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'.replace('"', quote)
    found = grid(sheet_of(rows))
    assert [(place, str(odd.kind)) for place, odd in found.odd.items()] == [((1, 1), "error")]
    assert list(found.rows) == [["#N/A"]]


def test_rows_that_stand_in_a_sheet_whose_others_are_hidden_are_shown() -> None:
    # Excel writes only those rows that are shown where it hides all below a table.
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    )
    before = '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'
    assert grid(sheet_of(rows, before=before)).hidden_rows == {2}


ONE = '<row r="2"><c r="A2"><v>1</v></c></row>'
PLAIN = sheet_of(ONE)
DAMAGED: dict[str, bytes] = {
    "another table": sheet_of(ONE, after=f"<sheetData>{ONE}</sheetData>"),
    "another table, with a prefix": sheet_of(
        ONE, after=f'<x:sheetData xmlns:x="x">{ONE}</x:sheetData>'),
    "a row twice": sheet_of(ONE * 2),
    "a row twice, in parts": sheet_of(ONE + '<row r="2"><c r="B2"><v>1</v></c></row>'),
    "a cell twice": sheet_of('<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'),
    "a cell twice, quoted otherwise": sheet_of(
        "<row r='2'><c r='A2'><v>1</v></c><c r='A2'><v>2</v></c></row>"),
    "a text that is no number": sheet_of(
        '<row r="1"><c r="A1" t="s"><v> 1 </v></c></row>', strings=STRINGS),
    "a comment in a value": sheet_of(
        '<row r="1"><c r="A1" t="str"><v>y<![CDATA[es]]></v></c></row>'),
    "an entity in a place": sheet_of('<row r="1"><c r="&#65;1" t="str"><v>1</v></c></row>'),
}  # fmt: skip
DAMAGED["UTF-16"] = repacked(
    PLAIN,
    SHEET,
    (whole := f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
     f"<sheetData>{ONE}</sheetData></worksheet>").encode(),
    whole.encode("utf-16"),
)  # fmt: skip
DAMAGED["another encoding"] = repacked(
    PLAIN, SHEET, whole.encode(), b'<?xml version="1.0" encoding="cp037"?>' + whole.encode()
)


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_what_would_be_lost_is_damaged(data: bytes) -> None:
    with pytest.raises(InvalidFile, match="this workbook is damaged, or uses what cannot be read"):
        grid(data)


def test_rows_and_cells_out_of_order_are_read() -> None:
    rows = (
        '<row r="2"><c r="B2"><v>3</v></c><c r="A2"><v>2</v></c></row>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
    )
    assert list(grid(sheet_of(rows)).rows) == [["1"], ["2", "3"]]
