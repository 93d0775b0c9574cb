"""What a file is, known by its first bytes: of what is not read, the kind and what to do."""

import io
import os
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from yotrate.text import folded

WORKBOOKS = (".xlsx", ".xlsm", ".ods")
"""What the names of workbooks end with, of those that can be read."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEGINNING = 2_000


class Kind(NamedTuple):
    """A kind of file: what it is called, and what to do with it."""

    name: str
    remedy: str


WORKBOOK = Kind("a workbook", "name it in a service file, or import it")
SPREADSHEET = Kind("a spreadsheet", "name it in a service file, or import it")
_AS_XLSX = "open it, and save it as an Excel workbook (.xlsx)"
_LOCK = Kind(
    "the mark that Excel leaves while a workbook is open", "name the workbook, without the ~$"
)
_PROTECTED = Kind(
    "a workbook with a password, or an old one", "save it without a password, as .xlsx"
)
_OLD = Kind("an old Excel workbook (.xls)", _AS_XLSX)
_BINARY = Kind("a binary workbook (.xlsb)", _AS_XLSX)
_HTML = Kind("a web page, whatever its name", _AS_XLSX)
_XML = Kind("a spreadsheet of 2003 in XML", _AS_XLSX)
_PDF = Kind("a PDF", "it holds no answers that could be read: ask for the workbook")
_OFFICE = Kind("a document", "copy its table into a spreadsheet")
_ARCHIVE = Kind("an archive", "take the file out of it")


def kind_of(file: str | os.PathLike[str], data: bytes) -> Kind | None:
    """Return what a file is, where that is neither YAML nor CSV; None where it may be either."""
    if data.startswith(_ZIP):
        return _kind_of_archive(data)
    if Path(file).name.startswith("~$"):
        return _LOCK
    if data.startswith(_OLE):
        renamed = folded(Path(file).suffix) in (".xlsx", ".xlsm")
        return _PROTECTED if renamed or _ENCRYPTED in data else _OLD
    if data.startswith(b"%PDF-"):
        return _PDF
    start = data[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")):
        return _HTML
    if start.startswith(b"<?xml") and b"office:spreadsheet" in start:
        return _XML
    return None


def expected_yaml(file: str | os.PathLike[str], data: bytes) -> Kind | None:
    """Return what a file is in place of YAML, or None."""
    kind = kind_of(file, data)
    if kind is None and folded(Path(file).suffix) == ".csv":
        return SPREADSHEET
    return kind


def _kind_of_archive(data: bytes) -> Kind:
    zipfile = import_module("zipfile")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.bin" in names:
                return _BINARY
            if "xl/workbook.xml" in names:
                return WORKBOOK
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    is_ods = b"opendocument.spreadsheet" in stream.read(100)
                return WORKBOOK if is_ods else _OFFICE
    except Exception:
        return WORKBOOK
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return _OFFICE
    return WORKBOOK if "[Content_Types].xml" in names else _ARCHIVE


def is_spreadsheet(file: str | os.PathLike[str]) -> bool:
    """Return whether a file's name ends as those of spreadsheets do."""
    return folded(Path(file).suffix) in (".csv", *WORKBOOKS)


def is_workbook(file: str | os.PathLike[str]) -> bool:
    """Return whether a file's name ends as those of workbooks do."""
    return folded(Path(file).suffix) in WORKBOOKS
