"""What the cases of a domain, or its printed results, must answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from yotrate.checking.drafts import Draft
from yotrate.framework.model import KeyQuestion, Sampled, Standard
from yotrate.problems import Path
from yotrate.rules_of_problems import Rule
from yotrate.service.model import IF_NOT_RATED, ServiceFile
from yotrate.text import quote, short


class Absent(NamedTuple):
    """The standards that a service may be silent about.

    `optional` are those of which nothing is given, `not_rated` the others with the reason.
    """

    optional: Collection[str]
    not_rated: Mapping[str, str]

    @property
    def standards(self) -> set[str]:
        """The ids of all of them."""
        return {*self.optional, *self.not_rated}


class Asked(NamedTuple):
    """What the evidence of a domain must answer: titles of key questions by id.

    `known` are those, and the key questions of what was not rated: they may be answered.
    """

    sampled: Sampled
    titles: Mapping[str, str]
    standards: tuple[Standard, ...]
    known: Collection[str]

    @classmethod
    def of(cls, sampled: Sampled, absent: Absent) -> Asked:
        """Return what is asked of a sample, short of what a service may be silent about."""
        standards = tuple(each for each in sampled.standards if each.id not in absent.standards)
        asked = [question for each in standards for question in each.case_questions]
        titles = {question.id: question.title for question in asked}
        known = [
            question.id
            for each in sampled.standards
            if each.id in absent.not_rated
            for question in each.case_questions
        ]
        return cls(sampled, titles, standards, dict.fromkeys((*titles, *known)).keys())

    def answered_by(self, questions: Collection[str]) -> bool:
        """Return whether any of the questions is one of its own."""
        return not self.titles.keys().isdisjoint(questions)

    def unknown(self, key: str) -> str:
        """Return what to say of a key that is no question of its own."""
        return f"{quote(key)} is no key question of {self.sampled.name}"

    def unrated(self, applied: Collection[str]) -> Iterator[str]:
        """Return what to say of each standard none of whose key questions applied to a case."""
        for standard in self.standards:
            questions = [question.id for question in standard.case_questions]
            judged = standard.judged_questions
            exempt = judged or standard.optional
            if questions and not exempt and not set(questions) & set(applied):
                yield (
                    f"standard {standard.id} ({short(standard.title)}) cannot be rated: "
                    f"none of its key questions applied to any case{IF_NOT_RATED}"
                )


def report_unrated(
    draft: Draft[ServiceFile], path: Path, asked: Asked, applied: Collection[str]
) -> None:
    """Tell at its domain of a standard that cannot be rated: it stops nothing else."""
    for message in () if draft.partial else asked.unrated(applied):
        draft.warn(path, message, Rule.NEVER_APPLIED, key=True)


def asked_of(domain: Sampled) -> list[KeyQuestion]:
    """Return the key questions that the cases of a domain answer when there is no more to know.

    Those of optional standards are not among them, unless the whole domain is optional: whoever
    has cases of it wants it.
    """
    standards = [each for each in domain.standards if not each.optional] or domain.standards
    return [question for each in standards for question in each.case_questions]
