"""How much a workbook may hold: all that is read of it is counted before it is read."""

from yotrate.files.archives import Archive
from yotrate.files.cells import MOST_COLUMNS, MOST_ROWS
from yotrate.text import letters_of

MOST_CELLS = 2_000_000
"""Cells of the rectangles that the sheets of a workbook use, from the first of a sheet to its last.
"""
MOST_TEXT = 64 * 1024 * 1024
"""Bytes of text in the cells of a workbook, those that cells share counted each time."""
_MOST_NOTED = 400_000
"""Cells of which more is known than their values."""
_MOST_MERGED = 200_000


class Bounds:
    """What a workbook may yet hold, beyond what its sheets were seen to hold.

    Its methods raise InvalidFile where it holds more.
    """

    def __init__(self, archive: Archive, *, cells: int = MOST_CELLS, text: int = MOST_TEXT) -> None:
        """Begin with a workbook of which nothing was read."""
        self.archive = archive
        self.most_cells = self.cells = cells
        self._text = text
        self._noted = _MOST_NOTED
        self._merged = _MOST_MERGED

    def text(self, size: int) -> None:
        """Take in the bytes of a text."""
        self._text -= size
        if self._text < 0:
            raise self.archive.too_large("the texts in its cells are longer than is read")

    def note(self, cells: int) -> None:
        """Take in cells of which more is known than their values."""
        self._noted -= cells
        if self._noted < 0:
            message = "this repeats more numbers, dates and formulas than are read"
            raise self.archive.too_large(f"{message}: delete empty rows and columns")

    def merge(self, cells: int) -> None:
        """Take in merged cells, or that there are some."""
        self._merged -= cells
        if self._merged < 0:
            raise self.archive.too_large("more of its cells are merged than is read: unmerge them")


class Used:
    """The rectangle of the cells of a sheet that hold something."""

    def __init__(self, bounds: Bounds, sheet: str) -> None:
        self.bounds = bounds
        self._sheet = sheet
        self._box: tuple[int, int, int, int] | None = None
        self._cells = 0

    def fits(self, rows: int, columns: int) -> bool:
        """Return whether so many rows and columns, all that there are, are few enough."""
        return rows * columns <= self.bounds.cells

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Take in cells.

        Raises:
            InvalidFile: the rectangle becomes larger than any table, or those of all sheets do.
        """
        bottom, right = row + rows - 1, column + columns - 1
        if self._box is None:
            box = row, column, bottom, right
        else:
            top, left, low, far = self._box
            if top <= row and left <= column and low >= bottom and far >= right:
                return
            box = min(top, row), min(left, column), max(low, bottom), max(far, right)
        if bottom > MOST_ROWS or right > MOST_COLUMNS:
            raise self.bounds.archive.damaged()
        self._box = top, left, low, far = box
        # Rows are counted from the first of the sheet, as they are read from there.
        more = low * far - self._cells
        self._cells += more
        self.bounds.cells -= more
        if self.bounds.cells < 0:
            reach = f"{letters_of(left)}{top} to {letters_of(far)}{low}"
            raise self.bounds.archive.too_large(self._too_far(reach))

    def _too_far(self, reach: str) -> str:
        remedy = "delete what stands far away from the table"
        if self._cells > self.bounds.most_cells:
            return (
                f"the cells that are used of sheet '{self._sheet}' reach from {reach}, "
                f"and that is too far: {remedy}"
            )
        return (
            f"its sheets together use more cells than are read, sheet '{self._sheet}' "
            f"from {reach}: {remedy} in each"
        )


def size_of(text: str) -> int:
    """Return the bytes that a text takes."""
    return len(text) if text.isascii() else len(text.encode(errors="replace"))
