"""What other systems do otherwise: their encodings, their shells, their drives, their consoles."""

import errno
import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest

from helpers.paths import WESTERN_BAY
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import load_service
from yotrate.cli.output import _has_seen_enough
from yotrate.cli.wildcards import expanded
from yotrate.files.reading import is_share
from yotrate.framework.checks import reference_to

# An encoding of its own, as Windows has for what is no terminal.
ODD: dict[str, Any] = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONIOENCODING": "",
}
FORMS = ("table", "json", "csv", "markdown")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    text = SMALL_SERVICE.replace("A small service", "Ynys Môn ŵ").replace("    A:", "    Môn-01:")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "c.csv").write_text("case,2.1.1,2.1.2\nMôn-01,yes,no\n", encoding="utf-8")
    return tmp_path


COMMANDS = [
    *(("score", "a.yaml", "--format", form) for form in FORMS),
    *(("boundary", "a.yaml", "--cases", "--format", form) for form in FORMS),
    *(("target", "a.yaml", "--format", form) for form in FORMS),
    *(("confidence", "a.yaml", "--draws", "5", "--format", form) for form in FORMS),
    *(("compare", "a.yaml", "a.yaml", "--format", form) for form in FORMS),
    ("report", "a.yaml"),
]


def named(text: str) -> bool:
    return "Ynys Môn ŵ" in text


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_is_redirected_is_utf_8(
    run_process: Run, folder: Path, command: tuple[str, ...]
) -> None:
    odd = run_process(*command, cwd=folder, **ODD)
    assert odd.returncode == 0
    assert odd.stdout == run_process(*command, cwd=folder).stdout
    if command[0] in ("score", "report"):
        assert named(odd.stdout) or r"Ynys M\u00f4n" in odd.stdout


def test_what_is_redirected_is_read_again(run_process: Run, folder: Path) -> None:
    written = run_process("import", "c.csv", "--framework", "small.yaml", cwd=folder, **ODD)
    text = written.stdout.replace("service:", "service: a").replace('"1.1":', '"1.1": Low')
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    assert load_service(folder / "s.yaml").evidence["2"].cases == ("Môn-01",)  # type: ignore[union-attr]


def test_problems_are_utf_8_too(run_process: Run, folder: Path) -> None:
    text = (folder / "a.yaml").read_text(encoding="utf-8").replace("Middle", "Cymraeg-ŵ")
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    done = run_process("score", "a.yaml", cwd=folder, **ODD)
    assert "unknown rating 'Cymraeg-ŵ'" in done.stderr


def test_an_encoding_that_is_asked_for_is_kept(run_process: Run, folder: Path) -> None:
    asked: dict[str, Any] = {**ODD, "PYTHONIOENCODING": "ascii:strict"}
    done = run_process("score", "a.yaml", cwd=folder, **asked)
    assert r"Ynys M\xf4n \u0175" in done.stdout
    asked = {**ODD, "PYTHONIOENCODING": ":strict"}
    assert named(run_process("score", "a.yaml", cwd=folder, **asked).stdout)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a.yaml", "b.yaml", "[a].yaml", "c d.yaml"):
        (tmp_path / name).write_text(SMALL_SERVICE)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "e.yaml").write_text(SMALL_SERVICE)
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["score", "?.yaml"], ["score", "a.yaml", "b.yaml"]),
        (["score", "c*.yaml", "./b*"], ["score", "c d.yaml", "./b.yaml"]),
        (["score", "*/*.yaml"], ["score", "sub/e.yaml"]),
        (["score", "[a].yaml"], ["score", "[a].yaml"]),  # the file of that name
        (["score", "[b].yaml"], ["score", "b.yaml"]),
        (["score", "none*.yaml", "a.yaml"], ["score", "none*.yaml", "a.yaml"]),
        (["import", "--map", "Q*=2.1.1"], ["import", "--map", "Q*=2.1.1"]),
        (["score", "-"], ["score", "-"]),
        ([], []),
    ],
)
@pytest.mark.usefixtures("files")
def test_wildcards_stand_for_files(typed: list[str], meant: list[str]) -> None:
    assert expanded(typed) == meant


@pytest.mark.usefixtures("files")
def test_windows_leaves_wildcards_to_the_program(run: Run) -> None:
    assert "cannot read this" in run("validate", "?.yaml", cwd=Path()).stderr
    system = Mock(wraps=os)
    system.name = "nt"
    with patch.object(sys.modules["yotrate.cli.program"], "os", system):
        done = run("validate", "?.yaml", cwd=Path())
    assert (done.returncode, done.stderr) == (0, "")


def test_from_one_drive_to_another_a_path_is_whole(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SMALL_FRAMEWORK)
    error = ValueError("path is on mount 'C:', start on mount 'D:'")
    with patch("os.path.relpath", side_effect=error):
        found = reference_to(str(tmp_path / "mine.yaml"), tmp_path / "sub")
    assert found == (tmp_path.resolve() / "mine.yaml").as_posix()


@pytest.mark.parametrize("start", ["//", "\\\\", "/\\", "\\/"])
def test_a_share_is_one_however_its_strokes_lean(start: str) -> None:
    assert is_share(f"{start}host/share/a.yaml")
    assert not is_share(f"a{start}")


def test_a_closed_pipe_has_another_name_on_windows() -> None:
    wrong = OSError(errno.EINVAL, "invalid argument")
    assert not _has_seen_enough(wrong)
    assert _has_seen_enough(BrokenPipeError())
    with patch("yotrate.cli.output.os", Mock(name="nt")) as system:
        system.name = "nt"
        assert _has_seen_enough(wrong)
        assert not _has_seen_enough(OSError(errno.ENOSPC, "full"))


def test_a_console_that_takes_no_escapes_is_given_none(run: Run) -> None:
    with patch("rich.console.Console.is_terminal", new=True):
        assert "\x1b[" in run("score", str(WESTERN_BAY), TERM="xterm").stdout
        with patch("rich.console.detect_legacy_windows", return_value=True):
            assert "\x1b[" not in run("score", str(WESTERN_BAY), TERM="xterm").stdout
