"""What a sheet that was made by others seems to hold: cases of a domain, or judgements.

What is certain is told apart from what is guessed, and from what cannot be told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from yotrate.files.cells import Grid
from yotrate.framework.model import Framework, Sampled
from yotrate.service.answers import Answer, answer_or_none
from yotrate.service.headings import (
    Headings,
    Meanings,
    find_headings,
    heading_texts,
    is_reference,
    looks_like_a_reference,
    words_of,
)
from yotrate.service.likeness import domain_by_name, likely
from yotrate.service.settling import Settled
from yotrate.text import folded, letters_of

_MOST_HEAD = 60
_LONGEST_HEADING = 80
_HALF = 0.5
_LETTERS = re.compile("[A-Z]{1,3}")
NOT_APPLICABLE = "not applicable"
"""The inspectorate's own words for n/a."""


@dataclass(slots=True)
class Cases:
    """A table of cases as it seems to be: what a service file is to say of it."""

    sampled: Sampled
    headings: Headings
    rows: Sequence[int]
    case: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    certain: set[str] = field(default_factory=set)
    guessed: list[str] = field(default_factory=list)
    where: dict[str, str] = field(default_factory=dict)
    doubtful_domain: bool = False
    answers: int = 0

    @property
    def has_ids(self) -> bool:
        """Whether any of its headings has the id of a key question."""
        meanings, texts = Meanings(self.sampled), self.headings.texts
        return any(
            at <= len(texts) and meanings.id_in(texts[at - 1]) for at in self.columns.values()
        )

    def said(self, at: int) -> str:
        """Return how a service file names a column: by its heading where that is no other's."""
        return column_said(self.headings, at)


def column_said(headings: Headings, at: int) -> str:
    """Return how a service file names a column: by its heading where that is no other's."""
    heading = headings.texts[at - 1] if at <= len(headings.texts) else ""
    plain = heading and len(heading) <= _LONGEST_HEADING and not _LETTERS.fullmatch(heading)
    return heading if plain and headings.column(heading) == [at] else letters_of(at)


class Column(NamedTuple):
    """The texts below a heading, and how many of them are answers."""

    texts: Sequence[str]
    answers: int
    filled: int


def _column(rows: Sequence[Sequence[str]], at: int, words: Mapping[str, Answer]) -> Column:
    texts = [cells[at - 1] if at <= len(cells) else "" for cells in rows]
    filled = [text for text in texts if text]
    answers = sum(is_answer(text, words) for text in filled)
    return Column(texts, answers, len(filled))


def is_answer(text: str, words: Mapping[str, Answer]) -> bool:
    """Return whether a text is an answer, or a word that is known to be one."""
    return bool(answer_or_none(text)) or folded(text) in {*words, NOT_APPLICABLE}


def cases_in(
    grid: Grid, rows: Sequence[Sequence[str]], framework: Framework, settled: Settled
) -> list[Cases]:
    """Return the tables of cases in a sheet: one, or one for each domain that it answers.

    Args:
        grid: the sheet.
        rows: all of its rows.
        framework: what the cases answer.
        settled: what is settled already.
    """
    samples = framework.samples
    head = rows[:_MOST_HEAD]
    known = {f"{meaning}": heading for heading, meaning in settled.columns.items()}
    headings = find_headings(grid, head, list(map(Meanings, samples)), known)
    if headings is None or not any(map(looks_like_a_reference, filter(None, headings.texts))):
        headings = above_answers(grid, rows, settled) or headings
    if headings is None:
        return []
    body = rows[headings.row :]
    columns = {
        at: _column(body, at, settled.words) for at in range(1, max(map(len, body), default=0) + 1)
    }
    found = [_of(each, headings, columns, settled) for each in samples]
    found = [each for each in found if each.columns]
    by_id = [each for each in found if each.has_ids]
    if len(by_id) > 1:
        return _told_apart(by_id, columns)
    chosen = _one(by_id or found, samples, grid.at.sheet)
    for each in chosen:
        each.answers = sum(columns[at].answers for at in each.columns.values() if at in columns)
        _find_case(each, columns, settled)
    return chosen


def above_answers(grid: Grid, rows: Sequence[Sequence[str]], settled: Settled) -> Headings | None:
    """Return the headings of a table whose headings nobody knows: those above its answers."""
    counts = [sum(is_answer(text, settled.words) for text in cells if text) for cells in rows]
    most = max(counts, default=0)
    if not most:
        return None
    first = next(row for row, number in enumerate(counts, start=1) if number > most * _HALF)
    answers = [
        at for at, text in enumerate(rows[first - 1], start=1) if is_answer(text, settled.words)
    ]
    for row in range(first - 1, 0, -1):
        found = heading_texts(grid, rows, (row,))
        texts = [found.texts[at - 1] if at <= len(found.texts) else "" for at in answers]
        if sum(map(bool, texts)) > len(answers) * _HALF:
            repeated = len({*filter(None, texts)}) < len([*filter(None, texts)])
            if repeated and row > 1 and any(rows[row - 2]):
                return heading_texts(grid, rows, (row - 1, row))
            return found
    return None


def _of(
    sampled: Sampled, headings: Headings, columns: Mapping[int, Column], settled: Settled
) -> Cases:
    """Return the table as one of the cases of a domain."""
    found = Cases(sampled, headings, ())
    meanings = Meanings(sampled)
    said = {words_of(text): meaning for text, meaning in settled.columns.items()}
    free: dict[int, str] = {}
    for at, text in enumerate(headings.texts, start=1):
        meaning = said.get(words_of(text)) if text else None
        meaning = meaning or said.get(folded(letters_of(at)))
        if meaning is not None or folded(text) in settled.ignored:
            question = meaning if meaning in meanings.ids else None
        else:
            question = meanings.of(text) if text else None
            column = columns.get(at)
            answers = column is not None and column.answers > column.filled * _HALF
            if question is None and text and answers:
                free[at] = text
        if question is not None and _is_better(question, at, found, meanings):
            found.columns[question] = at
            found.certain.add(question)
    guesses = likely(sampled, free, found.columns)
    for at, question in guesses.certain.items():
        found.columns[question] = at
        found.certain.add(question)
    for at, question in guesses.guessed.items():
        found.columns[question] = at
        found.guessed.append(question)
    return found


def _is_better(question: str, at: int, found: Cases, meanings: Meanings) -> bool:
    """Return whether a column is the key question's, and no further one with remarks on it."""
    return question not in found.columns or meanings.is_id(found.headings.texts[at - 1])


def _one(found: Sequence[Cases], samples: Sequence[Sampled], sheet: str) -> list[Cases]:
    """Return the one table that fits best, by its headings, or by the name of its sheet."""
    if not found:
        return []
    best = max(len(each.certain) for each in found)
    fits = [each for each in found if len(each.certain) == best]
    if not best:
        most = max(len(each.columns) for each in found)
        fits = [each for each in found if len(each.columns) == most]
    if len(fits) > 1:
        named = domain_by_name(samples, sheet) if sheet else None
        by_name = [each for each in fits if each.sampled is named]
        fits = by_name or fits
    fits[0].doubtful_domain = len(fits) > 1
    return fits[:1]


def _told_apart(found: Sequence[Cases], columns: Mapping[int, Column]) -> list[Cases]:
    """Return the tables of several domains in one sheet, each with what tells its rows apart."""
    used = {at for each in found for at in each.columns.values()}
    for each in found:
        _find_case(each, columns, Settled({}, {}, {}, frozenset()))
    for at, column in columns.items():
        heading = found[0].headings.texts[at - 1] if at <= len(found[0].headings.texts) else ""
        if at in used or not heading or at == found[0].case:
            continue
        values = [_only_value(each, column, columns) for each in found]
        if all(values) and len({*values}) == len(values):
            for each, value in zip(found, values, strict=True):
                each.where = {found[0].said(at): value or ""}
            return list(found)
    return list(found)


def _only_value(cases: Cases, kind: Column, columns: Mapping[int, Column]) -> str | None:
    """Return what stands in a column in all rows that answer a domain, where that is one thing."""
    own = [columns[at].texts for at in cases.columns.values()]
    values = {
        text
        for row, text in enumerate(kind.texts)
        if any(answer_or_none(texts[row]) for texts in own)
    }
    return values.pop() if len(values) == 1 else None


def _find_case(cases: Cases, columns: Mapping[int, Column], settled: Settled) -> None:
    """Find the column of the case references: by its heading, or else by what stands in it."""
    texts = cases.headings.texts
    said = [text for text, meaning in settled.columns.items() if meaning == "case"]
    for at, text in enumerate(texts, start=1):
        if any(
            words_of(each) == words_of(text) or folded(each) == folded(letters_of(at))
            for each in said
        ):
            cases.case = at
            return
    free = [
        (at, text)
        for at, text in enumerate(texts, start=1)
        if text and at not in cases.columns.values() and folded(text) not in settled.ignored
    ]
    for fits in (lambda text: folded(text) == "case", is_reference, looks_like_a_reference):
        found = [at for at, text in free if fits(text)]
        if found:
            cases.case = found[0]
            if len(found) > 1:
                cases.guessed.append("case")
            return
    rows = _answered(cases, columns)
    for at, _ in free:
        values = [columns[at].texts[row] for row in rows] if at in columns else []
        if values and all(values) and len({*map(folded, values)}) == len(values):
            cases.case = at
            cases.guessed.append("case")
            return


def _answered(cases: Cases, columns: Mapping[int, Column]) -> list[int]:
    own = [columns[at].texts for at in cases.columns.values() if at in columns]
    length = max(map(len, own), default=0)
    return [row for row in range(length) if any(answer_or_none(texts[row]) for texts in own)]


def shape_of(reference: str) -> str:
    """Return what references of one kind have in common: 26/C001 and 26/C002 are 9/A9."""
    return re.sub("[0-9]+", "9", re.sub("[A-Za-z]+", "A", folded(reference).upper()))


def strangers(references: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return which of others are not of the shape that most references have."""
    shapes = Counter(map(shape_of, references))
    usual = {shape for shape, _ in shapes.most_common(3)}
    return [each for each in others if shape_of(each) not in usual]


class Judgements(NamedTuple):
    """A table of judgements as it seems to be: its columns, from 1, and words for no rating."""

    headings: Headings
    standard: int
    rating: int
    words: tuple[tuple[str, tuple[int, int]], ...]
    number: int


def judgements_in(
    grid: Grid, rows: Sequence[Sequence[str]], framework: Framework, named: Any
) -> Judgements | None:
    """Return the table of judgements in a sheet, or None where there is none.

    Args:
        grid: the sheet.
        rows: all of its rows.
        framework: what is judged, and by which ratings.
        named: what gives the id of what a text names that is judged.
    """
    width = max(map(len, rows), default=0)
    for at in range(1, width + 1):
        own = {
            row: key
            for row, cells in enumerate(rows, start=1)
            if at <= len(cells) and (key := named.of(cells[at - 1]))
        }
        if len({*own.values()}) < min(2, len({*named.ids.values()})) or not own:
            continue
        rating = _ratings_beside(rows, own, at, width, framework)
        if rating is None:
            continue
        first = min(own)
        above = next((row for row in range(first - 1, 0, -1) if any(rows[row - 1])), 0)
        headings = heading_texts(grid, rows, (above,)) if above else Headings(0, ())
        words = tuple(
            (text, (row, rating))
            for row in own
            if (text := _at(rows, row, rating)) and framework.band_named(text) is None
        )
        return Judgements(headings, at, rating, words, len(own))
    return None


def _at(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    cells = rows[row - 1]
    return cells[column - 1] if column <= len(cells) else ""


def _ratings_beside(
    rows: Sequence[Sequence[str]], own: Iterable[int], but: int, width: int, framework: Framework
) -> int | None:
    """Return the column in which most of some rows have a rating."""
    best, most = None, 0
    lines = list(own)
    for at in range(1, width + 1):
        number = sum(
            framework.band_named(_at(rows, row, at)) is not None
            for row in lines
            if at != but and _at(rows, row, at)
        )
        if number > most:
            best, most = at, number
    return best if most * 2 >= len(lines) else None
