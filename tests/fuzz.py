"""Fuzzing: files that nobody would write, through the whole path from bytes to report.

    python tests/fuzz.py --inputs 200000

Every input is a seed (a framework, a service, a spreadsheet, a workbook) with a few changes, and
goes through two commands of the program, in this process. They may refuse it, in lines that begin
with a place, or take it. Anything else is found out: an exception, another exit code, an empty
refusal, or a character in the output that could act on a terminal.

An input is told by its number alone: `--first 1234 --inputs 1` runs it again.
"""

import argparse
import io
import os
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

from helpers.paths import ROOT
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate.cli import run

CSV = "case,2.1.1,2.1.2\n,Desistance,Safety\nA,yes,no\nB,no,n/a\nC,yes,yes\n"

MORE = """\
inspection: First
note: "A note: of some length"
eligible: {"2": 9}
discretion:
  - {standard: "2.1", rating: Middle, reason: Cases close to the boundary.}
published:
  overall: Middle
  score: 2
  standards: {"2.1": Middle}
  percentages: {"2.1.1": 75}
"""

MIXED = """\
framework: mixed
title: Judged and counted
edition: "2030"
source: our own
ratings:
  - {name: Low, points: 0, from_percent: 0, from_score: 0}
  - {name: High, points: 3, from_percent: 50, from_score: 2}
percentages: exact
domains:
  - id: A
    title: One
    basis: cases
    standards:
      - id: A1
        title: First
        key_questions:
          - {id: A1.1, title: Counted}
          - {id: A1.2, title: Judged, basis: judgement}
      - {id: A2, title: Second, optional: true, counts_towards_overall: false, basis: judgement}
vectors:
  - {count: 1/2, percent: 50, rating: High, source: here}
  - {standard: [49, 80], rating: Low}
  - {score: 3, rating: High}
"""

RESULTS = """\
service: From results
framework: small.yaml
judgements: {"1.1": High}
results: {"2": {2.1.1: 20/31, 2.1.2: 65%}}
"""

PIECES = (
    "yes", "no", "n/a", "Y", "perhaps", "", " ", "~", "null", "0", "-1", "1", "9", "50", "64.5",
    "1e9", "0x10", "999999999", "9999999999", "9" * 400, "1/0", "0/0", "3/2", "20/31", "65%",
    "101%", "٣", "½", "'", '"', "''", '""', "[]", "{}", "[", "]", "{", "}", ": ", ":", ",", "- ",
    "#", " # ", "|", ">", "|-\n  ", "&a ", "*a", "!x ", "!!python/object:os.system ", "<<: ", "? ",
    "---\n", "...\n", "%YAML 1.1\n", "\n", "\r", "\r\n", "\t", "\\x1b", '"\\x1b[31m"',
    '"\\ud800"', '"\\u202e"', '"\\0"', '"\\n::error::x"', "\x1b[31m", "\x00", "\x07", "\x85",
    "\u2028", "\u202e", "\u200b", "\ufeff", "\U000e0041", "é", "e\u0301", "日本", "👨\u200d👩",
    "[bold]",
    "[/]", "[link=x]", "=1+1", "@x", "+1", "-1+1", "<b>", "&amp;", "|x|", "`", "**", "::error::x",
    "%0A", "%0D", "../x.yaml", "/dev/null", ".", "-", "small.yaml", "court.csv", "book.xlsx",
    "hmip-youth-2018", "hmip-youth-2021", "service", "framework", "ratings", "domains", "cases",
    "results", "judgements", "discretion", "published", "eligible", "vectors", "standards", "id",
    "title", "basis", "judgement", "key_questions", "optional", "counts_towards_overall",
    "percentages", "rounded", "exact", "from_percent", "from_score", "points", "sampling", "1",
    "2", "1.1", "2.1", "2.1.1", "2.1.2", "2.1.3", "2.10", "Low", "Middle", "High", "Highest",
    "standard", "rating", "reason", "overall", "score", "file", "sheet", "x" * 300,
)  # fmt: skip

TOKEN = re.compile(r"\"[^\"\n]*\"|[A-Za-z0-9./%_-]+|[^\sA-Za-z0-9]")
SMALLEST_WORKBOOK: list[list[str | int]] = [
    ["case", "2.1.1", "2.1.2"],
    ["A", "yes", "no"],
    ["B", "no", 1],
    ["C", "n/a"],
]


def workbook() -> bytes:
    """Return a small workbook, the same bytes each time."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in SMALLEST_WORKBOOK:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@dataclass(frozen=True)
class Seed:
    """A file to change, the commands that read it, and the name it goes by."""

    name: str
    content: bytes
    commands: tuple[tuple[str, ...], ...]


FORMS = ("table", "json", "csv", "markdown")
ON_A_SERVICE = (
    *(("score", "FILE", "--format", form) for form in FORMS),
    ("score", "FILE", "FILE"),
    ("score", "FILE", "--partial"),
    ("score", "FILE", "--partial", "--allow-discretion", "--format", "json"),
    *(("boundary", "FILE", "--cases", "--format", form) for form in FORMS),
    *(("target", "FILE", "--allow-discretion", "--format", form) for form in FORMS),
    *(("confidence", "FILE", "--draws", "9", "--format", form) for form in FORMS),
    *(("compare", "FILE", "good.yaml", "--format", form) for form in FORMS),
    ("compare", "good.yaml", "FILE", "--sort", "change"),
    ("report", "FILE", "--allow-discretion"),
    *(("validate", "FILE", "--format", form) for form in ("text", "json", "github")),
    ("validate", "FILE", "--strict"),
)
ON_A_FRAMEWORK = (
    *(("show", "FILE", "--format", form) for form in FORMS),
    *(("validate", "FILE", "--format", form) for form in ("text", "json", "github")),
    ("sample", "FILE", "--eligible", "37", "--sampled", "9"),
    ("new", "FILE", "--cases", "2=2"),
    ("score", "SERVICE"),
    ("score", "SERVICE", "--format", "markdown"),
    ("boundary", "SERVICE"),
    ("target", "SERVICE"),
    ("confidence", "SERVICE", "--draws", "9"),
    ("report", "SERVICE"),
    ("compare", "SERVICE", "good.yaml"),
)
ON_A_SPREADSHEET = (
    ("score", "SERVICE"),
    ("score", "SERVICE", "--format", "csv"),
    ("boundary", "SERVICE", "--cases"),
    ("report", "SERVICE"),
    ("validate", "SERVICE", "--format", "github"),
    ("import", "FILE", "--framework", "small.yaml"),
    ("import", "FILE", "--framework", "small.yaml", "--map", "Q=2.1.1", "--ignore", "x"),
)


def seeds() -> list[Seed]:
    """Return all seeds: small ones of our own more often than the large ones of the project."""
    small = [
        Seed("a.yaml", SMALL_SERVICE.encode(), ON_A_SERVICE),
        Seed("a.yaml", (SMALL_SERVICE + MORE).encode(), ON_A_SERVICE),
        Seed("a.yaml", RESULTS.encode(), ON_A_SERVICE),
        Seed("a.yaml", SMALL_SERVICE.split("  \"2\"")[0].encode() + b"  '2': court.csv\n",
             ON_A_SERVICE),
        Seed("b.yaml", SMALL_FRAMEWORK.encode(), ON_A_FRAMEWORK),
        Seed("b.yaml", MIXED.encode(), ON_A_FRAMEWORK),
        Seed("c.csv", CSV.encode(), ON_A_SPREADSHEET),
        Seed("d.xlsx", workbook(), ON_A_SPREADSHEET),
    ]  # fmt: skip
    examples = sorted((ROOT / "examples").glob("*.yaml"))
    standards = sorted((ROOT / "standards").glob("*.yaml"))
    return [
        *small * 8,
        *(Seed("a.yaml", path.read_bytes(), ON_A_SERVICE) for path in examples),
        *(Seed("b.yaml", path.read_bytes(), ON_A_FRAMEWORK) for path in standards),
    ]


def changed(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return content with a few changes, most of which leave its structure recognisable."""
    for _ in range(chance.choice((0, 1, 1, 1, 1, 1, 2, 2, 3, 6))):
        change = chance.choices((_token, _line, _byte, _splice), (6, 3, 2, 1))[0]
        content = change(content, others, chance)
    return content


def _token(content: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    tokens = list(TOKEN.finditer(text))
    if not tokens:
        return chance.choice(PIECES).encode()
    old = chance.choice(tokens)
    piece = chance.choice((chance.choice(PIECES), chance.choice(PIECES), chance.choice(tokens)[0]))
    new = chance.choice((piece, piece, f'"{piece}"', old[0] + piece, piece + old[0]))
    text = text[: old.start()] + new + text[old.end() :]
    return text.encode("utf-8", "surrogateescape")


def _line(content: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = b" " * chance.randrange(1, 5) + lines[at]
        case 4:
            lines[at] = lines[at][chance.randrange(1, 3) :]
    return b"\n".join(lines)


def _byte(content: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    end = min(len(content), at + chance.choice((1, 1, 2, 8, 100)))
    match chance.randrange(4):
        case 0:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 1:
            return content[:at] + content[end:]
        case 2:
            return content[:at] + content[at:end] * chance.choice((2, 3, 50)) + content[end:]
        case _:
            return content[:at] + chance.randbytes(chance.randrange(1, 4)) + content[at:]


def _splice(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    at, start = chance.randrange(len(content) + 1), chance.randrange(len(other) + 1)
    return content[:at] + other[start : start + chance.choice((5, 40, 400))] + content[at:]


def _in_a_workbook(content: bytes, chance: random.Random) -> bytes:
    """Return a workbook with changes in the XML of one part, which is packed anew."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        names = old.namelist()
        chosen = chance.choice((*names, *["xl/worksheets/sheet1.xml"] * len(names)))
        for name in names:
            part = old.read(name)
            new.writestr(name, changed(part, [part], chance) if name == chosen else part)
    return target.getvalue()


def made(number: int, given: list[Seed]) -> tuple[Seed, bytes, random.Random]:
    """Return the input of a number, the seed it was made from, and the chance that goes on."""
    chance = random.Random(number)
    seed = chance.choice(given)
    if seed.name.endswith(".xlsx") and chance.random() < 0.7:
        return seed, _in_a_workbook(seed.content, chance), chance
    others = [each.content for each in given]
    return seed, changed(seed.content, others, chance), chance


def acts(text: str) -> str | None:
    """Return a character in a text that acts on a terminal, or hides there; None without one."""
    if text.isprintable():
        return None
    return next(
        (each for each in text if not each.isprintable() and each not in "\n\N{NO-BREAK SPACE}"),
        None,
    )


def amiss(arguments: list[str]) -> tuple[int, str | None]:
    """Run the program in this process; return its exit code, and what is wrong with its output."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    out.flush()
    err.flush()
    told, said = (each.buffer.getvalue().decode() for each in (out, err))
    if code not in (0, 1, 2):
        return code, f"exit code {code}"
    if character := acts(told) or acts(said):
        return code, f"the character {character!r} in its output"
    if code == 1 and not (said or told):
        return code, "a refusal without a word"
    if "cannot write" in said:
        return code, said
    github = "github" in arguments
    if code == 2 and arguments[0] not in ("import", "new", "target"):
        return code, f"wrong usage: {said}"
    orders = [line for line in told.split("\n") if line.startswith("::")]
    if (orders and not github) or any(not re.match("::(error|warning) file=", x) for x in orders):
        return code, f"an order of its own: {orders[0]}"
    if any(line.startswith(("::", "##")) for line in said.split("\n")):
        return code, f"an order of its own: {said}"
    return code, None


@dataclass
class Tally:
    """What came of the inputs that were run."""

    inputs: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)

    def add(self, other: "Tally") -> None:
        """Take in another tally."""
        self.inputs += other.inputs
        self.codes += other.codes
        self.found += other.found
        self.slowest = max(self.slowest, other.slowest)


def fuzz(numbers: range) -> Tally:
    """Run the inputs of some numbers in a folder of their own."""
    given = seeds()
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        files = {
            "small.yaml": SMALL_FRAMEWORK.encode(),
            "good.yaml": SMALL_SERVICE.encode(),
            "court.csv": CSV.encode(),
            "book.xlsx": workbook(),
        }
        for name, content in files.items():
            Path(name).write_bytes(content)
        for number in numbers:
            started = time.process_time()
            for code, wrong in _through(number, given):
                tally.codes[code] += 1
                if wrong:
                    tally.found.append(f"input {number}: {wrong}")
            tally.inputs += 1
            tally.slowest = max(tally.slowest, (time.process_time() - started, number))
    return tally


def _through(number: int, given: list[Seed]) -> Iterator[tuple[int, str | None]]:
    """Run the input of a number through two commands; yield what came of each."""
    seed, content, chance = made(number, given)
    Path(seed.name).write_bytes(content)
    service = "service.yaml"
    if seed.name == "b.yaml":
        Path(service).write_text(SMALL_SERVICE.replace("small.yaml", "b.yaml"))
    else:
        text = SMALL_SERVICE.split('  "2":')[0]
        Path(service).write_text(f'{text}  "2": {seed.name}\n')
    for command in chance.sample(seed.commands, 2):
        names = {"FILE": seed.name, "SERVICE": service}
        arguments = [names.get(each, each) for each in command]
        try:
            code, wrong = amiss(arguments)
        except Exception as error:
            code, wrong = -1, f"{type(error).__name__}: {error}"
        yield code, wrong and f"{' '.join(arguments)}: {wrong}"


def in_parts(first: int, inputs: int, size: int = 2_000) -> list[range]:
    """Return numbers in parts that a process each can take."""
    end = first + inputs
    return [range(start, min(end, start + size)) for start in range(first, end, size)]


def main(show: Callable[[str], object] = print) -> int:
    """Run what the command line asks for, and print what came of it."""
    parser = argparse.ArgumentParser(description="Feed files nobody would write to yotrate.")
    parser.add_argument("--inputs", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    total = Tally()
    started = time.monotonic()
    with ProcessPoolExecutor(asked.processes) as pool:
        for tally in pool.map(fuzz, in_parts(asked.first, asked.inputs)):
            total.add(tally)
            for each in tally.found:
                show(each)
    seconds, number = total.slowest
    codes = ", ".join(f"{total.codes[code]:,} with {code}" for code in sorted(total.codes))
    show(
        f"{total.inputs:,} inputs in {time.monotonic() - started:.0f} s; ended: {codes}; "
        f"{len(total.found)} findings; slowest: input {number}, {seconds:.2f} s of processor time"
    )
    return int(bool(total.found))


if __name__ == "__main__":
    sys.exit(main())
