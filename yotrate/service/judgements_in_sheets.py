"""Judgements that a service file keeps in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from yotrate.checking.drafts import Draft
from yotrate.files.cells import Grid
from yotrate.framework.model import Framework
from yotrate.problems import InvalidFile, Path
from yotrate.rules_of_problems import Rule
from yotrate.service.evidence_in_sheets import Files, shaped
from yotrate.service.headings import Headings, heading_texts, words_of
from yotrate.service.maps import JudgementTable
from yotrate.service.model import ServiceFile
from yotrate.text import did_you_mean, folded, letters_of, listed, quote, short

_FROM: Path = ("judgements", "from")


def judgements_in(
    draft: Draft[ServiceFile], framework: Framework, said: Any, files: Files
) -> tuple[dict[str, str], int]:
    """Return the judgements in a spreadsheet by what they are on, and how much was guessed.

    What is wrong is reported; "" stands where there is a row without a rating.
    """
    table = shaped(draft, JudgementTable, said, _FROM)
    file = None if table is None else files.open(table.file, (*_FROM, "file"))
    if table is None or file is None:
        return {}, 0
    try:
        grid = file.grid(table.sheet)
        return _Reading(draft, framework, table, grid).judgements(), len(table.guessed)
    except InvalidFile as error:
        draft.findings.others += error.problems
        return {}, 0


class Named(NamedTuple):
    """What is judged, as tables may name it: ids by folded ids, by names, and by both."""

    ids: Mapping[str, str]

    def of(self, text: str) -> str | None:
        """Return the id of what a text names, or None."""
        return self.ids.get(words_of(text))


def judged_by(framework: Framework) -> Named:
    """Return how what a framework has judged may be named."""
    titles = {key: title for each in framework.standards for key, title in each.judged.items()}
    found: dict[str, str] = {}
    for key, title in titles.items():
        for name in (key, title, f"{key} {title}"):
            found.setdefault(words_of(name), key)
    return Named(found)


class _Reading:
    """A table of judgements, being read."""

    def __init__(
        self, draft: Draft[ServiceFile], framework: Framework, table: JudgementTable, grid: Grid
    ) -> None:
        self._draft = draft
        self._framework = framework
        self._table = table
        self._grid = grid
        self._rows = list(grid.rows)
        self._named = judged_by(framework)
        self._found: dict[str, str] = {}
        self._places: dict[str, int] = {}

    def judgements(self) -> dict[str, str]:
        """Return the judgements by what they are on.

        Raises:
            InvalidFile: there are none.
        """
        headings = self._headings()
        standard = self._column(headings, "standard", self._table.standard)
        rating = self._column(headings, "rating", self._table.rating)
        if not standard or not rating:
            return {}
        meanings = {folded(word): name for word, name in self._table.ratings.items()}
        for word, name in self._table.ratings.items():
            if self._framework.band_named(name) is None:
                names = [short(each.name) for each in self._framework.ratings]
                message = f"{quote(word)}: unknown rating {quote(name)}: expected"
                path = (*_FROM, "ratings", word)
                self._draft.fault(path, f"{message} {listed(names, 'or')}", Rule.UNKNOWN_RATING)
        for row in range(headings.row + 1, len(self._rows) + 1):
            name = self._text(row, standard)
            if name or self._text(row, rating):
                self._take(row, standard, rating, meanings)
        if not self._found:
            message = f"there is no judgement in column {letters_of(standard)}"
            raise InvalidFile(
                [
                    self._grid.at.problem(
                        max(1, headings.row), standard, message, Rule.MISSING_JUDGEMENT
                    )
                ]
            )
        return self._found

    def _headings(self) -> Headings:
        rows = self._table.headings
        if rows is None:
            # The headings stand above the first row that names what is judged.
            first = next(
                (
                    row
                    for row, cells in enumerate(self._rows, start=1)
                    if any(self._named.of(text) for text in cells if text)
                ),
                1,
            )
            above = (row for row in range(first - 1, 0, -1) if any(self._rows[row - 1]))
            rows = (next(above, 0),)
        if rows == (0,):
            return Headings(0, ("",) * max(map(len, self._rows), default=0))
        return heading_texts(self._grid, self._rows, rows)

    def _column(self, headings: Headings, key: str, said: str) -> int:
        found = headings.column(said)
        if len(found) == 1:
            return found[0]
        texts = [text for text in headings.texts if text]
        message = f"no column of {self._grid.at} is headed {quote(said)}{did_you_mean(said, texts)}"
        if found:
            letters = listed([letters_of(at) for at in found])
            message = f"more than one column could be {quote(said)}: name one of {letters}"
        self._draft.fault((*_FROM, key), message, Rule.UNKNOWN_HEADING)
        return 0

    def _text(self, row: int, column: int) -> str:
        cells = self._rows[row - 1]
        return cells[column - 1] if column <= len(cells) else ""

    def _take(self, row: int, standard: int, rating: int, meanings: Mapping[str, str]) -> None:
        name, text = self._text(row, standard), self._text(row, rating)
        key = self._named.of(name)
        if key is None:
            # A note below the table is none of its rows.
            if text and self._rating(text, meanings) is not None:
                message = f"{quote(name)} is nothing that {self._framework.id} rates by judgement"
                self._tell(row, standard, message, Rule.NOT_JUDGED)
            return
        if key in self._found:
            message = f"{key} is judged twice: in row {self._places[key]} and in row {row}"
            self._tell(row, standard, message, Rule.REPEATED_CASE)
            return
        self._found[key], self._places[key] = "", row
        odd = self._grid.odd.get((row, rating))
        what = f"{key} ({short(name)})"
        if odd is not None and not odd.is_worked_out:
            self._tell(row, rating, f"{what}: found {odd}", Rule.UNKNOWN_RATING)
        elif not text:
            if not self._draft.partial:
                self._tell(row, rating, f"no judgement for {what}", Rule.MISSING_JUDGEMENT)
        elif (found := self._rating(text, meanings)) is None:
            names = [short(each.name) for each in self._framework.ratings]
            message = f"{what}: unknown rating {quote(text)}: expected {listed(names, 'or')}"
            message += "; 'ratings' says what other words mean"
            self._tell(row, rating, message, Rule.UNKNOWN_RATING)
        else:
            self._found[key] = found

    def _rating(self, text: str, meanings: Mapping[str, str]) -> str | None:
        """Return the rating's name that a text is, or that it is said to mean."""
        for name in (text, meanings.get(folded(text))):
            band = None if name is None else self._framework.band_named(name)
            if band is not None:
                return self._framework.ratings[band].name
        return None

    def _tell(self, row: int, column: int, message: str, rule: Rule) -> None:
        self._draft.findings.others.append(self._grid.at.problem(row, column, message, rule))
