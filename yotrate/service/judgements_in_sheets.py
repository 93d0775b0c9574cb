"""Judgements that a service file keeps in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from yotrate.text import (
    closest,
    did_you_mean,
    folded,
    letters_of,
    listed,
    plural,
    quote,
    short,
)

_FROM: Path = ("judgements", "from")


class Judged(NamedTuple):
    """The judgements in a spreadsheet: ratings by what they are on, and where each stands.

    "" stands for a rating that is missing or wrong, which was told. `guesses` is how much was
    guessed of the table, `is_whole` whether all of its rows could be read.
    """

    ratings: Mapping[str, str] = {}
    places: Mapping[str, str] = {}
    guesses: int = 0
    is_whole: bool = False


def judgements_in(
    draft: Draft[ServiceFile], framework: Framework, said: Any, files: Files
) -> Judged:
    """Return the judgements in a spreadsheet; report what is wrong with it."""
    table = shaped(draft, JudgementTable, said, _FROM)
    file = None if table is None else files.open(table.file, (*_FROM, "file"))
    if table is None or file is None:
        return Judged()
    try:
        grid = file.grid(table.sheet)
        return _Reading(draft, framework, table, grid).judged()
    except InvalidFile as error:
        draft.findings.others += error.problems
        return Judged()


class Named(NamedTuple):
    """What is judged, as tables may name it: ids by folded ids, by names, and by both.

    `titles` are its names, by id.
    """

    ids: Mapping[str, str]
    titles: Mapping[str, str]

    def of(self, text: str) -> str | None:
        """Return the id of what a text names, or None."""
        return self.ids.get(words_of(text))

    def shown(self, key: str) -> str:
        """Return what has an id, with its name."""
        return f"{key} {self.titles[key]}"


def judged_by(framework: Framework) -> Named:
    """Return how what a framework has judged may be named."""
    titles = {key: title for each in framework.standards for key, title in each.judged.items()}
    found: dict[str, str] = {}
    for key, title in titles.items():
        for name in (key, title, f"{key} {title}"):
            found.setdefault(words_of(name), key)
    return Named(found, titles)


def rating_columns(
    grid: Grid, rows: Sequence[Sequence[str]], framework: Framework, standard: int, rating: int
) -> dict[int, list[int | None]]:
    """Return the columns that could hold the ratings of a table of judgements.

    Args:
        grid: the sheet.
        rows: all of its rows.
        framework: what is judged, and by which ratings.
        standard: the column of what is judged, from 1.
        rating: the column that was found to hold ratings.

    Returns:
        By column the bands of what is judged, row by row: of that column, and of others that are
        shown and hold ratings more than anything else.
    """
    named = judged_by(framework)
    own = [cells for cells in rows if named.of(_text_in(cells, standard))]
    found: dict[int, list[int | None]] = {}
    for at in range(1, max(map(len, own), default=0) + 1):
        texts = [_text_in(cells, at) for cells in own]
        bands = [framework.band_named(text) if text else None for text in texts]
        number = sum(band is not None for band in bands)
        mostly = number * 2 > sum(map(bool, texts)) and at not in grid.hidden_columns
        if at == rating or (mostly and at != standard):
            found[at] = bands
    return found


def hidden_judgements(
    grid: Grid, rows: Sequence[Sequence[str]], named: Named, standard: int
) -> Iterator[tuple[int, int, str]]:
    """Return the hidden rows of what is judged: of neighbours the first and last, and what to say.

    Args:
        grid: the sheet.
        rows: all of its rows.
        named: what is judged.
        standard: the column of what is judged, from 1.
    """
    unseen = [
        row
        for row, cells in enumerate(rows, start=1)
        if row in grid.hidden_rows and named.of(_text_in(cells, standard))
    ]
    firsts = [row for row in unseen if row - 1 not in unseen]
    lasts = [row for row in unseen if row + 1 not in unseen]
    for first, last in zip(firsts, lasts, strict=True):
        which = f"row {first} is" if first == last else ""
        which = which or f"{plural(last - first + 1, 'row')}, {first} to {last}, are"
        yield first, last, f"{which} hidden or filtered out: {_SAY_HIDDEN}"


_SAY_HIDDEN = "beside 'rating' say 'hidden: count' or 'hidden: leave_out'"


def _text_in(cells: Sequence[str], column: int) -> str:
    return cells[column - 1] if column <= len(cells) else ""


def _meanings(
    draft: Draft[ServiceFile], framework: Framework, table: JudgementTable
) -> dict[str, str]:
    """Return the ratings that words of somebody's own mean; report those that mean none, or two."""
    meanings: dict[str, str] = {}
    for word, name in table.ratings.items():
        path = (*_FROM, "ratings", word)
        band, own = framework.band_named(name), framework.band_named(word)
        if band is None:
            names = [short(each.name) for each in framework.ratings]
            message = f"{quote(word)}: unknown rating {quote(name)}: expected"
            draft.fault(path, f"{message} {listed(names, 'or')}", Rule.UNKNOWN_RATING)
        elif own not in (None, band):
            message = f"{quote(word)} is a rating already: it cannot mean {quote(name)}"
            draft.fault(path, message, Rule.UNEXPECTED_VALUE, key=True)
        elif framework.band_named(meanings.setdefault(folded(word), name)) != band:
            message = f"{quote(word)} is said to mean {quote(meanings[folded(word)])} and"
            draft.fault(path, f"{message} {quote(name)}", Rule.UNEXPECTED_VALUE, key=True)
    return meanings


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
        self._strangers: list[tuple[int, str]] = []

    def judged(self) -> Judged:
        """Return the judgements by what they are on.

        Raises:
            InvalidFile: there are none.
        """
        headings = self._headings()
        standard = self._column(headings, "standard", self._table.standard)
        rating = self._column(headings, "rating", self._table.rating)
        if not standard or not rating:
            return Judged()
        meanings = _meanings(self._draft, self._framework, self._table)
        self._tell_hidden(headings, standard, rating)
        for row in range(headings.row + 1, len(self._rows) + 1):
            unseen = row in self._grid.hidden_rows and self._table.hidden != "count"
            name = self._text(row, standard)
            if not unseen and (name or self._text(row, rating)):
                self._take(row, standard, rating, meanings)
        self._tell_strangers(standard)
        if not self._found:
            message = f"there is no judgement in column {letters_of(standard)}"
            place = max(1, headings.row), standard
            problem = self._grid.at.problem(*place, message, Rule.MISSING_JUDGEMENT)
            raise InvalidFile([problem])
        places = {key: f"{self._grid.at} (row {row})" for key, row in self._places.items()}
        return Judged(self._found, places, len(self._table.guessed), is_whole=True)

    def _tell_hidden(self, headings: Headings, standard: int, rating: int) -> None:
        """Report hidden rows and columns, unless the service file says what they are."""
        if self._table.hidden is not None:
            return
        for first, last, message in hidden_judgements(
            self._grid, self._rows, self._named, standard
        ):
            if last <= headings.row:
                continue
            self._tell(first, standard, message, Rule.HIDDEN_CELLS, last)
            for row in range(first, last + 1):
                self._found.setdefault(self._named.of(self._text(row, standard)) or "", "")
        for at in {standard, rating} & self._grid.hidden_columns:
            message = f"column {letters_of(at)} is hidden: beside 'rating' say 'hidden: count'"
            self._tell(max(1, headings.row), at, message, Rule.HIDDEN_CELLS)

    def _tell_strangers(self, standard: int) -> None:
        """Report rows with a rating of what is not judged; what is meant by them is not missed."""
        absent = {name: key for name, key in self._named.ids.items() if key not in self._found}
        for row, name in self._strangers:
            message = f"{quote(name)} is nothing that {self._framework.id} rates by judgement"
            meant = closest(words_of(name), absent)
            if meant is not None:
                key = absent[meant]
                self._found[key] = ""
                absent = {name: each for name, each in absent.items() if each != key}
                message += f": did you mean {quote(self._named.shown(key))}?"
            self._tell(row, standard, message, Rule.NOT_JUDGED)

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
        found = headings.column(said, by_letters=self._draft.document.by_letters)
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
        return _text_in(self._rows[row - 1], column)

    def _take(self, row: int, standard: int, rating: int, meanings: Mapping[str, str]) -> None:
        name, text = self._text(row, standard), self._text(row, rating)
        key = self._named.of(name)
        if key is None:
            # A note below the table is none of its rows.
            if text and self._rating(text, meanings) is not None:
                self._strangers.append((row, name))
            return
        if key in self._places:
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

    def _tell(
        self, row: int, column: int, message: str, rule: Rule, last: int | None = None
    ) -> None:
        to = (last or row, column)
        problem = self._grid.at.problem(row, column, message, rule, to=to)
        self._draft.findings.others.append(problem)
