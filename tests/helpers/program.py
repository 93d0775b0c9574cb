"""Running the program: in this process, as a process of its own, on a terminal."""

import io
import os
import pty
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

import yotrate.cli
from helpers.paths import ROOT


def environment(**more: str) -> dict[str, str]:
    """Return this environment, in which other processes find this yotrate too."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


class Run(Protocol):
    def __call__(
        self,
        *arguments: str | Path,
        stdin: bytes | None = None,
        cwd: Path | None = None,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]: ...


def run_program(
    *arguments: str | Path,
    stdin: bytes | None = None,
    cwd: Path | None = None,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run yotrate in this process: many times faster, and mutation testing sees what it calls."""
    variables = _variables(environment)
    for name in ("PYTHONHASHSEED", "PYTHONUTF8"):
        assert name not in environment, f"{name} says something to a process of its own alone"
    encoding = variables["PYTHONIOENCODING"]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, write_through=True) for _ in range(2))
    standard_input = io.TextIOWrapper(io.BytesIO(stdin or b""))
    words = [*map(str, arguments)]
    with (
        chdir(cwd or ROOT),
        patch.dict(os.environ, variables, clear=True),
        patch.multiple(sys, stdin=standard_input, stdout=out, stderr=err),
        # This process goes on and may still write.
        patch("yotrate.cli.output._write_no_more"),
    ):
        code = yotrate.cli.run(words)
        printed = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return subprocess.CompletedProcess(words, code, *printed)


def run_process(
    *arguments: str | Path,
    stdin: bytes | None = None,
    cwd: Path | None = None,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run yotrate as a process of its own; its output is decoded as UTF-8.

    Wanted where the start or the end of an interpreter matters, and its own encodings, signals,
    hash seed, time or memory; else `run_program` does it sooner.
    """
    done = subprocess.run(
        [sys.executable, "-m", "yotrate", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd or ROOT,
        env=_variables(environment),
        check=False,
        timeout=60,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def _variables(more: dict[str, str]) -> dict[str, str]:
    """Return this environment without what would change the output, and more."""
    told = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS")
    base = {key: value for key, value in os.environ.items() if key not in told}
    return {**base, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}


def terminal(*arguments: str, **environment: str) -> str:
    """Run yotrate on a pseudo-terminal and return what it wrote there."""
    ours, theirs = pty.openpty()
    base = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [sys.executable, "-m", "yotrate", *arguments],
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env={**base, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
    ):
        os.close(theirs)
        written = b""
        try:
            while block := os.read(ours, 65536):
                written += block
        except OSError:
            pass
    os.close(ours)
    return written.decode()
