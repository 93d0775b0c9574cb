"""The command `compare`."""

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
from yotrate.report.compare import compare_view


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
@partial_option
@allow_option
@framework_option
@format_option
@output_option
def compare(
    before: str,
    after: str,
    order: str,
    form: str,
    output: str | None,
    *,
    partial: bool,
    allow_discretion: bool,
    framework: str | None,
) -> int:
    """Show what changed between two inspections.

    One of the two may be a self-assessment.
    BEFORE and AFTER are service files; one of them may be - for standard input.
    Of two frameworks, what has the same id, basis and title is compared, and the rest is listed.
    """
    if before == after == "-":
        raise click.UsageError("only one of BEFORE and AFTER can be standard input")
    rated = []
    for file in (before, after):
        try:
            rated.append(rated_service(file, Loading(allow_discretion, partial, framework)))
        except InvalidFile as error:
            report_problems(error.problems)
    if len(rated) < 2:  # noqa: PLR2004
        return 1
    view = compare_view(find_changes(*rated), by_size=order == "change", half_finished=partial)
    emit(view, form, output)
    return 0
