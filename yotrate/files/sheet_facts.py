"""What a workbook's values do not tell of its sheets, found in one pass over their XML."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from yotrate.files.archives import DAMAGED, Archive
from yotrate.files.cells import MOST_COLUMNS, MOST_ROWS, Kind, Odd
from yotrate.text import letters_of

MOST_CELLS = 2_000_000
"""Cells of the rectangle that a sheet uses, from its first to its last."""
LONGEST_FORMULA = 100
MOST_TEXT = 64 * 1024 * 1024
"""Characters in the cells of a sheet, those that they share counted each time."""
_MOST_MERGED = 1_000_000
_DEEPEST = 100


@dataclass(slots=True)
class Facts:
    """What is known of a sheet besides the values of its cells; all of it counts from 1.

    `formats` has the formats of numbers that show them otherwise than as they are, `merged` the
    rows and columns of merged cells: the first row and column, and the last.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    odd: dict[tuple[int, int], Odd] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def spread(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return for each cell of merged ones but the first where the first is."""
        found = {
            (row, column): (top, left)
            for top, left, bottom, right in self.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        return {place: first for place, first in found.items() if place != first}


class Used:
    """The rectangle of cells that hold something, and the characters in them."""

    def __init__(self, archive: Archive, sheet: str) -> None:
        self._archive = archive
        self._sheet = sheet
        self._text = 0
        self._box: tuple[int, int, int, int] | None = None
        self._merged = 0

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Take in cells.

        Raises:
            InvalidFile: the rectangle becomes larger than any table.
        """
        bottom, right = row + rows - 1, column + columns - 1
        if bottom > MOST_ROWS or right > MOST_COLUMNS:
            raise self._archive.damaged()
        if self._box is None:
            self._box = row, column, bottom, right
        else:
            top, left, low, far = self._box
            if top <= row and left <= column and low >= bottom and far >= right:
                return
            self._box = min(top, row), min(left, column), max(low, bottom), max(far, right)
        top, left, low, far = self._box
        # Rows are counted from the first of the sheet, as they are read from there.
        if low * far > MOST_CELLS:
            message = (
                f"the cells that are used of sheet '{self._sheet}' reach from "
                f"{letters_of(left)}{top} to {letters_of(far)}{low}, and that is too far: "
                "delete what stands far away from the table"
            )
            raise self._archive.too_large(message)

    def merge(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Return whether cells are merged that are worth knowing of, few enough of them."""
        if not (0 < top <= bottom <= MOST_ROWS and 0 < left <= right <= MOST_COLUMNS):
            raise self._archive.damaged()
        number = (bottom - top + 1) * (right - left + 1)
        self._merged += number
        if number > MOST_CELLS or self._merged > _MOST_MERGED:
            raise self._archive.too_large(DAMAGED)
        return number > 1

    def text(self, characters: int) -> None:
        """Take in the length of a text.

        Raises:
            InvalidFile: all texts together are longer than those of any table.
        """
        self._text += characters
        if self._text > MOST_TEXT:
            raise self._archive.too_large("the texts in its cells are longer than is read")


class _Names(dict[str, str]):
    """The names of tags short of what their namespaces are called."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition(":")[2]
        return name


class Pass:
    """A pass over XML: a method `on_...` for each tag that counts; others are passed over.

    `text` takes what stands in a tag, until the next one opens.
    """

    def __init__(self, archive: Archive) -> None:
        """Begin a pass; it raises the errors of an archive."""
        self.archive = archive
        self.names = _Names()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True

    def over(self, xml: bytes) -> None:
        """Go over the XML of a part.

        Raises:
            InvalidFile: it is not well-formed, or nests deeper than any workbook.
        """
        handlers: dict[str, Callable[[dict[str, str]], Any]] = {
            name.removeprefix("on_"): getattr(self, name)
            for name in dir(self)
            if name.startswith("on_")
        }
        by_tag: dict[str, Any] = defaultdict(lambda: None)
        names = self.names
        unclosed: list[str] = []
        opened = unclosed.append

        def start(tag: str, attributes: dict[str, str]) -> None:
            opened(tag)
            if len(unclosed) > _DEEPEST:
                raise self.archive.damaged()
            handler = by_tag.get(tag, False)
            if handler is False:
                handler = by_tag[tag] = handlers.get(names[tag].replace("-", "_"))
            if handler is not None:
                handler(attributes)

        self.parser.StartElementHandler = start
        # Which of equal tags is closed makes no difference to how many are open.
        self.parser.EndElementHandler = unclosed.remove
        self.closing(unclosed)
        try:
            self.parser.Parse(xml, True)
        except (expat.ExpatError, ValueError):
            raise self.archive.damaged() from None

    def closing(self, unclosed: list[str]) -> None:
        """Set what else is to be done where a tag closes; nothing, unless a pass needs it."""

    def listen(self, take: Callable[[str], None] | None) -> None:
        """Let a function take the text that follows, or none."""
        self.parser.CharacterDataHandler = take


def odd_formula(formula: str) -> Odd:
    """Return a cell whose formula no program has worked out."""
    return Odd(Kind.FORMULA, f"={formula[:LONGEST_FORMULA]}")
