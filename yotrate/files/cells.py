"""What all spreadsheets are read into: rows of text, and what is known of them besides."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from yotrate.problems import START, InvalidFile, Problem
from yotrate.rules_of_problems import Rule
from yotrate.text import quote

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""Rows and columns that Excel and LibreOffice can show."""

Rows = list[Sequence[str]]
"""The cells of a sheet as text, row by row, without spaces around it; rows differ in length."""


class Kind(StrEnum):
    """Why a cell may not hold what was typed into it."""

    FORMULA = "formula"
    ERROR = "error"
    DATE = "date"
    TRUTH = "truth"
    FORMAT = "format"


class Odd(NamedTuple):
    """A cell that may not hold what was typed into it: why, and what it holds."""

    kind: Kind
    text: str

    @property
    def is_worked_out(self) -> bool:
        """Whether it shows something, and no fault of a formula."""
        return self.kind not in (Kind.FORMULA, Kind.ERROR)

    def __str__(self) -> str:
        """Return what it is, and what to do, in words."""
        shown = quote(self.text)
        match self.kind:
            case Kind.FORMULA:
                return (
                    f"the formula {shown}, which no program has worked out: "
                    "open the workbook, and save it"
                )
            case Kind.ERROR:
                return f"the error {shown}: mend its formula"
            case Kind.DATE:
                return f"the date {shown}, which a program made of what was typed: type it as text"
            case Kind.TRUTH:
                return f"the truth value {shown}, and no text: type it as text"
            case Kind.FORMAT:
                return f"a number shown as {shown} says: type it as text"


class At(NamedTuple):
    """A table of a spreadsheet: its file, and in a workbook its sheet."""

    file: str
    sheet: str = ""

    def __str__(self) -> str:
        """Return its name as sentences have it."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file

    def problem(
        self, row: int, column: int, message: str, rule: Rule, *, to: tuple[int, int] | None = None
    ) -> Problem:
        """Return a problem at a cell, or at those from it to another; all count from 1."""
        if self.sheet:
            last = to or (row, column)
            return Problem(self.file, row, column, message, rule, sheet=self.sheet, last=last)
        return Problem(self.file, row, column, message, rule)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or a CSV file: its rows, and what its rows of text do not tell.

    Rows and columns count from 1. `odd` has the cells that may not hold what was typed, `merged`
    for each cell of merged ones but the first where the first is.
    """

    at: At
    rows: Iterable[Sequence[str]]
    hidden_rows: Set[int] = frozenset()
    hidden_columns: Set[int] = frozenset()
    odd: Mapping[tuple[int, int], Odd] = field(default_factory=dict)
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    visible: bool = True
    warnings: tuple[Problem, ...] = ()

    def replaced(self, rows: Rows) -> "Grid":
        """Return the same with rows that can be gone over again and again."""
        return replace(self, rows=rows)


def unusable(
    name: str, message: str, row: int = 1, rule: Rule = Rule.INVALID_SPREADSHEET
) -> InvalidFile:
    """Return an error for a spreadsheet of which nothing can be read."""
    return InvalidFile([Problem(name, row, START.column, message, rule)])


def trimmed(cells: Iterable[str]) -> list[str]:
    """Return cells without spaces around their text, and without empty ones at the end."""
    texts = [cell.strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def column_of(letters: str) -> int:
    """Return the number of a column, from 1, by its letters."""
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column
