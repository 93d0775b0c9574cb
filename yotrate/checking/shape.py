"""Whether plain data have the shape of a model: pydantic finds out, and every fault is told.

Misspelt keys are read on under the key that was meant, so that what stands under them is checked
too.
"""

from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from yotrate.checking.braces import follows_a_cut, slip_in_braces
from yotrate.checking.findings import Findings
from yotrate.checking.hints import Hints
from yotrate.checking.model import Model
from yotrate.checking.plain import cut, value_at
from yotrate.checking.wording import has_enough, in_our_words, keys_at, path_of
from yotrate.files.yaml_text import UNREADABLE
from yotrate.problems import ENOUGH_PROBLEMS, Path
from yotrate.rules_of_problems import Rule
from yotrate.text import listed, quote

_MOST_RESPELT = 1_000

M = TypeVar("M", bound=Model)


class Shape(Generic[M]):
    """Plain data held against a model, and where they are unsound.

    Misspelt keys are changed in `data`. With `partial`, what is only missing is no fault.

    Raises:
        InvalidFile: far too much is wrong to look for more.
    """

    def __init__(
        self, model: type[M], data: Any, findings: Findings, hints: Hints, *, partial: bool
    ) -> None:
        self.data = data
        self.unsound: set[Path] = set()
        self._kind = model
        self._findings = findings
        self._hints = hints
        self._partial = partial

    def check(self) -> M | None:
        """Return the model; None where the data are not of its shape, which is told then."""
        while True:
            try:
                return self._kind.model_validate(self.data)
            except ValidationError as error:
                if error.error_count() > ENOUGH_PROBLEMS:
                    self._give_up()
                errors = error.errors(include_url=False, include_context=True)
            strange = [found for found in errors if found["type"] == "extra_forbidden"]
            # All of them, not only up to the first one that is respelt.
            respelt = [self._respell(found) for found in strange[:_MOST_RESPELT]]
            if not any(respelt):
                break
        for found in errors:
            blank = found["input"] is None and found["loc"][:1] in self._kind.filled_in
            if not blank and not has_enough(found):
                if found["input"] is not UNREADABLE:
                    self._report(found)
                self.unsound.add(path_of(found))
        return None

    def _give_up(self) -> None:
        """Report what is wrong with the first items of everything: far too much is, in all."""
        known = {key for kind in Model.__subclasses__() for key in kind.keys()}  # noqa: SIM118
        for most in (1_000, 100, 10, 1):
            self.data = cut(self.data, most, known)
            try:
                self._kind.model_validate(self.data)
            except ValidationError as error:
                if error.error_count() <= ENOUGH_PROBLEMS:
                    for found in error.errors(include_url=False, include_context=True):
                        self._report(found)
                    break
        self._findings.stop_looking()

    def _respell(self, found: Any) -> bool:
        """Read on under the key that was meant."""
        *outer, key = path = found["loc"]
        holder = value_at(self.data, path[:-1])
        if len(holder) > _MOST_RESPELT:
            return False
        absent = [each for each in keys_at(self._kind, path[:-1]) if holder.get(each) is None]
        meant = self._hints.closest(key, absent)
        if meant is None:
            return False
        slip = slip_in_braces(self._findings.document, path[:-1], holder, key, [meant])
        message = f"unknown key {quote(key)}{slip or f': did you mean {quote(meant)}?'}"
        self._findings.fault(path, message, Rule.UNKNOWN_KEY, key=True)
        self._findings.is_written((*outer, meant), key)
        holder.pop(meant, None)
        changed = {meant if each == key else each: value for each, value in holder.items()}
        holder.clear()
        holder.update(changed)
        return True

    def _report(self, found: Any) -> None:
        path, kind, fault = path_of(found), found["type"], self._findings.fault
        if path != found["loc"]:
            message = f"{self._kind.named(path[:-1])}a key cannot be blank"
            fault(path, message, Rule.UNUSABLE_KEY, key=True)
        elif kind == "missing":
            if not (self._partial and path in self._kind.may_lack):
                given = path[-1] in value_at(self.data, path[:-1])
                name = quote(path[-1])
                message = f"nothing is given for {name}" if given else f"{name} is missing"
                fault(path, message, Rule.MISSING_KEY)
        elif kind == "extra_forbidden":
            keys = keys_at(self._kind, path[:-1])
            holder = value_at(self.data, path[:-1])
            if follows_a_cut(self._findings.document, path[:-1], holder, str(path[-1]), keys):
                return
            hint = slip_in_braces(
                self._findings.document, path[:-1], holder, str(path[-1]), keys
            ) or self._hints.did_you_mean(str(path[-1]), keys)
            expected = hint or f": expected {listed(keys, 'or')}"
            fault(path, f"unknown key {quote(path[-1])}{expected}", Rule.UNKNOWN_KEY, key=True)
        else:
            message, rule = in_our_words(found, self._hints)
            fault(path, self._kind.named(path) + message, rule)
