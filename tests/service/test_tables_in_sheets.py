"""What a service file says of its tables, and what is told where it says nothing."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from helpers.books import book, repacked
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import InvalidFile, load_service
from yotrate.service.answers import Answer
from yotrate.service.model import Sample

HEAD = SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')]
IDS: list[Any] = ["case", "2.1.1", "2.1.2"]
CASES: list[list[Any]] = [["A", "yes", "no"], ["B", "no", "n/a"]]
ANSWERS: dict[str, tuple[Answer | None, ...]] = {"2.1.1": ("yes", "no"), "2.1.2": ("no", "n/a")}
Write = Callable[..., Path]


@pytest.fixture
def service(tmp_path: Path) -> Write:
    """Return a function that writes a service whose cases are in a workbook."""

    def write(data: bytes, said: str = "", head: str = HEAD, more: str = "") -> Path:
        (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
        (tmp_path / "a.xlsx").write_bytes(data)
        path = tmp_path / "service.yaml"
        extra = f", {said}" if said else ""
        path.write_text(f'{head}  "2": {{file: a.xlsx{extra}}}\n{more}')
        return path

    return write


def sample(path: Path) -> Sample:
    found = load_service(path).evidence["2"]
    assert isinstance(found, Sample)
    return found


def told(path: Path) -> list[str]:
    with pytest.raises(InvalidFile) as caught:
        load_service(path)
    return [str(each).replace(f"{path.parent}/", "") for each in caught.value.problems]


def rules(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFile) as caught:
        load_service(path)
    return [(str(each.rule), each.cell) for each in caught.value.problems]


def test_a_table_is_found_wherever_it_stands_and_its_place_is_told(service: Write) -> None:
    rows = [["Our audit"], [], [None, *IDS], *([None, *row] for row in CASES)]
    path = service(book(Court=rows))
    assert sample(path).answers == ANSWERS
    (warning,) = load_service(path).warnings
    assert (warning.rule, "begins at B3: 'headings: 3' says so" in warning.message) == (
        "table-elsewhere", True
    )  # fmt: skip
    assert not load_service(service(book(Court=rows), "headings: 3")).warnings
    assert rules(service(book(Court=rows), "headings: 9")) == [("missing-heading", "A9")]
    assert "nothing in it" in told(service(book(Court=[[]])))[0]


def test_columns_are_named_by_letters_or_headings(service: Write) -> None:
    rows = [["Ref", "One", "Two", "Team"], ["A", "yes", "no", "N"], ["B", "no", "n/a", "S"]]
    said = "case: A, columns: {2.1.1: B, 2.1.2: two}, characteristics: [Team]"
    found = sample(service(book(Court=rows), said))
    assert (found.answers, found.characteristics) == (ANSWERS, {"Team": ("N", "S")})
    for wrong, message in {
        "columns: {2.1.1: B, 2.1.2: Three}, other_columns: ignore": "no column is headed 'Three'",
        "columns: {2.1.1: B, 2.1.2: B}, other_columns: ignore": "is said to be 2.1.1 and 2.1.2",
        "columns: {2.1.1: B, 2.1.9: C}, other_columns: ignore": "'2.1.9' is no key question of",
        "case: Who, columns: {2.1.1: B}": "no column is headed 'Who'",
        "columns: {2.1.1: B, 2.1.2: C}, other_columns: ignor": "expected ignore, found 'ignor'",
        "columns: {2.1.1: , 2.1.2: C}": "key question 2.1.1: expected text, found nothing",
    }.items():
        assert any(message in each for each in told(service(book(Court=rows), wrong))), wrong
    twice = [["Ref", "One", "One"], ["A", "yes", "no"]]
    said = "headings: 1, columns: {2.1.1: One, 2.1.2: C}"
    assert "name one of B and C" in told(service(book(Court=twice), said))[0]


def test_headings_stand_in_groups(service: Write) -> None:
    def merge(made: Workbook) -> None:
        made.worksheets[0].merge_cells("B1:C1")

    rows = [["case", "Assessment", None], [None, "Desistance", "Safety"], *CASES]
    assert sample(service(book(Court=rows, but=merge))).answers == ANSWERS
    said = 'headings: [1, 2], columns: {2.1.1: "Assessment: Desistance"}'
    assert sample(service(book(Court=rows, but=merge), said)).answers == ANSWERS
    for wrong in ("[1, 3]", "[2, 1]", "0", "x", "[1, 2, 3]"):
        (message,) = told(service(book(Court=rows), f"headings: {wrong}"))
        assert "expected a row such as 3, or two that follow each other" in message


def test_what_headings_mean_is_sure_or_a_problem(service: Write) -> None:
    ids = ["case", "2.1.1 Desistance", "2.1.2 how safe is it?"]
    assert sample(service(book(Court=[ids, *CASES]))).answers == ANSWERS
    notes = [["case", "2.1.1", "2.1.1 notes", "2.1.2"], ["A", "yes", "x", "no"]]
    (message,) = told(service(book(Court=notes)))
    assert "'2.1.1 notes' (column C) is no key question of domain 2" in message
    assert sample(service(book(Court=notes), "other_columns: ignore")).cases == ("A",)
    other = [["case", "2.1.1 Safety", "2.1.2"], *CASES]
    assert ("unknown-heading", "B1") in rules(service(book(Court=other)))
    both = [["Case ref", "Ref", "2.1.1", "2.1.2"], ["A", "1", "yes", "no"]]
    assert rules(service(book(Court=both))) == [("ambiguous-column", "B1")]
    same = [[*IDS, "2.1.1 desistance"], ["A", "yes", "no", "no"]]
    assert rules(service(book(Court=same))) == [("ambiguous-column", "D1")]


def test_rows_that_are_no_cases_are_told_until_the_file_says_so(service: Write) -> None:
    rows = [IDS, *CASES, [], ["Total", 1, "=COUNTA(C2:C3)"], ["Note: A is read again"]]
    data = book(Court=rows)
    (message,) = told(service(data))
    assert message.startswith("a.xlsx[Court]!A5:A6: 2 rows, 5 to 6 ('Total' to 'Note: A is read ag")
    assert "under 'rows' say 'unanswered: leave_out' if they are no cases" in message
    assert sample(service(data, "rows: {unanswered: leave_out}")).answers == ANSWERS
    assert sample(service(data, "rows: {skip: [5, 6]}")).answers == ANSWERS
    counted = told(service(data, "rows: {unanswered: count}"))
    assert [each.split(": ")[0] for each in counted] == [
        "a.xlsx[Court]!B5", "a.xlsx[Court]!C5", "a.xlsx[Court]!B6:C6"[:16], "a.xlsx[Court]!C6"
    ] or counted  # fmt: skip
    path = service(book(Court=[IDS, *CASES, ["C"]]))
    assert load_service(path, partial=True).evidence["2"].cases == ("A", "B", "C")  # type: ignore[union-attr]
    words = [IDS, ["Z", "Partly", "Partly"], *CASES]
    assert rules(service(book(Court=words))) == [("not-an-answer", "B2")]
    numbers: list[list[Any]] = [[None, 1, 1]]
    assert rules(service(book(Court=[IDS, *CASES, *numbers])))[0][0] == "unanswered-row"


def test_what_is_hidden_counts_only_where_the_file_says_so(service: Write) -> None:
    def hide(made: Workbook) -> None:
        made.worksheets[0].row_dimensions[3].hidden = True
        made.worksheets[0].row_dimensions[4].hidden = True

    data = book(Court=[IDS, *CASES, ["C", "yes", "yes"]], but=hide)
    (message,) = told(service(data))
    assert message.startswith("a.xlsx[Court]!A3:A4: 2 rows, 3 to 4 ('B' to 'C'), are hidden or")
    assert sample(service(data, "rows: {hidden: count}")).cases == ("A", "B", "C")
    assert sample(service(data, "rows: {hidden: leave_out}")).cases == ("A",)

    def hide_column(made: Workbook) -> None:
        made.worksheets[0].column_dimensions["C"].hidden = True

    data = book(Court=[IDS, *CASES], but=hide_column)
    assert rules(service(data)) == [("hidden-cells", "C1")]
    assert sample(service(data, "rows: {hidden: count}")).answers == ANSWERS
    assert rules(service(data, "rows: {hidden: leave_out}")) == [("missing-column", "A1")]


def test_rows_are_told_apart_by_a_column(service: Write) -> None:
    rows = [["case", "Type", "2.1.1", "2.1.2"], ["A", "Court", "yes", "no"], ["O", "OOC", "", ""],
            ["B", "court ", "no", "n/a"]]  # fmt: skip
    said = "other_columns: ignore, rows: {where: {Type: COURT}}"
    assert sample(service(book(Court=rows), said)).answers == ANSWERS
    wrong = "other_columns: ignore, rows: {where: {Kind: Court}}"
    assert "no column is headed 'Kind'" in told(service(book(Court=rows), wrong))[0]


def test_rows_with_answers_that_no_table_takes_are_told(service: Write) -> None:
    rows = [["case", "Type", "2.1.1", "2.1.2"], ["A", "Court", "yes", "no"], ["D", "", "no", ""],
            ["E", "Crown", "Met", "Met"], ["O", "OOC", "", ""], ["Total", "", "1", "1"],
            ["B", "Court", "no", "n/a"]]  # fmt: skip
    said = "other_columns: ignore, rows: {where: {Type: Court}}"
    path = service(book(Court=rows), said)
    assert sample(path).answers == ANSWERS
    (warning,) = load_service(path).warnings
    assert (warning.rule, warning.cell, warning.message) == (
        "hidden-cells", "A3",
        "rows 3 and 4 have answers, and 'where' leaves them out of every table",
    )  # fmt: skip
    said = said.replace("Court}", "Court}, skip: [3, 4]")
    assert not load_service(service(book(Court=rows), said)).warnings


def test_headings_that_stand_again_are_another_table(service: Write, run: Run) -> None:
    for again, left_out in (
        (["case", "2.1.2", "2.1.1"], False),
        (["", "2.1.2 Safety", "2.1.1"], False),
        (["Ref", "2.1.2"], False),
        (IDS, True),
        (["", "Desistance", "Safety"], True),
    ):
        path = service(book(Court=[IDS, CASES[0], [], again, CASES[1]]))
        done = run("import", "a.xlsx", "--framework", "small.yaml", cwd=path.parent)
        if left_out:
            assert sample(path).answers == ANSWERS
            assert "a.xlsx[Court]: row 4 (the headings again)" in done.stderr
            continue
        assert rules(path) == [("other-layout", "B4")]
        path = service(
            book(Court=[IDS, CASES[0], [], again, CASES[1]]), "rows: {unanswered: leave_out}"
        )
        assert rules(path) == [("other-layout", "B4")]
        assert (done.returncode, done.stderr) == (
            1, f"a.xlsx[Court]!B4: headings stand here again, such as '{again[1]}', and what is "
            "below them is another table: move it to a sheet of its own\n"
        )  # fmt: skip
        assert sample(service(book(Court=[IDS, CASES[0], again, CASES[1]]), "rows: {skip: [3]}"))


def test_a_first_case_is_never_taken_for_headings(service: Write) -> None:
    for said in ("", ", headings: 1"):
        path = service(book(Court=CASES), f"case: A, columns: {{2.1.1: B, 2.1.2: C}}{said}")
        assert rules(path) == [("missing-heading", "B1")]
    words = [["A", "Met", "Met"], ["B", "Met", "Met"]]
    said = "case: A, columns: {2.1.1: B, 2.1.2: C}, answers: {met: yes}"
    assert rules(service(book(Court=words), said)) == [("missing-heading", "B1")]


def test_headings_may_stand_far_down(service: Write) -> None:
    for row in (45, 70):
        rows = [["x"]] * (row - 1) + [IDS, *CASES]
        assert sample(service(book(Court=rows), f"headings: {row}")).answers == ANSWERS
        said = f"headings: [{row - 1}, {row}], case: A, columns: {{2.1.1: B, 2.1.2: C}}"
        assert sample(service(book(Court=rows), said)).answers == ANSWERS


def test_merged_cells_are_one_as_people_see_them(service: Write) -> None:
    def merge(made: Workbook) -> None:
        made.worksheets[0].merge_cells("A2:A3")
        made.worksheets[0].merge_cells("B2:B3")
        made.worksheets[0].merge_cells("C2:C3")

    rows: list[list[Any]] = [IDS, ["A", "yes", "no"], [], ["B", "no", "n/a"]]
    assert sample(service(book(Court=rows, but=merge))).answers == ANSWERS

    def share(made: Workbook) -> None:
        made.worksheets[0].merge_cells("A2:A3")

    rows = [IDS, ["A", "yes", "no"], [None, "no", "no"], ["B", "no", "n/a"]]
    assert rules(service(book(Court=rows, but=share))) == [("repeated-case", "A3")]


TYPES = [["case", "Type", "Team", "2.1.1", "2.1.2"], ["A", "Crown", "N", "yes", "no"],
         ["B", "Youth", "S", "no", "n/a"]]  # fmt: skip


@pytest.mark.parametrize(
    ("rules_said", "rule", "message"),
    [
        ("where: {Type: Crown, B: Youth}", "ambiguous-column",
         "cannot hold both 'Crown' and 'Youth'"),
        ("where: {Type: Crwn}", "missing-cases",
         "has 'Crwn' in column B: did you mean 'Crown'?"),
        ("where: {Type: Crown, Team: S}", "missing-cases",
         "has 'Crown' in column B and 'S' in column C"),
        ("skip: [9]", "unexpected-value", "row 9 is no row of the table of"),
        ("skip: [1, 3]", "unexpected-value", "row 1 is no row of the table of"),
        ("skip: [0]", "unexpected-value", "[Court], rows 2 to 3"),
    ],
)  # fmt: skip
def test_rules_that_hold_of_no_row_are_told(
    service: Write, rules_said: str, rule: str, message: str
) -> None:
    more = [["case", "2.1.1", "2.1.2"], ["C", "yes", "yes"]]
    path = service(book(Court=TYPES, More=more))
    said = f"sheet: Court, other_columns: ignore, rows: {{{rules_said}}}"
    with pytest.raises(InvalidFile) as caught:
        load_service(tables(path, said, "sheet: More"))
    (problem,) = caught.value.problems
    assert (problem.rule, problem.line, message in problem.message) == (rule, 6, True)


def test_rules_that_hold_of_some_row_are_kept(service: Write) -> None:
    said = "other_columns: ignore, rows: {where: {Type: crown, B: Crown}, skip: [3]}"
    assert sample(service(book(Court=TYPES), said)).cases == ("A",)
    said = "other_columns: ignore, rows: {where: {Type: Other}}"
    path = service(book(Court=TYPES), said)
    assert rules(path) == [("missing-cases", "")]
    found = load_service(path, partial=True)
    assert [str(each.rule) for each in found.warnings] == ["missing-cases"]
    empty = service(book(Court=TYPES[:1]), said)
    assert rules(empty) == [("missing-cases", "A1")]


@pytest.mark.parametrize(
    ("merge", "rule", "cell"),
    [
        ("B2:C2", "missing-answer", "C2"),
        ("C2:C3", "missing-answer", "C3"),
        ("A2:A3", "repeated-case", "A3"),
    ],
)
def test_a_value_under_merged_cells_is_no_answer_and_no_reference(
    service: Write, merge: str, rule: str, cell: str
) -> None:
    merged = f'</sheetData><mergeCells><mergeCell ref="{merge}"/></mergeCells>'.encode()
    sheet = "xl/worksheets/sheet1.xml"
    data = repacked(book(Court=[IDS, *CASES]), sheet, b"</sheetData>", merged)
    assert rules(service(data)) == [(rule, cell)]


def test_references_that_a_program_changed_are_told(service: Write) -> None:
    import datetime

    rows = [IDS, [datetime.date(2026, 12, 3), "yes", "no"], [True, "no", "no"]]
    first, second = told(service(book(Court=rows)))
    assert first.startswith("a.xlsx[Court]!A2: this case reference is the date '3 December 2026'")
    assert second.startswith("a.xlsx[Court]!A3: this case reference is the truth value 'TRUE'")


def test_words_mean_what_the_file_says(service: Write) -> None:
    rows = [IDS, ["A", "Yes ", "Not  applicable"], ["B", "Partly", "not applicable"]]
    first, second = told(service(book(Court=rows)))
    assert "found 'Not  applicable' (and 1 more cell): say under 'answers'" in first
    assert first.startswith("a.xlsx[Court]!C2: ")
    assert second.startswith("a.xlsx[Court]!B3: ")
    said = "answers: {Not applicable: n/a, partly: no}"
    found = sample(service(book(Court=rows), said))
    assert found.answers == {"2.1.1": ("yes", "no"), "2.1.2": ("n/a", "n/a")}
    (message,) = told(service(book(Court=rows), "answers: {Not applicable: n/a, Partly: }"))
    assert "'Partly': expected yes, no or n/a, found nothing" in message


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{N: n/a}", "'N' is an answer already: no"),
        ("{NO: yes}", "'NO' is an answer already: no"),
        ("{Partly: no, partly: yes}", "'partly' is said to mean no and yes"),
    ],
)
def test_a_word_has_one_meaning(service: Write, said: str, message: str) -> None:
    path = service(book(Court=[IDS, *CASES]), f"answers: {said}")
    with pytest.raises(InvalidFile) as caught:
        load_service(path)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.line, problem.message) == ("unexpected-value", 6, message)
    same = "answers: {N: no, Y: yes, Partly: no, partly: no}"
    assert sample(service(book(Court=[IDS, *CASES]), same)).answers == ANSWERS


def tables(path: Path, *said: str) -> Path:
    path.write_text(f'{HEAD}  "2": [{", ".join(f"{{file: a.xlsx, {each}}}" for each in said)}]\n')
    return path


def test_a_domain_may_have_several_tables(service: Write) -> None:
    one = [["case", "2.1.1"], ["A", "yes"], ["B", "no"]]
    two = [["case", "2.1.2", "Team"], ["b", "n/a", "S"], ["A", "no", "N"]]
    path = service(book(One=one, Two=two))
    tables(path, "sheet: One", "sheet: Two, characteristics: [Team]")
    assert sample(path) == Sample(("A", "B"), ANSWERS, {"Team": ("N", "S")})
    more = [*two, ["C", "yes", ""]]
    path = tables(
        service(book(One=one, Two=more)), "sheet: One", "sheet: Two, other_columns: ignore"
    )
    assert told(path) == [
        "a.xlsx[Two]!A4: case 'C': no answer to 2.1.1 (Desistance): it is missing from "
        f"{path.parent}/a.xlsx[One]".replace(f"{path.parent}/", "")
    ]
    assert len(load_service(path, partial=True).evidence["2"].cases) == 3  # type: ignore[union-attr]
    again = [[*IDS], ["a", "no", "no"], ["B", "no", "no"]]
    path = tables(service(book(One=one, Two=again)), "sheet: One", "sheet: Two")
    assert ("repeated-case", "A2") in rules(path)
    path = tables(service(book(One=one)), "sheet: One", "sheet: None of it")
    assert "there is no sheet 'None of it' in it, only 'One'" in told(path)[0]


def test_guesses_are_told_by_every_output(service: Write, run: Run) -> None:
    path = service(book(Court=[IDS, *CASES]), "guessed: [columns.2.1.1, rows]")
    for command in (
        ["score"],
        ["boundary"],
        ["report"],
        ["target"],
        ["score", "--format", "markdown"],
    ):
        done = run(command[0], path, *command[1:])
        assert "2 guesses about its tables are still to be looked at" in " ".join(
            done.stdout.split()
        )
        assert "2 guesses stand under 'guessed'" in done.stderr
    entry = json.loads(run("score", path, "--format", "json").stdout)["services"][0]
    assert entry["guesses"] == 2
    assert "1 guess about its tables is" in " ".join(
        run("score", service(book(Court=[IDS, *CASES]), "guessed: [rows]"), path).stdout.split()
    ).replace("2 guesses about its tables are", "1 guess about its tables is")


LAYOUTS: dict[str, tuple[list[list[Any]], str]] = {
    "cases in columns": (
        [["Question", "A", "B"], ["2.1.1", "yes", "no"], ["2.1.2", "no", "n/a"]],
        "the cases stand in columns and the key questions in rows",
    ),
    "a form": (
        [["Case", "A"], ["2.1.1", "yes"], ["2.1.2", "no"]], "a sheet is a form of one case"
    ),
    "a row for each answer": (
        [["case", "Question", "Answer"], ["A", "2.1.1", "yes"], ["A", "2.1.2", "no"]],
        "each row holds one answer of a case",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "message"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_table_that_stands_another_way_round_is_named(
    service: Write, run: Run, rows: list[list[Any]], message: str
) -> None:
    path = service(book(Court=rows))
    (said,) = told(path)
    assert message in said
    for more in ([], ["--copy"]):
        done = run("import", "a.xlsx", "--framework", "small.yaml", *more, cwd=path.parent)
        assert (done.returncode, done.stderr.count("\n"), message in done.stderr) == (1, 1, True)
    done = run("score", "a.xlsx", "--framework", "small.yaml", cwd=path.parent)
    assert message in done.stderr


def test_a_list_of_key_questions_without_answers_is_no_layout(service: Write) -> None:
    (said,) = told(service(book(Court=[["Question"], ["2.1.1"], ["2.1.2"]])))
    assert "there are no headings in it that are known" in said or "no column" in said


JUDGED = HEAD.replace('judgements:\n  "1.1": Middle\n', "")


def judged(rows: list[list[Any]], service: Write, said: str = "standard: A, rating: B") -> Path:
    data = book(Court=[IDS, *CASES], Own=rows)
    more = f"judgements: {{from: {{file: a.xlsx, sheet: Own, {said}}}}}\n"
    return service(data, head=JUDGED, more=more)


def test_judgements_come_from_a_sheet(service: Write) -> None:
    rows = [["Ours"], ["What", "Rating"], ["1.1 Leadership", "middle"], ["Signed", "off"]]
    for said in ("standard: A, rating: B", "standard: What, rating: rating, headings: 2"):
        assert load_service(judged(rows, service, said)).judgements == {"1.1": "Middle"}
    bare = [["Leadership", "RI"]]
    said = "standard: A, rating: B, ratings: {RI: Low}"
    assert load_service(judged(bare, service, said)).judgements == {"1.1": "Low"}


@pytest.mark.parametrize(
    ("rows", "said", "rule", "cell"),
    [
        ([["What", "R"], ["1.1", "RI"]], "", "unknown-rating", "B2"),
        ([["What", "R"], ["1.1", None]], "", "missing-judgement", "B2"),
        ([["What", "R"], ["1.1", "=A1"]], "", "unknown-rating", "B2"),
        ([["What", "R"], ["1.1", "Low"], ["1.1", "Low"]], "", "repeated-case", "A3"),
        ([["What", "R"], ["1.1", "Low"], ["2.1", "Low"]], "", "not-judged", "A3"),
        ([["What", "R"], ["x", "y"]], "", "missing-judgement", "A1"),
        ([["What", "R"], ["1.1", "Low"]], "standard: Z1, rating: B", "unknown-heading", ""),
        ([["R", "R"], ["1.1", "Low"]], "standard: R, rating: B", "unknown-heading", ""),
        ([["What", "R"], ["1.1", "Low"]], "standard: A, rating: B, ratings: {RI: Lo}",
         "unknown-rating", ""),
        ([["What", "R"], ["1.1", "Low"]], "standard: A", "missing-key", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_judgements_in_a_sheet_is_told(
    service: Write, rows: list[list[Any]], said: str, rule: str, cell: str
) -> None:
    assert (rule, cell) in rules(judged(rows, service, said or "standard: A, rating: B"))


def test_judgements_of_a_file_that_is_not_there_are_told_once(service: Write) -> None:
    path = service(book(Court=[IDS, *CASES]), head=JUDGED,
                   more="judgements: {from: {file: b.xlsx, standard: A, rating: B}}\n")  # fmt: skip
    assert [each.split(":")[0] for each in told(path)] == ["b.xlsx"]


AGAIN = 'second_readings: {"2": {A: {2.1.1: no, 2.1.2: no}}}\n'


def test_cases_may_be_read_twice(service: Write) -> None:
    path = service(book(Court=[IDS, *CASES]), more=AGAIN)
    again = load_service(path).second_readings["2"]
    assert again == Sample(("A",), {"2.1.1": ("no",), "2.1.2": ("no",)})
    rows = [["case", "By", "2.1.1", "2.1.2"], ["A", "SP", "yes", "no"], ["A", "KL", "no", "no"]]
    said = "other_columns: ignore, rows: {where: {By: SP}}"
    more = f'second_readings: {{"2": {{file: a.xlsx, {said.replace("SP", "KL")}}}}}\n'
    path = service(book(Court=rows), said, more=more)
    assert load_service(path).second_readings["2"].answers["2.1.1"] == ("no",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{A:", "{Z:", "case 'Z' of domain 2 was not read first"),
        ('{"2"', '{"9"', "'9' is no domain that is rated from cases"),
        ("2.1.1: no, ", "", "case 'A': no answer to 2.1.1"),
        ("{2.1.1: no, 2.1.2: no}", "", "case 'A': no answer to 2.1.1"),
        ("2.1.1: no", "2.1.1: maybe", "case 'A', question 2.1.1: expected yes, no or n/a"),
    ],
)
def test_what_is_wrong_with_a_second_reading_is_told(
    service: Write, old: str, new: str, message: str
) -> None:
    path = service(book(Court=[IDS, *CASES]), more=AGAIN.replace(old, new))
    assert message in "\n".join(told(path))


def test_the_cell_is_told_in_json_and_in_annotations(service: Write, run: Run) -> None:
    path = service(book(Out_of_court=[IDS, ["A", "yes", ""], ["B", "no", ""]]))
    done = run("validate", path, "--format", "json")
    (problem,) = json.loads(done.stdout)["files"][0]["problems"]
    assert (problem["sheet"], problem["cell"], problem["line"]) == ("Out of court", "C2:C3", 2)
    done = run("validate", "service.yaml", "--format", "github", cwd=path.parent)
    assert done.stdout.startswith(
        "::error file=a.xlsx,title=missing-answer::[Out of court]!C2:C3: "
    )


@pytest.mark.process
def test_the_schema_knows_tables(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(run("schema", "service").stdout)
    text = (
        "service: x\nframework: y\njudgements: {from: {file: a.xlsx, standard: A, rating: B}}\n"
        'cases:\n  "2": {file: a.xlsx, headings: [1, 2], rows: {skip: [3], hidden: count}}\n'
        '  "3": [court.csv, {file: b.xlsx, columns: {3.1.1: C}, guessed: [rows]}]\n'
    )
    for content, code in ((text, 0), (text.replace("hidden: count", "hidden: maybe"), 1)):
        (tmp_path / "service.yaml").write_text(content)
        done = subprocess.run(
            [sys.executable, "-m", "check_jsonschema", "--schemafile", "schema.json",
             "service.yaml"], cwd=tmp_path, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout
