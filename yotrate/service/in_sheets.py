"""All that a service file keeps in spreadsheets: its cases, read once or twice, and judgements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from yotrate.checking.drafts import Draft
from yotrate.files.cells import At
from yotrate.framework.model import Framework
from yotrate.rules_of_problems import Rule
from yotrate.service.asked import Asked
from yotrate.service.elsewhere import Elsewhere
from yotrate.service.evidence_in_sheets import CasesInSheets, Files
from yotrate.service.judgements_in_sheets import Judged, judgements_in
from yotrate.service.model import Sample, ServiceFile
from yotrate.text import listed, short

_MOST_ROWS = 5


class InSheets:
    """What a service file keeps in spreadsheets, each of them opened once.

    `guesses` is how much of what was guessed about them nobody has looked at yet.
    """

    def __init__(
        self, draft: Draft[ServiceFile], framework: Framework, elsewhere: Elsewhere
    ) -> None:
        self._draft = draft
        self._framework = framework
        files = Files(draft)
        self._cases = CasesInSheets(draft, framework, "cases", elsewhere.cases, files)
        self._again = CasesInSheets(
            draft, framework, "second_readings", elsewhere.second_readings, files
        )
        self._judged = Judged(is_whole=True)
        if elsewhere.judgements is not None:
            self._judged = judgements_in(draft, framework, elsewhere.judgements, files)
        self._warn_of_rows_in_no_table()
        self.guesses = self._cases.guesses + self._again.guesses + self._judged.guesses

    def _warn_of_rows_in_no_table(self) -> None:
        """Warn of rows with answers that `where` leaves out of each table of their sheet.

        Where there are other problems, such rows may follow from them.
        """
        if self._draft.findings.faults:
            return
        sheets = [
            sheet
            for each in (self._cases, self._again)
            for own in each.tables.values()
            for sheet in own
            if sheet.rows
        ]
        taken: dict[At, set[int]] = {}
        for sheet in sheets:
            if any(each.passed_over for each in sheets if each.at == sheet.at):
                taken.setdefault(sheet.at, set()).update(sheet.rows)
        for sheet in sheets:
            rows = [row for row in sheet.passed_over if row not in taken[sheet.at]]
            taken.get(sheet.at, set()).update(rows)
            if rows:
                message = f"{_named(rows)} answers, and 'where' leaves them out of every table"
                problem = sheet.at.problem(rows[0], sheet.case_column, message, Rule.HIDDEN_CELLS)
                self._draft.findings.notes.append(problem._replace(warning=True))

    def given(self) -> set[str]:
        """Return the ids of what stands in any spreadsheet: key questions, and what is judged."""
        return {*self._cases.given(), *self._judged.ratings}

    @property
    def domains(self) -> Collection[str]:
        """The domains whose cases are in spreadsheets, as they are named."""
        return self._cases.tables.keys()

    def samples(self, asked: Mapping[str, Asked]) -> dict[str, Sample]:
        """Return the cases of the domains, where they are sound; report what is wrong."""
        return _samples(self._cases, asked)

    def second_readings(self, asked: Mapping[str, Asked]) -> dict[str, Sample]:
        """Return the second readings of the domains, where they are sound."""
        return _samples(self._again, asked)

    def judgements(self, not_needed: Collection[str]) -> dict[str, str]:
        """Return the judgements by what they are on; "" where there is none, which was told.

        Those of standards that are not needed are not missed. Reports what the service file
        itself judges otherwise.
        """
        self._tell_twice()
        missed: list[str] = []
        if not self._judged.is_whole:
            missed = [
                key
                for each in self._framework.standards
                if each.id not in not_needed
                for key in each.judged
            ]
        return {**dict.fromkeys(missed, ""), **self._judged.ratings}

    def _tell_twice(self) -> None:
        band_named = self._framework.band_named
        for key, own in self._draft.mapping("judgements").items():
            name = self._judged.ratings.get(key)
            if name and isinstance(own, str) and band_named(own) not in (None, band_named(name)):
                place = self._judged.places[key]
                message = f"{short(key)} is judged twice: here, and in {place} as {short(name)}"
                self._draft.fault(("judgements", key), message, Rule.REPEATED_CASE, key=True)


def _named(rows: Sequence[int]) -> str:
    """Return what rows have, as a sentence begins."""
    shown = [f"{row}" for row in rows[:_MOST_ROWS]]
    if len(rows) > _MOST_ROWS:
        shown.append(f"{len(rows) - _MOST_ROWS:,} more")
    return f"row {shown[0]} has" if len(rows) == 1 else f"rows {listed(shown)} have"


def _samples(cases: CasesInSheets, asked: Mapping[str, Asked]) -> dict[str, Sample]:
    found = {name: cases.sample(asked[name]) for name in _in_order(cases.tables, asked)}
    return {name: sample for name, sample in found.items() if sample is not None}


def _in_order(names: Iterable[str], known: Collection[str]) -> list[str]:
    return [name for name in names if name in known]
