"""No network, no other program, and no file written but the one that was asked for."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.program import environment
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE

pytestmark = pytest.mark.process

# Refuses, as an audit hook of the interpreter, all that the program has no business with.
WATCHED = """
import json, os, sys

def watch(event, given):
    name = str(given[0]) if given else ""
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system",
                         "os.fork", "urllib.", "http.", "smtplib.", "ftplib.", "webbrowser.",
                         "sqlite3.", "shutil.", "tempfile.")):
        note(event, name)
    elif event in ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink",
                   "os.truncate", "os.chmod", "os.utime"):
        note(event, name)
    elif event == "open" and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
        note(event, name)

def note(event, name):
    seen.append([event, name])

seen = []
sys.addaudithook(watch)
import atexit
atexit.register(lambda: print("\\n" + json.dumps(seen), file=sys.stderr))
exec(sys.argv.pop(1))
sys.argv[0] = "yotrate"
from yotrate.__main__ import main
main()
"""

FORMS = ("table", "json", "csv", "markdown")
COMMANDS: list[tuple[str, ...]] = [
    *(("score", "a.yaml", "--format", form) for form in FORMS),
    ("score", "a.yaml", "b.yaml"),
    ("boundary", "a.yaml"),
    ("target", "a.yaml"),
    ("confidence", "a.yaml", "--draws", "9"),
    ("compare", "a.yaml", "b.yaml"),
    ("report", "a.yaml"),
    ("frameworks",),
    ("show", "small.yaml"),
    ("sample", "small.yaml", "--eligible", "37"),
    ("sample", "small.yaml", "--draw", "c.csv", "--domain", "2", "--seed", "s"),
    ("schema", "service"),
    ("new", "small.yaml", "--cases", "2=2"),
    ("import", "--copy", "c.csv", "--framework", "small.yaml"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE)
    (tmp_path / "b.yaml").write_text(SMALL_SERVICE)
    (tmp_path / "c.csv").write_text("case,2.1.1,2.1.2\nA,yes,no\n")
    return tmp_path


def watched(folder: Path, *arguments: str, first: str = "") -> tuple[int, list[list[str]]]:
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, first, *arguments],
        capture_output=True,
        cwd=folder,
        env=environment(HOME=str(folder)),
        check=False,
        timeout=60,
    )
    return done.returncode, json.loads(done.stderr.decode().splitlines()[-1])


@pytest.mark.parametrize("command", [*COMMANDS, ("validate", "a.yaml")], ids=" ".join)
def test_a_command_that_prints_touches_nothing(folder: Path, command: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert watched(folder, *command) == (0, [])
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_that_writes_touches_its_output_alone(
    folder: Path, command: tuple[str, ...]
) -> None:
    before = {path.name for path in folder.iterdir()}
    code, seen = watched(folder, *command, "-o", "out")
    assert code == 0
    assert {path.name for path in folder.iterdir()} == {*before, "out"}
    assert (folder / "out").stat().st_size > 0
    assert {event for event, _ in seen} <= {"open", "os.rename", "os.remove", "os.chmod"}
    assert seen
    for _, name in seen:
        assert Path(name).parent == folder.resolve()
        assert Path(name).suffix == ".part"


def test_the_watch_sees_what_it_forbids(folder: Path) -> None:
    first = "import socket; socket.socket(); open('x', 'w'); os.mkdir('y')"
    _, seen = watched(folder, "frameworks", first=first)
    assert {event for event, _ in seen} == {"socket.__new__", "open", "os.mkdir"}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_input_is_never_written_over(folder: Path, command: tuple[str, ...]) -> None:
    inputs = [each for each in command if each.endswith((".yaml", ".csv"))]
    for name in inputs:
        before = (folder / name).read_bytes()
        code, _ = watched(folder, *command, "-o", name)
        assert code == 2
        assert (folder / name).read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="there are no such limits here")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_leaves_the_old_file(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "out").write_text("old")
    force = ("--force",) if command[0] in {"new", "import"} else ()
    limit = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))"
    )
    code, _ = watched(folder, *command, "-o", "out", *force, first=limit)
    assert code == 1
    assert (folder / "out").read_text() == "old"
    assert not list(folder.glob(".*.part"))


# One of each way to write.
WRITERS = [each for each in COMMANDS if each[0] in {"new", "import", "report", "boundary"}]

# The superuser may write anywhere, until it lays that right down (Linux's capabilities).
NO_RIGHTS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert libc.capset(header, none) == 0
"""


@pytest.mark.skipif(sys.platform != "linux", reason="rights are laid down otherwise elsewhere")
@pytest.mark.parametrize("read_only", ["folder", "file"])
@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_what_is_read_only_stays_as_it_was(
    folder: Path, command: tuple[str, ...], read_only: str
) -> None:
    target = folder / "target"
    target.mkdir()
    (target / "out").write_text("old")
    ((target / "out") if read_only == "file" else target).chmod(0o555)
    force = ("--force",) if command[0] in {"new", "import"} else ()
    code, seen = watched(folder, *command, "-o", "target/out", *force, first=NO_RIGHTS)
    target.chmod(0o755)
    assert code == 1
    assert {path.name: path.read_text() for path in target.iterdir()} == {"out": "old"}
    assert {event for event, _ in seen} <= {"open", "os.remove"}


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal here")
def test_a_kill_halfway_leaves_the_old_file(folder: Path) -> None:
    (folder / "out").write_text("old")
    stuck = "import os, time; os.fsync = lambda _: (print('there', flush=True), time.sleep(60))"
    child = subprocess.Popen(
        [sys.executable, "-B", "-c", WATCHED, stuck, "score", "a.yaml", "-o", "out"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment(),
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"there\n"
    time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert (folder / "out").read_text() == "old"
