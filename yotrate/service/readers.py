"""Rows that tell a case twice, because two people read it."""

from collections.abc import Sequence

from yotrate.files.cells import Grid, Rows
from yotrate.service.spreadsheets import Sheet
from yotrate.text import short


def rows_of(grid: Grid) -> Rows:
    """Return the rows of a sheet, all of which were read."""
    return list(grid.rows)


def readers_of(sheet: Sheet, rows: Rows) -> str:
    """Return what to do where the rows of a case differ in one column: two people read it."""
    heads = rows[sheet.headings_row - 1] if sheet.headings_row else ()
    places: dict[str, list[int]] = {}
    for key, row in zip(sheet.identities, sheet.rows, strict=True):
        places.setdefault(key, []).append(row)
    twice = [own for own in places.values() if len(own) == 2]  # noqa: PLR2004
    for at, heading in enumerate(heads, start=1):
        if at == sheet.case_column or at in sheet.places.values() or not heading:
            continue
        pairs = {tuple(_text(rows[row - 1], at) for row in own) for own in twice}
        if len(pairs) == 1 and len({*(pair := pairs.pop())}) == len(pair) and all(pair):
            one, other = pair
            return (
                f"if two people read it, 'where: {{{short(heading)}: {short(one)}}}' under 'rows' "
                f"takes one reading, and the same table with {short(other)} goes under "
                "'second_readings'"
            )
    return ""


def _text(cells: Sequence[str], column: int) -> str:
    return cells[column - 1] if column <= len(cells) else ""
