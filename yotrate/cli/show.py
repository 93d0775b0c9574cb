"""The command `show`."""

import click

from yotrate.cli.options import complete_framework, format_option, output_option
from yotrate.cli.output import emit
from yotrate.cli.program import program
from yotrate.framework.checks import load_framework
from yotrate.report.framework import framework_view


@program.command(examples=["yotrate show hmip-youth-2018", "yotrate show standards/mine.yaml"])
@click.argument("framework", shell_complete=complete_framework)
@format_option
@output_option
def show(framework: str, form: str, output: str | None) -> None:
    """Print a framework: standards, key questions, thresholds, rules and source.

    FRAMEWORK is the id of a bundled framework, a path to a file, or - for standard input.
    """
    emit(framework_view(load_framework(framework)), form, output)
