"""The command `sample`."""

import click

from yotrate.cli.options import complete_framework, format_option, output_option
from yotrate.cli.output import emit
from yotrate.cli.program import program
from yotrate.cli.services import asking
from yotrate.framework.checks import load_framework
from yotrate.questions.sample import sample as size_sample
from yotrate.report.sample import sample_view

_CASES = click.IntRange(1, 999_999_999)


@program.command(
    examples=[
        "yotrate sample hmip-youth-2018 --eligible 37",
        "yotrate sample hmip-youth-2018 --eligible 37 --sampled 31",
    ]
)
@click.argument("framework", shell_complete=complete_framework)
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
    own = load_framework(framework)
    with asking("<stdin>" if framework == "-" else framework):
        found = size_sample(own, eligible, sampled)
    emit(sample_view(found), form, output)
