"""Case references: two spellings of one are one case, and must not count twice."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from yotrate.checking.drafts import Draft
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import is_an_answer
from yotrate.service.model import ServiceFile
from yotrate.text import folded, plural, quote

_MOST_PAIRS = 3
_MOST_COMPARED = 10_000
LONGEST_REFERENCE = 100
"""Characters of a case reference in a spreadsheet."""
"""Cases that people can have read, and mistyped."""
_LEADING_ZEROS = re.compile("(?<![0-9])0+(?=[0-9])")


def identity(reference: str) -> str:
    """Return what makes a reference the one that it is, however it is spelt; "" where it is blank.

    What could be an answer, such as `no` and `NO`, was not typed as a reference: it is what some
    program made of one, and stays as it stands.
    """
    key = folded(reference)
    if key == reference:
        return reference
    return reference.strip() if is_an_answer(key) else key


class Repeated(NamedTuple):
    """A case that stands twice: its first spelling, and where it stands again."""

    first: int
    again: int


def repeated(identities: Iterable[str]) -> Iterator[Repeated]:
    """Return which references, counted from 0, are of a case that stands earlier too."""
    places: dict[str, int] = {}
    for at, key in enumerate(identities):
        first = places.setdefault(key, at)
        if first != at:
            yield Repeated(first, at)


def check_references(draft: Draft[ServiceFile], domain: str) -> None:
    """Report cases of a domain that stand twice, each in a spelling of its own, or nearly so."""
    cases = list(draft.mapping("cases", domain))

    def line(case: str) -> str:
        return f"line {draft.document.place(('cases', domain, case), at_key=True).line}"

    identities = list(map(identity, cases))
    for first, again in repeated(identities) if len(set(identities)) < len(cases) else ():
        where = f"on {line(cases[first])} as {quote(cases[first])} and on {line(cases[again])}"
        message = f"case {quote(cases[again])} stands twice: {where}"
        draft.fault(("cases", domain, cases[again]), message, Rule.REPEATED_CASE, key=True)
    if message := hardly_different(
        identities, lambda at: f"{quote(cases[at])} ({line(cases[at])})"
    ):
        draft.warn(("cases", domain), message, Rule.SIMILAR_REFERENCES, key=True)


def hardly_different(identities: Sequence[str], shown: Callable[[int], str]) -> str:
    """Return what to say of cases that differ in blanks, dots or leading zeros alone, or nothing.

    `shown` gives of a case, counted from 0, its reference and its place.
    """
    if not 0 < len(identities) <= _MOST_COMPARED:
        return ""
    # All at once, which is many times quicker.
    text = "\n".join(identities).replace(" ", "").replace(".", "")
    bare = _LEADING_ZEROS.sub("", text).split("\n")
    if len(set(bare)) == len(set(identities)):
        return ""
    groups: dict[str, dict[str, int]] = {}
    for at, (key, own) in enumerate(zip(bare, identities, strict=True)):
        groups.setdefault(key, {}).setdefault(own, at)
    pairs = [pair for group in groups.values() for pair in pairwise(group.values())]
    told = "; ".join(f"{shown(one)} and {shown(other)}" for one, other in pairs[:_MOST_PAIRS])
    more = f", and {plural(len(pairs) - _MOST_PAIRS, 'more pair')}" if pairs[_MOST_PAIRS:] else ""
    return f"cases that differ in blanks, dots or leading zeros alone: {told}{more}"
