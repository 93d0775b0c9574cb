"""What separates the cells of a CSV file, which programs choose by the language of a computer."""

import csv
import re
from collections import Counter
from collections.abc import Sequence

from yotrate.text import folded

_DELIMITERS = ",;\t|"
_SAID = re.compile(r'"?sep=(.)"?[\r\n]*')
_AN_ID = re.compile(r"[0-9]+([.][0-9]+)+")


def said_delimiter(line: str) -> str | None:
    """Return what Excel's own first line says, such as sep=; or None where it is no such line."""
    found = _SAID.fullmatch(line)
    return found[1] if found else None


def delimiter_of(lines: Sequence[str]) -> str:
    """Return what separates the cells of some first lines.

    That is what gives headings that are known, and most rows the same number of cells; what stands
    in quotes separates nothing.
    """
    return max(_DELIMITERS, key=lambda each: _agreement(lines, each))


def _agreement(lines: Sequence[str], delimiter: str) -> tuple[bool, bool, float, int]:
    try:
        rows = [cells for cells in csv.reader(lines, delimiter=delimiter) if any(cells)]
    except csv.Error:
        return False, False, 0, 0
    if not rows:
        return False, False, 0, 0
    widths = Counter(map(len, rows))
    width, times = max(widths.items(), key=lambda each: (each[1], each[0]))
    return max(widths) > 1, any(map(_is_headed, rows)), times / len(rows), width


def _is_headed(cells: Sequence[str]) -> bool:
    """Return whether any cell of a row, of several, is a heading such as there are in ours."""
    return len(cells) > 1 and any(
        folded(cell) == "case" or _AN_ID.fullmatch(cell.strip()) for cell in cells
    )
