"""Texts that a YAML file cuts short without a word: ` #` begins a comment wherever no quotes are.

A comment has a blank after its `#`. One that has none, behind a text without quotes, was hardly
meant as one: the reason `Cases #4 and #5` would come out as `Cases`.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml

from yotrate.files.yaml_words import Trouble
from yotrate.problems import ENOUGH_PROBLEMS, Place
from yotrate.rules_of_problems import Rule
from yotrate.text import quote

_SIGN = re.compile(r"[ \t]#[^ \t\r\n]")
_CUT = re.compile(r"[ \t]+(#[^ \t].*)", re.DOTALL)
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def cut_short(text: str, loader: Any) -> list[Trouble]:
    """Return where texts of a YAML file, which the loader can read, are cut short."""
    if _SIGN.search(text) is None:
        return []
    return list(islice(_cuts(_LINE_BREAK.split(text), yaml.parse(text, loader)), ENOUGH_PROBLEMS))


def _cuts(lines: list[str], events: Iterator[Any]) -> Iterator[Trouble]:
    for event in events:
        if type(event) is yaml.ScalarEvent and not event.style:
            end: Any = event.end_mark
            rest = _CUT.match(lines[end.line], end.column) if end.line < len(lines) else None
            if rest is not None:
                message = (
                    f"' #' begins a comment, and {quote(rest[1])} would be lost: "
                    "put the whole text in quotes, or a space after the #"
                )
                place = Place(end.line + 1, rest.start(1) + 1)
                yield Trouble(place, message, Rule.TEXT_CUT_SHORT)
