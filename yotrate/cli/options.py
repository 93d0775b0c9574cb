"""The options that commands share, and what a shell completes them with."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from yotrate.framework.bundled import bundled
from yotrate.report import forms

FILE = click.Path(readable=False)  # whether it can be read, reading tells


class _FormName(click.ParamType):  # type: ignore[type-arg] # generic in newer versions only
    """The name of a form, of those that are registered when it is asked for."""

    name = "form"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name of a form as it is registered, whatever its case."""
        found: str = click.Choice(forms.names(), case_sensitive=False).convert(value, param, ctx)
        return found

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002 - the library's
        """Return all names, as help shows them."""
        return f"[{'|'.join(forms.names())}]"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer the names of all forms."""
        return click.Choice(forms.names()).shell_complete(ctx, param, incomplete)


format_option = click.option(
    "--format",
    "form",
    type=_FormName(),
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


def complete_framework(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer the ids of the bundled frameworks, or else files."""
    ids = [name for name in bundled() if name.startswith(begun)]
    return [CompletionItem(name) for name in ids] or [CompletionItem(begun, type="file")]
