"""The program as a process: output, exit codes, pipes, interrupts."""

import gc
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import click
import pytest

import yotrate
from helpers.paths import ROOT, WESTERN_BAY
from helpers.program import Run, terminal
from yotrate.__main__ import main
from yotrate.cli.program import COMMANDS, program


@pytest.mark.parametrize(
    "command",
    [
        ["score", WESTERN_BAY],
        ["score", WESTERN_BAY, "--format", "json"],
        ["boundary", "-"],
        ["validate", "-"],
        ["compare", WESTERN_BAY, "no-such-file.yaml"],
        ["show", "hmip-youth-2081"],
        ["skore"],
    ],
    ids=lambda command: " ".join(map(str, command)).replace(f"{ROOT}/", ""),
)
def test_a_process_prints_what_the_program_prints_inside_a_test(
    run: Run, run_process: Run, command: list[str | Path]
) -> None:
    stdin = WESTERN_BAY.read_bytes().replace(b"n/a", b"perhaps", 3)
    inside, outside = (
        each(*command, stdin=stdin, COLUMNS="70", PYTHONIOENCODING="ascii")
        for each in (run, run_process)
    )
    assert (inside.returncode, inside.stdout, inside.stderr) == (
        outside.returncode, outside.stdout, outside.stderr,
    )  # fmt: skip


def test_the_table_fits_80_columns_and_carries_no_colour_in_a_pipe(run: Run) -> None:
    done = run("score", WESTERN_BAY)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "Overall: Inadequate, 6 of 36 points" in done.stdout
    assert (
        "Without discretion on 3.3 the overall rating would have been "
        "Requires improvement (7 of 36)."
    ) in " ".join(done.stdout.split())
    assert done.stdout.endswith("Agrees with the published report.\n")


@pytest.mark.parametrize("columns", ["50", "60", "80", "200"])
def test_every_width_shows_every_percentage_and_rating(run: Run, columns: str) -> None:
    lines = run("score", WESTERN_BAY, COLUMNS=columns).stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert sum("%" in line for line in lines) == 23
    (line,) = [line for line in lines if "2.3.1" in line]
    assert "17/31" in line
    assert "55%" in line
    assert "Requires improvement" in line


def test_limiting_questions_are_marked_and_their_meaning_told(run: Run) -> None:
    lines = run("score", WESTERN_BAY).stdout.splitlines()
    marked = {line.split()[0] for line in lines if line.startswith("▸2") or line.startswith("▸3")}
    assert marked == {
        "▸2.1.2", "▸2.1.3", "▸2.2.2", "▸2.2.3", "▸2.3.2", "▸2.3.3", "▸2.4.2", "▸2.4.3",
        "▸3.1.2", "▸3.2.2", "▸3.3.2", "▸3.4.1", "▸3.4.2",
    }  # fmt: skip
    assert any(line.startswith("▸ in the lowest band of its standard") for line in lines)


def test_output_that_is_not_utf8_is_drawn_in_ascii(run_process: Run) -> None:
    done = run_process("score", WESTERN_BAY, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert ">3.2.2 Safety of the child  9/14  64%+ ############.|..|..." in done.stdout


@pytest.mark.process
def test_a_terminal_gets_colour_unless_no_color_is_set() -> None:
    assert "\x1b[" in terminal("score", str(WESTERN_BAY))
    plain = terminal("score", str(WESTERN_BAY), NO_COLOR="1")
    assert "\x1b[3" not in plain.replace("\x1b[0m", "")
    assert "Requires improvement" in plain


def test_standard_input_is_read_for_a_dash(run: Run) -> None:
    done = run("score", "-", stdin=WESTERN_BAY.read_bytes())
    assert done.stdout == run("score", WESTERN_BAY).stdout
    broken = run("score", "-", stdin=b"service: x\nframework: nope\n")
    assert broken.stderr.startswith("<stdin>:2:12: unknown framework 'nope'")
    assert broken.returncode == 1


def test_a_missing_file_and_a_folder_are_one_clean_line(run: Run, tmp_path: Path) -> None:
    missing = run("score", "no-such-file.yaml")
    message = "no-such-file.yaml:1:1: cannot read this: no such file or directory\n"
    assert (missing.returncode, missing.stdout, missing.stderr) == (1, "", message)
    folder = run("score", ".", cwd=tmp_path)
    assert (folder.returncode, folder.stdout) == (1, "")
    assert len(folder.stderr.splitlines()) == 1


@pytest.mark.process
def test_a_reader_that_stops_early_is_left_in_peace() -> None:
    command = f"{sys.executable} -m yotrate score {WESTERN_BAY} | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["Western Bay Youth Justice and Early Intervention Service"]


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_clean_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "yotrate", "score", WESTERN_BAY],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "yotrate: cannot write: no space left on device\n"


@pytest.mark.process
def test_a_closed_standard_output_is_one_clean_line() -> None:
    command = f"{sys.executable} -m yotrate score {WESTERN_BAY} >&-"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "yotrate: cannot write: standard output is closed\n"


@pytest.mark.process
def test_an_interrupt_is_silent() -> None:
    # Started in the background, as by some CI systems, it would not hear of interrupts.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "import yotrate.cli.score, yotrate.loading; from yotrate.__main__ import main;"
        "print('ready', flush=True); main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "score", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.fixture
def unfrozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what the program does to the interpreter that it is about to end."""
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "")
    threshold = gc.get_threshold()
    handlers = {
        each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    yield
    for each, handler in handlers.items():
        signal.signal(each, handler)
    gc.set_threshold(*threshold)
    gc.unfreeze()


@pytest.mark.usefixtures("unfrozen")
def test_however_it_ends_it_ends_with_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments, code in ((["--version"], 0), (["score", "none.yaml"], 1), (["skore"], 2)):
        monkeypatch.setattr(sys, "argv", ["yotrate", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == code
    monkeypatch.setattr("yotrate.cli.run", Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


@pytest.mark.process
def test_the_version_and_the_help_load_no_pydantic(run: Run) -> None:
    assert run("--version").stdout == f"yotrate {yotrate.__version__}\n"
    shown = run("--help").stdout
    assert "yotrate score western_bay.yaml" in shown
    code = (
        "import sys, yotrate.cli; yotrate.cli.run(['--help']);"
        "sys.exit(any(name in sys.modules for name in ('pydantic', 'yaml', 'rich')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0


def test_wrong_usage_is_exit_code_2(run: Run) -> None:
    assert run("score").returncode == 2
    assert run("score", WESTERN_BAY, "--format", "xml").returncode == 2
    unknown = run("scor")
    assert unknown.returncode == 2
    assert "score" in unknown.stderr


def test_help_says_of_each_command_what_the_command_says_itself(run: Run) -> None:
    listed = run("--help").stdout
    assert len(COMMANDS) == 5
    for want, commands in COMMANDS.items():
        assert f"\n{want}:\n" in listed
        for name, summary in commands.items():
            assert f"\n  {name} " in listed
            own = run(name, "--help").stdout
            assert " ".join(summary.split()) in " ".join(own.split())
    assert {name for own in COMMANDS.values() for name in own} == set(
        program.list_commands(click.Context(program))
    )
