"""What was typed that made a text no YAML: a library's complaint, traced back to its cause.

A library tells where it could go on no longer, often lines after the slip. So slips that people
make are looked for from there upwards, each is mended in a copy, and one that lets the text be
read was the cause.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

import yaml

from yotrate.files import yaml_slips as slips
from yotrate.files.yaml_slips import DASH, PAIRS, Slip
from yotrate.problems import Place
from yotrate.text import plural

_MOST_TRIES = 200
_MOST_LINES = 60
_LARGEST = 200_000
_LINE = re.compile("(\r\n|[\r\n\x85\u2028\u2029])")


def cause_of(text: str, place: Place, loader: Any) -> tuple[Place, str] | None:
    """Return where a text was mistyped and what to do about it; None where that is not clear.

    Args:
        text: a text that is no YAML.
        place: where it could be read no further.
        loader: what reads it.
    """
    if len(text) > _LARGEST:
        return None
    parts = _LINE.split(text)
    lines, breaks = parts[::2], [*parts[1::2], ""]
    last = min(place.line, len(lines)) - 1
    best, reached = None, max(last, 0)
    for slip in islice(_slips(lines, last), _MOST_TRIES):
        mended = [slip.mended.get(at, line) for at, line in enumerate(lines)]
        joined = "".join(line + end for line, end in zip(mended, breaks, strict=True))
        stopped, begun = _read(joined, loader)
        # A line that only goes on with the text above it was not mended, but swallowed.
        if slip.line not in begun:
            continue
        if stopped is None:
            return Place(slip.line + 1, slip.column + 1), slip.message
        if stopped > reached:
            best, reached = slip, stopped
    return None if best is None else (Place(best.line + 1, best.column + 1), best.message)


def _read(text: str, loader: Any) -> tuple[int | None, set[int]]:
    """Return the line, from 0, at which a text stops being YAML, and those where things begin."""
    begun: set[int] = set()
    try:
        for event in yaml.parse(text, loader):
            if event.start_mark is not None:
                begun.add(event.start_mark.line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return (mark.line if mark else 0), begun
    except yaml.YAMLError:
        return 0, begun
    return None, begun


def _slips(lines: list[str], last: int) -> Iterator[Slip]:
    """Return what may have been mistyped, kind by kind, and of each kind the nearest first."""
    near = [at for at in range(last, max(-1, last - _MOST_LINES), -1) if lines[at].strip()]
    far = [at for at in range(last + 1) if lines[at].strip()]
    for at in near:
        yield from slips.tabs(at, lines[at])
        yield from slips.odd_blanks(at, lines[at])
        yield from slips.comment_within(at, lines[at])
    for at in far:
        yield from slips.open_quotes(at, lines[at])
    for kind in (
        slips.quotes_within,
        slips.comma_behind,
        slips.no_space,
        slips.no_colon_before_braces,
        slips.no_brace,
        slips.reserved,
        slips.square,
        slips.brackets,
        slips.colon_within,
        slips.no_colon,
    ):
        for at in near:
            yield from kind(at, lines[at])
    yield from _open_brackets(near, lines)
    yield from _no_line(near, lines)
    for at in near:
        yield from slips.dash(at, lines[at])
    if near:
        yield from _no_dash(near, lines)
    yield from _indentation(lines, near)


def _no_dash(near: list[int], lines: list[str]) -> Iterator[Slip]:
    """Find a line without a dash below an item of a list, which begins as far left as that."""
    at, line = near[0], lines[near[0]]
    indent = _indent(line)
    above = next((lines[other] for other in near[1:] if _indent(lines[other]) <= indent), "")
    if DASH.match(above) and _indent(above) == indent and not DASH.match(line):
        message = "a dash is missing before this: each item of a list begins with one"
        yield Slip(at, indent, message, {at: f"{line[:indent]}- {line[indent:]}"})


def _open_brackets(near: list[int], lines: list[str]) -> Iterator[Slip]:
    """Find a bracket that is not closed on any of the lines that go on within it."""
    opened: list[tuple[int, int]] = []
    for at in reversed(near):
        for column, sign in enumerate(lines[at]):
            if sign in PAIRS:
                opened.append((at, column))
            elif sign in "]}" and opened:
                opened.pop()
    for at, column in opened[:1]:
        close = PAIRS[lines[at][column]]
        message = (
            f"the {lines[at][column]} that opens here is never closed: write {close} at its end"
        )
        for last in [each for each in near if each >= at]:
            line = f"{lines[last].rstrip().rstrip(',')}{close}"
            yield Slip(at, column, message, {last: line})


def _no_line(near: list[int], lines: list[str]) -> Iterator[Slip]:
    """Find a line without which what stands below it belongs to nothing."""
    everything = [at for at in range(len(lines)) if lines[at].strip()]
    begin = _that_begin_something(lines, everything[::-1])[::-1]
    below = {at: _indent(lines[after]) for at, after in pairwise(begin)}
    for above, at in reversed(list(pairwise(begin))):
        own, outer = _indent(lines[at]), _indent(lines[above])
        is_item = DASH.match(lines[at])
        if is_item and own <= outer:
            outer = _around(lines, begin, at)
        if at not in near or own <= outer or (below.get(at) != own and not is_item):
            continue
        indents = [outer]
        if outer == _indent(lines[above]) and lines[above].rstrip().endswith(":"):
            # What is missing begins as what stands beside it, with lines below that begin as these.
            beside = {each: _indent(lines[each]) for each in begin if each > at}
            holding = [each for each in beside if below.get(each) == own]
            indents = sorted({beside[each] for each in holding if outer < beside[each] < own})
        for indent in indents:
            message = (
                f"a line is missing above this: one that begins after {plural(indent, 'space')} "
                "and ends with a colon"
            )
            yield Slip(at, own, message, {at: f"{' ' * indent}x:\n{lines[at]}"})


def _around(lines: list[str], begin: list[int], at: int) -> int:
    """Return how far in the key stands that the first item of a list cannot belong to."""
    own = _indent(lines[at])
    earlier = [each for each in reversed(begin) if each < at and _indent(lines[each]) <= own]
    beside = [each for each in earlier if _indent(lines[each]) == own]
    if not beside or DASH.match(lines[beside[0]]):
        return own
    return next((_indent(lines[each]) for each in earlier if _indent(lines[each]) < own), own)


def _indentation(lines: list[str], near: list[int]) -> Iterator[Slip]:
    """Find a line, and what stands below it, that begins too far left or right."""
    near = _that_begin_something(lines, near)
    # Sooner one that begins otherwise than both its neighbours.
    for at in sorted(near, key=lambda each: not _is_odd(lines, near, each)):
        own = _indent(lines[at])
        others = {_indent(lines[other]) for other in near if other != at}
        others |= {_indent(lines[other]) + 2 for other in near if DASH.match(lines[other])}
        end = next(
            (n for n in range(at + 1, len(lines)) if lines[n].strip() and _indent(lines[n]) <= own),
            len(lines),
        )
        above = next((_indent(lines[other]) for other in near if other < at), 0)
        # Sooner a little than far, and sooner to the line above than past it.
        likely = sorted(others - {own}, key=lambda each: (abs(each - own), abs(each - above)))
        for indent in likely:
            side = "left" if own < indent else "right"
            message = (
                f"this line stands too far {side}: it begins after {own} spaces, and what it "
                f"belongs to after {indent}"
            )
            for until in sorted({at + 1, end}):
                mended = {n: _moved(lines[n], indent - own) for n in range(at, until)}
                yield Slip(at, own, message, mended)


def _that_begin_something(lines: list[str], near: list[int]) -> list[int]:
    """Return the lines that do not go on within braces."""
    depth = 0
    found = []
    for at in reversed(near):
        if depth <= 0:
            found.append(at)
        depth += sum((sign in "[{") - (sign in "]}") for sign in lines[at])
    return found[::-1]


def _is_odd(lines: list[str], near: list[int], at: int) -> bool:
    """Return whether a line begins otherwise than both its neighbours, of which none holds it."""
    own = _indent(lines[at])
    before = next((lines[other] for other in near if other < at), lines[at])
    if any(each.rstrip().endswith(":") for each in (before, lines[at])):
        return False
    above = _indent(before)
    below = next(
        (
            _indent(line)
            for line in lines[at + 1 :]
            if line.strip() and _indent(line) <= max(above, own)
        ),
        own,
    )
    return above == below != own


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _moved(line: str, by: int) -> str:
    return " " * by + line if by > 0 else line[min(-by, _indent(line)) :]
