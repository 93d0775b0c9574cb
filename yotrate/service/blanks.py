"""A service as the text of a service file: the answers that are known, and blanks to fill in."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from yotrate.files.reading import LARGEST_YAML
from yotrate.framework.model import Framework, KeyQuestion, Sampled, Standard
from yotrate.problems import WrongUsage
from yotrate.service.answers import Answer
from yotrate.service.asked import asked_of
from yotrate.service.map_text import judgements_text, tables_text
from yotrate.service.model import Sample
from yotrate.service.yaml_scalars import comment, labelled, quoted, scalar
from yotrate.text import cell, did_you_mean, listed, prose, quote

_WIDTH = 80
_BLANK = "   "


TOO_MANY = "so many cases make a file larger than 1,024 KiB, the most that is read"


class Spreadsheet(NamedTuple):
    """A spreadsheet that a domain's cases are in, by its path from the service file."""

    file: str


Tables = list[dict[str, Any]]
"""What is said of the tables that hold the cases of a domain."""


class Said(NamedTuple):
    """What a new service file says of its evidence.

    Of each domain that is known, the cases, or the spreadsheet that has them, or what is said of
    their tables; what is said of a table of judgements, where there is one; and by domain how many
    cases were eligible.
    """

    cases: Mapping[str, Sample | Spreadsheet | Tables]
    judgements: Mapping[str, Any] | None = None
    eligible: Mapping[str, int] = MappingProxyType({})


def blank_samples(framework: Framework, sizes: Mapping[str, int]) -> dict[str, Sample]:
    """Return cases without any answer by domain, as many as sizes say.

    Raises:
        WrongUsage: a size is less than one, or too large, or not of a domain that is rated from
            cases.
    """
    domains = {each.id: each for each in framework.samples}
    samples: dict[str, Sample] = {}
    for name, number in sizes.items():
        if name not in domains:
            judged = any(domain.id == name for domain in framework.domains)
            message = f"domain {name} has no cases: it is rated by judgement"
            if not judged:
                message = f"{quote(name)} is no domain of {framework.id}"
                message += did_you_mean(name, domains)
            raise WrongUsage(message)
        if number < 1:
            raise WrongUsage(f"{domains[name].name} needs at least one case")
        # A blank takes more than one byte.
        if number > LARGEST_YAML // len(asked_of(domains[name])):
            raise WrongUsage(TOO_MANY)
        samples[name] = _blank_sample(domains[name], number)
    return samples


def _blank_sample(domain: Sampled, number: int) -> Sample:
    """Return a number of cases of a domain without any answer.

    Their references say which domain they are of, and are nothing that a spreadsheet takes for a
    number or a date.
    """
    digits = max(2, len(str(number)))
    return unanswered(domain, [f"C{domain.id}-{each:0{digits}}" for each in range(1, number + 1)])


def unanswered(
    domain: Sampled,
    cases: Sequence[str],
    characteristics: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Sample:
    """Return cases of a domain without any answer, by their references.

    Raises:
        WrongUsage: they are more than a file can hold.
    """
    questions = [question.id for question in asked_of(domain)]
    # A blank takes more than one byte.
    if len(cases) > LARGEST_YAML // len(questions):
        raise WrongUsage(TOO_MANY)
    return Sample(tuple(cases), dict.fromkeys(questions, (None,) * len(cases)), characteristics)


def service_text(
    framework: Framework,
    reference: str,
    name: str | None,
    said: Said,
    file: str = "",
) -> str:
    """Return the text of a service file, with a blank for each thing that is not known.

    Args:
        framework: what the service is rated by.
        reference: how the file refers to it.
        name: the service's name, or None to leave a blank.
        said: the cases, and where judgements are.
        file: the name that the file will have, for its head.

    Raises:
        WrongUsage: the file would be larger than what is read.
    """
    lines = [
        *_head(framework, file),
        f"service: {scalar(name)}" if name and name.strip() else "service:  # its name",
        f"framework: {scalar(reference)}",
        "answered_by: service  # or inspectorate, or report: who read the cases",
        *(
            _judgements(framework)
            if said.judgements is None
            else judgements_text(framework, said.judgements)
        ),
    ]
    domains = framework.samples
    if domains:
        lines += ["", "cases:"]
    for domain in domains:
        lines += _cases(domain, said.cases.get(domain.id))
    lines += _eligible(said)
    return _of_readable_size("\n".join(lines) + "\n")


def sheet_text(domain: Sampled, sample: Sample) -> bytes:
    """Return cases as a CSV file: headings, labels, then a row for each case.

    It begins with a byte order mark, by which Excel knows that it is UTF-8.

    Raises:
        WrongUsage: the file would be larger than 1 MiB.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    titles = {question.id: question.title for question in domain.case_questions}
    rows.writerow(["case", *sample.answers])
    rows.writerow(["", *(cell(prose(titles[question])) for question in sample.answers)])
    for case, *answers in zip(sample.cases, *sample.answers.values(), strict=True):
        rows.writerow([cell(str(case)), *(answer or "" for answer in answers)])
    return _of_readable_size(text.getvalue()).encode("utf-8-sig")


def _of_readable_size(text: str) -> str:
    if len(text.encode(errors="backslashreplace")) > LARGEST_YAML:
        raise WrongUsage(TOO_MANY)
    return text


def _head(framework: Framework, file: str) -> list[str]:
    edition = f", {framework.edition} edition" if framework.edition else ""
    ratings = listed([rating.name for rating in framework.ratings], "or")
    command = f"yotrate validate {file}".rstrip()
    lines = comment(f"A service file: {framework.title}{edition} ({framework.id}).")
    if framework.provisional:
        lines += comment(f"{framework.id} is provisional: {framework.provisional}")
    if any(standard.judged for standard in framework.standards):
        lines += comment(f"A judgement is a rating: {ratings}.", item="- ")
    return [
        *lines,
        *comment("An answer is yes, no or n/a (the need did not arise in that case).", item="- "),
        *comment("Cases have references, never names: the cases are about children.", item="- "),
        *comment(f"This lists what is still blank: {command}", item="- "),
    ]


def _judgements(framework: Framework) -> list[str]:
    lines: list[str] = []
    notice = "Optional, and left out while a # stands before it: take the # away to give it."
    for standard in framework.standards:
        for name, title in standard.judged.items():
            if standard.optional:
                lines += comment(notice, "  ") if notice else []
                lines += labelled(f"  # {quoted(name)}:", title)
                notice = ""
            else:
                lines += labelled(f"  {quoted(name)}:", title)
    return ["", "judgements:", *lines] if lines else []


def _cases(domain: Sampled, known: Sample | Spreadsheet | Tables | None) -> list[str]:
    key = f"  {quoted(domain.id)}:"
    if isinstance(known, list):
        return tables_text(domain, known)
    if isinstance(known, Spreadsheet):
        return labelled(f"{key} {scalar(known.file)}", domain.title)
    if known is None and all(standard.optional for standard in domain.standards):
        return comment(f"{domain.id} {domain.title} is optional, and left out.", "  ")
    lines = labelled(key, domain.title)
    if known is None:
        return lines
    groups = []
    for standard in domain.standards:
        questions = standard.case_questions
        if questions:
            group = [each.id for each in questions if each.id in known.answers]
            lines += _legend(standard, questions, left_out=not group)
            groups.append(group)
    for at, case in enumerate(known.cases):
        answers = [[(each, known.answers[each][at]) for each in group] for group in groups]
        lines += _case(case, answers)
    return lines


def _eligible(said: Said) -> list[str]:
    """Return how many cases were eligible, and what else is known of those that were drawn."""
    lines: list[str] = []
    if said.eligible:
        lines += ["", "eligible:  # how many cases each sample was drawn from"]
        lines += [f"  {quoted(name)}: {number}" for name, number in said.eligible.items()]
    known = {
        name: sample
        for name, sample in said.cases.items()
        if isinstance(sample, Sample) and sample.characteristics
    }
    if known:
        lines += ["", "characteristics:"]
    for name, sample in known.items():
        lines.append(f"  {quoted(name)}:")
        for at, case in enumerate(sample.cases):
            own = {key: texts[at] for key, texts in sample.characteristics.items() if texts[at]}
            pairs = ", ".join(f"{scalar(key)}: {scalar(text)}" for key, text in own.items())
            if pairs:
                lines.append(f"    {scalar(case)}: {{{pairs}}}")
    return lines


def _legend(standard: Standard, questions: Sequence[KeyQuestion], *, left_out: bool) -> list[str]:
    labels = ", ".join(f"{question.id} {question.title}" for question in questions)
    text = f"{standard.id} {standard.title}: {labels}"
    if left_out:
        text += " (optional, and left out: to have it, answer these in every case)"
    return comment(text, "    ")


def _case(case: str, groups: Iterable[Sequence[tuple[str, Answer | None]]]) -> list[str]:
    """Return the lines of a case: its answers in braces, each standard's on lines of its own."""
    start = f"    {scalar(case)}: {{"
    pieces = [[_answer(*each) for each in group] for group in groups]
    lines = []
    if len(start) + max(len(piece) for group in pieces for piece in group) > _WIDTH:
        lines.append(start.removesuffix(" {"))
        start = f"{'':6}{{"
    indent = " " * len(start)
    for group in pieces:
        line = start
        for piece in group:
            if line != start and len(f"{line}{piece}".rstrip()) > _WIDTH:
                lines.append(line.rstrip())
                line = start = indent
            line += piece
        if group:
            lines.append(line.rstrip())
            start = indent
    lines[-1] = lines[-1].removesuffix(",") + "}"
    return lines


def _answer(question: str, answer: Answer | None) -> str:
    key = scalar(question)
    return f"{key}: {answer or _BLANK},".ljust(len(key) + len(": n/a, "))
