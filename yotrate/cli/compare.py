"""The command `compare`."""

from collections.abc import Sequence

import click

from yotrate.cli.options import (
    FILE,
    allow_option,
    format_option,
    framework_option,
    output_option,
    partial_option,
)
from yotrate.cli.output import emit, report_problems
from yotrate.cli.program import program
from yotrate.cli.services import Loading, rated_service
from yotrate.problems import InvalidFile
from yotrate.questions.compare import compare as find_changes
from yotrate.questions.trend import trend
from yotrate.report.compare import compare_view
from yotrate.report.trend import trend_view

_TWO = 2


@program.command(
    examples=[
        "yotrate compare self_assessment.yaml inspection.yaml",
        "yotrate compare self_assessment.yaml inspection.yaml --sort change",
        "yotrate compare 2023.yaml 2024.yaml 2025.yaml",
    ]
)
@click.argument("files", metavar="BEFORE AFTER...", nargs=-1, required=True, type=FILE)
@click.option(
    "--sort",
    "order",
    type=click.Choice(["framework", "change"], case_sensitive=False),
    default="framework",
    show_default=True,
    help="List in the framework's order, or the largest change first.",
)
@click.option("--cases", is_flag=True, help="List the cases whose answers changed.")
@partial_option
@allow_option
@framework_option
@format_option
@output_option
def compare(
    files: Sequence[str],
    order: str,
    form: str,
    output: str | None,
    *,
    cases: bool,
    partial: bool,
    allow_discretion: bool,
    framework: str | None,
) -> int:
    """Show what changed between inspections.

    One of them may be a self-assessment.
    BEFORE and AFTER are service files or workbooks; one of them may be - for standard input.
    Of two frameworks, what has the same id, basis and title is compared, and the rest is listed.
    Three and more are a trend, in order of time. A change is marked where it is further than the
    drawing of cases explains.
    """
    if len(files) < _TWO:
        raise click.UsageError("Missing argument 'AFTER...': compare takes two files or more.")
    if files.count("-") > 1:
        raise click.UsageError("only one of the files can be standard input")
    rated = []
    for file in files:
        try:
            rated.append(rated_service(file, Loading(allow_discretion, partial, framework)))
        except InvalidFile as error:
            report_problems(error.problems)
        except click.exceptions.Exit:
            continue
    if len(rated) < len(files):
        return 1
    if len(files) > _TWO:
        emit(trend_view(trend(rated), half_finished=partial, cases=cases), form, output)
        return 0
    by_size = order == "change"
    view = compare_view(find_changes(*rated), by_size=by_size, half_finished=partial, cases=cases)
    emit(view, form, output)
    return 0
