"""A list of eligible cases in a workbook or CSV file: references, and characteristics.

A list that seems to name people, or to tell when they were born, is refused: a sample needs
neither, and files get around.
"""

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple
from unicodedata import normalize

from yotrate.files.cells import Grid, Kind
from yotrate.files.tables import open_spreadsheet
from yotrate.framework.model import Framework, Sampled
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.rules_of_problems import Rule
from yotrate.service.headings import words_of
from yotrate.service.model import EligibleCase
from yotrate.service.references import LONGEST_REFERENCE, identity, repeated
from yotrate.service.telling_of_people import of_people
from yotrate.text import did_you_mean, folded, letters_of, listed, quote

_REFERENCES = ("case", "reference")
_HEAD = 60
_SUMS = frozenset({"total", "totals", "sum", "count", "grand total", "average", "mean"})
"""What stands in place of a reference in rows that sum others up."""


class Wanted(NamedTuple):
    """What is wanted of a list: columns, by their headings or letters.

    Either `domain` is the one that all cases are of, or `domain_column` says it of each.
    """

    characteristics: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    domain: str = ""
    domain_column: str | None = None


class EligibleList(NamedTuple):
    """All eligible cases of a list, by domain, and the names of their characteristics.

    `sheet` is the one that was read of a workbook, "" of a CSV file. `digest` is the SHA-256 of all
    references, domains and characteristics, in whatever order they stand.
    """

    sheet: str
    characteristics: tuple[str, ...]
    cases: Mapping[str, tuple[EligibleCase, ...]]
    digest: str
    warnings: tuple[Problem, ...] = ()


def read_eligible(
    file: str | os.PathLike[str], framework: Framework, wanted: Wanted, *, this_year: int
) -> EligibleList:
    """Read a list of eligible cases.

    Args:
        file: a workbook, of which the first sheet that is shown is read, or a CSV file.
        framework: whose domains the cases are of.
        wanted: the columns that are wanted, and those that are left out.
        this_year: the year by which ages are told.

    Raises:
        InvalidFile: it cannot be read, has a case twice, or seems to tell who the children are.
        WrongUsage: there is no column of a heading that is named.
    """
    grid = open_spreadsheet(file).grid()
    rows = [[text.strip() for text in row] for row in grid.rows]
    head = _row_of_headings(rows)
    if head is None:
        raise InvalidFile([grid.at.problem(1, 1, "there is nothing in it", Rule.MISSING_CASES)])
    table = _Table(grid, rows[head], rows, head + 1)
    left_out = {at for each in wanted.dropped for at in table.columns(each)}
    columns = [table.column(each) for each in wanted.characteristics]
    domain = wanted.domain if wanted.domain_column is None else table.column(wanted.domain_column)
    named = [*columns, *([domain] if isinstance(domain, int) else [])]
    for at in named:
        if at in left_out:
            raise WrongUsage(f"{quote(table.name(at))} is wanted, and cannot be left out")
    if len({*columns}) < len(columns):
        raise WrongUsage("a characteristic is named twice")
    reference = table.references(left_out)
    table.refuse_people(left_out, columns, this_year)
    table.refuse_a_case(reference)
    return _Listed(table, reference, columns, domain, framework).read()


def _row_of_headings(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the first row with a heading of references, or of several, or with anything."""
    filled = [(at, [text for text in cells if text]) for at, cells in enumerate(rows[:_HEAD])]
    for at, texts in filled:
        if any(folded(text) in _REFERENCES for text in texts):
            return at
    rest = [at for at, texts in filled if len(texts) > 1] or [at for at, texts in filled if texts]
    return rest[0] if rest else None


class _Table:
    """A list that is being read: columns count from 0, rows from 1."""

    def __init__(
        self, grid: Grid, headings: list[str], rows: Sequence[Sequence[str]], first: int
    ) -> None:
        self.grid = grid
        self.headings = headings
        self.rows = rows
        self.first = first

    def column(self, said: str) -> int:
        """Return the column of a heading, or of letters.

        Raises:
            WrongUsage: there is none, or more than one.
        """
        found = self.columns(said)
        if len(found) > 1:
            letters = listed([letters_of(at + 1) for at in found], "or")
            raise WrongUsage(
                f"more than one column of the list is headed {quote(said)}: say {letters}"
            )
        return found[0]

    def columns(self, said: str) -> list[int]:
        """Return all columns of a heading, or the one of letters.

        Raises:
            WrongUsage: there is none.
        """
        found = []
        for at, heading in enumerate(self.headings):
            if heading and words_of(heading) == words_of(said):
                found.append(at)
        if found:
            return found
        for at in range(len(self.headings)):
            if said == letters_of(at + 1):
                return [at]
        hint = did_you_mean(said, [each for each in self.headings if each])
        raise WrongUsage(f"no column of the list is headed {quote(said)}{hint}")

    def name(self, at: int) -> str:
        """Return what a column is called: its heading, or its letters where that is not its own."""
        heading = words_of(self.headings[at]) if at < len(self.headings) else ""
        own = heading and [*map(words_of, self.headings)].count(heading) == 1
        return self.headings[at] if own else letters_of(at + 1)

    def references(self, left_out: Collection[int]) -> int:
        """Return the column of the references: by its heading, or else the first."""
        for name in _REFERENCES:
            for at, heading in enumerate(self.headings):
                if folded(heading) == name and at not in left_out:
                    return at
        return next(at for at in range(len(self.headings) + 1) if at not in left_out)

    def refuse_people(
        self, left_out: Collection[int], columns: Collection[int], this_year: int
    ) -> None:
        """Refuse columns that seem to name people, or to tell when they were born.

        Raises:
            InvalidFile: there is one that is not left out.
        """
        problems = []
        for at in range(max(map(len, self.rows))):
            what = "" if at in left_out else self._of_people(at, at in columns, this_year)
            if what:
                message = (
                    f"{quote(self.name(at))} looks like {what}: a sample needs references and "
                    "characteristics alone, and files get around; leave the column out"
                )
                problems.append(
                    self.grid.at.problem(self.first, at + 1, message, Rule.TELLS_OF_PEOPLE)
                )
        if problems:
            raise InvalidFile(problems)

    def _of_people(self, at: int, is_wanted: bool, this_year: int) -> str:
        heading = self.headings[at] if at < len(self.headings) else ""
        texts = [text for text in self._texts(at) if text]
        return of_people(heading, texts, is_wanted=is_wanted, this_year=this_year)

    def refuse_a_case(self, reference: int) -> None:
        """Refuse headings that look like a case: they have a figure where references have one.

        Raises:
            InvalidFile: they do.
        """
        heading, texts = self.headings[reference], [each for each in self._texts(reference) if each]
        alike = [each for each in texts if _shape(each) == _shape(heading)]
        if any(map(str.isdigit, heading)) and len(alike) > len(texts) / 2:
            message = f"{quote(heading)} looks like a case: put a row of headings above it"
            problem = self.grid.at.problem(self.first, reference + 1, message, Rule.MISSING_HEADING)
            raise InvalidFile([problem])

    def _texts(self, at: int) -> list[str]:
        return [row[at].strip() if at < len(row) else "" for row in self.rows[self.first :]]


def _shape(text: str) -> str:
    """Return a text with a 0 for each run of figures, and without regard to letters."""
    return re.sub("[A-Za-z]", "a", re.sub("[0-9]+", "0", text))


class _Listed:
    """The cases of a list, being read."""

    def __init__(
        self,
        table: _Table,
        reference: int,
        columns: Sequence[int],
        domain: str | int,
        framework: Framework,
    ) -> None:
        self._table = table
        self._reference = reference
        self._columns = columns
        self._domain = domain
        self._framework = framework
        self._problems: list[Problem] = []

    def read(self) -> EligibleList:
        """Return all cases.

        Raises:
            InvalidFile: a row has no reference, or one that stands twice, or that was changed, or
                no domain.
        """
        found: dict[str, list[tuple[int, EligibleCase]]] = {}
        table = self._table
        hidden = []
        for row, cells in enumerate(table.rows[table.first :], start=table.first + 1):
            if any(cells) and row in table.grid.hidden_rows:
                hidden.append(row)
            elif any(cells):
                self._row(row, cells, found)
        self._report_hidden(hidden)
        for own in found.values():
            self._report_repeated(own)
        if not found and not self._problems:
            self._report(table.first, self._reference, "no case stands in it", Rule.MISSING_CASES)
        if self._problems:
            raise InvalidFile(self._problems)
        names = tuple(table.name(at) for at in self._columns)
        cases = _alike({name: [each for _, each in own] for name, own in found.items()})
        warnings = table.grid.warnings
        return EligibleList(table.grid.at.sheet, names, cases, _digest(names, cases), warnings)

    def _row(
        self, row: int, cells: Sequence[str], found: dict[str, list[tuple[int, EligibleCase]]]
    ) -> None:
        reference = cells[self._reference] if self._reference < len(cells) else ""
        if not self._is_sound(row, reference):
            return
        domain = self._domain
        if isinstance(domain, int):
            said = self._text(row, domain)
            meant = _domain_of(said, self._framework.samples)
            if meant is None:
                known = [each.name for each in self._framework.samples]
                message = f"{quote(said)} is none of {', '.join(known)}"
                self._report(row, domain, message, Rule.UNKNOWN_DOMAIN)
                return
            domain = meant
        values = tuple(self._text(row, at) for at in self._columns)
        case = EligibleCase(normalize("NFC", reference), values)
        found.setdefault(domain, []).append((row, case))

    def _is_sound(self, row: int, reference: str) -> bool:
        """Return whether a row is a case; report what is wrong with it."""
        odd = self._table.grid.odd.get((row, self._reference + 1))
        if odd is not None and odd.kind != Kind.FORMAT:
            message = f"this case reference is {odd}"
            self._report(row, self._reference, message, Rule.CHANGED_REFERENCE)
            return False
        if not identity(reference):
            message = "this row has no case reference"
            self._report(row, self._reference, message, Rule.MISSING_REFERENCE)
            return False
        if folded(reference).rstrip(":") in _SUMS:
            message = f"{quote(reference)} is no case: delete this row"
            self._report(row, self._reference, message, Rule.MISSING_REFERENCE)
            return False
        if len(reference) > LONGEST_REFERENCE:
            message = f"a case reference has at most {LONGEST_REFERENCE} characters"
            self._report(row, self._reference, message, Rule.LONG_REFERENCE)
            return False
        return True

    def _text(self, row: int, at: int) -> str:
        """Return the text of a cell as people see it: of merged ones, that of the first."""
        odd = self._table.grid.odd.get((row, at + 1))
        if odd is not None and not odd.is_worked_out:
            self._report(row, at, f"this is {odd}", Rule.UNEXPECTED_VALUE)
        top, left = self._table.grid.merged.get((row, at + 1), (row, at + 1))
        cells = self._table.rows[top - 1]
        return normalize("NFC", " ".join(cells[left - 1].split())) if left <= len(cells) else ""

    def _report_hidden(self, rows: Sequence[int]) -> None:
        if rows:
            are = "row is" if len(rows) == 1 else "rows are"
            message = (
                f"{len(rows):,} {are} hidden or filtered out, the first of them row {rows[0]}: "
                "show them, or delete them"
            )
            self._report(rows[0], self._reference, message, Rule.HIDDEN_CELLS)

    def _report_repeated(self, own: Sequence[tuple[int, EligibleCase]]) -> None:
        for first, again in repeated(identity(case.reference) for _, case in own):
            message = (
                f"case {quote(own[again][1].reference)} stands twice: in row {own[first][0]} and "
                f"in row {own[again][0]}"
            )
            self._report(own[again][0], self._reference, message, Rule.REPEATED_CASE)

    def _report(self, row: int, column: int, message: str, rule: Rule) -> None:
        self._problems.append(self._table.grid.at.problem(row, column + 1, message, rule))


def _domain_of(said: str, samples: Iterable[Sampled]) -> str | None:
    """Return the domain of an id, or of a title or the first words of one alone."""
    words = words_of(said)
    begun = []
    for each in samples:
        title = words_of(each.title)
        if words in {words_of(each.id), words_of(each.name), title}:
            return each.id
        if words and f"{title} ".startswith(f"{words} "):
            begun.append(each.id)
    return begun[0] if len(begun) == 1 else None


def _alike(cases: Mapping[str, Sequence[EligibleCase]]) -> dict[str, tuple[EligibleCase, ...]]:
    """Give values that differ in case alone one spelling, whatever order they stand in."""
    spelt: dict[tuple[int, str], str] = {}
    for own in cases.values():
        for case in own:
            for at, value in enumerate(case.values):
                key = (at, folded(value))
                spelt[key] = min(spelt.get(key, value), value)
    return {
        name: tuple(
            EligibleCase(
                case.reference,
                tuple(spelt[at, folded(each)] for at, each in enumerate(case.values)),
            )
            for case in own
        )
        for name, own in cases.items()
    }


def _digest(names: Sequence[str], cases: Mapping[str, Sequence[EligibleCase]]) -> str:
    lines = sorted(
        "\x1f".join((name, each.reference, *each.values))
        for name, own in cases.items()
        for each in own
    )
    text = "\n".join(("\x1f".join(names), *lines))
    return sha256(text.encode(errors="surrogatepass")).hexdigest()
