"""`import` drafts a service file that points to what people have, and says what is not sure."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from helpers.books import audit, book
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK
from yotrate import load_service
from yotrate.framework.checks import load_framework
from yotrate.service.likeness import domain_by_name, likely
from yotrate.service.model import Sample

TO_2018 = ("--framework", "hmip-youth-2018")
IDS: list[Any] = ["case", "2.1.1", "2.1.2"]
Draft = Callable[..., Any]


@pytest.fixture
def draft(run: Run, tmp_path: Path) -> Draft:
    """Return a function that drafts a service file for a workbook of small tables."""
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)

    def do(data: bytes, *arguments: str, name: str = "a.xlsx") -> Any:
        (tmp_path / name).write_bytes(data)
        more = ("--framework", "small.yaml", "-o", "out.yaml", "--force")
        return run("import", name, *more, *arguments, cwd=tmp_path)

    return do


def written(folder: Path) -> Any:
    return yaml.safe_load((folder / "out.yaml").read_text())


def test_a_real_audit_comes_in_by_two_commands(run: Run, tmp_path: Path) -> None:
    audit(tmp_path / "Audit.xlsx")
    joint = "YJ ref,Joint decisions - well informed?,Worked well with police?,PC\u2019s notes\n"
    rows = "O1,Yes,No,\u00a320\nO2,Not applicable,Yes,Panel 3/7\n"
    (tmp_path / "joint.csv").write_bytes((joint + rows).encode("cp1252"))
    done = run("import", "Audit.xlsx", "joint.csv", *TO_2018, "-o", "audit.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "  6 cases of domain 2 from Audit.xlsx[Court]\n" in done.stderr
    assert "  4 judgements from Audit.xlsx[Management]\n" in done.stderr
    assert "  2 cases of domain 3 (standard 3.4) from joint.csv\n" in done.stderr
    assert "  joint.csv: 3.4.1 is 'Joint decisions - well informed?'\n" in done.stderr
    assert "  Audit.xlsx[Read me] (no table of cases or judgements)\n" in done.stderr
    assert "  Audit.xlsx[Lists] (hidden)\n" in done.stderr
    assert "  Audit.xlsx[Court]: rows 11 to 12 (no answer in words that are known)\n" in done.stderr
    assert "B (Team), C (Worker), D (Date read) and Q (Comments)\n" in done.stderr
    assert "  what 'Partially' means (Audit.xlsx[Court]!F5)\n" in done.stderr
    assert "  what 'RI' means (Audit.xlsx[Management]!B6)\n" in done.stderr
    data = yaml.safe_load((tmp_path / "audit.yaml").read_text())
    court = data["cases"]["2"]
    assert (court["headings"], court["rows"]) == (3, {"unanswered": "leave_out"})
    assert court["columns"]["2.3.2"] == "Delivery: safety of the child"
    assert court["answers"] == {"Not applicable": "n/a", "Partially": None}
    assert "guessed" not in court
    assert data["judgements"]["from"]["ratings"] == {"RI": None}
    (joint_table,) = [data["cases"]["3"]]
    assert joint_table["guessed"] == ["columns.3.4.1", "columns.3.4.2"]
    told = run("validate", "audit.yaml", cwd=tmp_path).stderr
    assert "'Partially': expected yes, no or n/a, found nothing" in told
    assert "'RI': expected text, found nothing" in told
    assert "key question 3.1.1: expected text, found nothing" in told
    # What is settled at once is blank no more.
    more = ("--name", "Ours", "--answer", "Partially=no", "--answer", "RI=Requires improvement")
    command = ("import", "Audit.xlsx", *TO_2018, "-o", "ours.yaml", *more)
    assert "means" not in run(*command, cwd=tmp_path).stderr
    text = (tmp_path / "ours.yaml").read_text().replace('  "3":', '  # "3":')
    (tmp_path / "ours.yaml").write_text(text + "not_rated: {'3': Not this year.}\n")
    done = run("score", "ours.yaml", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    service = json.loads(done.stdout)["services"][0]
    counts = {
        each["id"]: (each["yes"], each["no"], each["not_applicable"])
        for each in service["domains"][1]["standards"][0]["key_questions"]
    }
    assert counts == {"2.1.1": (2, 2, 2), "2.1.2": (2, 2, 2), "2.1.3": (6, 0, 0)}
    # Next month there are more cases, and one command.
    audit(tmp_path / "Audit.xlsx", cases=9)
    again = run("score", "ours.yaml", "--format", "json", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert len(load_service(tmp_path / "ours.yaml").evidence["2"].cases) == 9  # type: ignore[union-attr]


def test_what_the_headings_say_themselves_is_not_repeated(draft: Draft, tmp_path: Path) -> None:
    rows = [IDS, ["A", "yes", "no"]]
    assert draft(book(Court=rows)).returncode == 0
    assert written(tmp_path)["cases"] == {"2": {"file": "a.xlsx", "sheet": "Court"}}
    assert draft(b"case,2.1.1,2.1.2\nA,yes,no\n", name="a.csv").returncode == 0
    assert written(tmp_path)["cases"] == {"2": "a.csv"}


def test_a_draft_is_read_without_a_word_about_where_its_table_stands(
    draft: Draft, run: Run, tmp_path: Path
) -> None:
    rows = [[None, None, *IDS, None], [None, None, "A", "yes", "no", "note"]]
    rows[1].append("far")
    done = draft(book(Court=rows), "--name", "x")
    assert "column F (without a heading) and G (without a heading)" in done.stderr.replace(
        "columns", "column"
    )
    assert written(tmp_path)["cases"]["2"] == {
        "file": "a.xlsx", "sheet": "Court", "headings": 1, "other_columns": "ignore"
    }  # fmt: skip
    text = (tmp_path / "out.yaml").read_text().replace('"1.1":', '"1.1": Low')
    (tmp_path / "out.yaml").write_text(text)
    done = run("score", "out.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_guesses_are_listed_and_blanks_are_left(draft: Draft, tmp_path: Path) -> None:
    rows = [["Who", "How safe is the assessment?", "What?"], ["A", "yes", "no"], ["B", "no", "x y"]]
    done = draft(book(Court=rows))
    table = written(tmp_path)["cases"]["2"]
    assert table["columns"] == {"2.1.1": None, "2.1.2": "How safe is the assessment?"}
    assert table["guessed"] == ["columns.2.1.2", "case"]
    assert (table["case"], table["other_columns"]) == ("Who", "ignore")
    assert "the column of 2.1.1" in done.stderr
    assert "a.xlsx[Court]: case is 'Who'" in done.stderr
    assert draft(book(Court=rows), "--map", "C=2.1.1", "--map", "Who=case").returncode == 0
    table = written(tmp_path)["cases"]["2"]
    assert (table["columns"]["2.1.1"], table["guessed"]) == ("What?", ["columns.2.1.2"])
    assert table["answers"] == {"x y": None}
    draft(book(Court=rows), "--ignore", "What?")
    assert "C (What?)" in draft(book(Court=rows), "--ignore", "What?").stderr


def test_rows_that_may_be_cases_are_left_out_as_a_guess(draft: Draft, tmp_path: Path) -> None:
    rows = [IDS, ["C1", "yes", "no"], ["C2"], ["Total", 1, 1]]
    done = draft(book(Court=rows))
    table = written(tmp_path)["cases"]["2"]
    assert (table["rows"], table["guessed"]) == ({"unanswered": "leave_out"}, ["rows"])
    assert "rows without an answer are no cases" in done.stderr


def test_what_only_the_workbook_can_mend_stops_it(draft: Draft, tmp_path: Path) -> None:
    for rows, rule in (
        (
            [IDS, ["A", "yes", "no"], ["a", "no", "no"]],
            "stands twice: in row 2 as 'A' and in row 3",
        ),
        ([IDS, [datetime.date(2026, 3, 1), "yes", "no"]], "is the date '1 March 2026'"),
        ([IDS, [None, "", ""], [None, "yes", "no"]], "this row has no case reference"),
    ):
        done = draft(book(Court=rows))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert rule in done.stderr
        assert not (tmp_path / "out.yaml").exists()


@pytest.mark.parametrize(
    ("cell", "message"),
    [("=1+1", "found the formula '=1+1', which no"), ("#REF!", "found the error '#REF!': mend")],
)
def test_cases_whose_formulas_failed_are_a_problem(draft: Draft, cell: str, message: str) -> None:
    rows = [IDS, ["C01", "yes", "no"], ["C02", cell, cell], ["All of it", "=1+1", None]]
    for more in (rows, [IDS, rows[2]]):
        done = draft(book(Court=more))
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert done.stderr.startswith(f"a.xlsx[Court]!B{more.index(rows[2]) + 1}: ")
        assert f"case 'C02', question 2.1.1: {message}" in done.stderr
    # A row of totals is none, whatever it shows.
    done = draft(book(Court=[*rows[:2], rows[3]]))
    assert "row 3 (no answer in words that are known)" in done.stderr


def test_two_readers_of_a_case_are_named(draft: Draft) -> None:
    rows = [["case", "By", "2.1.1", "2.1.2"], ["A", "SP", "yes", "no"], ["A", "KL", "no", "no"]]
    done = draft(book(Court=rows))
    assert done.returncode == 0
    assert (
        "'where: {By: SP}' under 'rows' takes one reading, and the same table with KL"
        in done.stderr
    )


def test_what_is_hidden_is_asked_about(draft: Draft) -> None:
    def hide(made: Workbook) -> None:
        made.worksheets[0].row_dimensions[2].hidden = True

    done = draft(book(Court=[IDS, ["A", "yes", "no"], ["B", "yes", "no"]], but=hide))
    assert done.returncode == 0
    assert "a.xlsx[Court]!A2: row 2 ('A') is hidden or filtered out" in done.stderr


def test_both_domains_in_one_sheet_are_told_apart(run: Run, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["case", "Type", "2.1.1", "3.1.1"],
        ["C", "Court", "yes", None],
        ["O", "OOC", None, "no"],
    ]
    (tmp_path / "a.xlsx").write_bytes(book(All=rows))
    run("import", "a.xlsx", *TO_2018, "-o", "out.yaml", cwd=tmp_path)
    cases = written(tmp_path)["cases"]
    assert cases["2"]["rows"] == {"where": {"Type": "Court"}}
    assert cases["3"]["rows"] == {"where": {"Type": "OOC"}}


@pytest.mark.parametrize("more", [(), ("--answer", "Not met=no")])
def test_no_row_that_may_be_a_case_is_left_out_to_tell_domains_apart(
    run: Run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    rows: list[list[Any]] = [
        ["case", "Type", "2.1.1", "3.1.1"],
        ["C1", "Court", "yes", None],
        ["O1", "OOC", None, "no"],
        ["C8", "Crown", "Not met", None],
    ]
    (tmp_path / "a.xlsx").write_bytes(book(All=rows))
    done = run("import", "a.xlsx", *TO_2018, "-o", "out.yaml", *more, cwd=tmp_path)
    assert "2 cases of domain 2 (standard 2.1) from a.xlsx[All]" in done.stderr
    cases = written(tmp_path)["cases"]
    assert [cases[key]["rows"] for key in "23"] == [{"unanswered": "leave_out"}] * 2
    assert [cases[key]["guessed"] for key in "23"] == [["rows"]] * 2


def test_a_row_of_figures_makes_a_guess_of_what_tells_domains_apart(
    run: Run, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["case", "Worker", "Type", "2.1.1", "3.1.1"],
        ["C1", "Ann", "Court disposals", "yes", None],
        ["O1", "Ben", "Out-of-court", None, "no"],
    ]
    (tmp_path / "a.xlsx").write_bytes(book(All=[*rows, ["Total", None, None, 1, 0]]))
    done = run("import", "a.xlsx", *TO_2018, "-o", "out.yaml", cwd=tmp_path)
    table = written(tmp_path)["cases"]["2"]
    assert (table["guessed"], table["rows"]) == (
        ["rows.where"], {"where": {"Type": "Court disposals"}}
    )  # fmt: skip
    assert "row 4 is filled in, which does not go with what stands in 'Type'" in done.stderr
    (tmp_path / "a.xlsx").write_bytes(book(All=rows))
    run("import", "a.xlsx", *TO_2018, "-o", "out.yaml", "--force", cwd=tmp_path)
    table = written(tmp_path)["cases"]["3"]
    assert ("guessed" in table, table["rows"]) == (False, {"where": {"Type": "Out-of-court"}})


@pytest.mark.parametrize("headings", [("2.1.1", "2.1.1"), ("2.1.1 Jan", "2.1.1 Feb")])
def test_of_two_columns_for_one_question_none_is_taken(
    draft: Draft, run: Run, tmp_path: Path, headings: tuple[str, str]
) -> None:
    one, other = headings
    rows = [["case", one, "2.1.2", other], ["A", "yes", "no", "no"], ["B", "yes", "no", "n/a"]]
    told = f"'{one}' (B) and '{other}' (D) are both 2.1.1"
    assert f"the column of 2.1.1: {told}\n" in draft(book(Court=rows)).stderr
    assert written(tmp_path)["cases"]["2"]["columns"] == {"2.1.1": None, "2.1.2": "2.1.2"}
    assert draft(book(Court=rows), "--map", "B=2.1.1").returncode == 0
    assert written(tmp_path)["cases"]["2"]["columns"]["2.1.1"] == "B"
    text = (tmp_path / "out.yaml").read_text().replace("service:  #", "service: x #")
    (tmp_path / "out.yaml").write_text(text.replace('"1.1":', '"1.1": Low'))
    assert run("score", "out.yaml", cwd=tmp_path).returncode == 0
    done = run("score", "a.xlsx", "--framework", "small.yaml", cwd=tmp_path)
    assert done.stderr.startswith(f"a.xlsx[Court]!D1: {told}\n")


def test_a_table_of_another_domain_below_is_a_problem(run: Run, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["case", "2.1.1"], ["C", "yes"], ["case", "3.1.1"], ["O", "no"]]
    (tmp_path / "a.xlsx").write_bytes(book(All=rows))
    for command in ("import", "score"):
        done = run(command, "a.xlsx", *TO_2018, cwd=tmp_path)
        assert done.returncode == 1
        assert "a.xlsx[All]!B3: headings stand here again, such as '3.1.1'" in done.stderr


def test_two_tables_side_by_side_are_a_problem(draft: Draft) -> None:
    done = draft(book(Court=[[*IDS, *IDS], ["A", "yes", "no", "B", "no", "no"]]))
    assert done.stderr.splitlines() == [
        "a.xlsx[Court]!E1: '2.1.1' (B) and '2.1.1' (E) are both 2.1.1",
        "a.xlsx[Court]!F1: '2.1.2' (C) and '2.1.2' (F) are both 2.1.2",
    ]


def test_of_two_columns_the_one_with_answers_is_taken(draft: Draft, tmp_path: Path) -> None:
    rows = [["case", "2.1.1 comment", "2.1.1 answer", "2.1.2"], ["A", "why", "yes", "no"]]
    assert "column B (2.1.1 comment)" in draft(book(Court=rows)).stderr
    assert written(tmp_path)["cases"]["2"]["columns"] == {"2.1.1": "C", "2.1.2": "2.1.2"}


def test_references_are_found_where_no_answer_is_known_yet(draft: Draft, tmp_path: Path) -> None:
    rows = [["Young person", "2.1.1", "2.1.2"], ["A", "Met", "Met"], ["B", "Met", "Not met"]]
    assert "what 'Met' means (a.xlsx[Court]!B2)" in draft(book(Court=rows)).stderr
    assert written(tmp_path)["cases"]["2"]["guessed"] == ["case"]


def test_a_sheet_of_which_the_domain_cannot_be_told_is_a_problem(run: Run, tmp_path: Path) -> None:
    rows = [["Case", "Assessment: desistance"], ["C", "Yes"]]
    (tmp_path / "a.xlsx").write_bytes(book(Form1=rows))
    done = run("import", "a.xlsx", *TO_2018, cwd=tmp_path)
    assert done.stderr.startswith("a.xlsx[Form1]!A1: its headings could be of more than one domain")
    (tmp_path / "a.xlsx").write_bytes(book(Court=rows))
    assert run("import", "a.xlsx", *TO_2018, cwd=tmp_path).returncode == 0
    done = run("import", "a.xlsx", *TO_2018, "--map", "B=3.1.1", "-o", "out.yaml", cwd=tmp_path)
    assert written(tmp_path)["cases"]["3"]["columns"]["3.1.1"] == "Assessment: desistance"


def test_answers_below_headings_that_nobody_knows_are_a_problem(draft: Draft) -> None:
    done = draft(book(Court=[["Ref", "Is it?", "So?"], ["A", "yes", "no"], ["B", "no", "no"]]))
    assert done.stderr == (
        "a.xlsx[Court]!A1: no heading is known to be a key question: say what they mean: "
        "'Is it?' (B) and 'So?' (C)\n"
    )


def test_a_table_without_references_or_cases_is_left_out(draft: Draft) -> None:
    more: list[list[Any]] = [["Question", "2.1.1"], ["x", None]]
    done = draft(book(Court=[IDS, ["A", "yes", "no"]], More=more, None_yet=[IDS]))
    assert "a.xlsx[More] (no column of case references)" in done.stderr
    assert "a.xlsx[None yet] (no case in it)" in done.stderr
    double = [["2.1.1", "2.1.2"], ["yes", "no"]]
    assert "no column of it could hold the case references" in draft(book(Court=double)).stderr


def test_a_second_table_of_judgements_is_left_out(draft: Draft, tmp_path: Path) -> None:
    own = [["Leadership", "Low"]]
    done = draft(book(Court=[IDS, ["A", "yes", "no"]], One=own, Two=own))
    assert "a.xlsx[Two] (a second table of judgements)" in done.stderr
    assert written(tmp_path)["judgements"]["from"] == {
        "file": "a.xlsx", "sheet": "One", "standard": "A", "rating": "B"
    }  # fmt: skip


def test_files_outside_the_folder_are_copied_or_not_at_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.csv").write_text("case,2.1.1,2.1.2\nA,yes,no\n")
    (tmp_path / "below").mkdir()
    command = ("import", "a.csv", "--framework", "small.yaml", "-o", "below/out.yaml")
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 2
    assert "'a.csv' is not in the folder of the service file, or below it" in done.stderr
    assert run(*command, "--copy", cwd=tmp_path).returncode == 0
    (tmp_path / "..a.csv").write_text("case,2.1.1,2.1.2\nA,yes,no\n")
    assert run("import", "./..a.csv", "--framework", "small.yaml", cwd=tmp_path).returncode == 0
    done = run(
        "import", "-", "--framework", "small.yaml", cwd=tmp_path, stdin=b"case,2.1.1\nA,no\n"
    )
    assert "standard input is gone once it is read" in done.stderr
    done = run("import", "a.csv", "--framework", "small.yaml", "-o", "b.xlsx", cwd=tmp_path)
    assert (done.returncode, "would be a spreadsheet" in done.stderr) == (2, True)
    assert run("import", "a.csv", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("Partly", "such as 'Partly=no', found 'Partly'"),
        ("yes=no", "'yes' is an answer already"),
        ("Partly=perhaps", "'Partly' cannot mean 'perhaps': expected yes, no, n/a, 'Low'"),
    ],
)
def test_a_word_means_an_answer_or_a_rating(draft: Draft, answer: str, message: str) -> None:
    done = draft(book(Court=[IDS, ["A", "yes", "no"]]), "--answer", answer)
    assert (done.returncode, message in " ".join(done.stderr.split())) == (2, True)


def test_a_draft_that_would_be_too_large_says_what_to_do(draft: Draft) -> None:
    rows = [f"C{at},{'word ' * 8}{at},{'other ' * 8}{at}\n" for at in range(8_000)]
    done = draft(f"case,2.1.1,2.1.2\n{''.join(rows)}".encode(), name="a.csv")
    assert (done.returncode, "--copy" in done.stderr, "with --ignore" in done.stderr) == (
        1, False, True
    )  # fmt: skip


def test_sheets_are_listed(run: Run, tmp_path: Path) -> None:
    audit(tmp_path / "Audit.xlsx")
    (tmp_path / "a.csv").write_text("case,2.1.1\nA,yes\n")
    lines = run("import", "--sheets", "Audit.xlsx", "a.csv", cwd=tmp_path).stdout.splitlines()
    assert lines[0] == "Audit.xlsx[Read me]: 1 row"
    assert lines[1] == "Audit.xlsx[Lists]: 2 rows, hidden"
    assert lines[2].startswith("Audit.xlsx[Court]: 11 rows; row 2: A Case details, E Assessment")
    assert lines[4] == "a.csv: 2 rows; row 1: A case, B 2.1.1"
    lines = run("import", "--sheets", "Audit.xlsx", *TO_2018, cwd=tmp_path).stdout.splitlines()
    assert lines[2].endswith("; cases of domain 2, headings in row 3, 12 key questions")
    assert lines[3].endswith("; judgements")
    assert lines[0].endswith("; no table of cases or judgements")


def test_headings_mean_what_their_words_are() -> None:
    court, out_of_court = load_framework("hmip-youth-2018").samples
    found = likely(court, {1: "Delivery - desistance", 2: "Delivery", 3: "Is the child safe?"}, [])
    assert found.certain == {1: "2.3.1"}
    assert 2 not in found.guessed
    tie = likely(court, {1: "safety of the child"}, [])
    assert (tie.certain, tie.guessed) == ({}, {})
    twice = likely(court, {1: "Delivery - desistance", 3: "Delivery: desistance"}, [])
    assert (twice.certain, twice.guessed, twice.several) == ({}, {}, {"2.3.1": [1, 3]})
    assert domain_by_name([court, out_of_court], "Court") is court
    assert domain_by_name([court, out_of_court], "OUT OF COURT") is out_of_court
    assert domain_by_name([court, out_of_court], "disposals") is court
    assert domain_by_name([court, out_of_court], "Form1") is None
    assert domain_by_name([court, court], "Court") is None


def test_long_headings_are_told_apart_by_what_differs(draft: Draft) -> None:
    start = "Does the assessment of this case say in good time "
    rows = [
        ["Ref", f"{start}what desistance needs", f"{start}what safety asks"],
        ["A", "yes", "no"],
    ]
    said = draft(book(Court=rows)).stderr
    assert "desistance needs'" in said
    assert "safety asks'" in said


def test_a_sample_is_the_same_by_copy_and_by_map(draft: Draft, tmp_path: Path) -> None:
    rows = [["Audit"], IDS, ["A", "Yes", "No"], ["B", "No", "Not applicable"], ["Total", 1, 2]]
    for at, more in enumerate(([], ["--copy", "--answer", "Not applicable=n/a"])):
        output = f"out{at}.yaml"
        data = book(Court=rows[:4] if more else rows)
        done = draft(data, "--name", "x", "-o", output, *more)
        assert done.returncode == 0, done.stderr
        text = (tmp_path / output).read_text().replace('"1.1":', '"1.1": Low')
        (tmp_path / output).write_text(text)
        assert load_service(tmp_path / output).evidence["2"] == Sample(
            ("A", "B"), {"2.1.1": ("yes", "no"), "2.1.2": ("no", "n/a")}
        )
