"""A draft of what a service file says of spreadsheets, and what is still blank in it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from yotrate.framework.model import Framework
from yotrate.problems import Problem, WrongUsage
from yotrate.service.asked import asked_of
from yotrate.service.blanks import Said
from yotrate.service.model import Sample
from yotrate.service.seeming import Cases
from yotrate.text import listed, plural, quote


class Taken(NamedTuple):
    """A table of cases that was recognised: its domain, and what a service file says of it."""

    domain: str
    table: dict[str, Any]
    cases: Cases


@dataclass(slots=True)
class Draft:
    """What was made out of spreadsheets, and what is to be said of it, in sentences.

    `judgements` is what a service file says of the table of them, None where there is none.
    """

    taken: list[Taken] = field(default_factory=list)
    judgements: dict[str, Any] | None = None
    taken_lines: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def inside(file: str | os.PathLike[str], folder: Path) -> str:
    """Return a file's path from a folder that it is in, or below.

    Raises:
        WrongUsage: it is elsewhere, or standard input.
    """
    name = os.fspath(file)
    if name == "-":
        message = "standard input is gone once it is read: name a file, or copy the answers"
        raise WrongUsage(message)
    path = os.path.relpath(os.path.abspath(name), os.path.abspath(folder))  # noqa: PTH100 - of any name
    if Path(path).parts[0] == "..":
        message = f"{quote(name)} is not in the folder of the service file, or below it"
        raise WrongUsage(f"{message}: write the service file there, or copy the answers")
    return path.replace(os.sep, "/")


def tables_by_domain(framework: Framework, draft: Draft) -> dict[str, list[dict[str, Any]]]:
    """Return what a service file says of its tables, by domain.

    Where no table has a column of a key question, the first one has a blank for it.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for domain in framework.samples:
        own = [each for each in draft.taken if each.domain == domain.id]
        if not own:
            continue
        given = {question for each in own for question in each.table["columns"]}
        absent = [each for each in asked_of(domain) if each.id not in given]
        for question in absent:
            own[0].table["columns"][question.id] = None
        if absent:
            columns = "column" if len(absent) == 1 else "columns"
            draft.blank.append(f"the {columns} of {listed([each.id for each in absent])}")
        found[domain.id] = [each.table for each in own]
    return found


def of_copies(framework: Framework, cases: Mapping[str, Sample]) -> Draft:
    """Return what is to be said of answers that were copied."""
    lines = [
        f"{plural(len(cases[each.id].cases), 'case')} of {each.name}"
        for each in framework.samples
        if each.id in cases
    ]
    return Draft(taken_lines=lines)


def blanks_of(framework: Framework, said: Said, name: str | None) -> list[str]:
    """Return what is still blank in a new service file, in words.

    Args:
        framework: what the service is rated by.
        said: its cases, or what is said of their tables.
        name: the name of the service, where it is known.
    """
    judgements = sum(len(each.judged) for each in framework.standards if not each.optional)
    answers = sum(
        column.count(None)
        for sample in said.cases.values()
        if isinstance(sample, Sample)
        for column in sample.answers.values()
    )
    lacking = [
        f"the cases of {domain.name}"
        for domain in framework.samples
        if domain.id not in said.cases
        and any(each.case_questions and not each.optional for each in domain.standards)
    ]
    return [
        *([] if name else ["the name of the service"]),
        *([plural(judgements, "judgement")] if judgements and said.judgements is None else []),
        *([plural(answers, "answer")] if answers else []),
        *lacking,
    ]
