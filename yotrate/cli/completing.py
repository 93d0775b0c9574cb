"""What a shell is answered when it asks how a line could go on."""

from __future__ import annotations

import os
import re
import shlex
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    shell_complete,
    split_arg_string,
)


class _Bash(BashComplete):
    """The library's, which hands words over as they are: here they are quoted as bash needs it."""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return a line that bash puts into the command as one word, which nothing in it ends."""
        value = item.value if item.type == "file" else shlex.quote(str(item.value))
        # The script reads the line by `read`, which takes every backslash for a mark of its own.
        return super().format_completion(CompletionItem(value.replace("\\", "\\\\"), item.type))


class _PowerShell(ShellComplete):
    """PowerShell, of which the library knows nothing."""

    name = "powershell"
    source_template = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $line, $at)
    $env:COMP_WORDS = $line.ToString()
    $env:COMP_CWORD = $word
    $env:%(complete_var)s = 'powershell_complete'
    try {
        %(prog_name)s | ForEach-Object {
            $type, $value = $_ -split ',', 2
            if ($type -eq 'plain') {
                [System.Management.Automation.CompletionResult]::new($value)
            }
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:%(complete_var)s
    }
}
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is begun, and that one."""
        words, begun = split_arg_string(os.environ["COMP_WORDS"]), os.environ.get("COMP_CWORD", "")
        begun = begun.strip("'\"")
        before = words[1:]
        return before[:-1] if begun and before[-1:] == [begun] else before, begun

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return a line whose word stands in quotes where PowerShell needs them."""
        value = str(item.value)
        if item.type == "plain" and not _HARMLESS.fullmatch(value):
            value = "'" + value.replace("'", "''") + "'"
        return f"{item.type},{value}"


_HARMLESS = re.compile(r"[A-Za-z0-9._/-]+")


def source(command: click.Command, variable: str, shell: str) -> str:
    """Return the script that makes a shell ask."""
    _know_shells()
    found = get_completion_class(shell)
    return "" if found is None else found(command, {}, "yotrate", variable).source()


def _know_shells() -> None:
    add_completion_class(_Bash, "bash")
    add_completion_class(_PowerShell, "powershell")


def complete(command: click.Command, variable: str, instruction: str) -> int:
    """Answer a shell and return the exit code."""
    _know_shells()
    try:
        return shell_complete(command, {}, "yotrate", variable, instruction)
    except (KeyError, ValueError):  # it asked for nothing that could be answered
        return 1
