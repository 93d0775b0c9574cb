"""What calamine does not tell of the sheets of XLSX workbooks, found by their tags."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yotrate.files.archives import Archive
from yotrate.files.bounds import Used
from yotrate.files.cells import MOST_ROWS, At, Kind, Odd, column_of
from yotrate.files.formats import is_date
from yotrate.files.sheet_facts import Facts, Pass, hide, odd_formula, whole
from yotrate.problems import InvalidFile
from yotrate.rules_of_problems import Rule
from yotrate.text import quote

_RANGE = re.compile("[$]?([A-Z]{1,3})[$]?([0-9]{1,7})(?::[$]?([A-Z]{1,3})[$]?([0-9]{1,7}))?")
_READ_OTHERWISE = re.compile(
    rb"""<(?:[\w.-]+:)?(?:c|row)\s[^<>]*&           # an entity in the place of a cell
    | <(?:[\w.-]+:)?v(?:\s[^<>]*)?>[^<]*<[!?]       # a value with a comment in it""",
    re.VERBOSE,
)
"""What calamine reads as nothing, or as something else than it is."""
_LAST_SERIAL = 2_958_465
"""The last day of the year 9999, from which on calamine leaves a number as it is."""
_LONGEST_SERIAL = 1e8
"""Days, fewer than those of which calamine fails to make a date, and more than any date has."""
_SHOWN = 20


@dataclass(slots=True)
class _Cell:
    """A cell that has been opened, and what is not known of it yet.

    `attributes` are those of one that holds nothing so far, which most cells do.
    """

    attributes: dict[str, str] | None = None
    place: tuple[int, int] = (0, 0)
    kind: str = "n"
    style: str | None = None
    formula: list[str] | None = None
    value: list[str] | None = None
    is_date: bool = False


class _Rows(Pass):
    """A pass over a sheet's rows and columns: which are hidden, and which cells are merged."""

    def __init__(self, archive: Archive, used: Used) -> None:
        super().__init__(archive)
        self.facts = Facts()
        self._used = used
        self._row = 0
        self._digits = "0"
        self._place = ""
        self._after = 0
        self._columns: dict[str, int] = {}
        self._rows = bytearray(MOST_ROWS + 1)
        self._taken: set[int] = set()
        self._tables = 0

    def on_sheetData(self, _attributes: dict[str, str]) -> None:  # noqa: N802 - the tag's name
        """Begin with the cells, which stand in one place."""
        self._tables += 1
        if self._tables > 1:
            raise self.archive.damaged()

    def on_col(self, attributes: dict[str, str]) -> None:
        """Know columns that are hidden."""
        if attributes.get("hidden") in ("1", "true") or _is_nothing(attributes.get("width")):
            first, last = (whole(attributes.get(each, "0")) for each in ("min", "max"))
            hide(self.facts.hidden_columns, first, last)

    def on_row(self, attributes: dict[str, str]) -> None:
        """Begin with a row, and know whether it is hidden."""
        self._row = whole(attributes["r"]) if "r" in attributes else self._row + 1
        if not 0 < self._row <= MOST_ROWS or self._rows[self._row]:
            raise self.archive.damaged()
        self._rows[self._row] = True
        self._digits = str(self._row)
        self._place, self._after = "", 0
        self._taken.clear()
        if attributes.get("hidden") in ("1", "true") or _is_nothing(attributes.get("ht")):
            hide(self.facts.hidden_rows, self._row, self._row)

    def on_mergeCell(self, attributes: dict[str, str]) -> None:  # noqa: N802 - the tag's name
        """Take in merged cells."""
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found is None:
            raise self.archive.damaged()
        left, top, right, bottom = found.groups()
        area = int(top), column_of(left), int(bottom or top), column_of(right or left)
        if not 0 < area[0] <= area[2] or area[1] > area[3]:
            raise self.archive.damaged()
        if area[:2] != area[2:]:
            self._used.bounds.merge(1)
            self.facts.merged.append(area)

    def _next_column(self) -> int:
        """Return the column of the cell that was opened: its own, or the one after the last."""
        column = self._after
        if self._place:
            letters = self._place.rstrip("0123456789")
            column += self._columns.get(letters, 0) or self._new_column(letters)
            if self._place[len(letters) :] != self._digits:
                raise self.archive.damaged()
        if not column or column in self._taken:
            raise self.archive.damaged()
        self._taken.add(column)
        return column

    def _new_column(self, letters: str) -> int:
        if not (letters.isascii() and letters.isupper() and len(letters) <= len("XFD")):
            raise self.archive.damaged()
        column = self._columns[letters] = column_of(letters)
        return column


class SheetPass(_Rows):
    """A pass over a sheet, which gathers facts."""

    def __init__(
        self,
        archive: Archive,
        at: At,
        used: Used,
        formats: Sequence[str],
        lengths: Sequence[int] | None,
    ) -> None:
        """Begin a pass.

        Args:
            archive: the workbook.
            at: what messages call the sheet.
            used: what takes in the cells that hold something.
            formats: the formats of numbers, by the styles of cells.
            lengths: the lengths of the texts that cells share, if these are to be taken in.
        """
        super().__init__(archive, used)
        self._at = at
        self._formats = formats
        self._lengths = lengths
        self._styles: dict[str, tuple[str, bool]] = {}
        self._cell = _Cell()

    def over(self, xml: bytes) -> None:
        """Go over the XML of the sheet.

        Raises:
            InvalidFile: it is damaged, or holds more than is read.
        """
        if _READ_OTHERWISE.search(xml):
            raise self.archive.damaged()
        super().over(xml)

    def finish(self) -> None:
        """End with the last cell."""
        self._end_cell()

    def closing(self, unclosed: list[str]) -> Callable[[str], None]:
        """Return what ends the text of a tag where it closes."""
        close, parser = unclosed.remove, self.parser

        def end(tag: str) -> None:
            close(tag)
            parser.CharacterDataHandler = None

        return end

    def on_c(self, attributes: dict[str, str]) -> None:
        """Begin with a cell."""
        cell = self._cell
        if cell.formula is not None or cell.value is not None:
            self._end_cell()
        place = attributes.get("r")
        if place is None:
            self._after += 1
        else:
            self._place, self._after = place, 0
        cell.attributes = attributes

    def _opened(self) -> _Cell:
        """Return the cell, which holds something."""
        cell, attributes = self._cell, self._cell.attributes
        if attributes is None:
            return cell
        column = self._next_column()
        cell.attributes = None
        cell.place = self._row, column
        cell.kind = attributes.get("t", "n")
        cell.style = attributes.get("s")
        cell.is_date = False
        self._used.add(*cell.place)
        return cell

    def on_f(self, _attributes: dict[str, str]) -> None:
        """Begin with a formula, which may yet turn out to have a value."""
        formula = self._opened().formula = []
        self.listen(formula.append)

    def on_v(self, _attributes: dict[str, str]) -> None:
        """Begin with a value."""
        cell = self._opened()
        if cell.kind == "n" and cell.style:
            code, cell.is_date = self._styles.get(cell.style) or self._new_style(cell.style)
            if code and not cell.is_date:
                self.facts.formats[cell.place] = code
        if cell.formula is not None or cell.kind in ("s", "e") or cell.is_date:
            cell.value = []
            self.listen(cell.value.append)

    def _new_style(self, style: str) -> tuple[str, bool]:
        at = whole(style)
        code = self._formats[at] if at < len(self._formats) else ""
        self._styles[style] = code, is_date(code)
        return self._styles[style]

    def on_is(self, _attributes: dict[str, str]) -> None:
        """Take in that a cell has a text of its own."""
        self._opened().formula = None

    def _end_cell(self) -> None:
        """Note of a cell what its value does not tell."""
        cell, formula, value = self._cell, self._cell.formula, self._cell.value
        cell.formula = cell.value = None
        text = "".join(value or ())
        if cell.kind == "s" and text:
            self._share(text)
        elif cell.kind == "e" and text:
            self.facts.note(*cell.place, Odd(Kind.ERROR, text[:_SHOWN]))
        elif cell.is_date:
            self._check_date(text)
        # Empty text is a value, and no text in a number is none.
        has_value = value is not None and (text.strip() or cell.kind == "str")
        if formula is not None and not has_value:
            self.facts.note(*cell.place, odd_formula("".join(formula)))

    def _share(self, text: str) -> None:
        at = whole(text)
        if self._lengths is not None and at < len(self._lengths):
            self._used.bounds.text(self._lengths[at])

    def _check_date(self, text: str) -> None:
        try:
            serial = float(text or 0)
        except ValueError:
            return
        if serial > _LAST_SERIAL:
            self.facts.formats[self._cell.place] = self._styles[self._cell.style or ""][0]
        if not abs(serial) < _LONGEST_SERIAL:
            message = f"no date is {quote(text[:_SHOWN])} days from the first: type it as text"
            raise InvalidFile(
                [self._at.problem(*self._cell.place, message, Rule.INVALID_SPREADSHEET)]
            )


def _is_nothing(size: str | None) -> bool:
    return size is not None and float(size) == 0
