"""The same input gives the same bytes, wherever and whenever it is rated."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from helpers.paths import ROOT

pytestmark = pytest.mark.process

BAY = "examples/western_bay.yaml"
COMMANDS = [
    *(("score", BAY, "--format", form) for form in ("json", "csv", "markdown")),
    ("boundary", BAY, "--cases", "--format", "json"),
    ("target", BAY, "--format", "csv"),
    ("confidence", BAY, "--draws", "500", "--format", "json"),
    ("compare", "examples/anytown_self_assessment.yaml", "examples/anytown_inspection.yaml",
     "--format", "markdown"),
    ("report", BAY),
    ("validate", BAY, "--format", "json"),
    ("show", "hmip-youth-2018", "--format", "json"),
    ("new", "hmip-youth-2018", "--cases", "2=3"),
]  # fmt: skip
PLACES: list[Mapping[str, str]] = [
    {"LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80", "PYTHONHASHSEED": "0"},
    {"LC_ALL": "C", "TZ": "Asia/Kathmandu", "COLUMNS": "30", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "COLUMNS": "300", "PYTHONHASHSEED": "99"},
    {"LANG": "POSIX", "TERM": "dumb", "NO_COLOR": "1", "PYTHONHASHSEED": "12345"},
    {"FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONUTF8": "1", "PYTHONOPTIMIZE": "1"},
]


def printed(command: tuple[str, ...], place: Mapping[str, str]) -> bytes:
    base = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "yotrate", *command],
        capture_output=True,
        cwd=ROOT,
        env={**base, "PYTHONPATH": str(ROOT), **place},
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_data_are_the_same_bytes_everywhere(command: tuple[str, ...]) -> None:
    first, *others = (printed(command, place) for place in PLACES)
    assert first
    assert others == [first] * len(others)
