"""Programmes of other shapes, from their files alone, through every command and form."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from helpers.program import Run
from yotrate import load_framework
from yotrate.framework import rules

JUDGED = """\
framework: grades
title: Five grades and no overall one
ratings:
  - {name: Inadequate, points: 0}
  - {name: Requires improvement, points: 1}
  - {name: Adequate, points: 2}
  - {name: Good, points: 3}
  - {name: Outstanding, points: 4}
domains:
  - id: "1"
    title: The service
    basis: judgement
    standards:
      - {id: "1.1", title: Treatment of the public}
      - {id: "1.2", title: Prevention}
      - {id: "1.3", title: Response}
"""
SERVICE = """\
service: A force
framework: grades.yaml
judgements: {"1.1": Good, "1.2": Adequate, "1.3": Outstanding}
"""


def averages(standards: int) -> str:
    """Return a framework of so many standards, each with one key question."""
    lines = "".join(
        f'      - {{id: "1.{at}", title: "{at}", key_questions: [{{id: "1.{at}.1", title: A}}]}}\n'
        for at in range(1, standards + 1)
    )
    return f"""\
framework: averages
title: Averages
ratings:
  - {{name: Inadequate, points: 0, from_percent: 0}}
  - {{name: Requires improvement, points: 1, from_percent: 50, above_average: 0.5}}
  - {{name: Good, points: 2, from_percent: 65, above_average: 1.5}}
  - {{name: Outstanding, points: 3, from_percent: 80, above_average: 2.5}}
percentages: rounded
domains:
  - id: "1"
    title: All
    basis: cases
    standards:
{lines}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "grades.yaml").write_text(JUDGED)
    (tmp_path / "service.yaml").write_text(SERVICE)
    return tmp_path


COMMANDS = ["score", "boundary", "confidence", "show", "compare"]


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_overall_rating_is_shown_anywhere(
    run: Run, folder: Path, command: str, form: str
) -> None:
    files = {"show": ["grades.yaml"], "compare": ["service.yaml"] * 2}
    done = run(command, *files.get(command, ["service.yaml"]), "--format", form, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    if form in ("table", "markdown"):
        assert not re.search(r"overall(?! one)|score|point\b|per cent\s+points", done.stdout, re.I)
        assert "None" not in done.stdout
    if form == "json" and command == "score":
        (service,) = json.loads(done.stdout)["services"]
        assert service["overall"]["rating"] is service["overall"]["score"] is None
        assert service["overall"]["maximum"] is None
        ((_, _, third),) = [domain["standards"] for domain in service["domains"]]
        assert (third["rating"], third["points"]) == ("Outstanding", None)


def test_a_judged_programme_is_good_and_can_be_asked_everything(run: Run, folder: Path) -> None:
    done = run("validate", "--strict", "grades.yaml", "service.yaml", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    many = run("score", "service.yaml", "service.yaml", cwd=folder).stdout
    assert "G A O" in many
    assert "withheld" not in many
    page = run("report", "service.yaml", cwd=folder)
    assert page.returncode == 0
    assert not re.search(r'id="(overall|score|near|discretion)"', page.stdout)
    done = run("target", "service.yaml", cwd=folder)
    assert done.returncode == 1
    assert "grades has no overall rating" in done.stderr
    partial = run(
        "score", "-", "--partial", cwd=folder, stdin=SERVICE.replace('"1.1": Good, ', "").encode()
    )
    assert partial.returncode == 0
    assert "judgements of 1.1" in partial.stdout
    assert "overall" not in partial.stdout.lower().replace("no overall one", "")
    text = run("new", "grades.yaml", cwd=folder).stdout
    assert '"1.1":' in text


def test_no_overall_rating_can_have_been_published(run: Run, folder: Path) -> None:
    (folder / "service.yaml").write_text(SERVICE + "published: {overall: Good, score: 9}\n")
    done = run("validate", "service.yaml", cwd=folder)
    assert done.stderr.splitlines() == [
        "service.yaml:4:13: grades has no overall rating",
        "service.yaml:4:28: grades has no overall rating",
    ]


MISSING: dict[str, tuple[str, str, str]] = {
    "percentages": ("percentages: rounded\n", "", "1:1: 'percentages' is missing"),
    "from_percent": (", from_percent: 65", "", "6:5: 'from_percent' is missing"),
}


@pytest.mark.parametrize(("old", "new", "message"), MISSING.values(), ids=MISSING)
def test_what_cases_need_is_asked_for(
    run: Run, tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = averages(3)
    assert old in text
    (tmp_path / "own.yaml").write_text(text.replace(old, new))
    assert f"own.yaml:{message}" in run("validate", "own.yaml", cwd=tmp_path).stderr


@pytest.mark.parametrize(
    ("standards", "bands"),
    [
        (9, ["0 to 4", "5 to 13", "14 to 22", "23 to 27"]),
        (7, ["0 to 3", "4 to 10", "11 to 17", "18 to 21"]),
    ],
    ids=["nine", "seven"],
)
def test_other_numbers_of_standards_are_one_rule(
    run: Run, tmp_path: Path, standards: int, bands: list[str]
) -> None:
    (tmp_path / "own.yaml").write_text(averages(standards))
    shown = run("show", "own.yaml", cwd=tmp_path).stdout
    assert [line.split("  ")[-1].strip() for line in shown.splitlines()[4:8]] == bands
    found: list[Any] = []
    for percent in (49, 50, 65, 80):
        answers = ", ".join(f"1.{at}.1: {percent}%" for at in range(1, standards + 1))
        text = f'service: A\nframework: own.yaml\nresults: {{"1": {{{answers}}}}}\n'
        (tmp_path / "service.yaml").write_text(text)
        done = run("score", "service.yaml", "--format", "json", cwd=tmp_path)
        overall = json.loads(done.stdout)["services"][0]["overall"]
        found.append((overall["rating"], overall["score"]))
    names = ["Inadequate", "Requires improvement", "Good", "Outstanding"]
    assert found == [(name, points * standards) for points, name in enumerate(names)]


# Provisional frameworks, and when rules were in force


def test_a_provisional_framework_says_so_everywhere(run: Run, tmp_path: Path) -> None:
    text = averages(1).replace("percentages:", "provisional: nobody knows the bands\npercentages:")
    (tmp_path / "own.yaml").write_text(text)
    service = 'service: A\nframework: own.yaml\ncases: {"1": {A: {1.1.1: yes}}}\n'
    (tmp_path / "service.yaml").write_text(service)
    said = "averages is provisional: nobody knows the bands"
    for command in ("score", "boundary", "target", "confidence", "report", "compare"):
        files = ["service.yaml"] * (2 if command == "compare" else 1)
        done = run(command, *files, cwd=tmp_path)
        assert said in " ".join(done.stdout.split()), command
        assert f"service.yaml:2:12: warning: {said}" in done.stderr
    assert said in run("score", "service.yaml", "service.yaml", cwd=tmp_path).stdout
    assert said in run("show", "own.yaml", cwd=tmp_path).stdout
    assert said in run("new", "own.yaml", cwd=tmp_path).stdout
    assert "provisional" in run("validate", "own.yaml", cwd=tmp_path).stdout
    assert "nobody knows" in run("score", "service.yaml", "--format", "csv", cwd=tmp_path).stdout
    assert run("validate", "service.yaml", "--strict", cwd=tmp_path).returncode == 1


DATES = {
    "within": ("fieldwork: May 2019\n", None),
    "in the first year": ("fieldwork: May 2018\n", None),
    "in the last year": ("fieldwork: May 2021\n", None),
    "later": ("fieldwork: May 2023\n", "3:12"),
    "earlier": ("fieldwork: 2016\n", "3:12"),
    "two years": ("fieldwork: 2021 to 2023\n", None),
    "published within": ("fieldwork: May\npublished_on: 2019\n", None),
    "published later": ("fieldwork: May\npublished_on: June 2023\n", "4:15"),
    "fieldwork goes first": ("fieldwork: May 2021\npublished_on: June 2023\n", None),
    "no year": ("note: 2023\n", None),
}


@pytest.mark.parametrize(("line", "place"), DATES.values(), ids=DATES)
def test_a_year_outside_the_rules_is_a_warning(
    run: Run, tmp_path: Path, line: str, place: str | None
) -> None:
    text = averages(1).replace("percentages:", "from: 2018-05\nuntil: 2021\npercentages:")
    (tmp_path / "own.yaml").write_text(text)
    service = f'service: A\nframework: own.yaml\n{line}cases: {{"1": {{A: {{1.1.1: yes}}}}}}\n'
    (tmp_path / "service.yaml").write_text(service)
    done = run("validate", "service.yaml", cwd=tmp_path)
    assert done.returncode == 0
    if place is None:
        assert done.stderr == ""
    else:
        assert done.stderr.startswith(f"service.yaml:{place}: warning: 20")
        assert "averages were in force from 2018-05 until 2021" in done.stderr


@pytest.mark.parametrize(
    ("dates", "month", "in_force"),
    [
        ("from: 2018\nuntil: 2021\n", (2021, 12), True),
        ("from: 2018\nuntil: 2021\n", (2022, 1), False),
        ("from: 2018-05\n", (2018, 4), False),
        ("from: 2018-05\n", (2018, 5), True),
        ("until: 2018-05\n", (2018, 6), False),
        ("", (2026, 11), None),
    ],
)
def test_whether_rules_were_in_force_in_a_month(
    tmp_path: Path, dates: str, month: tuple[int, int], in_force: bool | None
) -> None:
    (tmp_path / "own.yaml").write_text(averages(1) + dates)
    assert load_framework(tmp_path / "own.yaml").in_force(*month) is in_force


@pytest.mark.parametrize("when", ["2018-13", "May 2018", "18", "2018-5"])
def test_what_is_no_month_is_told(run: Run, tmp_path: Path, when: str) -> None:
    (tmp_path / "own.yaml").write_text(f"{averages(1)}from: {when}\n")
    done = run("validate", "own.yaml", cwd=tmp_path)
    assert "expected a year such as 2018, or a month such as 2018-05, found" in done.stderr


def test_one_edition_is_in_force_today(run: Run) -> None:
    data = json.loads(run("frameworks", "--format", "json").stdout)["frameworks"]
    assert [each["id"] for each in data if each["in_force"]] == ["hmip-youth-2025"]
    assert run("frameworks").stdout.count("today") == 1


def test_the_rules_of_2025_as_far_as_they_are_known() -> None:
    framework = load_framework("hmip-youth-2025")
    assert framework.provisional
    assert rules.full_scale(framework) == (12, (0, 3, 7, 11))
    assert [each.id for each in framework.standards] == ["C1", "C2", "C3", "V1"]
    assert [each.basis for each in framework.standards[3].key_questions] == ["cases", "judgement"]
