"""XLSX workbooks: which sheets there are, and what calamine does not tell of their cells."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from yotrate.files.archives import MOST_TAGS, Archive
from yotrate.files.bounds import MOST_TEXT, Bounds, Used, size_of
from yotrate.files.cells import At, unusable
from yotrate.files.sheet_facts import Facts, Pass
from yotrate.files.xlsx_plain import take_in_plain
from yotrate.files.xlsx_sheets import SheetPass
from yotrate.text import quote

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_LARGEST_FRAME = 2 * 1024 * 1024
_LARGEST_STYLES = 4 * 1024 * 1024
"""Bytes of a part that says how a workbook is put together, and of its styles."""
_BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"},
    **{14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM"},
    **{19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm"},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"},
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy/m/d"),
}
_TAGS_OF_A_CELL = 4
"""Tags that a cell with a text that cells share has: those that open it and its value, and close
them."""


_ROOT = {
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/officeDocument" Target="{BOOK}"/></Relationships>'
    )
}


class SheetPart(NamedTuple):
    """A sheet of a workbook: its name, whether it is shown, and the part that holds it."""

    name: str
    visible: bool
    part: str


class _Book(Pass):
    """The sheets of a workbook, by the ids of their relations."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.sheets: list[tuple[str, bool, str]] = []

    def on_sheet(self, attributes: dict[str, str]) -> None:
        """Take in a sheet."""
        own = {self.names[key]: value for key, value in attributes.items()}
        visible = own.get("state", "visible") == "visible"
        self.sheets.append((own.get("name", ""), visible, own.get("id", "")))


class _Relations(Pass):
    """The parts of a workbook that hold its sheets, by the ids of their relations."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.parts: dict[str, str] = {}

    def on_Relationship(self, attributes: dict[str, str]) -> None:  # noqa: N802 - the tag's name
        """Take in where a part is."""
        if attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else f"xl/{target}"
            self.parts[attributes.get("Id", "")] = whole


class _Styles(Pass):
    """The formats of numbers, by the index that cells have."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.formats: list[str] = []
        self._codes: dict[str, str] = {str(key): code for key, code in _BUILT_IN.items()}
        self._of_cells = False

    def on_numFmt(self, attributes: dict[str, str]) -> None:  # noqa: N802 - the tag's name
        """Take in a format of the workbook's own."""
        self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def on_cellXfs(self, _attributes: dict[str, str]) -> None:  # noqa: N802 - the tag's name
        """Begin with the styles of cells."""
        self._of_cells = True

    def on_cellStyles(self, _attributes: dict[str, str]) -> None:  # noqa: N802 - the tag's name
        """End with them."""
        self._of_cells = False

    def on_dxfs(self, _attributes: dict[str, str]) -> None:
        """End with them."""
        self._of_cells = False

    def on_xf(self, attributes: dict[str, str]) -> None:
        """Take in a style of cells."""
        if self._of_cells:
            self.formats.append(self._codes.get(attributes.get("numFmtId", ""), ""))


class _Strings(Pass):
    """The lengths of the texts that cells share."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.lengths: list[int] = []

    def on_si(self, _attributes: dict[str, str]) -> None:
        """Begin with a text."""
        self.lengths.append(0)

    def on_t(self, _attributes: dict[str, str]) -> None:
        """Listen to a piece of it."""
        self.listen(self._add)

    def _add(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += size_of(text)


def repeated(names: Iterable[str]) -> str | None:
    """Return a name that stands more than once among some, or None."""
    return next((name for name, times in Counter(names).items() if times > 1), None)


class Xlsx:
    """An XLSX workbook that is known to be harmless."""

    def __init__(self, name: str, archive: Archive) -> None:
        """Begin with a workbook, by what messages call it, of which nothing was read."""
        self.bounds = Bounds(archive)
        self._name = name
        self._archive = archive
        self._formats: list[str] | None = None
        self._lengths: list[int] | None = None
        self._sheets: list[SheetPart] = []

    def sheets(self) -> list[SheetPart]:
        """Return its sheets in their order, short of those that are charts.

        Raises:
            InvalidFile: two of them have one name, or are one and the same.
        """
        if not self._sheets:
            book, relations = _Book(self._archive), _Relations(self._archive)
            book.over(self._archive.read(BOOK, _LARGEST_FRAME))
            relations.over(self._archive.read(RELATIONS, _LARGEST_FRAME))
            parts = relations.parts
            self._sheets = [
                SheetPart(name, visible, parts[key])
                for name, visible, key in book.sheets
                if key in parts
            ]
            # Calamine takes parts for the same whose names differ in capitals.
            if repeated(each.part.lower() for each in self._sheets) is not None:
                raise self._archive.damaged()
            refuse_repeated(self._name, self._sheets)
        return self._sheets

    def facts(self, sheet: SheetPart) -> Facts:
        """Return what calamine does not tell of a sheet.

        Raises:
            InvalidFile: it uses far too many cells, or holds far too much text.
        """
        if self._formats is None:
            styles = _Styles(self._archive)
            if STYLES in self._archive:
                styles.over(self._archive.read(STYLES, _LARGEST_STYLES))
            self._formats = styles.formats
            self._lengths = self._measured()
        xml = self._archive.read(sheet.part)
        used = Used(self.bounds, sheet.name)
        if not any(self._formats) and take_in_plain(xml, used, self._lengths):
            return Facts()
        at = At(self._name, sheet.name)
        found = SheetPass(self._archive, at, used, self._formats, self._lengths)
        found.over(xml)
        return found.facts

    def _measured(self) -> list[int] | None:
        """Return the lengths of shared texts, where cells could hold far too much by them."""
        if STRINGS not in self._archive:
            return None
        found = _Strings(self._archive)
        found.over(self._archive.read(STRINGS))
        all_at_most = max(found.lengths, default=0) * MOST_TAGS // _TAGS_OF_A_CELL
        return found.lengths if all_at_most > MOST_TEXT else None

    def parts(self) -> list[str]:
        """Return the parts that calamine needs."""
        others = [each for each in (STRINGS, STYLES) if each in self._archive]
        return [BOOK, RELATIONS, *others, *(each.part for each in self.sheets())]

    @property
    def added(self) -> dict[str, str]:
        """What is added for calamine: where in its archive the workbook is."""
        return _ROOT


def refuse_repeated(name: str, sheets: Iterable[SheetPart]) -> None:
    """Refuse a workbook of which two sheets have one name: only one of them could be read.

    Raises:
        InvalidFile: there are two.
    """
    twice = repeated(each.name for each in sheets)
    if twice is not None:
        message = f"two of its sheets are called {quote(twice)}: rename one, and save it"
        raise unusable(name, message)
