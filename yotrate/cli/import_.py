"""The command `import`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from yotrate.cli.options import (
    complete_framework,
    force_option,
    meanings_of,
    name_option,
    output_option,
    saying_what_makes_no_sense,
)
from yotrate.cli.output import write_new
from yotrate.cli.program import program
from yotrate.framework.checks import load_framework, reference_to
from yotrate.framework.model import Framework
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.rules_of_problems import Rule
from yotrate.service.blanks import service_text
from yotrate.service.importing import Advice, headings, import_files
from yotrate.service.model import Sample
from yotrate.text import listed, plural

_ADVICE = Advice(
    unknown="say which it is with --map, or leave the column out with --ignore",
    no_references="say which one has the references with --map",
    other_sheets="which sheets to read with --sheet",
)


@program.command(
    "import",
    examples=[
        "yotrate import court.xlsx out_of_court.csv --framework hmip-youth-2018 -o service.yaml",
        'yotrate import a.xlsx --framework hmip-youth-2018 --map "Q1=2.1.1" --ignore Notes',
    ],
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--framework",
    required=True,
    shell_complete=complete_framework,
    help="A bundled framework's id, or a path to a file.",
)
@output_option
@click.option(
    "--map",
    "meanings",
    metavar="HEADING=ID",
    multiple=True,
    help="The key question that a heading means, or case for the references.",
)
@click.option(
    "--ignore", "ignored", metavar="HEADING", multiple=True, help="A column that has no answers."
)
@click.option(
    "--sheet", "sheets", metavar="NAME", multiple=True, help="A sheet to read; all without it."
)
@name_option
@force_option
def import_(  # noqa: PLR0917 - one for each option
    files: Sequence[str],
    framework: str,
    output: str | None,
    meanings: Sequence[str],
    ignored: Sequence[str],
    sheets: Sequence[str],
    name: str | None,
    *,
    force: bool,
) -> None:
    """Turn spreadsheets into one service file.

    Each FILE is an XLSX workbook or a CSV file, or - for standard input, with a row for each
    case and headings in its first row. Understood are the heading case, the ids of key questions,
    and ids followed by their labels; --map gives others a meaning. A heading that is neither
    understood nor ignored, and an answer that is none, stop the import.
    """
    file = Path(output or "")
    with saying_what_makes_no_sense():
        reference = reference_to(framework, file.parent)
        found = load_framework(framework)
        samples = import_files(
            found, files, headings(found, meanings_of(meanings), ignored), sheets, _ADVICE
        )
    try:
        text = service_text(found, reference, name, samples, file.name)
    except WrongUsage as error:
        message = f"{error}: name the spreadsheets in a service file instead"
        raise InvalidFile([Problem(files[0], 1, 1, message, Rule.TOO_LARGE)]) from None
    write_new(output, text, {}, force=force)
    _tell_what_is_blank(found, samples, name)


def _tell_what_is_blank(
    framework: Framework, samples: Mapping[str, Sample], name: str | None
) -> None:
    taken = [
        f"{plural(len(samples[each.id].cases), 'case')} of {each.name}"
        for each in framework.samples
        if each.id in samples
    ]
    judged = sum(len(each.judged) for each in framework.standards if not each.optional)
    answers = sum(
        column.count(None) for sample in samples.values() for column in sample.answers.values()
    )
    lacking = [
        f"the cases of {domain.name}"
        for domain in framework.samples
        if domain.id not in samples
        and any(each.case_questions and not each.optional for each in domain.standards)
    ]
    blank = [
        *(["the name of the service"] if not name else []),
        *([plural(judged, "judgement")] if judged else []),
        *([plural(answers, "answer")] if answers else []),
        *lacking,
    ]
    click.echo(f"Taken: {listed(taken)}", err=True)
    if blank:
        click.echo(f"Blank, to be filled in: {listed(blank)}", err=True)
