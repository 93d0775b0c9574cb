"""Files written whole or not at all, several of them all or none."""

import contextlib
import errno
import os
import secrets
import shutil
import signal
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

_OWNER = stat.S_IRUSR | stat.S_IWUSR

drafts: set[str] = set()
"""The files that are being written, under their names until they are whole."""


class _Commit:
    """Whether drafts are just taking the place of files, which nothing may interrupt."""

    def __init__(self) -> None:
        self.underway = False
        self.waiting: int | None = None


commit = _Commit()
"""A signal that comes while drafts take the place of files waits until all have."""


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file whole, in place of one that may be there, or leave everything as it was.

    Text is written as UTF-8, its line breaks as they are. Through a link the file that it leads
    to is written, and a file that was there keeps its permissions. What is no regular file, such
    as a pipe or a device, is written to as it is.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    write_all({Path(path): content})


def write_all(files: Mapping[Path, str | bytes]) -> None:
    """Write files whole, all of them or none.

    Raises:
        OSError: one of them cannot be written; everything is as it was.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            data = content
            if isinstance(data, str):
                data = data.encode("utf-8", errors="backslashreplace")
            with _named(path):
                both = _draft(path, data)
            if both is not None:
                ready.append(both)
        _replace_all(ready)
    finally:
        # Those that took their place are there no more.
        for draft, _ in ready:
            _discard(draft)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an error name the file that was to be written, not what stands in for it."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise type(error)(error.errno or errno.EIO, reason, str(path)) from None


def discard_drafts() -> None:
    """Remove whatever is not whole yet."""
    for draft in list(drafts):
        _discard(Path(draft))


def _discard(draft: Path) -> None:
    with contextlib.suppress(OSError):
        draft.unlink()
    drafts.discard(str(draft))


def _draft(path: Path, content: bytes) -> tuple[Path, Path] | None:
    """Write a file under another name beside it; return both. None of what is no regular file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        status = None
    if status is not None and stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder, not a file", str(path))
    if status is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if status is not None and not stat.S_ISREG(status.st_mode):
        path.write_bytes(content)
        return None
    target = path.resolve()
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    drafts.add(str(draft))
    try:
        # Nobody else reads what is not whole, and afterwards only who could read it before.
        with open(draft, "xb", opener=_for_the_owner) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(stat.S_IMODE(status.st_mode) if status is not None else 0o666 & ~_mask())
    except BaseException:
        _discard(draft)
        raise
    return draft, target


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER)


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _replace_all(ready: list[tuple[Path, Path]]) -> None:
    """Put drafts in the place of files; where one cannot be, put back what was there."""
    kept: list[tuple[Path | None, Path]] = []
    with _uninterrupted():
        try:
            for draft, target in ready:
                # Of a single file there is nothing to put back.
                before = _aside(target) if len(ready) > 1 else None
                kept.append((before, target))
                with _named(target):
                    draft.replace(target)
        except OSError:
            for before, target in reversed(kept[:-1]):
                if before is None:
                    target.unlink()
                else:
                    before.replace(target)
            raise
        finally:
            for before, _ in kept:
                if before is not None:
                    _discard(before)


def _aside(target: Path) -> Path | None:
    """Keep a file under another name too; None where there is none."""
    if not target.exists():
        return None
    aside = target.with_name(f".{secrets.token_hex(8)}.part")
    drafts.add(str(aside))
    try:
        os.link(target, aside)
    except OSError:  # not every disk has links
        shutil.copy2(target, aside)
    return aside


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a signal wait until files are all in their place; then it ends the program."""
    commit.underway = True
    try:
        yield
    finally:
        commit.underway = False
        if commit.waiting is not None:
            signal.raise_signal(commit.waiting)
