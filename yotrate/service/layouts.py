"""Tables that stand another way round than they are read: recognised, and named."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yotrate.framework.model import Sampled
from yotrate.service.answers import answer_or_none
from yotrate.service.headings import Meanings

_READ = "what is read is a table with a row for each case and a column for each key question"
_LEAST = 2
"""Key questions below each other that make a column of them."""


class Layout(NamedTuple):
    """Another way round: where its key questions begin, by row and column, and what to say."""

    place: tuple[int, int]
    message: str


def other_layout(head: Sequence[Sequence[str]], samples: Iterable[Sampled]) -> Layout | None:
    """Return which other way round a table stands, or None where that is not seen.

    Args:
        head: the first rows of a sheet.
        samples: the domains whose key questions it may answer.
    """
    known = [Meanings(each) for each in samples]
    width = max(map(len, head), default=0)
    for column in range(width):
        rows = [
            (row, question)
            for row, cells in enumerate(head)
            if column < len(cells) and (question := _question(cells[column], known))
        ]
        if len({question for _, question in rows}) >= _LEAST:
            message = _named(head, column, rows)
            return None if message is None else Layout((rows[0][0] + 1, column + 1), message)
    return None


def _question(text: str, known: Iterable[Meanings]) -> str | None:
    return next((found for each in known if text and (found := each.id_in(text))), None)


def _named(
    head: Sequence[Sequence[str]], column: int, rows: Sequence[tuple[int, str]]
) -> str | None:
    """Return what to say of key questions below each other, by where their answers stand."""
    answered = {
        at
        for row, _ in rows
        for at, text in enumerate(head[row])
        if at != column and answer_or_none(text)
    }
    if not answered:
        return None
    if len(answered) > 1:
        return (
            "here the cases stand in columns and the key questions in rows: copy the table, paste "
            f"it with 'Transpose', and use that; {_READ}"
        )
    questions = [question for _, question in rows]
    named = [column_of for column_of in range(column) if _changes(head, column_of, rows)]
    if named or len(set(questions)) < len(questions):
        return f"here each row holds one answer of a case: {_READ} (a pivot table makes one)"
    return f"here a sheet is a form of one case, with a row for each key question: {_READ}"


def _changes(head: Sequence[Sequence[str]], column: int, rows: Sequence[tuple[int, str]]) -> bool:
    """Return whether a column beside the key questions is filled in each of their rows."""
    return all(column < len(head[row]) and bool(head[row][column]) for row, _ in rows)
