"""What is wrong with a file, and where."""

from collections.abc import Sequence
from typing import NamedTuple

from yotrate.rules_of_problems import Rule
from yotrate.text import letters_of, plural, visible

MOST_PROBLEMS = 1000
"""Problems of one file that are printed; the rest is counted."""
ENOUGH_PROBLEMS = 10_000
"""Problems of one file after which no more are looked for."""
TOO_MUCH = "far too much is wrong with this file: not all of it was looked into"


Path = tuple[str | int, ...]
"""Where a value stands in plain data: the keys and indexes that lead to it."""


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


START = Place(1, 1)


def shown_file(name: str) -> str:
    """Return a file's name as a line can begin with it, where CI systems take orders from lines."""
    return visible(f"./{name}" if name.startswith(("::", "##")) else name)


class Problem(NamedTuple):
    """One thing wrong with a file: the file, the line and column (both from 1), and a sentence.

    `rule` is the name of what was broken, which stays the same where the words do not. A warning is
    worth knowing, but does not make the file unusable. In a workbook, `line` and `column` are of a
    cell of its `sheet`, and `last` is the last of several cells, by row and column.
    """

    file: str
    line: int
    column: int
    message: str
    rule: Rule
    warning: bool = False
    sheet: str = ""
    last: tuple[int, int] = (0, 0)

    @property
    def cell(self) -> str:
        """The cell of a workbook, or the cells, as spreadsheets name them: D3, or D3:D9."""
        if not self.sheet:
            return ""
        first = f"{letters_of(self.column)}{self.line}"
        last = f"{letters_of(self.last[1])}{self.last[0]}"
        return first if self.last in {(0, 0), (self.line, self.column)} else f"{first}:{last}"

    def __str__(self) -> str:
        """Return ``file:line:column: message``, as editors and CI systems read it.

        In a workbook, where nothing has lines, it is ``file[sheet]!D3: message``.
        """
        kind = "warning: " if self.warning else ""
        where = f":{self.line}:{self.column}"
        if self.sheet:
            where = f"[{visible(self.sheet)}]!{self.cell}"
        return f"{shown_file(self.file)}{where}: {kind}{visible(self.message)}"


def and_more(problems: Sequence[Problem]) -> str:
    """Return what is said in place of the problems of a file that are too many to be printed."""
    least = "at least " if any(each.message == TOO_MUCH for each in problems) else ""
    return f"and {least}{plural(len(problems) - MOST_PROBLEMS, 'more problem')}"


def _in_order(problem: Problem) -> tuple[object, ...]:
    """Return what problems are put in order by: file by file, sheet by sheet, line by line."""
    return problem.file, problem.sheet, *problem


class InvalidFile(Exception):  # noqa: N818 - it names the file's state, which callers handle
    """A file that cannot be used, with every problem found in it, in the order of its lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=_in_order))
        super().__init__("\n".join(map(str, self.problems)))


class UnreadableFile(InvalidFile):
    """A file that is missing, is no regular file, or cannot be read, with the reason in words."""

    def __init__(self, file: str, reason: str) -> None:
        self.reason = reason
        super().__init__([Problem(file, 1, 1, f"cannot read this: {reason}", Rule.UNREADABLE_FILE)])


class WrongUsage(ValueError):  # noqa: N818 - it names what happened, which callers handle
    """Something was asked for that makes no sense; the message says what, in a sentence."""
