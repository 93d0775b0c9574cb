"""Cases that a service file keeps in spreadsheets: found, read, and checked by row and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from yotrate.checking.drafts import Draft
from yotrate.files.reading import STANDARD_INPUT, is_share
from yotrate.files.tables import is_spreadsheet
from yotrate.framework.model import Framework
from yotrate.problems import (
    ENOUGH_PROBLEMS,
    START,
    TOO_MUCH,
    InvalidFile,
    Path,
    Problem,
)
from yotrate.rules_of_problems import Rule
from yotrate.service.asked import Asked, report_unrated
from yotrate.service.model import Answer, Sample, ServiceFile, answer_or_none, not_an_answer
from yotrate.service.spreadsheets import (
    LABELS_ROW,
    Column,
    Runs,
    Sheet,
    no_reference,
    read_sheet,
)
from yotrate.text import folded, quote, short

_MOST_SPREADSHEETS = 100


def split_spreadsheets(data: Any) -> tuple[Any, dict[str, Any]]:
    """Take the domains whose cases are in a spreadsheet out of a file's data.

    Returns:
        The data without them, and what each says of its spreadsheet: a name, or a mapping.
    """
    cases = data.get("cases") if isinstance(data, dict) else None
    if not isinstance(cases, dict):
        return data, {}
    references = {key: value for key, value in cases.items() if _names_a_spreadsheet(value)}
    if not references:
        return data, {}
    kept = {key: value for key, value in cases.items() if key not in references}
    return {**data, "cases": kept}, references


def _names_a_spreadsheet(value: Any) -> bool:
    file = value.get("file") if isinstance(value, dict) else value
    return isinstance(file, str) and (file != value or is_spreadsheet(file))


def read_spreadsheets(
    draft: Draft[ServiceFile], framework: Framework, references: Mapping[str, Any]
) -> dict[str, Sheet | None]:
    """Read the spreadsheets of a framework's domains, and report what is wrong with any of them.

    Returns:
        What was read, by domain; None where nothing could be.
    """
    sheets: dict[str, Sheet | None] = dict.fromkeys(references)
    asked = {each.id: each.case_questions for each in framework.samples}
    sampled = [domain for domain in references if domain in asked]
    if len(sampled) > _MOST_SPREADSHEETS:
        message = f"the cases of more than {_MOST_SPREADSHEETS} domains are in spreadsheets"
        draft.fault(("cases",), f"{message}, the most that are read", Rule.TOO_LARGE, key=True)
    for domain in sampled[:_MOST_SPREADSHEETS]:
        reference = references[domain]
        path: Path = ("cases", domain)
        names = {"file": reference} if isinstance(reference, str) else reference
        for key in names.keys() - {"file", "sheet"}:
            message = f"unknown key {quote(key)}: expected file or sheet"
            draft.fault((*path, key), message, Rule.UNKNOWN_KEY, key=True)
        folder = draft.document.folder
        file, sheet = names["file"], names.get("sheet")
        if sheet is not None and not isinstance(sheet, str):
            message = f"expected the name of a sheet, found {quote(sheet)}"
            draft.fault((*path, "sheet"), message, Rule.UNEXPECTED_VALUE)
        elif not _is_inside(folder, file):
            message = f"{quote(file)} is not in the folder of this file, or below it"
            draft.fault(path, message, Rule.OUTSIDE_FOLDER)
        else:
            try:
                wanted = {question.id for question in asked[domain]}
                sheets[domain] = read_sheet(folder / file, sheet, wanted)
            except InvalidFile as error:
                draft.findings.others += error.problems
    return sheets


def _is_inside(folder: FilePath, file: str) -> bool:
    if file == STANDARD_INPUT or is_share(file):
        return False
    try:
        return (folder / file).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def check_sheet(
    draft: Draft[ServiceFile], sheet: Sheet, asked: Asked, others: Iterable[Asked]
) -> Sample | None:
    """Take the answers of a spreadsheet, or report what is wrong, by row and column."""
    found = list(islice(_problems_of(draft, sheet, asked, others), ENOUGH_PROBLEMS))
    if len(found) == ENOUGH_PROBLEMS:
        found.append(Problem(sheet.name, *START, TOO_MUCH, Rule.TOO_MANY_PROBLEMS))
    draft.findings.others += found
    if found:
        return None
    answers = {
        question: _answers(sheet.columns[question])
        for question in asked.known
        if question in sheet.columns
    }
    applied = {key for key, column in answers.items() if "yes" in column or "no" in column}
    path = ("cases", asked.sampled.id)
    report_unrated(draft, path, asked, applied)
    if sheet.similar:
        draft.warn(path, f"{sheet.name}: {sheet.similar}", Rule.SIMILAR_REFERENCES, key=True)
    return Sample(sheet.references, answers)


def _problems_of(
    draft: Draft[ServiceFile], sheet: Sheet, asked: Asked, others: Iterable[Asked]
) -> Iterator[Problem]:
    yield from sheet.problems
    other = next((each for each in others if each.answered_by(sheet.columns)), None)
    if other is not None and not asked.answered_by(sheet.columns):
        first = next(name for name in sheet.columns if name in other.titles)
        message = f"this sheet answers {other.sampled.name}, and not {asked.sampled.name}"
        yield sheet.problem(0, first, message, Rule.MIXED_DOMAINS)
        return
    if any(map(answer_or_none, sheet.labels)):
        yield no_reference(sheet.name, LABELS_ROW, 1)
    absent = [question for question in asked.titles if question not in sheet.columns]
    for name in sheet.columns:
        if name in asked.known:
            continue
        meant = draft.hints.closest(name, absent) or draft.hints.closest(name, asked.titles)
        if meant in absent:
            absent.remove(meant)
        hint = f": did you mean {quote(meant)}?" if meant else ""
        yield sheet.problem(0, name, asked.unknown(name) + hint, Rule.UNKNOWN_HEADING)
    if not draft.partial:
        for question in absent:
            message = f"no column for {question} ({short(asked.titles[question])})"
            yield Problem(sheet.name, *START, message, Rule.MISSING_COLUMN)
        if not sheet.references:
            yield Problem(sheet.name, *START, "there is no case in it", Rule.MISSING_CASES)
    yield from _wrong_answers(sheet, asked, partial=draft.partial)


def _wrong_answers(sheet: Sheet, asked: Asked, *, partial: bool) -> Iterator[Problem]:
    wrong: dict[str, set[str]] = {}
    for question in [each for each in asked.known if each in sheet.columns]:
        texts = set(sheet.columns[question])
        bad = {text for text in texts if answer_or_none(text) is None}
        if partial or question not in asked.titles:
            bad = set(filter(folded, bad))
        wrong[question] = bad
    columns = {name: sheet.columns[name] for name in asked.known if wrong.get(name)}
    runs = Runs(sheet.name)
    for at, row in enumerate(zip(*columns.values(), strict=True)):
        for question, text in zip(columns, row, strict=True):
            if text in wrong[question]:
                if folded(text):
                    what = f", question {question}: {not_an_answer(text)}"
                    rule = Rule.NOT_AN_ANSWER
                else:
                    what = f": no answer to {question} ({short(asked.titles[question])})"
                    rule = Rule.MISSING_ANSWER
                reference, column = sheet.references[at], sheet.places[question]
                yield from runs.add(sheet.rows[at], column, reference, what, rule)
    yield from runs.end()


def _answers(column: Column) -> tuple[Answer | None, ...]:
    known = {text: answer_or_none(text) for text in set(column)}
    return tuple(map(known.__getitem__, column))
