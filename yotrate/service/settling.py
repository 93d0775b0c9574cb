"""What is settled before spreadsheets are looked at: the meanings of headings and of words."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from yotrate.framework.model import Framework
from yotrate.problems import WrongUsage
from yotrate.service.answers import Answer, answer_or_none
from yotrate.text import did_you_mean, folded, listed, quote


class Settled(NamedTuple):
    """What whoever asks has settled: what headings and words mean, and columns to leave out.

    `columns` gives by heading or letters a key question or `case`; `words` by folded word an
    answer; `ratings` by word a rating; `ignored` has folded headings.
    """

    columns: Mapping[str, str]
    words: Mapping[str, Answer]
    ratings: Mapping[str, str]
    ignored: frozenset[str]


def settled_by(
    framework: Framework,
    columns: Iterable[tuple[str, str]],
    ignored: Iterable[str],
    words: Iterable[tuple[str, str]],
) -> Settled:
    """Return what is settled, of what was said of headings, and of words.

    Raises:
        WrongUsage: a heading means nothing, or two things, or a word none of both kinds.
    """
    known = ["case", *(each.id for own in framework.samples for each in own.case_questions)]
    found: dict[str, str] = {}
    for heading, meaning in columns:
        if meaning not in known:
            message = f"{quote(meaning)} is no key question that cases answer, nor 'case'"
            raise WrongUsage(f"{message}{did_you_mean(meaning, known)}")
        same = next((each for each in found if folded(each) == folded(heading)), heading)
        if found.setdefault(same, meaning) != meaning:
            raise WrongUsage(f"{quote(heading)} is mapped to two key questions")
    left_out = frozenset(map(folded, ignored))
    for heading in found:
        if folded(heading) in left_out:
            raise WrongUsage(f"{quote(heading)} is both mapped and ignored")
    answers: dict[str, Answer] = {}
    ratings: dict[str, str] = {}
    for word, meaning in words:
        answer, band = answer_or_none(meaning), framework.band_named(meaning)
        if answer_or_none(word):
            raise WrongUsage(f"{quote(word)} is an answer already")
        if answer is not None:
            answers[folded(word)] = answer
        elif band is not None:
            ratings[folded(word)] = framework.ratings[band].name
        else:
            names = [quote(each.name) for each in framework.ratings]
            expected = listed(["yes", "no", "n/a", *names], "or")
            raise WrongUsage(f"{quote(word)} cannot mean {quote(meaning)}: expected {expected}")
    return Settled(found, answers, ratings, left_out)
