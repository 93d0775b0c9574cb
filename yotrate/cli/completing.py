"""What a shell is answered when it asks how a line could go on."""

import shlex
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    shell_complete,
)


class _Bash(BashComplete):
    """The library's, which hands words over as they are: here they are quoted as bash needs it."""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return a line that bash puts into the command as one word, which nothing in it ends."""
        value = item.value if item.type == "file" else shlex.quote(str(item.value))
        # The script reads the line by `read`, which takes every backslash for a mark of its own.
        return super().format_completion(CompletionItem(value.replace("\\", "\\\\"), item.type))


def complete(command: click.Command, variable: str, instruction: str) -> int:
    """Answer a shell and return the exit code."""
    add_completion_class(_Bash, "bash")
    return shell_complete(command, {}, "yotrate", variable, instruction)
