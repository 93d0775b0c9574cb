"""The program as such, and the options and completions that its commands share."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from yotrate import __version__
from yotrate.cli.output import COMPLETE_VARIABLE, run_guarded, write
from yotrate.text import listed, quote

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FILE = click.Path(readable=False)  # whether it can be read, reading tells

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"], case_sensitive=False),
    default="table",
    show_default=True,
    help="What to print.",
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write to a file, whole or not at all."
)
allow_option = click.option(
    "--allow-discretion",
    is_flag=True,
    help="Accept discretion where no key question is near an edge, with a warning.",
)


class _WithExamples(click.Command):
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


_HOMES = {
    "boundary": "ratings",
    "compare": "ratings",
    "confidence": "sampling",
    "frameworks": "rules",
    "import": "files",
    "new": "files",
    "report": "ratings",
    "sample": "sampling",
    "schema": "rules",
    "score": "ratings",
    "show": "rules",
    "target": "ratings",
    "validate": "files",
}


class _Commands(_WithExamples, click.Group):
    """The program: a group of commands that has examples too, and knows what was meant."""

    command_class = _WithExamples

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of all commands, loaded or not."""
        return sorted({*_HOMES, *self.commands})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command; its module is loaded when it is first asked for."""
        if name in _HOMES and name not in self.commands:
            import_module(f"yotrate.cli.{_HOMES[name]}")
        return super().get_command(context, name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; suggest one where there is none of that name.

        Raises:
            UsageError: there is no such command.
        """
        named = args and not args[0].startswith("-") and not ctx.resilient_parsing
        if named and self.get_command(ctx, args[0]) is None:
            from difflib import get_close_matches

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
    return run_guarded(program, arguments)


def complete_framework(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer the ids of the bundled frameworks, or else files."""
    from click.shell_completion import CompletionItem

    from yotrate.framework.bundled import bundled

    ids = [name for name in bundled() if name.startswith(begun)]
    return [CompletionItem(name) for name in ids] or [CompletionItem(begun, type="file")]


@program.command(
    examples=[
        'eval "$(yotrate completion bash)"',
        "yotrate completion fish > ~/.config/fish/completions/yotrate.fish",
    ]
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options, framework ids and rating names."""
    from click.shell_completion import get_completion_class

    of_shell = get_completion_class(shell)
    if of_shell is not None:
        write([of_shell(program, {}, "yotrate", COMPLETE_VARIABLE).source(), "\n"], None)
