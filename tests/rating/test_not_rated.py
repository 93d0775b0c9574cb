"""Ratings of what was rated: the scale of fewer standards, and what was said not to be rated."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from helpers.paths import FRAMEWORK_2018, ROOT
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK
from yotrate import load_framework
from yotrate.framework import rules

JUDGED = {
    "1.1": "Requires improvement", "1.2": "Good", "1.3": "Requires improvement", "1.4": "Good",
}  # fmt: skip
# Stand-ins that give the published ratings of 3.1, 3.2 and 3.3; the report's own are not known.
RESULTS = """\
results:
  "3": {3.1.1: 90%, 3.1.2: 72%, 3.1.3: 90%, 3.2.1: 90%, 3.2.2: 57%, 3.2.3: 90%,
        3.3.1: 90%, 3.3.2: 57%, 3.3.3: 90%}
"""
BRIDGEND = f"""\
service: Bridgend
framework: hmip-youth-2021
published_on: June 2022
judgements: {json.dumps({**JUDGED, "3.4": "Requires improvement"})}
{RESULTS}\
published: {{overall: Requires improvement, score: 11}}
"""
NOT_RATED = 'not_rated: {"2": No court work was rated.}\n'


def scored(run: Run, text: str) -> Any:
    done = run("score", "-", "--format", "json", stdin=text.encode())
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["services"]
    return found


def test_a_service_without_its_court_work_is_rated_on_the_rest(run: Run) -> None:
    found = scored(run, BRIDGEND + NOT_RATED)
    assert (found["overall"]["score"], found["overall"]["maximum"]) == (11, 24)
    assert found["overall"]["rating"] == "Requires improvement"
    assert found["published"]["agrees"]
    standards = {each["id"]: each for domain in found["domains"] for each in domain["standards"]}
    for name in ("2.1", "2.2", "2.3", "2.4"):
        own = standards[name]
        assert own["not_rated"] == "No court work was rated."
        assert (own["rating"], own["calculated"], own["points"]) == (None, None, None)
    assert standards["3.1"]["not_rated"] is None


SCALES = [
    (36, [(0, 0), (6, 0), (7, 1), (18, 1), (19, 2), (30, 2), (31, 3), (36, 3)]),
    (24, [(0, 0), (1, 0), (4, 0), (5, 1), (11, 1), (12, 1), (13, 2), (20, 2), (21, 3), (24, 3)]),
    (30, [(5, 0), (6, 1), (15, 1), (16, 2), (25, 2), (26, 3)]),
]


@pytest.mark.parametrize("framework", ["hmip-youth-2018", "hmip-youth-2021"])
@pytest.mark.parametrize(("maximum", "bands"), SCALES, ids=[f"of {most}" for most, _ in SCALES])
def test_the_scale_is_one_rule_for_any_number_of_standards(
    framework: str, maximum: int, bands: list[tuple[int, int]]
) -> None:
    scale = rules.scale_of(load_framework(framework), maximum // 3)
    assert scale.maximum == maximum
    assert [(score, rules.band_of_score(score, scale)) for score, _ in bands] == bands


def test_a_standard_that_does_not_count_adds_no_points_to_the_score(run: Run) -> None:
    judged = dict.fromkeys(("1.1", "1.2", "1.3", "1.4"), "Good")
    judged |= {"3.4": "Outstanding", "4.1": "Outstanding"}
    questions = [f"2.{s}.{q}" for s in range(1, 5) for q in range(1, 4)]
    court = ", ".join(f"{each}: 70%" for each in questions)
    text = (
        f"service: One\nframework: hmip-youth-2021\njudgements: {json.dumps(judged)}\n"
        f'results:\n  "2": {{{court}}}\n  "3": {{3.1.1: 70%, 3.1.2: 70%, 3.1.3: 70%, '
        "3.2.1: 70%, 3.2.2: 70%, 3.2.3: 70%, 3.3.1: 70%, 3.3.2: 70%, 3.3.3: 70%}\n"
    )
    found = scored(run, text)["overall"]
    assert (found["rating"], found["score"], found["maximum"]) == ("Good", 25, 36)


def test_the_missing_domain_says_how_to_tell_that_it_was_not_rated(run: Run) -> None:
    done = run("score", "-", stdin=BRIDGEND.encode())
    assert done.returncode == 1
    assert "no cases for domain 2 (Court disposals)" in done.stderr
    assert "'not_rated'" in done.stderr


MISTAKES = {
    "no such standard": ('not_rated: {"5": So.}', "'5' is no domain and no standard"),
    "no reason": ('not_rated: {"2": }', "expected text"),
    "a judgement": (
        'not_rated: {"2": So., "3.4": So.}',
        "standard 3.4 is said not to be rated, so it takes no judgement",
    ),
    "discretion": (
        NOT_RATED + 'discretion: [{standard: "2.1", rating: Good, reason: So.}]',
        "standard 2.1 is said not to be rated, so discretion cannot move it",
    ),
}


@pytest.mark.parametrize(("more", "message"), MISTAKES.values(), ids=MISTAKES)
def test_what_does_not_go_with_not_rated_is_told(run: Run, more: str, message: str) -> None:
    done = run("score", "-", stdin=f"{BRIDGEND}{more}\n".encode())
    assert done.returncode == 1
    assert message in done.stderr


def test_answers_of_what_was_not_rated_are_not_used_and_that_is_told(run: Run) -> None:
    text = BRIDGEND + NOT_RATED.replace('"2"', '"2": So., "3.2"')
    done = run("score", "-", stdin=text.encode())
    assert done.returncode == 0
    said = "warning: standard 3.2 is said not to be rated, so its answers are not used"
    assert said in done.stderr
    assert "10 of 21 points" in done.stdout
    # Answers to it may be left out, too.
    less = text.replace("3.2.1: 90%, 3.2.2: 57%, 3.2.3: 90%,\n        ", "")
    assert less != text
    done = run("score", "-", stdin=less.encode())
    assert done.returncode == 0
    assert [line.split("warning: ")[1][:32] for line in done.stderr.splitlines()] == [
        "hmip-youth-2021 is provisional: "
    ]


@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize("command", ["score", "boundary"])
def test_the_scale_of_what_was_rated_is_shown_in_points(run: Run, command: str, form: str) -> None:
    done = run(command, "-", "--format", form, stdin=(BRIDGEND + NOT_RATED).encode())
    words = " ".join(done.stdout.split())
    assert "Inadequate 0 to 4, Requires improvement 5 to 12, Good 13 to 20, Outstanding 21" in words
    if command == "score":
        assert "Not rated: No court work was rated." in words


def test_every_question_is_asked_of_what_was_rated(run: Run, tmp_path: Path) -> None:
    counts = re.sub(r"([0-9]+)%", lambda found: f"{found[1]}/100", BRIDGEND) + NOT_RATED
    file = tmp_path / "service.yaml"
    file.write_text(counts)
    found = json.loads(run("boundary", file, "--format", "json").stdout)["services"][0]["overall"]
    assert found["next"]["down"] == {"rating": "Inadequate", "points": 7}
    assert found["next"]["up"] == {"rating": "Good", "points": 2}
    targets = json.loads(run("target", file, "Good", "--format", "json").stdout)["services"][0]
    assert (targets["score"], targets["maximum"]) == (11, 24)
    assert targets["targets"][0]["plan"]["score"] == 13
    assert "11/24" in run("score", file, file).stdout
    assert "11 of 24" in run("compare", file, file).stdout
    (row, *_) = run("score", file, "--format", "csv").stdout.splitlines()[1:]
    assert ",11,24," in row
    assert "0 to 4" in run("report", file).stdout


def test_withholding_is_what_a_framework_does_unless_it_says_otherwise(
    run: Run, tmp_path: Path
) -> None:
    text = (ROOT / "standards" / "hmip-youth-2021.yaml").read_text()
    (tmp_path / "own.yaml").write_text(text.replace("if_not_rated: leave_out\n", ""))
    service = BRIDGEND.replace("hmip-youth-2021", "own.yaml") + NOT_RATED
    (tmp_path / "service.yaml").write_text(service)
    done = run("score", "service.yaml", "--format", "json", cwd=tmp_path)
    (found,) = json.loads(done.stdout)["services"]
    assert (found["overall"]["rating"], found["overall"]["maximum"]) == (None, 36)


# A standard that applied to no case

ALL = ("2.1.1", "2.1.2", "2.1.3", "2.2.1", "2.2.2", "2.2.3", "2.3.1", "2.3.2", "2.3.3",
       "2.4.1", "2.4.2", "2.4.3")  # fmt: skip
OUT = ("3.1.1", "3.1.2", "3.1.3", "3.2.1", "3.2.2", "3.2.3", "3.3.1", "3.3.2", "3.3.3",
       "3.4.1", "3.4.2")  # fmt: skip


def nothing_applied() -> str:
    court = ", ".join(f"{each}: yes" for each in ALL)
    out = ", ".join(f"{each}: {'n/a' if each.startswith('3.2') else 'yes'}" for each in OUT)
    judged = dict.fromkeys(("1.1", "1.2", "1.3", "1.4"), "Good")
    return (
        f"service: One\nframework: hmip-youth-2018\njudgements: {json.dumps(judged)}\ncases:\n"
        f'  "2":\n    C1: {{{court}}}\n  "3":\n    O1: {{{out}}}\n    O2: {{{out}}}\n'
    )


def test_a_standard_that_applied_to_no_case_stops_nothing_else(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "service.yaml"
    file.write_text(nothing_applied())
    problem = "7:3: {}standard 3.2 (Planning) cannot be rated: none of its key questions applied"
    done = run("validate", file)
    assert done.returncode == 1
    assert problem.format("") in done.stderr
    assert "'not_rated'" in done.stderr
    for command in ("score", "boundary", "report"):
        done = run(command, file)
        assert done.returncode == 0
        assert problem.format("warning: ") in done.stderr
        assert "for want of a rating of 3.2" in " ".join(done.stdout.split())
    assert "Cannot be rated: none of its key questions applied" in run("score", file).stdout
    done = run("score", file, "--partial")
    assert (done.returncode, done.stderr) == (0, "")
    words = " ".join(done.stdout.split())
    assert "No overall rating is possible: no key question of 3.2 applied to any case" in words
    file.write_text(nothing_applied() + 'not_rated: {"3.2": No plan was needed.}\n')
    done = run("validate", file, "--strict")
    assert (done.returncode, done.stderr) == (0, "")
    assert "of 33 points" in run("score", file).stdout


# Frameworks that give their scale by averages

SCALE_MISTAKES = {
    "both": (", above_average: 0.5", ", above_average: 0.5, from_score: 7", "has no place in it"),
    "not all": (", above_average: 1.5", "", "'above_average' is missing"),
    "of the lowest": ("from_percent: 0}", "from_percent: 0, above_average: 0}", "begins at 0"),
    "three decimals": ("0.5}", "0.501}", "at most two decimals, such as 0.5, found '0.501'"),
    "falling": ("1.5}", "0.5}", "above_average must rise: 0.5 comes after 0.5"),
    "out of reach": ("2.5}", "3}", "'Outstanding' starts at 37 points, and 36 is the most"),
    "neither": (", above_average: 0.5", "", "'above_average' is missing"),
}


@pytest.mark.parametrize(("old", "new", "message"), SCALE_MISTAKES.values(), ids=SCALE_MISTAKES)
def test_a_scale_that_is_none_is_told(
    run: Run, tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = FRAMEWORK_2018.read_text()
    assert old in text
    (tmp_path / "own.yaml").write_text(text.replace(old, new, 1))
    done = run("validate", tmp_path / "own.yaml")
    assert done.returncode == 1
    assert message in done.stderr


def test_leaving_out_needs_averages(run: Run, write: Any) -> None:
    done = run("validate", write("own.yaml", SMALL_FRAMEWORK + "if_not_rated: leave_out\n"))
    assert "only where the scale is given by above_average" in done.stderr


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ("11/24", "a score of 11/24 gives 'Requires improvement', expected 'Good'"),
        ("25/24", "a score of 25/24 cannot be: the most is 24 points"),
        ("11/25", "a score of 11/25 cannot be: each standard gives 3 points at most"),
        ("37", "a score of 37 cannot be: the most is 36 points"),
        ("eleven", "expected a score such as 18, or 11/24, found 'eleven'"),
    ],
)
def test_vectors_of_other_maxima(run: Run, tmp_path: Path, score: str, message: str) -> None:
    text = FRAMEWORK_2018.read_text().rstrip() + f"\n  - {{score: {score}, rating: Good}}\n"
    (tmp_path / "own.yaml").write_text(text)
    done = run("validate", tmp_path / "own.yaml")
    assert done.returncode == 1
    assert message in done.stderr


@pytest.mark.parametrize("edge", ["0.5", "1.5", "2.5"])
def test_the_vectors_of_a_bundled_file_hold_its_averages(
    run: Run, tmp_path: Path, edge: str
) -> None:
    for other in (float(edge) - 0.1, float(edge) + 0.1):
        text = FRAMEWORK_2018.read_text()
        changed = text.replace(f"above_average: {edge}", f"above_average: {other:.1f}")
        (tmp_path / "own.yaml").write_text(changed)
        assert " gives " in run("validate", tmp_path / "own.yaml").stderr
