"""Measure yotrate against its floor, as ratios of whole processes, and print a Markdown table.

    python tests/benchmarks/run.py [--pairs 21]

Needs yotrate and pandas installed in the interpreter that runs it. All inputs are made here, in a
temporary folder. Each ratio is of two commands run in turn, A B A B: the quickest run of each, in
CPU seconds (user and system), and the highest peak of memory.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PROGRAM = str(Path(sys.executable).with_name("yotrate"))
FRAMEWORK = str(ROOT / "standards" / "hmip-youth-2018.yaml")
WESTERN_BAY = str(ROOT / "examples" / "western_bay.yaml")


@dataclass(frozen=True)
class Measured:
    """The quickest of some runs in CPU seconds, and the highest peak of memory in KiB."""

    cpu: float
    memory: int


def once(command: list[str], folder: Path) -> tuple[float, int]:
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=_ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = (folder / "output").read_text(errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command)[:300]} failed: {message}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


_ENVIRONMENT = {
    key: value
    for key, value in os.environ.items()
    if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "FORCE_COLOR")
}


def pair(first: list[str], second: list[str], pairs: int, folder: Path) -> list[Measured]:
    commands = (first, second)
    runs: list[list[tuple[float, int]]] = [[], []]
    for command in commands:
        once(command, folder)
    for _ in range(pairs):
        for at, command in enumerate(commands):
            runs[at].append(once(command, folder))
    return [Measured(min(cpu for cpu, _ in own), max(peak for _, peak in own)) for own in runs]


def services(folder: Path, number: int) -> list[str]:
    """Make services of 31 court cases and 20 out-of-court cases."""
    chance = random.Random(number)
    folder.mkdir()
    domains = {"2": ("2.1 2.2 2.3 2.4", 31), "3": ("3.1 3.2 3.3 3.4", 20)}
    files = []
    for at in range(number):
        lines = [f"service: Service {at}", "framework: hmip-youth-2018", "judgements:"]
        lines += [f'  "1.{standard}": Good' for standard in range(1, 5)]
        lines.append("cases:")
        for domain, (standards, cases) in domains.items():
            lines.append(f'  "{domain}":')
            for case in range(cases):
                answers = [
                    f"{standard}.{question}: {chance.choice(('yes', 'yes', 'no', 'n/a'))}"
                    for standard in standards.split()
                    for question in range(1, 3 if standard == "3.4" else 4)
                ]
                lines.append(f"    {domain}{case:02}: {{{', '.join(answers)}}}")
        file = folder / f"{at:04}.yaml"
        file.write_text("\n".join(lines) + "\n")
        files.append(str(file))
    return files


def spreadsheet(folder: Path, cases: int) -> tuple[str, str]:
    """Make a service whose court cases stand in a CSV file; return both files' names."""
    chance = random.Random(cases)
    folder.mkdir()
    ids = [f"2.{standard}.{question}" for standard in range(1, 5) for question in range(1, 4)]
    with (folder / "court.csv").open("w") as stream:
        stream.write(f"case,{','.join(ids)}\n")
        for case in range(cases):
            answers = chance.choices(("yes", "no", "n/a"), (6, 3, 1), k=len(ids))
            stream.write(f"C{case:06},{','.join(answers)}\n")
    lines = ["service: Large", "framework: hmip-youth-2018", "judgements:"]
    lines += [f'  "1.{standard}": Good' for standard in range(1, 5)]
    printed = {f"3.{standard}.{question}" for standard in range(1, 5) for question in range(1, 4)}
    lines += ["cases:", '  "2": court.csv', "results:", '  "3":']
    lines += [f"    {name}: 70%" for name in sorted(printed - {"3.4.3"})]
    (folder / "service.yaml").write_text("\n".join(lines) + "\n")
    return str(folder / "service.yaml"), str(folder / "court.csv")


def row(what: str, target: str, reached: float) -> None:
    print(f"| {what} | {target} | {reached:.2f} |", flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--pairs", type=int, default=21)
    pairs = options.parse_args().pairs
    floor = [sys.executable, str(HERE / "floor.py")]
    score = [PROGRAM, "score"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def ratio(first: list[str], second: list[str]) -> float:
            ours, theirs = pair(first, second, pairs, folder)
            return ours.cpu / theirs.cpu

        print("| what | at most | measured |\n| --- | --- | --- |")
        one = [*floor, FRAMEWORK, WESTERN_BAY]
        against = "against the floor"
        row(f"`score`, table, {against}", "1.15", ratio([*score, WESTERN_BAY], one))
        as_json = [*score, WESTERN_BAY, "--format", "json"]
        row(f"`score`, JSON, {against}", "1.0", ratio(as_json, one))
        row(f"`validate` {against}", "1.0", ratio([PROGRAM, "validate", WESTERN_BAY], one))
        row(f"`--version` {against}", "0.45", ratio([PROGRAM, "--version"], one))
        row(f"`--help` {against}", "0.45", ratio([PROGRAM, "--help"], one))
        few = services(folder / "few", 157)
        many = services(folder / "many", 1570)
        of_few = [*score, str(folder / "few"), "--format", "json"]
        of_many = [*score, str(folder / "many"), "--format", "json"]
        row(
            f"`score` of 157 services, JSON, {against} on the same files",
            "0.85",
            ratio(of_few, [*floor, *few]),
        )
        small, large = pair(of_few, of_many, pairs, folder)
        alone = pair(as_json, as_json, pairs, folder)[0]
        each = (large.cpu - small.cpu) / (len(many) - len(few))
        first = (small.cpu - alone.cpu) / (len(few) - 1)
        row("CPU for each further service, 1,570 against 157", "1.1", each / first)
        row("peak memory, 1,570 services against 157", "1.1", large.memory / small.memory)
        service, cases = spreadsheet(folder / "large", 100_000)
        ours, theirs = pair(
            [*score, service, "--format", "json"],
            [sys.executable, str(HERE / "with_pandas.py"), cases],
            pairs,
            folder,
        )
        row("CPU for 100,000 cases in CSV, against pandas", "1.0", ours.cpu / theirs.cpu)
        row("peak memory for them, against pandas", "0.8", ours.memory / theirs.memory)
        table = [*score, WESTERN_BAY]
        row("`boundary` against `score`", "1.15", ratio([PROGRAM, "boundary", WESTERN_BAY], table))
        row("`target` against `score`", "1.15", ratio([PROGRAM, "target", WESTERN_BAY], table))
        draws = [PROGRAM, "confidence", WESTERN_BAY]
        row("`confidence`, 10,000 draws, against `score`", "5", ratio(draws, table))


if __name__ == "__main__":
    main()
