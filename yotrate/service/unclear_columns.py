"""What is not clear of the columns of a table of cases, and which are left out: told."""

from collections.abc import Collection
from itertools import chain
from typing import Any

from yotrate.files.cells import Rows
from yotrate.service.drafts import Draft
from yotrate.service.headings import all_mean
from yotrate.service.seeming import Cases
from yotrate.text import apart, letters_of, listed, short

_MOST_NAMED = 20
_GUESSED_ROWS = {
    "rows": "rows without an answer are no cases",
    "rows.where": "what tells its rows from those of others, under 'where'",
}


def settle_columns(
    draft: Draft, table: dict[str, Any], cases: Cases, where: str, rows: Rows
) -> None:
    """Say of further columns that they are left out, and tell what was guessed and what is open.

    Args:
        draft: what is told.
        table: what a service file says of the table.
        cases: the table.
        where: its place, in words.
        rows: all rows of the sheet.
    """
    if _other_columns(cases, (), rows):
        table["other_columns"] = "ignore"
    draft.blank += [
        f"{where}: the column of {question}: {all_mean(cases.headings, columns, question)}"
        for question, columns in cases.several.items()
    ]
    others = _other_columns(
        cases, {*cases.used, *chain.from_iterable(cases.several.values())}, rows
    )
    if others:
        shown = [
            f"{letters_of(at)} ({short(text) or 'without a heading'})"
            for at, text in others[:_MOST_NAMED]
        ]
        if len(others) > _MOST_NAMED:
            shown.append(f"{len(others) - _MOST_NAMED:,} more")
        columns = "column" if len(shown) == 1 else "columns"
        draft.left_out.append(f"{where}: {columns} {listed(shown)}")
    for each in table.get("guessed", ()):
        if each in _GUESSED_ROWS:
            draft.guessed.append(f"{where}: {_GUESSED_ROWS[each]}")
            continue
        what = each.removeprefix("columns.")
        heading = cases.headings.texts[cases.columns.get(what, cases.case) - 1]
        differing = apart(heading, cases.headings.texts)
        draft.guessed.append(f"{where}: {what} is {differing}")


def _other_columns(cases: Cases, used: Collection[int], rows: Rows) -> list[tuple[int, str]]:
    """Return the columns that are not read, with their headings: "" for one that has only cells."""
    own = {cases.case, *cases.columns.values(), *used}
    texts = cases.headings.texts
    body = rows[cases.headings.row :]
    found = []
    for at in range(1, max([len(texts), *map(len, body)]) + 1):
        text = texts[at - 1] if at <= len(texts) else ""
        if at not in own and (text or any(at <= len(cells) and cells[at - 1] for cells in body)):
            found.append((at, text))
    return found
