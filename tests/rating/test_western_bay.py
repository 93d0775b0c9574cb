"""Every figure of the Western Bay report that facts give, from the example's case-level answers."""

import json
from typing import Any

import pytest

from helpers.paths import FRAMEWORK_2018, WESTERN_BAY
from helpers.program import Run, run_program
from helpers.western_bay import COUNTS, PERCENTAGES, RATINGS


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
        "moves": [
            {
                "standard": "3.3",
                "from": "Requires improvement",
                "to": "Inadequate",
                "alone": {"rating": "Inadequate", "score": 6},
                "without": {"rating": "Requires improvement", "score": 7},
                "decides": True,
            }
        ],
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
