"""Checks of what depends on what, with places that the tools that show them can find."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from helpers.program import Run, terminal
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE

START = SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    services = tmp_path / "services"
    services.mkdir()
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "small.yaml").write_text(SMALL_FRAMEWORK)
    here = SMALL_SERVICE.replace("small.yaml", "../rules/small.yaml")
    (services / "a.yaml").write_text(here.replace("Middle", "Midle"))
    start = START.replace("small.yaml", "../rules/small.yaml")
    (services / "b.yaml").write_text(start + '  "2": b-2.csv\n')
    (services / "b-2.csv").write_text("case,2.1.1,2.1.2\nA,yes,perhaps\n")
    (services / "other.csv").write_text("a,b\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.yaml").write_text((services / "b.yaml").read_text())
    return tmp_path


@pytest.mark.parametrize(
    ("within", "named"),
    [
        ("services", "a.yaml"),
        ("services", "./a.yaml"),
        ("services", "../services/a.yaml"),
        ("services", "../rules/../services/a.yaml"),
        (".", "services/a.yaml"),
        (".", "./services//a.yaml"),
        ("rules", "../services/a.yaml"),
    ],
)
def test_annotations_name_files_as_from_the_repository(
    run: Run, folder: Path, within: str, named: str
) -> None:
    cwd = folder / within
    for name in (named, str(folder / "services" / "a.yaml")):
        done = run("validate", "--format", "github", name, cwd=cwd, GITHUB_WORKSPACE=str(folder))
        assert done.stdout.startswith("::error file=services/a.yaml,line=4,col=10,")


def test_so_do_those_of_spreadsheets(run: Run, folder: Path) -> None:
    done = run(
        "validate", "--format", "github", "b.yaml",
        cwd=folder / "services", GITHUB_WORKSPACE=str(folder),
    )  # fmt: skip
    assert done.stdout.startswith("::error file=services/b-2.csv,line=2,col=3,")


def test_what_is_outside_the_repository_keeps_its_name(run: Run, folder: Path) -> None:
    inner = folder / "rules"
    done = run(
        "validate", "--format", "github", "services/a.yaml",
        cwd=folder, GITHUB_WORKSPACE=str(inner),
    )  # fmt: skip
    assert done.stdout.startswith("::error file=services/a.yaml,")
    done = run(
        "validate", "--format", "github", "-",
        stdin=b"service: 1\n", cwd=folder, GITHUB_WORKSPACE=str(folder),
    )  # fmt: skip
    assert done.stdout.startswith("::error file=<stdin>,")


@pytest.mark.parametrize("within", [".", "services"])
def test_of_a_spreadsheet_the_services_that_use_it_are_checked(
    run: Run, folder: Path, within: str
) -> None:
    name = "services/b-2.csv" if within == "." else "b-2.csv"
    done = run("validate", name, cwd=folder / within)
    assert done.returncode == 1
    assert done.stderr == (
        f"{name}:2:3: case 'A', question 2.1.2: expected yes, no or n/a, found 'perhaps': "
        "say under 'answers' what it means\n"
    )


def test_so_of_a_workbook(run: Run, folder: Path) -> None:
    book = Workbook()
    book.active.append(["case", "2.1.1", "2.1.2"])  # type: ignore[union-attr]
    book.active.append(["A", "yes", "maybe"])  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    (folder / "services" / "c.xlsx").write_bytes(stream.getvalue())
    text = (folder / "services" / "b.yaml").read_text().replace("b-2.csv", "{file: c.xlsx}")
    (folder / "services" / "c.yaml").write_text(text)
    done = run("validate", "services/c.xlsx", cwd=folder)
    assert done.stderr.startswith("services/c.xlsx[Sheet]!C2: case 'A', question 2.1.2")


def test_a_service_is_checked_once(run: Run, folder: Path) -> None:
    done = run("validate", "services/b.yaml", "services/b-2.csv", cwd=folder)
    assert done.stderr.count("\n") == 1
    done = run("validate", "services/b-2.csv", "services/b-2.csv", cwd=folder)
    assert done.stderr.count("\n") == 1


def test_of_a_spreadsheet_that_nothing_uses_it_is_said_what_it_is(run: Run, folder: Path) -> None:
    done = run("validate", "services/other.csv", cwd=folder)
    assert done.returncode == 1
    assert "this is a spreadsheet, and no service below this folder uses it" in done.stderr


def test_the_services_that_use_a_framework_are_checked_where_asked_for(
    run: Run, folder: Path
) -> None:
    alone = run("validate", "rules/small.yaml", cwd=folder)
    assert alone.returncode == 0
    done = run("validate", "--dependents", "rules/small.yaml", cwd=folder)
    assert done.returncode == 1
    told = [line.split(":")[0] for line in done.stderr.splitlines() if "warning" not in line]
    assert told == ["services/a.yaml", "services/b-2.csv"]


def test_a_framework_beside_services_is_the_one_that_they_name_by_its_id(
    run: Run, folder: Path
) -> None:
    service = SMALL_SERVICE.replace("small.yaml", "hmip-youth-2018")
    (folder / "by_id").mkdir()
    (folder / "by_id" / "s.yaml").write_text(service)
    own = SMALL_FRAMEWORK.replace("framework: small", "framework: hmip-youth-2018")
    (folder / "mine.yaml").write_text(own)
    assert run("validate", "by_id", cwd=folder).returncode == 1
    for order in (("mine.yaml", "by_id"), ("by_id/s.yaml", "mine.yaml")):
        done = run("validate", *order, cwd=folder)
        assert done.returncode == 0
        assert "by_id/s.yaml: service A small service, 4 cases" in done.stdout


@pytest.mark.process
def test_on_a_terminal_the_line_is_shown_with_a_mark_under_the_place(folder: Path) -> None:
    (folder / "services" / "a.yaml").write_text(
        SMALL_SERVICE.replace("small.yaml", "../rules/small.yaml").replace(
            "B: {2.1.1: yes, 2.1.2: no}", "日本 ŵ: {2.1.1: yes, 2.1.2: noo}"
        ),
        encoding="utf-8",
    )
    shown = terminal("validate", str(folder / "services" / "a.yaml")).replace("\r\n", "\n")
    lines = shown.splitlines()
    assert lines[-2:] == [
        "    8 |     日本 ŵ: {2.1.1: yes, 2.1.2: noo}",
        "      |                                 ^",
    ]


@pytest.mark.process
def test_of_a_long_line_the_part_is_shown_that_the_place_is_in(folder: Path) -> None:
    path = folder / "services" / "a.yaml"
    long = "x" * 300
    text = SMALL_SERVICE.replace("small.yaml", "../rules/small.yaml")
    path.write_text(text.replace("    B: {2.1.1: yes,", f"    {long}: {{2.1.1: yess,"))
    lines = terminal("validate", str(path), COLUMNS="60").replace("\r\n", "\n").splitlines()
    line, mark = lines[-2:]
    assert len(line) <= 60
    assert line[mark.index("^") :].startswith("yess")


@pytest.mark.process
def test_what_the_line_holds_is_shown_harmlessly(folder: Path) -> None:
    path = folder / "services" / "a.yaml"
    path.write_text('service: "\\a"\nnote: "\u202e\u200b"\nframework: [\u202e]\n', encoding="utf-8")
    shown = terminal("validate", str(path))
    assert "\u202e" not in shown
    assert r"\u202e" in shown


def test_in_a_pipe_a_problem_is_one_line(run: Run, folder: Path) -> None:
    assert run("validate", "services/a.yaml", cwd=folder).stderr.count("\n") == 1
