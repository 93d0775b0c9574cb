"""Numbers as a spreadsheet program shows them: 007 where a format asks for three digits."""

import re
from functools import cache

_CORE = re.compile(r"#,##0(?P<places>[.]0+)?|(?P<digits>0+)(?P<more>[.]0+)?|General|@")
_LITERAL = r'(?:"(?P<{0}q>[^"]*)"|\\(?P<{0}b>.)|(?P<{0}p>[-/: ]))?'
_PLAIN = re.compile(_LITERAL.format("a") + f"(?:{_CORE.pattern})" + _LITERAL.format("z"))
_MOST_DIGITS = 15
_NOT_OF_A_DATE = re.compile(r'"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\[\]]*\]', re.IGNORECASE)
_OF_A_DATE = re.compile("[dmyhs]|a.*[p/]", re.IGNORECASE)


def is_date(code: str) -> bool:
    """Return whether a format shows a number as a date, a time or a length of time."""
    return bool(_OF_A_DATE.search(_NOT_OF_A_DATE.sub("", code).partition(";")[0]))


def shown_number(number: float, code: str) -> str | None:
    """Return a number as a format shows it; None where the format is none of the plain ones."""
    positive = code.partition(";")[0].strip()
    if positive in ("", "General", "@"):
        return plain_number(number)
    found = _plain(positive)
    if found is None or abs(number) >= 10**_MOST_DIGITS:
        return None
    before = found["aq"] or found["ab"] or found["ap"] or ""
    after = found["zq"] or found["zb"] or found["zp"] or ""
    places = found["places"] or found["more"] or "."
    text = f"{number:,.{len(places) - 1}f}" if "," in positive else f"{number:.{len(places) - 1}f}"
    width = len(found["digits"] or "") + (len(places) if len(places) > 1 else 0)
    return f"{before}{text.zfill(width)}{after}"


@cache
def _plain(code: str) -> re.Match[str] | None:
    return _PLAIN.fullmatch(code)


def plain_number(number: float) -> str:
    """Return a number as it is: 1 for 1.0."""
    return str(int(number)) if float(number).is_integer() else str(number)
