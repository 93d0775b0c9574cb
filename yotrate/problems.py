"""What is wrong with a file, and where."""

from dataclasses import dataclass

from yotrate.text import visible


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a file: the file, the line and column (both from 1), and a sentence."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Return ``file:line:column: message``, as editors and CI systems read it."""
        return f"{visible(self.file)}:{self.line}:{self.column}: {self.message}"


class InvalidFile(Exception):  # noqa: N818 - it names the file's state, which callers handle
    """A file that cannot be used, with every problem found in it, in the order of its lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
