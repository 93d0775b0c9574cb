"""The command line: commands, options and exit codes. Only this module prints or exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yotrate import __version__
from yotrate.problems import MOST_PROBLEMS, InvalidFile, Problem, WrongUsage
from yotrate.text import listed, plural, quote, visible

if TYPE_CHECKING:
    from rich.console import Console

    from yotrate.engine import Result
    from yotrate.framework import Framework, Rating
    from yotrate.service import Sample

_FORMATS = click.Choice(["table", "json"], case_sensitive=False)
format_option = click.option(
    "--format", "form", type=_FORMATS, default="table", show_default=True, help="What to print."
)


class _WithExamples(click.Command):
    """A command whose help ends with examples, one a line."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = examples

    def format_epilog(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class _Commands(_WithExamples, click.Group):
    """The program: a group of commands that has examples too."""

    command_class = _WithExamples


allow_option = click.option(
    "--allow-discretion",
    is_flag=True,
    help="Accept discretion where no key question is near an edge, with a warning.",
)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=["yotrate score western_bay.yaml"],
)
@click.version_option(__version__, "-V", "--version", message="yotrate %(version)s")
def cli() -> None:
    """Work out the ratings of youth offending services."""


@cli.command(
    examples=["yotrate score western_bay.yaml", "yotrate score western_bay.yaml --format json"]
)
@click.argument("file")
@allow_option
@format_option
def score(file: str, form: str, *, allow_discretion: bool) -> None:
    """Rate a service from its answers.

    FILE is a service file, or - for standard input.
    """
    result = _rated(file, allow_discretion=allow_discretion)
    if form == "json":
        from yotrate.report import data

        sys.stdout.write(data.to_json(data.services([result])))
        return
    from yotrate.report.table import show_score

    _draw(lambda console: show_score(result, console))


@cli.command(
    examples=["yotrate boundary western_bay.yaml", "yotrate boundary western_bay.yaml --cases"]
)
@click.argument("file")
@click.option("--cases", "every_case", is_flag=True, help="List the cases of every key question.")
@allow_option
@format_option
def boundary(file: str, form: str, *, every_case: bool, allow_discretion: bool) -> None:
    """Show what lies near a grade boundary, and where discretion is open.

    FILE is a service file, or - for standard input.
    """
    from yotrate.boundary import boundaries

    found = boundaries(_rated(file, allow_discretion=allow_discretion))
    if form == "json":
        from yotrate.report import data

        sys.stdout.write(data.to_json(data.boundaries([found], every_case=every_case)))
        return
    from yotrate.report.boundary import show_boundaries

    _draw(lambda console: show_boundaries(found, console, every_case=every_case))


@cli.command(
    examples=[
        "yotrate target western_bay.yaml",
        'yotrate target western_bay.yaml "Requires improvement"',
        "yotrate target western_bay.yaml --standard 2.2 Good",
    ]
)
@click.argument("file")
@click.argument("rating", required=False)
@click.option("--standard", metavar="ID", help="Aim at the calculated rating of one standard.")
@allow_option
@format_option
def target(
    file: str, rating: str | None, form: str, *, standard: str | None, allow_discretion: bool
) -> int:
    """Find the fewest answers that a better rating would take.

    FILE is a service file, or - for standard input. Without RATING, every rating above the
    present one is aimed at.
    """
    from yotrate import target as targets

    result = _rated(file, allow_discretion=allow_discretion)
    aim = None if rating is None else _rating_named(result.framework, rating)
    if standard is not None:
        _standard_named(result.framework, standard)
    if unknown := targets.unknown_counts(result, standard):
        message = f"this takes cases or counts, and only percentages are known of {listed(unknown)}"
        report_problems([Problem(file, 1, 1, message)])
        return 1
    if standard is not None:
        found = targets.standard_targets(result, standard, aim)
    else:
        found = targets.overall_targets(result, aim)
    if found is None:
        what = f"standard {standard} has no rating from cases" if standard else WITHHELD
        report_problems([Problem(file, 1, 1, what)])
        return 1
    if form == "json":
        from yotrate.report import data

        sys.stdout.write(data.to_json(data.targets(found)))
        return 0
    from yotrate.report.target import show_targets

    _draw(lambda console: show_targets(found, console))
    return 0


WITHHELD = "the overall rating is withheld: a standard that counts towards it has no rating"


def _rating_named(framework: Framework, name: str) -> Rating:
    from yotrate.checking import did_you_mean

    band = framework.band_named(name)
    if band is None:
        names = [rating.name for rating in framework.ratings]
        hint = did_you_mean(name, names) or f": expected {listed(names, 'or')}"
        raise click.UsageError(f"unknown rating {quote(name)}{hint}")
    return framework.ratings[band]


def _standard_named(framework: Framework, name: str) -> None:
    from yotrate.checking import did_you_mean

    names = [standard.id for standard in framework.standards]
    if name not in names:
        raise click.UsageError(f"unknown standard {quote(name)}{did_you_mean(name, names)}")


@cli.command(
    examples=[
        "yotrate compare self_assessment.yaml inspection.yaml",
        "yotrate compare self_assessment.yaml inspection.yaml --sort change",
    ]
)
@click.argument("before")
@click.argument("after")
@click.option(
    "--sort",
    "order",
    type=click.Choice(["framework", "change"], case_sensitive=False),
    default="framework",
    show_default=True,
    help="List in the framework's order, or the largest change first.",
)
@allow_option
@format_option
def compare(before: str, after: str, order: str, form: str, *, allow_discretion: bool) -> int:
    """Show what changed between two inspections, or a self-assessment and an inspection.

    BEFORE and AFTER are service files; one of them may be - for standard input.
    Of two frameworks, what has the same id, basis and title is compared, and the rest is listed.
    """
    if before == after == "-":
        raise click.UsageError("only one of BEFORE and AFTER can be standard input")
    rated = []
    for file in (before, after):
        try:
            rated.append(_rated(file, allow_discretion=allow_discretion))
        except InvalidFile as error:
            report_problems(error.problems)
    if len(rated) < 2:  # noqa: PLR2004
        return 1
    from yotrate.compare import compare as compare_results

    found = compare_results(*rated)
    if order == "change":
        found = found.largest_first()
    if form == "json":
        from yotrate.report import data

        sys.stdout.write(data.to_json(data.comparison(found)))
        return 0
    from yotrate.report.compare import show_comparison

    _draw(lambda console: show_comparison(found, console, by_size=order == "change"))
    return 0


def _rated(file: str, *, allow_discretion: bool) -> Result:
    from yotrate.engine import rate
    from yotrate.loading import load_service

    service = load_service(file, allow_discretion=allow_discretion)
    report_problems(service.warnings)
    return rate(service.framework, service)


@cli.command(examples=["yotrate validate western_bay.yaml", "yotrate validate standards/*.yaml"])
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Make warnings problems.")
@allow_option
def validate(files: Sequence[str], *, strict: bool, allow_discretion: bool) -> int:
    """Check service and framework files, and report every problem.

    Each FILE is a service or a framework, or - for standard input.
    A service's published figures must agree with the calculation, and a framework's vectors
    must come out as they say.
    """
    from yotrate import loading
    from yotrate.report.summary import summary

    failed = False
    for file in files:
        try:
            found, warnings = loading.validate(
                file, allow_discretion=allow_discretion, strict=strict
            )
            report_problems(warnings)
            click.echo(f"{visible(file)}: {summary(found)}")
        except InvalidFile as error:
            failed = True
            report_problems(error.problems)
    return int(failed)


@cli.command(examples=["yotrate frameworks"])
@format_option
def frameworks(form: str) -> None:
    """List the frameworks that come with yotrate."""
    from yotrate.framework_file import bundled, load_framework

    found = [load_framework(name) for name in bundled()]
    if form == "json":
        from yotrate.report import data

        sys.stdout.write(data.to_json(data.frameworks(found)))
        return
    from yotrate.report.framework import show_frameworks

    _draw(lambda console: show_frameworks(found, console))


@cli.command(examples=["yotrate show hmip-youth-2018", "yotrate show standards/mine.yaml"])
@click.argument("framework")
@format_option
def show(framework: str, form: str) -> None:
    """Print a framework: standards, key questions, thresholds, rules and source.

    FRAMEWORK is the id of a bundled framework, a path to a file, or - for standard input.
    """
    from yotrate.framework_file import load_framework

    found = load_framework(framework)
    if form == "json":
        from yotrate.report import data

        sys.stdout.write(data.to_json(data.framework(found)))
        return
    from yotrate.report.framework import show_framework

    _draw(lambda console: show_framework(found, console))


@cli.command(examples=["yotrate schema framework", "yotrate schema service > service.json"])
@click.argument("kind", type=click.Choice(["framework", "service"]))
def schema(kind: str) -> None:
    """Print a JSON Schema, by which editors check files while they are written."""
    from yotrate.report import data

    sys.stdout.write(data.to_json(data.schema(kind)))


output_option = click.option(
    "-o", "--output", metavar="FILE", help="The file to write; standard output without it."
)
force_option = click.option("--force", is_flag=True, help="Overwrite files that are there already.")
name_option = click.option("--name", metavar="TEXT", help="The name of the service.")


@cli.command(
    examples=[
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20",
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20 --csv",
    ]
)
@click.argument("framework")
@output_option
@click.option(
    "--cases", "sizes", metavar="DOMAIN=NUMBER", multiple=True, help="How many cases a domain has."
)
@click.option("--csv", "as_csv", is_flag=True, help="Write a spreadsheet for each --cases too.")
@name_option
@force_option
def new(  # noqa: PLR0913 - one for each option
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
    from yotrate.framework_file import load_framework, reference_to
    from yotrate.service_text import Spreadsheet, blank_samples, service_text, sheet_text

    if as_csv and (output is None or not sizes):
        raise click.UsageError("--csv needs -o, beside which it writes, and --cases")
    file = Path(output or "")
    with _saying_what_makes_no_sense():
        reference = reference_to(framework, file.parent)
        found = load_framework(framework)
        samples = blank_samples(found, sizes)
        if as_csv:
            domains = {domain.id: domain for domain in found.domains}
            paths = {each: file.with_name(f"{file.stem}-{each}.csv") for each in samples}
            sheets = {
                path: sheet_text(domains[each], samples[each]) for each, path in paths.items()
            }
            cases = {each: Spreadsheet(path.name) for each, path in paths.items()}
            text = service_text(found, reference, name, cases, file.name)
            _write(output, text, sheets, force=force)
        else:
            text = service_text(found, reference, name, samples, file.name)
            _write(output, text, {}, force=force)


@contextmanager
def _saying_what_makes_no_sense() -> Iterator[None]:
    try:
        yield
    except WrongUsage as error:
        raise click.UsageError(str(error)) from None


@cli.command(
    "import",
    examples=[
        "yotrate import court.xlsx out_of_court.csv --framework hmip-youth-2018 -o service.yaml",
        'yotrate import audit.xlsx --framework hmip-youth-2018 --map "Ref=case" \\',
        '    --map "Q1 Desistance=2.1.1" --ignore Comments -o service.yaml',
    ],
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--framework", required=True, help="A bundled framework's id, or a path to a file.")
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
def import_(  # noqa: PLR0913, PLR0917 - one for each option
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
    from yotrate.framework_file import load_framework, reference_to
    from yotrate.importing import headings, import_files
    from yotrate.service_text import service_text

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
    _write(output, text, {}, force=force)
    _tell_what_is_blank(found, samples, name)


def _tell_what_is_blank(
    framework: Framework, samples: Mapping[str, Sample], name: str | None
) -> None:
    from yotrate.service_text import to_judge

    taken = [
        f"{plural(len(sample.cases), 'case')} of domain {domain}"
        for domain, sample in samples.items()
    ]
    judged = sum(
        len(to_judge(standard)) for standard in framework.standards if not standard.optional
    )
    answers = sum(
        column.count(None) for sample in samples.values() for column in sample.answers.values()
    )
    lacking = [
        f"the cases of domain {domain.id}"
        for domain in framework.domains
        if domain.id not in samples
        and any(each.questions_on("cases") and not each.optional for each in domain.standards)
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


def _write(
    output: str | None, text: str, beside: Mapping[Path, str | bytes], *, force: bool
) -> None:
    """Write a text to a file, others beside it first, or to standard output."""
    from yotrate.output import write_whole

    if output is None:
        sys.stdout.write(text)
        return
    for path in (Path(output), *beside):
        if path.is_file() and not force:
            raise click.UsageError(f"{quote(path)} is there already: --force overwrites it")
    for path, content in beside.items():
        write_whole(path, content)
    write_whole(output, text)


def _draw(show: Callable[[Console], None]) -> None:
    """Let a report draw for the terminal that there is, and print what it drew."""
    from rich.console import Console

    console = Console(markup=False, highlight=False, emoji=False)
    with console.capture() as drawn:
        show(console)
    sys.stdout.write(drawn.get())


def report_problems(problems: Sequence[Problem]) -> None:
    """Print problems to standard error, one a line, at most 1,000 of a file."""
    shown: dict[str, int] = {}
    for problem in problems:
        shown[problem.file] = shown.get(problem.file, 0) + 1
        if shown[problem.file] <= MOST_PROBLEMS:
            click.echo(str(problem), err=True)
    for file, number in shown.items():
        if number > MOST_PROBLEMS:
            click.echo(f"{visible(file)}: and {number - MOST_PROBLEMS:,} more problems", err=True)


def run(arguments: list[str]) -> int:
    """Run the program and return its exit code.

    0: done. 1: a file has problems, or writing failed. 2: wrong usage. 130: interrupted.
    """
    try:
        return _guarded(arguments)
    except BrokenPipeError:
        # Whoever reads has seen enough; nothing is left to say, at the interpreter's exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(f"yotrate: cannot write: {(error.strerror or str(error)).lower()}", err=True)
        return 1


def _guarded(arguments: list[str]) -> int:
    if sys.stdout is None:
        click.echo("yotrate: cannot write: standard output is closed", err=True)
        return 1
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with cli.make_context("yotrate", arguments) as context:
            result = cli.invoke(context)
    except InvalidFile as error:
        report_problems(error.problems)
        result = 1
    except click.exceptions.Exit as done:
        result = done.exit_code
    except click.ClickException as error:
        error.show()
        result = error.exit_code
    sys.stdout.flush()
    return int(result or 0)
