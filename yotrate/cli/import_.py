"""The command `import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from yotrate.cli.options import (
    complete_framework,
    force_option,
    meanings_of,
    name_option,
    output_option,
    saying_what_makes_no_sense,
    words_of,
)
from yotrate.cli.output import report_problems, write_new
from yotrate.cli.program import program
from yotrate.files.kinds import is_spreadsheet
from yotrate.files.reading import was_read
from yotrate.framework.checks import load_framework, reference_to
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.rules_of_problems import Rule
from yotrate.service.blanks import Said, service_text
from yotrate.service.copying import copied
from yotrate.service.drafting import draft_of
from yotrate.service.drafts import Draft, blanks_of, of_copies, tables_by_domain
from yotrate.service.listing import listing_of
from yotrate.service.remedies import Remedy
from yotrate.service.settling import settled_by
from yotrate.text import quote, visible

_REMEDY = Remedy(
    "say which it is with --map, or leave the column out with --ignore",
    ": say what it means with --answer",
    rows=False,
)


@program.command(
    "import",
    examples=[
        "yotrate import audit.xlsx joint.csv --framework hmip-youth-2018 -o service.yaml",
        'yotrate import a.xlsx --framework hmip-youth-2018 --map "Q1=2.1.1" --answer "Partly=no"',
        "yotrate import --sheets audit.xlsx",
    ],
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--framework",
    shell_complete=complete_framework,
    help="A bundled framework's id, or a path to a file.",
)
@output_option
@click.option(
    "--map",
    "meanings",
    metavar="HEADING=ID",
    multiple=True,
    help="The key question that a heading, or a column's letters, means, or case.",
)
@click.option(
    "--answer",
    "words",
    metavar="WORD=ANSWER",
    multiple=True,
    help="What a word means: yes, no, n/a, or the name of a rating.",
)
@click.option(
    "--ignore", "ignored", metavar="HEADING", multiple=True, help="A column that has no answers."
)
@click.option(
    "--sheet", "sheets", metavar="NAME", multiple=True, help="A sheet to read; all without it."
)
@click.option("--sheets", "listing", is_flag=True, help="List what is in the files, and no more.")
@click.option("--copy", "copy", is_flag=True, help="Copy the answers, instead of pointing to them.")
@name_option
@force_option
def import_(  # noqa: PLR0917 - one for each option
    files: Sequence[str],
    framework: str | None,
    output: str | None,
    meanings: Sequence[str],
    words: Sequence[str],
    ignored: Sequence[str],
    sheets: Sequence[str],
    name: str | None,
    *,
    listing: bool,
    copy: bool,
    force: bool,
) -> None:
    """Draft a service file that reads its answers from spreadsheets.

    Each FILE is a workbook (XLSX, XLSM or ODS) or a CSV file, with a row for each case. The
    service file names their tables, and says how to read them: every command reads them again.
    What is certain is written; what is guessed is listed under guessed; the rest stays blank,
    and validate points there. With --copy the answers themselves are written, and nothing is
    guessed: a heading that is neither understood nor ignored, and an answer that is none, stop it.
    """
    if listing:
        _list_sheets(files, framework)
        return
    if framework is None:
        raise click.UsageError("--framework is missing: the id of a bundled one, or a path")
    file = Path(output or "")
    with saying_what_makes_no_sense():
        reference = reference_to(framework, file.parent)
        found = load_framework(framework)
        settled = settled_by(found, meanings_of(meanings), ignored, words_of(words))
        if copy:
            cases = copied(found, files, settled, sheets, _REMEDY)
            draft, said = of_copies(found, cases), Said(cases)
        else:
            draft = draft_of(found, files, file.parent, settled, sheets)
            said = Said(tables_by_domain(found, draft), draft.judgements)
    try:
        text = service_text(found, reference, name, said, file.name)
    except WrongUsage as error:
        message = _too_large(error, copy=copy)
        raise InvalidFile([Problem(files[0], 1, 1, message, Rule.TOO_LARGE)]) from None
    if output is not None and is_spreadsheet(output) and not was_read(output):
        raise click.UsageError(f"{quote(output)} would be a spreadsheet: name it with .yaml")
    write_new(output, text, {}, force=force)
    report_problems(draft.warnings)
    _tell(draft, blanks_of(found, said, name), output)


def _too_large(error: WrongUsage, *, copy: bool) -> str:
    """Return what to do about a service file that would be too large."""
    if copy:
        return f"{error}: leave out --copy, and the service file points to them"
    return (
        "so many words are no answers that a file to say what they mean is larger than what is "
        "read: leave out columns without answers with --ignore"
    )


def _tell(draft: Draft, blank: Sequence[str], output: str | None) -> None:
    """Say on standard error what was taken, guessed, left out, and is still to be settled."""
    parts = {
        "Taken": draft.taken_lines,
        "Guessed, and listed under 'guessed': look at each, and take it out there": draft.guessed,
        "Left out": draft.left_out,
        "Blank, to be filled in": [*blank, *draft.blank],
    }
    for what, lines in parts.items():
        if len(lines) == 1:
            click.echo(f"{what}: {visible(lines[0])}", err=True)
        elif lines:
            click.echo(f"{what}:", err=True)
            for line in lines:
                click.echo(f"  {visible(line)}", err=True)
    if output is not None:
        click.echo(f"Next: yotrate validate {visible(output)}", err=True)


def _list_sheets(files: Sequence[str], framework: str | None) -> None:
    """Print what is in files: their sheets, and what each seems to hold."""
    with saying_what_makes_no_sense():
        found = None if framework is None else load_framework(framework)
        for line in listing_of(files, found):
            click.echo(visible(line))
