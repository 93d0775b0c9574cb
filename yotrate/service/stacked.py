"""Headings that stand again below a table's own: another table, or the headings of a new page."""

from collections.abc import Mapping, Sequence

from yotrate.problems import Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import Answer
from yotrate.service.headings import Headings, Meanings
from yotrate.service.remarks import Source
from yotrate.service.rows import Body
from yotrate.text import folded, quote


def headings_below(
    source: Source,
    headings: Headings,
    head: Sequence[Sequence[str]],
    body: Body,
    words: Mapping[str, Answer | None],
) -> dict[int, Problem | None]:
    """Return the rows, counted from 0, in which headings stand again in cells of key questions.

    They do where most of what stands in these cells is a heading, of any domain. Each has its
    problem, or None where it says the table's own headings again.

    Args:
        source: the table.
        headings: its headings.
        head: the first rows of its sheet, those of the headings among them.
        body: what stands below the headings.
        words: what the cells of key questions mean.
    """
    own = Meanings(source.sampled)
    all_of_them = [own, *map(Meanings, source.others)]
    texts = {folded(text) for text in headings.texts if text}
    known = {
        text
        for text, answer in words.items()
        if answer is None
        and text
        and (folded(text) in texts or any(each.of(text) for each in all_of_them))
    }
    if not known:
        return {}
    found: dict[int, Problem | None] = {}
    first = next(iter(body.answers))
    for at, cells in enumerate(zip(*body.answers.values(), strict=True)):
        filled = list(filter(None, cells))
        number = sum(text in known for text in filled)
        if number * 2 <= len(filled):
            continue
        if _is_repeated(headings, head, body, at) or _is_of_labels(own, headings, body, at):
            found[at] = None
            continue
        text = next(each for each in filled if each in known)
        message = (
            f"headings stand here again, such as {quote(text)}, and what is below them is another "
            "table: move it to a sheet of its own"
        )
        found[at] = source.grid.at.problem(body.first + at, first, message, Rule.OTHER_LAYOUT)
    return found


def _is_repeated(headings: Headings, head: Sequence[Sequence[str]], body: Body, at: int) -> bool:
    """Return whether a row says what stands in a row of the headings, in all cells that count."""
    columns = {body.case_column: body.references, **body.answers}
    return any(
        all(
            folded(texts[at]) == folded(_cell(head, row, column))
            for column, texts in columns.items()
        )
        for row in headings.rows
    )


def _is_of_labels(own: Meanings, headings: Headings, body: Body, at: int) -> bool:
    """Return whether a row without a reference has for each column a label of its key question."""
    if body.identities[at]:
        return False
    return all(
        not texts[at] or own.of(texts[at]) == own.of(headings.texts[column - 1])
        for column, texts in body.answers.items()
        if column <= len(headings.texts)
    )


def _cell(head: Sequence[Sequence[str]], row: int, column: int) -> str:
    cells = head[row - 1] if row <= len(head) else ()
    return cells[column - 1] if column <= len(cells) else ""
