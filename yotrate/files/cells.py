"""What all spreadsheets are read into: rows of text."""

from collections.abc import Iterable, Sequence

from yotrate.problems import InvalidFile, Problem
from yotrate.rules_of_problems import Rule

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""Rows and columns that Excel and LibreOffice can show."""

Rows = list[Sequence[str]]
"""The cells of a sheet as text, row by row, without spaces around it; rows differ in length."""


def unusable(
    name: str, message: str, row: int = 1, rule: Rule = Rule.INVALID_SPREADSHEET
) -> InvalidFile:
    """Return an error for a spreadsheet of which nothing can be read."""
    return InvalidFile([Problem(name, row, 1, message, rule)])


def trimmed(cells: Iterable[str]) -> list[str]:
    """Return cells without spaces around their text, and without empty ones at the end."""
    texts = [cell.strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts
