"""A workbook to fill in, read again: what its sheet of the service says."""

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Any, NamedTuple

from yotrate.files.cells import At
from yotrate.framework.model import Framework
from yotrate.problems import Path, Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.form_labels import (
    DISCRETION,
    ELIGIBLE,
    FIELDS,
    JUDGEMENTS,
    MOVE_HEADINGS,
    NOT_RATED,
    REASON_HEADINGS,
    SECTIONS,
    judged_titles,
)
from yotrate.text import folded, quote


class Cell(NamedTuple):
    """Where in a workbook something stands."""

    sheet: str
    row: int
    column: int


class FormReading:
    """The sheet of the service, being read: plain data of a service file, with their cells."""

    def __init__(
        self, file: str, sheet: str, rows: Sequence[Sequence[str]], hidden: Set[int] = frozenset()
    ) -> None:
        """Begin with the rows of the sheet, and which of them are hidden."""
        self._at = At(file, sheet)
        self._sheet = sheet
        self._rows = rows
        self._hidden = hidden
        self.data: dict[str, Any] = {}
        self.places: dict[Path, Cell] = {}
        self.troubles: list[Problem] = []

    def fields(self) -> None:
        """Take in what the service's sheet says of the service."""
        keys = {folded(label): key for label, key in FIELDS.items()}
        for number, cells in enumerate(self._rows, start=1):
            text = folded(first_of(cells))
            if text in map(folded, SECTIONS):
                break
            if text in keys:
                key, value = keys[text], text_of(cells, 2)
                self._put((key,), self.data, key, value, Cell(self._sheet, number, 2))

    def sections(self, framework: Framework) -> None:
        """Take in the judgements, eligible numbers, reasons and moves of the service's sheet."""
        section = ""
        titles = {folded(each): each for each in SECTIONS}
        for number, cells in enumerate(self._rows, start=1):
            text = first_of(cells)
            if folded(text) in titles:
                section = titles[folded(text)]
            elif section and any(cells):
                self._read_row(framework, section, number, cells)

    def _read_row(
        self, framework: Framework, section: str, number: int, cells: Sequence[str]
    ) -> None:
        text, value = first_of(cells), text_of(cells, 2)
        known = text.split(" ")[0]
        match section:
            case _ if section == JUDGEMENTS and known in judged_titles(framework):
                self._put_in("judgements", known, value, number)
            case _ if section == ELIGIBLE and known in {each.id for each in framework.samples}:
                self._put_in("eligible", known, value, number)
            case _ if section == NOT_RATED and text != REASON_HEADINGS[0]:
                self._put_in("not_rated", known, value, number)
            case _ if section == DISCRETION and text != MOVE_HEADINGS[0]:
                self._put_move(known, cells, number)
            case _ if section in {JUDGEMENTS, ELIGIBLE} and text and value:
                what = "is judged" if section == JUDGEMENTS else "has cases"
                message = f"{quote(text)} is nothing of {framework.id} that {what}"
                self.troubles.append(self._at.problem(number, 1, message, Rule.NOT_JUDGED))

    def _put_in(self, section: str, name: str, value: str, row: int) -> None:
        place = Cell(self._sheet, row, 2)
        self._put((section, name), self.data.setdefault(section, {}), name, value, place)

    def _put(self, path: Path, into: dict[str, Any], key: str, value: str, place: Cell) -> None:
        """Take in a value, unless another is known; report that, and one that is hidden."""
        known = into.get(key)
        if value and known and folded(value) != folded(known):
            first = self.places[path].row
            what = quote(first_of(self._rows[place.row - 1]))
            message = f"{what} is given twice: as {quote(known)} in row {first}"
            message += f", and as {quote(value)} in row {place.row}"
            rule = Rule.REPEATED_CASE if path[0] == "judgements" else Rule.REPEATED_KEY
            self.troubles.append(self._at.problem(*place[1:], message, rule))
        elif value or path not in self.places:
            self.places[path] = place
        if value and not known:
            into[key] = value
            if len(path) > 1 and place.row in self._hidden:
                what = f"row {place.row} ({quote(value)}) is hidden: show it, or clear it"
                self.troubles.append(self._at.problem(*place[1:], what, Rule.HIDDEN_CELLS))

    def _put_move(self, standard: str, cells: Sequence[str], number: int) -> None:
        moves = self.data.setdefault("discretion", [])
        at = len(moves)
        move = {"standard": standard} if standard else {}
        self.places["discretion", at] = self.places["discretion", at, "standard"] = Cell(
            self._sheet, number, 1
        )
        for column, key in enumerate(("rating", "reason", "decided"), start=2):
            self.places["discretion", at, key] = Cell(self._sheet, number, column)
            if value := text_of(cells, column):
                move[key] = _as_day(value) if key == "decided" else value
        moves.append(move)


def _as_day(text: str) -> str:
    """Return a day as service files have it, where a program made a date of what was typed."""
    try:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()
    except ValueError:
        return text


def first_of(cells: Sequence[str]) -> str:
    """Return the text of a row's first cell."""
    return cells[0] if cells else ""


def text_of(cells: Sequence[str], column: int) -> str:
    """Return the text of a row in a column, from 1."""
    return cells[column - 1] if column <= len(cells) else ""
