"""A workbook to fill in: a sheet for the service, one for the cases of each domain, and a guide."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from yotrate.files.new_workbooks import written
from yotrate.framework.model import Framework, Sampled
from yotrate.service.asked import asked_of
from yotrate.service.form_labels import (
    COUNTS,
    DISCRETION,
    ELIGIBLE,
    FIELDS,
    FRAMEWORK,
    GUIDE_SHEET,
    JUDGEMENTS,
    MOVE_HEADINGS,
    NAME,
    NOT_RATED,
    NOTES,
    READER,
    REASON_HEADINGS,
    SERVICE_SHEET,
    judged_titles,
    sheet_name,
)
from yotrate.service.model import Sample
from yotrate.text import letters_of, prose

_ANSWERS = ["yes", "no", "n/a"]
_READERS = ["service", "inspectorate", "report"]
_LEAST_ROWS = 200
"""Rows of a sheet of cases that have drop-downs, and count, at the least."""
_SPARE_ROWS = 50
_LONGEST_LIST = 255
"""Characters that the choices of a drop-down may have together."""
_MOVES, _REASONS = 6, 4
_HEIGHT_OF_HEADINGS = 48
_TITLE, _HOW, _YES, _APPLICABLE, _PER_CENT, _STANDARDS, _HEADINGS = range(7)


def form_workbook(
    framework: Framework,
    reference: str,
    name: str | None,
    samples: Mapping[str, Sample],
    eligible: Mapping[str, int] = MappingProxyType({}),
) -> bytes:
    """Return an XLSX workbook to fill in.

    Args:
        framework: what the service is rated by.
        reference: how the workbook refers to it: its id, or a path.
        name: the service's name, or None to leave a blank.
        samples: by domain, cases without answers: their references are filled in, and what else is
            known of them, to the right of the key questions.
        eligible: by domain how many cases there were to draw the sample from.

    Raises:
        WrongUsage: XlsxWriter is not installed.
    """
    return written(lambda book: _Form(book, framework, eligible).write(reference, name, samples))


class _Formats:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF2", "border": 1}
        )
        self.quiet = book.add_format({"italic": True, "font_color": "#444444"})
        # What is typed there stays as it was typed: no reference becomes a date or a number.
        self.input = book.add_format({"border": 1, "num_format": "@", "text_wrap": True})
        self.count = book.add_format({"border": 1, "align": "center"})
        self.percent = book.add_format({"border": 1, "align": "center", "num_format": "0%"})


class _Form:
    """A workbook that is being written: its guide, and the sheet of the service."""

    def __init__(self, book: Any, framework: Framework, eligible: Mapping[str, int]) -> None:
        self._book = book
        self._framework = framework
        self._eligible = eligible
        self._formats = _Formats(book)

    def write(self, reference: str, name: str | None, samples: Mapping[str, Sample]) -> None:
        """Write all sheets."""
        self._guide()
        service = self._book.add_worksheet(SERVICE_SHEET)
        self._service(service, reference, name)
        for domain in self._framework.samples:
            sheet = self._book.add_worksheet(sheet_name(domain))
            _Cases(sheet, self._formats, domain).write(samples.get(domain.id))
        service.activate()

    def _guide(self) -> None:
        """Write the sheet that explains the others."""
        sheet = self._book.add_worksheet(GUIDE_SHEET)
        sheet.set_column(0, 0, 100)
        judged = "Each judgement is a rating: " + ", ".join(
            prose(rating.name) for rating in self._framework.ratings
        )
        lines = [
            f"1. On the sheet '{SERVICE_SHEET}', fill in the cells with a border.",
            f"2. {judged}." if judged_titles(self._framework) else "2. There is nothing to judge.",
            "3. On the other sheets, write a reference for each case, never a name: the cases are "
            "about children.",
            "4. Answer each key question for each case: yes, no, or n/a where the need did not "
            "arise. A blank is a missing answer.",
            "5. Your own columns may stand to the right of the key questions: they are not read.",
            "6. The rows above the headings count as you type: how many cases say yes, to how many "
            "the question applied, and the per cent, half up.",
            "7. Clear the references of cases that you do not read.",
            "8. Save the workbook, and rate it: yotrate score, and the name of the file.",
        ]
        sheet.write_string(0, 0, "How to fill this in", self._formats.title)
        for row, line in enumerate(lines, start=2):
            sheet.write_string(row, 0, line, self._formats.plain)
        sheet.fit_to_pages(1, 0)

    def _service(self, sheet: Any, reference: str, name: str | None) -> None:
        """Write the sheet of the service."""
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 52)
        sheet.set_column(2, 2, 60)
        sheet.set_column(3, 3, 14)
        sheet.write_string(0, 0, prose(self._framework.title), self._formats.title)
        known = {NAME: name or "", FRAMEWORK: reference, READER: "service"}
        row = 2
        for label in FIELDS:
            sheet.write_string(row, 0, label, self._formats.heading)
            sheet.write_string(row, 1, known.get(label, ""), self._formats.input)
            if label == READER:
                _choose(sheet, (row, 1, row, 1), _READERS)
            row += 1
        row = self._section(sheet, row + 1, JUDGEMENTS, ["", "Rating"])
        ratings = [rating.name for rating in self._framework.ratings]
        judged = {
            key: title
            for standard in self._framework.standards
            for key, title in standard.judged.items()
        }
        row = self._rows(sheet, row, judged, ratings)
        row = self._section(sheet, row + 1, ELIGIBLE, ["", "How many the sample was drawn from"])
        titles = {each.id: each.title for each in self._framework.samples}
        numbers = {name: str(number) for name, number in self._eligible.items()}
        row = self._rows(sheet, row, titles, [], numbers)
        row = self._section(sheet, row + 1, NOT_RATED, REASON_HEADINGS)
        ids = [each.id for each in self._framework.domains]
        ids += [each.id for each in self._framework.standards]
        self._blank(sheet, row, _REASONS, 2, {0: ids})
        row = self._section(sheet, row + _REASONS + 1, DISCRETION, MOVE_HEADINGS)
        moved = [each.id for each in self._framework.standards if each.basis == "cases"]
        self._blank(sheet, row, _MOVES, 4, {0: moved, 1: ratings})
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _section(self, sheet: Any, row: int, title: str, headings: Sequence[str]) -> int:
        """Write the title and the headings of a section; return the row below."""
        sheet.write_string(row, 0, title, self._formats.title)
        for column, heading in enumerate(headings):
            if heading:
                sheet.write_string(row + 1, column, heading, self._formats.quiet)
        return row + 2

    def _rows(
        self,
        sheet: Any,
        row: int,
        titles: Mapping[str, str],
        choices: Sequence[str],
        known: Mapping[str, str] = MappingProxyType({}),
    ) -> int:
        """Write a row for each of what has an id; return the row below."""
        for key, title in titles.items():
            sheet.write_string(row, 0, f"{key} {prose(title)}", self._formats.heading)
            sheet.write_string(row, 1, known.get(key, ""), self._formats.input)
            if choices:
                _choose(sheet, (row, 1, row, 1), choices)
            row += 1
        return row

    def _blank(
        self, sheet: Any, row: int, rows: int, columns: int, choices: Mapping[int, Sequence[str]]
    ) -> None:
        for at in range(row, row + rows):
            for column in range(columns):
                sheet.write_blank(at, column, None, self._formats.input)
        for column, words in choices.items():
            _choose(sheet, (row, column, row + rows - 1, column), words)


class _Cases:
    """A sheet of the cases of a domain."""

    def __init__(self, sheet: Any, formats: _Formats, domain: Sampled) -> None:
        self._sheet = sheet
        self._formats = formats
        self._domain = domain
        self._questions = asked_of(domain)

    def write(self, sample: Sample | None) -> None:
        """Write the sheet."""
        sheet, domain, questions = self._sheet, self._domain, self._questions
        references = sample.cases if sample is not None else ()
        first = _HEADINGS + 1
        last = first + max(_LEAST_ROWS, len(references) + _SPARE_ROWS) - 1
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, len(questions), 12)
        sheet.set_column(len(questions) + 1, len(questions) + 1, 40)
        sheet.write_string(_TITLE, 0, f"{domain.id} {prose(domain.title)}", self._formats.title)
        how = "A row for each case: a reference, never a name, and yes, no or n/a to each question."
        sheet.write_string(_HOW, 0, how, self._formats.quiet)
        for row, label in zip((_YES, _APPLICABLE, _PER_CENT), COUNTS, strict=True):
            sheet.write_string(row, 0, label, self._formats.heading)
        self._write_headings()
        for column in range(1, len(questions) + 1):
            self._formulas(column, first, last)
        width = len(questions) + 2
        for row in range(first, last + 1):
            for column in range(width):
                sheet.write_blank(row, column, None, self._formats.input)
        for row, reference in enumerate(references, start=first):
            sheet.write_string(row, 0, reference, self._formats.input)
        known = sample.characteristics if sample is not None else {}
        for column, (name, texts) in enumerate(known.items(), start=width):
            sheet.set_column(column, column, 18)
            sheet.write_string(_HEADINGS, column, prose(name), self._formats.heading)
            for row, text in enumerate(texts, start=first):
                sheet.write_string(row, column, text, self._formats.input)
        _choose(sheet, (first, 1, last, len(questions)), _ANSWERS)
        # Programs don't find the height of wrapped text before the file is opened.
        sheet.set_row(_HEADINGS, _HEIGHT_OF_HEADINGS)
        sheet.freeze_panes(first, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_STANDARDS, _HEADINGS)

    def _write_headings(self) -> None:
        """Write the headings: standards, and key questions below them."""
        sheet, domain = self._sheet, self._domain
        sheet.write_string(_HEADINGS, 0, "case", self._formats.heading)
        asked = {question.id for question in self._questions}
        column = 1
        for standard in domain.standards:
            own = [each for each in standard.case_questions if each.id in asked]
            title = f"{standard.id} {prose(standard.title)}"
            if len(own) > 1:
                cells = (_STANDARDS, column, _STANDARDS, column + len(own) - 1)
                sheet.merge_range(*cells, "", self._formats.heading)
            if own:
                sheet.write_string(_STANDARDS, column, title, self._formats.heading)
            for question in own:
                text = f"{question.id} {prose(question.title)}"
                sheet.write_string(_HEADINGS, column, text, self._formats.heading)
                column += 1
        sheet.write_string(_HEADINGS, column, NOTES, self._formats.heading)

    def _formulas(self, column: int, first: int, last: int) -> None:
        """Write the counts of a key question, and the per cent: whole, half up."""
        letters = letters_of(column + 1)
        cells = f"{letters}{first + 1}:{letters}{last + 1}"
        yes, applicable = f"{letters}{_YES + 1}", f"{letters}{_APPLICABLE + 1}"
        count = f'COUNTIF({cells},"yes")'
        both = f'{count}+COUNTIF({cells},"no")'
        percent = f'IF({applicable}=0,"",INT((200*{yes}+{applicable})/(2*{applicable}))/100)'
        sheet = self._sheet
        sheet.write_formula(_YES, column, f"={count}", self._formats.count, 0)
        sheet.write_formula(_APPLICABLE, column, f"={both}", self._formats.count, 0)
        sheet.write_formula(_PER_CENT, column, f"={percent}", self._formats.percent, "")


def _choose(sheet: Any, cells: tuple[int, int, int, int], choices: Sequence[str]) -> None:
    """Give cells a drop-down, unless its choices are too long for one, or hold its comma."""
    if len(",".join(choices)) <= _LONGEST_LIST and not any("," in each for each in choices):
        sheet.data_validation(
            *cells,
            {
                "validate": "list",
                "source": list(choices),
                "error_title": "Not one of the choices",
                "error_message": f"Choose one of the list: {', '.join(choices)}"[:255],
            },
        )
