"""The command `new`."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from yotrate.cli.options import (
    complete_framework,
    force_option,
    name_option,
    output_option,
    saying_what_makes_no_sense,
    sizes_by_domain,
)
from yotrate.cli.output import write_new
from yotrate.cli.program import program
from yotrate.framework.checks import load_framework, reference_to
from yotrate.service.blanks import Said, Spreadsheet, blank_samples, service_text, sheet_text
from yotrate.text import folded


@program.command(
    examples=[
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20",
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20 --csv",
        "yotrate new hmip-youth-2018 --xlsx -o audit.xlsx --cases 2=31 --cases 3=20",
    ]
)
@click.argument("framework", shell_complete=complete_framework)
@output_option
@click.option(
    "--cases", "sizes", metavar="DOMAIN=NUMBER", multiple=True, help="How many cases a domain has."
)
@click.option("--xlsx", "as_xlsx", is_flag=True, help="Write a workbook to fill in, and no more.")
@click.option("--csv", "as_csv", is_flag=True, help="Write a spreadsheet for each --cases too.")
@name_option
@force_option
def new(
    framework: str,
    output: str | None,
    sizes: Sequence[str],
    name: str | None,
    *,
    as_xlsx: bool,
    as_csv: bool,
    force: bool,
) -> None:
    """Write a service file to fill in.

    FRAMEWORK is the id of a bundled framework or a path to a file. Whatever is still blank in
    the new file, validate reports. With --csv the cases are in spreadsheets beside it. With --xlsx
    it is a workbook, which every command takes in place of a service file.
    """
    if as_xlsx and as_csv:
        raise click.UsageError("--xlsx and --csv write different files: choose one")
    if as_xlsx != (output is not None and folded(Path(output).suffix) == ".xlsx"):
        message = "--xlsx and a name that ends in .xlsx after -o go together"
        raise click.UsageError(message)
    if as_csv and (output is None or not sizes):
        raise click.UsageError("--csv needs -o, beside which it writes, and --cases")
    file = Path(output or "")
    with saying_what_makes_no_sense():
        reference = reference_to(framework, file.parent)
        found = load_framework(framework)
        samples = blank_samples(found, sizes_by_domain(sizes))
        if as_xlsx:
            forms = import_module("yotrate.service.form_workbook")
            content = forms.form_workbook(found, reference, name, samples)
            write_new(output, content, {}, force=force)
            return
        if not as_csv:
            text = service_text(found, reference, name, Said(samples), file.name)
            write_new(output, text, {}, force=force)
            return
        domains = {each.id: each for each in found.samples}
        paths = {each: file.with_name(f"{file.stem}-{each}.csv") for each in samples}
        sheets = {path: sheet_text(domains[each], samples[each]) for each, path in paths.items()}
        cases = {each: Spreadsheet(path.name) for each, path in paths.items()}
        text = service_text(found, reference, name, Said(cases), file.name)
        write_new(output, text, sheets, force=force)
