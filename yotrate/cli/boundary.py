"""The command `boundary`."""

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
from yotrate.cli.output import emit
from yotrate.cli.program import program
from yotrate.cli.services import Loading, Rated
from yotrate.questions.boundary import boundary as find_boundaries
from yotrate.report.boundary import boundary_view
from yotrate.report.rows import key_questions
from yotrate.report.view import joined


@program.command(
    examples=["yotrate boundary western_bay.yaml", "yotrate boundary western_bay.yaml --cases"]
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--cases", "every_case", is_flag=True, help="List the cases of every key question.")
@partial_option
@allow_option
@framework_option
@format_option
@output_option
def boundary(
    files: Sequence[str],
    form: str,
    output: str | None,
    *,
    every_case: bool,
    partial: bool,
    allow_discretion: bool,
    framework: str | None,
) -> int:
    """Show what lies near a grade boundary, and where discretion is open.

    Each FILE is a service file, a folder of them, or - for standard input.
    """
    rated = Rated(files, loading=Loading(allow_discretion, partial, framework))
    views = [
        boundary_view(find_boundaries(each), every_case=every_case, half_finished=partial)
        for each in rated
    ]
    if rated.single and not views:
        return 1
    emit(joined(views, key_questions), form, output)
    return int(rated.failed)
