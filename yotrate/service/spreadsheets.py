"""The cases in a spreadsheet: a sheet, and what a service file says of it, into columns of answers.

Without a word on it the table is found by its headings: one of case references, and ids or labels
of key questions. Rows and columns are numbered as a spreadsheet shows them, from 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice, zip_longest
from typing import NamedTuple

from yotrate.files.cells import At, Odd, unusable
from yotrate.problems import ENOUGH_PROBLEMS, START, TOO_MUCH, InvalidFile, Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import Answer, answer_or_none
from yotrate.service.columns import Columns, find_columns
from yotrate.service.dead_rules import dead_rules
from yotrate.service.finding import first_rows, headings_of, refuse_answers
from yotrate.service.headings import Headings
from yotrate.service.maps import Table
from yotrate.service.references import hardly_different, identity, repeated
from yotrate.service.remarks import Remark, Source
from yotrate.service.remedies import IN_A_FILE, Remedy
from yotrate.service.rows import Body, Choice, kept_rows
from yotrate.service.stacked import headings_below
from yotrate.text import folded, letters_of, quote

MOST_CELLS = 16_000_000
_AT_ONCE = 100


Column = Sequence[str]
"""The texts of the cells below a heading, one for each case."""


class Sheet(NamedTuple):
    """The cases in a table: their references, their rows, and a column for each key question.

    `places` are the numbers of the columns, `words` what the texts in them mean, `problems` what is
    wrong with the table as such, and `similar` says which references are hardly different.
    `passed_over` are rows with answers, or words, that `where` leaves out, and `repeated_headings`
    those that say the headings again.
    """

    at: At
    references: Sequence[str]
    identities: Sequence[str]
    rows: Sequence[int]
    columns: dict[str, Column]
    places: dict[str, int]
    words: Mapping[str, Answer | None]
    characteristics: dict[str, Column]
    case_column: int
    headings_row: int
    problems: tuple[Problem, ...] = ()
    similar: str = ""
    odd: Mapping[tuple[int, int], Odd] = {}
    remedy: Remedy = IN_A_FILE
    passed_over: Sequence[int] = ()
    repeated_headings: Sequence[int] = ()

    def problem(self, row: int, question: str, message: str, rule: Rule) -> Problem:
        """Return a problem in the column of a key question, at a row, or at its heading for 0."""
        return self.at.problem(row or self.headings_row, self.places[question], message, rule)


class Problems(list[Problem]):
    """What is wrong with a sheet as such; when that is far too much, it ends the reading."""

    def append(self, problem: Problem) -> None:
        """Add a problem.

        Raises:
            InvalidFile: it is one too many.
        """
        super().append(problem)
        if len(self) >= ENOUGH_PROBLEMS:
            raise InvalidFile(
                [*self, Problem(problem.file, *START, TOO_MUCH, Rule.TOO_MANY_PROBLEMS)]
            )


def not_too_many(file: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, to the one with which it is no use to look for more."""
    found = list(islice(problems, ENOUGH_PROBLEMS))
    if len(found) == ENOUGH_PROBLEMS:
        found.append(Problem(file, *START, TOO_MUCH, Rule.TOO_MANY_PROBLEMS))
    return found


class _Run(NamedTuple):
    """Cells below each other of which the same is to be said, with the references of their rows."""

    rows: tuple[int, int]
    references: tuple[str, str]
    what: str
    rule: Rule


class Runs:
    """What is wrong with cells: where neighbouring rows have the same fault it is told once."""

    def __init__(self, at: At) -> None:
        self._at = at
        self._open: dict[int, _Run] = {}

    def add(self, row: int, column: int, reference: str, what: str, rule: Rule) -> list[Problem]:
        """Take in a cell; return the problem of those above it in its column, once they end."""
        run = self._open.get(column)
        if run is not None and (run.rows[1], run.what) == (row - 1, what):
            rows, references = (run.rows[0], row), (run.references[0], reference)
            self._open[column] = run._replace(rows=rows, references=references)
            return []
        self._open[column] = _Run((row, row), (reference, reference), what, rule)
        return [] if run is None else [self._problem(column, run)]

    def end(self) -> list[Problem]:
        """Return the problems that no further row belongs to."""
        return [self._problem(column, run) for column, run in self._open.items()]

    def _problem(self, column: int, run: _Run) -> Problem:
        (first, last), (one, other) = run.rows, run.references
        cases = f"case {quote(one)}"
        if last > first:
            cases = f"cases {quote(one)} to {quote(other)} (rows {first} to {last})"
        message = f"{cases}{run.what}"
        return self._at.problem(first, column, message, run.rule, to=(last, column))


_MOST_TEXTS = 50_000


class _Texts(dict[str, str]):
    """The texts of cells short of spaces around them; each that is met often is held once."""

    def __missing__(self, cell: str) -> str:
        text = cell.strip()
        if len(self) < _MOST_TEXTS:
            text = self.setdefault(text, text)
            self[cell] = text
        return text


def read_sheet(source: Source, remarks: list[Remark]) -> Sheet | None:
    """Read the cases in a table.

    What is wrong with what was said of it goes to the remarks.

    Returns:
        The cases; None where what was said is too wrong to read any.

    Raises:
        InvalidFile: there is no table of cases in it.
    """
    return _Reader(source).sheet(remarks)


class _Reader:
    """A table that is being read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._grid = source.grid
        self._rows = iter(source.grid.rows)
        self._head = list(first_rows(self._rows, self._source.table.headings or ()))
        self._problems = Problems()

    def sheet(self, remarks: list[Remark]) -> Sheet | None:
        """Return the cases, or None where there are no columns of them."""
        headings = headings_of(self._source, self._head)
        columns = find_columns(self._source, headings, remarks)
        _tell_where(self._source, headings, columns, remarks)
        said = self._source.table.rows.where
        if not columns.case or not columns.questions or not said.keys() <= columns.kept.keys():
            if columns.problems:
                raise InvalidFile(columns.problems)
            return None
        refuse_answers(self._source, headings, columns.questions.values())
        body = self._body(headings, columns)
        table = self._source.table
        words = _words(table, body.answers.values())
        where = {columns.kept[name]: text for name, text in said.items()}
        again = headings_below(self._source, headings, self._head, body, words)
        choice = Choice(table.rows, where, words, self._source.partial, self._source.remedy, again)
        remarks += dead_rules(body, choice, {name: columns.kept[name] for name in said})
        kept = kept_rows(body, choice)
        for each in kept.problems:
            self._problems.append(each)
        sheet = self._sheet(columns, body, words, kept.rows)
        return sheet._replace(
            passed_over=kept.passed_over,
            repeated_headings=[body.first + at for at, each in again.items() if each is None],
        )

    def _body(self, headings: Headings, columns: Columns) -> Body:
        """Return the cells below the headings; report those that stand where there is none.

        Rows become columns some at a time, so that not all cells of all rows are ever held at once.
        """
        kept = [columns.case, *columns.questions.values(), *columns.kept.values()]
        first = headings.row + 1
        rows = chain(islice(self._head, headings.row, None), self._rows)
        texts = _Texts()
        found: list[list[str]] = [[] for _ in kept]
        row, cells_read = first, 0
        while some := list(islice(rows, _AT_ONCE)):
            cells_read += len(some) * max(map(len, some))
            if max(cells_read, row * len(kept)) > MOST_CELLS:
                message = f"this has more than {MOST_CELLS:,} cells, the most that is read"
                raise unusable(self._grid.at.file, message, rule=Rule.TOO_LARGE)
            below = list(zip_longest(*some, fillvalue=""))
            none = ("",) * len(some)
            if not columns.ignored:
                self._refuse_others(row, some, below, columns)
            for own, at in zip(found, kept, strict=True):
                cells = below[at - 1] if at <= len(below) else none
                own.extend(
                    map(str.strip, cells) if own is found[0] else map(texts.__getitem__, cells)
                )
            row += len(some)
        questions = len(columns.questions)
        return Body(
            self._grid,
            first,
            columns.case,
            found[0],
            dict(zip(columns.questions.values(), found[1 : questions + 1], strict=True)),
            dict(zip(columns.kept.values(), found[questions + 1 :], strict=True)),
            _identities(found[0], apart=bool(self._grid.merged)),
        )

    def _refuse_others(
        self,
        row: int,
        some: Sequence[Sequence[str]],
        below: Sequence[Sequence[str]],
        columns: Columns,
    ) -> None:
        """Report cells that stand below no heading, and columns without any."""
        at = self._grid.at
        if len(below) > columns.width:
            for number, cells in enumerate(some, start=row):
                for column, cell in enumerate(cells[columns.width :], start=columns.width + 1):
                    if text := cell.strip():
                        message = f"{quote(text)} stands outside the columns that have a heading"
                        self._problems.append(
                            at.problem(number, column, message, Rule.CELL_OUTSIDE)
                        )
        bare = columns.without_heading
        for column in [each for each in bare if each <= len(below)]:
            if any(map(str.strip, below[column - 1])):
                bare.remove(column)
                message = f"column {letters_of(column)} has no heading"
                problem = at.problem(columns.row, column, message, Rule.MISSING_HEADING)
                self._problems.append(problem)

    def _sheet(
        self,
        columns: Columns,
        body: Body,
        words: Mapping[str, Answer | None],
        kept: Sequence[int],
    ) -> Sheet:
        every = len(kept) == len(body.references)

        def pick(cells: Sequence[str]) -> Sequence[str]:
            return cells if every else [cells[at] for at in kept]

        references = pick(body.references)
        rows: Sequence[int] = (
            range(body.first, body.first + len(references))
            if every
            else [body.first + at for at in kept]
        )
        identities = pick(body.identities)
        at = self._grid.at
        for first, again in repeated(identities) if len({*identities}) < len(identities) else ():
            spelt = references[first] != references[again]
            before = f" as {quote(references[first])}" if spelt else ""
            where = f"in row {rows[first]}{before} and in row {rows[again]}"
            message = f"case {quote(references[again])} stands twice: {where}"
            self._problems.append(
                at.problem(rows[again], columns.case, message, Rule.REPEATED_CASE)
            )
        return Sheet(
            at=at,
            references=references,
            identities=identities,
            rows=rows,
            columns={key: pick(body.answers[at]) for key, at in columns.questions.items()},
            places=columns.questions,
            words=words,
            characteristics={
                name: pick(body.others[columns.kept[name]])
                for name in columns.characteristics
                if name in columns.kept
            },
            case_column=columns.case,
            headings_row=columns.row,
            problems=(*self._grid.warnings, *columns.problems, *self._problems),
            similar=hardly_different(
                identities, lambda at: f"{quote(references[at])} (row {rows[at]})"
            ),
            odd=self._grid.odd,
            remedy=self._source.remedy,
        )


def _identities(references: list[str], *, apart: bool) -> list[str]:
    """Return what makes each reference the one that it is: one list where both are the same.

    Not so where each may change by itself (`apart`).
    """
    own = list(map(identity, references))
    return references if own == references and not apart else own


def _words(table: Table, columns: Iterable[Column]) -> dict[str, Answer | None]:
    """Return what the texts of cells mean; None where it is not known, or there is nothing."""
    said = {folded(word): answer for word, answer in table.answers.items()}
    words: dict[str, Answer | None] = {}
    for column in columns:
        for text in set(column):
            if text not in words:
                words[text] = answer_or_none(text) or (said.get(folded(text)) if said else None)
    return words


def _tell_where(
    source: Source, headings: Headings, columns: Columns, remarks: list[Remark]
) -> None:
    """Tell of a table that was found elsewhere than it is expected."""
    if source.table.headings is None and columns.case and not headings.are_first(columns.case):
        cell = f"{letters_of(columns.case)}{headings.row}"
        message = (
            f"the table of {source.grid.at} begins at {cell}: 'headings: {headings.row}' says so"
        )
        remarks.append(Remark((), message, Rule.TABLE_ELSEWHERE, warning=True))
