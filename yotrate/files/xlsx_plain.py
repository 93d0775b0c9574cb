"""XLSX sheets of which nothing is to be known but where their cells are: known by their bytes.

Going over the tags of one would take many times as long. Whatever is written otherwise than the
usual programs write it is left to that: none of these patterns may take a guess.
"""

import re
from collections import Counter
from collections.abc import Sequence

from yotrate.files.bounds import Used
from yotrate.files.cells import column_of

_AROUND = re.compile(
    rb"""<[!] | <[?](?!xml\s) | hidden | mergeCell | :col\s | <c\s | :c\s | :row\s | <row
    | \swidth\s*=\s*(?!"[1-9])""",
    re.VERBOSE,
)
_AMONG_CELLS = (b"<!", b"<?", b"\0", b":c", b":row", b"<f", b"hidden", b't="e"')
_NO_HEIGHT = re.compile(rb'\sht\s*=\s*(?!"[1-9])')
"""What a sheet holds of which more is to be known, or that only a parser understands."""
_A_COLUMN = re.compile(rb'<col(?: [A-Za-z0-9:]+="[^"&<>]*")*/?>')
_A_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"(?: [A-Za-z0-9:]+="[^"&<>]*")*/?>')
_A_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: [a-z]+="[A-Za-z0-9]*")*>')
_AN_EMPTY_CELL = re.compile(rb'<c(?: [a-z]+="[A-Za-z0-9]*")*/(>)')
_SHARED = re.compile(rb' t="s"(?: [a-z]+="[A-Za-z0-9]*")*><v>([0-9]{1,9})</v></c>')
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def take_in_plain(xml: bytes, used: Used, lengths: Sequence[int] | None) -> bool:
    """Take in the cells of a sheet of which nothing else is to be known; False of any other.

    Args:
        xml: the sheet.
        used: what takes them in.
        lengths: the lengths of the texts that cells share, if these are to be taken in.

    Raises:
        InvalidFile: it holds more than is read.
    """
    begin, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if not 0 <= begin < end or xml.count(b"sheetData") > len(("opened", "closed")):
        return False
    around = xml[:begin] + xml[end:]
    columns = len(re.findall(rb"<col\s", around))
    if _AROUND.search(around) or len(_A_COLUMN.findall(around)) != columns:
        return False
    # One after the other they are found far more quickly than by one pattern.
    if any(xml.find(each, begin, end) >= 0 for each in _AMONG_CELLS):
        return False
    if xml.find(b"ht", begin, end) >= 0 and _NO_HEIGHT.search(xml, begin, end):
        return False
    rows = _A_ROW.findall(xml, begin, end)
    places = _A_CELL.findall(xml, begin, end)
    if len(rows) != xml.count(b"<row", begin, end) or len({*rows}) != len(rows):
        return False
    empty = len(_AN_EMPTY_CELL.findall(xml, begin, end))
    if len(places) + empty != xml.count(b"<c", begin, end) or len({*places}) != len(places):
        return False
    shared = _SHARED.findall(xml, begin, end)
    if len(shared) != xml.count(b't="s"', begin, end):
        return False
    return _take_in(places, used) and _take_in_texts(shared, used, lengths)


def _take_in(places: Sequence[bytes], used: Used) -> bool:
    together = b" ".join(places)
    numbers = [*map(int, together.translate(None, _LETTERS).split())]
    if not numbers:
        return True
    letters = {*together.translate(None, _DIGITS).split()}
    columns = [column_of(each.decode()) for each in letters]
    # Empty cells count here as if they held something: a closer look may find that few do.
    if numbers != sorted(numbers) or not used.fits(numbers[-1], max(columns)):
        return False
    used.add(numbers[0], min(columns))
    used.add(numbers[-1], max(columns))
    return True


def _take_in_texts(shared: Sequence[bytes], used: Used, lengths: Sequence[int] | None) -> bool:
    for at, times in Counter(shared).items() if lengths is not None else ():
        if int(at) < len(lengths or ()):
            used.bounds.text((lengths or ())[int(at)] * times)
    return True
