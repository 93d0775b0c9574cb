"""The command `confidence`."""

import click

from yotrate.cli.options import FILE, allow_option, format_option, framework_option, output_option
from yotrate.cli.output import emit, progress
from yotrate.cli.program import program
from yotrate.cli.services import Loading, asking, rated_service
from yotrate.questions.confidence import confidence as find_confidence
from yotrate.report.confidence import confidence_view


@program.command(
    examples=[
        "yotrate confidence western_bay.yaml",
        "yotrate confidence western_bay.yaml --draws 100000 --seed 2",
    ]
)
@click.argument("file", type=FILE)
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
@framework_option
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
    framework: str | None,
) -> None:
    """Show how far the ratings depend on which cases were drawn.

    FILE is a service file, or - for standard input. It needs cases, and may give the number of
    eligible ones.
    """
    result = rated_service(file, Loading(allow_discretion, framework=framework))
    with asking(result.service.file), progress("Drawing cases", draws) as advance:
        found = find_confidence(result, seed=seed, draws=draws, progress=advance)
    emit(confidence_view(found), form, output)
