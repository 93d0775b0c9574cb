"""Slips that people make in a line of YAML: where one may be, and how the line would have to be."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from yotrate.text import quote

_ODD_BLANKS = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_ODD_BLANK = re.compile(f"(?:^[ ]*|[:-])[ ]*([{_ODD_BLANKS}])")
_KEY = r"""(?:"[^"]*"|'[^']*'|[^\s"'{}\[\],#:&*!|>%@`?-][^\s:{}\[\],]*)"""
_NO_SPACE = re.compile(rf"^(\s*(?:- +)*{_KEY}:)(?=\S)")
_NO_COLON = re.compile(rf"""^(\s*(?:- +)*({_KEY}))\s+(?=[{{\["'])""")
_TWO_WORDS = re.compile(rf"^(\s*(?:- +)*({_KEY}))(?:\s+[^:#]*)?$")
DASH = re.compile(r"^(\s*)-\s+(?=\S)")
_VALUE = re.compile(rf"^(\s*(?:- +)*(?:{_KEY}(?: [^\s:{{}}\[\]]+)*:\s+)?)(\S.*?)\s*$")
_RESERVED = re.compile(r"[@`%&*!|>,\]}]|[?-](?=\s|$)")
_OPENS = re.compile(r"""(?:^|[:,\[{]|-)\s*(["'])""")
_AFTER_QUOTES = re.compile(r"\s*($|[,:#\]}])")
_LIST_OF_KEYS = re.compile(rf"\[(?=\s*{_KEY}:\s)")
_KEYED = re.compile(rf"{_KEY}:\s")
PAIRS = {"[": "]", "{": "}"}


class Slip(NamedTuple):
    """A slip in a line, from 0, what to say of it, and how the lines would have to be."""

    line: int
    column: int
    message: str
    mended: dict[int, str]


def tabs(at: int, line: str) -> Iterator[Slip]:
    """Find tabs that a line begins with."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" in blank:
        message = "a tab stands before this line, which begins with spaces alone: type spaces"
        for width in (1, 2, 4, 8):
            mended = blank.replace("\t", " " * width) + line[len(blank) :]
            yield Slip(at, blank.index("\t"), message, {at: mended})


def odd_blanks(at: int, line: str) -> Iterator[Slip]:
    """Find blanks that YAML takes for letters."""
    if found := _ODD_BLANK.search(line):
        message = "this blank is no space, but one of another kind: type a space in its place"
        mended = re.sub(f"[{_ODD_BLANKS}]", " ", line)
        yield Slip(at, found.start(1), message, {at: mended})


def comment_within(at: int, line: str) -> Iterator[Slip]:
    """Find a sign of a comment that was meant as text, and takes what closes a brace with it."""
    if found := re.search(r"[ \t]#(?=[^ \t])", line):
        message = (
            f"' #' begins a comment, and {quote(line[found.start() + 1 :])} is lost: "
            "put the whole text in quotes"
        )
        mended = f"{line[: found.start()]} {line[found.end() :]}"
        yield Slip(at, found.start() + 1, message, {at: mended})


def open_quotes(at: int, line: str) -> Iterator[Slip]:
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
                yield Slip(at, start, message, {at: f"{line[:stop]}{sign}{line[stop:]}"})
        return


def _end_of_quotes(line: str, start: int) -> int | None:
    """Return where a text in quotes ends, after its last quote; None where it does not."""
    sign = re.escape(line[start])
    inside = r"(?:[^\"\\]|\\.)*" if line[start] == '"' else "(?:[^']|'')*"
    found = re.compile(f"{sign}{inside}{sign}").match(line, start)
    return found.end() if found else None


def quotes_within(at: int, line: str) -> Iterator[Slip]:
    """Find quotes inside of such quotes, or text behind them."""
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
            yield Slip(at, end - 1, message, {at: line[: start + 1] + inner + line[last:]})
        if not set(line[:start]) & set("[{"):
            quoted = _quoted(line[start:].rstrip())
            yield Slip(at, end - 1, message, {at: line[:start] + quoted})


def comma_behind(at: int, line: str) -> Iterator[Slip]:
    """Find a comma behind what is closed."""
    if found := re.search(r"[}\]](,)\s*$", line):
        message = "a comma stands behind what is closed: leave it out"
        mended = line[: found.start(1)]
        yield Slip(at, found.start(1), message, {at: mended})


def no_space(at: int, line: str) -> Iterator[Slip]:
    """Find a colon with no space after it."""
    if found := _NO_SPACE.match(line):
        message = "a space is missing after this colon"
        mended = f"{found[1]} {line[found.end() :]}"
        yield Slip(at, found.end() - 1, message, {at: mended})


def no_colon_before_braces(at: int, line: str) -> Iterator[Slip]:
    """Find a key with no colon, before braces, brackets or quotes."""
    yield from no_colon(at, line, _NO_COLON)


def no_colon(at: int, line: str, pattern: re.Pattern[str] = _TWO_WORDS) -> Iterator[Slip]:
    """Find a key with no colon, before a word or nothing."""
    if found := pattern.match(line):
        message = f"a colon is missing after {quote(found[2])}"
        mended = f"{found[1]}: {line[found.end(1) :].strip()}"
        yield Slip(at, found.end(1) - 1, message, {at: mended})


def no_brace(at: int, line: str) -> Iterator[Slip]:
    """Find keys on the line of another, with no brace before them."""
    found = _VALUE.match(line)
    if found and found[1].rstrip().endswith(":") and _KEYED.match(found[2]):
        message = "a { is missing before this"
        yield Slip(at, found.start(2), message, {at: f"{found[1]}{{{line[found.start(2) :]}"})


def reserved(at: int, line: str) -> Iterator[Slip]:
    """Find a text that begins with a sign of YAML's."""
    found = _VALUE.match(line)
    if found and (sign := _RESERVED.match(found[2])):
        message = f"text that begins with {quote(sign[0])} needs quotes: put all of it in quotes"
        yield Slip(at, found.start(2), message, {at: found[1] + _quoted(found[2])})


def colon_within(at: int, line: str) -> Iterator[Slip]:
    """Find a text that holds a colon and a space."""
    found = _VALUE.match(line)
    if found and found[1].rstrip().endswith(":") and found[2][0] not in "\"'{[":
        colon = re.search(r":(?=\s|$)", found[2])
        if colon:
            message = "text that holds ': ' needs quotes: put all of it in quotes"
            column = found.start(2) + colon.start()
            yield Slip(at, column, message, {at: found[1] + _quoted(found[2])})


def _quoted(text: str) -> str:
    return f"'{text.replace(chr(39), '')}'"


def dash(at: int, line: str) -> Iterator[Slip]:
    """Find a dash before a key."""
    if found := DASH.match(line):
        message = "a dash begins an item of a list, and here a key belongs: leave the dash out"
        mended = found[1] + line[found.end() :]
        yield Slip(at, len(found[1]), message, {at: mended})


def square(at: int, line: str) -> Iterator[Slip]:
    """Find a square bracket before keys."""
    for found in _LIST_OF_KEYS.finditer(line):
        message = "'[' opens a list, and this is a mapping: write { in its place"
        start = found.start()
        yield Slip(at, start, message, {at: f"{line[:start]}{{{line[start + 1 :]}"})
        mended = f"{line[:start]}{{{line[start + 1 :].replace(']', '}', 1)}"
        yield Slip(at, start, message, {at: mended})


def brackets(at: int, line: str) -> Iterator[Slip]:
    """Find brackets of the wrong kind, and those that are not closed on their line."""
    opened: list[int] = []
    for column, sign in enumerate(line):
        before, after = line[:column], line[column + 1 :]
        if sign in "]})":
            for other in "}]":
                message = f"{quote(sign)} does not close what is open: write {other} in its place"
                if other != sign:
                    yield Slip(at, column, message, {at: f"{before}{other}{after}"})
        if sign in PAIRS:
            opened.append(column)
        elif sign in "]}" and opened:
            opened.pop()
    if opened:
        column = opened[-1]
        close = PAIRS[line[column]]
        message = f"the {line[column]} that opens here is never closed: write {close} at its end"
        yield Slip(at, column, message, {at: f"{line.rstrip().rstrip(',')}{close}"})
