"""Plain data into a model, with everything that is wrong found at once and said in our words.

A `Draft` holds a document's data while it is checked. pydantic finds what has the wrong shape;
checks of our own then look only at what is sound, so that one mistake is one problem.
"""

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import Any, Generic, TypeVar

from yotrate.checking.braces import follows_a_cut, slip_in_braces
from yotrate.checking.findings import Findings
from yotrate.checking.hints import Hints
from yotrate.checking.model import Model
from yotrate.checking.shape import Shape
from yotrate.checking.sound import Sound
from yotrate.files.documents import Document
from yotrate.problems import ENOUGH_PROBLEMS, InvalidFile, Path, Problem
from yotrate.rules_of_problems import Rule
from yotrate.text import quote

M = TypeVar("M", bound=Model)
T = TypeVar("T")


class Draft(Sound, Generic[M]):
    """A document on its way to become a model, which is None where the shape of it is wrong.

    With `partial`, what is only missing is no fault.

    Raises:
        InvalidFile: far too much is wrong to look for more; so do all that add a fault.
    """

    def __init__(
        self, model: type[M], document: Document, data: Any = None, *, partial: bool = False
    ) -> None:
        self.document = document
        self.partial = partial
        self.findings = Findings(document)
        self.hints = Hints()
        data = document.data if data is None else data
        shape = Shape(model, data, self.findings, self.hints, partial=partial)
        self.model = shape.check()
        super().__init__(shape.data, shape.unsound)

    def fault(self, path: Path, message: str, rule: Rule, *, key: bool = False) -> None:
        """Add a fault at the value that path leads to, or at its key."""
        self.findings.fault(path, message, rule, key=key)

    def gap(self, path: Path, message: str, rule: Rule) -> None:
        """Add a fault for what is missing at path; it is none where that is to be expected."""
        if not self.partial:
            self.findings.fault(path, message, rule)

    def warn(self, path: Path, message: str, rule: Rule, *, key: bool = False) -> None:
        """Add a warning at the value that path leads to, or at its key."""
        self.findings.warn(path, message, rule, key=key)

    def lines(self, first: Path, again: Path) -> str:
        """Return on which lines the same thing stands, as messages say it."""
        one, other = (self.document.place(path).line for path in (first, again))
        return f"on line {one}" if one == other else f"on line {one} and on line {other}"

    def faulty(self) -> set[Path]:
        """Return the paths at which there is something wrong."""
        return {*self.unsound, *(fault.path for fault in self.findings.faults)}

    def salvage(self, model: type[M], **otherwise: str) -> M | None:  # type: ignore[override]
        """Return the model, or one of what is sound, or None."""
        return self.model if self.model is not None else super().salvage(model, **otherwise)

    def unknown(
        self,
        path: Path,
        known: Iterable[str],
        describe: Callable[[str], str],
        rule: Rule,
        but: Collection[str] = (),
    ) -> dict[str, str]:
        """Report the keys of a mapping that are none of the known ones.

        `describe` gives the message for a key; a suggestion follows, save for the keys in `but`.

        Returns:
            The keys that were probably meant, so that they are not reported as missing as well.
        """
        given = self.get(*path)
        if not isinstance(given, dict):
            return {}
        names = dict.fromkeys(known)
        absent = [name for name in names if given.get(name) is None]
        strange = (
            key
            for key in given
            if key not in names and not follows_a_cut(self.document, path, given, key, names)
        )
        unknown = list(islice(strange, ENOUGH_PROBLEMS))
        only = absent[0] if len(absent) == len(unknown) == 1 else None
        meant: dict[str, str] = {}
        said: dict[Path, str] = {}
        for key in unknown:
            hint = slip_in_braces(self.document, path, given, key, names)
            first = key.split(" ")[0]
            probable = first if hint and first in absent else None
            if key not in but and not hint:
                probable = self.hints.closest(key, absent) or only
                hint = self._question(key, probable or self.hints.closest(key, names))
            if probable:
                absent.remove(probable)
                meant[key] = probable
            said[*path, key] = describe(key) + hint
        # What was found under a key that means nothing is no problem of its own.
        for key in unknown:
            if key not in meant or given[key] is None:
                self.findings.lose((*path, key))
        for where, message in said.items():
            self.fault(where, message, rule, key=True)
        return meant

    @staticmethod
    def _question(key: str, probable: str | None) -> str:
        question = f": did you mean {quote(probable)}?" if probable else ""
        return f"{question} (a colon needs a space after it)" if ":" in key else question

    def problems(self) -> list[Problem]:
        """Return everything that was found, each with its place, warnings too."""
        return self.findings.problems()

    def warned(self) -> tuple[Problem, ...]:
        """Return the warnings, each with its place, in the order of their lines."""
        return self.findings.warned()

    def finish(self, value: T | None, *, strict: bool = False) -> T:
        """Return what the document became; with `strict`, warnings are problems.

        Raises:
            InvalidFile: something is wrong, all of it reported.
        """
        if strict:
            self.findings.make_warnings_faults()
        if value is None or self.findings.any_problem():
            raise InvalidFile(self.problems())
        return value
