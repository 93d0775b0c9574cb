"""The command line: commands, options and exit codes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yotrate import __version__
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.terminal import (
    COMPLETE_VARIABLE,
    emit,
    progress,
    report_problems,
    run_guarded,
    write,
    write_file,
)
from yotrate.text import disarmed, listed, plural, quote

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem
    from rich.console import Console

    from yotrate.engine import Result
    from yotrate.framework import Framework, Rating
    from yotrate.service import Sample

_FILE = click.Path(readable=False)  # whether it can be read, reading tells
_CASES = click.IntRange(1, 999_999_999)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"], case_sensitive=False),
    default="table",
    show_default=True,
    help="What to print.",
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write to a file, whole or not at all."
)
allow_option = click.option(
    "--allow-discretion",
    is_flag=True,
    help="Accept discretion where no key question is near an edge, with a warning.",
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
    """The program: a group of commands that has examples too, and knows what was meant."""

    command_class = _WithExamples

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; suggest one where there is none of that name.

        Raises:
            UsageError: there is no such command.
        """
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from difflib import get_close_matches

            names = self.list_commands(ctx)
            close = get_close_matches(args[0], names, 1)
            expected = f"expected {listed(names, 'or')}"
            hint = f"did you mean {quote(close[0])}?" if close else expected
            ctx.fail(f"there is no command {quote(args[0])}: {hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=["yotrate score western_bay.yaml"],
)
@click.version_option(__version__, "-V", "--version", message="yotrate %(version)s")
def cli() -> None:
    """Work out the ratings of youth offending services."""


def run(arguments: list[str]) -> int:
    """Run the program and return its exit code."""
    return run_guarded(cli, arguments)


def _complete_framework(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from yotrate.bundle import bundled

    ids = [name for name in bundled() if name.startswith(begun)]
    return [CompletionItem(name) for name in ids] or [CompletionItem(begun, type="file")]


def _complete_rating(
    context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer the rating names of the framework that the file names."""
    from click.shell_completion import CompletionItem

    from yotrate.loading import load_service

    file = context.params["file"]
    if file == "-":
        return []
    try:
        ratings = load_service(file, partial=True).framework.ratings
    except InvalidFile:
        return []
    names = [rating.name for rating in ratings]
    return [CompletionItem(name) for name in names if name.casefold().startswith(begun.casefold())]


class _Rated:
    """Services, rated one after the other; what cannot be used is reported on the way."""

    def __init__(
        self,
        files: Sequence[str],
        *,
        allow_discretion: bool,
        partial: bool = False,
        shown: bool = True,
    ) -> None:
        from yotrate.loading import in_folder

        found = [in_folder(file) for file in files]
        self.files = files
        self.single = len(files) == 1 and found[0] is None
        self.failed = False
        self._total = sum(1 if each is None else len(each) for each in found)
        self._settings = {"allow_discretion": allow_discretion, "partial": partial}
        self._shown = shown

    def __iter__(self) -> Iterator[Result]:
        from yotrate.engine import rate
        from yotrate.loading import load_services

        with progress("Rating services", self._total, shown=self._shown) as advance:
            for done, found in enumerate(load_services(self.files, **self._settings), start=1):
                if isinstance(found, InvalidFile):
                    self.failed = True
                    report_problems(found.problems)
                else:
                    report_problems(found.warnings)
                    yield rate(found.framework, found)
                advance(done)


def _rated(file: str, *, allow_discretion: bool) -> Result:
    from yotrate.engine import rate
    from yotrate.loading import load_service

    service = load_service(file, allow_discretion=allow_discretion)
    report_problems(service.warnings)
    return rate(service.framework, service)


@cli.command(
    examples=[
        "yotrate score western_bay.yaml",
        "yotrate score western_bay.yaml --format json",
        "yotrate score services/ --sort score",
        "yotrate score audit.yaml --partial",
    ]
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option("--partial", is_flag=True, help="Rate what is there, and show what is missing.")
@click.option(
    "--sort",
    "order",
    type=click.Choice(["file", "score"], case_sensitive=False),
    default="file",
    show_default=True,
    help="List services as they come, or the highest score first.",
)
@allow_option
@format_option
@output_option
def score(
    files: Sequence[str],
    order: str,
    form: str,
    output: str | None,
    *,
    partial: bool,
    allow_discretion: bool,
) -> int:
    """Rate services from their answers.

    Each FILE is a service file, a folder of them, or - for standard input.
    One service is shown in full, and of many a line each.
    """
    rated = _Rated(
        files,
        allow_discretion=allow_discretion,
        partial=partial,
        shown=form in ("table", "markdown"),
    )
    results: Iterable[Result] = rated
    if order == "score":
        results = sorted(rated, key=_highest_score_first)
    if rated.single:
        results = list(results)
        if not results:
            return 1
    if form in ("json", "csv"):
        _emit_data(form, output, results, partial=partial)
    elif rated.single:
        (result,) = results
        _emit_one(form, output, result, partial=partial)
    else:
        _emit_many(form, output, results)
    return int(rated.failed)


def _highest_score_first(result: Result) -> tuple[bool, int]:
    return result.overall.score is None, -(result.overall.score or 0)


def _emit_data(form: str, output: str | None, results: Iterable[Result], *, partial: bool) -> None:
    """Write services as data one after the other, so that very many are never held at once."""
    from yotrate.report import data

    as_data = (data.service(each, partial=partial) for each in results)
    if form == "json":
        write(data.stream(as_data), output)
        return
    from yotrate.report import flat

    write(map(disarmed, flat.to_csv(flat.key_questions(as_data))), output, mark=True)


def _emit_one(form: str, output: str | None, result: Result, *, partial: bool) -> None:
    if form == "markdown":
        from yotrate.report import data, flat

        write(map(disarmed, flat.paper(data.service(result, partial=partial))), output)
        return
    from yotrate.report.table import show_score

    emit(form, output, lambda console: show_score(result, console, partial=partial))


def _emit_many(form: str, output: str | None, results: Iterable[Result]) -> None:
    from yotrate.report import flat, services

    rows = [services.service_row(each) for each in results]
    if not rows:
        return
    emit(
        form,
        output,
        lambda console: services.show_services(rows, console),
        markdown=lambda: [
            *flat.to_markdown(services.markdown_rows(rows)),
            "\n",
            flat.escaped(services.counts_in_words(rows)),
            "\n",
        ],
    )


@cli.command(
    examples=["yotrate boundary western_bay.yaml", "yotrate boundary western_bay.yaml --cases"]
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option("--cases", "every_case", is_flag=True, help="List the cases of every key question.")
@allow_option
@format_option
@output_option
def boundary(
    files: Sequence[str],
    form: str,
    output: str | None,
    *,
    every_case: bool,
    allow_discretion: bool,
) -> int:
    """Show what lies near a grade boundary, and where discretion is open.

    Each FILE is a service file, a folder of them, or - for standard input.
    """
    from yotrate.boundary import boundaries
    from yotrate.report import data, flat
    from yotrate.report.boundary import show_boundaries

    rated = _Rated(files, allow_discretion=allow_discretion)
    found = [boundaries(each) for each in rated]
    if rated.single and not found:
        return 1
    as_data = [data.boundary(each, every_case=every_case) for each in found]

    def table(console: Console) -> None:
        for at, each in enumerate(found):
            if at:
                console.print()
            show_boundaries(each, console, every_case=every_case)

    emit(
        form,
        output,
        table,
        json=lambda: data.stream(as_data),
        csv=lambda: flat.to_csv(flat.key_questions(as_data)),
        markdown=lambda: flat.papers(as_data, flat.EDGES),
    )
    return int(rated.failed)


@cli.command(
    examples=[
        "yotrate target western_bay.yaml",
        'yotrate target western_bay.yaml "Requires improvement"',
        "yotrate target western_bay.yaml --standard 2.2 Good",
    ]
)
@click.argument("file", type=_FILE)
@click.argument("rating", required=False, shell_complete=_complete_rating)
@click.option("--standard", metavar="ID", help="Aim at the calculated rating of one standard.")
@allow_option
@format_option
@output_option
def target(
    file: str,
    rating: str | None,
    form: str,
    output: str | None,
    *,
    standard: str | None,
    allow_discretion: bool,
) -> None:
    """Find the fewest answers that a better rating would take.

    FILE is a service file, or - for standard input. Without RATING, every rating above the
    present one is aimed at.
    """
    from yotrate import target as targets
    from yotrate.report import data, flat
    from yotrate.report.target import show_targets

    result = _rated(file, allow_discretion=allow_discretion)
    aim = None if rating is None else _rating_named(result.framework, rating)
    if standard is not None:
        _standard_named(result.framework, standard)
    if unknown := targets.unknown_counts(result, standard):
        message = f"this takes cases or counts, and only percentages are known of {listed(unknown)}"
        raise InvalidFile([Problem(result.service.file, 1, 1, message)])
    if standard is not None:
        found = targets.standard_targets(result, standard, aim)
    else:
        found = targets.overall_targets(result, aim)
    if found is None and standard is not None:
        raise click.UsageError(f"standard {standard} has no rating from cases")
    if found is None:
        raise InvalidFile([Problem(result.service.file, 1, 1, _WITHHELD)])
    as_data = data.targets(found)
    emit(
        form,
        output,
        lambda console: show_targets(found, console),
        json=lambda: [data.to_json(as_data)],
        csv=lambda: flat.to_csv(flat.targets(as_data)),
        markdown=lambda: flat.titled(
            as_data["service"], flat.short(flat.targets(as_data), flat.CHANGES)
        ),
    )


_WITHHELD = "the overall rating is withheld: a standard that counts towards it has no rating"


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
        "yotrate confidence western_bay.yaml",
        "yotrate confidence western_bay.yaml --draws 100000 --seed 2",
    ]
)
@click.argument("file", type=_FILE)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="The same seed gives the same figures.",
)
@click.option(
    "--draws",
    type=click.IntRange(1, 10_000_000),
    default=10_000,
    show_default=True,
    help="How often to draw the cases.",
)
@allow_option
@format_option
@output_option
def confidence(
    file: str,
    form: str,
    output: str | None,
    *,
    seed: int,
    draws: int,
    allow_discretion: bool,
) -> None:
    """Show how far the ratings depend on which cases were drawn.

    FILE is a service file, or - for standard input. It needs cases, and may give the number of
    eligible ones.
    """
    from yotrate import confidence as sampling
    from yotrate.report import data, flat
    from yotrate.report.confidence import show_confidence

    result = _rated(file, allow_discretion=allow_discretion)
    with progress("Drawing cases", draws) as advance:
        found = sampling.confidence(result, seed=seed, draws=draws, progress=advance)
    as_data = [data.confidence(found)]
    emit(
        form,
        output,
        lambda console: show_confidence(found, console),
        json=lambda: data.stream(as_data),
        csv=lambda: flat.to_csv(flat.key_questions(as_data)),
        markdown=lambda: flat.papers(as_data, flat.SURE),
    )


@cli.command(
    examples=[
        "yotrate sample hmip-youth-2018 --eligible 37",
        "yotrate sample hmip-youth-2018 --eligible 37 --sampled 31",
    ]
)
@click.argument("framework", shell_complete=_complete_framework)
@click.option(
    "--eligible", type=_CASES, required=True, metavar="N", help="Cases there are to draw from."
)
@click.option("--sampled", type=_CASES, metavar="N", help="Cases that were read.")
@format_option
@output_option
def sample(
    framework: str, form: str, output: str | None, *, eligible: int, sampled: int | None
) -> None:
    """Work out how many cases to read.

    FRAMEWORK is the id of a bundled framework, a path to a file, or - for standard input.
    With --sampled, also the margin of error that a sample of so many reached.
    """
    if sampled is not None and sampled > eligible:
        message = f"{sampled} cases cannot be read where {eligible} are eligible."
        raise click.BadParameter(message, param_hint="'--sampled'")
    from yotrate.confidence import size_sample
    from yotrate.framework_file import load_framework
    from yotrate.report import data, flat
    from yotrate.report.confidence import show_sizing

    own = load_framework(framework)
    if own.sampling is None:
        name = "<stdin>" if framework == "-" else framework
        message = "this framework has no sampling, the confidence and margin to size a sample for"
        raise InvalidFile([Problem(name, 1, 1, message)])
    found = size_sample(own.sampling, eligible, sampled)
    as_data = data.sizing(own, found)
    emit(
        form,
        output,
        lambda console: show_sizing(found, console),
        json=lambda: [data.to_json(as_data)],
        csv=lambda: flat.to_csv(flat.plain(as_data)),
        markdown=lambda: flat.to_markdown(flat.plain(as_data)),
    )


@cli.command(
    examples=[
        "yotrate compare self_assessment.yaml inspection.yaml",
        "yotrate compare self_assessment.yaml inspection.yaml --sort change",
    ]
)
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE)
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
@output_option
def compare(
    before: str,
    after: str,
    order: str,
    form: str,
    output: str | None,
    *,
    allow_discretion: bool,
) -> int:
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
    from yotrate.report import data, flat
    from yotrate.report.compare import show_comparison

    found = compare_results(*rated)
    if order == "change":
        found = found.largest_first()
    as_data = data.comparison(found)
    emit(
        form,
        output,
        lambda console: show_comparison(found, console, by_size=order == "change"),
        json=lambda: [data.to_json(as_data)],
        csv=lambda: flat.to_csv(flat.comparison(as_data)),
        markdown=lambda: flat.titled(
            f"{as_data['before']['service']}, {as_data['after']['service']}",
            flat.short(flat.comparison(as_data), flat.COMPARED),
        ),
    )
    return 0


@cli.command(examples=["yotrate report western_bay.yaml -o report.html"])
@click.argument("file", type=_FILE)
@allow_option
@output_option
def report(file: str, output: str | None, *, allow_discretion: bool) -> int:
    """Write a report to read, to print and to hand over.

    FILE is a service file, or - for standard input. The report is one HTML page, for any browser;
    it needs nothing else and fetches nothing.
    """
    from importlib.util import find_spec

    if find_spec("jinja2") is None:
        message = 'reports need an extra part of yotrate: run pip install "yotrate[report]"'
        click.echo(f"yotrate: {message}", err=True)
        return 1
    from yotrate.boundary import boundaries
    from yotrate.report.html import page

    text = page(boundaries(_rated(file, allow_discretion=allow_discretion)))
    if output is None:
        # The page says that it is UTF-8, whatever the terminal's encoding.
        click.echo(text.encode(), nl=False)
    else:
        write([text], output)
    return 0


@cli.command(
    examples=[
        "yotrate validate western_bay.yaml",
        "yotrate validate --strict standards/*.yaml",
        "yotrate validate --format github services/",
    ]
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
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
    from yotrate.report import checks

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
            click.echo(disarmed(checks.summary(report)))
    return int(failed)


@cli.command(examples=["yotrate frameworks"])
@format_option
@output_option
def frameworks(form: str, output: str | None) -> None:
    """List the frameworks that come with yotrate."""
    from yotrate.bundle import bundled
    from yotrate.framework_file import load_framework
    from yotrate.report import data, flat
    from yotrate.report.framework import show_frameworks

    found = [load_framework(name) for name in bundled()]
    as_data = data.frameworks(found)
    emit(
        form,
        output,
        lambda console: show_frameworks(found, console),
        json=lambda: [data.to_json(as_data)],
        csv=lambda: flat.to_csv(flat.plain(as_data, "frameworks")),
        markdown=lambda: flat.to_markdown(flat.plain(as_data, "frameworks")),
    )


@cli.command(examples=["yotrate show hmip-youth-2018", "yotrate show standards/mine.yaml"])
@click.argument("framework", shell_complete=_complete_framework)
@format_option
@output_option
def show(framework: str, form: str, output: str | None) -> None:
    """Print a framework: standards, key questions, thresholds, rules and source.

    FRAMEWORK is the id of a bundled framework, a path to a file, or - for standard input.
    """
    from yotrate.framework_file import load_framework
    from yotrate.report import data, flat
    from yotrate.report.framework import show_framework

    found = load_framework(framework)
    as_data = data.framework(found)
    emit(
        form,
        output,
        lambda console: show_framework(found, console),
        json=lambda: [data.to_json(as_data)],
        csv=lambda: flat.to_csv(flat.framework(as_data)),
        markdown=lambda: flat.to_markdown(flat.framework(as_data)),
    )


@cli.command(
    examples=[
        'eval "$(yotrate completion bash)"',
        "yotrate completion fish > ~/.config/fish/completions/yotrate.fish",
    ]
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options, framework ids and rating names."""
    from click.shell_completion import get_completion_class

    of_shell = get_completion_class(shell)
    if of_shell is not None:
        write([of_shell(cli, {}, "yotrate", COMPLETE_VARIABLE).source(), "\n"], None)


@cli.command(examples=["yotrate schema framework", "yotrate schema service -o service.json"])
@click.argument("kind", type=click.Choice(["framework", "service"]))
@output_option
def schema(kind: str, output: str | None) -> None:
    """Print a JSON Schema, by which editors check files while they are written."""
    from yotrate.report import data

    write([data.to_json(data.schema(kind))], output)


force_option = click.option("--force", is_flag=True, help="Overwrite files that are there already.")
name_option = click.option("--name", metavar="TEXT", help="The name of the service.")


@cli.command(
    examples=[
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20",
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20 --csv",
    ]
)
@click.argument("framework", shell_complete=_complete_framework)
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
    from yotrate.framework_file import load_framework, reference_to
    from yotrate.service_text import Spreadsheet, blank_samples, service_text, sheet_text

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


@cli.command(
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
    shell_complete=_complete_framework,
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
    _write_new(output, text, {}, force=force)
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
