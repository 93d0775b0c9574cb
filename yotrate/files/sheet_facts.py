"""What a workbook's values do not tell of its sheets, found in one pass over their XML."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from yotrate.files.archives import Archive
from yotrate.files.cells import Kind, Odd

LONGEST_FORMULA = 100
_DEEPEST = 100
_LARGE_AREA = 1_000

Spans = list[tuple[int, int]]
"""Rows or columns that follow each other: the first and the last of them, as often as needed."""
Area = tuple[int, int, int, int]
"""Cells side by side: the first row and column, and the last."""


@dataclass(slots=True)
class Facts:
    """What is known of a sheet besides the values of its cells; all of it counts from 1.

    `shown` has the texts of cells by their rows and columns, where values tell them otherwise or
    not at all, `formats` the formats of numbers that show them otherwise than as they are.
    """

    hidden_rows: Spans = field(default_factory=list)
    hidden_columns: Spans = field(default_factory=list)
    odd: dict[tuple[int, int], Odd] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)

    def show(self, row: int, column: int, text: str) -> None:
        """Know the text of a cell."""
        self.shown.setdefault(row, {})[column] = text

    def note(self, row: int, column: int, odd: Odd) -> None:
        """Know that a cell may not hold what was typed, and what it shows."""
        self.odd[row, column] = odd
        self.show(row, column, odd.text)

    def merged_within(self, rows: int, columns: int) -> list[Area]:
        """Return the merged cells, those of whole rows and columns as far as others are used."""
        return [
            area if _is_small(*area) else (*area[:2], min(area[2], rows), min(area[3], columns))
            for area in self.merged
        ]


def _is_small(top: int, left: int, bottom: int, right: int) -> bool:
    return (bottom - top + 1) * (right - left + 1) <= _LARGE_AREA


def hide(spans: Spans, first: int, last: int) -> None:
    """Add rows or columns to those that are hidden."""
    if spans and spans[-1][1] + 1 == first:
        first = spans.pop()[0]
    spans.append((first, last))


def numbers_of(spans: Spans, most: int) -> set[int]:
    """Return each of some rows or columns, of the first so many."""
    found: set[int] = set()
    seen = 0
    for first, last in sorted(spans):
        found.update(range(max(first, seen + 1), min(last, most) + 1))
        seen = max(seen, last)
    return found


def spread(areas: Iterable[Area]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each cell of merged ones but the first where the first is."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in areas
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


class _Names(dict[str, str]):
    """The names of tags short of what their namespaces are called."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition(":")[2]
        return name


class Pass:
    """A pass over XML: a method `on_...` for each tag that counts; others are passed over.

    `listen` lets a function take the text that follows, until another is to take it.
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
        self.parser.EndElementHandler = self.closing(unclosed)
        try:
            self.parser.Parse(xml, True)
            self.finish()
        except (expat.ExpatError, ValueError):
            raise self.archive.damaged() from None

    def closing(self, unclosed: list[str]) -> Callable[[str], None]:
        """Return what is to be done where a tag closes."""
        # Which of equal tags is closed makes no difference to how many are open.
        return unclosed.remove

    def finish(self) -> None:
        """Do what is left where the XML ends; nothing, unless a pass needs it."""

    def listen(self, take: Callable[[str], None] | None) -> None:
        """Let a function take the text that follows, or none."""
        self.parser.CharacterDataHandler = take


def whole(text: str) -> int:
    """Return a number that is written in digits alone.

    Raises:
        ValueError: it is not, or is longer than any that is needed.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len("1048576") + 3):
        raise ValueError(text)
    return int(text)


def odd_formula(formula: str) -> Odd:
    """Return a cell whose formula no program has worked out."""
    return Odd(Kind.FORMULA, f"={formula[:LONGEST_FORMULA]}")
