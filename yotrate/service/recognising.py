"""What a sheet that was made by others seems to hold: cases of a domain, or judgements.

What is certain is told apart from what is guessed, and from what cannot be told.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from yotrate.files.cells import Grid
from yotrate.framework.model import Framework, Sampled
from yotrate.service.answers import Answer
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
from yotrate.service.rows import is_figure
from yotrate.service.seeming import Cases, Column, column_at, is_answer
from yotrate.service.settling import Settled
from yotrate.service.telling_apart import tell_apart
from yotrate.text import folded, letters_of

_MOST_HEAD = 60
_HALF = 0.5


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
        at: column_at(body, at, settled.words)
        for at in range(1, max(map(len, body), default=0) + 1)
    }
    found = [_of(each, headings, columns, settled) for each in samples]
    found = [each for each in found if each.columns or each.several]
    by_id = [each for each in found if each.has_ids]
    chosen = by_id if len(by_id) > 1 else _one(by_id or found, samples, grid.at.sheet)
    for each in chosen:
        each.answers = sum(columns[at].answers for at in each.columns.values() if at in columns)
        each.answered = _seems_answered(each, columns)
        _find_case(each, columns, settled)
    if len(chosen) > 1:
        tell_apart(chosen, columns, settled.words)
    return chosen


def _seems_answered(cases: Cases, columns: Mapping[int, Column]) -> bool:
    """Return whether there are answers to key questions, or words that people answered in."""
    every = [*cases.columns.values(), *chain.from_iterable(cases.several.values())]
    own = [columns[at] for at in every if at in columns]
    texts = (folded(text) for each in own for text in each.texts if text)
    words = Counter(text for text in texts if not is_figure(text))
    return any(each.answers for each in own) or any(number > 1 for number in words.values())


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
    found = Cases(sampled, headings)
    meanings = Meanings(sampled)
    named, headed, left_out, free = _meant(meanings, headings, columns, settled)
    for question in dict.fromkeys([*headed, *named]):
        own = headed.get(question, [])
        best = named.get(question) or _best(question, own, left_out, found, columns)
        _take(found, question, best)
        exact = [at for at in own if meanings.is_exactly(headings.texts[at - 1], question)]
        if len({*own, *best}) > 1 and best != exact:
            found.by_letters.add(question)
    guesses = likely(sampled, free, [*found.columns, *found.several])
    for at, question in guesses.certain.items():
        _take(found, question, [at])
    for question, own in guesses.several.items():
        _take(found, question, own)
    for at, question in guesses.guessed.items():
        found.columns[question] = at
        found.guessed.append(question)
    return found


class _Meant(NamedTuple):
    """What headings mean: key questions by what was settled, and by what the headings say.

    `left_out` are columns of which something else was settled, `free` those with answers of whose
    headings nothing is known yet.
    """

    named: dict[str, list[int]]
    headed: dict[str, list[int]]
    left_out: list[int]
    free: dict[int, str]


def _meant(
    meanings: Meanings, headings: Headings, columns: Mapping[int, Column], settled: Settled
) -> _Meant:
    said = {words_of(text): meaning for text, meaning in settled.columns.items()}
    found = _Meant({}, {}, [], {})
    for at, text in enumerate(headings.texts, start=1):
        meaning = said.get(words_of(text)) if text else None
        meaning = meaning or said.get(folded(letters_of(at)))
        question = meanings.of(text) if text else None
        if question is not None:
            found.headed.setdefault(question, []).append(at)
        if meaning is not None or folded(text) in settled.ignored:
            found.left_out.append(at)
            if meaning in meanings.ids:
                found.named.setdefault(meaning, []).append(at)
        elif question is None and text and at in columns and columns[at].is_answered:
            found.free[at] = text
    return found


def _take(found: Cases, question: str, columns: list[int]) -> None:
    """Give a key question its column; where it could be any of several, it has none."""
    if len(columns) > 1:
        found.several[question] = columns
    elif columns:
        found.columns[question] = columns[0]
        found.certain.add(question)


def _best(
    question: str,
    headed: Sequence[int],
    left_out: Collection[int],
    found: Cases,
    columns: Mapping[int, Column],
) -> list[int]:
    """Return the columns that could be a key question's, of those whose headings mean it.

    Beside a column of the id, one of the id and words of others holds remarks on it; and so does
    one without answers, beside one with answers.
    """
    meanings, texts = Meanings(found.sampled), found.headings.texts
    own = [at for at in headed if at not in left_out]
    own = [at for at in own if meanings.is_exactly(texts[at - 1], question)] or own
    answered = [at for at in own if at in columns and columns[at].is_answered]
    return answered if len(answered) == 1 else own


def _one(found: Sequence[Cases], samples: Sequence[Sampled], sheet: str) -> list[Cases]:
    """Return the one table that fits best, by its headings, or by the name of its sheet."""
    if not found:
        return []
    best = max(len(each.certain) + len(each.several) for each in found)
    fits = [each for each in found if len(each.certain) + len(each.several) == best]
    if not best:
        most = max(len(each.columns) for each in found)
        fits = [each for each in found if len(each.columns) == most]
    if len(fits) > 1:
        named = domain_by_name(samples, sheet) if sheet else None
        by_name = [each for each in fits if each.sampled is named]
        fits = by_name or fits
    fits[0].doubtful_domain = len(fits) > 1
    return fits[:1]


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
    rows = _filled(cases, columns, settled.words)
    for at, _ in free:
        values = [columns[at].texts[row] for row in rows] if at in columns else []
        if values and all(values) and len({*map(folded, values)}) == len(values):
            cases.case = at
            cases.guessed.append("case")
            return


def _filled(cases: Cases, columns: Mapping[int, Column], words: Mapping[str, Answer]) -> list[int]:
    """Return the rows, from 0, with answers; where none is known, those with any text."""
    own = [columns[at].texts for at in cases.columns.values() if at in columns]
    rows = list(enumerate(zip(*own, strict=True)))
    answered = [row for row, texts in rows if any(is_answer(each, words) for each in texts if each)]
    if answered or not cases.answered:
        return answered
    return [row for row, texts in rows if any(texts)]


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
