"""What the tests share: running the program, and small frameworks and services."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

import pytest
from hypothesis import settings

# How long an example takes says nothing about whether it is right.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

ROOT = Path(__file__).parents[1]
WESTERN_BAY = ROOT / "examples" / "western_bay.yaml"
FRAMEWORK_2018 = ROOT / "standards" / "hmip-youth-2018.yaml"

_ALLOWED = {"processes": True}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--in-process", action="store_true", help="start no process")


def pytest_configure(config: pytest.Config) -> None:
    _ALLOWED["processes"] = not config.getoption("--in-process")


def starts_a_process() -> None:
    """Skip a test where only those that stay in this process were asked for."""
    if not _ALLOWED["processes"]:
        pytest.skip("starts a process")


def environment(**more: str) -> dict[str, str]:
    """Return this environment, in which other processes find this yotrate too."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


@pytest.fixture(scope="session", autouse=True)
def _in_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """Skip whatever starts a process where that is not asked for."""
    if not request.config.getoption("--in-process"):
        yield
        return
    with patch("subprocess.Popen", side_effect=lambda *_, **__: starts_a_process()):
        yield


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
    """Run yotrate as a process of its own; its output is decoded as UTF-8."""
    base = {
        key: value
        for key, value in os.environ.items()
        if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS")
    }
    base |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment}
    if not _ALLOWED["processes"]:
        return _run_inside([*map(str, arguments)], stdin or b"", cwd or ROOT, base)
    done = subprocess.run(
        [sys.executable, "-m", "yotrate", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd or ROOT,
        env=base,
        check=False,
        timeout=60,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def _run_inside(
    arguments: list[str], stdin: bytes, cwd: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run yotrate in this process: many times faster, and mutation testing sees what it calls."""
    from yotrate.cli import run

    encoding = environment["PYTHONIOENCODING"]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, write_through=True) for _ in range(2))
    standard_input = io.TextIOWrapper(io.BytesIO(stdin))
    with (
        chdir(cwd),
        patch.dict(os.environ, environment, clear=True),
        patch.multiple(sys, stdin=standard_input, stdout=out, stderr=err),
        # This process goes on and may still write.
        patch("yotrate.cli.output._write_no_more"),
    ):
        code = run(arguments)
        printed = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return subprocess.CompletedProcess(arguments, code, *printed)


@pytest.fixture
def run() -> Run:
    return run_program


SMALL_FRAMEWORK = """\
framework: small
title: A small framework
ratings:
  - {name: Low, points: 0, from_percent: 0, from_score: 0}
  - {name: Middle, points: 1, from_percent: 50, from_score: 2}
  - {name: High, points: 2, from_percent: 65, from_score: 4}
percentages: rounded
discretion: {within_points: 5, within_cases: 1, sample_up_to: 5}
sampling: {confidence: 80, margin: 5}
domains:
  - id: "1"
    title: Judged
    basis: judgement
    standards:
      - {id: "1.1", title: Leadership}
  - id: "2"
    title: From cases
    basis: cases
    standards:
      - id: "2.1"
        title: Assessment
        key_questions:
          - {id: "2.1.1", title: Desistance}
          - {id: "2.1.2", title: Safety}
"""

SMALL_SERVICE = """\
service: A small service
framework: small.yaml
judgements:
  "1.1": Middle
cases:
  "2":
    A: {2.1.1: yes, 2.1.2: yes}
    B: {2.1.1: yes, 2.1.2: no}
    C: {2.1.1: yes, 2.1.2: n/a}
    D: {2.1.1: no, 2.1.2: yes}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function that writes a file beside the small framework and returns its path."""
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def problems() -> Callable[..., list[str]]:
    """Return a function that loads a file and returns its problems as line:column: message."""

    def find(load: Callable[[Path], object], path: Path) -> Sequence[str]:
        from yotrate import InvalidFile

        with pytest.raises(InvalidFile) as caught:
            load(path)
        return [
            f"{problem.line}:{problem.column}: {problem.message}"
            for problem in caught.value.problems
        ]

    return find  # type: ignore[return-value]
