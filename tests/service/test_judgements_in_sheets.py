"""Judgements in a sheet: none is lost, doubled or chosen without a word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from helpers.books import book
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import InvalidFile, load_service
from yotrate.problems import Problem

LEADERSHIP = '- {id: "1.1", title: Leadership}'
FRAMEWORK = SMALL_FRAMEWORK.replace(
    LEADERSHIP, f'{LEADERSHIP}\n      - {{id: "1.2", title: Information}}'
)
CASES = [["case", "2.1.1", "2.1.2"], ["A", "yes", "no"]]
HEAD: list[Any] = ["Standard", "Rating"]
BOTH = [HEAD, ["1.1 Leadership", "Middle"], ["1.2 Information", "Low"]]
BY_SMALL = ("--framework", "small.yaml")
SAID = "standard: A, rating: B"
Write = Callable[..., Path]


@pytest.fixture
def service(tmp_path: Path) -> Write:
    """Return a function that writes a service whose judgements are in a sheet."""
    (tmp_path / "small.yaml").write_text(FRAMEWORK)

    def write(data: bytes, said: str = SAID, own: str = "") -> Path:
        (tmp_path / "a.xlsx").write_bytes(data)
        path = tmp_path / "service.yaml"
        judged = f"judgements:\n  {own}\n  from: {{file: a.xlsx, sheet: Own, {said}}}\n"
        cases = SMALL_SERVICE[SMALL_SERVICE.index("cases:") :]
        path.write_text(f"service: x\nframework: small.yaml\n{judged}{cases}")
        return path

    return write


def problems(path: Path) -> list[Problem]:
    with pytest.raises(InvalidFile) as caught:
        load_service(path)
    return list(caught.value.problems)


def rules(path: Path) -> list[tuple[str, str]]:
    return [(str(each.rule), each.cell) for each in problems(path)]


TWO = [
    ["Standard", "2024", "2025"],
    ["1.1 Leadership", "Middle", "High"],
    ["1.2 Information", "Low", "Low"],
]
ALIKE = [TWO[0], ["1.1", "High", "High"], ["1.2", "Low", ""]]


def test_of_two_columns_of_ratings_none_is_chosen_in_silence(run: Run, service: Write) -> None:
    folder = service(book(Court=CASES, Own=TWO)).parent
    done = run("score", "a.xlsx", *BY_SMALL, cwd=folder)
    assert done.returncode == 1
    assert "a.xlsx[Own]!C1: the ratings in '2024' (B) and '2025' (C) differ" in done.stderr
    done = run("import", "a.xlsx", *BY_SMALL, "-o", "out.yaml", cwd=folder)
    assert "a.xlsx[Own]: of '2024' (B) and '2025' (C), '2024' (B) has the ratings" in done.stderr
    data = yaml.safe_load((folder / "out.yaml").read_text())
    assert data["judgements"]["from"]["guessed"] == ["rating"]
    assert "1 guess stands" in run("validate", "out.yaml", cwd=folder).stderr


def test_columns_of_ratings_that_do_not_differ_need_no_choice(run: Run, service: Write) -> None:
    def hide(made: Workbook) -> None:
        made["Own"].column_dimensions["B"].hidden = True

    notes = [[*HEAD, "Note"], ["1.1", "Middle", "Low"], ["1.2", "Low", "no more to say"]]
    folder = service(book(Court=CASES, Own=ALIKE)).parent
    assert run("score", "a.xlsx", *BY_SMALL, cwd=folder).returncode == 0
    service(book(Court=CASES, Own=notes))
    assert run("score", "a.xlsx", *BY_SMALL, cwd=folder).returncode == 0
    unseen = [["Standard", "2024", "2025"], ["1.1", "Middle", "High"], ["1.2", "", "Low"]]
    service(book(Court=CASES, Own=unseen, but=hide))
    assert run("score", "a.xlsx", *BY_SMALL, cwd=folder).returncode == 0


def test_a_second_table_of_judgements_is_named_as_such(run: Run, service: Write) -> None:
    folder = service(book(Court=CASES, Own=BOTH, Old=BOTH)).parent
    done = run("score", "a.xlsx", *BY_SMALL, cwd=folder)
    assert done.stderr == "a.xlsx: left alone: Old (a second table of judgements)\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [(BOTH[:2], SAID), ([*BOTH[:1], BOTH[2], BOTH[1]], f"{SAID}, headings: 2")],
)
def test_what_has_no_row_is_missing(service: Write, rows: list[list[Any]], said: str) -> None:
    path = service(book(Court=CASES, Own=rows), said)
    (problem,) = problems(path)
    assert (problem.rule, problem.line) == ("missing-judgement", 5)
    assert problem.message == "no judgement for 1.2 (Information)"
    assert load_service(path, partial=True).judgements == {"1.1": "Middle"}
    assert load_service(service(book(Own=rows), said, '"1.2": Low')).judgements["1.2"] == "Low"


def test_what_has_no_row_in_a_workbook_is_missing(run: Run, service: Write) -> None:
    rows = [[], ["", *HEAD], ["", "1.1", "Low"], ["", "Leadership and more", "?"]]
    folder = service(book(Court=CASES, Own=[*rows, ["", "1.2", "Low"]])).parent
    assert run("score", "a.xlsx", *BY_SMALL, cwd=folder).returncode == 0
    more = FRAMEWORK.replace(
        "title: Information}", 'title: Information}\n      - {id: "1.3", title: Staff}'
    )
    (folder / "small.yaml").write_text(more)
    done = run("score", "a.xlsx", *BY_SMALL, cwd=folder)
    assert "a.xlsx[Own]!B2: no judgement for 1.3 (Staff)" in done.stderr


def test_a_name_that_is_mistyped_is_no_second_problem(service: Write) -> None:
    (problem,) = problems(service(book(Own=[*BOTH[:2], ["Informatoin", "Low"]])))
    assert (problem.rule, problem.cell) == ("not-judged", "A3")
    assert problem.message.endswith(": did you mean '1.2 Information'?")


def test_a_judgement_in_the_file_and_in_its_sheet_is_told(service: Write) -> None:
    (problem,) = problems(service(book(Own=BOTH), own='"1.1": Low'))
    assert (problem.rule, problem.line) == ("repeated-case", 4)
    assert "1.1 is judged twice: here, and in " in problem.message
    assert problem.message.endswith("a.xlsx[Own] (row 2) as Middle")
    assert load_service(service(book(Own=BOTH), own='"1.1": middle')).judgements["1.1"] == "Middle"


def test_hidden_judgements_count_only_where_the_file_says_so(run: Run, service: Write) -> None:
    def hide(made: Workbook) -> None:
        for row in (2, 3):
            made["Own"].row_dimensions[row].hidden = True

    data = book(Court=CASES, Own=BOTH, but=hide)
    path = service(data)
    assert rules(path) == [("hidden-cells", "A2:A3")]
    assert len(load_service(service(data, f"{SAID}, hidden: count")).judgements) == 2
    assert rules(service(data, f"{SAID}, hidden: leave_out")) == [("missing-judgement", "A1")]
    done = run("score", "a.xlsx", *BY_SMALL, cwd=path.parent)
    assert "a.xlsx[Own]!A2:A3: 2 rows, 2 to 3, are hidden or filtered out" in done.stderr
    done = run("import", "a.xlsx", *BY_SMALL, "-o", "out.yaml", cwd=path.parent)
    assert "a.xlsx[Own]!A2:A3: 2 rows, 2 to 3, are hidden or filtered out" in done.stderr

    def hide_column(made: Workbook) -> None:
        made["Own"].column_dimensions["B"].hidden = True

    assert rules(service(book(Own=BOTH, but=hide_column))) == [("hidden-cells", "B1")]


@pytest.mark.parametrize("word", ["Low: High", "low: High", "RI: Low, ri: High"])
def test_ratings_are_no_words_for_others(service: Write, word: str) -> None:
    (problem,) = problems(service(book(Own=BOTH), f"{SAID}, ratings: {{{word}}}"))
    assert (problem.rule, problem.line) == ("unexpected-value", 5)


def test_a_rating_may_be_said_to_be_itself(service: Write) -> None:
    assert load_service(service(book(Own=BOTH), f"{SAID}, ratings: {{Low: low, RI: Low, ri: low}}"))
