"""A list of eligible cases in a workbook or CSV file: references, and characteristics.

A list that seems to name people, or to tell when they were born, is refused: a sample needs
neither, and files get around.
"""

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from yotrate.files.cells import Grid, Kind
from yotrate.files.tables import open_spreadsheet
from yotrate.framework.model import Framework, Sampled
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.rules_of_problems import Rule
from yotrate.service.headings import words_of
from yotrate.service.model import EligibleCase
from yotrate.service.references import identity, repeated
from yotrate.text import did_you_mean, folded, letters_of, quote

_REFERENCES = ("case", "reference")
_OF_NAMES = frozenset(
    {"name", "names", "surname", "forename", "forenames", "firstname", "lastname", "fullname"}
)
_OF_PLACES = frozenset({"team", "area", "office", "order", "disposal", "offence", "authority"})
_OF_BIRTHS = frozenset({"dob", "birth", "birthday", "birthdate", "born"})
_WORD = r"[^\W\d_a-z](?:[^\W\d_]|['\u2019-](?=[^\W\d_]))+"
_A_NAME = re.compile(rf"{_WORD},? (?:[^\W\d_a-z][.]? )?{_WORD}(?: {_WORD})?")
_A_DAY = re.compile(r"(?:[0-3]?[0-9][ /.-](?:[01]?[0-9]|[A-Za-z]{3,9})[ /.-])?"
                    r"((?:19|20)[0-9]{2}|(?<=[/.-])[0-9]{2})"
                    r"(?:[/.-][01]?[0-9][/.-][0-3]?[0-9])?(?: .*)?")  # fmt: skip
_MOSTLY = 0.6
_ENOUGH_TO_TELL = 20
"""Different texts, from which on those of a characteristic that look like names are taken for them:
fewer may as well be disposals, or areas."""
_OF_TWO_DIGITS = 99
_CHILDREN = (9, 21)
"""Years that children whom youth offending services know are old."""


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
    rows = [list(row) for row in grid.rows]
    head = next((at for at, cells in enumerate(rows) if any(cells)), None)
    if head is None:
        raise InvalidFile([grid.at.problem(1, 1, "there is nothing in it", Rule.MISSING_CASES)])
    table = _Table(grid, [text.strip() for text in rows[head]], rows, head + 1)
    left_out = {table.column(each) for each in wanted.dropped}
    columns = [table.column(each) for each in wanted.characteristics]
    table.refuse_people(left_out, columns, this_year)
    domain = wanted.domain if wanted.domain_column is None else table.column(wanted.domain_column)
    listed = _Listed(table, table.references(left_out), columns, domain, framework)
    return listed.read()


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
            WrongUsage: there is none.
        """
        for at, heading in enumerate(self.headings):
            if heading and words_of(heading) == words_of(said):
                return at
        for at in range(len(self.headings)):
            if said == letters_of(at + 1):
                return at
        hint = did_you_mean(said, [each for each in self.headings if each])
        raise WrongUsage(f"no column of the list is headed {quote(said)}{hint}")

    def name(self, at: int) -> str:
        """Return what a column is called: its heading, or its letters."""
        return self.headings[at] or letters_of(at + 1)

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
        for at in range(len(self.headings)):
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
        words = {*words_of(self.headings[at]).split(), folded(self.headings[at]).replace(".", "")}
        if words & _OF_BIRTHS:
            return "dates of birth"
        if words & _OF_NAMES and not words & _OF_PLACES:
            return "people's names"
        texts = [text for text in self._texts(at) if text]
        most = _MOSTLY * len(texts)
        named = {text for text in texts if _A_NAME.fullmatch(text)}
        if len(named) > most and (not is_wanted or len(named) >= _ENOUGH_TO_TELL):
            return "people's names"
        youngest, oldest = _CHILDREN
        years = [int(found[1]) for text in texts if (found := _A_DAY.fullmatch(text))]
        ages = [this_year - (year if year > _OF_TWO_DIGITS else 2000 + year) for year in years]
        born = [age for age in ages if youngest <= age <= oldest]
        return "dates of birth" if texts and len(born) > most else ""

    def _texts(self, at: int) -> list[str]:
        return [row[at].strip() if at < len(row) else "" for row in self.rows[self.first :]]


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
        reference = cells[self._reference].strip() if self._reference < len(cells) else ""
        odd = self._table.grid.odd.get((row, self._reference + 1))
        if odd is not None and odd.kind != Kind.FORMAT:
            message = f"this case reference is {odd}"
            self._report(row, self._reference, message, Rule.CHANGED_REFERENCE)
            return
        if not identity(reference):
            message = "this row has no case reference"
            self._report(row, self._reference, message, Rule.MISSING_REFERENCE)
            return
        domain = self._domain
        if isinstance(domain, int):
            said = _text(cells, domain)
            meant = _domain_of(said, self._framework.samples)
            if meant is None:
                known = [each.name for each in self._framework.samples]
                message = f"{quote(said)} is none of {', '.join(known)}"
                self._report(row, domain, message, Rule.UNKNOWN_DOMAIN)
                return
            domain = meant
        values = tuple(_text(cells, at) for at in self._columns)
        found.setdefault(domain, []).append((row, EligibleCase(reference, values)))

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


def _text(cells: Sequence[str], at: int) -> str:
    return " ".join(cells[at].split()) if at < len(cells) else ""


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
