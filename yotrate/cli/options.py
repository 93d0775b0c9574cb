"""The options that commands share, and what a shell completes them with."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from yotrate.framework.bundled import bundled
from yotrate.problems import WrongUsage
from yotrate.report import forms
from yotrate.rules_of_problems import Rule
from yotrate.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST_DIGITS = 10
_MOST_CASES = 9
"""Digits of a number of cases that a sample is sized for."""


class _FileName(click.ParamType):  # type: ignore[type-arg] # generic in newer versions only
    """The name of a file, which nothing looks at before it is read."""

    name = "file"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - the library's
        param: click.Parameter,  # noqa: ARG002 - the library's
        incomplete: str,
    ) -> list[CompletionItem]:
        """Leave files to the shell."""
        return [CompletionItem(incomplete, type="file")]


FILE = _FileName()


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


framework_option = click.option(
    "--framework",
    metavar="NAME",
    help="What a workbook that names no framework is rated by: an id, or a path to a file.",
)
partial_option = click.option(
    "--partial", is_flag=True, help="Rate what is there, and show what is missing."
)
force_option = click.option("--force", is_flag=True, help="Overwrite files that are there already.")
name_option = click.option("--name", metavar="TEXT", help="The name of the service.")


@contextmanager
def saying_what_makes_no_sense() -> Iterator[None]:
    """Turn what makes no sense to the library into wrong usage of the command."""
    try:
        yield
    except WrongUsage as error:
        raise click.UsageError(str(error)) from None


def sizes_by_domain(sizes: Iterable[str]) -> dict[str, int]:
    """Return how many cases each domain has, from texts such as 2=31.

    Raises:
        WrongUsage: a text is none such, or two are of one domain.
    """
    found: dict[str, int] = {}
    for size in sizes:
        name, _, number = size.rpartition("=")
        if not name or not (number.isascii() and number.isdigit()) or not number.strip("0"):
            raise WrongUsage(f"expected a domain and a number, such as 2=31, found {quote(size)}")
        if name in found:
            raise WrongUsage(f"the number of cases is given twice for domain {name}")
        # Of more digits it is more than any file can hold, whatever it is.
        found[name] = int(number.lstrip("0")[:_MOST_DIGITS])
    return found


def eligible_by_domain(texts: Iterable[str]) -> dict[str, int | None]:
    """Return how many cases were eligible by domain, from texts such as 2=44 or 2=unknown.

    Raises:
        WrongUsage: a text is none such, or two are of one domain.
    """
    unknown = [each.rpartition("=")[0] for each in texts if each.endswith("=unknown")]
    known = sizes_by_domain(each for each in texts if not each.endswith("=unknown"))
    if len({*unknown, *known}) < len(unknown) + len(known):
        raise WrongUsage("the number of eligible cases is given twice for a domain")
    return {**known, **dict.fromkeys(unknown)}


def cases_or_by_domain(texts: Sequence[str]) -> int | dict[str, int] | None:
    """Return a number of cases such as 37, or numbers by domain such as 2=44; None where none is.

    Raises:
        WrongUsage: a text is none such, or a number stands beside others.
    """
    if not texts:
        return None
    for text in texts:
        if len(text.rpartition("=")[2].lstrip("0")) > _MOST_CASES:
            raise WrongUsage(f"{quote(text)} is more cases than there can be")
    if "=" in texts[0] or len(texts) > 1:
        return sizes_by_domain(texts)
    (text,) = texts
    if not (text.isascii() and text.isdigit()) or not text.strip("0"):
        raise WrongUsage(f"expected a number of cases, at least 1, found {quote(text)}")
    return int(text)


def meanings_of(mapped: Iterable[str]) -> list[tuple[str, str]]:
    """Return headings and what they mean, from texts such as Q1=2.1.1.

    Raises:
        WrongUsage: a text is none such.
    """
    return _pairs(mapped, "expected a heading and what it means, such as 'Q1=2.1.1', found")


def words_of(mapped: Iterable[str]) -> list[tuple[str, str]]:
    """Return words and what they mean, from texts such as Partly=no.

    Raises:
        WrongUsage: a text is none such.
    """
    return _pairs(mapped, "expected a word and what it means, such as 'Partly=no', found")


def _pairs(texts: Iterable[str], expected: str) -> list[tuple[str, str]]:
    found = []
    for each in texts:
        name, _, meaning = (part.strip() for part in each.rpartition("="))
        if not name:
            raise WrongUsage(f"{expected} {quote(each)}")
        found.append((name, meaning))
    return found


def complete_rule(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer the names of the rules of problems."""
    return [CompletionItem(str(rule)) for rule in Rule if rule.startswith(begun)]


def complete_framework(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer the ids of the bundled frameworks, or else files."""
    ids = [name for name in bundled() if name.startswith(begun)]
    return [CompletionItem(name) for name in ids] or [CompletionItem(begun, type="file")]
