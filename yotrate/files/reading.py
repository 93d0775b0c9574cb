"""The one place that opens files: their bytes, and which files they were."""

import contextlib
import os
import stat
import sys

from yotrate.problems import START, InvalidFile, Problem, UnreadableFile
from yotrate.rules_of_problems import Rule

LARGEST_YAML = 1024 * 1024
"""Bytes that a YAML file may have: more than 4,000 cases."""
STANDARD_INPUT = "-"

_read: set[tuple[int, int]] = set()


def is_share(file: str | os.PathLike[str]) -> bool:
    """Return whether a name begins as that of a network share does."""
    # Windows takes either stroke for the other.
    return os.fspath(file).startswith(("//", "\\\\", "/\\", "\\/"))


def refuse_share(file: str | os.PathLike[str]) -> None:
    """Refuse what may lie on another computer, before anything touches it.

    Raises:
        UnreadableFile: it begins as the name of a network share does.
    """
    path = os.fspath(file)
    if is_share(path):
        raise UnreadableFile(path, "it begins as a network share does: copy the file here first")


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
    refuse_share(path)
    try:
        if path == STANDARD_INPUT:
            data = _standard_input(largest)
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
        raise InvalidFile([Problem(name, *START, message, Rule.TOO_LARGE)])
    return name, data


def _standard_input(largest: int) -> bytes:
    """Read standard input, which may be a file that a result is not to be written over."""
    if sys.stdin is None:
        raise UnreadableFile("<stdin>", "standard input is closed")
    with contextlib.suppress(OSError, ValueError):  # what has no number is no file
        status = os.fstat(sys.stdin.fileno())
        if stat.S_ISREG(status.st_mode):
            _read.add((status.st_dev, status.st_ino))
    return sys.stdin.buffer.read(largest + 1)


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_unless_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise OSError(0, "it is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "it is not a regular file")
