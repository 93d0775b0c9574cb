"""The command `new`."""

from collections.abc import Sequence
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
from yotrate.service.blanks import Spreadsheet, blank_samples, service_text, sheet_text


@program.command(
    examples=[
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20",
        "yotrate new hmip-youth-2018 -o service.yaml --cases 2=31 --cases 3=20 --csv",
    ]
)
@click.argument("framework", shell_complete=complete_framework)
@output_option
@click.option(
    "--cases", "sizes", metavar="DOMAIN=NUMBER", multiple=True, help="How many cases a domain has."
)
@click.option("--csv", "as_csv", is_flag=True, help="Write a spreadsheet for each --cases too.")
@name_option
@force_option
def new(
    framework: str,
    output: str | None,
    sizes: Sequence[str],
    name: str | None,
    *,
    as_csv: bool,
    force: bool,
) -> None:
    """Write a service file to fill in.

    FRAMEWORK is the id of a bundled framework or a path to a file. Whatever is still blank in
    the new file, validate reports. With --csv the cases are in spreadsheets beside it.
    """
    if as_csv and (output is None or not sizes):
        raise click.UsageError("--csv needs -o, beside which it writes, and --cases")
    file = Path(output or "")
    with saying_what_makes_no_sense():
        reference = reference_to(framework, file.parent)
        found = load_framework(framework)
        samples = blank_samples(found, sizes_by_domain(sizes))
        if not as_csv:
            text = service_text(found, reference, name, samples, file.name)
            write_new(output, text, {}, force=force)
            return
        domains = {each.id: each for each in found.samples}
        paths = {each: file.with_name(f"{file.stem}-{each}.csv") for each in samples}
        sheets = {path: sheet_text(domains[each], samples[each]) for each, path in paths.items()}
        cases = {each: Spreadsheet(path.name) for each, path in paths.items()}
        text = service_text(found, reference, name, cases, file.name)
        write_new(output, text, sheets, force=force)
