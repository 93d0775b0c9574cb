"""Nothing is lost: several files all or none, no draft for others to read, no input replaced."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from helpers.program import Run, environment
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate.files import writing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "own.yaml").write_text(SMALL_SERVICE)
    (tmp_path / "own.csv").write_text("case,2.1.1,2.1.2\nA,yes,no\n")
    return tmp_path


@pytest.mark.process
@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("score - -o own.yaml", "own.yaml"),
        ("score - --format json -o ./own.yaml", "own.yaml"),
        ("boundary - -o own.yaml", "own.yaml"),
        ("report - -o own.yaml", "own.yaml"),
        ("import --copy - --framework small.yaml -o own.csv --force", "own.csv"),
        ("score - -o link.yaml", "own.yaml"),
    ],
)
def test_standard_input_is_a_file_that_is_read(folder: Path, command: str, file: str) -> None:
    (folder / "link.yaml").symlink_to(folder / "own.yaml")
    before = (folder / file).read_bytes()
    with (folder / file).open("rb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "yotrate", *command.split()],
            stdin=stream,
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment(),
            check=False,
        )
    assert done.returncode == 2
    assert "is read: write the result elsewhere" in done.stderr
    assert (folder / file).read_bytes() == before


@pytest.mark.process
def test_closed_standard_input_is_one_line(folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m yotrate score - <&-"],
        capture_output=True, text=True, cwd=folder, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "<stdin>:1:1: cannot read this: standard input is closed\n"


def test_several_files_are_all_written_or_none(tmp_path: Path) -> None:
    old, new, folder = tmp_path / "old", tmp_path / "new", tmp_path / "folder"
    old.write_text("before")
    folder.mkdir()
    with pytest.raises(IsADirectoryError):
        writing.write_all({old: "after", new: "after", folder: "after"})
    assert old.read_text() == "before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder", "old"]


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_what_has_taken_its_place_is_put_back_where_another_cannot(
    tmp_path: Path, failing: int
) -> None:
    paths = [tmp_path / name for name in ("one", "two", "three")]
    paths[0].write_text("before")
    paths[2].write_text("before")
    replace, done = Path.replace, 0

    def fail(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == failing:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    with patch.object(Path, "replace", fail), pytest.raises(OSError, match="No space"):
        writing.write_all(dict.fromkeys(paths, "after"))
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {
        "one": "before", "three": "before",
    }  # fmt: skip
    assert not writing.drafts


def test_new_writes_all_its_spreadsheets_or_none(run: Run, folder: Path) -> None:
    (folder / "out-2.csv").mkdir()
    done = run("new", "small.yaml", "-o", "out.yaml", "--cases", "2=3", "--csv", cwd=folder)
    assert done.returncode == 1
    assert not (folder / "out.yaml").exists()
    assert not list(folder.glob(".*.part"))


@pytest.mark.skipif(os.name != "posix", reason="there are no such permissions here")
@pytest.mark.parametrize("mode", [None, 0o600, 0o640, 0o644])
def test_a_draft_is_never_more_open_than_its_target(tmp_path: Path, mode: int | None) -> None:
    target = tmp_path / "out"
    if mode is not None:
        target.write_text("before")
        target.chmod(mode)
    seen: list[int] = []
    fsync = os.fsync

    def look(number: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(number).st_mode))
        fsync(number)

    with patch("os.fsync", look):
        writing.write_whole(target, "after")
    assert seen == [0o600]
    (tmp_path / "ordinary").write_text("")
    ordinary = stat.S_IMODE((tmp_path / "ordinary").stat().st_mode)
    assert stat.S_IMODE(target.stat().st_mode) == (ordinary if mode is None else mode)


@pytest.mark.parametrize("name", ["//host/share/a.yaml", r"\\host\share\a.yaml"])
def test_a_network_share_is_refused_before_anything_touches_it(
    run: Run, folder: Path, name: str
) -> None:
    touched: list[str] = []

    def watching(real: Any) -> Any:
        def seen(path: Any, *arguments: Any, **more: Any) -> Any:
            touched.append("" if isinstance(path, int) else os.fspath(path))
            return real(path, *arguments, **more)

        return seen

    service = SMALL_SERVICE.replace("small.yaml", f"'{name}'")
    of_sheet = SMALL_SERVICE[: SMALL_SERVICE.index("cases:")] + f"cases:\n  2: '{name}.csv'\n"
    (folder / "named.yaml").write_text(service)
    (folder / "sheet.yaml").write_text(of_sheet)
    commands: list[list[str]] = [
        ["score", name],
        ["validate", name],
        ["show", name],
        ["score", "named.yaml"],
        ["score", "sheet.yaml"],
        ["import", name, "--framework", "small.yaml"],
        ["score", "own.yaml", "-o", name],
        ["new", name],
    ]
    with (
        patch("os.stat", watching(os.stat)),
        patch("os.open", watching(os.open)),
        patch("os.path.realpath", watching(os.path.realpath)),
        patch("os.path.isdir", watching(os.path.isdir)),
    ):
        runs = [run(*command, cwd=folder) for command in commands]
    for done in runs:
        assert done.returncode in (1, 2), done.stdout
        assert re.search("network share|not in the folder", done.stderr)
    assert not [each for each in touched if "host" in each]
