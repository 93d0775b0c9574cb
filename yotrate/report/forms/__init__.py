"""The forms that any view can be shown in, by name: the one place where they are registered."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yotrate.report.view import View


class Form(Protocol):
    """A form: it renders any view as text.

    `mark`: whether a file of it begins with the mark by which spreadsheet programs know UTF-8.
    """

    mark: bool

    def render(self, view: View, width: int | None) -> Iterator[str]:
        """Return the text in pieces.

        Args:
            view: what to show.
            width: the characters of a line in a file; None for the terminal's own.
        """
        ...


_REGISTERED: dict[str, str | Form] = {
    "table": "terminal",
    "json": "json",
    "csv": "csv",
    "markdown": "markdown",
}


def register(name: str, form: Form) -> None:
    """Add a form, which every command can then print."""
    _REGISTERED[name] = form


def names() -> tuple[str, ...]:
    """Return the names of all forms."""
    return tuple(_REGISTERED)


def form_named(name: str) -> Form:
    """Return a form; its module is loaded when it is first asked for."""
    found = _REGISTERED[name]
    if isinstance(found, str):
        module = import_module(f"{__name__}.{found}")
        found = _REGISTERED[name] = module.FORM
    return found
