"""A list of eligible cases: what is read of it, and what is refused."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from helpers.books import book
from yotrate import load_framework
from yotrate.problems import InvalidFile, WrongUsage
from yotrate.service.eligible_list import EligibleList, Wanted, read_eligible

FRAMEWORK = load_framework("hmip-youth-2018")


def read(
    folder: Path, text: str, *by: str, drop: tuple[str, ...] = (), column: str | None = None
) -> EligibleList:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    wanted = Wanted(by, drop, "2", column)
    return read_eligible(file, FRAMEWORK, wanted, this_year=2026)


def references(found: EligibleList, domain: str = "2") -> list[str]:
    return [case.reference for case in found.cases[domain]]


@pytest.mark.parametrize(
    ("heading", "kept"),
    [("n,Case,Reference", ["b", "e"]), ("n,x,REFERENCE", ["c", "f"]), ("n,x,y", ["a", "d"])],
)
def test_references_are_in_the_column_case_or_reference_or_else_the_first(
    tmp_path: Path, heading: str, kept: list[str]
) -> None:
    assert references(read(tmp_path, f"{heading}\na,b,c\nd,e,f\n")) == kept


def test_characteristics_are_known_by_heading_or_letters_and_in_one_spelling(
    tmp_path: Path,
) -> None:
    text = "case,Risk of harm\nA,High\nB,high \nC,  \n"
    for name in ("risk of HARM", "B"):
        found = read(tmp_path, text, name)
        assert found.characteristics == ("Risk of harm",)
        assert [case.values for case in found.cases["2"]] == [("High",), ("High",), ("",)]


def test_the_digest_is_of_the_cases_in_whatever_order(tmp_path: Path) -> None:
    digests = [
        read(tmp_path, f"case,Risk,x\n{rows}", "Risk").digest
        for rows in ("A,low,1\nB,high,2\n", "B,high,3\n\nA,low,4\n", "A,high,1\nB,high,2\n")
    ]
    assert digests[0] == digests[1] != digests[2]


def test_a_column_says_of_which_domain_a_case_is(tmp_path: Path) -> None:
    text = "case,Type\nA,2\nA,Out-of-court disposals\nB,court\nC,domain 3\nD,Out of court\n"
    found = read(tmp_path, text, column="type")
    assert references(found, "2") == ["A", "B"]
    assert references(found, "3") == ["A", "C", "D"]
    with pytest.raises(InvalidFile, match=r"list\.csv:2:2: 'Custody' is none of domain 2, "):
        read(tmp_path, "case,Type\nA,Custody\n", column="Type")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1:1: there is nothing in it"),
        ("case,Risk\n", ":1:1: no case stands in it"),
        ("case,Risk\nA,x\n,y\n", ":3:1: this row has no case reference"),
        ("case,Risk\nA,x\na ,y\n", ":3:1: case 'a' stands twice: in row 2 and in row 3"),
    ],
)
def test_a_list_that_cannot_be_drawn_from_says_why(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidFile, match=message):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Name", "x"),
        ("First name", "x"),
        ("Young person", "Alex Smith|Sam O'Neill|Jo Ann Price|Ffion Rhys-Jones"),
        ("Child", "SMITH, John|PRICE, Ann|REES, Huw"),
        ("D.O.B.", "x"),
        ("Date of Birth", "x"),
        ("When", "03/04/2011|2010-12-24|7 May 2009"),
        ("When", "03/04/11|24.12.10|1-2-12"),
        ("When", "20100304|2011-03-04T00:00:00|4th March 2012"),
        ("First_Name", "x"),
        ("ChildName", "x"),
        ("DateOfBirth", "x"),
        ("", "Lee, J.|Price, A|Rees, H."),
    ],
)
def test_names_and_dates_of_birth_are_refused_unless_they_are_left_out(
    tmp_path: Path, heading: str, values: str
) -> None:
    rows = "".join(f'C{at},"{value}"\n' for at, value in enumerate(values.split("|")))
    text = f"case,{heading}\n{rows}"
    with pytest.raises(InvalidFile) as raised:
        read(tmp_path, text)
    (problem,) = raised.value.problems
    assert (problem.rule, problem.line, problem.column) == ("tells-of-people", 1, 2)
    assert "looks like" in problem.message
    assert len(references(read(tmp_path, text, drop=(heading or "B",)))) == len(values.split("|"))


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Team name", "Port Talbot|Port Talbot|Swansea"),
        ("Disposal", "Referral Order|Youth Caution|Referral Order|Referral Order"),
        ("Order made", "03/04/2025|24/12/2024|01/02/2026"),
        ("Age", "12|15|17"),
        ("Year of order", "2015|2016|2016"),
        ("Reference of ours", "Case A|Case B|Case C"),
    ],
)
def test_what_only_looks_a_little_like_names_or_births_is_read(
    tmp_path: Path, heading: str, values: str
) -> None:
    rows = "".join(f"C{at},{value}\n" for at, value in enumerate(values.split("|")))
    assert len(references(read(tmp_path, f"case,{heading}\n{rows}"))) == len(values.split("|"))


def test_what_is_matched_may_differ_in_every_case_of_a_short_list(tmp_path: Path) -> None:
    text = "case,Disposal\nA,Referral Order\nB,Youth Caution\nC,Custodial Sentence\n"
    assert references(read(tmp_path, text, "Disposal")) == ["A", "B", "C"]


def test_an_unknown_heading_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="is headed 'Gendre': did you mean 'Gender'"):
        read(tmp_path, "case,Gender\nA,F\n", "Gendre")


def test_a_workbook_is_read_and_dates_as_references_are_told(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(book(Eligible=[["case", "Risk"], ["A1", "low"], ["A2", "high"]]))
    found = read_eligible(file, FRAMEWORK, Wanted(("Risk",), (), "3"), this_year=2026)
    assert references(found, "3") == ["A1", "A2"]
    assert found.sheet == "Eligible"


def test_rows_that_are_filtered_out_are_told(tmp_path: Path) -> None:
    def filtered(made: Workbook) -> None:
        for row in (3, 4):
            made.worksheets[0].row_dimensions[row].hidden = True

    file = tmp_path / "list.xlsx"
    file.write_bytes(book(Eligible=[["case"], ["A1"], ["A2"], ["A3"], ["A4"]], but=filtered))
    with pytest.raises(InvalidFile) as raised:
        read_eligible(file, FRAMEWORK, Wanted((), (), "3"), this_year=2026)
    (problem,) = raised.value.problems
    assert (problem.rule, problem.cell) == ("hidden-cells", "A3")
    assert problem.message.startswith("2 rows are hidden or filtered out, the first of them row 3")


def test_headings_are_found_below_a_title(tmp_path: Path) -> None:
    text = "Eligible cases\n\n,\nCase,Risk\n , \nA1,low\nA2,high\n"
    found = read(tmp_path, text, "Risk")
    assert references(found) == ["A1", "A2"]
    with pytest.raises(InvalidFile, match=":2:2: 'Name' looks like people's names"):
        read(tmp_path, "Eligible cases\ncase,Name\nA1,x\n")


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("A1,low\nA2,high\nA3,low\n", "missing-heading", 1),
        ("case,Risk\nA1,low\nTotal,1\n", "missing-reference", 3),
        (f"case,Risk\nA1,low\n{'A' * 101},1\n", "long-reference", 3),
        ("case,Risk\nA1,low\nA2,high,Alex Smith\nA3,low,Sam Jones\n", "tells-of-people", 1),
    ],
)
def test_what_would_be_taken_for_a_case_or_overlooked_is_told(
    tmp_path: Path, text: str, rule: str, line: int
) -> None:
    with pytest.raises(InvalidFile) as raised:
        read(tmp_path, text)
    assert [(each.rule, each.line) for each in raised.value.problems] == [(rule, line)]


def test_one_heading_of_two_columns_is_named_by_letters(tmp_path: Path) -> None:
    text = "case,Gender,Gender\nA1,F,M\n"
    with pytest.raises(WrongUsage, match=r"more than one column .* 'gender': say B or C"):
        read(tmp_path, text, "gender")
    found = read(tmp_path, text, "C")
    assert (found.characteristics, found.cases["2"][0].values) == (("C",), ("M",))
    with pytest.raises(WrongUsage, match="named twice"):
        read(tmp_path, "case,Gender\nA1,F\n", "Gender", "B")
    assert references(read(tmp_path, "case,Name,Name\nA1,x,y\n", drop=("Name",))) == ["A1"]


def test_what_is_wanted_cannot_be_left_out(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="'Name' is wanted, and cannot be left out"):
        read(tmp_path, "case,Name\nA1,x\n", "Name", drop=("Name",))


def test_accents_put_together_or_not_are_one_reference(tmp_path: Path) -> None:
    one, other = (read(tmp_path, f"case\n{name}\n") for name in ("Caf\u00e9", "Cafe\u0301"))
    assert one == other


def test_merged_cells_count_for_all_that_they_cover_and_errors_are_told(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    rows: list[list[str | None]] = [["case", "Risk"], ["A1", "low"], ["A2", None], ["A3", "high"]]
    file.write_bytes(book(L=rows, but=lambda made: made.worksheets[0].merge_cells("B2:B3")))
    found = read_eligible(file, FRAMEWORK, Wanted(("Risk",), (), "3"), this_year=2026)
    assert [case.values for case in found.cases["3"]] == [("low",), ("low",), ("high",)]
    file.write_bytes(book(L=[["case", "Risk"], ["A1", "#N/A"], ["A2", "=B9"]]))
    with pytest.raises(InvalidFile) as raised:
        read_eligible(file, FRAMEWORK, Wanted(("Risk",), (), "3"), this_year=2026)
    assert [each.cell for each in raised.value.problems] == ["B2", "B3"]
