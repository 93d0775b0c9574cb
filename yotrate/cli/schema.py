"""The command `schema`."""

import click

from yotrate.cli.options import output_option
from yotrate.cli.output import write
from yotrate.cli.program import program
from yotrate.report.forms.json import indented
from yotrate.report.schema import schema as json_schema


@program.command(examples=["yotrate schema framework", "yotrate schema service -o service.json"])
@click.argument("kind", type=click.Choice(["framework", "service"]))
@output_option
def schema(kind: str, output: str | None) -> None:
    """Print a JSON Schema, by which editors check files."""
    write([indented(json_schema(kind))], output)
