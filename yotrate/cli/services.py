"""What the commands about services share: loading and rating them, and telling what is wrong."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from yotrate.cli.output import progress, report_problems
from yotrate.loading import in_folder, load_service, load_services
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.questions.errors import NoAnswer
from yotrate.rating.rate import rate
from yotrate.rules_of_problems import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yotrate.rating.results import Result


def number_of(files: Sequence[str]) -> int:
    """Return how many files there are, those in folders too."""
    folders = map(in_folder, files)
    return sum(1 if each is None else len(each) for each in folders)


class Rated:
    """Services, rated one after the other; what cannot be used is reported on the way."""

    def __init__(
        self,
        files: Sequence[str],
        *,
        allow_discretion: bool,
        partial: bool = False,
        shown: bool = True,
    ) -> None:
        self.files = files
        self.single = len(files) == 1 and in_folder(files[0]) is None
        self.failed = False
        self._total = number_of(files)
        self._settings = {"allow_discretion": allow_discretion, "partial": partial}
        self._shown = shown

    def __iter__(self) -> Iterator[Result]:
        with progress("Rating services", self._total, shown=self._shown) as advance:
            for done, found in enumerate(load_services(self.files, **self._settings), start=1):
                if isinstance(found, InvalidFile):
                    self.failed = True
                    report_problems(found.problems)
                else:
                    report_problems(found.warnings)
                    yield rate(found)
                advance(done)


def rated_service(file: str, *, allow_discretion: bool, partial: bool = False) -> Result:
    """Rate one service, and report what is worth a warning."""
    service = load_service(file, allow_discretion=allow_discretion, partial=partial)
    report_problems(service.warnings)
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
