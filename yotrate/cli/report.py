"""The command `report`."""

from importlib import import_module
from importlib.util import find_spec

import click

from yotrate.cli.options import FILE, allow_option, framework_option, output_option, partial_option
from yotrate.cli.output import write
from yotrate.cli.program import program
from yotrate.cli.services import Loading, rated_service
from yotrate.questions.boundary import boundary


@program.command(examples=["yotrate report western_bay.yaml -o report.html"])
@click.argument("file", type=FILE)
@partial_option
@allow_option
@framework_option
@output_option
def report(
    file: str,
    output: str | None,
    *,
    partial: bool,
    allow_discretion: bool,
    framework: str | None,
) -> int:
    """Write a report to read, to print and to hand over.

    FILE is a service file, or - for standard input. The report is one HTML page, for any browser;
    it needs nothing else and fetches nothing.
    """
    if find_spec("jinja2") is None:
        message = 'reports need an extra part of yotrate: run pip install "yotrate[report]"'
        click.echo(f"yotrate: {message}", err=True)
        return 1
    html = import_module("yotrate.report.html.page")
    result = rated_service(file, Loading(allow_discretion, partial, framework))
    text: str = html.page(boundary(result), half_finished=partial)
    if output is None:
        # The page says that it is UTF-8, whatever the terminal's encoding.
        click.echo(text.encode(), nl=False)
    else:
        write([text], output)
    return 0
