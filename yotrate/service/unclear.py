"""What is not clear in a table of cases: settled as far as it can be, and told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yotrate.files.cells import Grid, Rows
from yotrate.framework.model import Framework
from yotrate.problems import Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import Answer
from yotrate.service.drafts import Draft
from yotrate.service.headings import column_shown
from yotrate.service.judgements_in_sheets import hidden_judgements, judged_by, rating_columns
from yotrate.service.readers import readers_of
from yotrate.service.recognising import Judgements, strangers
from yotrate.service.seeming import NOT_APPLICABLE
from yotrate.service.spreadsheets import Sheet
from yotrate.text import folded, listed, quote

_CAN_BE_SAID = frozenset({Rule.HIDDEN_CELLS, Rule.MISSING_ANSWER})
"""What a service file can settle, or leave open; the rest has to be mended in the table."""


def settle_rows(draft: Draft, table: dict[str, Any], sheet: Sheet, where: str, rows: Rows) -> None:
    """Say of rows without answers that they are no cases, and leave the rest to be settled."""
    rules: dict[str, Any] = dict(table.get("rows", {}))
    for problem in sheet.problems:
        if problem.rule == Rule.UNANSWERED_ROW:
            first, last = problem.line, problem.last[0] or problem.line
            if faulty := _faulty(sheet, rows, range(first, last + 1)):
                draft.problems += faulty
                continue
            rules["unanswered"] = "leave_out"
            shown = f"row {first}" if first == last else f"rows {first} to {last}"
            own = [_text(each, sheet.case_column) for each in rows[first - 1 : last]]
            own = list(filter(None, own))
            if len(strangers(sheet.references, own)) < len(own):
                # They look as cases do, and may not have been read yet.
                table["guessed"] = [*dict.fromkeys((*table.get("guessed", ()), "rows"))]
            draft.left_out.append(f"{where}: {shown} (no answer in words that are known)")
        elif problem.rule == Rule.NOT_AN_ANSWER or problem.warning:
            continue
        elif problem.rule == Rule.REPEATED_CASE and (readers := readers_of(sheet, rows)):
            draft.blank.append(f"{place_of(problem)}: {problem.message}: {readers}")
        elif problem.rule in _CAN_BE_SAID:
            draft.blank.append(f"{place_of(problem)}: {problem.message}")
        else:
            draft.problems.append(problem)
    draft.left_out += [
        f"{where}: row {row} (the headings again)" for row in sheet.repeated_headings
    ]
    if rules:
        table["rows"] = rules


def _faulty(sheet: Sheet, rows: Rows, numbers: Iterable[int]) -> list[Problem]:
    """Return the problems of rows that are cases by their references, and show faults alone.

    Their formulas failed, or were never worked out: what they would show is not known. Rows of
    totals, whose references are none, are no cases whatever they show.
    """
    found = []
    for row in numbers:
        reference = _text(rows[row - 1], sheet.case_column)
        if not reference or (sheet.references and strangers(sheet.references, [reference])):
            continue
        for question, column in sheet.places.items():
            odd = sheet.odd.get((row, column))
            if odd is not None and not odd.is_worked_out:
                message = f"case {quote(reference)}, question {question}: found {odd}"
                found.append(sheet.problem(row, question, message, Rule.NOT_AN_ANSWER))
                break
    return found


def settle_words(
    draft: Draft, table: dict[str, Any], sheet: Sheet, settled: Mapping[str, Answer]
) -> None:
    """Write what words mean, and a blank for each word of which nobody said it."""
    words: dict[str, str | None] = {}
    seen: set[str] = set()
    for question, column in sheet.columns.items():
        for at, text in enumerate(column):
            key = folded(text)
            odd = sheet.odd.get((sheet.rows[at], sheet.places[question]))
            if not key or key in seen or (odd is not None and not odd.is_worked_out):
                continue
            seen.add(key)
            if key in settled:
                words[text] = settled[key]
            elif key == NOT_APPLICABLE:
                words[text] = "n/a"
            elif sheet.words.get(text) is None:
                words[text] = None
                place = sheet.at.problem(
                    sheet.rows[at], sheet.places[question], "", Rule.NOT_AN_ANSWER
                )
                draft.blank.append(f"what {quote(text)} means ({place_of(place)})")
    if words:
        table["answers"] = words


def settle_judgements(
    draft: Draft,
    table: dict[str, Any],
    grid: Grid,
    rows: Sequence[Sequence[str]],
    seen: tuple[Framework, Judgements],
) -> None:
    """Tell which of several columns was taken for that of the ratings, and which rows are hidden.

    Args:
        draft: what it is told in.
        table: what a service file says of the table of judgements.
        grid: its sheet.
        rows: all rows of it.
        seen: what is judged, and where the table seems to stand.
    """
    framework, found = seen
    bands = rating_columns(grid, rows, framework, found.standard, found.rating)
    if len(bands) > 1:
        table["guessed"] = ["rating"]
        columns = listed([column_shown(found.headings, at) for at in bands])
        own = column_shown(found.headings, found.rating)
        draft.guessed.append(f"{grid.at}: of {columns}, {own} has the ratings")
    for row, last, message in hidden_judgements(grid, rows, judged_by(framework), found.standard):
        to = last, found.standard
        problem = grid.at.problem(row, found.standard, message, Rule.HIDDEN_CELLS, to=to)
        draft.blank.append(f"{place_of(problem)}: {message}")


def _text(cells: Sequence[str], column: int) -> str:
    return cells[column - 1] if column <= len(cells) else ""


def place_of(problem: Problem) -> str:
    """Return the place of a problem, without its words."""
    return str(problem._replace(message="")).rstrip(": ")
