"""A YAML text becomes plain data: mappings, lists, text, and None where nothing was given.

Scalars stay text. YAML is read as PyYAML's stream of events, in one loop with a stack of its own:
no depth of nesting exhausts the interpreter, repeated keys are seen, and nothing in a file is
ever expanded, converted or run. `plain_data` does no more than that; where there is anything else
to tell of a text, a `Builder` reads it again.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from yotrate.problems import ENOUGH_PROBLEMS, START, TOO_MUCH, Path, Place
from yotrate.text import quote, visible

DEEPEST_YAML = 32
"""Levels that a YAML file may nest."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class NotPlain(Exception):  # noqa: N818 - it names the text's state, which callers handle
    """A text that is not valid YAML, or not one document, or holds what is not plain data."""


def plain_data(text: str) -> Any:
    """Return what a text holds: a mapping or a list of mappings, lists, text and None.

    Raises:
        NotPlain: there is something to tell of this text, which a `Builder` finds out.
    """
    try:
        with _events(text) as next_event:
            return _collected(next_event)
    except yaml.YAMLError:
        raise NotPlain from None


@contextmanager
def _events(text: str) -> Iterator[Callable[[], Any]]:
    events = _LOADER(text)
    try:
        yield events.get_event
    finally:
        events.dispose()


def _collected(next_event: Callable[[], Any]) -> Any:  # noqa: C901, PLR0912 - a call costs time
    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    end, nothing = yaml.StreamEndEvent, _NOTHING
    root: Any = None
    content: Any = None
    key: str | None = None
    outer: list[Any] = []
    while (kind := type(event := next_event())) is not end:
        if kind is scalar:
            value = event.value
            if event.anchor or event.tag or content is None:
                raise NotPlain
            if value in nothing and not event.style:
                value = None
            if key is not None:
                content[key] = value
                key = None
            elif type(content) is list:
                content.append(value)
            elif value is None or value in content or value == "<<":
                raise NotPlain
            else:
                key = value
        elif kind is mapping or kind is sequence:
            if event.anchor or event.tag or len(outer) == DEEPEST_YAML:
                raise NotPlain
            inner: Any = {} if kind is mapping else []
            if content is None:
                root = inner
            elif key is not None:
                content[key] = inner
                key = None
            elif type(content) is list:
                content.append(inner)
            else:
                raise NotPlain
            outer.append(content)
            content = inner
        elif kind in ends:
            content = outer.pop()
        elif kind is yaml.AliasEvent or (kind is yaml.DocumentStartEvent and root is not None):
            raise NotPlain
    if root is None:
        raise NotPlain
    return root


class Unreadable:
    """Stands for a value that a YAML problem already reported has made unknowable."""


UNREADABLE = Unreadable()


class _Stop(Exception):  # noqa: N818 - not an error of ours, the end of what can be read
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.trouble = (place, message)


class _Open:
    """A mapping or a list that is being filled, and the key or index it has come to.

    Its path is None where nothing in it is sought.
    """

    __slots__ = ("content", "keys", "path", "repeated", "spoilt", "step")

    def __init__(
        self, content: dict[str, Any] | list[Any], path: Path | None, *, spoilt: bool
    ) -> None:
        self.spoilt = spoilt
        self.content = content
        self.path = path
        self.step: str | int | None = None
        self.keys: dict[str, yaml.Mark] = {}
        self.repeated = False


class Builder:
    """Builds plain data from YAML events, tells what is not plain in them, and finds places.

    With each path that is sought, those that lead to it are sought too.
    """

    def __init__(self, sought: Collection[Path] = ()) -> None:
        self.root: Any = None
        self.troubles: list[tuple[Place, str]] = []
        self.places: dict[Path, tuple[Place, Place]] = {}
        self._sought = sought
        self._open: list[_Open] = []
        self._documents = 0

    def build(self, text: str) -> tuple[Place, str] | None:
        """Take in a whole text; return the trouble that stopped it, if one did."""
        takers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._container,
            yaml.SequenceStartEvent: self._container,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            with _events(text) as next_event:
                while (kind := type(event := next_event())) is not yaml.StreamEndEvent:
                    if self._sought and len(self.places) == len(self._sought):
                        break
                    taker = takers.get(kind)
                    if taker:
                        taker(event)
            if self.root is None:
                raise _Stop(START, "the file is empty")
        except _Stop as stop:
            return stop.trouble
        except yaml.YAMLError as error:
            return _explain(error)
        return None

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _Stop(_start(event), "a second document starts here: a file holds one")

    def _scalar(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        value = event.value
        if not event.style and value in _NOTHING:
            value = None
        holder = self._open[-1] if self._open else None
        if holder is not None and holder.step is None and type(holder.content) is dict:
            self._key(holder, event, value)
        else:
            self._value(event, UNREADABLE if event.anchor or event.tag else value)

    def _key(self, holder: _Open, event: Any, key: str | None) -> None:
        if key is None:
            raise _Stop(_start(event), "a key is missing before this colon")
        if key == "<<" and not event.style:
            self._trouble(event, "merge keys (<<) are not read: write it out")
            holder.spoilt = True
        first = holder.keys.setdefault(key, event.start_mark)
        holder.repeated = first is not event.start_mark
        if holder.repeated:
            here = _start(event)
            lines = f": on line {first.line + 1} and on line {here.line}"
            on_one = f" on line {here.line}"
            message = f"{quote(key)} stands twice{on_one if here.line == first.line + 1 else lines}"
            self._trouble(event, message)
        holder.step = key

    def _container(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        if len(self._open) == DEEPEST_YAML:
            raise _Stop(_start(event), _TOO_DEEP)
        content: Any = {} if type(event) is yaml.MappingStartEvent else []
        path = self._value(event, content)
        self._open.append(_Open(content, path, spoilt=bool(event.tag)))

    def _alias(self, event: Any) -> None:
        message = f"aliases (*{visible(event.anchor)}) are not read: write the value out"
        holder = self._open[-1] if self._open else None
        if holder is not None and holder.step is None and type(holder.content) is dict:
            raise _Stop(_start(event), message)
        self._trouble(event, message)
        self._value(event, UNREADABLE)

    def _value(self, event: Any, value: Any) -> Path | None:
        """Take in a value; return its path if its place is sought."""
        if not self._open:
            self.root = value
            return self._record(event, value, (), None)
        holder = self._open[-1]
        key = None
        if isinstance(holder.content, list):
            holder.step = len(holder.content)
            holder.content.append(value)
        elif holder.step is None:
            raise _Stop(_start(event), f"a key must be text, and this is {quote(value)}")
        elif isinstance(holder.step, str):
            key = holder.keys[holder.step]
            if not holder.repeated:
                holder.content[holder.step] = value
        path = None
        if holder.path is not None:
            path = self._record(event, value, (*holder.path, holder.step), key)
        if key is not None and not isinstance(value, dict | list):
            holder.step = None
        return path

    def _end(self, _event: Any) -> None:
        ended = self._open.pop()
        holder = self._open[-1] if self._open else None
        if ended.spoilt:
            self._replace(holder)
        if holder is not None and type(holder.content) is dict:
            holder.step = None

    def _replace(self, holder: _Open | None) -> None:
        """Put what nothing can be made of in the place of what has just ended."""
        if holder is None:
            self.root = UNREADABLE
        elif isinstance(holder.content, list):
            holder.content[-1] = UNREADABLE
        elif isinstance(holder.step, str) and not holder.repeated:
            holder.content[holder.step] = UNREADABLE

    def _record(self, event: Any, value: Any, path: Path, key: Any) -> Path | None:
        """Keep the place of what is sought; return its path, or None for what is not."""
        if path not in self._sought:
            return None
        here = _start(event)
        key_place = here if key is None else Place(key.line + 1, key.column + 1)
        self.places.setdefault(path, (key_place, key_place if value is None else here))
        return path

    def _trouble(self, event: Any, message: str) -> None:
        self.troubles.append((_start(event), message))
        if len(self.troubles) >= ENOUGH_PROBLEMS:
            raise _Stop(START, TOO_MUCH)

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor:
            message = f"anchors (&{visible(event.anchor)}) are not read: leave it out"
            self._trouble(event, message)
        if event.tag:
            message = f"tags ({quote(event.tag)}) are not read: leave it out"
            self._trouble(event, message)


def _start(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


_IN_OUR_WORDS = {
    "found character that cannot start any token": (
        "this character cannot stand here (YAML indents with spaces, never with tabs, "
        "and text that starts with it needs quotes)"
    ),
    "mapping values are not allowed in this context": (
        "a colon cannot stand here (text that holds ': ' needs quotes, "
        "and the keys of a mapping line up)"
    ),
    "did not find expected ',' or '}'": "a comma or } is missing before this",
    "did not find expected ',' or ']'": "a comma or ] is missing before this",
    "did not find expected key": "a key was expected here (keys of one mapping line up)",
    "could not find expected ':'": "a colon is missing after this key",
    "did not find expected '-' indicator": "a '-' was expected here (items of one list line up)",
    "found unexpected end of stream": "the quote that opens here is never closed",
    "did not find expected node content": "a value is missing before this",
    "did not find expected comment or line break": "nothing more can stand on this line",
    "did not find expected <document start>": "nothing can follow the end of the document",
    "found unexpected ':'": "a colon cannot stand here without a space after it",
    "found unknown escape character": "this escape (a backslash in double quotes) is not known",
    "found invalid Unicode character escape code": "this escape gives no character",
    "found unknown directive name": "directives (%) are not read",
}
_TOO_DEEP = f"this nests deeper than {DEEPEST_YAML} levels, the most that is read"
_BEGAN_EARLIER = frozenset({"found unexpected end of stream", "could not find expected ':'"})


def _explain(error: yaml.YAMLError) -> tuple[Place, str]:
    problem = getattr(error, "problem", None) or "it cannot be read"
    mark = getattr(error, "problem_mark", None)
    if mark is None or problem in _BEGAN_EARLIER:
        mark = getattr(error, "context_mark", None)
    place = Place(mark.line + 1, mark.column + 1) if mark else START
    # A library that reads ahead meets a limit of its own before we come to ours.
    if problem == "exceeded maximum nesting depth":
        return place, _TOO_DEEP
    return place, f"this is not valid YAML: {_IN_OUR_WORDS.get(problem, problem)}"
