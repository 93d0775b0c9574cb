"""The line of a file that a problem is on, with a mark under the place: for terminals."""

import re
from collections.abc import Iterator
from shutil import get_terminal_size

from rich.cells import cell_len

from yotrate.files.kinds import is_spreadsheet
from yotrate.files.reading import LARGEST_YAML, STANDARD_INPUT, read_bytes
from yotrate.problems import InvalidFile, Problem
from yotrate.text import visible

_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_BEFORE, _LEAST = 20, 20


def lines_of(file: str) -> list[str]:
    """Return the lines of a file; none of a spreadsheet, or of what cannot be read again."""
    if file in (STANDARD_INPUT, "<stdin>") or is_spreadsheet(file):
        return []
    try:
        _, data = read_bytes(file, LARGEST_YAML)
    except InvalidFile:
        return []
    return _LINE_BREAK.split(data.decode("utf-8-sig", errors="replace"))


def marked(problem: Problem, lines: list[str]) -> Iterator[str]:
    """Return the line of a problem and a mark under its place, no wider than the terminal."""
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    if not line.strip():
        return
    number = f"{problem.line:>5} | "
    room = max(_LEAST, get_terminal_size().columns - len(number) - 1)
    at = min(problem.column - 1, len(line))
    # Of a long line that part is shown in which the place is.
    start = 0 if _width(line) <= room else max(0, min(at - _BEFORE, len(line) - room))
    shown = _as_wide_as(line[start:], room)
    yield f"{number}{shown}"
    yield f"{'':5} | {'':{_width(line[start:at])}}^"


def _as_wide_as(text: str, room: int) -> str:
    pieces: list[str] = []
    for character in text:
        room -= _width(character)
        if room < 0:
            break
        pieces.append(_shown(character))
    return "".join(pieces)


def _shown(text: str) -> str:
    return visible(text.replace("\t", " "))


def _width(text: str) -> int:
    return cell_len(_shown(text))
