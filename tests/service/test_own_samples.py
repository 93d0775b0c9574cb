"""Standards whose cases are a sample of their own, in every format and command."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers.program import Run

FRAMEWORK = """\
framework: own-samples
title: Two samples in one domain
ratings:
  - {name: Inadequate, points: 0, from_percent: 0}
  - {name: Requires improvement, points: 1, from_percent: 50, above_average: 0.5}
  - {name: Good, points: 2, from_percent: 65, above_average: 1.5}
  - {name: Outstanding, points: 3, from_percent: 80, above_average: 2.5}
percentages: rounded
discretion: {within_points: 5, within_cases: 1, sample_up_to: 5}
sampling: {confidence: 80, margin: 5}
domains:
  - id: "3"
    title: Special work
    basis: cases
    standards:
      - id: "3.1"
        title: Court reports
        sample: own
        key_questions:
          - {id: "3.1.1", title: Advice to the court}
          - {id: "3.1.2", title: Allocation}
      - id: "3.2"
        title: Work with victims
        sample: own
        key_questions:
          - {id: "3.2.1", title: After sentence}
          - {id: "3.2.2", title: Before release}
      - id: "3.3"
        title: The rest
        key_questions:
          - {id: "3.3.1", title: The rest of it}
"""
SERVICE = """\
service: A division
framework: own.yaml
cases:
  "3":
    A1: {3.3.1: yes}
    A2: {3.3.1: no}
  "3.1":
    R1: {3.1.1: yes, 3.1.2: yes}
  "3.2":
    V1: {3.2.1: yes, 3.2.2: no}
eligible: {"3": 4, "3.1": 2, "3.2": 1}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own.yaml").write_text(FRAMEWORK)
    (tmp_path / "service.yaml").write_text(SERVICE)
    return tmp_path


def standards(run: Run, folder: Path, command: str, *more: str) -> dict[str, Any]:
    done = run(command, "service.yaml", "--format", "json", *more, cwd=folder)
    assert done.returncode == 0, done.stderr
    (service,) = json.loads(done.stdout)["services"]
    return {each["id"]: each for each in service["domains"][0]["standards"]}


def test_each_standard_is_rated_from_its_own_cases(run: Run, folder: Path) -> None:
    found = standards(run, folder, "score")
    assert {name: each["rating"] for name, each in found.items()} == {
        "3.1": "Outstanding", "3.2": "Inadequate", "3.3": "Requires improvement",
    }  # fmt: skip
    assert (found["3.1"]["cases"], found["3.2"]["cases"]) == (1, 1)
    assert "cases" not in found["3.3"]


def test_results_and_spreadsheets_stand_under_the_standard_too(run: Run, folder: Path) -> None:
    before = {name: each["rating"] for name, each in standards(run, folder, "score").items()}
    (folder / "reports.csv").write_text("case,3.1.1,3.1.2\nR1,yes,yes\n")
    text = SERVICE.replace('  "3.1":\n    R1: {3.1.1: yes, 3.1.2: yes}\n', '  "3.1": reports.csv\n')
    text = text.replace('  "3.2":\n    V1: {3.2.1: yes, 3.2.2: no}\n', "")
    text = text.replace(', "3.2": 1}', '}\nresults:\n  "3.2": {3.2.1: 1/1, 3.2.2: 0/1}')
    (folder / "service.yaml").write_text(text)
    found = standards(run, folder, "score")
    assert {name: each["rating"] for name, each in found.items()} == before


def test_openings_and_targets_name_the_cases_of_the_standard(run: Run, folder: Path) -> None:
    found = standards(run, folder, "boundary")
    (up,) = found["3.2"]["discretion_open"]
    assert up["cases"] == [{"case": "V1", "answers": {"3.2.2": "no"}}]
    assert "3.2.2 answered no: V1" in run("target", "service.yaml", cwd=folder).stdout


def test_confidence_draws_each_sample_by_itself(run: Run, folder: Path) -> None:
    found = standards(run, folder, "confidence", "--draws", "200")
    assert (found["3.1"]["eligible"], found["3.2"]["eligible"]) == (2, 1)
    text = run("confidence", "service.yaml", "--draws", "200", cwd=folder).stdout
    assert "3.1 Court reports · 1 of 2 eligible cases" in text
    assert "3 Special work · 2 of 4 eligible cases" in text


def test_blanks_and_imports_have_them_apart(run: Run, folder: Path) -> None:
    done = run("new", "own.yaml", "--cases", "3.1=2", "--cases", "3=1", cwd=folder)
    assert '"3.1":  # Court reports' in done.stdout
    assert "C3.1-02" in done.stdout
    (folder / "victims.csv").write_text("case,3.2.1,3.2.2\nV1,yes,no\n")
    done = run("import", "--copy", "victims.csv", "--framework", "own.yaml", cwd=folder)
    assert "Taken: 1 case of standard 3.2" in done.stderr
    (folder / "both.csv").write_text("case,3.2.1,3.1.1\nV1,yes,no\n")
    done = run("import", "--copy", "both.csv", "--framework", "own.yaml", cwd=folder)
    assert "3.1.1 is of standard 3.1 and 3.2.1 of standard 3.2" in done.stderr


def test_the_report_and_every_form_know_them(run: Run, folder: Path) -> None:
    page = " ".join(run("report", "service.yaml", cwd=folder).stdout.split())
    assert "<td>1 case</td>" in page
    assert "<td>2 cases</td>" in page
    for command in ("score", "boundary"):
        text = run(command, "service.yaml", "--format", "markdown", cwd=folder).stdout
        assert "· 1 case" in text


MISTAKES = {
    "missing": (
        SERVICE.replace('  "3.2":\n    V1: {3.2.1: yes, 3.2.2: no}\n', ""),
        "no cases for standard 3.2 (Work with victims)",
    ),
    "under the domain": (
        SERVICE.replace("A1: {3.3.1: yes}", "A1: {3.3.1: yes, 3.1.1: yes}"),
        "'3.1.1' is no key question of domain 3",
    ),
    "too few eligible": (
        SERVICE.replace('"3.1": 2', '"3.1": 0'),
        "standard 3.1 has 1 case, and only 0 eligible",
    ),
    "not rated": (SERVICE + 'not_rated: {"3.2": So.}\n', "its answers are not used"),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_messages_name_the_standard(run: Run, folder: Path, text: str, message: str) -> None:
    (folder / "service.yaml").write_text(text)
    assert message in run("validate", "service.yaml", cwd=folder).stderr


def test_a_standard_that_is_judged_has_no_sample(run: Run, folder: Path) -> None:
    text = FRAMEWORK.replace(
        "        sample: own\n", "        sample: own\n        basis: judgement\n", 1
    )
    (folder / "own.yaml").write_text(text)
    done = run("validate", "own.yaml", cwd=folder)
    assert "own.yaml:18:17: standard '3.1' is judged as a whole, so it has no sample" in done.stderr
