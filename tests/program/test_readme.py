"""What the guides show is run here, and must come out as it is printed."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from helpers.paths import DOCUMENTS, GUIDES, ROOT
from helpers.program import run_process, run_program
from yotrate.cli.program import program

README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDES, flags=re.DOTALL)


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
    assert done.stdout.splitlines()[:2] == ["Inadequate 6 of 36", "Requires improvement 64"]


def test_the_service_file_in_the_readme_is_a_good_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"<!-- service -->\n```yaml\n(.*?)```", GUIDES, flags=re.DOTALL)
    (tmp_path / "service.yaml").write_text(text)
    done = run_program("score", tmp_path / "service.yaml")
    assert done.returncode == 0, done.stderr


def test_the_readme_prints_the_two_commands_word_for_word() -> None:
    lines = README.splitlines()
    assert "pip install . && yotrate score examples/western_bay.yaml" in lines
    assert 'pip install ".[test]" && python -m pytest' in lines


def test_the_problem_in_the_readme_is_worded_as_it_would_be(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "western_bay.yaml").read_text().splitlines()
    place = re.search(r"western_bay.yaml:(\d+):(\d+): (case .*)", GUIDES)
    assert place is not None
    line, column = int(place[1]) - 1, int(place[2]) - 1
    answer = re.match(r"\w+", text[line][column:])
    assert answer is not None
    text[line] = text[line][:column] + "perhaps" + text[line][column + len(answer[0]) :]
    (tmp_path / "western_bay.yaml").write_text("\n".join(text))
    done = run_program("score", "western_bay.yaml", cwd=tmp_path)
    assert done.stderr == place[0] + "\n"


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.parent.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#]*)(#[^)]*)?\)", document.read_text("utf-8")):
        if target.startswith("http"):
            continue
        file = document.parent / target if target else document
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), flags=re.MULTILINE)
            names = [re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings]
            assert anchor[1:] in names


def shown_commands() -> list[str]:
    """Return the lines of all sh and bat blocks that run yotrate, each whole."""
    found = []
    for block in [*blocks("sh"), *blocks("bat")]:
        lines = block.replace("\\\n", " ").splitlines()
        found += [line for line in lines if re.match(r"(py -m )?yotrate ", line)]
    return found


@pytest.mark.parametrize("line", shown_commands())
def test_every_command_that_is_shown_exists_with_its_options(line: str) -> None:
    _, name, *rest = shlex.split(line.removeprefix("py -m "), posix="\\" not in line)
    command = program.get_command(click.Context(program), name)
    assert command is not None
    known = {option for each in command.params for option in each.opts}
    assert {word for word in rest if re.fullmatch("--?[a-z-]+", word)} <= known


@pytest.mark.process
def test_what_windows_users_type_works_without_a_script() -> None:
    assert "py -m yotrate score examples\\western_bay.yaml" in README
    done = run_process("score", "examples/western_bay.yaml")
    assert done.returncode == 0
