"""A table of cases as it seems to be, in a sheet that was made by others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from yotrate.framework.model import Sampled
from yotrate.service.answers import Answer, answer_or_none
from yotrate.service.headings import Headings, Meanings
from yotrate.text import folded, letters_of

_LONGEST_HEADING = 80
_LETTERS = re.compile("[A-Z]{1,3}")
_HALF = 0.5
NOT_APPLICABLE = "not applicable"
"""The inspectorate's own words for n/a."""


@dataclass(slots=True)
class Cases:
    """A table of cases as it seems to be: what a service file is to say of it.

    `certain` has the key questions whose columns are no guess, `several` those of which several
    columns are as good as each other, and `by_letters` those whose headings alone would not tell
    their columns. Of a sheet of several domains, `where` says what stands in the rows of this one,
    `unfit` has rows that are filled in and go with none, `mixed` is whether nothing tells the rows
    apart, and `used` has the columns of all its tables. `answers` counts answers that are known;
    `answered` is whether there are any, or words that may be.
    """

    sampled: Sampled
    headings: Headings
    case: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    certain: set[str] = field(default_factory=set)
    guessed: list[str] = field(default_factory=list)
    several: dict[str, list[int]] = field(default_factory=dict)
    by_letters: set[str] = field(default_factory=set)
    where: dict[str, str] = field(default_factory=dict)
    unfit: list[int] = field(default_factory=list)
    mixed: bool = False
    used: set[int] = field(default_factory=set)
    doubtful_domain: bool = False
    answers: int = 0
    answered: bool = False

    @property
    def has_ids(self) -> bool:
        """Whether any of its headings has the id of a key question."""
        meanings, texts = Meanings(self.sampled), self.headings.texts
        own = [*self.columns.values(), *chain.from_iterable(self.several.values())]
        return any(at <= len(texts) and meanings.id_in(texts[at - 1]) for at in own)

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

    @property
    def is_answered(self) -> bool:
        """Whether most of what stands in it is an answer."""
        return self.answers > self.filled * _HALF


def column_at(rows: Sequence[Sequence[str]], at: int, words: Mapping[str, Answer]) -> Column:
    """Return the column with a number, from 1, of some rows."""
    texts = [cells[at - 1] if at <= len(cells) else "" for cells in rows]
    filled = [text for text in texts if text]
    answers = sum(is_answer(text, words) for text in filled)
    return Column(texts, answers, len(filled))


def is_answer(text: str, words: Mapping[str, Answer]) -> bool:
    """Return whether a text is an answer, or a word that is known to be one."""
    return bool(answer_or_none(text)) or folded(text) in {*words, NOT_APPLICABLE}
