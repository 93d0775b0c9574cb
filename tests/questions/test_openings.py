"""Where discretion is open: nearness of a standard's rating, by trying the case."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers.program import Run
from helpers.tiny import answers, moved_to, only_standard, tiny_service

MANY = "y" * 18 + "n" * 7
DOWN = answers(MANY, "yy" + "-" * 23)


def standard(run: Run, file: Path) -> Any:
    done = run("boundary", file, "--format", "json")
    assert done.returncode == 0, done.stderr
    return only_standard(json.loads(done.stdout)["services"][0])


def opened(run: Run, file: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Return by what discretion is open in each direction, and the deciding cases."""
    return {
        each["direction"]: (each["by"], [case["case"] for case in each["cases"]])
        for each in standard(run, file)["discretion_open"]
    }


def cases(number: int, first: int = 1) -> list[str]:
    return [f"C{at:02}" for at in range(first, first + number)]


POINTS, SAMPLE, CASES = "within_points", "sample_up_to", "within_cases"
OPENINGS: dict[str, tuple[str, dict[str, tuple[list[str], list[str]]], list[str]]] = {
    "down by a question that does not limit": (DOWN, {"down": ([CASES], cases(2))}, []),
    "one case judged differently": (
        answers(MANY, "ny" + "-" * 23),
        {"down": ([POINTS, SAMPLE, CASES], ["C02"]), "up": ([SAMPLE, CASES], ["C01"])},
        cases(23, 3),
    ),
    "n/a that would count": (
        answers("yyyyyyynn-", "y" * 10),
        {"up": ([POINTS, CASES], ["C08", "C09"])},
        ["C10"],
    ),
    "two questions, and no case in common": (
        answers("n" * 8 + "y" * 12, "y" * 8 + "n" * 8 + "y" * 4),
        {"up": ([POINTS], [])},
        [],
    ),
    "two questions of six cases": (
        answers("nnnyyy", "yyynnn"),
        {"down": ([POINTS, CASES], cases(6))},
        [],
    ),
}


@pytest.mark.parametrize(("text", "openings", "again"), OPENINGS.values(), ids=OPENINGS)
def test_openings_by_hand(
    run: Run,
    tmp_path: Path,
    text: str,
    openings: dict[str, tuple[list[str], list[str]]],
    again: list[str],
) -> None:
    file = tiny_service(tmp_path, text)
    assert opened(run, file) == openings
    found = standard(run, file)
    assert [each["case"] for each in found["read_again"]] == again
    assert found["discretion_unknown"] == []


def test_deciding_cases_come_with_the_answers_that_matter(run: Run, tmp_path: Path) -> None:
    (down,) = standard(run, tiny_service(tmp_path, DOWN))["discretion_open"]
    assert down["cases"][0] == {"case": "C01", "answers": {"2.1.2": "yes"}}
    assert down["because"] == [{"key_question": "2.1.2", "near": ["within_cases"]}]
    both = standard(
        run,
        tiny_service(
            tmp_path,
            answers("n" * 8 + "y" * 12, "n" * 8 + "y" * 12),
        ),
    )
    up = next(each for each in both["discretion_open"] if each["direction"] == "up")
    assert up["cases"] == [
        {"case": case, "answers": {"2.1.1": "no", "2.1.2": "no"}} for case in cases(8)
    ]


def test_a_framework_may_have_no_discretion_by_cases(run: Run, tmp_path: Path) -> None:
    assert opened(run, tiny_service(tmp_path, DOWN, within_cases="0")) == {}
    text = run("boundary", tiny_service(tmp_path, DOWN, within_cases="2")).stderr
    assert "tiny.yaml:9:46: expected a whole number from 0 to 1, found '2'" in text


# What is known where only counts, or only percentages, are

KNOWN: dict[str, tuple[str, dict[str, list[str]], list[str]]] = {
    "counts": ("2.1.1: 29/40, 2.1.2: 2/2", {"down": [CASES]}, []),
    "a count that limits alone": (
        "2.1.1: 29/40, 2.1.2: 3/4",
        {"down": [SAMPLE, CASES], "up": []},
        [],
    ),
    "two counts that one case might lift": ("2.1.1: 19/30, 2.1.2: 12/19", {"up": [POINTS]}, []),
    "a printed percentage near an edge": ("2.1.1: 50%, 2.1.2: 85%", {"down": [POINTS]}, ["up"]),
    "a printed percentage off both edges": ("2.1.1: 58%, 2.1.2: 85%", {}, ["down", "up"]),
    "a count that no case could lift": ("2.1.1: 60/110, 2.1.2: 58%", {"down": [POINTS]}, []),
}


@pytest.mark.parametrize(("figures", "openings", "unknown"), KNOWN.values(), ids=KNOWN)
def test_what_cannot_be_told_is_said_to_be_unknown(
    run: Run, tmp_path: Path, figures: str, openings: dict[str, list[str]], unknown: list[str]
) -> None:
    file = tiny_service(tmp_path, f'results:\n  "2": {{{figures}}}\n')
    found = standard(run, file)
    by = {each["direction"]: each["by"] for each in found["discretion_open"]}
    assert by == {way: own for way, own in openings.items() if own}
    assert found["discretion_unknown"] == unknown


def test_of_two_counts_that_both_rise_nobody_knows_whether_one_case_said_no_to_both(
    run: Run, tmp_path: Path
) -> None:
    # 5 of 9 is 56 per cent, and 6 of 9 is 67: each question would rise by one answer.
    file = tiny_service(tmp_path, 'results:\n  "2": {2.1.1: 5/9, 2.1.2: 5/9}\n')
    found = standard(run, file)
    assert [each["direction"] for each in found["discretion_open"]] == ["down"]
    assert found["discretion_unknown"] == ["up"]
    text = " ".join(run("boundary", file).stdout.split())
    assert "whether discretion is open to Good can't be told without counts of cases" in text


# The audit of moves


def test_a_move_that_one_case_would_justify_is_permitted(run: Run, tmp_path: Path) -> None:
    for text in (DOWN, 'results:\n  "2": {2.1.1: 29/40, 2.1.2: 2/2}\n'):
        done = run("score", tiny_service(tmp_path, text + moved_to("Requires improvement")))
        assert (done.returncode, done.stderr) == (0, "")


def test_a_move_that_cannot_be_told_is_a_warning(run: Run, tmp_path: Path) -> None:
    results = 'results:\n  "2": {2.1.1: 58%, 2.1.2: 85%}\n'
    done = run("validate", tiny_service(tmp_path, results + moved_to("Good")))
    assert done.returncode == 0
    assert (
        "warning: whether discretion to Good is open on standard 2.1 can't be told" in done.stderr
    )
    counted = results.replace("58%", "7/12")
    done = run("validate", tiny_service(tmp_path, counted + moved_to("Good")))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_reason_that_a_move_gives_is_checked(run: Run, tmp_path: Path) -> None:
    def told(more: str) -> tuple[int, str]:
        file = tiny_service(tmp_path, DOWN + moved_to("Requires improvement", more))
        done = run("validate", file)
        return done.returncode, done.stderr

    assert told(", because: within_cases, decided: 2019-01-21") == (0, "")
    code, text = told(", because: within_points")
    assert code == 1
    assert "is open on standard 2.1 by within_cases, not by within_points" in text
    code, text = told(", because: within_case")
    assert "did you mean 'within_cases'?" in text
    for day in ("21 January", "2019-02-30", "2019-1-21", "[2019]"):
        code, text = told(f", decided: {day}")
        assert code == 1
        assert "expected a day such as 2019-01-21, found" in text


def test_of_percentages_a_second_condition_cannot_be_told(run: Run, tmp_path: Path) -> None:
    text = 'results:\n  "2": {2.1.1: 50%, 2.1.2: 85%}\n' + moved_to(
        "Inadequate", ", because: sample_up_to"
    )
    done = run("validate", tiny_service(tmp_path, text))
    assert done.returncode == 0
    assert "warning: " in done.stderr
    assert "whether by sample_up_to too can't be told without counts" in done.stderr


def test_discretion_is_for_a_panel(run: Run, tmp_path: Path) -> None:
    own = "answered_by: service\n" + DOWN
    done = run("score", tiny_service(tmp_path, own + moved_to("Requires improvement")))
    assert done.returncode == 0
    assert "warning: discretion is for a ratings panel" in done.stderr
    for form in ("table", "markdown"):
        done = run("boundary", tiny_service(tmp_path, own), "--format", form)
        text = " ".join(done.stdout.replace("*", "").split())
        assert "near the edge of Requires improvement" in text
        assert "discretion is open" not in text


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_what_decides_is_told_in_words(run: Run, tmp_path: Path, form: str) -> None:
    file = tiny_service(tmp_path, DOWN)
    text = " ".join(run("boundary", file, "--format", form).stdout.replace("\\", "").split())
    assert "as one case would lower 2.1.2 from 2/2 to 1/2, 50%" in text
    assert "2.1.2 answered yes, any one of which could lower it: C01, C02" in text
    again = tiny_service(tmp_path, answers("yyyyyyynn-", "y" * 10))
    text = " ".join(run("boundary", again, "--format", form).stdout.replace("\\", "").split())
    assert (
        "2.1.1 answered n/a, worth reading again, as the rating could change if it applied: C10"
        in text
    )
