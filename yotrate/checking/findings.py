"""What was found wrong with a document, at paths of its data, and where those stand in its file."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, NoReturn

from yotrate.files.documents import Document
from yotrate.problems import ENOUGH_PROBLEMS, TOO_MUCH, InvalidFile, Path, Problem
from yotrate.rules_of_problems import Rule


class Fault(NamedTuple):
    """Something wrong at a path of the data, before it is known on which line that stands."""

    path: Path
    message: str
    rule: Rule
    at_key: bool = False
    warning: bool = False


class Findings:
    """The faults of one document, warnings about it, and what is wrong with files it takes in.

    `others` are the problems of those files, `notes` the warnings about them.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.others: list[Problem] = []
        self.notes: list[Problem] = []
        self._written: dict[Path, str] = {}
        self._lost: dict[Path, int] = {}

    def fault(self, path: Path, message: str, rule: Rule, *, key: bool = False) -> None:
        """Add a fault at the value that path leads to, or at its key.

        Raises:
            InvalidFile: that makes so many that it is no use to look for more.
        """
        self.faults.append(Fault(path, message, rule, key))
        if len(self.faults) >= ENOUGH_PROBLEMS:
            self.stop_looking()

    def stop_looking(self) -> NoReturn:
        """End it here.

        Raises:
            InvalidFile: all that was found so far, and that not all was looked into.
        """
        self.faults.append(Fault((), TOO_MUCH, Rule.TOO_MANY_PROBLEMS))
        raise InvalidFile(self.problems())

    def warn(self, path: Path, message: str, rule: Rule, *, key: bool = False) -> None:
        """Add a warning at the value that path leads to, or at its key."""
        self.warnings.append(Fault(path, message, rule, key, warning=True))

    def make_warnings_faults(self, rule: Rule | None = None) -> None:
        """Take what is only worth knowing for a fault, all of it or what breaks one rule."""
        meant = [fault for fault in self.warnings if rule in (None, fault.rule)]
        self.faults += [fault._replace(warning=False) for fault in meant]
        self.warnings = [fault for fault in self.warnings if fault not in meant]
        if rule is None:
            self.others += [each._replace(warning=False) for each in self.notes]
            self.notes = []

    def is_written(self, path: Path, key: str) -> None:
        """Know that in the file another key stands in the place of a path's last."""
        self._written[path] = key

    def lose(self, path: Path) -> None:
        """Drop what was found so far under a key that turned out to mean nothing."""
        self._lost[path] = len(self.faults)

    def problems(self) -> list[Problem]:
        """Return everything that was found, each with its place, warnings too."""
        told = [fault for at, fault in enumerate(self.faults) if not self._is_lost(at, fault)]
        own = (*self._placed(told), *self._placed(self.warnings))
        return [*self.document.troubles, *own, *self.others, *self.notes]

    def warned(self) -> tuple[Problem, ...]:
        """Return the warnings, each with its place, in the order of their lines."""
        return tuple(sorted([*self._placed(self.warnings), *self.notes]))

    def any_problem(self) -> bool:
        """Return whether there is more than warnings."""
        return bool(self.faults or self.others or self.document.troubles)

    def _is_lost(self, at: int, fault: Fault) -> bool:
        return any(
            self._lost.get(fault.path[:length], 0) > at for length in range(1, len(fault.path) + 1)
        )

    def _placed(self, faults: Iterable[Fault]) -> Iterator[Problem]:
        for path, message, rule, at_key, warning in faults:
            written = [self._written.get(path[: at + 1], step) for at, step in enumerate(path)]
            found = self.document.problem(tuple(written), message, rule, at_key=at_key)
            yield found._replace(warning=warning)
