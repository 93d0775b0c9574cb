"""The columns of a workbook to fill in: the form's own, by where they stand."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from yotrate.files.cells import Grid
from yotrate.framework.model import Framework, Sampled
from yotrate.problems import Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.asked import asked_of
from yotrate.service.form_labels import COUNTS, NOTES
from yotrate.service.form_reading import first_of
from yotrate.service.headings import (
    Headings,
    Meanings,
    column_shown,
    heading_texts,
    looks_like_a_reference,
)
from yotrate.service.seeming import Cases
from yotrate.text import folded, listed

_HEAD = 60


class FormCases(NamedTuple):
    """A sheet of a form: its table of cases, and what is wrong with its columns."""

    cases: Cases
    problems: list[Problem]


def form_cases(grid: Grid, rows: Sequence[Sequence[str]], framework: Framework) -> FormCases | None:
    """Return the cases of a sheet of a form, or None where its headings are not those of one.

    Columns of somebody's own stand to the right of the form's, and never take the place of these.

    Args:
        grid: the sheet.
        rows: all of its rows.
        framework: what the cases answer.
    """
    above: set[str] = set()
    for row, cells in enumerate(rows[:_HEAD], start=1):
        above.add(folded(first_of(cells)))
        case = next((at for at, text in enumerate(cells, 1) if looks_like_a_reference(text)), 0)
        if not case or not above.issuperset(COUNTS):
            continue
        headings = heading_texts(grid, rows, (row,))
        firsts = {
            at: sampled
            for sampled in reversed(framework.samples)
            for at in [_first(sampled, headings.texts, case)]
            if at
        }
        if firsts:
            return _of(grid, headings, firsts[min(firsts)], case)
    return None


def _first(sampled: Sampled, texts: Sequence[str], case: int) -> int:
    """Return the first column with a key question to the right of the references, or 0."""
    meanings = Meanings(sampled)
    columns = enumerate(texts[case:], start=case + 1)
    return next((at for at, text in columns if text and meanings.of(text)), 0)


def _of(grid: Grid, headings: Headings, sampled: Sampled, case: int) -> FormCases:
    meanings = Meanings(sampled)
    candidates: dict[str, list[int]] = {}
    for at, text in enumerate(headings.texts, start=1):
        question = meanings.of(text) if text and at != case else None
        if question is not None:
            candidates.setdefault(question, []).append(at)
    last = _last(headings.texts, candidates, sampled)
    columns: dict[str, int] = {}
    problems = []
    for question, places in candidates.items():
        own = [at for at in places if at <= last] or places
        exact = [at for at in own if meanings.is_exactly(headings.texts[at - 1], question)]
        certain = exact or own
        columns[question] = certain[0]
        if len(certain) > 1:
            shown = listed([column_shown(headings, at) for at in certain])
            message = f"{shown} are {'both' if len(certain) == 2 else 'all'} {question}"  # noqa: PLR2004
            problem = grid.at.problem(headings.row, certain[1], message, Rule.AMBIGUOUS_COLUMN)
            problems.append(problem)
    return FormCases(Cases(sampled, headings, case, columns, {*columns}), problems)


def _last(texts: Sequence[str], candidates: Mapping[str, Sequence[int]], sampled: Sampled) -> int:
    """Return the last column of the form's own: that of notes, or of the last key question."""
    wanted = {question.id for question in asked_of(sampled)}
    questions = max((places[0] for key, places in candidates.items() if key in wanted), default=0)
    notes = (at for at, text in enumerate(texts, 1) if folded(text) == folded(NOTES))
    return next((at for at in notes if at > questions), questions)
