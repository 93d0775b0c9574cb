"""Other people's spreadsheets: their headings get a meaning, and their rows become cases.

Whatever has no meaning and is not left out is a problem: no answer is dropped or guessed.
"""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from yotrate.files.cells import Rows
from yotrate.files.tables import MOST_TO_HOLD, read_tables
from yotrate.framework.model import Framework, Sampled
from yotrate.problems import (
    ENOUGH_PROBLEMS,
    START,
    TOO_MUCH,
    InvalidFile,
    Problem,
    WrongUsage,
)
from yotrate.rules_of_problems import Rule
from yotrate.service.blanks import asked_of
from yotrate.service.model import Answer, Sample, answer_or_none, not_an_answer
from yotrate.service.references import identity
from yotrate.service.spreadsheets import LABELS_ROW, Runs, no_reference
from yotrate.text import did_you_mean, folded, quote, short

CASE = "case"
"""What the heading of the case references means."""
_LONGEST_REFERENCE = 100
_BETWEEN = " .:-\N{EN DASH}\N{EM DASH}"


class Headings(NamedTuple):
    """What headings mean, `case` or a key question's id, and which columns are left out.

    All headings are as `folded` returns them.
    """

    meanings: Mapping[str, str]
    ignored: Collection[str]


class Advice(NamedTuple):
    """What to do about what is not understood, in the words of whoever asks."""

    unknown: str = "say which it is, or leave the column out"
    no_references: str = "say which one has the references"
    other_sheets: str = "which sheets to read"


NEUTRAL = Advice()


def headings(
    framework: Framework, mapped: Iterable[tuple[str, str]], ignored: Iterable[str]
) -> Headings:
    """Return what headings mean, given as pairs, and those of columns that are left out.

    Raises:
        WrongUsage: one means nothing, or two things.
    """
    known = [CASE, *(each.id for domain in framework.samples for each in domain.case_questions)]
    meanings: dict[str, str] = {}
    for heading, meaning in mapped:
        if meaning not in known:
            message = f"{quote(meaning)} is no key question that cases answer, nor 'case'"
            raise WrongUsage(f"{message}{did_you_mean(meaning, known)}")
        if meanings.setdefault(folded(heading), meaning) != meaning:
            raise WrongUsage(f"{quote(heading)} is mapped to two key questions")
    left_out = frozenset(map(folded, ignored))
    for heading in left_out & meanings.keys():
        raise WrongUsage(f"{quote(heading)} is both mapped and ignored")
    return Headings(meanings, left_out)


def import_files(
    framework: Framework,
    files: Sequence[str | os.PathLike[str]],
    meant: Headings,
    sheets: Collection[str] = (),
    advice: Advice = NEUTRAL,
) -> dict[str, Sample]:
    """Read the cases in workbooks, all their sheets or those that are named, and in CSV files.

    Returns:
        The cases by domain, in the framework's order; None stands where there is no answer.

    Raises:
        InvalidFile: something in them cannot be read or is not understood, all of it reported.
        WrongUsage: no column has a heading that was mapped or ignored.
    """
    work = _Import(framework, meant, advice)
    found: set[str] = set()
    for file in files:
        try:
            tables, named = read_tables(file, sheets)
        except InvalidFile as error:
            work.problems += error.problems
            continue
        found |= named
        for name, rows in tables.items():
            if any(rows):
                work.take(name, rows)
    named_so = set(map(folded, found))
    for name in [] if work.problems else [each for each in sheets if folded(each) not in named_so]:
        message = f"there is no sheet {quote(name)}"
        work.problems.append(Problem(os.fspath(files[0]), 1, 1, message, Rule.UNKNOWN_SHEET))
    if not work.problems and not any(work.cases.values()):
        work.problems += [
            Problem(os.fspath(file), 1, 1, "there is no case in it", Rule.MISSING_CASES)
            for file in files
        ]
    if work.problems:
        raise InvalidFile(work.problems)
    for heading in (*meant.meanings, *meant.ignored):
        if heading not in work.headings_found:
            raise WrongUsage(f"no column is headed {quote(heading)}")
    return _samples(framework, work.cases, work.spellings)


class _Table(NamedTuple):
    """A table whose headings are understood: the columns that count, from 0."""

    name: str
    domain: Sampled
    case: int
    questions: Mapping[int, str]


class _Row(NamedTuple):
    """Where a case stands, and the key questions that it can answer there."""

    table: str
    row: int
    reference: str
    questions: frozenset[str]


@dataclass(slots=True)
class _Import:
    """The cases that were read so far, by domain and identity, and what is wrong.

    `spellings` has the reference of each as it was typed first.
    """

    framework: Framework
    headings: Headings
    advice: Advice
    problems: list[Problem] = field(default_factory=list)
    cases: dict[str, dict[str, dict[str, Answer | None]]] = field(default_factory=dict)
    spellings: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: dict[tuple[str, str], list[_Row]] = field(default_factory=dict)
    headings_found: set[str] = field(default_factory=set)
    runs: Runs = field(default_factory=lambda: Runs(""))
    _domains: dict[str, Sampled] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known[CASE] = CASE
        for domain in self.framework.samples:
            for question in domain.case_questions:
                self._domains[question.id] = domain
                self._known[folded(question.id)] = question.id

    def take(self, name: str, rows: Rows) -> None:
        """Take in the cases of a table, or what is wrong with it."""
        if sum(map(bool, rows)) > MOST_TO_HOLD + 1:
            message = f"this has more than {MOST_TO_HOLD:,} rows, more cases than a service file"
            message = f"{message} can hold: name it in one instead"
            return self._problem(name, 1, 0, message, Rule.TOO_LARGE)
        table = self._understand(name, rows)
        if table is None:
            return None
        before = len(self.problems)
        self.runs = Runs(name)
        for row, cells in enumerate(rows[1:], start=2):
            self._take_row(table, row, cells)
            if len(self.problems) >= before + ENOUGH_PROBLEMS:
                self.problems.append(Problem(name, *START, TOO_MUCH, Rule.TOO_MANY_PROBLEMS))
                break
        self.problems += self.runs.end()
        return None

    def _understand(self, name: str, rows: Rows) -> _Table | None:
        before = len(self.problems)
        columns: dict[str, int] = {}
        header = rows[0]
        for at, heading in enumerate(header):
            if not heading:
                continue
            self.headings_found.add(folded(heading))
            if folded(heading) in self.headings.ignored:
                continue
            meaning = self.headings.meanings.get(folded(heading)) or _said_by(
                heading, self._known, self.framework
            )
            if meaning is None:
                message = f"{quote(heading)} is no key question: {self.advice.unknown}"
                self._problem(name, 1, at, message, Rule.UNKNOWN_HEADING)
            elif meaning in columns:
                other = columns[meaning]
                message = (
                    f"{quote(heading)} and {quote(header[other])} (column {other + 1}) are both "
                    f"{meaning}"
                )
                self._problem(name, 1, at, message, Rule.AMBIGUOUS_COLUMN)
            else:
                columns[meaning] = at
        for at in _without_heading(rows):
            self._problem(name, 1, at, "this column has no heading", Rule.MISSING_HEADING)
        case = columns.pop(CASE, None)
        if case is None:
            message = f"no column is headed 'case': {self.advice.no_references}"
            if "[" in name:
                message += f", or {self.advice.other_sheets}"
            self._problem(name, 1, 0, message, Rule.MISSING_COLUMN)
        domain = self._domain_of(name, columns)
        if domain is None or case is None or len(self.problems) > before:
            return None
        return _Table(name, domain, case, {at: question for question, at in columns.items()})

    def _domain_of(self, name: str, columns: Mapping[str, int]) -> Sampled | None:
        domain: Sampled | None = None
        first = ""
        for question, at in columns.items():
            if domain is None:
                domain, first = self._domains[question], question
            elif self._domains[question].id != domain.id:
                message = (
                    f"{question} is of {self._domains[question].name} and {first} of "
                    f"{domain.name}: a sheet has the cases of one {domain.kind}"
                )
                self._problem(name, 1, at, message, Rule.MIXED_DOMAINS)
                break
        return domain

    def _take_row(self, table: _Table, row: int, cells: Sequence[str]) -> None:
        texts = {at: cells[at] if at < len(cells) else "" for at in table.questions}
        reference = cells[table.case] if table.case < len(cells) else ""
        key = identity(reference)
        if not key:
            labels = row == LABELS_ROW and not any(map(answer_or_none, texts.values()))
            if any(texts.values()) and not labels:
                self.problems.append(no_reference(table.name, row, table.case + 1))
            return
        if len(reference) > _LONGEST_REFERENCE:
            message = f"{quote(reference)} is too long for a case reference"
            self._problem(table.name, row, table.case, message, Rule.LONG_REFERENCE)
        self._refuse_repeated(table, row, reference, key)
        self.spellings.setdefault((table.domain.id, key), reference)
        case = self.cases.setdefault(table.domain.id, {}).setdefault(key, {})
        for at, question in table.questions.items():
            answer = answer_or_none(texts[at])
            if answer is None and folded(texts[at]):
                what = f", question {short(question)}: {not_an_answer(texts[at])}"
                self.problems += self.runs.add(row, at + 1, reference, what, Rule.NOT_AN_ANSWER)
            case.setdefault(question, answer)

    def _refuse_repeated(self, table: _Table, row: int, reference: str, key: str) -> None:
        """Report a case that answered the same key question before.

        Its answers may be spread over several sheets, each with key questions of its own.
        """
        here = _Row(table.name, row, reference, frozenset(table.questions.values()))
        earlier = self.rows.setdefault((table.domain.id, key), [])
        for each in earlier:
            if each.questions & here.questions:
                spelt = "" if each.reference == reference else f" as {quote(each.reference)}"
                where = f"in row {each.row}{spelt} and in row {row}"
                if each.table != table.name:
                    where = f"here, and in row {each.row} of {each.table}{spelt}"
                message = f"case {quote(reference)} stands twice: {where}"
                self._problem(table.name, row, table.case, message, Rule.REPEATED_CASE)
                break
        earlier.append(here)

    def _problem(self, name: str, row: int, at: int, message: str, rule: Rule) -> None:
        self.problems.append(Problem(name, row, at + 1, message, rule))


def _said_by(heading: str, known: Mapping[str, str], framework: Framework) -> str | None:
    """Return what a heading says itself, by an id, or by an id and its label."""
    text = folded(heading)
    if text in known:
        return known[text]
    for domain in framework.samples:
        for question in domain.case_questions:
            rest = text.removeprefix(folded(question.id))
            labelled = rest != text and rest[:1] in _BETWEEN
            if labelled and rest.strip(_BETWEEN) == folded(question.title):
                return question.id
    return None


def _samples(
    framework: Framework,
    by_domain: Mapping[str, Mapping[str, Mapping[str, Answer | None]]],
    spellings: Mapping[tuple[str, str], str],
) -> dict[str, Sample]:
    """Return the cases by domain, in the framework's order; None where there is no answer."""
    samples = {}
    for domain in framework.samples:
        if domain.id not in by_domain:
            continue
        cases = by_domain[domain.id]
        given = set().union(*cases.values())
        asked = {question.id for question in asked_of(domain)}
        for standard in domain.standards:
            own = {question.id for question in standard.case_questions}
            asked |= own if own & given else set()
        samples[domain.id] = Sample(
            tuple(spellings[domain.id, key] for key in cases),
            {
                question.id: tuple(answers.get(question.id) for answers in cases.values())
                for question in domain.case_questions
                if question.id in asked
            },
        )
    return samples


def _without_heading(rows: Rows) -> list[int]:
    """Return the columns, from 0, that hold something and have no heading."""
    header = rows[0]
    empty = {at for at, heading in enumerate(header) if not heading}
    return sorted(
        {
            at
            for cells in rows[1:]
            if empty or len(cells) > len(header)
            for at, text in enumerate(cells)
            if text and (at >= len(header) or at in empty)
        }
    )
