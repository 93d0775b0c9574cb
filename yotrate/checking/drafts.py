"""Plain data into a model, with everything that is wrong found at once and said in our words.

A `Draft` holds a document's data while it is checked. pydantic finds what has the wrong shape;
checks of our own then look only at what is sound, so that one mistake is one problem.
"""

import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from types import NoneType
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar

from pydantic import ValidationError

from yotrate.checking.model import NOT_BLANK, Model
from yotrate.files.documents import Document
from yotrate.files.yaml_text import UNREADABLE
from yotrate.problems import ENOUGH_PROBLEMS, TOO_MUCH, InvalidFile, Path, Problem
from yotrate.text import LIKE_A_WORD, LIKE_AN_ID, closest, listed, plural, quote

_MOST_COMPARISONS = 10_000
"""Words that those of one file are compared with, to say which were probably meant."""
_MOST_RESPELT = 1_000


class Fault(NamedTuple):
    """Something wrong at a path of the data, before it is known on which line that stands."""

    path: Path
    message: str
    at_key: bool = False
    warning: bool = False


M = TypeVar("M", bound=Model)
T = TypeVar("T")


class Draft(Generic[M]):
    """A document on its way to become a model, which is None where the shape of it is wrong.

    `others` are the problems of other files that this one takes in. With `partial`, what is only
    missing is no fault.

    Raises:
        InvalidFile: far too much is wrong to look for more; so do all that add a fault.
    """

    def __init__(
        self, model: type[M], document: Document, data: Any = None, *, partial: bool = False
    ) -> None:
        self.document = document
        self.data = document.data if data is None else data
        self.partial = partial
        self.model: M | None = None
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.others: list[Problem] = []
        self.unsound: set[Path] = set()
        self._written: dict[Path, str] = {}
        self._lost: dict[Path, int] = {}
        self._comparisons = 0
        self._validate(model)

    def _validate(self, model: type[M]) -> None:
        while True:
            try:
                self.model = model.model_validate(self.data)
            except ValidationError as error:
                if error.error_count() > ENOUGH_PROBLEMS:
                    self._give_up(model)
                errors = error.errors(include_url=False, include_context=True)
            else:
                return
            strange = [found for found in errors if found["type"] == "extra_forbidden"]
            respelt = [self._respell(model, found) for found in strange[:_MOST_RESPELT]]
            if not any(respelt):
                break
        for found in errors:
            blank = found["input"] is None and found["loc"][:1] in model.filled_in
            if not blank and not _has_enough(found):
                if found["input"] is not UNREADABLE:
                    self._report(model, found)
                self.unsound.add(_path_of(found))

    def _give_up(self, model: type[M]) -> None:
        """Report what is wrong with the first items of everything: far too much is, in all."""
        known = {key for kind in Model.__subclasses__() for key in kind.keys()}  # noqa: SIM118
        for most in (1_000, 100, 10, 1):
            self.data = _cut(self.data, most, known)
            try:
                model.model_validate(self.data)
            except ValidationError as error:
                if error.error_count() <= ENOUGH_PROBLEMS:
                    for found in error.errors(include_url=False, include_context=True):
                        self._report(model, found)
                    break
        self._stop_looking()

    def _stop_looking(self) -> NoReturn:
        self.faults.append(Fault((), TOO_MUCH))
        raise InvalidFile(self.problems())

    def _respell(self, model: type[Model], found: Any) -> bool:
        """Read on under the key that was meant, so that what stands under it is checked too."""
        path = found["loc"]
        holder = self._at(path[:-1])
        absent = [key for key in _keys_at(model, path[:-1]) if holder.get(key) is None]
        meant = self.closest(path[-1], absent)
        if meant is None:
            return False
        self.fault(path, f"unknown key {quote(path[-1])}: did you mean {quote(meant)}?", key=True)
        self._written[(*path[:-1], meant)] = path[-1]
        holder.pop(meant, None)
        changed = {meant if key == path[-1] else key: value for key, value in holder.items()}
        holder.clear()
        holder.update(changed)
        return True

    def _report(self, model: type[Model], found: Any) -> None:
        path, kind = _path_of(found), found["type"]
        if path != found["loc"]:
            self.fault(path, f"{model.named(path[:-1])}a key cannot be blank", key=True)
        elif kind == "missing" and self.partial and path in model.may_lack:
            return
        elif kind == "missing":
            given = path[-1] in self._at(path[:-1])
            name = quote(path[-1])
            self.fault(path, f"nothing is given for {name}" if given else f"{name} is missing")
        elif kind == "extra_forbidden":
            keys = _keys_at(model, path[:-1])
            expected = self.did_you_mean(str(path[-1]), keys) or f": expected {listed(keys, 'or')}"
            self.fault(path, f"unknown key {quote(path[-1])}{expected}", key=True)
        else:
            self.fault(path, model.named(path) + self._in_our_words(found))

    def _in_our_words(self, found: Any) -> str:
        value, kind, context = found["input"], found["type"], found.get("ctx", {})
        if kind == "said":
            hint = self.did_you_mean(value, context["words"]) if context["words"] else ""
            return f"{context['message']}{hint}"
        if kind == "literal_error":
            words = typing.cast("list[str]", [word.strip("'") for word in _words(context)])
            hint = self.did_you_mean(value, words) if isinstance(value, str) else ""
            return f"expected {listed(words, 'or')}, found {quote(value)}{hint}"
        if kind == "string_pattern_mismatch" and context["pattern"] != NOT_BLANK:
            return f"expected an id of letters, digits, dots and hyphens, found {quote(value)}"
        if kind == "string_too_long":
            return f"expected at most {context['max_length']} characters, found {quote(value)}"
        if kind == "too_short":
            return (
                f"{quote(found['loc'][-1])} needs at least {plural(context['min_length'], 'item')}"
            )
        if kind == "too_long":
            return (
                f"{quote(found['loc'][-1])} holds at most {plural(context['max_length'], 'item')}"
            )
        return f"expected {_EXPECTED.get(kind, 'something else')}, found {quote(value)}"

    def _at(self, path: Path) -> Any:
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def closest(
        self, word: str, words: Collection[str], *, alike: float = LIKE_AN_ID
    ) -> str | None:
        """Return the word that was probably meant, as long as there is not too much to compare."""
        self._comparisons += len(words)
        return closest(word, words, alike=alike) if self._comparisons < _MOST_COMPARISONS else None

    def did_you_mean(self, word: str, words: Collection[str]) -> str:
        """Return a question to end a message with, or nothing."""
        meant = self.closest(word, words, alike=LIKE_A_WORD)
        return f": did you mean {quote(meant)}?" if meant else ""

    def fault(self, path: Path, message: str, *, key: bool = False) -> None:
        """Add a fault at the value that path leads to, or at its key.

        Raises:
            InvalidFile: that makes so many that it is no use to look for more.
        """
        self.faults.append(Fault(path, message, key))
        if len(self.faults) >= ENOUGH_PROBLEMS:
            self._stop_looking()

    def gap(self, path: Path, message: str) -> None:
        """Add a fault for what is missing at path; it is none where that is to be expected."""
        if not self.partial:
            self.fault(path, message)

    def warn(self, path: Path, message: str) -> None:
        """Add a warning at the value that path leads to."""
        self.warnings.append(Fault(path, message, warning=True))

    def get(self, *path: str | int) -> Any:
        """Return what stands at path where it and all that holds it is sound, else None."""
        return None if self._is_unsound(path) else self._at(path)

    def _is_unsound(self, path: Path) -> bool:
        """Return whether what stands at path, or what holds it, has the wrong shape."""
        if not self.unsound:
            return False
        return any(path[:length] in self.unsound for length in range(len(path) + 1))

    def mapping(self, *path: str | int) -> Mapping[str, Any]:
        """Return the sound items of the mapping at path; empty where there is none."""
        value = self.get(*path)
        if not isinstance(value, dict):
            return {}
        if not self.unsound:
            return value
        return {key: item for key, item in value.items() if (*path, key) not in self.unsound}

    def items(self, *path: str | int) -> Iterator[int]:
        """Return the indexes of the sound items of the list at path."""
        value = self.get(*path)
        if isinstance(value, list):
            yield from (at for at in range(len(value)) if (*path, at) not in self.unsound)

    def salvage(self, model: type[M], **otherwise: str) -> M | None:
        """Return a model of what is sound, for checks that need one, or None.

        `otherwise` gives values for keys without which there could be no model.
        """
        if self.model is not None:
            return self.model
        data: Any = _without(self.data, self.unsound)
        while isinstance(data, dict):
            try:
                return model.model_validate({**otherwise, **data})
            except ValidationError as error:
                found = error.errors(include_url=False, include_input=False)
            lost = {
                _path_of(each)[:-1] if each["type"] == "missing" else _path_of(each)
                for each in found
            }
            shorter = None if () in lost else _without(data, lost)
            data = None if shorter == data else shorter
        return None

    def lacks(self, *path: str | int) -> bool:
        """Return whether nothing was given at path, rightly or wrongly."""
        return not self._is_unsound(path) and self._at(path) is None

    def unknown(
        self,
        path: Path,
        known: Iterable[str],
        describe: Callable[[str], str],
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
        strange = (key for key in given if key not in names)
        unknown = list(islice(strange, ENOUGH_PROBLEMS))
        only = absent[0] if len(absent) == len(unknown) == 1 else None
        meant: dict[str, str] = {}
        said: dict[Path, str] = {}
        for key in unknown:
            hint = ""
            if key not in but:
                probable = self.closest(key, absent) or only
                if probable:
                    absent.remove(probable)
                    meant[key] = probable
                probable = probable or self.closest(key, names)
                hint = f": did you mean {quote(probable)}?" if probable else ""
                if ":" in key:
                    hint += " (a colon needs a space after it)"
            said[*path, key] = describe(key) + hint
        # What was found under a key that means nothing is no problem of its own.
        for key in unknown:
            if key not in meant or given[key] is None:
                self._lost[*path, key] = len(self.faults)
        for where, message in said.items():
            self.fault(where, message, key=True)
        return meant

    def problems(self) -> list[Problem]:
        """Return everything that was found, each with its place, warnings too."""
        told = [fault for at, fault in enumerate(self.faults) if not self._is_lost(at, fault)]
        own = (*self._placed(told), *self._placed(self.warnings))
        return [*self.document.troubles, *own, *self.others]

    def _is_lost(self, at: int, fault: Fault) -> bool:
        """Return whether a fault was found under a key that turned out to mean nothing."""
        return any(
            self._lost.get(fault.path[:length], 0) > at for length in range(1, len(fault.path) + 1)
        )

    def _placed(self, faults: Iterable[Fault]) -> Iterator[Problem]:
        paths = [
            (
                fault,
                tuple(
                    self._written.get(fault.path[: at + 1], step)
                    for at, step in enumerate(fault.path)
                ),
            )
            for fault in faults
        ]
        for fault, path in paths:
            place = self.document.place(path, at_key=fault.at_key)
            yield Problem(self.document.name, *place, fault.message, fault.warning)

    def warned(self) -> tuple[Problem, ...]:
        """Return the warnings, each with its place, in the order of their lines."""
        return tuple(sorted(self._placed(self.warnings)))

    def finish(self, value: T | None, *, strict: bool = False) -> T:
        """Return what the document became; with `strict`, warnings are problems.

        Raises:
            InvalidFile: something is wrong, all of it reported.
        """
        if strict:
            self.faults += [fault._replace(warning=False) for fault in self.warnings]
            self.warnings.clear()
        if value is None or self.faults or self.others or self.document.troubles:
            raise InvalidFile(self.problems())
        return value


def _path_of(found: Any) -> Path:
    """Return the path of what pydantic found wrong; of a key it says so in a last step."""
    path: Path = found["loc"]
    return path[:-1] if path[-1:] == ("[key]",) else path


def _has_enough(found: Any) -> bool:
    """Return whether a list is only short of items because those it has are wrong."""
    return found["type"] == "too_short" and bool(len(found["input"]) >= found["ctx"]["min_length"])


def _cut(data: Any, most: int, known: Collection[str]) -> Any:
    """Return a copy of plain data with at most so many items in each part, and all known keys."""
    if isinstance(data, dict):
        return {
            key: _cut(value, most, known)
            for at, (key, value) in enumerate(data.items())
            if at < most or key in known
        }
    if isinstance(data, list):
        return [_cut(value, most, known) for value in data[:most]]
    return data


def _without(data: Any, lost: Collection[Path], here: Path = ()) -> Any:
    """Return a copy of plain data without what stands at the lost paths."""
    if isinstance(data, dict):
        return {
            key: _without(value, lost, (*here, key))
            for key, value in data.items()
            if (*here, key) not in lost
        }
    if isinstance(data, list):
        return [
            _without(value, lost, (*here, at))
            for at, value in enumerate(data)
            if (*here, at) not in lost
        ]
    return data


def _keys_at(model: type[Model], path: Path) -> list[str]:
    """Return the keys that the mapping at path may hold, read off the model's annotations."""
    here: Any = model
    for step in path:
        here = (
            here.model_fields[here.keys().get(step, step)].annotation
            if _is_model(here)
            else _inside(here)
        )
        while not _is_model(here) and NoneType in typing.get_args(here):
            here = _inside(here)
    return list(here.keys()) if _is_model(here) else []


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _inside(annotation: Any) -> Any:
    """Return X of X | None, of tuple[X, ...] and of dict[str, X]."""
    return [kind for kind in typing.get_args(annotation) if kind not in (NoneType, Ellipsis)][-1]


def _words(context: Mapping[str, Any]) -> list[str]:
    return str(context["expected"]).replace(" or ", ", ").split(", ")


_EXPECTED = {
    "string_type": "text",
    "string_pattern_mismatch": "text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list",
    "tuple_type": "a list",
}
