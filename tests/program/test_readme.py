"""What the README shows is run here, and must come out as it is printed."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.paths import ROOT
from helpers.program import run_program

README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.splitlines()[0][2:])
def test_every_command_prints_what_the_readme_shows(block: str) -> None:
    first, *expected = block.splitlines()
    assert first.startswith("$ yotrate ")
    done = run_program(*shlex.split(first)[2:], COLUMNS="80")
    shown = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    assert shown == expected


@pytest.mark.process
def test_the_python_in_the_readme_runs() -> None:
    (code,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "Inadequate 6 of 36"


def test_the_service_file_in_the_readme_is_a_good_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"<!-- service -->\n```yaml\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "service.yaml").write_text(text)
    done = run_program("score", tmp_path / "service.yaml")
    assert done.returncode == 0, done.stderr


def test_the_readme_prints_the_two_commands_word_for_word() -> None:
    lines = README.splitlines()
    assert "pip install . && yotrate score examples/western_bay.yaml" in lines
    assert 'pip install ".[test]" && python -m pytest' in lines


def test_the_problem_in_the_readme_is_worded_as_it_would_be(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "western_bay.yaml").read_text().splitlines()
    place = re.search(r"western_bay.yaml:(\d+):(\d+): (case .*)", README)
    assert place is not None
    line, column = int(place[1]) - 1, int(place[2]) - 1
    answer = re.match(r"\w+", text[line][column:])
    assert answer is not None
    text[line] = text[line][:column] + "perhaps" + text[line][column + len(answer[0]) :]
    (tmp_path / "western_bay.yaml").write_text("\n".join(text))
    done = run_program("score", "western_bay.yaml", cwd=tmp_path)
    assert done.stderr == place[0] + "\n"
