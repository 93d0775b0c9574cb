"""Workbooks as people have them, made anew: a real audit, and small ones of one trouble each."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]
QUESTIONS = {
    "Assessment": ["2.1.1", "2.1.2", "2.1.3"],
    "Planning": ["2.2.1", "2.2.2", "2.2.3"],
    "Delivery": ["2.3.1", "2.3.2", "2.3.3"],
    "Reviewing": ["2.4.1", "2.4.2", "2.4.3"],
}
LABELS = ["desistance", "safety of the child", "safety of others"]
DETAILS = ["Case ref", "Team", "Worker", "Date read"]


def book(*, but: Callable[[Workbook], None] | None = None, **sheets: Rows) -> bytes:
    """Return a workbook with sheets of these rows, after a change of it."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    if but is not None:
        but(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def spreadsheet(sheets: str, styles: str = "") -> bytes:
    """Return an OpenDocument spreadsheet with this XML of its sheets."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    spaces += (
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
    return stream.getvalue()


def cell(text: str, more: str = 'office:value-type="string"') -> str:
    """Return the XML of a cell of an OpenDocument spreadsheet."""
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def repacked(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with a change of one of its parts."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            assert name != part or old in content
            after.writestr(name, content.replace(old, new) if name == part else content)
    return stream.getvalue()


def sheet_of(
    rows: str, *, before: str = "", after: str = "", strings: str = "", styles: str = ""
) -> bytes:
    """Return a workbook of a sheet A, with the XML of its rows and of what stands around them."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{related}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packed}"><Relationship Id="rId1" '
        f'Type="{related}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}>{before}<sheetData>{rows}</sheetData>"
        f"{after}</worksheet>",
        "xl/sharedStrings.xml": strings,
        "xl/styles.xml": styles,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            if text:
                archive.writestr(part, text)
    return stream.getvalue()


def _court(sheet: Worksheet, cases: int) -> None:
    sheet.append(["Our own audit of court disposals"])
    sheet.append(
        ["Case details", *[None] * 3, *(g for group in QUESTIONS for g in (group, None, None))]
    )
    headings = [f"{group}:\n{label}" for group in QUESTIONS for label in LABELS]
    sheet.append([*DETAILS, *headings, "Comments"])
    for number in range(1, cases + 1):
        answers = [("Yes", "No", "Not applicable")[(number * at) % 3] for at in range(1, 13)]
        sheet.append([f"26/C{number:03}", "North", "AB", None, *answers, "note"])
    last = 3 + cases
    sheet.append([])
    sheet.append(
        ["% Yes", None, None, None, *(f'=COUNTIF({c}4:{c}{last},"Yes")' for c in "EFGHIJKLMNOP")]
    )
    sheet.append(["Note: 26/C001 is to be read again"])
    sheet.merge_cells("A1:Q1")
    for cells in ("A2:D2", "E2:G2", "H2:J2", "K2:M2", "N2:P2"):
        sheet.merge_cells(cells)


def audit(path: Path, cases: int = 6) -> None:
    """Write the workbook of a real audit of court disposals, with words of its own."""
    made = Workbook()
    made.worksheets[0].title = "Read me"
    made.worksheets[0].append(["One row for each case"])
    lists = made.create_sheet("Lists")
    lists.append(["Yes"])
    lists.append(["No"])
    lists.sheet_state = "hidden"
    court = made.create_sheet("Court")
    _court(court, cases)
    court["F5"] = "Partially"
    management = made.create_sheet("Management")
    management.append(["Our own judgement"])
    management.append(["Standard", "Our rating", "Evidence"])
    for title, rating in {
        "Governance and leadership": "Good",
        "Staff": "Requires Improvement",
        "Partnerships and services": "Good",
        "Information and facilities": "RI",
    }.items():
        management.append([title, rating, "minutes"])
    made.save(path)
