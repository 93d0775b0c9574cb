"""The command `frameworks`."""

from datetime import datetime

from yotrate.cli.options import format_option, output_option
from yotrate.cli.output import emit
from yotrate.cli.program import program
from yotrate.framework.bundled import bundled
from yotrate.framework.checks import load_framework
from yotrate.report.framework import frameworks_view


@program.command(examples=["yotrate frameworks"])
@format_option
@output_option
def frameworks(form: str, output: str | None) -> None:
    """List the frameworks that come with yotrate, and which are in force."""
    today = datetime.now().astimezone().date()
    emit(frameworks_view([load_framework(name) for name in bundled()], today), form, output)
