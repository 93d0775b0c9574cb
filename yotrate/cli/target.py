"""The command `target`."""

import click
from click.shell_completion import CompletionItem

from yotrate.cli.options import FILE, allow_option, format_option, framework_option, output_option
from yotrate.cli.output import emit
from yotrate.cli.program import program
from yotrate.cli.services import Loading, asking, rated_service
from yotrate.loading import load_service
from yotrate.problems import InvalidFile
from yotrate.questions.target import target as find_targets
from yotrate.report.target import target_view
from yotrate.text import folded, visible


def _complete_rating(
    context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer the rating names of the framework that the file names."""
    file = context.params["file"]
    if file == "-":
        return []
    try:
        ratings = load_service(file, partial=True).framework.ratings
    except InvalidFile:
        return []
    names = [visible(rating.name) for rating in ratings]
    return [CompletionItem(name) for name in names if folded(name).startswith(folded(begun))]


@program.command(
    examples=[
        "yotrate target western_bay.yaml",
        'yotrate target western_bay.yaml "Requires improvement"',
        "yotrate target western_bay.yaml --standard 2.2 Good",
    ]
)
@click.argument("file", type=FILE)
@click.argument("rating", required=False, shell_complete=_complete_rating)
@click.option("--standard", metavar="ID", help="Aim at the calculated rating of one standard.")
@allow_option
@framework_option
@format_option
@output_option
def target(
    file: str,
    rating: str | None,
    form: str,
    output: str | None,
    *,
    standard: str | None,
    allow_discretion: bool,
    framework: str | None,
) -> None:
    """Find the fewest answers that a better rating would take.

    FILE is a service file, or - for standard input. Without RATING, every rating above the
    present one is aimed at.
    """
    result = rated_service(file, Loading(allow_discretion, framework=framework))
    with asking(result.service.file):
        found = find_targets(result, rating, standard=standard)
    emit(target_view(found), form, output)
