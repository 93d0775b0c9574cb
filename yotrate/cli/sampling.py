"""Commands about drawing cases: sample, and how sure the ratings of a sample are, confidence."""

from __future__ import annotations

import click

from yotrate.cli.output import emit, progress
from yotrate.cli.ratings import rated_service
from yotrate.cli.shared import (
    FILE,
    allow_option,
    complete_framework,
    format_option,
    output_option,
    program,
)
from yotrate.problems import InvalidFile, Problem
from yotrate.rules_of_problems import Rule

_CASES = click.IntRange(1, 999_999_999)


@program.command(
    examples=[
        "yotrate confidence western_bay.yaml",
        "yotrate confidence western_bay.yaml --draws 100000 --seed 2",
    ]
)
@click.argument("file", type=FILE)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="The same seed gives the same figures.",
)
@click.option(
    "--draws",
    type=click.IntRange(1, 10_000_000),
    default=10_000,
    show_default=True,
    help="How often to draw the cases.",
)
@allow_option
@format_option
@output_option
def confidence(
    file: str,
    form: str,
    output: str | None,
    *,
    seed: int,
    draws: int,
    allow_discretion: bool,
) -> None:
    """Show how far the ratings depend on which cases were drawn.

    FILE is a service file, or - for standard input. It needs cases, and may give the number of
    eligible ones.
    """
    from yotrate.questions import confidence as sampling
    from yotrate.report import data, flat
    from yotrate.report.confidence import show_confidence

    result = rated_service(file, allow_discretion=allow_discretion)
    with progress("Drawing cases", draws) as advance:
        found = sampling.confidence(result, seed=seed, draws=draws, progress=advance)
    as_data = [data.confidence(found)]
    emit(
        form,
        output,
        lambda console: show_confidence(found, console),
        json=lambda: data.stream(as_data),
        csv=lambda: flat.to_csv(flat.key_questions(as_data)),
        markdown=lambda: flat.papers(as_data, flat.SURE),
    )


@program.command(
    examples=[
        "yotrate sample hmip-youth-2018 --eligible 37",
        "yotrate sample hmip-youth-2018 --eligible 37 --sampled 31",
    ]
)
@click.argument("framework", shell_complete=complete_framework)
@click.option(
    "--eligible", type=_CASES, required=True, metavar="N", help="Cases there are to draw from."
)
@click.option("--sampled", type=_CASES, metavar="N", help="Cases that were read.")
@format_option
@output_option
def sample(
    framework: str, form: str, output: str | None, *, eligible: int, sampled: int | None
) -> None:
    """Work out how many cases to read.

    FRAMEWORK is the id of a bundled framework, a path to a file, or - for standard input.
    With --sampled, also the margin of error that a sample of so many reached.
    """
    if sampled is not None and sampled > eligible:
        message = f"{sampled} cases cannot be read where {eligible} are eligible."
        raise click.BadParameter(message, param_hint="'--sampled'")
    from yotrate.framework.checks import load_framework
    from yotrate.questions.confidence import size_sample
    from yotrate.report import data, flat
    from yotrate.report.confidence import show_sizing

    own = load_framework(framework)
    if own.sampling is None:
        name = "<stdin>" if framework == "-" else framework
        message = "this framework has no sampling, the confidence and margin to size a sample for"
        raise InvalidFile([Problem(name, 1, 1, message, Rule.NO_SAMPLING_RULE)])
    found = size_sample(own.sampling, eligible, sampled)
    as_data = data.sizing(own, found)
    emit(
        form,
        output,
        lambda console: show_sizing(found, console),
        json=lambda: [data.to_json(as_data)],
        csv=lambda: flat.to_csv(flat.plain(as_data)),
        markdown=lambda: flat.to_markdown(flat.plain(as_data)),
    )
