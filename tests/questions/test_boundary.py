"""Grade boundaries, discretion that is open, and the overall ratings in reach."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from helpers.paths import FRAMEWORK_2018, ROOT, WESTERN_BAY
from helpers.program import Run, run_program
from helpers.strategies import domain, framework, service, services
from yotrate.framework.model import Framework
from yotrate.framework.rules import band_of, full_scale
from yotrate.questions.boundary import boundary as find_boundaries
from yotrate.questions.edges import Edge
from yotrate.rating.rate import rate
from yotrate.service.answers import Answer
from yotrate.service.model import Sample, Service

PUBLISHED = ROOT / "examples" / "western_bay_published.yaml"


def boundary(file: Path) -> dict[str, Any]:
    done = run_program("boundary", file, "--format", "json")
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["services"]
    return found  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=[WESTERN_BAY, PUBLISHED], ids=["cases", "percentages"])
def western_bay(request: pytest.FixtureRequest) -> dict[str, Any]:
    return boundary(request.param)


def questions(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        question["id"]: question
        for each in found["domains"]
        for standard in each["standards"]
        for question in standard["key_questions"]
    }


def test_western_bay_is_open_on_four_standards(western_bay: dict[str, Any]) -> None:
    found = {
        standard["id"]: [(each["direction"], each["to"]) for each in standard["discretion_open"]]
        for each in western_bay["domains"]
        for standard in each["standards"]
    }
    assert {name: openings for name, openings in found.items() if openings} == {
        "3.1": [("down", "Requires improvement")],
        "3.2": [("up", "Good")],
        "3.3": [("down", "Inadequate")],
        "3.4": [("down", "Good")],
    }


def test_western_bay_can_reach_two_overall_ratings(western_bay: dict[str, Any]) -> None:
    assert western_bay["overall"]["reachable"] == [
        {
            "rating": "Inadequate",
            "from_score": 4,
            "to_score": 6,
            "fewest_moves": 1,
            "standards": ["3.1"],
            "choices": ["3.1", "3.3", "3.4"],
        },
        {
            "rating": "Requires improvement",
            "from_score": 7,
            "to_score": 8,
            "fewest_moves": 0,
            "standards": [],
            "choices": [],
        },
    ]


def test_the_published_percentages_give_the_same_ratings() -> None:
    from_cases, printed = boundary(WESTERN_BAY), boundary(PUBLISHED)
    for found in (from_cases, printed):
        for question in questions(found).values():
            for key in ("yes", "no", "not_applicable", "references", "rounding_sensitive"):
                del question[key]
            for edge in ("up", "down"):
                if question[edge]:
                    del question[edge]["cases"], question[edge]["near"]
        found["file"] = ""
        for each in found["domains"]:
            del each["cases"]
            for standard in each["standards"]:
                del standard["read_again"], standard["discretion_unknown"]
                for opening in standard["discretion_open"]:
                    del opening["because"], opening["by"], opening["cases"]
    del from_cases["published"], printed["published"]
    assert printed == from_cases


def test_edges_of_western_bay() -> None:
    found = questions(boundary(WESTERN_BAY))
    both = ["within_points", "within_cases"]
    assert found["3.2.2"]["up"] == {"rating": "Good", "points": 1, "cases": 1, "near": both}
    assert found["3.2.2"]["down"] == {"rating": "Inadequate", "points": 14, "cases": 3, "near": []}
    assert found["3.3.2"]["down"] == {"rating": "Inadequate", "points": 0, "cases": 1, "near": both}
    assert found["2.1.3"]["down"] is None
    assert found["3.4.1"]["up"] is None
    assert found["1.1.1"]["down"] is found["1.1.1"]["up"] is None
    assert [name for name, each in found.items() if each["rounding_sensitive"]] == ["2.1.1"]
    assert found["3.2.2"]["references"] == {"no": ["O08", "O10", "O12", "O13", "O19"]}
    assert found["2.1.3"]["references"] is None


def test_percentages_alone_know_no_cases() -> None:
    found = questions(boundary(PUBLISHED))
    near = ["within_points"]
    assert found["3.2.2"]["up"] == {"rating": "Good", "points": 1, "cases": None, "near": near}
    assert found["3.2.2"]["rounding_sensitive"] is None


def test_exact_distances_are_rounded_up_to_one_decimal() -> None:
    one = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3), rounded=False)
    columns: dict[str, tuple[Answer, ...]] = {"2.1.1": ("yes",) * 20 + ("no",) * 11}
    (question,) = find_boundaries(rate(one, service(one, columns))).standards["2.1"].questions
    assert question.up is not None
    assert question.down is not None
    assert question.up.tenths == 5  # 64.516... is 0.483... below 65
    assert question.down.tenths == 146  # and 14.516... above 50
    assert question.rounding_sensitive


def flipped(service: Service, question: str, answer: Answer, number: int) -> Service:
    """Return a service in which so many cases changed their answer to `answer`."""
    other: Answer = "no" if answer == "yes" else "yes"
    (name, sample), *_ = (
        (name, each)
        for name, each in service.evidence.items()
        if isinstance(each, Sample) and question in each.answers
    )
    column = list(sample.answers[question])
    for at in [at for at, each in enumerate(column) if each == other][:number]:
        column[at] = answer
    changed = sample._replace(answers={**sample.answers, question: tuple(column)})
    return service._replace(evidence={**service.evidence, name: changed})


def band(of: Framework, found: Service, question: str) -> int:
    (rating,) = [
        each.rating
        for standard in rate(of, found).standards
        for each in standard.questions
        if each.question.id == question
    ]
    assert rating is not None
    return of.ratings.index(rating)


@given(services())
def test_exactly_the_stated_number_of_cases_crosses_an_edge(
    drawn: tuple[Framework, Service],
) -> None:
    of, found = drawn
    for standard in find_boundaries(rate(of, found)).standards.values():
        for question in standard.questions:
            name = question.result.question.id
            edges: dict[Answer, Edge | None] = {"no": question.down, "yes": question.up}
            for answer, edge in edges.items():
                if edge is None or edge.cases is None:
                    continue
                before = band(of, found, name)
                assert edge.cases > 0
                assert band(of, flipped(found, name, answer, edge.cases - 1), name) == before
                after = band(of, flipped(found, name, answer, edge.cases), name)
                assert after < before if answer == "no" else after > before


@given(services())
def test_the_ratings_in_reach_equal_brute_force(drawn: tuple[Framework, Service]) -> None:
    of, found = drawn
    edges = find_boundaries(rate(of, found))
    choices = []
    for name, standard in edges.standards.items():
        calculated = standard.result.calculated
        assert calculated is not None
        moves = [(opening.to.points, (name,)) for opening in standard.openings]
        choices.append([(calculated.points, ()), *moves])
    reached: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
    for combination in product(*choices):
        score = sum(points for points, _ in combination)
        moved = tuple(name for _, names in combination for name in names)
        reached.setdefault(score, []).append((len(moved), moved))
    for reach in edges.reachable:
        of_rating = {
            score: ways
            for score, ways in reached.items()
            if of.ratings[band_of(score, full_scale(of).thresholds)] == reach.rating
        }
        fewest = min(number for ways in of_rating.values() for number, _ in ways)
        best = [moved for ways in of_rating.values() for number, moved in ways if number == fewest]
        order = list(edges.standards)
        assert (reach.from_score, reach.to_score) == (min(of_rating), max(of_rating))
        assert reach.fewest_moves == fewest
        assert reach.standards == min(best, key=lambda way: [order.index(name) for name in way])
        assert set(reach.choices) == {name for way in best for name in way}
    assert {reach.rating for reach in edges.reachable} == {
        of.ratings[band_of(score, full_scale(of).thresholds)] for score in reached
    }


MOVED = {
    "2.1 up": (
        "2.1",
        "Requires improvement",
        "2.1.3 is at 37%, 13 percentage points and 4 cases from",
    ),
    "3.2 down": (
        "3.2",
        "Inadequate",
        "3.2.2 is at 64%, 14 percentage points and 3 cases from",
    ),
    "3.1 up": ("3.1", "Outstanding", "3.1.2 is at 65%, 15 percentage points and 3 cases from"),
}


@pytest.mark.parametrize(("standard", "rating", "figures"), MOVED.values(), ids=MOVED)
@pytest.mark.parametrize("command", ["score", "boundary", "validate"])
def test_discretion_that_is_not_open_is_refused_with_the_figures(
    run: Run, command: str, standard: str, rating: str, figures: str
) -> None:
    text = WESTERN_BAY.read_text()
    before, after = text.split('  - standard: "3.3"\n    rating: Inadequate\n')
    after = after[: after.index("\npublished:")]
    moved = f'{before}  - standard: "{standard}"\n    rating: {rating}\n{after}'.encode()
    done = run(command, "-", stdin=moved)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(
        f"<stdin>:237:13: discretion to {rating} is not open on standard {standard}: "
    )
    assert figures in done.stderr
    allowed = run(command, "-", "--allow-discretion", stdin=moved)
    assert allowed.returncode == 0
    assert "<stdin>:237:13: warning: discretion to" in allowed.stderr


def test_allowing_discretion_excuses_no_second_band(run: Run) -> None:
    text = WESTERN_BAY.read_text().replace('standard: "3.3"', 'standard: "3.4"')
    done = run("score", "-", "--allow-discretion", stdin=text.encode())
    assert done.returncode == 1
    assert "discretion moves it by one band, and Inadequate is 3 away" in done.stderr


def test_a_framework_without_discretion_knows_none(run: Run, tmp_path: Path) -> None:
    lines = FRAMEWORK_2018.read_text().splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("discretion:"))
    (tmp_path / "strict.yaml").write_text(without)
    text = WESTERN_BAY.read_text().replace("framework: hmip-youth-2018", "framework: strict.yaml")
    (tmp_path / "service.yaml").write_text(text)
    done = run("score", tmp_path / "service.yaml", "--allow-discretion")
    assert done.returncode == 1
    assert "knows no professional discretion" in done.stderr


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        ("32/31", "'32/31' has more yes than cases"),
        ("0/0", "'0/0' counts no cases: write n/a where none applied"),
        ("101%", "'101%' is more than 100%"),
        (
            "65.0%",
            "expected a count such as 20/31, a percentage such as 65%, or n/a, found '65.0%': "
            "did you mean '65%'?",
        ),
        (
            "64.5%",
            "expected a count such as 20/31, a percentage such as 65%, or n/a, found '64.5%'",
        ),
    ],
)
def test_results_that_are_none(run: Run, figure: str, message: str) -> None:
    text = PUBLISHED.read_text().replace("2.1.1: 65%", f"2.1.1: {figure}")
    done = run("score", "-", stdin=text.encode())
    assert done.stderr == f"<stdin>:19:16: question 2.1.1: {message}\n"
    assert done.returncode == 1


def test_counts_and_na_are_results_too(run: Run) -> None:
    text = (
        PUBLISHED.read_text()
        .replace("2.1.1: 65%", "2.1.1: 20/31")
        .replace("2.1.2: 42%", "2.1.2: N/A")
    )
    done = run("boundary", "-", "--format", "json", stdin=text.encode())
    found = questions(json.loads(done.stdout)["services"][0])
    assert (found["2.1.1"]["yes"], found["2.1.1"]["no"]) == (20, 11)
    assert found["2.1.1"]["not_applicable"] is None
    assert found["2.1.1"]["down"]["cases"] == 1
    assert (found["2.1.2"]["percent"], found["2.1.2"]["rating"]) == (None, None)


def test_cases_and_results_for_one_domain_are_refused(run: Run) -> None:
    text = WESTERN_BAY.read_text().replace(
        "\ndiscretion:", '\nresults:\n  "3": {3.1.1: 85%}\n\ndiscretion:'
    )
    done = run("score", "-", stdin=text.encode())
    assert done.stderr == "<stdin>:236:3: domain 3 has both cases and results: give one of them\n"


def test_every_key_question_of_a_domain_needs_a_result(run: Run) -> None:
    text = PUBLISHED.read_text().replace("2.1.1: 65%, ", "").replace("2.4.3: 32%", "2.4.33: 32%")
    done = run("score", "-", stdin=text.encode())
    assert done.stderr.splitlines() == [
        "<stdin>:19:8: no result for 2.1.1 (Desistance)",
        "<stdin>:22:33: '2.4.33' is no key question of domain 2: did you mean '2.4.3'?",
    ]


def test_exact_frameworks_take_whole_percentages_with_a_warning(run: Run, tmp_path: Path) -> None:
    exact = FRAMEWORK_2018.read_text().replace("percentages: rounded", "percentages: exact")
    (tmp_path / "exact.yaml").write_text(exact)
    text = PUBLISHED.read_text().replace("framework: hmip-youth-2018", "framework: exact.yaml")
    (tmp_path / "service.yaml").write_text(text)
    done = run("score", "service.yaml", cwd=tmp_path)
    assert done.returncode == 0
    assert [line.split(" ", 2)[:2] for line in done.stderr.splitlines()] == [
        ["service.yaml:19:8:", "warning:"],
        ["service.yaml:23:8:", "warning:"],
    ]
    assert "taken as printed" in done.stderr


def test_the_boundary_table_reads_at_80_columns(run: Run) -> None:
    done = run("boundary", WESTERN_BAY)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert max(map(len, lines)) <= 80
    assert any("3.2.2" in line and line.endswith("1     1 pc") for line in lines)
    assert "  Inadequate           4 to 6 with 1 move on 3.1, 3.3 or 3.4" in lines
    assert "That is 1 point above Inadequate and 12 points below Good." in lines
    text = " ".join(done.stdout.split())
    assert (
        "Without discretion on 3.3 the overall rating would have been "
        "Requires improvement (7 of 36)." in text
    )
    assert "Rounding decides the band of 2.1.1." in text
    assert "3.2.2 answered no, any one of which could raise it: O08, O10, O12, O13, O19" in text


def test_every_case_is_listed_when_asked_for(run: Run) -> None:
    text = " ".join(run("boundary", WESTERN_BAY, "--cases").stdout.split())
    assert text.count("answered yes: ") == text.count("answered no: ") == 23


def test_score_marks_what_is_near(run: Run) -> None:
    done = run("score", WESTERN_BAY)
    near = {line.split()[0].strip("▸") for line in done.stdout.splitlines() if "%↓" in line}
    assert near == {
        name
        for name, each in questions(boundary(WESTERN_BAY)).items()
        if each["down"] and each["down"]["near"]
    }
    assert "64%↑" in done.stdout
