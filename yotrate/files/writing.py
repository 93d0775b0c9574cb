"""Files written whole or not at all."""

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file whole, in place of one that may be there, or leave everything as it was.

    Text is written as UTF-8, its line breaks as they are. Through a link the file that it leads
    to is written, and a file that was there keeps its permissions. What is no regular file, such
    as a pipe or a device, is written to as it is.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    if isinstance(content, str):
        content = content.encode("utf-8", errors="backslashreplace")
    path = Path(path)
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
        return
    target = path.resolve()
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if status is not None:
            draft.chmod(stat.S_IMODE(status.st_mode))
        draft.replace(target)
    finally:
        # After the replacement there is none left to remove.
        with contextlib.suppress(OSError):
            draft.unlink()
