"""The command `validate`."""

import os
from collections.abc import Sequence

import click

from yotrate.cli.options import FILE, allow_option, complete_rule, framework_option
from yotrate.cli.output import emit, progress, report_problems, write
from yotrate.cli.program import program
from yotrate.cli.services import number_of
from yotrate.dependents import with_services_that_use
from yotrate.loading import validate_all
from yotrate.report import validate as checks
from yotrate.report.rules import rule_view
from yotrate.rules_of_problems import Rule
from yotrate.text import did_you_mean, disarmed, quote


@program.command(
    examples=[
        "yotrate validate western_bay.yaml",
        "yotrate validate --strict standards/*.yaml",
        "yotrate validate --format github services/",
        "yotrate validate --explain discretion-not-open",
    ]
)
@click.argument("files", metavar="FILE...", nargs=-1, type=FILE)
@click.option("--strict", is_flag=True, help="Make warnings problems.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"], case_sensitive=False),
    help="How to report: text, annotations of GitHub Actions (the default there), or JSON.",
)
@click.option(
    "--explain",
    metavar="RULE",
    shell_complete=complete_rule,
    help="Tell what a rule means, with examples, and check nothing.",
)
@click.option(
    "--dependents",
    is_flag=True,
    help="Check the services below this folder, too, that use a given framework.",
)
@allow_option
@framework_option
def validate(
    files: Sequence[str],
    form: str | None,
    explain: str | None,
    *,
    strict: bool,
    dependents: bool,
    allow_discretion: bool,
    framework: str | None,
) -> int:
    """Check service and framework files, and report every problem.

    Each FILE is a service, a framework, a folder of them, or - for standard input.
    Of a spreadsheet the services below this folder that use it are checked.
    A service's published figures must agree with the calculation, and a framework's vectors
    must come out as they say.
    """
    if explain is not None:
        _explain(explain, form)
        return 0
    if not files:
        raise click.UsageError("Missing argument 'FILE...'.")
    files = with_services_that_use(files, frameworks=dependents)
    found = validate_all(
        files, allow_discretion=allow_discretion, strict=strict, framework=framework
    )
    if form is None:
        form = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    failed = False
    if form == "json":
        reports = []
        with progress("Checking files", number_of(files)) as advance:
            for report in found:
                reports.append(report)
                advance(len(reports))
        failed = any(report.found is None for report in reports)
        write([checks.to_json(reports)], None)
        return int(failed)
    for report in found:
        failed = failed or report.found is None
        if form == "github":
            write(checks.annotations(report, os.environ.get("GITHUB_WORKSPACE")), None)
            continue
        report_problems(report.problems)
        if report.found is not None:
            click.echo(disarmed(checks.summary(report.file, report.found)))
    return int(failed)


def _explain(name: str, form: str | None) -> None:
    """Print what a rule means.

    Raises:
        click.UsageError: there is no such rule.
    """
    rules = {str(rule): rule for rule in Rule}
    if name.lower() not in rules:
        hint = did_you_mean(name, rules) or ": standards/README.md lists all of them"
        raise click.UsageError(f"unknown rule {quote(name)}{hint}")
    emit(rule_view(rules[name.lower()]), "json" if form == "json" else "table", None)
