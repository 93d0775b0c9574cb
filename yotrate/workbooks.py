"""XLSX workbooks, through openpyxl, which the optional extra `xlsx` installs."""

import io
import zipfile
from collections.abc import Sequence

from yotrate.problems import InvalidFile, Problem
from yotrate.sheets import LARGEST_SPREADSHEET, text_of
from yotrate.text import listed, quote


def workbook_rows(name: str, data: bytes, sheet: str | None) -> list[Sequence[str]]:
    """Return the rows of a workbook's sheet as text: the one of that name, or the first.

    Raises:
        InvalidFile: openpyxl is not installed, or this is no such workbook.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        message = 'workbooks need an extra part of yotrate: run pip install "yotrate[xlsx]"'
        raise InvalidFile([Problem(name, 1, 1, message)]) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
    except zipfile.BadZipFile:
        message = "this is no XLSX workbook (old .xls files: save them as .xlsx)"
        raise InvalidFile([Problem(name, 1, 1, message)]) from None
    if unpacked > LARGEST_SPREADSHEET:
        most = LARGEST_SPREADSHEET // 1024 // 1024
        message = f"this unpacks to more than {most} MiB, the most that is read"
        raise InvalidFile([Problem(name, 1, 1, message)])
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        names = workbook.sheetnames
        if sheet is not None and sheet not in names:
            found = listed([quote(each) for each in names])
            message = f"there is no sheet {quote(sheet)} in it, only {found}"
            raise InvalidFile([Problem(name, 1, 1, message)])
        rows = workbook[sheet or names[0]].iter_rows(values_only=True)
        return [[text_of(value) for value in row] for row in rows]
    except InvalidFile:
        raise
    except Exception:
        message = "this workbook is damaged, or uses what cannot be read"
        raise InvalidFile([Problem(name, 1, 1, message)]) from None
