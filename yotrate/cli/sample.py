"""The command `sample`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from yotrate.cli.options import (
    cases_or_by_domain,
    complete_framework,
    force_option,
    format_option,
    output_option,
    saying_what_makes_no_sense,
)
from yotrate.cli.output import emit
from yotrate.cli.program import program
from yotrate.cli.services import asking
from yotrate.framework.checks import load_framework
from yotrate.framework.model import Framework
from yotrate.questions.sample import sample as size_sample
from yotrate.questions.sample import samples as size_samples
from yotrate.report.sample import sample_view, samples_view
from yotrate.report.view import View

_OF_A_DRAW = ("domain", "domain_column", "by", "seed", "reserve", "drop", "service", "verify")


@program.command(
    examples=[
        "yotrate sample hmip-youth-2018 --eligible 37",
        "yotrate sample hmip-youth-2018 --eligible 37 --sampled 31",
        "yotrate sample hmip-youth-2018 --eligible 2=44 --eligible 3=29",
        "yotrate sample hmip-youth-2018 --draw eligible.csv --domain 2 --by Gender --seed 2026-11",
        "yotrate sample hmip-youth-2018 --draw eligible.csv --verify manifest.json",
    ]
)
@click.argument("framework", shell_complete=complete_framework)
@click.option(
    "--eligible",
    multiple=True,
    metavar="NUMBER",
    help="Cases there are to draw from; of several domains DOMAIN=NUMBER for each.",
)
@click.option(
    "--sampled", multiple=True, metavar="NUMBER", help="Cases that were read, in the same way."
)
@click.option("--draw", metavar="LIST", help="Draw from a list of eligible cases.")
@click.option("--domain", metavar="DOMAIN", help="The domain that all cases of the list are of.")
@click.option("--domain-column", metavar="HEADING", help="The column that says of which domain.")
@click.option("--by", multiple=True, metavar="HEADING", help="A characteristic to match.")
@click.option("--seed", metavar="TEXT", help="What to draw by: the same text, the same cases.")
@click.option("--reserve", metavar="SHARE", help="Reserves beside those chosen, such as 20%.")
@click.option("--drop", multiple=True, metavar="HEADING", help="A column to leave out.")
@click.option("--service", metavar="FILE", help="Write a service file or workbook to fill in.")
@click.option("--verify", metavar="MANIFEST", help="Draw again, and compare.")
@force_option
@format_option
@output_option
def sample(
    framework: str,
    form: str,
    output: str | None,
    *,
    eligible: Sequence[str],
    sampled: Sequence[str],
    draw: str | None,
    force: bool,
    **options: Any,
) -> int:
    """Work out how many cases to read, or draw them.

    FRAMEWORK is the id of a bundled framework, a path to a file, or - for standard input.
    With --sampled, also the margin of error that a sample of so many reached. With --draw, a
    sample is drawn from a list, a CSV file or workbook with a row for each eligible case, so that
    it matches them by their characteristics.
    """
    given = [name for name in _OF_A_DRAW if options[name]]
    if draw is None and given:
        raise click.UsageError(f"--{given[0].replace('_', '-')} goes with --draw, and a list")
    if draw is not None and (eligible or sampled):
        raise click.UsageError("--draw counts the eligible cases itself: leave the numbers out")
    own = load_framework(framework)
    with asking("<stdin>" if framework == "-" else framework):
        if draw is not None:
            drawing = import_module("yotrate.cli.drawing")
            wanted = drawing.Options(**options, file=draw, named=framework)
            return int(drawing.draw(own, wanted, form, output, force=force))
        view = _sized(own, eligible, sampled)
    emit(view, form, output)
    return 0


def _sized(framework: Framework, eligible: Sequence[str], sampled: Sequence[str]) -> View:
    with saying_what_makes_no_sense():
        whole, read = cases_or_by_domain(eligible), cases_or_by_domain(sampled)
    if whole is None:
        raise click.UsageError("expected --eligible and the number of cases, or --draw and a list")
    if isinstance(whole, int):
        if isinstance(read, dict):
            raise click.UsageError("--sampled gives domains, and --eligible one number for all")
        return sample_view(size_sample(framework, whole, read))
    if isinstance(read, int):
        raise click.UsageError("--eligible gives domains, and --sampled one number for all")
    return samples_view(size_samples(framework, whole, read or {}))
