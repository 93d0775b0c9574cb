"""A YAML text becomes plain data: mappings, lists, text, and None where nothing was given.

This reader is kept by hand, over PyYAML's stream of events, for what no library gives at once:
the line and column of every key and value, in the time of a quick library; a key that stands
twice as a problem that names both lines; and a depth that is bounded before anything is built.
It is one loop with a stack of its own, so that no nesting exhausts the interpreter. Scalars stay
text, and nothing in a file is ever expanded, converted or run.
"""

from array import array
from collections.abc import Callable
from importlib import import_module
from typing import Any

import yaml

from yotrate.files.yaml_cuts import cut_short
from yotrate.files.yaml_words import DEEPEST_YAML, TOO_DEEP, Trouble, explained
from yotrate.problems import ENOUGH_PROBLEMS, START, TOO_MUCH, Path, Place
from yotrate.rules_of_problems import Rule
from yotrate.text import quote, visible

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_WIDTH = 32
_COLUMN = (1 << _WIDTH) - 1
_AT_KEY = 2 * _WIDTH
_AT_VALUE = (1 << _AT_KEY) - 1


class Unreadable:
    """Stands for a value that a YAML problem already reported has made unknowable."""


UNREADABLE = Unreadable()


def read_text(text: str) -> "Reader":
    """Read a whole text; the reader that is returned tells what came of it."""
    reader = Reader()
    try:
        loader = _LOADER(text)
        try:
            reader.take_all(loader.get_event)
        finally:
            loader.dispose()
        reader.troubles += cut_short(text, _LOADER)
    except _Stop as stop:
        reader.stopped = stop.trouble
    except yaml.YAMLError as error:
        reader.stopped = _traced(text, explained(error))
    return reader


def _traced(text: str, trouble: Trouble) -> Trouble:
    """Return a trouble at the place of its cause, in words that say what to do, where it can."""
    if trouble.rule != Rule.INVALID_YAML:
        return trouble
    # Loaded only for whom it is needed: its patterns take some time to make.
    causes = import_module("yotrate.files.yaml_causes")
    found = causes.cause_of(text, trouble.place, _LOADER)
    if found is None:
        return trouble
    place, message = found
    return Trouble(place, message, trouble.rule)


class _Stop(Exception):  # noqa: N818 - not an error of ours, the end of what can be read
    def __init__(self, place: Place, message: str, rule: Rule) -> None:
        super().__init__(message)
        self.trouble = Trouble(place, message, rule)


class _Level:
    """A mapping or a list: what it holds, where that stands, and what is inside of it.

    Places are held as numbers, for a file may hold hundreds of thousands: one for each item, and
    for each key its own and its value's in one. `step` is the key that waits for its value; None
    where a key is to come, and always 0 in a list.
    """

    __slots__ = (
        "content", "inner", "key_at", "lacks_dash", "repeated", "spoilt", "starts", "step",
    )  # fmt: skip

    def __init__(self, content: Any, *, spoilt: bool) -> None:
        self.content = content
        self.starts: Any = {} if type(content) is dict else array("Q")
        self.inner: dict[str | int | None, _Level] = {}
        self.step: str | int | None = None if type(content) is dict else 0
        self.key_at = 0
        self.repeated = False
        self.lacks_dash = False
        self.spoilt = spoilt

    def take(self, value: Any, at: int) -> None:
        """Take in the value that comes next; the first under a key stays."""
        step = self.step
        if step == 0:
            self.content.append(value)
            self.starts.append(at)
        elif not self.repeated:
            self.content[step] = value
            self.starts[step] = self.key_at << _AT_KEY | (self.key_at if value is None else at)

    def hold(self, inner: "_Level") -> None:
        """Take in what is inside the value that came last."""
        if self.step == 0:
            self.inner[len(self.content) - 1] = inner
        elif not self.repeated:
            self.inner[self.step] = inner

    def spoil(self) -> None:
        """Put what nothing can be made of in the place of the value that came last."""
        if self.step == 0:
            self.content[-1] = UNREADABLE
        elif not self.repeated:
            self.content[self.step] = UNREADABLE

    def end_value(self) -> None:
        """Wait for the next key, or for the next item."""
        if self.step != 0:
            self.step = None

    def place_of(self, step: str | int) -> tuple[int, int] | None:
        """Return where a key and its value start, or an item twice; None where it is not held."""
        if isinstance(self.starts, dict):
            pair = self.starts.get(step) if isinstance(step, str) else None
            return None if pair is None else (pair >> _AT_KEY, pair & _AT_VALUE)
        if isinstance(step, str) or not 0 <= step < len(self.starts):
            return None
        return self.starts[step], self.starts[step]


class Reader:
    """What a text holds, what is not plain in it, what stopped the reading, and all places."""

    def __init__(self) -> None:
        self.data: Any = None
        self.troubles: list[Trouble] = []
        self.stopped: Trouble | None = None
        self._start = 0
        self._top: _Level | None = None
        self._level: _Level | None = None
        self._outer: list[_Level | None] = []
        self._documents = 0

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """Return where the value at path stands, or its key, or else what it is missing from."""
        key = value = self._start
        level = self._top
        for step in path:
            found = level.place_of(step) if level is not None else None
            if level is None or found is None:
                at_key = False
                break
            key, value = found
            level = level.inner.get(step)
        return _place(key if at_key else value)

    def take_all(self, next_event: Callable[[], Any]) -> None:
        """Take in events to the last."""
        takers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._container,
            yaml.SequenceStartEvent: self._container,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        while (kind := type(event := next_event())) is not yaml.StreamEndEvent:
            if taker := takers.get(kind):
                taker(event)
        if self.data is None:
            raise _Stop(START, "the file is empty", Rule.NOT_ONE_DOCUMENT)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "a second document starts here: a file holds one"
            raise _Stop(_start(event), message, Rule.NOT_ONE_DOCUMENT)

    def _scalar(self, event: Any) -> None:
        value = event.value
        if value in _NOTHING and not event.style:
            value = None
        level = self._level
        if event.anchor or event.tag:
            self._refuse_decoration(event)
            if level is None or level.step is not None:
                value = UNREADABLE
        mark = event.start_mark
        at = mark.line << _WIDTH | mark.column
        if level is None:
            self.data, self._start = value, at
        elif level.step is None:
            self._key(level, event, value, at)
        else:
            level.take(value, at)
            level.end_value()

    def _key(self, level: _Level, event: Any, key: str | None, at: int) -> None:
        if key is None:
            raise _Stop(_start(event), "a key is missing before this colon", Rule.UNUSABLE_KEY)
        if key == "<<" and not event.style:
            self._trouble(event, "merge keys (<<) are not read: write it out", Rule.NOT_PLAIN)
            level.spoilt = True
        level.step, level.key_at = key, at
        level.repeated = key in level.content
        if level.repeated:
            line, first = _place(at).line, _place(level.starts[key] >> _AT_KEY).line
            where = f" on line {line}" if first == line else f": on line {first} and on line {line}"
            if self._begins_an_item(level, key) and first != line:
                level.lacks_dash = True
                where += ", where a dash seems to be missing"
            elif level.lacks_dash:
                return
            self._trouble(event, f"{quote(key)} stands twice{where}", Rule.REPEATED_KEY)

    def _begins_an_item(self, level: _Level, key: str) -> bool:
        """Return whether a key is the first of a mapping that is an item of a list."""
        outer = self._outer[-1] if self._outer else None
        return outer is not None and outer.step == 0 and next(iter(level.content)) == key

    def _container(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        if len(self._outer) == DEEPEST_YAML:
            raise _Stop(_start(event), TOO_DEEP, Rule.TOO_LARGE)
        content: Any = {} if type(event) is yaml.MappingStartEvent else []
        inner = _Level(content, spoilt=bool(event.tag))
        self._put(event, content)
        if self._level is None:
            self._top = inner
        else:
            self._level.hold(inner)
        self._outer.append(self._level)
        self._level = inner

    def _alias(self, event: Any) -> None:
        message = f"aliases (*{visible(event.anchor)}) are not read: write the value out"
        if self._level is not None and self._level.step is None:
            raise _Stop(_start(event), message, Rule.NOT_PLAIN)
        self._trouble(event, message, Rule.NOT_PLAIN)
        self._put(event, UNREADABLE)
        if self._level is not None:
            self._level.end_value()

    def _put(self, event: Any, value: Any) -> None:
        """Take in a value that is no scalar."""
        mark = event.start_mark
        at = mark.line << _WIDTH | mark.column
        if self._level is None:
            self.data, self._start = value, at
        elif self._level.step is None:
            message = f"a key must be text, and this is {quote(value)}"
            raise _Stop(_start(event), message, Rule.UNUSABLE_KEY)
        else:
            self._level.take(value, at)

    def _end(self, _event: Any) -> None:
        spoilt = self._level is not None and self._level.spoilt
        self._level = level = self._outer.pop()
        if level is not None:
            if spoilt:
                level.spoil()
            level.end_value()
        elif spoilt:
            self.data = UNREADABLE

    def _trouble(self, event: Any, message: str, rule: Rule) -> None:
        self.troubles.append(Trouble(_start(event), message, rule))
        if len(self.troubles) >= ENOUGH_PROBLEMS:
            raise _Stop(START, TOO_MUCH, Rule.TOO_MANY_PROBLEMS)

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor:
            message = f"anchors (&{visible(event.anchor)}) are not read: leave it out"
            self._trouble(event, message, Rule.NOT_PLAIN)
        if event.tag:
            message = f"tags ({quote(event.tag)}) are not read: leave it out"
            self._trouble(event, message, Rule.NOT_PLAIN)


def _start(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _place(at: int) -> Place:
    return Place((at >> _WIDTH) + 1, (at & _COLUMN) + 1)
