"""What a comma or a missing colon made of a text within braces: a key without a value."""

from collections.abc import Collection, Mapping
from typing import Any

from yotrate.files.documents import Document
from yotrate.problems import Path
from yotrate.text import quote

_MOST_KEYS = 1_000
"""Keys of a mapping that anybody typed within braces."""


def slip_in_braces(
    document: Document, outer: Path, holder: Mapping[Any, Any], key: str, known: Collection[str]
) -> str:
    """Return what to say of an unknown key without a value, or nothing.

    Args:
        document: the file.
        outer: the path of the mapping that holds the key.
        holder: that mapping.
        key: the key.
        known: the keys that the mapping may have.
    """
    if holder.get(key) is not None:
        return ""
    first, _, rest = key.partition(" ")
    if rest and first in known:
        return f": a colon is missing after {quote(first)}"
    cut = _cut_text(document, outer, holder, key)
    return ": a comma ends a text within braces: put the whole text in quotes" if cut else ""


def follows_a_cut(
    document: Document, outer: Path, holder: Mapping[Any, Any], key: str, known: Collection[str]
) -> bool:
    """Return whether a key is a further piece of a text of which the first piece was told."""
    if holder.get(key) is not None or len(holder) > _MOST_KEYS:
        return False
    keys = list(holder)
    at = keys.index(key) if key in holder else 0
    before = keys[at - 1] if at else None
    return (
        before is not None
        and holder[before] is None
        and before not in known
        and _cut_text(document, outer, holder, key)
    )


def _cut_text(document: Document, outer: Path, holder: Mapping[Any, Any], key: str) -> bool:
    """Return whether a key stands on the line of a text that a comma may have cut."""
    if ":" in key or len(holder) > _MOST_KEYS:
        return False
    keys = list(holder)
    at = keys.index(key) if key in holder else 0
    while at and holder[keys[at - 1]] is None:
        at -= 1
    if at == 0 or not isinstance(holder[keys[at - 1]], str):
        return False
    line, above = (document.place((*outer, each), at_key=True).line for each in (key, keys[at - 1]))
    return line == above
