"""Which rows of a table are cases: those with a reference and at least one known answer.

Any other row with a reference, and one that is hidden, is a problem until a service file says what
it is: a total or a note is never taken for a case, and no case is lost for one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from yotrate.files.cells import Grid
from yotrate.problems import Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import Answer
from yotrate.service.maps import RowRules
from yotrate.service.references import identity
from yotrate.service.remedies import IN_A_FILE, Remedy
from yotrate.text import folded, listed, plural, quote

_A_FIGURE = re.compile(r"[£$]?[0-9]+([.,/:][0-9]+)*\s*%?|[0-9]+\s+of\s+[0-9]+", re.ASCII)
_MOST_NAMED = 2


def is_figure(text: str) -> bool:
    """Return whether a text is a number, an amount, a share or a date, and so no word."""
    return bool(_A_FIGURE.fullmatch(folded(text)))


class Body(NamedTuple):
    """What stands below the headings: references, answers and other cells, by column from 1.

    `identities` are what makes each reference the one that it is.
    """

    grid: Grid
    first: int
    case_column: int
    references: list[str]
    answers: Mapping[int, list[str]]
    others: Mapping[int, list[str]]
    identities: list[str]

    def shown(self, at: int, column: int, texts: Sequence[str]) -> str:
        """Return the text of a cell as people see it, where cells are merged too."""
        row = self.first + at
        top, _ = self.grid.merged.get((row, column), (row, column))
        above = top - self.first
        return texts[above] if 0 <= above < at else texts[at]


class Kept(NamedTuple):
    """The rows of a table that are cases, counted from 0, and the problems of others.

    `passed_over` are rows, from 1, with answers or words, in which stands something else than must.
    """

    rows: Sequence[int]
    problems: list[Problem]
    passed_over: Sequence[int] = ()


class Choice(NamedTuple):
    """What decides which rows are cases: rules, what must stand in columns, and meanings of words.

    `headings` are rows, from 0, in which headings stand again, with the problems of those that are
    of another table. With `partial`, a case may have no answer yet; `remedy` is what can be done
    about rows.
    """

    rules: RowRules
    where: Mapping[int, str]
    words: Mapping[str, Answer | None]
    partial: bool
    remedy: Remedy = IN_A_FILE
    headings: Mapping[int, Problem | None] = {}


def kept_rows(body: Body, choice: Choice) -> Kept:
    """Return the rows of a table that are cases."""
    grid, rules = body.grid, choice.rules
    said = choice.where or rules.skip or choice.headings
    plain = not (said or grid.hidden_rows or grid.merged or grid.odd)
    first = next(iter(body.answers.values()), body.references)
    regular = plain and all(map(_known(choice.words).__contains__, first))
    if regular and all(body.identities):
        return Kept(range(len(body.references)), [])
    return _Chooser(body, choice, _answered(body, choice.words)).choose()


def _known(words: Mapping[str, Answer | None]) -> set[str]:
    """Return the texts that are known answers."""
    return {text for text, answer in words.items() if answer is not None}


def _answered(body: Body, words: Mapping[str, Answer | None]) -> Sequence[bool]:
    """Return for each row whether it has at least one known answer."""
    known = _known(words)
    columns = iter(body.answers.values())
    found = list(map(known.__contains__, next(columns, body.references)))
    if all(found):
        return found
    for column in columns:
        found = [one or text in known for one, text in zip(found, column, strict=True)]
    return found


class _Run(NamedTuple):
    """Neighbouring rows of which the same is to be said."""

    rows: tuple[int, int]
    references: tuple[str, str]
    found: tuple[str, ...]


class _Chooser:
    """The rows of a table, one after the other."""

    def __init__(self, body: Body, choice: Choice, answered: Sequence[bool]) -> None:
        self._body = body
        self._rules = choice.rules
        self._where = {column: folded(text) for column, text in choice.where.items()}
        self._answered = answered
        self._partial = choice.partial
        self._in_words = choice.remedy.rows
        self._skip = frozenset(choice.rules.skip)
        self._headings = choice.headings
        self._kept: list[int] = []
        self._passed_over: list[int] = []
        self._problems: list[Problem] = []
        self._unanswered: list[_Run] = []
        self._hidden: list[_Run] = []

    def choose(self) -> Kept:
        """Return the rows that are cases."""
        for at, reference in enumerate(self._body.references):
            row = self._body.first + at
            if row in self._skip:
                continue
            if at in self._headings:
                problem = self._headings[at]
                self._problems += [] if problem is None else [problem]
            elif not self._meets(at):
                self._pass_over(at, row)
            elif self._is_case(at, row, reference):
                self._take(at, row)
        for run in self._unanswered:
            self._tell_unanswered(run)
        for run in self._hidden:
            self._tell_hidden(run)
        return Kept(self._kept, self._problems, self._passed_over)

    def _pass_over(self, at: int, row: int) -> None:
        hidden = row in self._body.grid.hidden_rows and self._rules.hidden == "leave_out"
        if not hidden and (self._answered[at] or self._has_words(at, row)):
            self._passed_over.append(row)

    def _has_words(self, at: int, row: int) -> bool:
        return any(self._is_word(text, row, column) for column, text in self._cells(at))

    def _meets(self, at: int) -> bool:
        """Return whether in a row stands what must, to be one of those that count."""
        return all(
            folded(self._body.shown(at, column, self._body.others[column])) == text
            for column, text in self._where.items()
        )

    def _is_case(self, at: int, row: int, reference: str) -> bool:
        """Return whether a row is a case; report one of which it is not known what it is."""
        if not self._body.identities[at]:
            top = self._body.shown(at, self._body.case_column, self._body.references)
            if self._answered[at]:
                if top:
                    # Of two rows that share a reference, the second tells the case again.
                    self._body.references[at] = top
                    self._body.identities[at] = identity(top)
                    return True
                self._problems.append(self._without_reference(row))
            elif at and not top and any(self._texts(at)):
                self._tell_later(row, "", at)
            return False
        if self._answered[at]:
            return True
        texts = [text for text in self._texts(at) if text]
        if self._has_words(at, row):
            return True
        if self._rules.unanswered == "leave_out":
            return False
        if self._rules.unanswered == "count" or (self._partial and not texts):
            return True
        self._tell_later(row, reference, at)
        return False

    def _is_word(self, text: str, row: int, column: int) -> bool:
        """Return whether a text may be an answer in words of somebody's own."""
        odd = self._body.grid.odd.get((row, column))
        computed = odd is not None and not odd.is_worked_out
        return bool(folded(text)) and not computed and not is_figure(text)

    def _cells(self, at: int) -> Iterable[tuple[int, str]]:
        return ((column, texts[at]) for column, texts in self._body.answers.items())

    def _texts(self, at: int) -> list[str]:
        return [texts[at] for texts in self._body.answers.values()]

    def _take(self, at: int, row: int) -> None:
        reference = self._body.references[at]
        odd = self._body.grid.odd.get((row, self._body.case_column))
        if odd is not None:
            message = f"this case reference is {odd}"
            self._tell(row, message, Rule.CHANGED_REFERENCE)
        if row in self._body.grid.hidden_rows:
            if self._rules.hidden is None:
                self._add(self._hidden, row, reference, ())
            if self._rules.hidden != "count":
                return
        self._kept.append(at)

    def _tell_later(self, row: int, reference: str, at: int) -> None:
        if self._rules.unanswered == "leave_out":
            return
        found = tuple(sorted(set(filter(None, self._texts(at)))))
        self._add(self._unanswered, row, reference, found)

    @staticmethod
    def _add(runs: list[_Run], row: int, reference: str, found: tuple[str, ...]) -> None:
        last = runs[-1] if runs else None
        if last is not None and last.rows[1] == row - 1:
            both = tuple(dict.fromkeys((*last.found, *found)))
            runs[-1] = _Run((last.rows[0], row), (last.references[0], reference), both)
        else:
            runs.append(_Run((row, row), (reference, reference), found))

    def _tell_unanswered(self, run: _Run) -> None:
        rule = Rule.UNANSWERED_ROW if self._in_words else Rule.MISSING_ANSWER
        message = _unanswered(run, in_words=self._in_words)
        self._tell(run.rows[0], message, rule, run.rows[1])

    def _tell_hidden(self, run: _Run) -> None:
        one = run.rows[0] == run.rows[1]
        is_hidden = "is hidden" if one else "are hidden"
        message = (
            f"{_named(run)} {is_hidden} or filtered out: under 'rows' say 'hidden: count' or "
            "'hidden: leave_out'"
        )
        self._tell(run.rows[0], message, Rule.HIDDEN_CELLS, run.rows[1])

    def _without_reference(self, row: int) -> Problem:
        message = "this row has no case reference"
        column = self._body.case_column
        return self._body.grid.at.problem(row, column, message, Rule.MISSING_REFERENCE)

    def _tell(self, row: int, message: str, rule: Rule, last: int | None = None) -> None:
        column = self._body.case_column
        to = (last or row, column)
        self._problems.append(self._body.grid.at.problem(row, column, message, rule, to=to))


def _named(run: _Run) -> str:
    """Return neighbouring rows with their references, as sentences begin with them."""
    (first, last), (one, other) = run.rows, run.references
    if first == last:
        return f"row {first} ({quote(one)})" if one else f"row {first}"
    names = f" ({quote(one)} to {quote(other)})" if one and other else ""
    return f"{plural(last - first + 1, 'row')}, {first} to {last}{names},"


def _unanswered(run: _Run, *, in_words: bool) -> str:
    """Return what to say of rows without answers; `in_words` where a service file can settle it."""
    shown = [quote(text) for text in run.found[:_MOST_NAMED]]
    if len(run.found) > _MOST_NAMED:
        shown.append(f"{len(run.found) - _MOST_NAMED} more")
    words = " in words that are known" if shown else ""
    found = f" (found {listed(shown)})" if shown else ""
    one = run.rows[0] == run.rows[1]
    has = "has" if one else "have"
    them = ("it is no case", "its reference") if one else ("they are no cases", "references")
    say = f"answer it, or clear {them[1]}" if one else f"answer them, or clear their {them[1]}"
    if in_words:
        say = f"under 'rows' say 'unanswered: leave_out' if {them[0]}"
        say += ", or 'unanswered: count' if not read yet"
    if shown and in_words:
        say += "; if those are answers, say under 'answers' what they mean"
    return f"{_named(run)} {has} no answer{words}{found}: {say}"
