"""The one place that reads files: bytes become plain data, and every value knows its place.

Scalars stay text. YAML is read as PyYAML's stream of events, in one loop with a stack of its own:
no depth of nesting exhausts the interpreter, repeated keys are seen, and nothing in a file is
ever expanded, converted or run.
"""

import os
import re
import stat
import sys
from collections.abc import Collection, Iterable
from pathlib import Path as FilePath
from typing import Any, NamedTuple

import yaml

from yotrate.problems import ENOUGH_PROBLEMS, InvalidFile, Problem, UnreadableFile
from yotrate.text import quote, visible

LARGEST_YAML = 1024 * 1024
"""Bytes that a YAML file may have: more than 4,000 cases."""
DEEPEST_YAML = 32
"""Levels that a YAML file may nest."""
STANDARD_INPUT = "-"

Path = tuple[str | int, ...]
"""Where a value stands in plain data: the keys and indexes that lead to it."""


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


START = Place(1, 1)

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_YAML_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
)
_UTF_16 = "this is not UTF-8 text, but UTF-16 or UTF-32: save the file as UTF-8"
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class Unreadable:
    """Stands for a value that a YAML problem already reported has made unknowable."""


UNREADABLE = Unreadable()


class Document:
    """A file as plain data: mappings, lists, text, and None where nothing was given."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text = text
        self._places: dict[Path, tuple[Place, Place]] = {}
        self._sought: set[Path] = set()
        builder = _Builder()
        trouble = builder.build(text)
        self.data = builder.root
        self.troubles = [Problem(name, *place, message) for place, message in builder.troubles]
        if trouble:
            self.troubles.append(Problem(name, *trouble[0], trouble[1]))
            raise InvalidFile(self.troubles)

    @property
    def folder(self) -> FilePath:
        """The folder that paths in the file are relative to."""
        return FilePath() if self.name == "<stdin>" else FilePath(self.name).parent

    def look_for(self, paths: Iterable[Path]) -> None:
        """Find where the values at some paths stand, all in one go, and what holds them."""
        sought = {path[:length] for path in paths for length in range(len(path) + 1)}
        if not sought <= self._sought:
            self._sought |= sought
            builder = _Builder()
            builder.sought = self._sought
            builder.build(self._text)
            self._places = builder.places

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """Return where the value at path stands, or its key, or else what it is missing from."""
        self.look_for([path])
        while path and path not in self._places:
            path, at_key = path[:-1], False
        key, value = self._places.get(path, (START, START))
        return key if at_key else value


def read_yaml(file: str | os.PathLike[str]) -> Document:
    """Read a YAML file, or standard input for ``-``.

    Raises:
        InvalidFile: the file is missing, is no regular file, is larger than 1 MiB, is not UTF-8,
            or is not one YAML document of at most 32 levels.
    """
    name, data = read_bytes(file, LARGEST_YAML)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig")
        message = f"this is not UTF-8 text: the byte 0x{data[error.start]:02x} cannot stand here"
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message = _UTF_16
        raise InvalidFile([Problem(name, *_end_of(good), message)]) from None
    if "\0" in text[:4]:
        raise InvalidFile([Problem(name, *START, _UTF_16)])
    bad = [
        Problem(name, *_end_of(text[: match.start()]), _unusable(match.group()))
        for match, _ in zip(_NOT_YAML_TEXT.finditer(text), range(100), strict=False)
    ]
    if bad:
        raise InvalidFile(bad)
    return Document(name, text)


_read: set[tuple[int, int]] = set()


def was_read(file: str | os.PathLike[str]) -> bool:
    """Return whether a file, under whatever name, is one that was read by this program."""
    try:
        status = os.stat(file)  # noqa: PTH116 - of any name that there may be
    except (OSError, ValueError):
        return False
    return (status.st_dev, status.st_ino) in _read


def read_bytes(file: str | os.PathLike[str], largest: int) -> tuple[str, bytes]:
    """Return a file's name in messages and its content, at most `largest` bytes.

    Only regular files and standard input are opened: anything else could block or never end.

    Raises:
        InvalidFile: there is no such file, or it cannot be read, or it is larger.
    """
    path = os.fspath(file)
    if not path:
        raise UnreadableFile(path, "no file is named")
    name = "<stdin>" if path == STANDARD_INPUT else path
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(largest + 1)
        else:
            _refuse_unless_regular(FilePath(path).stat())
            with open(path, "rb", opener=_open_without_waiting) as stream:
                status = os.fstat(stream.fileno())
                _refuse_unless_regular(status)
                _read.add((status.st_dev, status.st_ino))
                data = stream.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UnreadableFile(name, reason) from None
    if len(data) > largest:
        message = f"this is larger than {largest // 1024:,} KiB, the most that is read"
        if largest == LARGEST_YAML:
            message += ": larger samples belong in a spreadsheet"
        raise InvalidFile([Problem(name, *START, message)])
    return name, data


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_unless_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise OSError(0, "it is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "it is not a regular file")


def _end_of(text: str) -> Place:
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)
    return Place(len(lines), len(lines[-1]) + 1)


def _unusable(character: str) -> str:
    return f"the control character {visible(character)} cannot stand in a YAML file"


class _Stop(Exception):  # noqa: N818 - not an error of ours, the end of what can be read
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.trouble = (place, message)


class _Open:
    """A mapping or a list that is being filled, and the key or index it has come to."""

    __slots__ = ("content", "keys", "repeated", "spoilt", "step")

    def __init__(self, content: dict[str, Any] | list[Any], *, spoilt: bool) -> None:
        self.spoilt = spoilt
        self.content = content
        self.step: str | int | None = None
        self.keys: dict[str, yaml.Mark] = {}
        self.repeated = False


class _Builder:
    """Builds plain data from YAML events, and records the places of paths that are sought."""

    def __init__(self) -> None:
        self.root: Any = None
        self.troubles: list[tuple[Place, str]] = []
        self.places: dict[Path, tuple[Place, Place]] = {}
        self.sought: Collection[Path] = ()
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
        events = _LOADER(text)
        try:
            while (kind := type(event := events.get_event())) is not yaml.StreamEndEvent:
                taker = takers.get(kind)
                if taker:
                    taker(event)
            if self.root is None:
                raise _Stop(START, "the file is empty")
        except _Stop as stop:
            return stop.trouble
        except yaml.YAMLError as error:
            return _explain(error)
        finally:
            events.dispose()
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
            message = f"this nests deeper than {DEEPEST_YAML} levels, the most that is read"
            raise _Stop(_start(event), message)
        content: Any = {} if type(event) is yaml.MappingStartEvent else []
        self._value(event, content)
        self._open.append(_Open(content, spoilt=bool(event.tag)))

    def _alias(self, event: Any) -> None:
        message = f"aliases (*{visible(event.anchor)}) are not read: write the value out"
        holder = self._open[-1] if self._open else None
        if holder is not None and holder.step is None and type(holder.content) is dict:
            raise _Stop(_start(event), message)
        self._trouble(event, message)
        self._value(event, UNREADABLE)

    def _value(self, event: Any, value: Any) -> None:
        if not self._open:
            self.root = value
            self._record(event, value, None)
            return
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
        if self.sought:
            self._record(event, value, key)
        if key is not None and not isinstance(value, dict | list):
            holder.step = None

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

    def _record(self, event: Any, value: Any, key: Any) -> None:
        path = tuple(holder.step for holder in self._open if holder.step is not None)
        if path not in self.sought:
            return
        here = _start(event)
        key_place = here if key is None else Place(key.line + 1, key.column + 1)
        self.places.setdefault(path, (key_place, key_place if value is None else here))

    def _trouble(self, event: Any, message: str) -> None:
        if len(self.troubles) < ENOUGH_PROBLEMS:
            self.troubles.append((_start(event), message))

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
_BEGAN_EARLIER = frozenset({"found unexpected end of stream", "could not find expected ':'"})


def _explain(error: yaml.YAMLError) -> tuple[Place, str]:
    problem = getattr(error, "problem", None) or "it cannot be read"
    mark = getattr(error, "problem_mark", None)
    if mark is None or problem in _BEGAN_EARLIER:
        mark = getattr(error, "context_mark", None)
    place = Place(mark.line + 1, mark.column + 1) if mark else START
    return place, f"this is not valid YAML: {_IN_OUR_WORDS.get(problem, problem)}"
