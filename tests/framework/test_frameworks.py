"""Frameworks that differ from one another, and frameworks that test themselves."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.five import FIVE, five
from helpers.paths import FRAMEWORK_2018, ROOT
from helpers.program import Run, run_program
from helpers.small import SMALL_FRAMEWORK
from yotrate import load_framework, load_service, rate

STANDARDS = sorted((ROOT / "standards").glob("*.yaml"))
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
Write = Callable[[str, str], Path]


@pytest.fixture
def rated(tmp_path: Path, run: Run) -> Callable[[str], dict[str, Any]]:
    (tmp_path / "five.yaml").write_text(FIVE)

    def score(text: str) -> dict[str, Any]:
        (tmp_path / "service.yaml").write_text(text)
        done = run("boundary", "service.yaml", "--format", "json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        (found,) = json.loads(done.stdout)["services"]
        found["standards"] = {
            each["id"]: each for domain in found["domains"] for each in domain["standards"]
        }
        return found  # type: ignore[no-any-return]

    return score


def test_five_ratings_are_worked_out_from_their_file_alone(
    rated: Callable[[str], dict[str, Any]],
) -> None:
    found = rated(five())
    ratings = {name: each["rating"] for name, each in found["standards"].items()}
    # By hand: A.1.1 is 6/11 = 54.5 per cent, short of 55; A.1.2 and A.2.1 are 10/11 = 90.9; A.2
    # is held by its judged question; C.1.1 is 7/10 = 70.
    assert ratings == {"A.1": "Weak", "A.2": "Fair", "B.1": "Excellent", "C.1": "Strong"}
    assert found["overall"]["rating"] == "Fair"
    assert found["overall"]["score"] == 10 + 20 + 35
    assert found["overall"]["maximum"] == 3 * 50
    assert found["standards"]["A.1"]["key_questions"][0]["percent"] == 55
    assert found["standards"]["A.1"]["key_questions"][0]["rounding_sensitive"]


def test_a_mixed_standard_takes_the_lowest_of_all_its_questions(
    rated: Callable[[str], dict[str, Any]],
) -> None:
    mixed = rated(five())["standards"]["A.2"]
    from_cases, judged = mixed["key_questions"]
    assert mixed["basis"] == from_cases["basis"] == "cases"
    assert (from_cases["percent"], from_cases["rating"]) == (91, "Excellent")
    assert judged == {
        "id": "A.2.2", "title": "Two", "basis": "judgement", "yes": None, "no": None,
        "not_applicable": None, "percent": None, "rating": "Fair", "limiting": True, "up": None,
        "down": None, "rounding_sensitive": None, "references": None,
    }  # fmt: skip
    assert mixed["limiting"] == ["A.2.2"]


def test_discretion_works_from_the_case_based_questions_of_a_mixed_standard(
    rated: Callable[[str], dict[str, Any]],
) -> None:
    lowest_judged = rated(five())["standards"]["A.2"]
    assert lowest_judged["discretion_open"] == []
    lowest_from_cases = rated(five().replace("A.2.2: Fair", "A.2.2: Excellent"))["standards"]["A.2"]
    assert [each["direction"] for each in lowest_from_cases["discretion_open"]] == ["down"]


@pytest.mark.usefixtures("rated")
def test_discretion_against_a_judged_question_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    moved = five(discretion="discretion:\n  - {standard: A.2, rating: Strong, reason: So.}\n")
    (tmp_path / "service.yaml").write_text(moved)
    done = run("score", "service.yaml", cwd=tmp_path)
    assert done.stderr.endswith(
        "discretion to Strong is not open on standard A.2: A.2.2 is judged Fair, not from cases\n"
    )


def test_what_does_not_count_is_rated_and_marked_but_not_added(
    rated: Callable[[str], dict[str, Any]], run: Run, tmp_path: Path
) -> None:
    best, worst = rated(five()), rated(five(b="  B.1: Failing\n"))
    assert best["overall"] == worst["overall"]
    assert best["standards"]["B.1"]["counts_towards_overall"] is False
    assert best["standards"]["B.1"]["points"] is None
    table = run("score", "service.yaml", cwd=tmp_path).stdout
    (line,) = [line for line in table.splitlines() if line.startswith("B.1")]
    assert line.split() == ["B.1", "Not", "counted", "not", "counted", "Failing"]


def test_leaving_out_what_counts_withholds_the_overall_rating(
    rated: Callable[[str], dict[str, Any]], run: Run, tmp_path: Path
) -> None:
    found = rated(five(with_c=False))
    assert found["standards"]["C.1"]["rating"] is None
    assert found["standards"]["A.1"]["rating"] == "Weak"
    assert found["overall"] == {
        "rating": None,
        "score": None,
        "maximum": 150,
        "calculated": {"rating": None, "score": None},
        "moves": [],
        "reachable": [],
    }
    for command in ("score", "boundary"):
        table = run(command, "service.yaml", cwd=tmp_path).stdout
        withheld = "Overall: withheld, for want of a rating of C.1, which counts towards it."
        assert withheld in table
        assert "C.1.1" not in table


@pytest.mark.usefixtures("rated")
def test_an_optional_standard_that_is_begun_is_wanted_whole(run: Run, tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(five().replace("C3: {C.1.1: yes}", "C3: {}"))
    done = run("score", "service.yaml", cwd=tmp_path)
    assert done.stderr == "service.yaml:23:9: case 'C3': no answer to C.1.1 (One)\n"


@pytest.mark.usefixtures("rated")
def test_discretion_cannot_move_what_is_left_out(run: Run, tmp_path: Path) -> None:
    discretion = "discretion:\n  - {standard: C.1, rating: Weak, reason: So.}\n"
    (tmp_path / "service.yaml").write_text(five(with_c=False, discretion=discretion))
    done = run("score", "service.yaml", cwd=tmp_path)
    assert "standard C.1 is left out, so discretion cannot move it" in done.stderr


def test_2021_leaves_resettlement_out_without_losing_the_overall_rating(
    run: Run, tmp_path: Path
) -> None:
    text = (ROOT / "examples" / "western_bay.yaml").read_text()
    text = text[: text.index("\ndiscretion:")].replace("2018\n", "2021\n", 1)
    text = re.sub(r",\n\s+3\.4\.1: \S+ 3\.4\.2: \w+(/a)?}", "}", text)
    text = text.replace("framework: hmip-youth-2018", "framework: hmip-youth-2021")
    text = text.replace('  "1.4": Inadequate\n', '  "1.4": Inadequate\n  "3.4": Good\n')
    (tmp_path / "service.yaml").write_text(text)
    done = run("score", "service.yaml", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["services"]
    assert found["overall"]["score"] == 2 + 1 + 1 + 2
    assert found["overall"]["maximum"] == 36
    (tmp_path / "service.yaml").write_text(
        text.replace("judgements:", 'judgements:\n  "4.1": Good')
    )
    again = run("score", "service.yaml", "--format", "json", cwd=tmp_path)
    assert json.loads(again.stdout)["services"][0]["overall"] == found["overall"]


@pytest.mark.parametrize("file", STANDARDS, ids=lambda file: file.stem)
def test_bundled_frameworks_pass_without_a_warning_under_their_own_name(file: Path) -> None:
    done = run_program("validate", "--strict", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert load_framework(file.stem).id == file.stem


FIGURE = re.compile(
    r"(points|from_percent|from_score|above_average|within_points|within_cases|sample_up_to)"
    r": ([0-9.]+)"
)


def stepped(key: str, value: str, step: int) -> str:
    """Return the figure next to another: averages have two decimals."""
    if key == "above_average":
        return f"{float(value) + step / 100:.2f}"
    return f"{int(value) + step}"


def with_other_figures(text: str) -> dict[str, str]:
    """Return a framework with each of its figures moved by one, by what was changed."""
    rules, vectors = text.split("\nvectors:\n")
    changed = {}
    for found in FIGURE.finditer(rules):
        key, value = found.groups()
        for step in (-1, 1):
            # The lowest band begins at 0, and within_cases is 0 or 1: others are no framework.
            fixed = value == "0" and (key.startswith("from_") or step < 0)
            if fixed or (key == "within_cases" and step > 0):
                continue
            other = f"{rules[: found.start(2)]}{stepped(key, value, step)}{rules[found.end(2) :]}"
            line = rules[: found.start()].count("\n") + 1
            changed[f"{key} {value}{step:+} in line {line}"] = f"{other}\nvectors:\n{vectors}"
    return changed


def with_other_parts(text: str) -> dict[str, str]:
    """Return a framework less a standard or a key question, or with another basis."""
    rules, vectors = text.split("\nvectors:\n")
    changed = {}
    for found in re.finditer(r"          - \{id: .*\n", rules):
        changed[f"without {found[0].strip()}"] = rules[: found.start()] + rules[found.end() :]
    for found in re.finditer(r'      - id: "[^"]+"\n(?:        .*\n)+', rules):
        if "4.1" in found[0] or "V1" in found[0]:
            continue  # the only one of its domain
        changed[f"without {found[0].split()[2]}"] = rules[: found.start()] + rules[found.end() :]
    for found in re.finditer(r'          - \{id: "([23CV]\S+)", title: [^,]+\}\n', rules):
        if found[1] in ("3.4.1", "3.4.2", "3.4.3") and "4.1.1" in rules:
            continue  # judged as a whole there
        judged = found[0].replace("}\n", ", basis: judgement}\n")
        changed[f"{found[1]} judged"] = rules[: found.start()] + judged + rules[found.end() :]
    for found in re.finditer(r"( +)title: .*\n\1basis: cases\n", rules):
        judged = found[0].replace("basis: cases", "basis: judgement")
        name = found[0].split("\n")[0].strip()
        changed[f"{name} judged"] = rules[: found.start()] + judged + rules[found.end() :]
    return {name: f"{each}\nvectors:\n{vectors}" for name, each in changed.items()}


CHANGES = {
    f"{file.stem}: {name}": text
    for file in STANDARDS
    for change in (with_other_figures, with_other_parts)
    for name, text in change(file.read_text()).items()
}


@pytest.mark.parametrize("text", CHANGES.values(), ids=CHANGES)
def test_changing_anything_of_a_bundled_framework_fails_at_a_vector(
    text: str, tmp_path: Path
) -> None:
    (tmp_path / "copy.yaml").write_text(text)
    done = run_program("validate", "--strict", "copy.yaml", cwd=tmp_path)
    assert done.returncode == 1
    first = text.splitlines().index("vectors:") + 1
    places = [int(line.split(":")[1]) for line in done.stderr.splitlines()]
    assert any(place > first for place in places), done.stderr


@pytest.mark.parametrize("file", STANDARDS, ids=lambda file: file.stem)
def test_a_copy_elsewhere_is_as_good_as_the_original(file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.yaml").write_text(file.read_text())
    done = run_program("validate", "--strict", "copy.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


ONE_KIND = "a vector has one of standard, count, score, points, standards, discretion or service"
VECTORS = {
    "a rating comes out otherwise": (
        "{score: 1, rating: Middle, source: a report}",
        "a score of 1 gives 'Low', expected 'Middle' (a report)",
    ),
    "a percentage comes out otherwise": (
        "{count: 20/31, percent: 64, rating: High}",
        "20/31 is 65%, expected 64%",
    ),
    "a standard comes out otherwise": (
        "{standard: [65, 49], rating: Middle}",
        "a standard of 65% and 49% gives 'Low', expected 'Middle'",
    ),
    "an unknown rating": (
        "{score: 1, rating: Lowest}",
        "unknown rating 'Lowest': did you mean 'Low'?",
    ),
    "two kinds": (
        "{score: 1, count: 1/2, rating: Low}",
        f"{ONE_KIND}, found count and score",
    ),
    "no kind": (
        "{rating: Low}",
        f"{ONE_KIND}, found none of them",
    ),
    "a percent without a count": (
        "{score: 1, percent: 50, rating: Low}",
        "a percent goes with a count, and there is none",
    ),
    "a score beyond the most": (
        "{score: 5, rating: High}",
        "a score of 5 cannot be: the most is 4 points",
    ),
    "no count": ("{count: 65%, rating: Low}", "expected a count such as 20/31, found '65%'"),
    "an impossible count": ("{count: 3/2, rating: Low}", "'3/2' has more yes than cases"),
}


@pytest.mark.parametrize(("vector", "message"), VECTORS.values(), ids=VECTORS)
def test_a_vector_that_fails_is_a_problem_at_its_own_line(
    vector: str, message: str, write: Write
) -> None:
    path = write("small.yaml", "")
    path.write_text(f"{SMALL_FRAMEWORK}vectors:\n  - {vector}\n")
    done = run_program("validate", path.name, cwd=path.parent)
    assert done.returncode == 1
    place, found = done.stderr.rstrip().split(": ", 1)
    assert found == message
    assert place.split(":")[1] == str(len(SMALL_FRAMEWORK.splitlines()) + 2)


def test_warnings_and_strict(write: Write, run: Run) -> None:
    text = SMALL_FRAMEWORK.replace("title: Safety}", "title: desistance}")
    text = text.replace("points: 2,", "points: 5,").replace("from_score: 2", "from_score: 3")
    write("small.yaml", text + "vectors:\n  - {score: 3, rating: Middle}\n")
    done = run("validate", "small.yaml", cwd=write("x", "").parent)
    expected = [
        "small.yaml:5:45: warning: no vector tests where 'Middle' begins: 49% and 50%",
        "small.yaml:5:61: warning: no combination of points gives the overall rating 'Middle'",
        "small.yaml:5:61: warning: no vector tests where 'Middle' begins: 2 points",
        "small.yaml:6:43: warning: no vector tests where 'High' begins: 64% and 65%",
        "small.yaml:6:59: warning: no vector tests where 'High' begins: 4 points",
        "small.yaml:24:34: warning: 'desistance' stands twice, in 2.1.1 and in 2.1.2",
    ]
    assert done.stderr.splitlines() == expected
    assert done.returncode == 0
    strict = run("validate", "--strict", "small.yaml", cwd=write("x", "").parent)
    assert strict.stderr.splitlines() == [line.replace("warning: ", "") for line in expected]
    assert strict.returncode == 1
    assert strict.stdout == ""


def check_jsonschema(schema: Path, *files: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, *files],
        capture_output=True,
        check=False,
    )
    return done.returncode


@pytest.mark.process
@pytest.mark.parametrize(("kind", "files"), [("framework", STANDARDS), ("service", EXAMPLES)])
def test_our_files_fit_our_schemas(kind: str, files: list[Path], tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(run_program("schema", kind).stdout)
    assert json.loads(schema.read_text())["$schema"].endswith("draft/2020-12/schema")
    assert check_jsonschema(schema, *files) == 0
    misspelt = tmp_path / "misspelt.yaml"
    misspelt.write_text(files[0].read_text().replace("framework:", "framwork:"))
    assert check_jsonschema(schema, misspelt) == 1


@pytest.mark.parametrize("kind", ["framework", "service"])
def test_schemas_describe_everything(kind: str) -> None:
    schema = json.loads(run_program("schema", kind).stdout)
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        assert part["description"]
        for name, property_ in part["properties"].items():
            assert property_.get("description"), name


def test_the_framework_in_the_guide_is_a_good_one(tmp_path: Path) -> None:
    guide = (ROOT / "standards" / "README.md").read_text()
    (text,) = re.findall(r"<!-- framework -->\n```yaml\n(.*?)```", guide, flags=re.DOTALL)
    (tmp_path / "guide.yaml").write_text(text)
    done = run_program("validate", "--strict", "guide.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / "service.yaml").write_text(
        "service: Mentors\nframework: guide.yaml\n"
        'judgements: {"1.1": Strong, "2.1.3": Sound}\n'
        'cases: {"2": {M1: {2.1.1: yes, 2.1.2: yes}, M2: {2.1.1: yes, 2.1.2: n/a}}}\n'
    )
    service = load_service(tmp_path / "service.yaml")
    result = rate(service.framework, service)
    assert (result.overall.score, result.maximum) == (5, 6)
    assert result.overall.rating is not None
    assert result.overall.rating.name == "Sound"


def test_the_framework_in_the_guide_is_safe(tmp_path: Path) -> None:
    guide = (ROOT / "standards" / "README.md").read_text()
    (text,) = re.findall(r"<!-- framework -->\n```yaml\n(.*?)```", guide, flags=re.DOTALL)
    text = re.sub(r"\nvectors: .*\n", "\nvectors:\n", text)
    changes = with_other_figures(text) | with_other_parts(text)
    assert len(changes) > 20
    for name, changed in changes.items():
        (tmp_path / "guide.yaml").write_text(changed)
        done = run_program("validate", "guide.yaml", cwd=tmp_path)
        assert done.returncode == 1, name


def test_show_prints_every_part_of_a_framework(run: Run) -> None:
    shown = run("show", "hmip-youth-2018").stdout
    text = " ".join(shown.split())
    framework = load_framework("hmip-youth-2018")
    for standard in framework.standards:
        assert f"{standard.id} {standard.title}" in text
        for question in standard.key_questions:
            assert f"{question.id} {question.title}" in text
    assert "Requires improvement 50 to 64 1 7 to 18" in text
    assert framework.source is not None
    assert " ".join(framework.source.split()) in text
    data = json.loads(run("show", "hmip-youth-2018", "--format", "json").stdout)
    assert data["framework"] == "hmip-youth-2018"
    assert data["vectors"][5]["count"] == "20/31"
    exact = run("show", "-", stdin=FIVE.encode()).stdout
    assert "Fair" in exact
    assert "55 to under 70" in exact
    assert "A.2.2 Two · rated by judgement" in exact


def test_frameworks_lists_what_is_bundled(run: Run) -> None:
    lines = run("frameworks").stdout.splitlines()
    ids = [file.stem for file in STANDARDS]
    assert [line.split()[0] for line in lines[: len(ids)]] == ids
    data = json.loads(run("frameworks", "--format", "json").stdout)
    assert [each["id"] for each in data["frameworks"]] == ids


def test_a_framework_may_be_shown_by_its_path(run: Run) -> None:
    assert run("show", FRAMEWORK_2018).stdout == run("show", "hmip-youth-2018").stdout
