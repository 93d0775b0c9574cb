"""Every figure of the Western Bay report that facts give, from the example's case-level answers."""

import json
from typing import Any

import pytest
from conftest import FRAMEWORK_2018, WESTERN_BAY, Run

PERCENTAGES = {
    "2.1.1": 65, "2.1.2": 42, "2.1.3": 37, "2.2.1": 74, "2.2.2": 41, "2.2.3": 25,
    "2.3.1": 55, "2.3.2": 41, "2.3.3": 38, "2.4.1": 52, "2.4.2": 29, "2.4.3": 32,
    "3.1.1": 85, "3.1.2": 65, "3.1.3": 80, "3.2.1": 89, "3.2.2": 64, "3.2.3": 71,
    "3.3.1": 81, "3.3.2": 50, "3.3.3": 67, "3.4.1": 95, "3.4.2": 80,
}  # fmt: skip
COUNTS = {
    "2.1.1": "20/31", "2.1.2": "13/31", "2.1.3": "11/30", "2.2.1": "23/31", "2.2.2": "12/29",
    "2.2.3": "7/28", "2.3.1": "17/31", "2.3.2": "11/27", "2.3.3": "10/26", "2.4.1": "16/31",
    "2.4.2": "9/31", "2.4.3": "9/28", "3.1.1": "17/20", "3.1.2": "13/20", "3.1.3": "16/20",
    "3.2.1": "17/19", "3.2.2": "9/14", "3.2.3": "12/17", "3.3.1": "13/16", "3.3.2": "7/14",
    "3.3.3": "8/12", "3.4.1": "19/20", "3.4.2": "12/15",
}  # fmt: skip
RATINGS = {
    "1.1": "Inadequate", "1.2": "Inadequate", "1.3": "Inadequate", "1.4": "Inadequate",
    "2.1": "Inadequate", "2.2": "Inadequate", "2.3": "Inadequate", "2.4": "Inadequate",
    "3.1": "Good", "3.2": "Requires improvement", "3.3": "Inadequate", "3.4": "Outstanding",
}  # fmt: skip


def score(run: Run, *arguments: str, stdin: str | None = None) -> dict[str, Any]:
    done = run("score", *arguments, "--format", "json", stdin=stdin and stdin.encode())  # type: ignore[arg-type]
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    (service,) = json.loads(done.stdout)["services"]
    return service  # type: ignore[no-any-return]


def standards(service: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for domain in service["domains"] for each in domain["standards"]}


def questions(service: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        question["id"]: question
        for standard in standards(service).values()
        for question in standard["key_questions"]
    }


@pytest.fixture(scope="module")
def western_bay() -> dict[str, Any]:
    from conftest import run_program

    return score(run_program, str(WESTERN_BAY))


def test_the_23_percentages_are_the_printed_ones(western_bay: dict[str, Any]) -> None:
    found = {key: each["percent"] for key, each in questions(western_bay).items()}
    assert {key: percent for key, percent in found.items() if percent is not None} == PERCENTAGES


def test_the_counts_are_the_ones_that_the_example_was_made_to_give(
    western_bay: dict[str, Any],
) -> None:
    found = questions(western_bay)
    for key, count in COUNTS.items():
        yes, of = map(int, count.split("/"))
        cases = 31 if key.startswith("2") else 20
        assert found[key]["yes"] == yes
        assert found[key]["no"] == of - yes
        assert found[key]["not_applicable"] == cases - of


def test_the_12_ratings_are_the_printed_ones(western_bay: dict[str, Any]) -> None:
    assert {key: each["rating"] for key, each in standards(western_bay).items()} == RATINGS


def test_discretion_on_one_standard_decides_the_overall_rating(western_bay: dict[str, Any]) -> None:
    assert western_bay["overall"] == {
        "rating": "Inadequate",
        "score": 6,
        "maximum": 36,
        "calculated": {"rating": "Requires improvement", "score": 7},
    }
    moved = standards(western_bay)["3.3"]
    assert moved["calculated"] == "Requires improvement"
    assert moved["discretion"]["rating"] == "Inadequate"
    assert all(
        each["calculated"] == each["rating"]
        for key, each in standards(western_bay).items()
        if key != "3.3"
    )


def test_it_agrees_with_what_was_published(western_bay: dict[str, Any]) -> None:
    assert western_bay["published"] == {"agrees": True, "differences": []}


def test_without_its_discretion_it_requires_improvement(run: Run) -> None:
    text = WESTERN_BAY.read_text()
    start, end = text.index("\ndiscretion:"), text.index("\npublished:")
    service = score(run, "-", stdin=text[:start] + text[end:])
    assert service["overall"]["rating"] == "Requires improvement"
    assert service["overall"]["score"] == 7
    assert service["published"]["agrees"] is False
    assert {each["item"] for each in service["published"]["differences"]} == {
        "overall",
        "score",
        "standard 3.3",
    }


def test_rounding_decides_the_band_of_20_of_31(run: Run, tmp_path: Any) -> None:
    exact = FRAMEWORK_2018.read_text().replace("percentages: rounded", "percentages: exact")
    (tmp_path / "exact.yaml").write_text(exact)
    text = WESTERN_BAY.read_text().replace("framework: hmip-youth-2018", "framework: ./exact.yaml")
    (tmp_path / "service.yaml").write_text(text)
    question = questions(score(run, str(tmp_path / "service.yaml")))["2.1.1"]
    assert (question["percent"], question["rating"]) == (65, "Requires improvement")
    question = questions(score(run, str(WESTERN_BAY)))["2.1.1"]
    assert (question["percent"], question["rating"]) == (65, "Good")


def test_the_framework_has_12_standards_and_37_key_questions(western_bay: dict[str, Any]) -> None:
    assert [len(domain["standards"]) for domain in western_bay["domains"]] == [4, 4, 4]
    sizes = [len(each["key_questions"]) for each in standards(western_bay).values()]
    assert sizes == [3, 4, 3, 4, 3, 3, 3, 3, 3, 3, 3, 2]


def test_the_example_says_that_it_is_a_reconstruction_and_keeps_to_80_columns() -> None:
    lines = WESTERN_BAY.read_text().splitlines()
    assert "reconstruction" in "".join(lines[:5]).casefold()
    assert max(map(len, lines)) <= 80
