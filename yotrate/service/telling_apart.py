"""Cases of several domains in one sheet: which column says whose a row is."""

from collections.abc import Mapping, Sequence

from yotrate.service.answers import Answer
from yotrate.service.likeness import domain_by_name
from yotrate.service.rows import is_figure
from yotrate.service.seeming import Cases, Column, is_answer
from yotrate.text import folded


def tell_apart(
    found: Sequence[Cases], columns: Mapping[int, Column], words: Mapping[str, Answer]
) -> None:
    """Say of the tables of several domains in one sheet which of its rows are whose.

    A column says it where one thing stands in all rows that answer a domain, and another in those
    of each other domain. Is a row filled in that goes with none, it is a guess; may that row be a
    case, nothing is said.

    Args:
        found: the tables, one for each domain.
        columns: all columns of the sheet.
        words: what is known to be an answer, besides the answers.
    """
    used = {at for each in found for at in (each.case, *each.columns.values())}
    texts = found[0].headings.texts
    answered = [_rows(each, columns, words) for each in found]
    filled = [_rows(each, columns, None) for each in found]
    best: tuple[tuple[int, int], int, list[str], list[int]] | None = None
    for at, column in columns.items():
        if at in used or at > len(texts) or not texts[at - 1]:
            continue
        values = [_only_value(column, rows) for rows in answered]
        if not all(values) or len({*map(folded, values)}) < len(values):
            continue
        unfit = _unfit(column, values, filled)
        samples = [each.sampled for each in found]
        named = sum(domain_by_name(samples, value) is not None for value in values)
        rank = -len(unfit), named
        if best is None or rank > best[0]:
            best = rank, at, values, unfit
    if best is None or any(_may_answer(found, columns, row) for row in best[3]):
        for each in found:
            each.mixed = True
        return
    _, at, values, unfit = best
    for each, value in zip(found, values, strict=True):
        each.where = {each.said(at): value}
        each.unfit = [each.headings.row + 1 + row for row in unfit]
        if unfit:
            each.guessed.append("rows.where")


def _rows(
    cases: Cases, columns: Mapping[int, Column], words: Mapping[str, Answer] | None
) -> list[int]:
    """Return the rows, from 0, with an answer to a domain; without words those with any text."""
    own = [columns[at].texts for at in cases.columns.values() if at in columns]
    return [
        row
        for row, cells in enumerate(zip(*own, strict=True))
        if any(text and (words is None or is_answer(text, words)) for text in cells)
    ]


def _only_value(kind: Column, rows: Sequence[int]) -> str:
    """Return what stands in a column in all of some rows; "" where that is not one thing."""
    values = {folded(kind.texts[row]): kind.texts[row] for row in rows}
    return next(iter(values.values())) if len(values) == 1 else ""


def _unfit(kind: Column, values: Sequence[str], filled: Sequence[Sequence[int]]) -> list[int]:
    """Return which rows that are filled in for a domain have something else in a column."""
    return sorted(
        {
            row
            for value, rows in zip(values, filled, strict=True)
            for row in rows
            if folded(kind.texts[row]) != folded(value)
        }
    )


def _may_answer(found: Sequence[Cases], columns: Mapping[int, Column], row: int) -> bool:
    """Return whether anything but figures stands in a row's cells of key questions."""
    cells = [
        columns[at].texts[row] for each in found for at in each.columns.values() if at in columns
    ]
    return any(text and not is_figure(text) for text in cells)
