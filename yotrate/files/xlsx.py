"""XLSX workbooks: which sheets there are, and what calamine does not tell of their cells."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from yotrate.files.archives import Archive
from yotrate.files.cells import Kind, Odd, column_of
from yotrate.files.sheet_facts import MOST_TEXT, Facts, Pass, Used, odd_formula

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_LARGEST_FRAME = 2 * 1024 * 1024
_LARGEST_STYLES = 4 * 1024 * 1024
"""Bytes of a part that says how a workbook is put together, and of its styles."""
_RANGE = re.compile("[$]?([A-Z]{1,3})[$]?([0-9]{1,7})(?::[$]?([A-Z]{1,3})[$]?([0-9]{1,7}))?")
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}


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
            self.lengths[-1] += len(text)


@dataclass(slots=True)
class _Cell:
    """A cell that has been opened, and what is not known of it yet."""

    place: tuple[int, int] = (0, 0)
    kind: str = "n"
    formula: list[str] | None = None


class _Sheet(Pass):
    """What calamine does not tell of a sheet."""

    def __init__(
        self, archive: Archive, sheet: str, formats: list[str], lengths: list[int] | None
    ) -> None:
        super().__init__(archive)
        self.facts = Facts()
        self._used = Used(archive, sheet)
        self._formats = formats
        self._lengths = lengths
        self._row = self._column = 0
        self._columns: dict[str, int] = {}
        self._cell = _Cell()

    def on_col(self, attributes: dict[str, str]) -> None:
        """Know columns that are hidden."""
        if attributes.get("hidden") in ("1", "true") or _is_nothing(attributes.get("width")):
            first, last = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            self.facts.hidden_columns.update(range(first, min(last, 16_384) + 1))

    def on_row(self, attributes: dict[str, str]) -> None:
        """Begin with a row, and know whether it is hidden."""
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if attributes.get("hidden") in ("1", "true") or _is_nothing(attributes.get("ht")):
            self.facts.hidden_rows.add(self._row)

    def on_c(self, attributes: dict[str, str]) -> None:
        """Begin with a cell."""
        if self._cell.formula is not None:
            self._end_formula()
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip("0123456789")
            column = self._columns.get(letters)
            if column is None:
                if not (letters.isascii() and letters.isupper() and len(letters) <= len("XFD")):
                    raise self.archive.damaged()
                column = self._columns[letters] = column_of(letters)
            if place[len(letters) :] != str(self._row):
                raise self.archive.damaged()
            self._column = column
        cell = self._cell
        cell.place = self._row, self._column
        cell.kind = attributes.get("t", "n")
        style = attributes.get("s")
        if cell.kind == "n" and style and (code := self._format(style)):
            self.facts.formats[cell.place] = code
        self.parser.CharacterDataHandler = None

    def _format(self, style: str) -> str:
        at = int(style)
        return self._formats[at] if at < len(self._formats) else ""

    def on_f(self, _attributes: dict[str, str]) -> None:
        """Begin with a formula, which may yet turn out to have a value."""
        self._cell.formula = []
        self.listen(self._cell.formula.append)

    def on_v(self, _attributes: dict[str, str]) -> None:
        """Take in that a cell has a value."""
        cell = self._cell
        self._used.add(*cell.place)
        if cell.kind == "s":
            if self._lengths is None:
                return
            self.listen(self._shared)
        elif cell.kind == "e":
            self.listen(self._error)
        elif cell.formula is not None:
            # Empty text is a value, and no text in a number is none.
            if cell.kind == "str":
                cell.formula = None
            self.listen(self._value)

    def on_is(self, _attributes: dict[str, str]) -> None:
        """Take in that a cell has a text of its own."""
        self._used.add(*self._cell.place)

    def on_mergeCell(self, attributes: dict[str, str]) -> None:  # noqa: N802 - the tag's name
        """Take in merged cells."""
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found is None:
            raise self.archive.damaged()
        left, top, right, bottom = found.groups()
        cells = int(top), column_of(left), int(bottom or top), column_of(right or left)
        if self._used.merge(*cells):
            self.facts.merged.append(cells)

    def _value(self, text: str) -> None:
        if text.strip():
            self._cell.formula = None

    def _error(self, text: str) -> None:
        self._cell.formula = None
        self.facts.odd[self._cell.place] = Odd(Kind.ERROR, text[:20])

    def _shared(self, text: str) -> None:
        at = int(text)
        self._used.text(self._lengths[at] if self._lengths and at < len(self._lengths) else 0)

    def _end_formula(self) -> None:
        formula = "".join(self._cell.formula or ())
        self._cell.formula = None
        self.facts.odd[self._cell.place] = odd_formula(formula)

    def end(self) -> None:
        """End with the last cell."""
        if self._cell.formula is not None:
            self._end_formula()


def _is_nothing(size: str | None) -> bool:
    return size is not None and float(size) == 0


_AROUND = (b"hidden", b"zeroHeight", b"<mergeCell", b' width="0')
_AMONG_CELLS = (b"<!", b"\0", b":c", b"<f", b"hidden", b't="e"', b' ht="0')
"""What a sheet holds of which more is to be known, or that only a parser understands."""
_A_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"')
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _ends(numbers: set[int]) -> tuple[int, ...]:
    """Return the least and the greatest of some numbers."""
    return (min(numbers), max(numbers)) if numbers else ()


def _used_by_plain(xml: bytes) -> tuple[set[int], set[int]] | None:
    """Return the rows and columns that cells are in; None where more is to be known of a sheet.

    Going over the tags of one of which nothing is to be known would take many times as long.
    """
    begin, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    around = xml[:begin] + xml[end:]
    if not 0 <= begin < end or any(each in around for each in _AROUND) or b"<!" in around:
        return None
    if any(xml.find(each, begin, end) >= 0 for each in _AMONG_CELLS):
        return None
    places = _A_CELL.findall(xml, begin, end)
    if len(places) != xml.count(b"<c", begin, end) or b"<c " in around:
        return None
    together = b" ".join(places)
    rows = set(together.translate(None, _LETTERS).split())
    letters = set(together.translate(None, _DIGITS).split())
    return {*map(int, rows)}, {column_of(each.decode()) for each in letters}


@dataclass(slots=True)
class Xlsx:
    """An XLSX workbook that is known to be harmless."""

    archive: Archive
    _formats: list[str] | None = None
    _lengths: list[int] | None = None
    _sheets: list[SheetPart] = field(default_factory=list)

    def sheets(self) -> list[SheetPart]:
        """Return its sheets in their order, short of those that are charts."""
        if not self._sheets:
            book, relations = _Book(self.archive), _Relations(self.archive)
            book.over(self.archive.read(BOOK, _LARGEST_FRAME))
            relations.over(self.archive.read(RELATIONS, _LARGEST_FRAME))
            parts = relations.parts
            self._sheets = [
                SheetPart(name, visible, parts[key])
                for name, visible, key in book.sheets
                if key in parts
            ]
        return self._sheets

    def facts(self, sheet: SheetPart) -> Facts:
        """Return what calamine does not tell of a sheet.

        Raises:
            InvalidFile: it uses far too many cells, or holds far too much text.
        """
        if self._formats is None:
            styles = _Styles(self.archive)
            if STYLES in self.archive:
                styles.over(self.archive.read(STYLES, _LARGEST_STYLES))
            self._formats = styles.formats
        xml = self.archive.read(sheet.part)
        plain = None if any(self._formats) else _used_by_plain(xml)
        if plain is not None and self._lengths_for(xml) is None:
            used = Used(self.archive, sheet.name)
            for row, column in zip(*map(_ends, plain), strict=True):
                used.add(row, column)
            return Facts()
        found = _Sheet(self.archive, sheet.name, self._formats, self._lengths_for(xml))
        found.over(xml)
        found.end()
        return found.facts

    def _lengths_for(self, xml: bytes) -> list[int] | None:
        """Return the lengths of shared texts, where cells could hold far too much by them."""
        if STRINGS not in self.archive:
            return None
        strings = self.archive.read(STRINGS)
        longest = max(map(len, strings.split(b"<si")))
        if longest * xml.count(b't="s"') <= MOST_TEXT:
            return None
        if self._lengths is None:
            found = _Strings(self.archive)
            found.over(strings)
            self._lengths = found.lengths
        return self._lengths

    def parts(self) -> list[str]:
        """Return the parts that calamine needs."""
        others = [each for each in (STRINGS, STYLES) if each in self.archive]
        return [BOOK, RELATIONS, *others, *(each.part for each in self.sheets())]

    @property
    def added(self) -> dict[str, str]:
        """What is added for calamine: where in its archive the workbook is."""
        return _ROOT
