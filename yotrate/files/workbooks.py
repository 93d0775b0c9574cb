"""XLSX workbooks, through openpyxl, which the optional extra `xlsx` installs."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from html import unescape
from typing import Any
from xml.parsers import expat

from yotrate.files.cells import MOST_ROWS, Rows, trimmed, unusable
from yotrate.problems import InvalidFile
from yotrate.rules_of_problems import Rule
from yotrate.text import folded, listed, quote

LARGEST_UNPACKED = 64 * 1024 * 1024
"""Bytes that the XML inside a workbook may have."""
_MOST_TAGS = 2_000_000
_KNOWN_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = "this workbook is damaged, or uses what cannot be read"
_MANY_TAGS = 10_000
_DEEPEST = 100
_NO_VALUE = re.compile(
    rb"<c(\s[^<>]*)>\s*<f(?:\s[^<>]*)?(?:/>|>([^<]*)</f>)\s*(<v\s*/>|<v></v>)?\s*</c>"
)
_CELL = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_LONGEST_FORMULA = 100

Choice = Callable[[list[str]], Sequence[str]]
"""Chooses among the names of a workbook's sheets, the visible ones first."""


def first_or_named(name: str, sheet: str | None) -> Choice:
    """Return what chooses the sheet of that name, or the first where there is none."""

    def choose(names: list[str]) -> Sequence[str]:
        if sheet is None:
            return names[:1]
        if sheet in names:
            return [sheet]
        chosen = all_or_named(name, [sheet])(names)
        if len(chosen) > 1:
            message = f"more than one sheet could be {quote(sheet)}: {listed(_quoted(chosen))}"
            raise unusable(name, message, rule=Rule.UNKNOWN_SHEET)
        return chosen

    return choose


def all_or_named(name: str, wanted: Collection[str]) -> Choice:
    """Return what chooses the sheets that are wanted, of which there must be one, or all."""

    def choose(names: list[str]) -> Sequence[str]:
        meant = set(map(folded, wanted))
        chosen = [each for each in names if not meant or folded(each) in meant]
        if not chosen:
            found = listed(_quoted(names[:20]))
            what = listed(_quoted(wanted), "or")
            message = f"there is no sheet {what} in it, only {found}"
            raise unusable(name, message, rule=Rule.UNKNOWN_SHEET)
        return chosen

    return choose


def _quoted(names: Iterable[str]) -> list[str]:
    return [quote(each) for each in names]


def read_workbook(name: str, data: bytes, choose: Choice) -> dict[str, Rows]:
    """Return the rows of the chosen sheets of a workbook as text, by the names of the sheets.

    Of a formula its value counts, as the workbook was saved with it; a formula that was saved
    without one stands for itself.

    Raises:
        InvalidFile: openpyxl is not installed, or this is no such workbook.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        message = 'workbooks need an extra part of yotrate: run pip install "yotrate[xlsx]"'
        raise unusable(name, message, rule=Rule.MISSING_EXTRA) from None
    formulas = _inspected(name, data)
    try:
        with warnings.catch_warnings():
            # What openpyxl warns of (fonts, validation lists) is nothing that is read here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
            by_name = {sheet.title: sheet for sheet in sheets}
            if not by_name:
                raise unusable(name, "there is no sheet in it")
            return {each: _rows(name, by_name[each], formulas) for each in choose(list(by_name))}
    except InvalidFile:
        raise
    except Exception:
        raise unusable(name, _DAMAGED) from None


def _inspected(name: str, data: bytes) -> Mapping[tuple[int, int], str]:
    """Refuse a workbook that would unpack beyond all measure.

    Returns:
        Formulas that were saved without a value, by row and column, of whichever sheet.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        message = "this is no XLSX workbook: save an old .xls as .xlsx, and without a password"
        raise unusable(name, message)
    formulas: dict[tuple[int, int], str] = {}
    tags = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                most = LARGEST_UNPACKED // 1024 // 1024
                message = f"this unpacks to more than {most} MiB, the most that is read"
                raise unusable(name, message, rule=Rule.TOO_LARGE)
            if any(part.compress_type not in _KNOWN_PACKING for part in parts):
                raise unusable(name, _DAMAGED)
            for part in parts:
                xml = archive.read(part)
                tags += xml.count(b"<")
                if tags > _MOST_TAGS:
                    message = "this has more cells than are read: delete empty rows and columns"
                    raise unusable(name, message, rule=Rule.TOO_LARGE)
                if b"<!DOCTYPE" in xml.replace(b"\0", b""):
                    raise unusable(name, _DAMAGED)
                _refuse_depths(name, xml)
                if b"<f" in xml and b"<sheetData" in xml:
                    formulas.update(_without_value(xml))
    except InvalidFile:
        raise
    except Exception:
        raise unusable(name, _DAMAGED) from None
    return formulas


def _refuse_depths(name: str, xml: bytes) -> None:
    """Refuse what nests deeper than any workbook: its reader would hold all that is open.

    Raises:
        InvalidFile: it does.
    """
    if xml.count(b"<") < _MANY_TAGS:
        return
    depth = 0

    def opened(_tag: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise unusable(name, _DAMAGED)

    def closed(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    with suppress(expat.ExpatError):
        parser.Parse(xml, True)


def _without_value(xml: bytes) -> Iterable[tuple[tuple[int, int], str]]:
    """Return the formulas of a sheet that have no value, by row and column.

    A value that is empty text is one; what no program has worked out is none.
    """
    for match in _NO_VALUE.finditer(xml):
        place = _CELL.search(match[1])
        if place is None or (match[3] and b't="str"' in match[1]):
            continue
        column = 0
        for letter in place[1]:
            column = 26 * column + letter - ord("A") + 1
        formula = (match[2] or b"")[:_LONGEST_FORMULA].decode("utf-8", errors="replace")
        yield (int(place[2]), column), f"={unescape(formula)}"


def _rows(name: str, sheet: Any, formulas: Mapping[tuple[int, int], str]) -> Rows:
    # Programs write wrong dimensions, and cells beyond them would be lost.
    sheet.reset_dimensions()
    rows: Rows = []
    for at, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if at > MOST_ROWS:
            message = f"this has more than {MOST_ROWS:,} rows, the most that is read"
            raise unusable(name, message, rule=Rule.TOO_LARGE)
        texts = [text_of(value) for value in values]
        if formulas:
            texts = [
                text or formulas.get((at, column), "") for column, text in enumerate(texts, start=1)
            ]
        rows.append(trimmed(texts))
    while rows and not rows[-1]:
        rows.pop()
    return rows


def text_of(value: Any) -> str:
    """Return the text of a workbook's cell as a person sees it: 1 for 1.0, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    # A workbook can hold half of a character, and no file of ours can.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
