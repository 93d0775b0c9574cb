"""The one place that reads files: bytes become plain data, and every value knows its place."""

import os
import re
import stat
import sys
from pathlib import Path as FilePath

from yotrate.files.yaml_text import read_text
from yotrate.problems import START, InvalidFile, Path, Place, Problem, UnreadableFile
from yotrate.text import visible

LARGEST_YAML = 1024 * 1024
"""Bytes that a YAML file may have: more than 4,000 cases."""
STANDARD_INPUT = "-"

_NOT_YAML_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
)
_UTF_16 = "this is not UTF-8 text, but UTF-16 or UTF-32: save the file as UTF-8"


class Document:
    """A file as plain data: mappings, lists, text, and None where nothing was given.

    Raises:
        InvalidFile: it cannot be read to its end; what else is not plain are its `troubles`.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._reader = read_text(text)
        found = [*self._reader.troubles]
        if self._reader.stopped:
            found.append(self._reader.stopped)
        if found:
            _refuse_unusable_characters(name, text)
        self.troubles = [Problem(name, *place, message) for place, message in found]
        if self._reader.stopped:
            raise InvalidFile(self.troubles)
        self.data = self._reader.data

    @property
    def folder(self) -> FilePath:
        """The folder that paths in the file are relative to."""
        return FilePath() if self.name == "<stdin>" else FilePath(self.name).parent

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """Return where the value at path stands, or its key, or else what it is missing from."""
        return self._reader.place(path, at_key=at_key)


def _refuse_unusable_characters(name: str, text: str) -> None:
    if "\0" in text[:4]:
        raise InvalidFile([Problem(name, *START, _UTF_16)])
    bad = [
        Problem(name, *_end_of(text[: match.start()]), _unusable(match.group()))
        for match, _ in zip(_NOT_YAML_TEXT.finditer(text), range(100), strict=False)
    ]
    if bad:
        raise InvalidFile(bad)


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
            _refuse_unless_regular(os.stat(path))  # noqa: PTH116 - quicker
            with open(path, "rb", opener=_open_without_waiting) as stream:
                status = os.fstat(stream.fileno())
                _refuse_unless_regular(status)
                _read.add((status.st_dev, status.st_ino))
                # Room for the file as it is, not for the largest there may be; it may yet grow.
                data = stream.read(min(status.st_size, largest) + 1)
                if len(data) > status.st_size:
                    data += stream.read(largest + 1 - len(data))
    except OSError as error:
        raise UnreadableFile(name, (error.strerror or str(error)).lower()) from None
    except ValueError:
        raise UnreadableFile(name, "no file can have such a name") from None
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
