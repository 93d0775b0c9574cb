"""The fixtures of all tests."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from helpers.program import Run, run_process, run_program
from helpers.small import SMALL_FRAMEWORK
from yotrate.problems import InvalidFile, Problem

# How long an example takes says nothing about whether it is right.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--in-process", action="store_true", help="start no process")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what says that it starts a process where that is not asked for."""
    if config.getoption("--in-process"):
        left_out = [item for item in items if _starts_a_process(item)]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def _starts_a_process(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("process") is not None
    return marked or "run_process" in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run the tests side by side where all are asked for and pytest-xdist is there.

    `-n 0` runs them one after another, as do `-s`, `--pdb`, `--cov` and whatever chooses among
    them. (pytest-cov wants to know earlier than this: beside it, say `-n auto`.)
    """
    alone = (
        hasattr(config, "workerinput")
        or "COVERAGE_RUN" in os.environ
        or config.args_source is not pytest.Config.ArgsSource.TESTPATHS
        or any(
            config.getoption(name, False)
            for name in ("keyword", "markexpr", "usepdb", "lf", "cov_source")
        )
        or config.getoption("capture", "no") == "no"
    )
    if not alone and config.getoption("numprocesses", 0) is None:
        config.option.numprocesses = "auto"


@pytest.fixture(scope="session", autouse=True)
def _in_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let no test start a process unasked."""
    if not request.config.getoption("--in-process"):
        yield
        return
    unmarked = AssertionError("this starts a process: mark it @pytest.mark.process")
    with patch("subprocess.Popen", side_effect=unmarked):
        yield


@pytest.fixture
def run() -> Run:
    """Return a function that runs the program in this process."""
    return run_program


@pytest.fixture(name="run_process")
def _run_process() -> Run:
    """Return a function that runs the program as a process of its own."""
    return run_process


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function that writes a file beside the small framework and returns its path."""
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


Find = Callable[..., list[str]]


def _refused(load: Callable[[Path], object], path: Path) -> Sequence[Problem]:
    with pytest.raises(InvalidFile) as caught:
        load(path)
    return caught.value.problems


@pytest.fixture
def found() -> Find:
    """Return a function that loads a file and returns its problems as line:column rule."""
    return lambda load, path: [
        f"{each.line}:{each.column} {each.rule}" for each in _refused(load, path)
    ]


@pytest.fixture
def messages() -> Find:
    """Return a function that loads a file and returns the messages of its problems."""
    return lambda load, path: [each.message for each in _refused(load, path)]


@pytest.fixture
def problems() -> Find:
    """Return a function that loads a file and returns its problems as line:column: message."""
    return lambda load, path: [
        f"{each.line}:{each.column}: {each.message}" for each in _refused(load, path)
    ]
