"""The command `confidence`."""

from collections.abc import Sequence

import click

from yotrate.cli.options import (
    FILE,
    allow_option,
    eligible_by_domain,
    format_option,
    framework_option,
    output_option,
    saying_what_makes_no_sense,
)
from yotrate.cli.output import emit, progress
from yotrate.cli.program import program
from yotrate.cli.services import Loading, asking, rated_service
from yotrate.questions.confidence import confidence as find_confidence
from yotrate.report.confidence import confidence_view


@program.command(
    examples=[
        "yotrate confidence western_bay.yaml",
        "yotrate confidence western_bay.yaml --eligible 2=44 --eligible 3=unknown",
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
@click.option(
    "--eligible",
    "numbers",
    metavar="DOMAIN=NUMBER",
    multiple=True,
    help="How many cases a domain's sample was drawn from, or unknown.",
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
    numbers: Sequence[str],
    seed: int,
    draws: int,
    allow_discretion: bool,
    framework: str | None,
) -> None:
    """Show how far the ratings depend on which cases were drawn.

    FILE is a service file, or - for standard input. It needs cases, and may give the number of
    eligible ones; --eligible goes before it. Of an inspection that does not say, the framework's
    rule for samples is read backwards.
    """
    with saying_what_makes_no_sense():
        eligible = eligible_by_domain(numbers)
    result = rated_service(file, Loading(allow_discretion, framework=framework))
    with asking(result.service.file), progress("Drawing cases", draws) as advance:
        found = find_confidence(result, seed=seed, draws=draws, eligible=eligible, progress=advance)
    emit(confidence_view(found), form, output)
