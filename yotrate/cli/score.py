"""The command `score`."""

from collections.abc import Iterable, Sequence

import click

from yotrate.cli.options import (
    FILE,
    allow_option,
    format_option,
    framework_option,
    output_option,
    partial_option,
)
from yotrate.cli.output import emit
from yotrate.cli.program import program
from yotrate.cli.services import Loading, Rated
from yotrate.rating.results import Result
from yotrate.report.score import score_view
from yotrate.report.services import services_view


@program.command(
    examples=[
        "yotrate score western_bay.yaml",
        "yotrate score western_bay.yaml --format json",
        "yotrate score services/ --sort score",
        "yotrate score audit.yaml --partial",
    ]
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@partial_option
@click.option(
    "--sort",
    "order",
    type=click.Choice(["file", "score"], case_sensitive=False),
    default="file",
    show_default=True,
    help="List services as they come, or the highest score first.",
)
@allow_option
@framework_option
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
    framework: str | None,
) -> int:
    """Rate services from their answers.

    Each FILE is a service file, a folder of them, or - for standard input.
    One service is shown in full, and of many a line each.
    """
    rated = Rated(
        files,
        loading=Loading(allow_discretion, partial, framework),
        shown=form in ("table", "markdown"),
    )
    results: Iterable[Result] = rated
    if order == "score":
        results = sorted(rated, key=_highest_score_first)
    if not rated.single:
        emit(services_view(results, half_finished=partial), form, output)
        return int(rated.failed)
    for result in results:
        emit(score_view(result, half_finished=partial), form, output)
    return int(rated.failed)


def _highest_score_first(result: Result) -> tuple[bool, int]:
    return result.overall.score is None, -(result.overall.score or 0)
