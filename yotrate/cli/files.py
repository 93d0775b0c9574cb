"""Commands about files: validate, new, import."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yotrate.cli.options import FILE, allow_option, complete_framework, output_option
from yotrate.cli.output import report_problems, write, write_file
from yotrate.cli.program import program
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.text import disarmed, listed, plural, quote

if TYPE_CHECKING:
    from yotrate.framework.model import Framework
    from yotrate.service.model import Sample


@program.command(
    examples=[
        "yotrate validate western_bay.yaml",
        "yotrate validate --strict standards/*.yaml",
        "yotrate validate --format github services/",
    ]
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--strict", is_flag=True, help="Make warnings problems.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"], case_sensitive=False),
    help="How to report: text, annotations of GitHub Actions (the default there), or JSON.",
)
@allow_option
def validate(
    files: Sequence[str], form: str | None, *, strict: bool, allow_discretion: bool
) -> int:
    """Check service and framework files, and report every problem.

    Each FILE is a service, a framework, a folder of them, or - for standard input.
    A service's published figures must agree with the calculation, and a framework's vectors
    must come out as they say.
    """
    from yotrate.loading import validate_all
    from yotrate.report import validate as checks

    found = validate_all(files, allow_discretion=allow_discretion, strict=strict)
    if form is None:
        form = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    failed = False
    if form == "json":
        reports = list(found)
        failed = any(report.found is None for report in reports)
        write([checks.to_json(reports)], None)
        return int(failed)
    for report in found:
        failed = failed or report.found is None
        if form == "github":
            write(checks.annotations(report), None)
            continue
        report_problems(report.problems)
        if report.found is not None:
            click.echo(disarmed(checks.summary(report.file, report.found)))
    return int(failed)


force_option = click.option("--force", is_flag=True, help="Overwrite files that are there already.")
name_option = click.option("--name", metavar="TEXT", help="The name of the service.")


@program.command(
    examples=[
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20",
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20 --csv",
    ]
)
@click.argument("framework", shell_complete=complete_framework)
@output_option
@click.option(
    "--cases", "sizes", metavar="DOMAIN=NUMBER", multiple=True, help="How many cases a domain has."
)
@click.option("--csv", "as_csv", is_flag=True, help="Write a spreadsheet for each --cases too.")
@name_option
@force_option
def new(
    framework: str,
    output: str | None,
    sizes: Sequence[str],
    name: str | None,
    *,
    as_csv: bool,
    force: bool,
) -> None:
    """Write a service file to fill in.

    FRAMEWORK is the id of a bundled framework or a path to a file. Whatever is still blank in
    the new file, validate reports. With --csv the cases are in spreadsheets beside it.
    """
    from yotrate.framework.checks import load_framework, reference_to
    from yotrate.service.blanks import Spreadsheet, blank_samples, service_text, sheet_text

    if as_csv and (output is None or not sizes):
        raise click.UsageError("--csv needs -o, beside which it writes, and --cases")
    file = Path(output or "")
    with _saying_what_makes_no_sense():
        reference = reference_to(framework, file.parent)
        found = load_framework(framework)
        samples = blank_samples(found, sizes)
        if not as_csv:
            text = service_text(found, reference, name, samples, file.name)
            _write_new(output, text, {}, force=force)
            return
        domains = {domain.id: domain for domain in found.domains}
        paths = {each: file.with_name(f"{file.stem}-{each}.csv") for each in samples}
        sheets = {path: sheet_text(domains[each], samples[each]) for each, path in paths.items()}
        cases = {each: Spreadsheet(path.name) for each, path in paths.items()}
        text = service_text(found, reference, name, cases, file.name)
        _write_new(output, text, sheets, force=force)


@contextmanager
def _saying_what_makes_no_sense() -> Iterator[None]:
    try:
        yield
    except WrongUsage as error:
        raise click.UsageError(str(error)) from None


@program.command(
    "import",
    examples=[
        "yotrate import court.xlsx out_of_court.csv --framework hmip-youth-2018 -o service.yaml",
        'yotrate import a.xlsx --framework hmip-youth-2018 --map "Q1=2.1.1" --ignore Notes',
    ],
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--framework",
    required=True,
    shell_complete=complete_framework,
    help="A bundled framework's id, or a path to a file.",
)
@output_option
@click.option(
    "--map",
    "meanings",
    metavar="HEADING=ID",
    multiple=True,
    help="The key question that a heading means, or case for the references.",
)
@click.option(
    "--ignore", "ignored", metavar="HEADING", multiple=True, help="A column that has no answers."
)
@click.option(
    "--sheet", "sheets", metavar="NAME", multiple=True, help="A sheet to read; all without it."
)
@name_option
@force_option
def import_(  # noqa: PLR0917 - one for each option
    files: Sequence[str],
    framework: str,
    output: str | None,
    meanings: Sequence[str],
    ignored: Sequence[str],
    sheets: Sequence[str],
    name: str | None,
    *,
    force: bool,
) -> None:
    """Turn spreadsheets into one service file.

    Each FILE is an XLSX workbook or a CSV file, or - for standard input, with a row for each
    case and headings in its first row. Understood are the heading case, the ids of key questions,
    and ids followed by their labels; --map gives others a meaning. A heading that is neither
    understood nor ignored, and an answer that is none, stop the import.
    """
    from yotrate.framework.checks import load_framework, reference_to
    from yotrate.service.blanks import service_text
    from yotrate.service.importing import headings, import_files

    file = Path(output or "")
    with _saying_what_makes_no_sense():
        reference = reference_to(framework, file.parent)
        found = load_framework(framework)
        samples = import_files(found, files, headings(found, meanings, ignored), sheets)
    try:
        text = service_text(found, reference, name, samples, file.name)
    except WrongUsage as error:
        message = f"{error}: name the spreadsheets in a service file instead"
        raise InvalidFile([Problem(files[0], 1, 1, message)]) from None
    _write_new(output, text, {}, force=force)
    _tell_what_is_blank(found, samples, name)


def _tell_what_is_blank(
    framework: Framework, samples: Mapping[str, Sample], name: str | None
) -> None:
    taken = [
        f"{plural(len(sample.cases), 'case')} of domain {domain}"
        for domain, sample in samples.items()
    ]
    judged = sum(len(each.judged) for each in framework.standards if not each.optional)
    answers = sum(
        column.count(None) for sample in samples.values() for column in sample.answers.values()
    )
    lacking = [
        f"the cases of domain {domain.id}"
        for domain in framework.domains
        if domain.id not in samples
        and any(each.case_questions and not each.optional for each in domain.standards)
    ]
    blank = [
        *(["the name of the service"] if not name else []),
        *([plural(judged, "judgement")] if judged else []),
        *([plural(answers, "answer")] if answers else []),
        *lacking,
    ]
    click.echo(f"Taken: {listed(taken)}", err=True)
    if blank:
        click.echo(f"Blank, to be filled in: {listed(blank)}", err=True)


def _write_new(
    output: str | None, text: str, beside: Mapping[Path, str | bytes], *, force: bool
) -> None:
    """Write a text to a file, others beside it first, or to standard output."""
    if output is None:
        write([text], None)
        return
    for path in (Path(output), *beside):
        if path.is_file() and not force:
            raise click.UsageError(f"{quote(path)} is there already: --force overwrites it")
    for path, content in beside.items():
        write_file(path, content)
    write_file(output, text)
