"""The answers in spreadsheets copied, whole or not at all: nothing is guessed or left out."""

import os
from collections.abc import Collection, Sequence
from itertools import chain

from yotrate.files.cells import Grid
from yotrate.framework.model import Framework, Sampled
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.rules_of_problems import Rule
from yotrate.service.asked import Absent, Asked, asked_of
from yotrate.service.evidence_in_sheets import wrong_answers
from yotrate.service.headings import Headings, Meanings, find_headings, words_of
from yotrate.service.layouts import other_layout
from yotrate.service.maps import Table
from yotrate.service.merging import merged
from yotrate.service.model import Sample
from yotrate.service.references import LONGEST_REFERENCE
from yotrate.service.remarks import Remark, Source
from yotrate.service.remedies import BY_ITSELF, Remedy
from yotrate.service.settling import Settled
from yotrate.service.spreadsheets import Sheet, not_too_many, read_sheet
from yotrate.service.wanted_sheets import WantedSheets
from yotrate.text import folded, letters_of, quote

_HEAD = 60


def copied(
    framework: Framework,
    files: Sequence[str | os.PathLike[str]],
    settled: Settled,
    sheets: Collection[str] = (),
    remedy: Remedy = BY_ITSELF,
) -> dict[str, Sample]:
    """Read the cases in workbooks, all their sheets or those that are named, and in CSV files.

    Returns:
        The cases by domain, in the framework's order; None stands where there is no answer.

    Raises:
        InvalidFile: something in them cannot be read or is not understood, all of it reported.
        WrongUsage: no column has a heading that was mapped or ignored.
    """
    work = _Copy(framework, settled, remedy)
    wanted = WantedSheets(files, sheets)
    for _, grid in wanted:
        try:
            work.take(grid)
        except InvalidFile as error:
            work.problems += error.problems
    work.problems += wanted.problems
    samples = {} if work.problems else work.samples()
    if not work.problems and not samples:
        work.problems += [
            Problem(os.fspath(file), 1, 1, "there is no case in it", Rule.MISSING_CASES)
            for file in files
        ]
    if work.problems:
        raise InvalidFile(work.problems)
    work.refuse_what_was_not_found()
    return samples


class _Copy:
    """The tables that were read so far, by domain, and what is wrong."""

    def __init__(self, framework: Framework, settled: Settled, remedy: Remedy) -> None:
        self._remedy = remedy
        self._samples = framework.samples
        self._settled = settled
        self._headings: set[str] = set()
        self._sheets: dict[str, list[Sheet]] = {}
        self.problems: list[Problem] = []

    def take(self, grid: Grid) -> None:
        """Take in the cases of a sheet, or what is wrong with it."""
        rows = list(grid.rows)
        if not any(map(any, rows)):
            return
        head = rows[:_HEAD]
        known = {meaning: heading for heading, meaning in self._settled.columns.items()}
        headings = find_headings(grid, head, list(map(Meanings, self._samples)), known)
        layout = other_layout(head, self._samples)
        if layout is not None and (headings is None or headings.row >= layout.place[0]):
            problem = grid.at.problem(*layout.place, layout.message, Rule.OTHER_LAYOUT)
            self.problems.append(problem)
            return
        if headings is None:
            message = "there are no headings in it that are known: say what one means, or leave it"
            problem = grid.at.problem(1, 1, f"{message} out", Rule.MISSING_COLUMN)
            self.problems.append(problem)
            return
        self._headings.update(map(words_of, headings.texts))
        self._headings.update(folded(letters_of(at + 1)) for at in range(len(headings.texts)))
        domain = self._domain_of(grid, headings)
        if domain is not None:
            self._read(grid.replaced(rows), domain, headings)

    def _said(self, headings: Headings) -> dict[str, str]:
        """Return which columns hold what was settled, by key question or case."""
        return {
            meaning: heading
            for heading, meaning in self._settled.columns.items()
            if headings.column(heading)
        }

    def _domain_of(self, grid: Grid, headings: Headings) -> Sampled | None:
        said = self._said(headings)
        answered: dict[str, tuple[Sampled, int, str]] = {}
        for each in self._samples:
            meanings = Meanings(each)
            for at, text in enumerate(headings.texts, start=1):
                question = meanings.id_in(text) if text else None
                if question is not None:
                    answered.setdefault(each.id, (each, at, question))
            for question in said:
                if question in meanings.ids:
                    answered.setdefault(
                        each.id, (each, headings.column(said[question])[0], question)
                    )
        found = sorted(answered.values(), key=lambda each: each[1])
        if not found:
            by_label = [
                each
                for each in self._samples
                if any(text and Meanings(each).of(text) for text in headings.texts)
            ]
            if len(by_label) == 1:
                return by_label[0]
            message = "no heading is the id of a key question: say what one means"
            self.problems.append(grid.at.problem(headings.row, 1, message, Rule.MISSING_COLUMN))
            return None
        if len(found) > 1:
            (one, _, first), (other, at, second) = found[:2]
            message = (
                f"{second} is of {other.name} and {first} of {one.name}: a sheet has the cases of "
                f"one {one.kind}, unless a service file points to it and says which rows are whose"
            )
            self.problems.append(grid.at.problem(headings.row, at, message, Rule.MIXED_DOMAINS))
            return None
        return found[0][0]

    def _read(self, grid: Grid, domain: Sampled, headings: Headings) -> None:
        said = self._said(headings)
        own = Meanings(domain).ids
        table = Table.model_validate(
            {
                "file": grid.at.file,
                "headings": [str(row) for row in headings.rows],
                "columns": {key: text for key, text in said.items() if key in own},
                "answers": dict(self._settled.words),
                **({"case": said["case"]} if "case" in said else {}),
            }
        )
        remarks: list[Remark] = []
        others = [each for each in self._samples if each is not domain]
        ignored = self._settled.ignored
        source = Source(grid, table, domain, others, ignored=ignored, remedy=self._remedy)
        try:
            sheet = read_sheet(source, remarks)
        except InvalidFile as error:
            self.problems += error.problems
            return
        self.problems += [
            grid.at.problem(headings.row, 1, remark.message, remark.rule)
            for remark in remarks
            if not remark.warning
        ]
        if sheet is None:
            return
        asked = Asked.of(domain, Absent((), {}))
        found = chain(sheet.problems, wrong_answers(sheet, asked, partial=True))
        told = not_too_many(grid.at.file, found)
        self.problems += [each for each in told if not each.warning]
        for reference, row in zip(sheet.references, sheet.rows, strict=True):
            if len(reference) > LONGEST_REFERENCE:
                message = f"{quote(reference)} is too long for a case reference"
                column = sheet.case_column
                self.problems.append(grid.at.problem(row, column, message, Rule.LONG_REFERENCE))
        self._sheets.setdefault(domain.id, []).append(sheet)

    def samples(self) -> dict[str, Sample]:
        """Return the cases by domain; None where there is no answer."""
        found = {}
        for domain in self._samples:
            sheets = self._sheets.get(domain.id, [])
            if any(each.references for each in sheets):
                asked = Asked.of(domain, Absent((), {}))
                sample, problems = merged(asked, sheets, partial=True)
                self.problems += problems
                found[domain.id] = _with_blanks(domain, sample)
        return found

    def refuse_what_was_not_found(self) -> None:
        """Refuse headings that were mapped or ignored, and that no column has."""
        for heading in (*self._settled.columns, *self._settled.ignored):
            if words_of(heading) not in self._headings and folded(heading) not in self._headings:
                raise WrongUsage(f"no column is headed {quote(heading)}")


def _with_blanks(domain: Sampled, sample: Sample) -> Sample:
    """Return cases with a blank for each key question that is asked and nowhere answered."""
    asked = {question.id for question in asked_of(domain)}
    for standard in domain.standards:
        own = {question.id for question in standard.case_questions}
        asked |= own if own & sample.answers.keys() else set()
    nothing = (None,) * len(sample.cases)
    answers = {
        question.id: sample.answers.get(question.id, nothing)
        for question in domain.case_questions
        if question.id in asked
    }
    return Sample(sample.cases, answers)
