"""The archive that a workbook is: its parts, none of which unpacks beyond measure."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from itertools import pairwise

from yotrate.files.cells import unusable
from yotrate.problems import InvalidFile
from yotrate.rules_of_problems import Rule

LARGEST_PART = 32 * 1024 * 1024
"""Bytes that all parts of a workbook that are read may have."""
MOST_TAGS = 1_500_000
_ZIP = b"PK"
_NO_WORKBOOK = (
    "this is no workbook, whatever its name: open it, and save it as an Excel workbook (.xlsx)"
)
DAMAGED = "this workbook is damaged, or uses what cannot be read"
_TOO_LARGE = f"this unpacks to more than {LARGEST_PART // 1024 // 1024} MiB, the most that is read"
_MANY_CELLS = "this has more cells than are read: delete empty rows and columns"
_LARGE_FRAME = "this holds far more than its sheets: copy the table into a new workbook"
_KNOWN_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_PARTS = 10_000
_DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<[?]xml[^>]*\sencoding\s*=\s*["']([^"'>]*)""")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
"""What calamine reads parts as, whatever they say."""
_AN_ENTRY = 30
"""Bytes before the name of a packed part."""


class Archive:
    """The parts of a workbook, by their names.

    Raises:
        InvalidFile: it is no archive, or one made to do harm.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self._left = LARGEST_PART
        self._tags = MOST_TAGS
        self._counted: set[str] = set()
        if not data.startswith(_ZIP):
            raise unusable(name, _NO_WORKBOOK)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            parts = self._archive.infolist()
        except Exception:
            raise self.damaged() from None
        self._parts = {part.filename: part for part in parts}
        spans = sorted(
            (part.header_offset, part.header_offset + _AN_ENTRY + part.compress_size)
            for part in parts
        )
        overlap = any(end > begin for (_, end), (begin, _) in pairwise(spans))
        if overlap or len(parts) > _MOST_PARTS or len(self._parts) < len(parts):
            raise self.damaged()

    def damaged(self) -> InvalidFile:
        """Return an error for a workbook that cannot be read."""
        return unusable(self._name, DAMAGED)

    def too_large(self, message: str = _TOO_LARGE) -> InvalidFile:
        """Return an error for a workbook that holds more than is read."""
        return unusable(self._name, message, rule=Rule.TOO_LARGE)

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str, most: int = LARGEST_PART) -> bytes:
        """Return the XML of a part, at most so many bytes of it.

        Raises:
            InvalidFile: it is not there, is larger or packed otherwise, or is no plain UTF-8 XML.
        """
        found = self._parts.get(part)
        if found is None or found.compress_type not in _KNOWN_PACKING or found.flag_bits & 1:
            raise self.damaged()
        if part not in self._counted:
            self._left -= found.file_size
        if self._left < 0:
            raise self.too_large()
        if found.file_size > most:
            raise self.too_large(_LARGE_FRAME)
        try:
            with self._archive.open(found) as stream:
                xml = stream.read(found.file_size + 1)
        except Exception:
            raise self.damaged() from None
        if part not in self._counted:
            self._tags -= xml.count(b"<")
            self._counted.add(part)
        if self._tags < 0:
            raise self.too_large(_MANY_CELLS)
        if len(xml) != found.file_size or b"\0" in xml or b"<!DOCTYPE" in xml:
            raise self.damaged()
        declared = _DECLARED.match(xml)
        if declared is not None and declared[1].lower() not in _ENCODINGS:
            raise self.damaged()
        return xml

    def only(self, parts: Iterable[str], more: Mapping[str, str]) -> io.BytesIO:
        """Return an archive of nothing but some parts, as they are, and more that are given.

        Whoever reads it sees what was read here, whatever else the archive says of itself.
        """
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for part in dict.fromkeys(parts):
                archive.writestr(zipfile.ZipInfo(part), self.read(part))
            for part, text in more.items():
                archive.writestr(zipfile.ZipInfo(part), text)
        stream.seek(0)
        return stream
