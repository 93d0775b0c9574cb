"""The program: `yotrate`, or `python -m yotrate`."""

from __future__ import annotations

import gc
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FrameType
    from typing import Any

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


def main() -> None:
    """Run the command line; however it ends, it ends with an exit code and no traceback."""
    try:
        for name in _ENDING:
            number = getattr(signal, name, None)
            # What a parent had ignored, as nohup does, stays ignored.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _end)
        # What is made while starting lives to the end: looking for garbage in it is in vain.
        gc.set_threshold(100_000, 50, 50)
        # A plugin of pydantic's, if one is installed, would see the data; none is looked for.
        os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
        from yotrate.cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    # Nor is it worth looking through when all of it ends.
    gc.freeze()
    sys.exit(code)


def _end(
    number: int,
    _frame: FrameType | None,
    # Bound here, for when a signal comes while the interpreter takes everything apart.
    modules: Mapping[str, Any] = sys.modules,
    leave: Callable[[int], None] = os._exit,
) -> None:
    """End at a signal, in silence, and leave no draft behind.

    Nothing is raised: an exception can be lost inside a library, and the run would go on. While
    drafts take the place of files the signal waits until all have.
    """
    # A module that is only half loaded has written nothing.
    writing = modules.get("yotrate.files.writing")
    commit = getattr(writing, "commit", None)
    if commit is not None and commit.underway:
        commit.waiting = number
        return
    if discard := getattr(writing, "discard_drafts", None):
        discard()
    leave(128 + number)


if __name__ == "__main__":
    main()
