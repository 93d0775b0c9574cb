"""Texts as YAML that every reader takes for the same texts, and comments beside them."""

import re
import textwrap

from yotrate.text import prose

_WIDTH = 80
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._/()&-]*[A-Za-z0-9.)])?|[0-9]+(?:[.][0-9]+){2,}")
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null"})
"""What some reader of YAML takes for something else when it stands without quotes."""
_LARGEST_ESCAPED = 0xFFFF


def scalar(text: str) -> str:
    """Return text as a YAML value or key that every reader takes for the same text."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= _LARGEST_ESCAPED else f"\\U{code:08x}"


def quoted(name: str) -> str:
    """Return an id in quotes: values such as 2.10 are text for every reader then."""
    return f'"{name}"'


def comment(text: str, indent: str = "", item: str = "") -> list[str]:
    """Return a text from wherever as comment lines."""
    return textwrap.wrap(
        prose(text),
        _WIDTH,
        initial_indent=f"{indent}# {item}",
        subsequent_indent=f"{indent}# {'':{len(item)}}",
        break_on_hyphens=False,
    )


def labelled(line: str, label: str) -> list[str]:
    """Return a line with its label as a comment behind it, or before it where it is too long."""
    both = f"{line}  # {prose(label)}"
    indent = line[: len(line) - len(line.lstrip())]
    return [both] if len(both) <= _WIDTH else [*comment(label, indent), line]
