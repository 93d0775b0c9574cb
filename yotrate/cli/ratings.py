"""Commands that rate services: score, boundary, target, compare, report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from yotrate.cli.output import emit, progress, report_problems, write
from yotrate.cli.shared import (
    FILE,
    allow_option,
    format_option,
    output_option,
    program,
)
from yotrate.problems import InvalidFile, Problem
from yotrate.rules_of_problems import Rule
from yotrate.text import did_you_mean, disarmed, listed, quote

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem
    from rich.console import Console

    from yotrate.framework.model import Framework, Rating
    from yotrate.rating.engine import Result


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
        from yotrate.loading import load_services
        from yotrate.rating.engine import rate

        with progress("Rating services", self._total, shown=self._shown) as advance:
            for done, found in enumerate(load_services(self.files, **self._settings), start=1):
                if isinstance(found, InvalidFile):
                    self.failed = True
                    report_problems(found.problems)
                else:
                    report_problems(found.warnings)
                    yield rate(found.framework, found)
                advance(done)


def rated_service(file: str, *, allow_discretion: bool) -> Result:
    """Rate one service, and report what is worth a warning."""
    from yotrate.loading import load_service
    from yotrate.rating.engine import rate

    service = load_service(file, allow_discretion=allow_discretion)
    report_problems(service.warnings)
    return rate(service.framework, service)


@program.command(
    examples=[
        "yotrate score western_bay.yaml",
        "yotrate score western_bay.yaml --format json",
        "yotrate score services/ --sort score",
        "yotrate score audit.yaml --partial",
    ]
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
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


@program.command(
    examples=["yotrate boundary western_bay.yaml", "yotrate boundary western_bay.yaml --cases"]
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
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
    from yotrate.questions.boundary import boundaries
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


@program.command(
    examples=[
        "yotrate target western_bay.yaml",
        'yotrate target western_bay.yaml "Requires improvement"',
        "yotrate target western_bay.yaml --standard 2.2 Good",
    ]
)
@click.argument("file", type=FILE)
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
    from yotrate.questions import target as targets
    from yotrate.report import data, flat
    from yotrate.report.target import show_targets

    result = rated_service(file, allow_discretion=allow_discretion)
    aim = None if rating is None else _rating_named(result.framework, rating)
    if standard is not None:
        _standard_named(result.framework, standard)
    if unknown := targets.unknown_counts(result, standard):
        message = f"this takes cases or counts, and only percentages are known of {listed(unknown)}"
        raise InvalidFile([Problem(result.service.file, 1, 1, message, Rule.CASES_NEEDED)])
    if standard is not None:
        found = targets.standard_targets(result, standard, aim)
    else:
        found = targets.overall_targets(result, aim)
    if found is None and standard is not None:
        raise click.UsageError(f"standard {standard} has no rating from cases")
    if found is None:
        raise InvalidFile([Problem(result.service.file, 1, 1, _WITHHELD, Rule.NO_OVERALL_RATING)])
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
    band = framework.band_named(name)
    if band is None:
        names = [rating.name for rating in framework.ratings]
        hint = did_you_mean(name, names) or f": expected {listed(names, 'or')}"
        raise click.UsageError(f"unknown rating {quote(name)}{hint}")
    return framework.ratings[band]


def _standard_named(framework: Framework, name: str) -> None:
    names = [standard.id for standard in framework.standards]
    if name not in names:
        raise click.UsageError(f"unknown standard {quote(name)}{did_you_mean(name, names)}")


@program.command(
    examples=[
        "yotrate compare self_assessment.yaml inspection.yaml",
        "yotrate compare self_assessment.yaml inspection.yaml --sort change",
    ]
)
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
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
            rated.append(rated_service(file, allow_discretion=allow_discretion))
        except InvalidFile as error:
            report_problems(error.problems)
    if len(rated) < 2:  # noqa: PLR2004
        return 1
    from yotrate.questions.compare import compare as compare_results
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


@program.command(examples=["yotrate report western_bay.yaml -o report.html"])
@click.argument("file", type=FILE)
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
    from yotrate.questions.boundary import boundaries
    from yotrate.report.html import page

    text = page(boundaries(rated_service(file, allow_discretion=allow_discretion)))
    if output is None:
        # The page says that it is UTF-8, whatever the terminal's encoding.
        click.echo(text.encode(), nl=False)
    else:
        write([text], output)
    return 0
