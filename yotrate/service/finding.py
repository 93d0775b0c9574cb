"""Where the headings of a table stand, or why there are none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from yotrate.problems import InvalidFile
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import answer_or_none
from yotrate.service.headings import Headings, Meanings, find_headings, heading_texts
from yotrate.service.layouts import other_layout
from yotrate.service.remarks import Source
from yotrate.text import folded

FIRST_ROWS = 60
"""Rows of a sheet among which its headings are looked for."""


def first_rows(rows: Iterable[Sequence[str]], headings: Collection[int]) -> Iterator[Sequence[str]]:
    """Return the rows among which headings are; of those further down, only what is said to be.

    Args:
        rows: the rows of a sheet; those that are returned are gone from them.
        headings: the rows, from 1, that are said to be the headings.
    """
    last = max(FIRST_ROWS, *headings) if headings else FIRST_ROWS
    for row, cells in enumerate(islice(rows, last), start=1):
        yield cells if row <= FIRST_ROWS or row in headings else ()


def headings_of(source: Source, head: Sequence[Sequence[str]]) -> Headings:
    """Return the headings of a table, where a service file says, or else where they are found.

    Args:
        source: the table.
        head: its first rows.

    Raises:
        InvalidFile: there are none.
    """
    grid, table, sampled, others, *_ = source
    if table.headings is not None:
        found = heading_texts(grid, head, table.headings)
        if any(found.texts):
            return found
        row = table.headings[-1]
        message = f"there are no headings in row {row}"
        raise InvalidFile([grid.at.problem(row, 1, message, Rule.MISSING_HEADING)])
    named = {**table.columns, **({"case": table.case} if table.case else {})}
    headings = find_headings(grid, head, [Meanings(sampled)], named)
    if headings is None and named:
        first = next((row for row, cells in enumerate(head, start=1) if any(cells)), 0)
        headings = heading_texts(grid, head, (first,)) if first else None
    layout = other_layout(head, [sampled, *others])
    if layout is not None and (headings is None or headings.row >= layout.place[0]):
        raise InvalidFile([grid.at.problem(*layout.place, layout.message, Rule.OTHER_LAYOUT)])
    if headings is not None:
        return headings
    for other in others:
        if elsewhere := find_headings(grid, head, [Meanings(other)], {}):
            message = f"this sheet answers {other.name}, and not {sampled.name}"
            own = Meanings(other)
            texts = enumerate(elsewhere.texts, start=1)
            column = next(at for at, text in texts if text and own.of(text))
            place = elsewhere.row, column
            raise InvalidFile([grid.at.problem(*place, message, Rule.MIXED_DOMAINS)])
    # Any file may be named by another, and what is no table of ours is not quoted.
    message = "there are no headings in it that are known: a column of case references, and"
    message = f"{message} key questions by their ids"
    if not any(map(any, head)):
        message = "there is nothing in it"
    raise InvalidFile([grid.at.problem(1, 1, message, Rule.MISSING_COLUMN)])


def refuse_answers(source: Source, headings: Headings, columns: Iterable[int]) -> None:
    """Refuse a row of answers in place of headings, so that the first case is not lost.

    Raises:
        InvalidFile: there is an answer in it, in a column of a key question.
    """
    words = {*map(folded, source.table.answers)}
    for at in columns:
        text = headings.texts[at - 1] if at <= len(headings.texts) else ""
        if answer_or_none(text) or folded(text) in words:
            message = (
                f"row {headings.row} has answers, where headings are looked for: under "
                "'headings' say which row has them, or put some above the cases"
            )
            problem = source.grid.at.problem(headings.row, at, message, Rule.MISSING_HEADING)
            raise InvalidFile([problem])
