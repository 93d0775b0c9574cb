"""The cases of a service file, or its printed results: checked against what the framework asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from yotrate.checking.drafts import Draft
from yotrate.framework.model import Framework, Sampled
from yotrate.problems import (
    Path,
)
from yotrate.rules_of_problems import Rule
from yotrate.service.answers import Answer, answer_or_none, is_not_applicable
from yotrate.service.asked import Absent, Asked, report_unrated
from yotrate.service.characteristics import with_characteristics
from yotrate.service.model import IF_NOT_RATED, Printed, Sample, ServiceFile
from yotrate.service.references import check_references, identity
from yotrate.text import quote, short

if TYPE_CHECKING:
    from yotrate.service.in_sheets import InSheets

_EVIDENCE = (("cases",), ("results",))
_AGAIN = "second_readings"


def check_evidence(
    draft: Draft[ServiceFile],
    framework: Framework,
    absent: Absent,
    sheets: InSheets | None,
    elsewhere: Collection[str] = (),
) -> dict[str, Sample]:
    """Check that each case-based domain has cases, or results, and that they are whole.

    What stands `elsewhere` was told of, and is not missing.

    Returns:
        The samples of the domains whose cases stand in a spreadsheet, where they are sound.
    """
    asked = {each.id: Asked.of(each, absent) for each in framework.samples}
    in_sheets = sheets.domains if sheets else ()
    for name in in_sheets:
        if name not in asked:
            message = f"{quote(name)} is no domain that is rated from cases"
            draft.fault(("cases", name), message, Rule.UNKNOWN_DOMAIN, key=True)
    samples = sheets.samples(asked) if sheets else {}
    given, misplaced = set(in_sheets), set(elsewhere)
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
                strange = _check_domain_of_cases(draft, key, asked[name], asked.values())
                misplaced.update(strange.values())
                _check_sample(draft, key, asked[name], spoilt, strange)
            else:
                _check_results(draft, framework, key, asked[name])
            given.add(name)
    _check_domains(draft, asked, given | misplaced)
    return samples


def _check_domains(
    draft: Draft[ServiceFile], asked: Mapping[str, Asked], given: Collection[str]
) -> None:
    """Report the case-based domains of which nothing is given."""
    for name, each in asked.items():
        lacking = all(draft.lacks(section, name) for section in ("cases", "results"))
        if each.titles and lacking and name not in given:
            message = (
                f"no cases for {each.sampled.name} ({short(each.sampled.title)}){IF_NOT_RATED}"
            )
            draft.gap(("cases", name), message, Rule.MISSING_CASES)


def _check_domain_of_cases(
    draft: Draft[ServiceFile], key: str, asked: Asked, others: Iterable[Asked]
) -> dict[str, str]:
    """Report cases that answer another domain, whose line is missing or stands elsewhere.

    Returns:
        The domain of each such case.
    """
    strange: dict[str, str] = {}
    for other in others:
        cases = [
            case
            for case, answers in draft.mapping("cases", key).items()
            if answers and other.answered_by(answers) and not asked.answered_by(answers)
        ]
        if not cases:
            continue
        strange |= dict.fromkeys(cases, other.sampled.id)
        many = f"cases {quote(cases[0])} to {quote(cases[-1])} answer"
        which = many if len(cases) > 1 else f"case {quote(cases[0])} answers"
        remedy = f"the line '\"{other.sampled.id}\":' is missing before this"
        if any(other.sampled.id in draft.mapping(section) for section in ("cases", "results")):
            remedy = "that is where this belongs"
        message = f"{which} {other.sampled.name} ({short(other.sampled.title)}): {remedy}"
        draft.fault(("cases", key, cases[0]), message, Rule.MIXED_DOMAINS, key=True)
    return strange


def _check_sample(
    draft: Draft[ServiceFile],
    key: str,
    asked: Asked,
    spoilt: Collection[Path],
    strange: Collection[str],
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
        if case in strange:
            continue
        if not answers or answers.keys() != questions or None in answers.values():
            _check_case(draft, ("cases", key, case), asked)
    if ("cases", key) not in spoilt and len(draft.findings.faults) == before:
        report_unrated(draft, ("cases", key), asked, _applied(asked.titles, cases.values()))


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


def _check_results(draft: Draft[ServiceFile], framework: Framework, key: str, asked: Asked) -> None:
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
        report_unrated(draft, path, asked, applied)


def _check_case(draft: Draft[ServiceFile], path: Path, asked: Asked) -> None:
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
    draft: Draft[ServiceFile],
    framework: Framework,
    file: ServiceFile,
    samples: Mapping[str, Sample],
) -> dict[str, Sample | Printed]:
    """Return what the domains of a file are rated from, short of those with something wrong.

    `samples` are those of spreadsheets, by domain.
    """
    wrong = {path[1] for path in _faulty(draft) if path[:1] in _EVIDENCE and len(path) > 1}
    evidence: dict[str, Sample | Printed] = {
        key: Printed(figures) for key, figures in file.results.items() if key not in wrong
    }
    for domain in framework.samples:
        if file.cases.get(domain.id) and domain.id not in wrong:
            evidence[domain.id] = _columns(domain, file.cases[domain.id])
    return with_characteristics(draft, framework, {**evidence, **samples}, file)


def _columns(domain: Sampled, cases: Mapping[str, Mapping[str, Answer]]) -> Sample:
    rows = list(cases.values())
    answered = set().union(*rows)
    asked = [question.id for question in domain.case_questions if question.id in answered]
    return Sample(tuple(cases), {name: tuple([row.get(name) for row in rows]) for name in asked})


def second_readings(
    draft: Draft[ServiceFile],
    framework: Framework,
    absent: Absent,
    sheets: InSheets | None,
    first: Mapping[str, Sample | Printed],
) -> dict[str, Sample]:
    """Return the second readings of cases by domain, those that are sound.

    Each is of a case that was read before, and answers the same key questions.
    """
    asked = {each.id: Asked.of(each, absent) for each in framework.samples}
    draft.unknown(
        (_AGAIN,),
        asked,
        lambda key: f"{quote(key)} is no domain that is rated from cases",
        Rule.UNKNOWN_DOMAIN,
    )
    found = sheets.second_readings(asked) if sheets else {}
    for key in draft.mapping(_AGAIN):
        if key not in asked or key in found:
            continue
        before = len(draft.findings.faults)
        cases = draft.mapping(_AGAIN, key)
        for case, answers in cases.items():
            _check_case(draft, (_AGAIN, key, case), asked[key])
            if not isinstance(answers, dict):
                before = -1
        if len(draft.findings.faults) == before:
            read = {case: _answers_of(answers) for case, answers in cases.items()}
            found[key] = _columns(asked[key].sampled, read)
    for key, again in found.items():
        sample = first.get(key)
        known = set(map(identity, sample.cases)) if isinstance(sample, Sample) else set()
        for case in again.cases:
            if known and identity(case) not in known:
                message = f"case {quote(case)} of {asked[key].sampled.name} was not read first"
                draft.fault((_AGAIN, key), message, Rule.UNKNOWN_CASE, key=True)
    return found


def _answers_of(answers: Mapping[str, str | None]) -> dict[str, Answer]:
    found = {key: answer_or_none(text or "") for key, text in answers.items()}
    return {key: answer for key, answer in found.items() if answer is not None}
