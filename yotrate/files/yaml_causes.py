"""What was typed that made a text no YAML: a library's complaint, traced back to its cause.

A library tells where it could go on no longer, often lines after the slip. So slips that people
make are looked for from there upwards, each is mended in a copy, and one that lets the text be
read was the cause.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

import yaml

from yotrate.problems import Place
from yotrate.text import plural, quote

_MOST_TRIES = 200
_MOST_LINES = 60
_LARGEST = 200_000
_LINE = re.compile("(\r\n|[\r\n\x85\u2028\u2029])")
_ODD_BLANKS = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_ODD_BLANK = re.compile(f"(?:^[ ]*|[:-])[ ]*([{_ODD_BLANKS}])")
_KEY = r"""(?:"[^"]*"|'[^']*'|[^\s"'{}\[\],#:&*!|>%@`?-][^\s:{}\[\],]*)"""
_NO_SPACE = re.compile(rf"^(\s*(?:- +)*{_KEY}:)(?=\S)")
_NO_COLON = re.compile(rf"""^(\s*(?:- +)*({_KEY}))\s+(?=[{{\["'])""")
_TWO_WORDS = re.compile(rf"^(\s*(?:- +)*({_KEY}))(?:\s+[^:#]*)?$")
_DASH = re.compile(r"^(\s*)-\s+(?=\S)")
_VALUE = re.compile(rf"^(\s*(?:- +)*(?:{_KEY}(?: [^\s:{{}}\[\]]+)*:\s+)?)(\S.*?)\s*$")
_RESERVED = re.compile(r"[@`%&*!|>,\]}]|[?-](?=\s|$)")
_OPENS = re.compile(r"""(?:^|[:,\[{]|-)\s*(["'])""")
_AFTER_QUOTES = re.compile(r"\s*($|[,:#\]}])")
_LIST_OF_KEYS = re.compile(rf"\[(?=\s*{_KEY}:\s)")
_KEYED = re.compile(rf"{_KEY}:\s")
_PAIRS = {"[": "]", "{": "}"}


class _Slip(NamedTuple):
    """A slip in a line, from 0, what to say of it, and how the lines would have to be."""

    line: int
    column: int
    message: str
    mended: dict[int, str]


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


def _slips(lines: list[str], last: int) -> Iterator[_Slip]:
    """Return what may have been mistyped, kind by kind, and of each kind the nearest first."""
    near = [at for at in range(last, max(-1, last - _MOST_LINES), -1) if lines[at].strip()]
    far = [at for at in range(last + 1) if lines[at].strip()]
    for at in near:
        yield from _tabs(at, lines[at])
        yield from _odd_blanks(at, lines[at])
        yield from _comment_within(at, lines[at])
    for at in far:
        yield from _open_quotes(at, lines[at])
    for kind in (
        _quotes_within,
        _no_space,
        _no_colon_before_braces,
        _no_brace,
        _reserved,
        _dash,
        _square,
        _brackets,
        _colon_within,
        _no_colon,
    ):
        for at in near:
            yield from kind(at, lines[at])
    yield from _open_brackets(near, lines)
    if near:
        yield from _no_dash(near, lines)
    yield from _no_line(near, lines)
    yield from _indentation(lines, near)


def _tabs(at: int, line: str) -> Iterator[_Slip]:
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" in blank:
        message = "a tab stands before this line, which begins with spaces alone: type spaces"
        for width in (1, 2, 4, 8):
            mended = blank.replace("\t", " " * width) + line[len(blank) :]
            yield _Slip(at, blank.index("\t"), message, {at: mended})


def _odd_blanks(at: int, line: str) -> Iterator[_Slip]:
    if found := _ODD_BLANK.search(line):
        message = "this blank is no space, but one of another kind: type a space in its place"
        mended = re.sub(f"[{_ODD_BLANKS}]", " ", line)
        yield _Slip(at, found.start(1), message, {at: mended})


def _comment_within(at: int, line: str) -> Iterator[_Slip]:
    """Find a sign of a comment that was meant as text, and takes what closes a brace with it."""
    if found := re.search(r"[ \t]#(?=[^ \t])", line):
        message = (
            f"' #' begins a comment, and {quote(line[found.start() + 1 :])} is lost: "
            "put the whole text in quotes"
        )
        mended = f"{line[: found.start()]} {line[found.end() :]}"
        yield _Slip(at, found.start() + 1, message, {at: mended})


def _open_quotes(at: int, line: str) -> Iterator[_Slip]:
    """Find a quote that opens and does not close on its line."""
    position = 0
    while found := _OPENS.search(line, position):
        sign, start = found[1], found.start(1)
        end = _end_of_quotes(line, start)
        if end is not None:
            position = end
            continue
        message = f"the quote that opens here is never closed: put a {sign} behind the text"
        ends = (line.find(each, start) for each in ":,}")
        for stop in (len(line.rstrip()), *ends):
            if stop > start:
                yield _Slip(at, start, message, {at: f"{line[:stop]}{sign}{line[stop:]}"})
        return


def _end_of_quotes(line: str, start: int) -> int | None:
    """Return where a text in quotes ends, after its last quote; None where it does not."""
    sign = re.escape(line[start])
    inside = r"(?:[^\"\\]|\\.)*" if line[start] == '"' else "(?:[^']|'')*"
    found = re.compile(f"{sign}{inside}{sign}").match(line, start)
    return found.end() if found else None


def _quotes_within(at: int, line: str) -> Iterator[_Slip]:
    for found in _OPENS.finditer(line):
        start = found.start(1)
        end = _end_of_quotes(line, start)
        if end is None or _AFTER_QUOTES.match(line, end):
            continue
        last = line.rindex(line[start])
        other = "single" if line[start] == '"' else "double"
        message = f"the text in quotes ends here, and more follows: put all of it in {other} quotes"
        if last > end:
            inner = line[start + 1 : last].replace(line[start], "")
            yield _Slip(at, end - 1, message, {at: line[: start + 1] + inner + line[last:]})
        if not set(line[:start]) & set("[{"):
            quoted = _quoted(line[start:].rstrip())
            yield _Slip(at, end - 1, message, {at: line[:start] + quoted})


def _no_space(at: int, line: str) -> Iterator[_Slip]:
    if found := _NO_SPACE.match(line):
        message = "a space is missing after this colon"
        mended = f"{found[1]} {line[found.end() :]}"
        yield _Slip(at, found.end() - 1, message, {at: mended})


def _no_colon_before_braces(at: int, line: str) -> Iterator[_Slip]:
    yield from _no_colon(at, line, _NO_COLON)


def _no_colon(at: int, line: str, pattern: re.Pattern[str] = _TWO_WORDS) -> Iterator[_Slip]:
    if found := pattern.match(line):
        message = f"a colon is missing after {quote(found[2])}"
        mended = f"{found[1]}: {line[found.end(1) :].strip()}"
        yield _Slip(at, found.end(1) - 1, message, {at: mended})


def _no_brace(at: int, line: str) -> Iterator[_Slip]:
    found = _VALUE.match(line)
    if found and found[1].rstrip().endswith(":") and _KEYED.match(found[2]):
        message = "a { is missing before this"
        yield _Slip(at, found.start(2), message, {at: f"{found[1]}{{{line[found.start(2) :]}"})


def _reserved(at: int, line: str) -> Iterator[_Slip]:
    found = _VALUE.match(line)
    if found and (sign := _RESERVED.match(found[2])):
        message = f"text that begins with {quote(sign[0])} needs quotes: put all of it in quotes"
        yield _Slip(at, found.start(2), message, {at: found[1] + _quoted(found[2])})


def _colon_within(at: int, line: str) -> Iterator[_Slip]:
    found = _VALUE.match(line)
    if found and found[1].rstrip().endswith(":") and found[2][0] not in "\"'{[":
        colon = re.search(r":(?=\s|$)", found[2])
        if colon:
            message = "text that holds ': ' needs quotes: put all of it in quotes"
            column = found.start(2) + colon.start()
            yield _Slip(at, column, message, {at: found[1] + _quoted(found[2])})


def _quoted(text: str) -> str:
    return f"'{text.replace(chr(39), '')}'"


def _dash(at: int, line: str) -> Iterator[_Slip]:
    if found := _DASH.match(line):
        message = "a dash begins an item of a list, and here a key belongs: leave the dash out"
        mended = found[1] + line[found.end() :]
        yield _Slip(at, len(found[1]), message, {at: mended})


def _no_dash(near: list[int], lines: list[str]) -> Iterator[_Slip]:
    """Find a line without a dash below an item of a list, which begins as far left as that."""
    at, line = near[0], lines[near[0]]
    indent = _indent(line)
    above = next((lines[other] for other in near[1:] if _indent(lines[other]) <= indent), "")
    if _DASH.match(above) and _indent(above) == indent and not _DASH.match(line):
        message = "a dash is missing before this: each item of a list begins with one"
        yield _Slip(at, indent, message, {at: f"{line[:indent]}- {line[indent:]}"})


def _square(at: int, line: str) -> Iterator[_Slip]:
    for found in _LIST_OF_KEYS.finditer(line):
        message = "'[' opens a list, and this is a mapping: write { in its place"
        start = found.start()
        yield _Slip(at, start, message, {at: f"{line[:start]}{{{line[start + 1 :]}"})
        mended = f"{line[:start]}{{{line[start + 1 :].replace(']', '}', 1)}"
        yield _Slip(at, start, message, {at: mended})


def _brackets(at: int, line: str) -> Iterator[_Slip]:
    """Find brackets of the wrong kind, and those that are not closed on their line."""
    opened: list[int] = []
    for column, sign in enumerate(line):
        before, after = line[:column], line[column + 1 :]
        if sign in "]})":
            for other in "}]":
                message = f"{quote(sign)} does not close what is open: write {other} in its place"
                if other != sign:
                    yield _Slip(at, column, message, {at: f"{before}{other}{after}"})
        if sign in _PAIRS:
            opened.append(column)
        elif sign in "]}" and opened:
            opened.pop()
    if opened:
        column = opened[-1]
        close = _PAIRS[line[column]]
        message = f"the {line[column]} that opens here is never closed: write {close} at its end"
        yield _Slip(at, column, message, {at: f"{line.rstrip().rstrip(',')}{close}"})


def _open_brackets(near: list[int], lines: list[str]) -> Iterator[_Slip]:
    """Find a bracket that is not closed on any of the lines that go on within it."""
    opened: list[tuple[int, int]] = []
    for at in reversed(near):
        for column, sign in enumerate(lines[at]):
            if sign in _PAIRS:
                opened.append((at, column))
            elif sign in "]}" and opened:
                opened.pop()
    for at, column in opened[:1]:
        close = _PAIRS[lines[at][column]]
        message = (
            f"the {lines[at][column]} that opens here is never closed: write {close} at its end"
        )
        for last in [each for each in near if each >= at]:
            line = f"{lines[last].rstrip().rstrip(',')}{close}"
            yield _Slip(at, column, message, {last: line})


def _no_line(near: list[int], lines: list[str]) -> Iterator[_Slip]:
    """Find a line without which what stands below it belongs to nothing."""
    everything = [at for at in range(len(lines)) if lines[at].strip()]
    begin = _that_begin_something(lines, everything[::-1])[::-1]
    below = {at: _indent(lines[after]) for at, after in pairwise(begin)}
    for above, at in reversed(list(pairwise(begin))):
        own, outer = _indent(lines[at]), _indent(lines[above])
        if at not in near or own <= outer or below.get(at) != own or _DASH.match(lines[at]):
            continue
        indents = [outer]
        if lines[above].rstrip().endswith(":"):
            # What is missing begins as what stands beside it, with lines below that begin as these.
            beside = {each: _indent(lines[each]) for each in begin if each > at}
            holding = [each for each in beside if below.get(each) == own]
            indents = sorted({beside[each] for each in holding if outer < beside[each] < own})
        for indent in indents:
            message = (
                f"a line is missing above this: one that begins after {plural(indent, 'space')} "
                "and ends with a colon"
            )
            yield _Slip(at, own, message, {at: f"{' ' * indent}x:\n{lines[at]}"})


def _indentation(lines: list[str], near: list[int]) -> Iterator[_Slip]:
    """Find a line, and what stands below it, that begins too far left or right."""
    near = _that_begin_something(lines, near)
    # Sooner one that begins otherwise than both its neighbours.
    for at in sorted(near, key=lambda each: not _is_odd(lines, near, each)):
        own = _indent(lines[at])
        others = {_indent(lines[other]) for other in near if other != at}
        others |= {_indent(lines[other]) + 2 for other in near if _DASH.match(lines[other])}
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
                yield _Slip(at, own, message, mended)


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
