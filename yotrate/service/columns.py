"""The columns of a table: which holds the case references, and which each key question."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from yotrate.problems import Path, Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.headings import (
    Headings,
    Meanings,
    all_mean,
    is_reference,
    looks_like_a_reference,
)
from yotrate.service.remarks import Remark, Source
from yotrate.text import apart, did_you_mean, folded, letters_of, listed, quote

_MOST_NAMED = 3


@dataclass(slots=True)
class Columns:
    """The columns of a table that count, all of them from 1.

    `questions` has those of key questions by their ids, `kept` others by what the service file
    calls them, of which `characteristics` are to be kept.
    """

    row: int
    width: int
    ignored: bool
    case: int = 0
    questions: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    characteristics: tuple[str, ...] = ()
    without_heading: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Finder:
    """The columns of a table on their way: what is said of them first, then what headings mean."""

    def __init__(self, source: Source, headings: Headings, remarks: list[Remark]) -> None:
        self.at = source.grid.at
        self.headings = headings
        self.table = source.table
        self.sampled = source.sampled
        self.by_letters = source.by_letters
        self.meanings = Meanings(source.sampled)
        self.remedy = source.remedy.headings
        self.remarks = remarks
        self.problems: list[Problem] = []
        self.taken: dict[int, str] = {}
        self.left_out = {
            at for at, text in enumerate(headings.texts, start=1) if folded(text) in source.ignored
        }

    def named(self, path: Path, said: str) -> int | None:
        """Return the column that a service file names, or None and remark on it."""
        found = self.headings.column(said, by_letters=self.by_letters)
        if len(found) == 1:
            return found[0]
        where = f"in row {self.headings.row} of {self.at}"
        texts = [text for text in self.headings.texts if text]
        message = f"no column is headed {quote(said)} {where}{did_you_mean(said, texts)}"
        if found:
            letters = listed([letters_of(at) for at in found])
            message = f"more than one column could be {quote(said)} {where}: name one of {letters}"
        self.remarks.append(Remark(path, message, Rule.UNKNOWN_HEADING))
        return None

    def take(self, at: int, meaning: str, path: Path) -> bool:
        """Give a column its meaning, or remark that it has one already."""
        other = self.taken.setdefault(at, meaning)
        if other == meaning:
            return True
        message = f"column {letters_of(at)} of {self.at} is said to be {other} and {meaning}"
        self.remarks.append(Remark(path, message, Rule.AMBIGUOUS_COLUMN))
        return False

    def case(self) -> int:
        """Return the column of the case references, 0 where it is not known."""
        if self.table.case is not None:
            at = self.named(("case",), self.table.case) or 0
            if at:
                self.take(at, "case", ("case",))
            return at
        for fits in (
            lambda text: folded(text) == "case",
            is_reference,
            looks_like_a_reference,
        ):
            found = [
                at for at, text in enumerate(self.headings.texts, start=1) if text and fits(text)
            ]
            if len(found) == 1:
                self.taken[found[0]] = "case"
                return found[0]
            if found:
                letters = listed([letters_of(at) for at in found])
                message = f"more than one column could hold the case references: {letters}"
                self.problem(found[1], message, Rule.AMBIGUOUS_COLUMN)
                return 0
        message = "no column is headed 'case', or a word for the case references"
        self.problem(1, message, Rule.MISSING_COLUMN)
        return 0

    def questions(self) -> dict[str, int]:
        """Return the columns of key questions, those that are named first."""
        found: dict[str, int] = {}
        for question, said in self.table.columns.items():
            path: Path = ("columns", question)
            if question not in self.meanings.ids:
                message = f"{quote(question)} is no key question of {self.sampled.name}"
                message += did_you_mean(question, self.meanings.ids)
                self.remarks.append(Remark(path, message, Rule.UNKNOWN_QUESTION, at_key=True))
                continue
            at = self.named(path, said)
            if at is not None and self.take(at, question, path):
                found[question] = at
        own = self._by_headings({*found})
        return {**found, **own}

    def _by_headings(self, known: set[str]) -> dict[str, int]:
        """Return the columns of key questions that their headings tell."""
        candidates: dict[str, list[int]] = {}
        for at, text in enumerate(self.headings.texts, start=1):
            question = (
                self.meanings.of(text) if text and at not in {*self.taken, *self.left_out} else None
            )
            if question is not None and question not in known:
                candidates.setdefault(question, []).append(at)
        found: dict[str, int] = {}
        for question, columns in candidates.items():
            texts_of = self.headings.texts
            exact = [at for at in columns if self.meanings.is_exactly(texts_of[at - 1], question)]
            # Beside a column of the id, one of the id and words of others holds remarks on it.
            certain = exact or columns
            if len(certain) > 1:
                message = all_mean(self.headings, certain, question)
                self.problem(certain[1], message, Rule.AMBIGUOUS_COLUMN)
            found[question] = certain[0]
            self.taken |= dict.fromkeys(certain, question)
        return found

    def kept(self) -> dict[str, int]:
        """Return the further columns that a service file names."""
        found: dict[str, int] = {}
        for number, said in enumerate(self.table.characteristics):
            at = self.named(("characteristics", number), said)
            if at is not None:
                found[said] = at
        for said in self.table.rows.where:
            at = self.named(("rows", "where", said), said)
            if at is not None:
                found[said] = at
        return found

    def shown(self, questions: dict[str, int], hidden: Set[int]) -> dict[str, int]:
        """Return the columns of key questions that count, of those that are hidden too.

        Reports these, unless the service file says what they are.
        """
        unseen = {question: at for question, at in questions.items() if at in hidden}
        rule = self.table.rows.hidden
        for question, at in unseen.items() if rule is None else ():
            message = (
                f"column {letters_of(at)} ({question}) is hidden: under 'rows' say 'hidden: count' "
                "or 'hidden: leave_out'"
            )
            self.problem(at, message, Rule.HIDDEN_CELLS)
        if rule != "leave_out":
            return questions
        return {question: at for question, at in questions.items() if question not in unseen}

    def problem(self, column: int, message: str, rule: Rule) -> None:
        """Add a problem at the heading of a column."""
        self.problems.append(self.at.problem(self.headings.row, column, message, rule))


def _report_others(
    finder: _Finder, known: Iterable[int], strangers: Mapping[str, str]
) -> list[int]:
    """Report columns that nothing is said of; return those without a heading."""
    known = {*known}
    bare = []
    unknown: list[tuple[int, str]] = []
    for at in range(1, len(finder.headings.texts) + 1):
        text = finder.headings.texts[at - 1]
        if at in finder.left_out:
            continue
        if not text and at not in known:
            bare.append(at)
        elif at not in known:
            unknown.append((at, text))
    if finder.table.other_columns == "ignore":
        return []
    for run in _runs(unknown):
        _report_unknown(finder, run, strangers)
    return bare


def _report_unknown(
    finder: _Finder, run: list[tuple[int, str]], strangers: Mapping[str, str]
) -> None:
    """Report neighbouring columns that nothing is said of."""
    first, last = run[0][0], run[-1][0]
    names = [apart(text, finder.headings.texts) for _, text in run[:_MOST_NAMED]]
    if len(run) > _MOST_NAMED:
        names.append(f"{len(run) - _MOST_NAMED} more")
    others = {strangers[folded(text)] for _, text in run if folded(text) in strangers}
    what = "are no key questions" if len(run) > 1 else "is no key question"
    letters = f"column {letters_of(first)}"
    if len(run) > 1:
        letters = f"columns {letters_of(first)} to {letters_of(last)}"
    remedy = finder.remedy
    if others and len(others) == 1:
        remedy = f"{others.pop()} has it: 'rows: where' tells rows apart, with"
        remedy += " 'other_columns: ignore'"
    message = f"{listed(names)} ({letters}) {what} of {finder.sampled.name}: {remedy}"
    to = (finder.headings.row, last)
    finder.problems.append(
        finder.at.problem(finder.headings.row, first, message, Rule.UNKNOWN_HEADING, to=to)
    )


def _runs(columns: Iterable[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    runs: list[list[tuple[int, str]]] = []
    for each in columns:
        if runs and runs[-1][-1][0] == each[0] - 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def find_columns(source: Source, headings: Headings, remarks: list[Remark]) -> Columns:
    """Return the columns of a table that count, with what is wrong with any of them.

    What is wrong with what was said of them goes to the remarks.
    """
    grid, table, sampled, others, *_ = source
    finder = _Finder(source, headings, remarks)
    case = finder.case()
    questions = finder.questions()
    kept = finder.kept()
    strangers = {
        folded(question.id): each.name for each in others for question in each.case_questions
    }
    bare: list[int] = []
    # Of columns that were named wrongly it is known already.
    if case and questions and not remarks:
        bare = _report_others(finder, [*finder.taken, *kept.values()], strangers)
        questions = finder.shown(questions, grid.hidden_columns)
    elif case and not questions and not remarks:
        message = f"no column is a key question of {sampled.name}"
        finder.problem(case, message, Rule.MISSING_COLUMN)
    return Columns(
        row=headings.row,
        width=len(headings.texts),
        ignored=table.other_columns == "ignore",
        case=case,
        questions=questions,
        kept=kept,
        characteristics=table.characteristics,
        without_heading=bare,
        problems=finder.problems,
    )
