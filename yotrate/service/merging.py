"""The cases of a domain out of all its tables: each question of a case stands in one of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from yotrate.problems import Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import Answer
from yotrate.service.asked import Asked
from yotrate.service.model import Sample
from yotrate.service.spreadsheets import Sheet
from yotrate.text import listed, quote, short


def merged(asked: Asked, sheets: Sequence[Sheet], *, partial: bool) -> tuple[Sample, list[Problem]]:
    """Return the cases of a domain, and what keeps its tables from going together.

    Args:
        asked: what the cases are to answer.
        sheets: its tables.
        partial: whether answers may be missing.
    """
    if len(sheets) == 1:
        (sheet,) = sheets
        answers = {
            question: _answers(sheet, question)
            for question in asked.known
            if question in sheet.columns
        }
        kept = {name: tuple(texts) for name, texts in sheet.characteristics.items()}
        return Sample(tuple(sheet.references), answers, kept), []
    work = _Merge(asked, sheets)
    work.take_all()
    if not partial:
        work.find_gaps()
    return work.sample(), work.problems


def _answers(sheet: Sheet, question: str) -> tuple[Answer | None, ...]:
    return tuple(map(sheet.words.__getitem__, sheet.columns[question]))


class _Place(NamedTuple):
    """Where a case stands: a table, and its row there, counted from 0."""

    sheet: Sheet
    at: int

    def __str__(self) -> str:
        return f"{self.sheet.at} (row {self.sheet.rows[self.at]})"


class _Merge:
    """The cases of several tables."""

    def __init__(self, asked: Asked, sheets: Sequence[Sheet]) -> None:
        self._asked = asked
        self._sheets = sheets
        self._cases: dict[str, dict[str, Answer | None]] = {}
        self._names: dict[str, str] = {}
        self._places: dict[str, list[_Place]] = {}
        self._kept: dict[str, dict[str, str]] = {}
        self.problems: list[Problem] = []

    def take_all(self) -> None:
        """Take in the cases of all tables; report answers that stand in two."""
        for sheet in self._sheets:
            questions = [each for each in self._asked.known if each in sheet.columns]
            columns = [_answers(sheet, each) for each in questions]
            for at, key in enumerate(sheet.identities):
                self._names.setdefault(key, sheet.references[at])
                places = self._places.setdefault(key, [])
                twice = [p for p in places if not p.sheet.columns.keys().isdisjoint(questions)]
                if twice:
                    self._tell_twice(_Place(sheet, at), twice[0])
                places.append(_Place(sheet, at))
                own = self._cases.setdefault(key, {})
                for question, column in zip(questions, columns, strict=True):
                    own.setdefault(question, column[at])
                kept = self._kept.setdefault(key, {})
                for name, texts in sheet.characteristics.items():
                    kept[name] = kept.get(name) or texts[at]

    def _tell_twice(self, here: _Place, there: _Place) -> None:
        sheet, at = here
        message = f"case {quote(sheet.references[at])} stands twice: here, and in {there}"
        self.problems.append(
            sheet.at.problem(sheet.rows[at], sheet.case_column, message, Rule.REPEATED_CASE)
        )

    def find_gaps(self) -> None:
        """Report cases that stand in one table, and not in those with their other answers."""
        for key, places in self._places.items():
            absent = [each for each in self._asked.titles if each not in self._cases[key]]
            if not absent:
                continue
            where = [
                str(sheet.at)
                for sheet in self._sheets
                if not sheet.columns.keys().isdisjoint(absent)
                and sheet.at not in {place.sheet.at for place in places}
            ]
            sheet, at = places[0]
            titles = [f"{each} ({short(self._asked.titles[each])})" for each in absent[:3]]
            more = [f"{len(absent) - 3} more"] if len(absent) > 3 else []  # noqa: PLR2004
            missing = f": it is missing from {listed(where, 'or')}" if where else ""
            message = (
                f"case {quote(self._names[key])}: no answer to {listed([*titles, *more])}{missing}"
            )
            self.problems.append(
                sheet.at.problem(sheet.rows[at], sheet.case_column, message, Rule.MISSING_ANSWER)
            )

    def sample(self) -> Sample:
        """Return all cases, with their answers by key question."""
        given = {question for sheet in self._sheets for question in sheet.columns}
        answers: Mapping[str, tuple[Answer | None, ...]] = {
            question: tuple(own.get(question) for own in self._cases.values())
            for question in self._asked.known
            if question in given
        }
        names = dict.fromkeys(name for sheet in self._sheets for name in sheet.characteristics)
        kept = {name: tuple(own.get(name, "") for own in self._kept.values()) for name in names}
        return Sample(tuple(self._names.values()), answers, kept)
