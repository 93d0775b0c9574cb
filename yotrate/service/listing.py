"""What is in spreadsheets: their sheets, and what each seems to hold."""

import os
from collections.abc import Iterator, Sequence

from yotrate.files.cells import Grid
from yotrate.files.tables import open_spreadsheet
from yotrate.framework.model import Framework
from yotrate.service.judgements_in_sheets import judged_by
from yotrate.service.recognising import cases_in, judgements_in
from yotrate.service.settling import Settled
from yotrate.text import letters_of, plural, short


def listing_of(
    files: Sequence[str | os.PathLike[str]], framework: Framework | None
) -> Iterator[str]:
    """Return what is in spreadsheets, line by line: their sheets, and what these seem to hold.

    Raises:
        InvalidFile: one cannot be read.
    """
    for file in files:
        opened = open_spreadsheet(file)
        names: list[tuple[str | None, bool]] = [*opened.sheets] or [(None, True)]
        for sheet, visible in names:
            grid = opened.grid(sheet)
            rows = list(grid.rows)
            hidden = "" if visible else ", hidden"
            used = plural(sum(map(any, rows)), "row")
            yield f"{grid.at}: {used}{hidden}{_seems(grid.replaced(rows), rows, framework)}"


def _seems(grid: Grid, rows: list[Sequence[str]], framework: Framework | None) -> str:
    """Return what a sheet seems to hold, in words, by a framework if there is one."""
    if framework is None:
        first = next(
            ((at, cells) for at, cells in enumerate(rows, 1) if len([*filter(None, cells)]) > 1),
            None,
        )
        if first is None:
            return ""
        texts = [f"{letters_of(at)} {short(text)}" for at, text in enumerate(first[1], 1) if text]
        return f"; row {first[0]}: {', '.join(texts)}"
    found = cases_in(grid, rows, framework, Settled({}, {}, {}, frozenset()))
    named = [
        f"; cases of {each.sampled.name}, headings in row {each.headings.row}, "
        f"{plural(len(each.columns), 'key question')}"
        for each in found
    ]
    if not found and judgements_in(grid, rows, framework, judged_by(framework)):
        named = ["; judgements"]
    return "".join(named) or "; no table of cases or judgements"
