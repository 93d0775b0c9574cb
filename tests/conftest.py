"""The fixtures of all tests."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from helpers.program import ALLOWED, Run, run_program, starts_a_process
from helpers.small import SMALL_FRAMEWORK

# How long an example takes says nothing about whether it is right.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--in-process", action="store_true", help="start no process")


def pytest_configure(config: pytest.Config) -> None:
    ALLOWED["processes"] = not config.getoption("--in-process")


@pytest.fixture(scope="session", autouse=True)
def _in_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """Skip whatever starts a process where that is not asked for."""
    if not request.config.getoption("--in-process"):
        yield
        return
    with patch("subprocess.Popen", side_effect=lambda *_, **__: starts_a_process()):
        yield


@pytest.fixture
def run() -> Run:
    return run_program


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
