"""Other people's spreadsheets: what a service file is to say of them, drafted from what they hold.

What is certain is written; what is taken to be so is written too, and listed as guessed; what
cannot be told stays blank. Nothing is left out in silence.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from yotrate.files.cells import Grid
from yotrate.framework.model import Framework
from yotrate.problems import InvalidFile, Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.doubts import doubts_of, too_many_columns, unfit_rows
from yotrate.service.drafts import Draft, Taken, inside
from yotrate.service.headings import is_reference
from yotrate.service.judgements_in_sheets import judged_by
from yotrate.service.layouts import other_layout
from yotrate.service.maps import Table
from yotrate.service.readers import rows_of
from yotrate.service.recognising import above_answers, cases_in, judgements_in
from yotrate.service.remarks import Remark, Source
from yotrate.service.seeming import NOT_APPLICABLE, Cases, column_said
from yotrate.service.settling import Settled
from yotrate.service.spreadsheets import Sheet, read_sheet
from yotrate.service.unclear import place_of, settle_judgements, settle_rows, settle_words
from yotrate.service.unclear_columns import settle_columns
from yotrate.service.wanted_sheets import WantedSheets
from yotrate.text import folded, letters_of, listed, plural, quote

_HEAD = 60


def draft_of(
    framework: Framework,
    files: Sequence[str | os.PathLike[str]],
    folder: Path,
    settled: Settled,
    sheets: Collection[str] = (),
) -> Draft:
    """Recognise what spreadsheets hold.

    Args:
        framework: what the cases answer.
        files: workbooks and CSV files.
        folder: the folder that the service file will be in.
        settled: what is settled already.
        sheets: the sheets to read, hidden ones too; without any, all that are shown.

    Raises:
        InvalidFile: none can be read, or nothing is recognised in them, all of it reported.
        WrongUsage: a file is not in the folder or below, or a sheet is not there.
    """
    work = _Drafting(framework, settled)
    wanted = WantedSheets(files, sheets)
    for file, grid in wanted:
        try:
            work.take(inside(file, folder), grid)
        except InvalidFile as error:
            work.draft.problems += error.problems
    work.draft.problems += wanted.problems
    work.draft.left_out += wanted.passed_over
    if not work.draft.problems and not work.draft.taken and work.draft.judgements is None:
        message = "there is no table of cases in it, and none of judgements"
        work.draft.problems += [
            Problem(os.fspath(file), 1, 1, message, Rule.MISSING_CASES) for file in files
        ]
    if work.draft.problems:
        raise InvalidFile(work.draft.problems)
    return work.draft


class _Drafting:
    """The draft on its way, sheet by sheet."""

    def __init__(self, framework: Framework, settled: Settled) -> None:
        self._framework = framework
        self._settled = settled
        self._named = judged_by(framework)
        self.draft = Draft()

    def take(self, file: str, grid: Grid) -> None:
        """Recognise what a sheet holds."""
        rows = list(grid.rows)
        self.draft.warnings += grid.warnings
        own = grid.replaced(rows)
        where = f"{file}[{grid.at.sheet}]" if grid.at.sheet else file
        found = cases_in(own, rows, self._framework, self._settled)
        layout = other_layout(rows[:_HEAD], self._framework.samples)
        heads = [each.headings.row for each in found]
        if layout is not None and (not heads or heads[0] >= layout.place[0]):
            self.draft.problems.append(
                grid.at.problem(*layout.place, layout.message, Rule.OTHER_LAYOUT)
            )
            return
        if not found and not self._judgements(file, where, own, rows):
            self._nothing(where, own, rows)
        used = {at for each in found for at in (each.case, *each.columns.values())}
        used |= {at for each in found for said in each.where for at in each.headings.column(said)}
        for each in found:
            each.used = used
            self._cases(file, where, own, each)
        if found and found[0].unfit:
            self.draft.left_out.append(f"{where}: {unfit_rows(found[0])}")

    def _nothing(self, where: str, grid: Grid, rows: Sequence[Sequence[str]]) -> None:
        """Leave out a sheet, unless there are answers in it below headings that nobody knows."""
        headings = above_answers(grid, rows, self._settled)
        references = [] if headings is None else [*filter(is_reference, headings.texts)]
        if headings is None or not references:
            self.draft.left_out.append(f"{where} (no table of cases or judgements)")
            return
        texts = [
            f"{quote(text)} ({letters_of(at)})"
            for at, text in enumerate(headings.texts, start=1)
            if text and text not in references
        ]
        message = f"no heading is known to be a key question: say what they mean: {listed(texts)}"
        self.draft.problems.append(grid.at.problem(headings.row, 1, message, Rule.UNKNOWN_HEADING))

    def _cases(self, file: str, where: str, grid: Grid, cases: Cases) -> None:
        domain = cases.sampled
        told = [*too_many_columns(cases)] if not cases.columns else []
        if cases.doubtful_domain:
            told = [*doubts_of(cases)]
        if told:
            self.draft.problems += [
                grid.at.problem(*each.place, each.message, each.rule) for each in told
            ]
            return
        if not cases.case and not cases.answered:
            self.draft.left_out.append(f"{where} (no column of case references)")
            return
        if not cases.case:
            message = "no column of it could hold the case references: say which does"
            self.draft.problems.append(
                grid.at.problem(cases.headings.row, 1, message, Rule.MISSING_COLUMN)
            )
            return
        table = _table(file, grid, cases)
        sheet = self._read(grid, table, cases)
        if sheet is not None and not sheet.references and not sheet.problems:
            self.draft.left_out.append(f"{where} (no case in it)")
        elif sheet is not None:
            own = f"{where} for {domain.name}" if cases.where or cases.mixed else where
            settle_rows(self.draft, table, sheet, own, rows_of(grid))
            settle_words(self.draft, table, sheet, self._settled.words)
            settle_columns(self.draft, table, cases, own, rows_of(grid))
            self.draft.taken.append(Taken(domain.id, table, cases))
            self.draft.taken_lines.append(_taken(cases, len(sheet.references), where))

    def _read(self, grid: Grid, table: dict[str, Any], cases: Cases) -> Sheet | None:
        """Read the cases as drafted, to see which rows and words are not clear."""
        answers = {**self._settled.words, NOT_APPLICABLE: "n/a"}
        said = {
            "file": table["file"],
            "case": table["case"],
            "headings": [str(row) for row in cases.headings.rows],
            "columns": {key: letters_of(at) for key, at in cases.columns.items()},
            "other_columns": "ignore",
            "answers": answers,
            "rows": {"where": cases.where},
        }
        texts = cases.headings.texts
        open_ones = frozenset(
            folded(texts[at - 1]) for at in chain.from_iterable(cases.several.values())
        )
        remarks: list[Remark] = []
        try:
            read = Table.model_validate(said)
            others = [each for each in self._framework.samples if each is not cases.sampled]
            source = Source(grid, read, cases.sampled, others, ignored=open_ones)
            sheet = read_sheet(source, remarks)
        except InvalidFile as error:
            self.draft.problems += error.problems
            return None
        if remarks or sheet is None:
            for remark in remarks:
                self.draft.problems.append(
                    grid.at.problem(cases.headings.row, 1, remark.message, remark.rule)
                )
            return None
        return sheet

    def _judgements(self, file: str, where: str, grid: Grid, rows: Sequence[Sequence[str]]) -> bool:
        found = judgements_in(grid, rows, self._framework, self._named)
        if found is None:
            return False
        if self.draft.judgements is not None:
            self.draft.left_out.append(f"{where} (a second table of judgements)")
            return True
        said: dict[str, Any] = {"file": file, **({"sheet": grid.at.sheet} if grid.at.sheet else {})}
        if found.headings.row:
            said["headings"] = [found.headings.row]
        said["standard"] = column_said(found.headings, found.standard)
        said["rating"] = column_said(found.headings, found.rating)
        words: dict[str, str | None] = {}
        for text, place in found.words:
            words[text] = self._settled.ratings.get(folded(text))
            if words[text] is None:
                problem = grid.at.problem(*place, "", Rule.UNKNOWN_RATING)
                self.draft.blank.append(f"what {quote(text)} means ({place_of(problem)})")
        if words:
            said["ratings"] = words
        settle_judgements(self.draft, said, grid, rows, (self._framework, found))
        self.draft.judgements = said
        self.draft.taken_lines.append(f"{plural(found.number, 'judgement')} from {where}")
        return True


def _table(file: str, grid: Grid, cases: Cases) -> dict[str, Any]:
    """Return what a service file says of a table, as far as its headings tell it."""
    table: dict[str, Any] = {"file": file}
    if grid.at.sheet:
        table["sheet"] = grid.at.sheet
    if not cases.headings.are_first(cases.case):
        table["headings"] = cases.headings.rows
    table["case"] = cases.said(cases.case)
    table["columns"] = {
        question.id: _column(cases, question.id)
        for question in cases.sampled.case_questions
        if question.id in cases.columns or question.id in cases.several
    }
    guessed = [f"columns.{each}" if each in cases.columns else each for each in cases.guessed]
    if guessed:
        table["guessed"] = guessed
    if cases.where:
        table["rows"] = {"where": dict(cases.where)}
    return table


def _column(cases: Cases, question: str) -> str | None:
    """Return how a service file names the column of a key question; None where it is to say it."""
    at = cases.columns.get(question)
    if at is None:
        return None
    return letters_of(at) if question in cases.by_letters else cases.said(at)


def _taken(cases: Cases, number: int, where: str) -> str:
    """Return how many cases were taken, and of which standards where not of all."""
    standards = {
        question.id: standard.id
        for standard in cases.sampled.standards
        for question in standard.case_questions
    }
    own = list(dict.fromkeys(standards[each] for each in standards if each in cases.columns))
    which = f"standard {own[0]}" if len(own) == 1 else f"standards {listed(own)}"
    part = "" if len(cases.columns) == len(standards) else f" ({which})"
    return f"{plural(number, 'case')} of {cases.sampled.name}{part} from {where}"
