"""A workbook by itself in place of a service file, where nothing has to be guessed.

It is one that was made to be filled in, which names its framework; or any other, whose headings
are ids or labels of key questions, with a framework that is named besides.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from yotrate.files.cells import At, Grid
from yotrate.files.documents import Document
from yotrate.files.tables import open_spreadsheet
from yotrate.framework.checks import load_framework
from yotrate.framework.model import Framework
from yotrate.problems import START, InvalidFile, Path, Place, Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.doubts import doubts_of
from yotrate.service.form_columns import form_cases
from yotrate.service.form_labels import is_form
from yotrate.service.form_reading import Cell, FormReading, first_of
from yotrate.service.headings import column_shown
from yotrate.service.judgements_in_sheets import judged_by, rating_columns
from yotrate.service.layouts import other_layout
from yotrate.service.named_framework import NoFramework, framework_named
from yotrate.service.recognising import Judgements, cases_in, judgements_in
from yotrate.service.seeming import Cases
from yotrate.service.settling import Settled
from yotrate.text import letters_of, listed

_SETTLED_BY_NOBODY = Settled({}, {}, {}, frozenset())
_HEAD = 60


class WorkbookDocument(Document):
    """A workbook as the plain data of a service file; every value knows its cell."""

    by_letters = True

    def __init__(self, file: str | os.PathLike[str], framework: str | None) -> None:
        """Read what a workbook says of a service.

        Raises:
            InvalidFile: it cannot be read, holds nothing that is known, or has no framework.
        """
        workbook = open_spreadsheet(file)
        self.name = workbook.name
        self.troubles: list[Problem] = []
        self.left_alone: list[str] = []
        self._places: dict[Path, Cell] = {}
        own = FilePath(workbook.name).name
        self.opened = {own: workbook}
        grids = {sheet: workbook.grid(sheet) for sheet, visible in workbook.sheets if visible}
        rows = {sheet: list(grid.rows) for sheet, grid in grids.items()}
        self.left_alone += [
            f"{sheet} (hidden)" for sheet, visible in workbook.sheets if not visible
        ]
        form = next((each for each in rows if is_form([*map(first_of, rows[each])])), None)
        self.is_form = form is not None
        self.data: dict[str, Any] = {"service": FilePath(own).stem}
        if form is None:
            self.framework = self._framework(framework)
        else:
            reading = FormReading(self.name, form, rows[form], grids[form].hidden_rows)
            reading.fields()
            self.data, self._places = reading.data, reading.places
            self.framework = self._framework(framework)
            reading.sections(self.framework)
            self.troubles += reading.troubles
        self._read_sheets(own, grids, rows, form)
        if self.troubles:
            raise InvalidFile(self.troubles)

    @property
    def folder(self) -> FilePath:
        """The folder that the workbook is in."""
        return FilePath(self.name).parent

    def place(self, path: Path, *, at_key: bool = False) -> Place:  # noqa: ARG002 - cells have no keys
        """Return the row and column of what stands at path, or of what it is missing from."""
        cell = self._cell(path)
        return START if cell is None else Place(cell.row, cell.column)

    def problem(self, path: Path, message: str, rule: Rule, *, at_key: bool = False) -> Problem:  # noqa: ARG002
        """Return a problem with what stands at path, by its cell."""
        cell = self._cell(path)
        if cell is None:
            return Problem(self.name, *START, message, rule)
        return At(self.name, cell.sheet).problem(cell.row, cell.column, message, rule)

    def _cell(self, path: Path) -> Cell | None:
        for length in range(len(path), 0, -1):
            if path[:length] in self._places:
                return self._places[path[:length]]
        return None

    def _framework(self, named: str | None) -> Framework:
        """Return the framework that is named, by the workbook itself or besides.

        Raises:
            InvalidFile: none is, or it has problems.
        """
        own = self.data.get("framework")
        if own is None and named is None:
            message = "this workbook does not name its framework: say which it is"
            raise InvalidFile([self.problem(("framework",), message, Rule.MISSING_KEY)])
        if own is None:
            found = load_framework(str(named))
        else:
            try:
                found = framework_named(own, self.folder)
            except NoFramework as error:
                problem = self.problem(("framework",), error.message, error.rule)
                raise InvalidFile([problem]) from None
        self.data["framework"] = found.id
        return found

    def _read_sheets(
        self,
        file: str,
        grids: Mapping[str, Grid],
        rows: Mapping[str, Sequence[Sequence[str]]],
        form: str | None,
    ) -> None:
        """Take in the tables of cases, and of judgements, that need no guess."""
        cases: dict[str, list[dict[str, Any]]] = {}
        for sheet, grid in grids.items():
            if sheet == form:
                continue
            own = grid.replaced(list(rows[sheet]))
            tables, told = self._cases(own, rows[sheet])
            for each in tables:
                table = _table_of(file, sheet, each, is_form=self.is_form)
                cases.setdefault(each.sampled.id, []).append(table)
            if not tables and not told and not self._judgements(file, own, rows[sheet]):
                self._other(own, rows[sheet])
        for domain, tables_of in cases.items():
            self.data.setdefault("cases", {})[domain] = tables_of
        if not cases and "judgements" not in self.data and not self.troubles:
            message = "there is no table of cases in it whose headings are ids or labels"
            self.troubles.append(Problem(self.name, *START, message, Rule.MISSING_CASES))

    def _cases(self, grid: Grid, rows: Sequence[Sequence[str]]) -> tuple[list[Cases], bool]:
        """Return the tables of cases in a sheet that need no guess, and whether others are told."""
        own = form_cases(grid, rows, self.framework) if self.is_form else None
        if own is not None:
            self.troubles += own.problems
            return [own.cases], False
        found = cases_in(grid, rows, self.framework, _SETTLED_BY_NOBODY)
        told = dict.fromkeys(each for one in found if one.answered for each in doubts_of(one))
        self.troubles += [grid.at.problem(*each.place, each.message, each.rule) for each in told]
        return [each for each in found if not [*doubts_of(each)]], bool(told)

    def _judgements(self, file: str, grid: Grid, rows: Sequence[Sequence[str]]) -> bool:
        found = judgements_in(grid, rows, self.framework, judged_by(self.framework))
        if found is None:
            return False
        if "judgements" in self.data:
            self.left_alone.append(f"{grid.at.sheet} (a second table of judgements)")
            return True
        self.data["judgements"] = {"from": _source_of(file, grid, found)}
        place = max(1, found.headings.row), found.standard
        self._places["judgements",] = Cell(grid.at.sheet, *place)
        self.troubles += _differing(grid, rows, self.framework, found)
        return True

    def _other(self, grid: Grid, rows: Sequence[Sequence[str]]) -> None:
        """Leave a sheet without a table alone, or name the way round that it stands."""
        layout = other_layout(rows[:_HEAD], self.framework.samples)
        if layout is not None:
            self.troubles.append(grid.at.problem(*layout.place, layout.message, Rule.OTHER_LAYOUT))
            return
        self.left_alone.append(f"{grid.at.sheet} (no table)")


def _table_of(file: str, sheet: str, cases: Cases, *, is_form: bool) -> dict[str, Any]:
    """Return what a service file says of a table of cases."""
    table: dict[str, Any] = {
        "file": file,
        "sheet": sheet,
        "headings": [str(row) for row in cases.headings.rows],
        "case": letters_of(cases.case),
        "columns": {key: letters_of(at) for key, at in cases.columns.items()},
    }
    if is_form:
        table["other_columns"] = "ignore"
    if cases.where:
        table["rows"] = {"where": dict(cases.where)}
        table["other_columns"] = "ignore"
    return table


def _source_of(file: str, grid: Grid, found: Judgements) -> dict[str, Any]:
    """Return what a service file says of a table of judgements."""
    source: dict[str, Any] = {
        "file": file,
        "sheet": grid.at.sheet,
        "standard": letters_of(found.standard),
        "rating": letters_of(found.rating),
    }
    if found.headings.row:
        source["headings"] = [str(found.headings.row)]
    return source


def _differing(
    grid: Grid, rows: Sequence[Sequence[str]], framework: Framework, found: Judgements
) -> Iterator[Problem]:
    """Report columns with other ratings than those that were found."""
    bands = rating_columns(grid, rows, framework, found.standard, found.rating)
    own = bands.pop(found.rating)
    others = [
        at
        for at, theirs in bands.items()
        if any(one not in (None, two) for one, two in zip(theirs, own, strict=True))
    ]
    if others:
        columns = [column_shown(found.headings, at) for at in sorted([found.rating, *others])]
        message = f"the ratings in {listed(columns)} differ: it is not known which count"
        row = max(1, found.headings.row)
        yield grid.at.problem(row, others[0], message, Rule.AMBIGUOUS_COLUMN)


def workbook_document(file: str | os.PathLike[str], framework: str | None) -> WorkbookDocument:
    """Read what a workbook says of a service.

    Args:
        file: the workbook.
        framework: the framework of one that names none: the id of a bundled one, or a path.

    Raises:
        InvalidFile: it cannot be read, or holds nothing that is known without a guess.
    """
    return WorkbookDocument(file, framework)
