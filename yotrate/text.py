"""Text from a file, made fit to show: visible to the last character, and no longer than useful."""

import difflib
import re
import unicodedata
from collections.abc import Collection

_LAYOUT = re.compile(r"[ \t\n]+")
LIKE_A_WORD = 0.6
LIKE_AN_ID = 0.74
"""How alike words, and ids, have to be for one to be probably meant by the other, from 0 to 1."""
_LONGEST_QUOTE = 40
_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ORDER = re.compile(r"(?m)^([^\S\n]*(?:\x1b\[[0-9;]*m)*[^\S\n]*)::")
_ORDER_WITHIN = re.compile(r"##(?=\[|vso\[)")
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
# Without a shape, though Unicode does not count them among what formats a text.
_SHAPELESS = frozenset(
    map(
        chr,
        (
            *(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
_MORE_DASHES = "\u02d7\u2043\u2212"


def folded(text: str) -> str:
    """Return a text that people typed as such texts are compared: never as they are shown.

    Letters without regard to case and width, every dash a hyphen, every run of blanks one space,
    none at the ends, and nothing that cannot be seen.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
        text = unicodedata.normalize("NFKC", text.casefold())
    return " ".join(text.split()).casefold()


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    kind = unicodedata.category(character)
    if kind == "Pd" or character in _MORE_DASHES:
        return "-"
    return "" if kind in ("Cc", "Cf") or character in _SHAPELESS else character


class _Plain(dict[int, str]):
    """What each character is plainly, looked up once."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _plain(chr(code))
        return found


_PLAIN = _Plain()


def visible(text: str) -> str:
    r"""Return text in which nothing acts on a terminal and nothing hides.

    Control characters, line breaks, bidirectional overrides, surrogates and other characters
    without a shape of their own come out as escapes: an escape character as ``\x1b``. So does what
    CI systems take for an order anywhere in a line.
    """
    if "##" in text:
        text = _ORDER_WITHIN.sub(r"#\\x23", text)
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character == _NO_BREAK_SPACE
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def disarmed(text: str) -> str:
    """Return lines none of which a CI system takes for an order, wherever texts in them broke."""
    return _ORDER.sub(r"\1\\x3a:", text) if "::" in text else text


def prose(text: str) -> str:
    """Return a reason, note or source as one visible line: line breaks in it are layout."""
    return visible(_LAYOUT.sub(" ", text).strip(" "))


def quote(value: object) -> str:
    """Return what was found, in words: a text in quotes, cut to 40 characters, or its kind."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
    return f"'{short(str(value))}'"


def short(text: str) -> str:
    """Return a text made visible, cut to 40 characters."""
    return visible(text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 3] + "...")


def apart(text: str, others: Collection[str]) -> str:
    """Return a text in quotes, cut to 40 characters: to those in which it differs from others."""
    shared = max((_shared(text, each) for each in others if each != text), default=0)
    if len(text) <= _LONGEST_QUOTE or shared < _LONGEST_QUOTE - 3:
        return quote(text)
    start = max(text.rfind(" ", 0, shared + 1) + 1, shared - _LONGEST_QUOTE // 2)
    return quote(f"...{text[start:]}")


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def plural(number: int, word: str, words: str = "") -> str:
    """Return a number with its word: 1 case, 2 cases."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {words or word + 's'}"


def listed(words: list[str], joint: str = "and") -> str:
    """Return words as a sentence lists them: a, b and c."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def letters_of(column: int) -> str:
    """Return the letters of a column, counted from 1, as spreadsheets show them."""
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def cell(text: str) -> str:
    """Return a text for a cell of a spreadsheet, which must not run it as a formula."""
    return f"'{text}" if text.startswith(_RUN_AS_FORMULA) else text


def sentence(text: str) -> str:
    """Return a text as a sentence begins; ids in it stay as they are."""
    return text[:1].upper() + text[1:]


def points(tenths: int) -> str:
    """Return a distance, given in tenths of a percentage point, in words: 0.5 percentage points."""
    if tenths % 10:
        return f"{tenths // 10}.{tenths % 10} percentage points"
    return plural(tenths // 10, "percentage point")


def closest(word: str, words: Collection[str], *, alike: float = LIKE_AN_ID) -> str | None:
    """Return the word that was probably meant, or None where none is close enough."""
    if not any(map(str.isalpha, word)):
        # Numbers that look alike mean something else: only what stands between them may be
        # mistyped, or a digit typed twice.
        digits = _digits(word)
        near = [digits, *(digits[:at] + digits[at + 1 :] for at in _doubled(digits))]
        found = [known for each in near for known in words if each and _digits(known) == each]
        return found[0] if found else None
    by_folded = {folded(known): known for known in words}
    found = difflib.get_close_matches(folded(word[:100]), by_folded, 1, alike)
    return by_folded[found[0]] if found else None


def _digits(text: str) -> list[str]:
    """Return the digits of a text without letters; none of one that has letters."""
    if any(map(str.isalpha, text)):
        return []
    return [each for each in unicodedata.normalize("NFKC", text) if each.isdigit()]


def _doubled(digits: list[str]) -> list[int]:
    return [at for at in range(1, len(digits)) if digits[at] == digits[at - 1]]


def did_you_mean(word: str, words: Collection[str], *, alike: float = LIKE_A_WORD) -> str:
    """Return a question to end a message with, or nothing."""
    meant = closest(word, words, alike=alike)
    return f": did you mean {quote(meant)}?" if meant else ""
