"""The cases in a spreadsheet: tables of text into columns of answers.

The first row heads the columns, the first of them `case`. A second row whose first cell is empty
holds labels and is skipped, as are empty rows. Rows and columns are numbered as a spreadsheet
shows them, from 1.
"""

import os
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice, zip_longest
from typing import NamedTuple

from yotrate.files.cells import trimmed, unusable
from yotrate.files.tables import read_table
from yotrate.problems import ENOUGH_PROBLEMS, START, TOO_MUCH, InvalidFile, Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.references import hardly_different, identity, repeated
from yotrate.text import folded, quote

MOST_CELLS = 16_000_000
FIRST_ROW = 2
LABELS_ROW = 2
_AT_ONCE = 100


Column = Sequence[str]
"""The texts of the cells below a heading, one for each case."""


class Sheet(NamedTuple):
    """The cases in a spreadsheet: their references, their rows, and a column for each heading.

    Headings that are wanted stand as they are wanted, however they are spelt. `labels` are the
    cells of a second row that is skipped, `problems` what is wrong with the sheet as such, and
    `similar` says which references are hardly different.
    """

    name: str
    references: tuple[str, ...]
    rows: Sequence[int]
    columns: dict[str, Column]
    places: dict[str, int]
    labels: tuple[str, ...]
    problems: tuple[Problem, ...]
    similar: str

    def problem(self, row: int, heading: str, message: str, rule: Rule) -> Problem:
        """Return a problem in a column, at a row, or at its heading for row 0."""
        return Problem(self.name, row or 1, self.places[heading], message, rule)


def read_sheet(
    file: str | os.PathLike[str], sheet: str | None = None, wanted: Set[str] | None = None
) -> Sheet:
    """Read the cases in a spreadsheet; of an XLSX workbook the sheet of that name, or its first.

    Of columns with other headings than those that are wanted, no texts are kept.

    Raises:
        InvalidFile: it cannot be read, or is no spreadsheet with cases.
    """
    return _cases(*read_table(file, sheet), wanted)


class _Problems(list[Problem]):
    """What is wrong with a sheet as such; when that is far too much, it ends the reading."""

    def append(self, problem: Problem) -> None:
        super().append(problem)
        if len(self) >= ENOUGH_PROBLEMS:
            raise InvalidFile(
                [*self, Problem(problem.file, *START, TOO_MUCH, Rule.TOO_MANY_PROBLEMS)]
            )


class _Run(NamedTuple):
    """Cells below each other of which the same is to be said, with the references of their rows."""

    rows: tuple[int, int]
    references: tuple[str, str]
    what: str
    rule: Rule


class Runs:
    """What is wrong with cells: where neighbouring rows have the same fault it is told once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: dict[int, _Run] = {}

    def add(self, row: int, column: int, reference: str, what: str, rule: Rule) -> list[Problem]:
        """Take in a cell; return the problem of those above it in its column, once they end."""
        run = self._open.get(column)
        if run is not None and (run.rows[1], run.what) == (row - 1, what):
            rows, references = (run.rows[0], row), (run.references[0], reference)
            self._open[column] = run._replace(rows=rows, references=references)
            return []
        self._open[column] = _Run((row, row), (reference, reference), what, rule)
        return [] if run is None else [self._problem(column, run)]

    def end(self) -> list[Problem]:
        """Return the problems that no further row belongs to."""
        return [self._problem(column, run) for column, run in self._open.items()]

    def _problem(self, column: int, run: _Run) -> Problem:
        (first, last), (one, other) = run.rows, run.references
        cases = f"case {quote(one)}"
        if last > first:
            cases = f"cases {quote(one)} to {quote(other)} (rows {first} to {last})"
        return Problem(self._name, first, column, f"{cases}{run.what}", run.rule)


_MOST_TEXTS = 50_000
_FILLED = "filled"


class _Texts(dict[str, str]):
    """The texts of cells short of spaces around them; each that is met often is held once."""

    def __missing__(self, cell: str) -> str:
        text = cell.strip()
        if len(self) < _MOST_TEXTS:
            text = self.setdefault(text, text)
            self[cell] = text
        return text


def _cases(name: str, table: Iterable[Sequence[str]], wanted: Set[str] | None = None) -> Sheet:
    remaining = iter(table)
    header = trimmed(next(remaining, ()))
    if not header or folded(header[0]) != "case":
        # Any file may be named by another: only one with a heading of ours is quoted.
        known = header and (wanted is None or not wanted.isdisjoint(header))
        found = f", found {quote(header[0])}" if known else "" if header else ", found nothing"
        message = f"the first cell must be 'case'{found}"
        raise unusable(name, message, rule=Rule.MISSING_COLUMN)
    problems = _Problems()
    if wanted is not None:
        by_spelling = {folded(each): each for each in wanted}
        header = [by_spelling.get(folded(each), each) for each in header]
    kept = [wanted is None or heading in wanted for heading in header[1:]]
    references, columns = _columns(name, kept, remaining, problems)
    places = _places(name, header, columns, problems)
    rows: Sequence[int] = range(FIRST_ROW, FIRST_ROW + len(references))
    labels: list[str] = []
    identities = list(map(identity, references))
    if "" in identities:
        rows, labels = _rows_of_cases(name, identities, columns, problems)
        references, identities, *columns = (
            [cells[row - FIRST_ROW] for row in rows] for cells in (references, identities, *columns)
        )
    _check_references(name, references, identities, rows, problems)
    return Sheet(
        name=name,
        references=tuple(references),
        rows=rows,
        columns={heading: columns[at - 2] for heading, at in places.items()},
        places=places,
        labels=tuple(labels),
        problems=tuple(problems),
        similar=hardly_different(
            identities, lambda at: f"{quote(references[at])} (row {rows[at]})"
        ),
    )


def _columns(
    name: str,
    kept: Sequence[bool],
    rows: Iterator[Sequence[str]],
    problems: _Problems,
) -> tuple[list[str], list[list[str]]]:
    """Return the references, and the cells below each other heading; report those beside them.

    Rows become columns some at a time, so that not all cells of all rows are ever held at once.
    Of a column that is not kept no more is known than which cells are blank.
    """
    width = len(kept)
    references: list[str] = []
    texts = _Texts()
    columns: list[list[str]] = [[] for _ in range(width)]
    while some := list(islice(rows, _AT_ONCE)):
        number = FIRST_ROW + len(references)
        if (number + len(some)) * width > MOST_CELLS:
            message = f"this has more than {MOST_CELLS:,} cells, the most that is read"
            raise unusable(name, message, rule=Rule.TOO_LARGE)
        if max(map(len, some)) > width + 1:
            for row, cells in enumerate(some, start=number):
                _refuse_cells_outside(name, row, cells, width + 1, problems)
            some = [cells[: width + 1] for cells in some]
        first, *others = list(zip_longest(*some, fillvalue="")) or [("",) * len(some)]
        references.extend(map(str.strip, first))
        for at, own in enumerate(columns):
            if at >= len(others):
                own.extend([""] * len(some))
            elif kept[at]:
                own.extend(map(texts.__getitem__, others[at]))
            else:
                own.extend([_FILLED if cell.strip() else "" for cell in others[at]])
    return references, columns


def _refuse_cells_outside(
    name: str, row: int, cells: Sequence[str], width: int, problems: _Problems
) -> None:
    for at, text in enumerate(map(str.strip, cells[width:]), start=width + 1):
        if text:
            message = f"{quote(text)} stands outside the columns that have a heading"
            problems.append(Problem(name, row, at, message, Rule.CELL_OUTSIDE))


def _places(
    name: str, header: Sequence[str], columns: Sequence[Column], problems: _Problems
) -> dict[str, int]:
    """Return the number of each heading's column; report headings that lack or stand twice."""
    places: dict[str, int] = {}
    spellings: dict[str, int] = {}
    for at, heading in enumerate(header[1:], start=2):
        key = folded(heading)
        if not key:
            if any(columns[at - 2]):
                message = "this column has no heading"
                problems.append(Problem(name, 1, at, message, Rule.MISSING_HEADING))
        elif (first := spellings.setdefault(key, at)) != at:
            message = f"{quote(heading)} heads two columns: {first} and {at}"
            problems.append(Problem(name, 1, at, message, Rule.AMBIGUOUS_COLUMN))
        else:
            places[heading] = at
    return places


def _rows_of_cases(
    name: str,
    identities: Sequence[str],
    columns: Sequence[Column],
    problems: _Problems,
) -> tuple[list[int], list[str]]:
    """Return the numbers of the rows that hold a case, and the cells of a row of labels."""
    rows: list[int] = []
    labels: list[str] = []
    for at, key in enumerate(identities):
        row = at + FIRST_ROW
        if key:
            rows.append(row)
        elif row == LABELS_ROW:
            labels = trimmed(cells[at] for cells in columns)
        elif any(cells[at] for cells in columns):
            problems.append(no_reference(name, row, 1))
    return rows, labels


def no_reference(name: str, row: int, column: int) -> Problem:
    """Return the problem of a row that has answers and no case reference."""
    message = "this row has no case reference"
    return Problem(name, row, column, message, Rule.MISSING_REFERENCE)


def _check_references(
    name: str,
    references: Sequence[str],
    identities: Sequence[str],
    rows: Sequence[int],
    problems: _Problems,
) -> None:
    if len(set(identities)) == len(identities):
        return
    for first, again in repeated(identities):
        spelt = "" if references[first] == references[again] else f" as {quote(references[first])}"
        where = f"in row {rows[first]}{spelt} and in row {rows[again]}"
        message = f"case {quote(references[again])} stands twice: {where}"
        problems.append(Problem(name, rows[again], 1, message, Rule.REPEATED_CASE))
