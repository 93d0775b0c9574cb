"""The program as such: its commands, each loaded when it is asked for, and their help."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from yotrate import __version__
from yotrate.cli.output import run_guarded
from yotrate.text import listed, quote

COMMANDS: Mapping[str, Mapping[str, str]] = {
    "Rate": {
        "new": "Write a service file to fill in.",
        "import": "Draft a service file that reads its answers from spreadsheets.",
        "score": "Rate services from their answers.",
        "report": "Write a report to read, to print and to hand over.",
    },
    "Ask why, and what would change it": {
        "boundary": "Show what lies near a grade boundary, and where discretion is open.",
        "target": "Find the fewest answers that a better rating would take.",
    },
    "Ask how sure it is": {
        "sample": "Work out how many cases to read, or draw them.",
        "confidence": "Show how far the ratings depend on which cases were drawn.",
        "compare": "Show what changed between inspections.",
    },
    "Files and rules": {
        "validate": "Check service and framework files, and report every problem.",
        "frameworks": "List the frameworks that come with yotrate, and which are in force.",
        "show": "Print a framework: standards, key questions, thresholds, rules and source.",
    },
    "For editors and shells": {
        "schema": "Print a JSON Schema, by which editors check files.",
        "completion": "Print what makes a shell complete what is typed.",
    },
}
"""What each command is for, grouped by what people want; told without loading any of them."""

_SUMMARIES = {name: text for own in COMMANDS.values() for name, text in own.items()}


class CommandWithExamples(click.Command):
    """A command whose help ends with examples, one a line."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = examples

    def format_epilog(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class _Commands(CommandWithExamples, click.Group):
    """The program: a group of commands that has examples too, and knows what was meant."""

    command_class = CommandWithExamples

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of all commands, loaded or not."""
        return sorted({*_SUMMARIES, *self.commands})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command; its module is loaded when it is first asked for."""
        if name in _SUMMARIES and name not in self.commands:
            module = "import_" if name == "import" else name
            import_module(f"yotrate.cli.{module}")
        return super().get_command(context, name)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for, by what people want, without loading any."""
        width = max(map(len, _SUMMARIES))
        for want, commands in COMMANDS.items():
            with formatter.section(want):
                rows = [(name.ljust(width), text) for name, text in commands.items()]
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; suggest one where there is none of that name.

        Raises:
            UsageError: there is no such command.
        """
        named = args and not args[0].startswith("-") and not ctx.resilient_parsing
        if named and self.get_command(ctx, args[0]) is None:
            names = self.list_commands(ctx)
            close = get_close_matches(args[0], names, 1)
            expected = f"expected {listed(names, 'or')}"
            hint = f"did you mean {quote(close[0])}?" if close else expected
            ctx.fail(f"there is no command {quote(args[0])}: {hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=["yotrate score western_bay.yaml"],
)
@click.version_option(__version__, "-V", "--version", message="yotrate %(version)s")
def program() -> None:
    """Work out the ratings of youth offending services."""


def run(arguments: list[str]) -> int:
    """Run the program and return its exit code."""
    if os.name == "nt":
        arguments = import_module("yotrate.cli.wildcards").expanded(arguments)
    return run_guarded(program, arguments)
