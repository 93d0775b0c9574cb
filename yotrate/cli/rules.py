"""Commands about the rules that services are rated by: frameworks, show, schema."""

from __future__ import annotations

import click

from yotrate.cli.output import emit, write
from yotrate.cli.shared import (
    complete_framework,
    format_option,
    output_option,
    program,
)


@program.command(examples=["yotrate frameworks"])
@format_option
@output_option
def frameworks(form: str, output: str | None) -> None:
    """List the frameworks that come with yotrate."""
    from yotrate.framework.bundled import bundled
    from yotrate.framework.checks import load_framework
    from yotrate.report import data, flat
    from yotrate.report.framework import show_frameworks

    found = [load_framework(name) for name in bundled()]
    as_data = data.frameworks(found)
    emit(
        form,
        output,
        lambda console: show_frameworks(found, console),
        json=lambda: [data.to_json(as_data)],
        csv=lambda: flat.to_csv(flat.plain(as_data, "frameworks")),
        markdown=lambda: flat.to_markdown(flat.plain(as_data, "frameworks")),
    )


@program.command(examples=["yotrate show hmip-youth-2018", "yotrate show standards/mine.yaml"])
@click.argument("framework", shell_complete=complete_framework)
@format_option
@output_option
def show(framework: str, form: str, output: str | None) -> None:
    """Print a framework: standards, key questions, thresholds, rules and source.

    FRAMEWORK is the id of a bundled framework, a path to a file, or - for standard input.
    """
    from yotrate.framework.checks import load_framework
    from yotrate.report import data, flat
    from yotrate.report.framework import show_framework

    found = load_framework(framework)
    as_data = data.framework(found)
    emit(
        form,
        output,
        lambda console: show_framework(found, console),
        json=lambda: [data.to_json(as_data)],
        csv=lambda: flat.to_csv(flat.framework(as_data)),
        markdown=lambda: flat.to_markdown(flat.framework(as_data)),
    )


@program.command(examples=["yotrate schema framework", "yotrate schema service -o service.json"])
@click.argument("kind", type=click.Choice(["framework", "service"]))
@output_option
def schema(kind: str, output: str | None) -> None:
    """Print a JSON Schema, by which editors check files while they are written."""
    from yotrate.report import data

    write([data.to_json(data.schema(kind))], output)
