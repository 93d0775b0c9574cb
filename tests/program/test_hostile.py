"""Hostile input: one clean message or the right result, in little time and memory.

Each input goes through the program as a process of its own. The promise is two seconds of
processor time, and 200 MiB. Machines differ, so the time is held against what a small file takes
on the same one, which is a fifth of a second where this was measured.
"""

import io
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import Workbook

from helpers.program import environment
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate.files.reading import LARGEST_YAML
from yotrate.problems import MOST_PROBLEMS

MOST_SMALL_FILES = 10
MOST_MEBIBYTES = 200

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="measured otherwise elsewhere"),
]

# A small process starts the program, for what a process weighs includes what started it.
LAUNCHER = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
print("\\n", status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)
"""


@dataclass(frozen=True)
class Ended:
    """How the program ended, what it said, and what that took."""

    code: int
    out: str
    err: str
    seconds: float
    mebibytes: float


def once(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> Ended:
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", LAUNCHER, sys.executable, "-m", "yotrate",
         *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(PYTHONIOENCODING="utf-8"),
        check=True,
        timeout=60,
    )  # fmt: skip
    said, figures = done.stderr.decode().rsplit("\n", 2)[0], done.stderr.decode().split()[-3:]
    status, seconds, mebibytes = figures
    code = os.waitstatus_to_exitcode(int(status))
    return Ended(code, done.stdout.decode(), said, float(seconds), float(mebibytes))


@cache
def of_a_small_file() -> float:
    """Return the seconds that a service of one case takes."""
    with TemporaryDirectory() as folder:
        Path(folder, "small.yaml").write_text(SMALL_FRAMEWORK)
        Path(folder, "service.yaml").write_text(SMALL_SERVICE)
        runs = [once("score", Path(folder, "service.yaml")) for _ in range(5)]
    assert {run.code for run in runs} == {0}
    return min(run.seconds for run in runs)


def measured(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> Ended:
    """Run the program; again, where other work on the machine may have been what took the time."""
    for _ in range(3):
        ended = once(*arguments, stdin=stdin, cwd=cwd)
        if ended.seconds < MOST_SMALL_FILES * of_a_small_file():
            break
    return ended


def check(ended: Ended, code: int, message: str) -> None:
    assert "Traceback" not in ended.err
    assert ended.code == code, ended.err[-2000:]
    assert message in ended.err
    assert len(ended.err.splitlines()) <= MOST_PROBLEMS + 50
    assert (ended.err + ended.out).replace("\n", "").isprintable()
    assert ended.seconds < MOST_SMALL_FILES * of_a_small_file()
    assert ended.mebibytes < MOST_MEBIBYTES


def full(head: str, item: Callable[[int], str] | str, tail: str = "") -> str:
    """Return a text of as many items as a file may hold."""
    texts = [head]
    room = LARGEST_YAML - len(head) - len(tail)
    for number in count():
        text = item if isinstance(item, str) else item(number)
        room -= len(text)
        if room < 0:
            return "".join(texts) + tail
        texts.append(text)
    raise AssertionError


HEAD = "service: a\nframework: small.yaml\n"
SAMPLE = f"{SMALL_SERVICE}    E: {{"
QUESTIONS = f"""{SMALL_FRAMEWORK}      - id: "2.2"
        title: x
        key_questions:
"""
DEEP = "this nests deeper than 32 levels, the most that is read"
TOO_MUCH = "far too much is wrong with this file: not all of it was looked into"
MORE = " more problem"

HOSTILE: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "a million brackets, opened only": (lambda: "[" * 1_000_000, DEEP),
    "a million brackets, balanced": (lambda: "[" * 500_000 + "]" * 500_000, DEEP),
    "a million braces": (lambda: "{a: " * 250_000, DEEP),
    "a million braces as keys": (lambda: "{\n" * 500_000, "a key must be text"),
    "deep lists in a line": (lambda: "- " * 500_000, DEEP),
    "deep lists over lines": (lambda: "".join(f"{'':{n}}-\n" for n in range(1400)), DEEP),
    "deep explicit keys": (lambda: "? " * 500_000, "a key must be text"),
    "aliases of aliases": (
        lambda: full("a: &a [x]\n", lambda n: f"b{n}: &b{n} [*a, *a, *a, *a]\n"),
        "aliases (*a) are not read",
    ),
    "aliases": (lambda: full(HEAD, lambda n: f"k{n}: *a\n"), MORE),
    "merge keys": (lambda: full(HEAD, "<<: {a: b}\n"), "merge keys (<<) are not read"),
    "objects": (
        lambda: full(HEAD, lambda n: f"k{n}: !!python/object/apply:os.system [x]\n"),
        "tags ('tag:yaml.org,2002:python/",
    ),
    "a long text": (lambda: full("framework: small.yaml\nservice: ", "x"), "no cases for domain"),
    "a long key": (lambda: full(HEAD, "x", ": y\n"), "a colon is missing after this key"),
    "a long quoted key": (lambda: full(f'{HEAD}? "', "x", '"\n: y\n'), "unknown key 'xxxx"),
    "short keys": (lambda: full(HEAD, lambda n: f"{n:x}: x\n"), TOO_MUCH),
    "unknown keys": (lambda: full(HEAD, lambda n: f"k{n}: x\n"), TOO_MUCH),
    "misspelt keys": (lambda: full(HEAD, lambda n: f"framewor{n}: x\n"), TOO_MUCH),
    "one key": (lambda: full(HEAD, "service: a\n"), "'service' stands twice"),
    "list items": (lambda: full(f"{HEAD}discretion:\n", "- a\n"), TOO_MUCH),
    "list items, each misspelt": (
        lambda: full(f"{HEAD}discretion:\n", "- {standrd: a, ratng: b}\n"),
        TOO_MUCH,
    ),
    "list items, all unknown": (
        lambda: full(f"{HEAD}discretion:\n", '- {standard: "2.1", rating: Hihg, reason: x}\n'),
        "did you mean 'High'?",
    ),
    "judgements": (lambda: full(f"{HEAD}judgements:\n", lambda n: f"  1.{n}: Hihg\n"), MORE),
    "blank judgements": (lambda: full(f"{HEAD}judgements:\n", lambda n: f"  1.{n}:\n"), MORE),
    "domains": (lambda: full(f"{HEAD}cases:\n", lambda n: f"  d{n}: {{}}\n"), MORE),
    "cases of nothing": (lambda: full(SMALL_SERVICE, lambda n: f"    E{n}: {{}}\n"), MORE),
    "cases of no question": (
        lambda: full(SMALL_SERVICE, lambda n: f"    E{n}: {{2.1.3: yes, 2.1.4: no}}\n"),
        TOO_MUCH,
    ),
    "wrong answers": (
        lambda: full(SMALL_SERVICE, lambda n: f"    E{n}: {{2.1.1: yes{n}, 2.1.2: nno}}\n"),
        TOO_MUCH,
    ),
    "a case of many answers": (lambda: full(SAMPLE, lambda n: f"2.1.{n}: yes, ", "}\n"), MORE),
    "spreadsheets that are not there": (
        lambda: full(f"{HEAD}cases:\n", lambda n: f"  d{n}: a{n}.csv\n"),
        "'d0' is no domain that is rated from cases",
    ),
    "keys of a spreadsheet": (
        lambda: full(f'{HEAD}cases:\n  "2": {{file: a.csv, ', lambda n: f"k{n}: x, ", "}\n"),
        "far too much is wrong with this file",
    ),
    "eligible": (lambda: full(f"{SMALL_SERVICE}eligible:\n", lambda n: f"  2{n}: 1\n"), MORE),
    "results": (
        lambda: full(f'{SMALL_SERVICE}results:\n  "2":\n', lambda n: f"   2.1.{n}: 1/2\n"),
        "domain 2 has both cases and results",
    ),
    "published": (
        lambda: full(f"{SMALL_SERVICE}published:\n  standards:\n", lambda n: f"   2.{n}: High\n"),
        MORE,
    ),
    "NUL": (lambda: "\0" * LARGEST_YAML, "UTF-16 or UTF-32"),
    "NUL in text": (lambda: f"{HEAD}\0", r"the control character \x00 cannot stand"),
    "control characters": (lambda: "\x01" * LARGEST_YAML, r"the control character \x01"),
    "tabs": (lambda: "\t" * LARGEST_YAML, "this character cannot stand here"),
    "carriage returns": (lambda: "\r" * LARGEST_YAML, "the file is empty"),
    "line feeds": (lambda: "\n" * LARGEST_YAML, "the file is empty"),
    "UTF-16": (lambda: full(HEAD, "a: b\n").encode("utf-16")[:LARGEST_YAML], "UTF-16"),
    "UTF-32": (lambda: full(HEAD, "a: b\n").encode("utf-32-be")[:LARGEST_YAML], "UTF-32"),
    "no UTF-8 at the end": (lambda: full("", "é").encode()[: LARGEST_YAML - 1] + b"\xff", "0x"),
    "no UTF-8 at all": (lambda: b"\xff" * LARGEST_YAML, "this is not UTF-8 text"),
    "surrogates": (lambda: b"service: \xed\xa0\x80", "this is not UTF-8 text"),
    "an escaped surrogate": (lambda: 'service: "\\ud800"', "this escape gives no character"),
    "documents": (lambda: "---\n" * 200_000, "a second document starts here"),
    "directives": (lambda: "%YAML 1.1\n" * 100_000, "this is not valid YAML"),
    "quotes": (lambda: '"' * LARGEST_YAML, "this is not valid YAML"),
    "colons": (lambda: ":" * LARGEST_YAML, "a colon cannot stand here"),
    "a score of ten thousand digits": (
        lambda: f"{SMALL_SERVICE}published: {{score: {'9' * 10_000}}}\n",
        "expected a whole number of 0 or more, found '9999",
    ),
    "a result of ten thousand digits": (
        lambda: SMALL_SERVICE.split("cases:")[0] + f'results: {{"2": {{2.1.1: {"9" * 10_000}/1}}}}',
        "expected a count such as 20/31",
    ),
    "too large": (lambda: "#" * 100_000_000, "this is larger than 1,024 KiB"),
}

HOSTILE_FRAMEWORKS: dict[str, tuple[Callable[[], str], str]] = {
    "unknown keys": (lambda: full(SMALL_FRAMEWORK, lambda n: f"k{n}: x\n"), TOO_MUCH),
    "vectors": (
        lambda: full(f"{SMALL_FRAMEWORK}vectors:\n", "- {scor: 1, ratng: Low}\n"),
        TOO_MUCH,
    ),
    "a long vector": (
        lambda: full(f"{SMALL_FRAMEWORK}vectors: [{{rating: Low, standard: [", "x, ", "]}]\n"),
        "expected at most 100 percentages, found",
    ),
    "key questions of one id": (
        lambda: full(QUESTIONS, '        - {id: "2.2.1", title: x}\n'),
        "the id '2.2.1' stands twice",
    ),
    "misspelt key questions": (
        lambda: full(QUESTIONS, '        - {i: "2.2.1", titel: x}\n'),
        TOO_MUCH,
    ),
    "ratings": (
        lambda: full(
            f"{SMALL_FRAMEWORK.split('ratings:')[0]}ratings:\n",
            lambda n: f"- {{name: {n}, points: {n}, from_percent: 0, from_score: 0}}\n",
        ),
        "'ratings' holds at most 10 items",
    ),
    "ten thousand digits": (
        lambda: SMALL_FRAMEWORK.replace("points: 5", f"points: {'9' * 10_000}"),
        "expected a whole number of 0 or more, found '9999",
    ),
    "an id of ten thousand digits": (
        lambda: SMALL_FRAMEWORK.replace("2.1.1", f"2.1.{'1' * 10_000}"),
        "expected at most 40 characters",
    ),
    "a service": (lambda: SMALL_SERVICE, "is a service, not a framework"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    return tmp_path


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_service_is_refused_soon(folder: Path, name: str) -> None:
    make, message = HOSTILE[name]
    content = make()
    path = folder / "service.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    check(measured("score", path), 1, message)


@pytest.mark.parametrize("name", HOSTILE_FRAMEWORKS)
@pytest.mark.parametrize("command", ["show", "score"])
def test_a_hostile_framework_is_refused_soon(folder: Path, command: str, name: str) -> None:
    make, message = HOSTILE_FRAMEWORKS[name]
    (folder / "small.yaml").write_text(make())
    (folder / "service.yaml").write_text(SMALL_SERVICE)
    file = "small.yaml" if command == "show" else "service.yaml"
    check(measured(command, folder / file), 1, message)


def test_a_framework_of_very_many_questions_costs_no_more_than_it_holds(folder: Path) -> None:
    questions = [f'        - {{id: "2.2.{n + 1}", title: x}}\n' for n in range(4_990)]
    (folder / "small.yaml").write_text(QUESTIONS + "".join(questions))
    (folder / "service.yaml").write_text(full(f"{HEAD}judgements:\n", lambda n: f"  1.{n}: Hihg\n"))
    check(measured("score", folder / "service.yaml"), 1, MORE)
    more = full(QUESTIONS, lambda n: f'        - {{id: "2.2.{n + 1}", title: x}}\n')
    (folder / "small.yaml").write_text(more)
    check(measured("score", folder / "service.yaml"), 1, "5,000 are the most that are read")


@pytest.mark.parametrize("framework", ["/dev/zero", "../", "./fifo", "./loop", "none.yaml", "/"])
def test_a_framework_that_is_no_file_is_not_opened(folder: Path, framework: str) -> None:
    os.mkfifo(folder / "fifo")
    (folder / "loop").symlink_to("loop")
    (folder / "service.yaml").write_text(SMALL_SERVICE.replace("small.yaml", framework))
    check(measured("score", folder / "service.yaml"), 1, "cannot read the framework")


@pytest.mark.parametrize(
    "file", ["/dev/zero", "/dev/null", "fifo", "loop", "none", "a\nb", "é" * 400]
)
@pytest.mark.parametrize("command", ["score", "validate", "show", "report", "import"])
def test_what_is_no_file_is_not_opened(folder: Path, command: str, file: str) -> None:
    os.mkfifo(folder / "fifo")
    (folder / "loop").symlink_to("loop")
    more = ("--framework", "hmip-youth-2018") if command == "import" else ()
    path = f"./{file}" if command == "show" and not file.startswith("/") else file
    check(measured(command, path, *more, cwd=folder), 1, "cannot read this")


def test_standard_input_without_an_end_is_read_up_to_the_limit() -> None:
    check(measured("score", "-", stdin=b"#" * 50_000_000), 1, "this is larger than 1,024 KiB")


@pytest.fixture
def restless(folder: Path) -> Iterator[Path]:
    """A file that grows, shrinks and vanishes while it is there."""
    path = folder / "service.yaml"
    path.write_text(SMALL_SERVICE)
    stopped = threading.Event()

    def change() -> None:
        while not stopped.is_set():
            with path.open("a") as stream:
                stream.write("# more\n" * 10_000)
            path.unlink()
            path.write_text(SMALL_SERVICE)
            path.write_text("")

    thread = threading.Thread(target=change)
    thread.start()
    yield path
    stopped.set()
    thread.join()


def test_a_file_that_changes_while_it_is_read_is_taken_or_refused(restless: Path) -> None:
    for _ in range(5):
        ended = measured("score", restless)
        assert ended.code in (0, 1)
        check(ended, ended.code, "" if ended.code == 0 else "service.yaml:")


def workbook() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["case", "2.1.1", "2.1.2"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(part: str, content: bytes) -> bytes:
    """Return a workbook with other content in one part of it."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
DAMAGED = "this workbook is damaged, or uses what cannot be read"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">' + b"".join(
    b'<!ENTITY a%d "&a%d;&a%d;">' % (n + 1, n, n) for n in range(60)
)

SPREADSHEETS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb of spaces": (
        "a.xlsx", lambda: repacked(SHEET, b" " * 500_000_000), "this unpacks to more than 32 MiB"
    ),
    "a bomb of entities": ("a.xlsx", lambda: repacked(SHEET, BOMB + b"]><x>&a60;</x>"), DAMAGED),
    "nested tags": ("a.xlsx", lambda: repacked(SHEET, b"<a>" * 1_000_000), DAMAGED),
    "shared strings": (
        "a.xlsx",
        lambda: repacked("xl/workbook.xml", b"<a>" + b"<b/>" * 3_000_000),
        "this holds far more than its sheets",
    ),
    "text": ("a.xlsx", lambda: b"case,2.1.1\n" * 1000, "this is no workbook, whatever its name"),
    "YAML": ("a.xlsx", SMALL_SERVICE.encode, "this is no workbook, whatever its name"),
    "an old workbook": (
        "a.xlsx", lambda: b"\xd0\xcf\x11\xe0" * 1000, "save it without a password, as .xlsx"
    ),
    "nothing": ("a.xlsx", lambda: b"", "this is no workbook, whatever its name"),
    "an empty archive": ("a.xlsx", lambda: b"PK\x05\x06" + bytes(18), DAMAGED),
    "a million columns": (
        "a.csv", lambda: b"case" + b",2.1.1" * 1_000_000, "this row is longer than 1,048,576"
    ),
    "a million empty columns": (
        "a.csv", lambda: b"case" + b"," * 1_000_000 + b"x", "this row"
    ),
    "a row of ten megabytes": (
        "a.csv", lambda: b"case,2.1.1\nA," + b"x" * 10_000_000, "1,048,576"
    ),
    "a quote that never closes": (
        "a.csv", lambda: b'case,2.1.1\n"' + b"\n" * 10_000_000, "a cell is longer than 131,072"
    ),
    "short rows": ("a.csv", lambda: b"case,2.1.1\n" + b"A\n" * 8_000_000, "1:1: this has more"),
    "empty rows": ("a.csv", lambda: b"case,2.1.1\n" + b"\n" * 16_000_000, "1:1: this has more"),
    "short rows below many headings": (
        "a.csv",
        lambda: b"case" + b"".join(b",2.1.%d" % n for n in range(8_000)) + b"\n" + b"n\n" * 100_000,
        "a.csv:1:",
    ),
    "one long row among short ones": (
        "a.csv",
        lambda: b"case,2.1.1\n" + (b"n,no" + b"," * 16_000 + b"\n" + b"n\n" * 200) * 900,
        "a.csv:",
    ),
    "rows without a reference": (
        "a.csv", lambda: b"case,2.1.1\n" + b",yes\n" * 3_000_000, "a.csv:1:1: this has more"
    ),
    "a million rows": (
        "a.csv",
        lambda: b"case,2.1.1\n" + b"".join(b"%d,yes\n" % n for n in range(1_040_000)),
        "a.csv:1:1: ",
    ),
    "NUL bytes": ("a.csv", lambda: bytes(10_000_000), "it holds NUL bytes"),
    "unknown columns": (
        "a.csv",
        lambda: b"case" + b"".join(b",2.9.%d" % n for n in range(16_000)),
        "a.csv:1:1: there",
    ),
    "too large": ("a.csv", lambda: b"x,y\n" * 25_000_000, "this is larger than 16,384 KiB"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPREADSHEETS)
@pytest.mark.parametrize("command", ["score", "import"])
def test_a_hostile_spreadsheet_is_refused_soon(folder: Path, command: str, name: str) -> None:
    file, make, message = SPREADSHEETS[name]
    (folder / file).write_bytes(make())
    (folder / "service.yaml").write_text(f'{HEAD}cases:\n  "2": {file}\n')
    arguments = {"score": ("service.yaml",), "import": (file, "--framework", "small.yaml")}
    check(measured(command, *arguments[command], cwd=folder), 1, message)
