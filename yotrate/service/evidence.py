"""The cases of a service file, or its printed results: checked against what the framework asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from yotrate.checking.drafts import Draft
from yotrate.files.reading import STANDARD_INPUT, is_share
from yotrate.framework.model import Framework, Sampled, Standard
from yotrate.problems import (
    ENOUGH_PROBLEMS,
    START,
    TOO_MUCH,
    InvalidFile,
    Path,
    Problem,
)
from yotrate.rules_of_problems import Rule
from yotrate.service.model import (
    IF_NOT_RATED,
    Answer,
    Printed,
    Sample,
    ServiceFile,
    answer_or_none,
    is_not_applicable,
    not_an_answer,
)
from yotrate.service.references import check_references
from yotrate.service.spreadsheets import LABELS_ROW, Column, Sheet, no_reference, read_sheet
from yotrate.text import folded, quote, short

_EVIDENCE = (("cases",), ("results",))
_MOST_SPREADSHEETS = 100


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


class _Asked(NamedTuple):
    """What the evidence of a domain must answer: titles of key questions by id.

    `known` are those, and the key questions of what was not rated: they may be answered.
    """

    sampled: Sampled
    titles: Mapping[str, str]
    standards: tuple[Standard, ...]
    known: Collection[str]

    @classmethod
    def of(cls, sampled: Sampled, absent: Absent) -> _Asked:
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

    def unknown(self, key: str) -> str:
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


def check_evidence(
    draft: Draft[ServiceFile],
    framework: Framework,
    absent: Absent,
    sheets: Mapping[str, Sheet | None],
) -> dict[str, Sample]:
    """Check that each case-based domain has cases, or results, and that they are whole.

    Returns:
        The samples of the domains whose cases stand in a spreadsheet, where they are sound.
    """
    asked = {each.id: _Asked.of(each, absent) for each in framework.samples}
    for name in [each for each in sheets if each not in asked]:
        message = f"{quote(name)} is no domain that is rated from cases"
        draft.fault(("cases", name), message, Rule.UNKNOWN_DOMAIN, key=True)
    samples = {
        name: sample
        for name, sheet in sheets.items()
        if sheet and name in asked and (sample := _check_sheet(draft, sheet, asked[name]))
    }
    given = set(sheets)
    spoilt = {path[:2] for path in _faulty(draft)}
    for section in ("cases", "results"):
        meant = draft.unknown(
            (section,),
            asked,
            lambda key: f"{quote(key)} is no domain that is rated from cases",
            Rule.UNKNOWN_DOMAIN,
        )
        for key, value in draft.mapping(section).items():
            name = meant.get(key, key)
            if name not in asked or value is None:
                continue
            if name in given:
                message = f"{asked[name].sampled.name} has both cases and results: give one of them"
                draft.fault((section, key), message, Rule.CASES_AND_RESULTS, key=True)
            elif section == "cases":
                _check_sample(draft, key, asked[name], spoilt)
            else:
                _check_results(draft, framework, key, asked[name])
            given.add(name)
    _check_domains(draft, asked, given)
    return samples


def _check_domains(
    draft: Draft[ServiceFile], asked: Mapping[str, _Asked], given: Collection[str]
) -> None:
    """Report the case-based domains of which nothing is given."""
    for name, each in asked.items():
        lacking = all(draft.lacks(section, name) for section in ("cases", "results"))
        if each.titles and lacking and name not in given:
            message = (
                f"no cases for {each.sampled.name} ({short(each.sampled.title)}){IF_NOT_RATED}"
            )
            draft.gap(("cases", name), message, Rule.MISSING_CASES)


def _check_sample(
    draft: Draft[ServiceFile], key: str, asked: _Asked, spoilt: Collection[Path]
) -> None:
    before = len(draft.findings.faults)
    cases = draft.get("cases", key)
    if not cases:
        if cases is not None and asked.titles:
            message = f"{asked.sampled.name} needs at least one case"
            draft.gap(("cases", key), message, Rule.MISSING_CASES)
        return
    check_references(draft, key)
    questions = asked.titles.keys()
    for case, answers in draft.mapping("cases", key).items():
        if not answers or answers.keys() != questions or None in answers.values():
            _check_case(draft, ("cases", key, case), asked)
    if ("cases", key) not in spoilt and len(draft.findings.faults) == before:
        _unrated(draft, ("cases", key), asked, _applied(asked.titles, cases.values()))


def _unrated(
    draft: Draft[ServiceFile], path: Path, asked: _Asked, applied: Collection[str]
) -> None:
    """Tell at its domain of a standard that cannot be rated: it stops nothing else."""
    for message in () if draft.partial else asked.unrated(applied):
        draft.warn(path, message, Rule.NEVER_APPLIED, key=True)


def _applied(
    questions: Iterable[str], cases: Iterable[Mapping[str, str | None] | None]
) -> set[str]:
    """Return the key questions that applied to any of the cases."""
    never = set(questions)
    found: set[str] = set()
    for answers in cases:
        if not never:
            break
        for question in never:
            text = answers.get(question) if answers else None
            if text is not None and not is_not_applicable(text):
                found.add(question)
        never -= found
    return found


def _check_results(
    draft: Draft[ServiceFile], framework: Framework, key: str, asked: _Asked
) -> None:
    path = ("results", key)
    if draft.get(*path) is None:
        return
    meant = draft.unknown(path, asked.known, asked.unknown, Rule.UNKNOWN_QUESTION)
    for question, title in asked.titles.items():
        if draft.lacks(*path, question) and question not in meant.values():
            message = f"no result for {question} ({short(title)})"
            draft.gap((*path, question), message, Rule.MISSING_RESULT)
    figures = {key: text for key, text in draft.mapping(*path).items() if text is not None}
    if not framework.rounded and any(text.endswith("%") for text in figures.values()):
        message = f"{framework.id} bands exact percentages, and these were rounded when printed"
        message = f"{asked.sampled.name}: {message}: they are taken as printed"
        draft.warn(path, message, Rule.ROUNDED_RESULTS)
    if asked.titles.keys() <= figures.keys():
        applied = {key for key, text in figures.items() if not is_not_applicable(text)}
        _unrated(draft, path, asked, applied)


def _check_case(draft: Draft[ServiceFile], path: Path, asked: _Asked) -> None:
    case = quote(path[-1])
    meant = draft.unknown(
        path,
        asked.known,
        lambda key: f"case {case}: {asked.unknown(key)}",
        Rule.UNKNOWN_QUESTION,
    )
    for question, title in asked.titles.items():
        if draft.lacks(*path, question) and question not in meant.values():
            message = f"case {case}: no answer to {question} ({short(title)})"
            draft.gap((*path, question), message, Rule.MISSING_ANSWER)


def _faulty(draft: Draft[ServiceFile]) -> Iterator[Path]:
    yield from draft.unsound
    yield from (fault.path for fault in draft.findings.faults)


def evidence_in(
    draft: Draft[ServiceFile], framework: Framework, file: ServiceFile
) -> dict[str, Sample | Printed]:
    """Return what the domains of a file are rated from, short of those with something wrong."""
    wrong = {path[1] for path in _faulty(draft) if path[:1] in _EVIDENCE and len(path) > 1}
    evidence: dict[str, Sample | Printed] = {
        key: Printed(figures) for key, figures in file.results.items() if key not in wrong
    }
    for domain in framework.samples:
        if file.cases.get(domain.id) and domain.id not in wrong:
            evidence[domain.id] = _columns(domain, file.cases[domain.id])
    return evidence


def _columns(domain: Sampled, cases: Mapping[str, Mapping[str, Answer]]) -> Sample:
    rows = list(cases.values())
    answered = set().union(*rows)
    asked = [question.id for question in domain.case_questions if question.id in answered]
    return Sample(tuple(cases), {name: tuple([row.get(name) for row in rows]) for name in asked})


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
    return isinstance(file, str) and (file != value or folded(file).endswith((".csv", ".xlsx")))


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


def _check_sheet(draft: Draft[ServiceFile], sheet: Sheet, asked: _Asked) -> Sample | None:
    """Take the answers of a spreadsheet, or report what is wrong, by row and column."""
    found = list(islice(_problems_of(draft, sheet, asked), ENOUGH_PROBLEMS))
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
    _unrated(draft, path, asked, applied)
    if sheet.similar:
        draft.warn(path, f"{sheet.name}: {sheet.similar}", Rule.SIMILAR_REFERENCES, key=True)
    return Sample(sheet.references, answers)


def _problems_of(draft: Draft[ServiceFile], sheet: Sheet, asked: _Asked) -> Iterator[Problem]:
    yield from sheet.problems
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


def _wrong_answers(sheet: Sheet, asked: _Asked, *, partial: bool) -> Iterator[Problem]:
    wrong: dict[str, set[str]] = {}
    for question in [each for each in asked.known if each in sheet.columns]:
        texts = set(sheet.columns[question])
        bad = {text for text in texts if answer_or_none(text) is None}
        if partial or question not in asked.titles:
            bad = set(filter(folded, bad))
        wrong[question] = bad
    columns = {name: sheet.columns[name] for name in asked.known if wrong.get(name)}
    for at, row in enumerate(zip(*columns.values(), strict=True)):
        for question, text in zip(columns, row, strict=True):
            if text in wrong[question]:
                case = f"case {quote(sheet.references[at])}"
                if folded(text):
                    message = f"{case}, question {question}: {not_an_answer(text)}"
                    rule = Rule.NOT_AN_ANSWER
                else:
                    message = f"{case}: no answer to {question} ({short(asked.titles[question])})"
                    rule = Rule.MISSING_ANSWER
                yield sheet.problem(sheet.rows[at], question, message, rule)


def _answers(column: Column) -> tuple[Answer | None, ...]:
    known = {text: answer_or_none(text) for text in set(column)}
    return tuple(map(known.__getitem__, column))
