"""Which key question a heading in somebody's own words probably means."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from yotrate.framework.model import Sampled
from yotrate.text import folded

_WORD = re.compile(r"[^\W_]+")
_STEM = 4
"""Letters by which words are the same: safe and safety, work and working."""
_LEAST_ALIKE = 2
_NO_MEANING = frozenset(
    """
    a an and any are be been can does for had has have how in into is it its of on or q question
    that the their them they this to was well were what with
    """.split()  # noqa: SIM905 - easier to read
)
"""Words that say nothing of what is asked."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text that mean something."""
    return frozenset(_WORD.findall(folded(text))) - _NO_MEANING


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(each[:_STEM] for each in texts)


class Likely(NamedTuple):
    """The key questions that headings mean, by the headings' columns, from 1.

    Of `certain` ones the words are those of the labels of one key question alone; the others are
    `guessed`. `several` has by key question the columns that would be certain, were there one.
    """

    certain: Mapping[int, str]
    guessed: Mapping[int, str]
    several: Mapping[str, list[int]]


def likely(sampled: Sampled, headings: Mapping[int, str], taken: Iterable[str]) -> Likely:
    """Return which key questions of a domain some headings mean.

    Args:
        sampled: the domain.
        headings: the texts of the headings, by their columns.
        taken: the key questions that other columns have.
    """
    used = {*taken}
    free = {
        question.id: (words(question.title), words(f"{standard.title} {question.title}"))
        for standard in sampled.standards
        for question in standard.case_questions
        if question.id not in used
    }
    own = {at: words(text) for at, text in headings.items()}
    columns: dict[str, list[int]] = {}
    for at, found in own.items():
        fit = [question for question, (least, most) in free.items() if least <= found <= most]
        if len(fit) == 1:
            columns.setdefault(fit[0], []).append(at)
    certain = {each[0]: question for question, each in columns.items() if len(each) == 1}
    several = {question: each for question, each in columns.items() if len(each) > 1}
    told = {*chain.from_iterable(columns.values())}
    rest = {key: each for key, each in free.items() if key not in columns}
    guessed = _guessed({at: found for at, found in own.items() if at not in told}, rest)
    return Likely(certain, guessed, several)


_Words = frozenset[str]


def _guessed(
    headings: Mapping[int, _Words], free: Mapping[str, tuple[_Words, _Words]]
) -> dict[int, str]:
    """Return for headings the key questions whose labels are most like them, each for one.

    The pairs that are most alike come first; of equals only those that have no rival, of the same
    column or key question.
    """
    guessed: dict[int, str] = {}
    unclear: set[int] = set()
    pairs = _alike(headings, free)
    for alike in sorted(pairs, reverse=True):
        given = {*guessed.values()}
        still = [(at, key) for at, key in pairs[alike] if at not in guessed and key not in given]
        columns = Counter(at for at, _ in still)
        questions = Counter(key for _, key in still)
        for at, question in still:
            if columns[at] > 1 or questions[question] > 1:
                unclear.add(at)
            elif at not in unclear:
                guessed[at] = question
    return guessed


def _alike(
    headings: Mapping[int, _Words], free: Mapping[str, tuple[_Words, _Words]]
) -> dict[int, list[tuple[int, str]]]:
    """Return pairs of columns and key questions that are alike, by how many words they share."""
    stems = [(key, _stems(title), _stems(whole)) for key, (title, whole) in free.items()]
    pairs: dict[int, list[tuple[int, str]]] = {}
    for at, found in headings.items():
        own = _stems(found)
        for question, of_title, of_all in stems:
            alike = len(own & of_all)
            if alike >= _LEAST_ALIKE and not own.isdisjoint(of_title):
                pairs.setdefault(alike, []).append((at, question))
    return pairs


def domain_by_name(samples: Sequence[Sampled], name: str) -> Sampled | None:
    """Return the domain whose title a sheet's name has the words of, or None.

    Of several, it is the one whose title says least besides: Court is Court disposals, and not
    Out-of-court disposals.
    """
    found = words(name)
    fits = sorted(
        (len(words(each.title) - found), at)
        for at, each in enumerate(samples)
        if found and found <= words(each.title)
    )
    if not fits or (len(fits) > 1 and fits[0][0] == fits[1][0]):
        return None
    return samples[fits[0][1]]
