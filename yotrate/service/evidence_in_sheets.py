"""Cases that a service file keeps in spreadsheets: found, read, and checked by row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any, TypeVar

from yotrate.checking.drafts import Draft
from yotrate.checking.model import Model
from yotrate.checking.shape import Shape
from yotrate.files.reading import STANDARD_INPUT, is_share
from yotrate.files.tables import Spreadsheet, open_spreadsheet
from yotrate.framework.model import Framework, Sampled
from yotrate.problems import (
    InvalidFile,
    Path,
    Problem,
)
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import Answer, answer_or_none, not_an_answer
from yotrate.service.asked import Asked, report_unrated
from yotrate.service.maps import Table
from yotrate.service.merging import merged
from yotrate.service.model import Sample, ServiceFile
from yotrate.service.remarks import Remark, Source
from yotrate.service.remedies import BY_ITSELF, IN_A_FILE
from yotrate.service.spreadsheets import Runs, Sheet, not_too_many, read_sheet
from yotrate.text import folded, plural, quote, short

_MOST_SPREADSHEETS = 100
M = TypeVar("M", bound=Model)


class Files:
    """The spreadsheets that one service file names, each opened once."""

    def __init__(self, draft: Draft[ServiceFile]) -> None:
        self._draft = draft
        self._opened: dict[str, Spreadsheet] = dict(draft.document.opened)

    def open(self, file: str, path: Path) -> Spreadsheet | None:
        """Open a spreadsheet in the service file's folder or below; None where it cannot be.

        What is wrong is reported, at the path that names it.
        """
        folder = self._draft.document.folder
        if not _is_inside(folder, file):
            message = f"{quote(file)} is not in the folder of this file, or below it"
            self._draft.fault(path, message, Rule.OUTSIDE_FOLDER)
            return None
        if file not in self._opened:
            try:
                self._opened[file] = open_spreadsheet(folder / file)
            except InvalidFile as error:
                self._draft.findings.others += error.problems
                return None
        return self._opened[file]


def _is_inside(folder: FilePath, file: str) -> bool:
    if file == STANDARD_INPUT or is_share(file):
        return False
    try:
        return (folder / file).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


class _Within:
    """The findings of a draft, of what stands below one of its paths."""

    def __init__(self, draft: Draft[ServiceFile], outer: Path) -> None:
        self._findings = draft.findings
        self._outer = outer
        self.document = draft.document
        self.stop_looking = draft.findings.stop_looking

    def fault(self, path: Path, message: str, rule: Rule, *, key: bool = False) -> None:
        self._findings.fault((*self._outer, *path), message, rule, key=key)

    def is_written(self, path: Path, key: str) -> None:
        self._findings.is_written((*self._outer, *path), key)


def shaped(draft: Draft[ServiceFile], model: type[M], data: Any, path: Path) -> M | None:
    """Return what stands at a path as a model; None where it has another shape, which is told."""
    within: Any = _Within(draft, path)
    return Shape(model, data, within, draft.hints, partial=draft.partial).check()


class CasesInSheets:
    """The cases that a service file keeps in spreadsheets: tables by domain, as they are read.

    A domain without any table that could be read has an empty list.
    """

    def __init__(
        self,
        draft: Draft[ServiceFile],
        framework: Framework,
        section: str,
        said: Mapping[str, Any],
        files: Files,
    ) -> None:
        self._draft = draft
        self._files = files
        self.tables: dict[str, list[Sheet]] = {name: [] for name in said}
        self.guesses = 0
        self._complete = dict.fromkeys(said, True)
        samples = {each.id: each for each in framework.samples}
        sampled = [name for name in said if name in samples]
        self._section = section
        if len(sampled) > _MOST_SPREADSHEETS:
            message = f"the cases of more than {_MOST_SPREADSHEETS} domains are in spreadsheets"
            message = f"{message}, the most that are read"
            draft.fault((section,), message, Rule.TOO_LARGE, key=True)
        for name in sampled[:_MOST_SPREADSHEETS]:
            own = samples[name]
            others = [each for each in samples.values() if each is not own]
            self._read(own, said[name], others)

    def _read(self, sampled: Sampled, said: Any, others: Sequence[Sampled]) -> None:
        """Read the tables of a domain."""
        several = isinstance(said, list)
        for number, each in enumerate(said if several else [said]):
            path: Path = (self._section, sampled.id, *([number] if several else []))
            if number >= _MOST_SPREADSHEETS:
                message = f"more than {_MOST_SPREADSHEETS} tables are named, the most that are read"
                self._draft.fault(path, message, Rule.TOO_LARGE)
                break
            data = {"file": each} if isinstance(each, str) else each
            before = len(self._draft.findings.faults)
            table = shaped(self._draft, Table, data, path)
            sheet = None
            if table is not None:
                self._tell_contradictions(table, path)
                self.guesses += len(table.guessed)
                at = path if isinstance(each, str) else (*path, "file")
                sheet = self._sheet(table, path, at, sampled, others)
            if sheet is None or len(self._draft.findings.faults) > before:
                self._complete[sampled.id] = False
            if sheet is not None:
                self.tables[sampled.id].append(sheet)

    def _tell_contradictions(self, table: Table, path: Path) -> None:
        """Report words that mean something already, and are said to mean something else."""
        said: dict[str, Answer] = {}
        for word, answer in table.answers.items():
            known = answer_or_none(word)
            message = f"{quote(word)} is an answer already: {known}"
            if known is None:
                known = said.setdefault(folded(word), answer)
                message = f"{quote(word)} is said to mean {known} and {answer}"
            if known != answer:
                place = (*path, "answers", word)
                self._draft.fault(place, message, Rule.UNEXPECTED_VALUE, key=True)

    def _sheet(
        self,
        table: Table,
        path: Path,
        at: Path,
        sampled: Sampled,
        others: Sequence[Sampled],
    ) -> Sheet | None:
        draft = self._draft
        file = self._files.open(table.file, at)
        if file is None:
            return None
        remarks: list[Remark] = []
        try:
            grid = file.grid(table.sheet)
            source = Source(
                grid,
                table,
                sampled,
                others,
                draft.partial,
                remedy=BY_ITSELF if draft.document.is_form else IN_A_FILE,
                by_letters=draft.document.by_letters,
            )
            sheet = read_sheet(source, remarks)
        except InvalidFile as error:
            draft.findings.others += error.problems
            return None
        finally:
            for remark in remarks:
                place = (*path, *remark.path)
                report = draft.warn if remark.warning else draft.fault
                report(place, remark.message, remark.rule, key=remark.at_key)
        return sheet

    def given(self) -> set[str]:
        """Return the key questions that have a column in any of the tables."""
        return {name for sheets in self.tables.values() for each in sheets for name in each.columns}

    def sample(self, asked: Asked) -> Sample | None:
        """Return the answers to what is asked of a domain, or None with what is wrong reported."""
        draft, name = self._draft, asked.sampled.id
        sheets = self.tables[name]
        if not sheets:
            return None
        found = not_too_many(sheets[0].at.file, self._problems(asked, sheets))
        faults = [each for each in found if not each.warning]
        draft.findings.others += faults
        draft.findings.notes += [each for each in found if each.warning]
        if faults or not self._complete[name]:
            return None
        sample, gaps = merged(asked, sheets, partial=draft.partial)
        draft.findings.others += gaps
        if gaps:
            return None
        path = (self._section, name)
        applied = {key for key, own in sample.answers.items() if "yes" in own or "no" in own}
        report_unrated(draft, path, asked, applied)
        for sheet in sheets:
            if sheet.similar:
                message = f"{sheet.at}: {sheet.similar}"
                draft.warn(path, message, Rule.SIMILAR_REFERENCES, key=True)
        return sample

    def _problems(self, asked: Asked, sheets: Sequence[Sheet]) -> Iterator[Problem]:
        """Return what is wrong with the tables of a domain."""
        given = {question for sheet in sheets for question in sheet.columns}
        for sheet in sheets:
            yield from sheet.problems
        if not self._draft.partial and self._complete[asked.sampled.id]:
            where = sheets[0]
            for question in asked.titles:
                if question not in given:
                    message = f"no column for {question} ({short(asked.titles[question])})"
                    yield where.at.problem(where.headings_row, 1, message, Rule.MISSING_COLUMN)
            if not any(sheet.references for sheet in sheets) and not any(
                sheet.problems for sheet in sheets
            ):
                yield where.at.problem(
                    where.headings_row, 1, "there is no case in it", Rule.MISSING_CASES
                )
        for sheet in sheets:
            yield from wrong_answers(sheet, asked, partial=self._draft.partial)


def wrong_answers(sheet: Sheet, asked: Asked, *, partial: bool) -> Iterator[Problem]:
    """Return the cells without an answer, and the words that are none, each of these once."""
    bad: dict[str, set[str]] = {}
    for question in [each for each in asked.known if each in sheet.columns]:
        texts = {text for text in set(sheet.columns[question]) if sheet.words.get(text) is None}
        if partial or question not in asked.titles:
            texts = set(filter(folded, texts))
        if texts:
            bad[question] = texts
    if not bad:
        return
    runs = Runs(sheet.at)
    words = _Words(sheet)
    columns = [sheet.columns[question] for question in bad]
    for at, row in enumerate(zip(*columns, strict=True)):
        for question, text in zip(bad, row, strict=True):
            if text not in bad[question]:
                continue
            place = sheet.rows[at], sheet.places[question]
            odd = sheet.odd.get(place)
            if odd is not None and not odd.is_worked_out:
                what, rule = f", question {question}: found {odd}", Rule.NOT_AN_ANSWER
            elif folded(text):
                words.add(text, at, question)
                continue
            else:
                what = f": no answer to {question} ({short(asked.titles[question])})"
                rule = Rule.MISSING_ANSWER
            yield from runs.add(*place, sheet.references[at], what, rule)
    yield from runs.end()
    yield from words.problems()


class _Words:
    """Words that are no answer, each with the first cell that holds it, and how many do."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._first: dict[str, tuple[str, int, str]] = {}
        self._times: dict[str, int] = {}

    def add(self, text: str, at: int, question: str) -> None:
        """Take in a cell."""
        key = folded(text)
        self._first.setdefault(key, (text, at, question))
        self._times[key] = self._times.get(key, 0) + 1

    def problems(self) -> Iterator[Problem]:
        """Return a problem for each word."""
        sheet = self._sheet
        for key, (text, at, question) in self._first.items():
            more = self._times[key] - 1
            others = f" (and {plural(more, 'more cell')})" if more else ""
            message = (
                f"case {quote(sheet.references[at])}, question {question}: "
                f"{not_an_answer(text)}{others}{sheet.remedy.words}"
            )
            yield sheet.problem(sheet.rows[at], question, message, Rule.NOT_AN_ANSWER)
