"""The headings of a table: where they stand in a sheet, and what they mean.

A heading means a key question by its id, by its id and any words after it, or by its labels: the
standard's and its own, or its own alone where no other key question of the cases has it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from yotrate.files.cells import Grid, column_of
from yotrate.framework.model import Sampled
from yotrate.text import apart, folded, letters_of, listed, quote

_BETWEEN = re.compile("[ .:;,()/-]+")
_REFERENCE = frozenset({"case", "ref", "reference", "id", "number", "no", "unique", "code"})
_NEEDED = frozenset({"case", "ref", "reference"})
_LETTERS = re.compile("[A-Z]{1,3}")


def words_of(heading: str) -> str:
    """Return a heading as headings are compared: its words alone, without regard to case."""
    return " ".join(_BETWEEN.split(folded(heading))).strip()


def is_reference(heading: str) -> bool:
    """Return whether a heading is one of those that columns of case references have."""
    words = words_of(heading).split()
    return bool(words) and _REFERENCE.issuperset(words) and not _NEEDED.isdisjoint(words)


def looks_like_a_reference(heading: str) -> bool:
    """Return whether a heading is probably that of case references: YJ ref, Case Ref. (ours)."""
    words = words_of(heading).split()
    return is_reference(heading) or (bool(words) and words[-1] in {"ref", "reference"})


class Meanings:
    """What headings mean to the cases of a domain: key questions, by their ids."""

    def __init__(self, sampled: Sampled) -> None:
        self.ids = [question.id for question in sampled.case_questions]
        self._by_id = {folded(each): each for each in self.ids}
        self._by_label: dict[str, str | None] = {}
        self._titles: dict[str, set[str]] = {}
        for standard in sampled.standards:
            for question in standard.case_questions:
                both = f"{standard.title} {question.title}"
                self._titles.setdefault(words_of(question.title), set()).add(question.id)
                self._titles.setdefault(words_of(both), set()).add(question.id)
                for label in (both, f"{standard.id} {both}", question.title):
                    key = words_of(label)
                    other = self._by_label.setdefault(key, question.id)
                    if other != question.id:
                        self._by_label[key] = None

    def id_in(self, heading: str) -> str | None:
        """Return the id that a heading is, or begins with; None where there is none."""
        text = folded(heading)
        if text in self._by_id:
            return self._by_id[text]
        first, _, rest = text.partition(" ")
        found = self._by_id.get(first.rstrip(".:;,-"))
        # With the label of another, it is not known which of the two is meant.
        own = self._titles.get(words_of(rest))
        return found if found and rest and (own is None or found in own) else None

    def is_exactly(self, heading: str, question: str) -> bool:
        """Return whether a heading is the id of a key question, alone or with its label."""
        first, _, rest = folded(heading).partition(" ")
        labelled = question in self._titles.get(words_of(rest), ())
        return first.rstrip(".:;,-") == folded(question) and (not rest or labelled)

    def of(self, heading: str) -> str | None:
        """Return the key question that a heading means, or None."""
        return self.id_in(heading) or self._by_label.get(words_of(heading))


class Headings(NamedTuple):
    """The headings of a table: the last row they stand in, from 1, and their texts by column.

    `above` is the row of the groups that they stand in, where there is one.
    """

    row: int
    texts: tuple[str, ...]
    above: int | None = None

    @property
    def rows(self) -> list[int]:
        """The rows that they stand in."""
        return [self.row] if self.above is None else [self.above, self.row]

    def are_first(self, case: int) -> bool:
        """Return whether they stand where they are looked for first, by the column of the cases."""
        left = [text for text in self.texts[:case] if text]
        return self.rows == [1] and (case == 1 or len(left) > 1)

    def column(self, said: str, *, by_letters: bool = False) -> list[int]:
        """Return the columns, from 1, that letters or a heading name; of one heading all.

        With `by_letters`, letters are those of a column, whatever any heading is.
        """
        at = column_of(said) if _LETTERS.fullmatch(said) else 0
        if by_letters and at:
            return [at]
        found = [
            at
            for at, text in enumerate(self.texts, start=1)
            if text and folded(text) == folded(said)
        ]
        if not found:
            found = [
                at
                for at, text in enumerate(self.texts, start=1)
                if text and words_of(text) == words_of(said)
            ]
        if 0 < at <= max(len(self.texts), 1) and at not in found:
            found.append(at)
        return found


def column_shown(headings: Headings, at: int) -> str:
    """Return a column in words, from 1: its heading in quotes, and its letters."""
    heading = headings.texts[at - 1] if at <= len(headings.texts) else ""
    return f"{quote(heading)} ({letters_of(at)})" if heading else f"column {letters_of(at)}"


def all_mean(headings: Headings, columns: Sequence[int], question: str) -> str:
    """Return that the headings of several columns, from 1, all mean a key question, in words."""
    texts = [
        f"{apart(headings.texts[at - 1], headings.texts)} ({letters_of(at)})" for at in columns
    ]
    return f"{listed(texts)} are {'both' if len(texts) == 2 else 'all'} {question}"  # noqa: PLR2004


def heading_texts(grid: Grid, head: Sequence[Sequence[str]], rows: Sequence[int]) -> Headings:
    """Return the headings in a row, or in two: of these the upper ones are of groups.

    Args:
        grid: the sheet.
        head: its first rows.
        rows: the row of the headings, from 1, or two rows.
    """
    lines = [head[row - 1] if row <= len(head) else () for row in rows]
    width = max(map(len, lines), default=0)
    width = max([width, *(column for row, column in grid.merged if row in rows)])
    texts = []
    for column in range(1, width + 1):
        parts: list[str] = []
        for row in rows:
            own = _seen(grid, head, row, column)
            if own and own not in parts:
                parts.append(own)
        texts.append(": ".join(each.rstrip(": ") for each in parts[:-1]) + _joint(parts))
    while texts and not texts[-1]:
        texts.pop()
    return Headings(rows[-1], tuple(texts), rows[0] if len(rows) > 1 else None)


def _joint(parts: Sequence[str]) -> str:
    return "" if not parts else f": {parts[-1]}" if len(parts) > 1 else parts[0]


def _seen(grid: Grid, head: Sequence[Sequence[str]], row: int, column: int) -> str:
    """Return the text of a cell as people see it, where cells are merged too."""
    at, of = grid.merged.get((row, column), (row, column))
    cells = head[at - 1] if at <= len(head) else ()
    return " ".join(cells[of - 1].split()) if of <= len(cells) else ""


def find_headings(
    grid: Grid,
    head: Sequence[Sequence[str]],
    meanings: Iterable[Meanings],
    named: Mapping[str, str],
) -> Headings | None:
    """Return the headings of the table in a sheet, or None where none of its rows has any.

    Args:
        grid: the sheet.
        head: its first rows, among which they stand.
        meanings: what headings may mean.
        named: further headings that are known, by what they mean.
    """
    known = list(meanings)
    wanted = {words_of(each) for each in named.values() if not _LETTERS.fullmatch(each)}
    all_of_them = min((len(each.ids) for each in known), default=0) + 1
    best: tuple[int, int, Headings] | None = None
    for row in range(1, len(head) + 1):
        if not any(head[row - 1]):
            continue
        grouped = row > 1 and _are_groups(head[row - 2], head[row - 1])
        for rows in ((row,), (row - 1, row)) if grouped else ((row,),):
            found = heading_texts(grid, head, rows)
            number = _known_in(found, known, wanted)
            if number and (best is None or (number, -len(rows)) > best[:2]):
                best = number, -len(rows), found
            if number >= all_of_them:
                return found
    return None if best is None else best[2]


def _are_groups(above: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether texts head several of those below them, so that some have none above."""
    over = [*above, *[""] * len(below)]
    return any(above) and any(text and not over[at] for at, text in enumerate(below))


def _known_in(headings: Headings, meanings: Sequence[Meanings], wanted: Iterable[str]) -> int:
    """Return how many headings are known; none where not even one of a key question is."""
    questions = {
        question
        for each in meanings
        for text in headings.texts
        if text and (question := each.of(text))
    }
    questions |= {text for text in map(words_of, headings.texts) if text in wanted}
    references = any(map(is_reference, filter(None, headings.texts)))
    return len(questions) + references if questions else 0
