"""What the commands about services share: loading and rating them, and telling what is wrong."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

from yotrate.cli.output import progress, report_problems
from yotrate.files.kinds import is_workbook
from yotrate.loading import in_folder, load_service, load_services
from yotrate.problems import InvalidFile, Problem, WrongUsage, shown_file
from yotrate.questions.errors import NoAnswer
from yotrate.rating.rate import rate
from yotrate.rules_of_problems import Rule
from yotrate.text import disarmed, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yotrate.rating.results import Result
    from yotrate.service.model import Service


def number_of(files: Sequence[str]) -> int:
    """Return how many files there are, those in folders too."""
    folders = map(in_folder, files)
    return sum(1 if each is None else len(each) for each in folders)


_CAN_BE_SAID = frozenset(
    {
        Rule.AMBIGUOUS_COLUMN,
        Rule.HIDDEN_CELLS,
        Rule.MISSING_CASES,
        Rule.MISSING_COLUMN,
        Rule.MIXED_DOMAINS,
        Rule.NOT_AN_ANSWER,
        Rule.UNANSWERED_ROW,
        Rule.UNKNOWN_HEADING,
        Rule.UNKNOWN_RATING,
    }
)
"""What a service file can say of a table, and a workbook by itself cannot."""


class Loading(NamedTuple):
    """How services are loaded: what is allowed, and what a workbook is rated by."""

    allow_discretion: bool
    partial: bool = False
    framework: str | None = None

    def service(self, file: str) -> Service:
        """Load one service.

        Raises:
            InvalidFile: it has problems.
        """
        return load_service(file, **self._asdict())

    def tell(self, file: str, problems: Sequence[Problem]) -> None:
        """Print what is wrong with a file, and of a workbook what could be done about it."""
        report_problems(problems)
        rules = {each.rule for each in problems}
        if is_workbook(file) and rules == {Rule.MISSING_KEY}:
            click.echo(f"{shown_file(file)}: name its framework with --framework", err=True)
        if is_workbook(file) and not rules.isdisjoint(_CAN_BE_SAID):
            name = shown_file(file)
            by = self.framework or "FRAMEWORK"
            message = (
                "a service file can say how to read this workbook: "
                f"yotrate import {quoted(name)} --framework {by} -o service.yaml"
            )
            click.echo(f"{name}: {message}", err=True)


def quoted(name: str) -> str:
    """Return a file's name as a shell takes it for one word."""
    return name if name.replace(".", "").isalnum() else f'"{name}"'


def tell_left_alone(service: Service) -> None:
    """Print which sheets of a workbook were not read."""
    for each in service.left_alone:
        click.echo(disarmed(f"{shown_file(service.file)}: left alone: {visible(each)}"), err=True)


class Rated:
    """Services, rated one after the other; what cannot be used is reported on the way."""

    def __init__(
        self,
        files: Sequence[str],
        *,
        loading: Loading,
        shown: bool = True,
    ) -> None:
        self.files = files
        self.single = len(files) == 1 and in_folder(files[0]) is None
        self.failed = False
        self._total = number_of(files)
        self._loading = loading
        self._shown = shown

    def __iter__(self) -> Iterator[Result]:
        with progress("Rating services", self._total, shown=self._shown) as advance:
            for done, found in enumerate(_each(self.files, self._loading), start=1):
                file, loaded = found
                if isinstance(loaded, InvalidFile):
                    self.failed = True
                    self._loading.tell(file, loaded.problems)
                else:
                    report_problems(loaded.warnings)
                    tell_left_alone(loaded)
                    yield rate(loaded)
                advance(done)


def _each(files: Sequence[str], loading: Loading) -> Iterator[tuple[str, Service | InvalidFile]]:
    """Return services one after the other, each with the file that was asked for."""
    for file in files:
        for found in load_services([file], **loading._asdict()):
            yield file, found


def rated_service(file: str, loading: Loading) -> Result:
    """Rate one service, and report what is worth a warning.

    Raises:
        InvalidFile: it has problems, which are told already where it is a workbook.
    """
    try:
        service = loading.service(file)
    except InvalidFile as error:
        if not is_workbook(file):
            raise
        loading.tell(file, error.problems)
        raise click.exceptions.Exit(1) from None
    report_problems(service.warnings)
    tell_left_alone(service)
    return rate(service)


@contextmanager
def asking(file: str) -> Iterator[None]:
    """Turn what a question cannot answer into a problem of the file, and nonsense into usage."""
    try:
        yield
    except NoAnswer as error:
        raise InvalidFile([Problem(file, 1, 1, str(error), Rule.NO_ANSWER)]) from None
    except WrongUsage as error:
        raise click.UsageError(str(error)) from None
