"""The sheets of spreadsheets that are to be read: all that are shown, or those that are named."""

import os
from collections.abc import Collection, Iterator, Sequence

from yotrate.files.cells import Grid, trimmed
from yotrate.files.tables import open_spreadsheet
from yotrate.problems import InvalidFile, Problem
from yotrate.rules_of_problems import Rule
from yotrate.text import folded, listed, quote

MOST_ROWS_HELD = 65_536
"""Rows of cases that a service file could hold: in 1 MiB, of 16 bytes each at the least."""
_MOST_CELLS = 4_000_000


def held(grid: Grid) -> Grid:
    """Return a sheet whose rows can be gone over again and again.

    Raises:
        InvalidFile: it has more of them than anybody's cases.
    """
    rows: list[Sequence[str]] = []
    filled = cells = 0
    for row in grid.rows:
        texts = trimmed(row)
        rows.append(texts)
        filled += bool(texts)
        cells += len(texts)
        if filled > MOST_ROWS_HELD + 1 or cells > _MOST_CELLS:
            message = f"this has more than {MOST_ROWS_HELD:,} rows, more cases than are looked at"
            message = f"{message}: write a service file that points to it"
            raise InvalidFile([grid.at.problem(1, 1, message, Rule.TOO_LARGE)])
    return grid.replaced(rows)


class WantedSheets:
    """The sheets of some files, one after the other, and what kept any from being read.

    `passed_over` says of each other sheet why it was.
    """

    def __init__(self, files: Sequence[str | os.PathLike[str]], sheets: Collection[str]) -> None:
        self._files = files
        self._wanted = {folded(each): each for each in sheets}
        self.problems: list[Problem] = []
        self.passed_over: list[str] = []

    def __iter__(self) -> Iterator[tuple[str, Grid]]:
        """Return each file with one of its sheets that are wanted; all rows of it are held."""
        found: set[str] = set()
        names: list[str] = []
        for file in self._files:
            try:
                opened = open_spreadsheet(file)
                if not opened.sheets:
                    yield os.fspath(file), held(opened.grid())
                names += [quote(sheet) for sheet, _ in opened.sheets]
                for sheet, visible in opened.sheets:
                    if (folded(sheet) in self._wanted) if self._wanted else visible:
                        found.add(folded(sheet))
                        yield os.fspath(file), held(opened.grid(sheet))
                    else:
                        why = "not asked for" if self._wanted else "hidden"
                        self.passed_over.append(f"{opened.name}[{sheet}] ({why})")
            except InvalidFile as error:
                self.problems += error.problems
        for key, each in self._wanted.items():
            if key not in found and not self.problems:
                message = f"there is no sheet {quote(each)} in it, only {listed(names[:20])}"
                problem = Problem(os.fspath(self._files[0]), 1, 1, message, Rule.UNKNOWN_SHEET)
                self.problems.append(problem)
