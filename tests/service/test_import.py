"""Other people's workbooks into one service file: all of their answers, or none."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from helpers.paths import DATA, WESTERN_BAY
from helpers.program import Run
from yotrate import load_service
from yotrate.files.documents import Document
from yotrate.service.model import Sample

Write = Callable[[str, str], Path]
Import = Callable[..., Any]

GOOD = "case,2.1.1,2.1.2\n,Desistance,Safety\nA,yes,no\nB,no,n/a\n"


@pytest.fixture
def imported(run: Run, write: Write, tmp_path: Path) -> Import:
    """Return a function that imports spreadsheets, given by their names and contents."""

    def do(files: dict[str, str | bytes | Workbook], *arguments: str) -> Any:
        for name, content in files.items():
            if isinstance(content, Workbook):
                content.save(tmp_path / name)
            elif isinstance(content, bytes):
                (tmp_path / name).write_bytes(content)
            else:
                write(name, content)
        (tmp_path / "small.yaml").touch()
        command = ("--copy", "--framework", "small.yaml", "-o", "out.yaml", *arguments)
        return run("import", "--copy", *files, *command, cwd=tmp_path)

    return do


def book(**sheets: list[list[Any]]) -> Workbook:
    made = Workbook()
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.remove(made.worksheets[0])
    return made


def cases(folder: Path) -> Any:
    return Document("out.yaml", (folder / "out.yaml").read_text()).data["cases"]


HEADINGS = ["--map", "Ref=case", "--map", "Q2 safety=2.1.2",
            "--map", "Safety of others (2.1.3)=2.1.3", "--ignore", "Comments"]  # fmt: skip


def test_a_workbook_as_people_have_them_is_imported_whole(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "out.yaml"
    command = (
        "import",
        "--copy",
        DATA / "audit.xlsx",
        "--framework",
        "hmip-youth-2018",
        "-o",
        output,
    )
    done = run(*command, "--sheet", "Court audit", *HEADINGS)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "Taken: 3 cases of domain 2\n"
        "Blank, to be filled in:\n  the name of the service\n  4 judgements\n  28 answers\n"
        f"  the cases of domain 3\nNext: yotrate validate {output}\n"
    )
    text = output.read_text()
    assert "never names" in text
    data = Document("out.yaml", text).data
    first = [list(answers.values())[:3] for answers in data["cases"]["2"].values()]
    assert first == [["yes", "yes", "n/a"], ["no", "no", "no"], ["yes", "n/a", None]]
    assert list(data["cases"]["2"]) == ["1", "2", "3"]
    assert len(run("validate", output).stderr.splitlines()) == 1 + 4 + 28 + 1


def test_without_a_word_on_its_headings_nothing_is_written(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "out.yaml"
    command = ("import", "--copy", "audit.xlsx", "--framework", "hmip-youth-2018", "-o", output)
    done = run(*command, cwd=DATA)
    assert (done.returncode, done.stdout) == (1, "")
    assert not output.exists()
    lines = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "audit.xlsx[Court audit]!C1:E1", "audit.xlsx[Notes]!A1",
    ]  # fmt: skip
    assert lines[0].endswith(
        "'Q2 safety', 'Safety of others (2.1.3)' and 'Comments' (columns C to E) are no key "
        "questions of domain 2: say which it is with --map, or leave the column out with --ignore"
    )


@pytest.mark.parametrize("kind", ["-comma.csv", "-semicolon.csv", "-tab.csv", ".xlsx"])
def test_what_libreoffice_saved_is_imported_to_the_same_ratings(
    run: Run, tmp_path: Path, kind: str
) -> None:
    files = (DATA / f"court{kind}", DATA / f"out_of_court{kind}")
    output = tmp_path / "bay.yaml"
    command = (
        "import",
        "--copy",
        *files,
        "--framework",
        "hmip-youth-2018",
        "-o",
        output,
        "--name",
        "Bay",
    )
    assert run(*command).returncode == 0
    text = re.sub(r'("1\.\d":)', r"\1 Inadequate", output.read_text())
    output.write_text(text)
    ours, theirs = load_service(output), load_service(WESTERN_BAY)
    for domain in ("2", "3"):
        sample, other = ours.evidence[domain], theirs.evidence[domain]
        assert isinstance(sample, Sample)
        assert isinstance(other, Sample)
        assert sample.answers == other.answers
    assert "Overall: Requires improvement, 7 of 36 points" in run("score", output).stdout


def test_without_output_it_goes_to_standard_output(run: Run) -> None:
    done = run(
        "import", "--copy", "-", "--framework", "hmip-youth-2018",
        stdin=b"case;2.1.1\nA;yes\n",
    )  # fmt: skip
    assert done.returncode == 0
    data = Document("out.yaml", done.stdout).data
    assert data["cases"]["2"]["A"]["2.1.1"] == "yes"
    assert data["cases"]["2"]["A"]["2.1.2"] is None


@pytest.mark.parametrize(
    "heading",
    ["2.1.1", "2.1.1 Desistance", "2.1.1: desistance", "2.1.1 - Desistance", "2.1.1\n DESISTANCE"],
)
def test_an_id_is_understood_and_so_is_an_id_with_its_label(
    imported: Import, tmp_path: Path, heading: str
) -> None:
    assert imported({"a.csv": GOOD.replace("2.1.1", f'"{heading}"')}).returncode == 0
    assert cases(tmp_path)["2"] == {
        "A": {"2.1.1": "yes", "2.1.2": "no"}, "B": {"2.1.1": "no", "2.1.2": "n/a"}
    }  # fmt: skip


@pytest.mark.parametrize("heading", ["2.1.1 Safety", "2.1.11", "2.1", "Resistance", "2.1.1Desist"])
def test_nothing_else_is_guessed(imported: Import, tmp_path: Path, heading: str) -> None:
    done = imported({"a.csv": GOOD.replace("2.1.1", heading)})
    assert done.returncode == 1
    assert done.stderr.startswith(f"a.csv:1:2: '{heading}' (column B) is no key question of")
    assert not (tmp_path / "out.yaml").exists()


def test_columns_come_in_any_order_and_ignored_ones_often(imported: Import, tmp_path: Path) -> None:
    text = 'Note,Yes? = 1,Note,Ref,2.1.2\n"a\nb",y,,A,n\n,,only a note,,\n,NA,,B,false\n'
    done = imported({"a.csv": text}, "--map", "yes? = 1=2.1.1", "--map", "REF = case",
                    "--ignore", "note", "--name", "Name")  # fmt: skip
    assert (done.returncode, done.stderr) == (
        0, "Taken: 2 cases of domain 2\nBlank, to be filled in: 1 judgement\n"
        "Next: yotrate validate out.yaml\n"
    )  # fmt: skip
    assert cases(tmp_path)["2"] == {
        "A": {"2.1.1": "yes", "2.1.2": "no"}, "B": {"2.1.1": "n/a", "2.1.2": "no"}
    }  # fmt: skip


def test_cases_and_key_questions_may_be_spread_over_files_and_sheets(
    imported: Import, tmp_path: Path
) -> None:
    files: dict[str, str | bytes | Workbook] = {
        "one.xlsx": book(
            a=[["case", "2.1.1"], ["A", "yes"], ["B", True]],
            b=[["2.1.2", "case"], ["no", "A"], ["yes", "C"]],
            empty=[],
        ),
        "two.csv": "case,2.1.1,2.1.2\nD,yes,yes\n",
    }
    done = imported(files)
    assert done.returncode == 0
    assert "4 cases of domain 2" in done.stderr
    assert "2 answers" in done.stderr
    assert cases(tmp_path)["2"] == {
        "A": {"2.1.1": "yes", "2.1.2": "no"}, "B": {"2.1.1": "yes", "2.1.2": None},
        "C": {"2.1.1": None, "2.1.2": "yes"}, "D": {"2.1.1": "yes", "2.1.2": "yes"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        ({"a.csv": GOOD.replace("B,no", "B,perhaps")},
         ["a.csv:4:2: case 'B', question 2.1.1: expected yes, no or n/a, found 'perhaps': "
          "say what it means with --answer"]),
        ({"a.csv": GOOD + "A,yes,yes\n"},
         ["a.csv:5:1: case 'A' stands twice: in row 3 and in row 5"]),
        ({"a.csv": GOOD, "b.csv": "case,2.1.2\nB,yes\n"},
         ["b.csv:2:1: case 'B' stands twice: here, and in a.csv (row 4)"]),
        ({"a.csv": GOOD + ",yes,\n"}, ["a.csv:5:1: this row has no case reference"]),
        ({"a.csv": GOOD.replace("Desistance", "yes")},
         ["a.csv:2:1: this row has no case reference"]),
        ({"a.csv": GOOD + "C,yes,no,,stray\n"},
         ["a.csv:5:5: 'stray' stands outside the columns that have a heading"]),
        ({"a.csv": GOOD.replace("2.1.2", "2.1.1 Desistance")},
         ["a.csv:1:3: '2.1.1' (B) and '2.1.1 Desistance' (C) are both 2.1.1"]),
        ({"a.csv": GOOD.replace("2.1.2", "Case")},
         ["a.csv:1:3: more than one column could hold the case references: A and C"]),
        ({"a.csv": GOOD + "C" * 101 + ",yes,no\n"},
         [f"a.csv:5:1: '{'C' * 37}...' is too long for a case reference"]),
        ({"a.csv": "case,2.1.1\n,Desistance\n"}, ["a.csv:1:1: there is no case in it"]),
        ({"a.csv": ""}, ["a.csv:1:1: there is no case in it"]),
        ({"a.csv": GOOD + "C,maybe,\n", "none.xlsx": b"PK\x03\x04", "b.csv": "x\n"},
         ["a.csv:5:2: case 'C', question 2.1.1: expected yes, no or n/a, found 'maybe': "
          "say what it means with --answer",
          "b.csv:1:1: there are no headings in it that are known: say what one means, or leave "
          "it out",
          "none.xlsx:1:1: this workbook is damaged, or uses what cannot be read"]),
    ],
)  # fmt: skip
def test_what_is_not_understood_stops_the_import(
    imported: Import, tmp_path: Path, files: dict[str, str | bytes], problems: list[str]
) -> None:
    done = imported(files)
    assert done.stderr.splitlines() == problems
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "out.yaml").exists()


def test_a_sheet_has_the_cases_of_one_domain(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("case,2.1.1,3.1.1\nA,yes,yes\n")
    done = run("import", "--copy", "a.csv", "--framework", "hmip-youth-2018", cwd=tmp_path)
    assert done.stderr == (
        "a.csv:1:3: 3.1.1 is of domain 3 and 2.1.1 of domain 2: a sheet has the cases of one "
        "domain, unless a service file points to it and says which rows are whose\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--map", "2.1.1"], "such as 'Q1=2.1.1', found '2.1.1'"),
        (["--map", "=2.1.1"], "such as 'Q1=2.1.1', found '=2.1.1'"),
        (["--map", "x=2.1.9"], "'2.1.9' is no key question that cases answer, nor 'case'"),
        (["--map", "x=1.1"], "'1.1' is no key question that cases answer, nor 'case'"),
        (["--map", "x=2.1.1", "--map", "X=2.1.2"], "'X' is mapped to two key questions"),
        (["--map", "x=2.1.1", "--ignore", " x"], "'x' is both mapped and ignored"),
        (["--map", "x=2.1.1"], "no column is headed 'x'"),
        (["--ignore", "Comments"], "no column is headed 'comments'"),
        (["--framework", "none"], "unknown framework 'none'"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_wrong_usage(
    imported: Import, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = imported({"a.csv": GOOD}, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())
    assert not (tmp_path / "out.yaml").exists()


def test_sheets_are_read_by_name_and_must_be_there(imported: Import, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["case", "2.1.1"], ["A", "yes"]]
    files = {"a.xlsx": book(Notes=[["Hello"]], Court=rows), "b.csv": "case,2.1.1\nB,no\n"}
    assert imported(files, "--sheet", "Court").returncode == 0
    assert list(cases(tmp_path)["2"]) == ["A", "B"]
    done = imported(files, "--sheet", "Court", "--sheet", "Count", "--force")
    assert done.stderr == (
        "a.xlsx:1:1: there is no sheet 'Count' in it, only 'Notes' and 'Court'\n"
    )
    done = imported(files, "--sheet", "Count", "--force")
    message = "there is no sheet 'Count' in it, only 'Notes' and 'Court'"
    assert (done.returncode, done.stderr) == (1, f"a.xlsx:1:1: {message}\n")


def test_an_existing_file_is_overwritten_only_by_force(imported: Import, tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text("mine")
    done = imported({"a.csv": GOOD})
    assert done.returncode == 2
    assert (tmp_path / "out.yaml").read_text() == "mine"
    assert imported({"a.csv": GOOD}, "--force").returncode == 0
    assert (tmp_path / "out.yaml").read_text() != "mine"


def test_too_many_cases_for_a_service_file_are_a_problem(imported: Import, tmp_path: Path) -> None:
    done = imported({"a.csv": GOOD + "".join(f"C{n},yes,no\n" for n in range(40_000))})
    assert done.returncode == 1
    assert done.stderr == (
        "a.csv:1:1: so many cases make a file larger than 1,024 KiB, the most that is read: "
        "leave out --copy, and the service file points to them\n"
    )
    assert not (tmp_path / "out.yaml").exists()


REFERENCES = ["yes", "1", "1.10", "~", "a: b", "- a", "#1", "'", '"', "a\nb", "a\x1b[31mb", "{x}",
              "c\x85d", "tŷ", "<<", "null", "*a", "\U0001f3e0", "=1+1", "e\u2028f"]  # fmt: skip


def test_references_are_read_back_as_they_were(imported: Import, tmp_path: Path) -> None:
    rows = "".join('"{}",yes,no\n'.format(each.replace('"', '""')) for each in REFERENCES)
    assert imported({"a.csv": "case,2.1.1,2.1.2\n" + rows}, "--name", "x: #1\n").returncode == 0
    assert list(cases(tmp_path)["2"]) == REFERENCES
    text = (tmp_path / "out.yaml").read_text()
    (tmp_path / "out.yaml").write_text(text.replace('"1.1":', '"1.1": Low'))
    service = load_service(tmp_path / "out.yaml")
    assert service.name == "x: #1\n"
    sample = service.evidence["2"]
    assert isinstance(sample, Sample)
    assert sample.cases == tuple(REFERENCES)


def test_half_a_character_in_a_workbook_is_no_harm(imported: Import, tmp_path: Path) -> None:
    stream = io.BytesIO()
    book(a=[["case", "2.1.1"], ["a_xD800_b", "yes"]]).save(stream)
    assert imported({"a.xlsx": stream.getvalue()}).returncode == 0
    assert len(cases(tmp_path)["2"]) == 1


def test_key_questions_of_optional_standards_come_in_where_they_were_answered(
    tmp_path: Path, run: Run, write: Write
) -> None:
    text = (tmp_path / "small.yaml").read_text() + (
        '      - {id: "2.2", title: More, optional: true, key_questions: '
        '[{id: "2.2.1", title: Why}]}\n'
    )
    (tmp_path / "small.yaml").write_text(text)
    write("a.csv", GOOD)
    write("b.csv", "case,2.2.1\nA,yes\n")
    command = ("--framework", "small.yaml", "-o", "out.yaml", "--force")
    assert run("import", "--copy", "a.csv", *command, cwd=tmp_path).returncode == 0
    assert list(cases(tmp_path)["2"]["A"]) == ["2.1.1", "2.1.2"]
    assert run("import", "--copy", "a.csv", "b.csv", *command, cwd=tmp_path).returncode == 0
    assert cases(tmp_path)["2"]["B"] == {"2.1.1": "no", "2.1.2": "n/a", "2.2.1": None}


def test_far_too_many_wrong_answers_hide_nothing_in_other_files(imported: Import) -> None:
    rows = "".join(f"{at},maybe{at},perhaps{at}\n" for at in range(6_000))
    done = imported(
        {"big.csv": f"case,2.1.1,2.1.2\n{rows}", "other.csv": "case,2.1.1,2.1.2\nA,x,no\n"}
    )
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert lines[0] == (
        "big.csv:1:1: far too much is wrong with this file: not all of it was looked into"
    )
    assert lines[-2:] == [
        "big.csv: and at least 9,001 more problems",
        "other.csv:2:2: case 'A', question 2.1.1: expected yes, no or n/a, found 'x': say what "
        "it means with --answer",
    ]


@pytest.mark.parametrize(("rows", "refused"), [(65_536, False), (65_537, True)])
def test_more_rows_than_a_service_file_can_hold_are_refused(
    imported: Import, rows: int, refused: bool
) -> None:
    full = "".join(f"{at},no\n" for at in range(rows))
    other = "case,2.1.1\nA,maybe\n"
    done = imported({"a.csv": f"case,2.1.1\n{full}", "b.csv": other})
    too_many = "a.csv:1:1: this has more than 65,536 rows, more cases than are looked at"
    assert done.returncode == 1
    assert done.stderr.startswith(too_many) is refused
    assert "b.csv:2:2: case 'A', question 2.1.1: expected yes, no or n/a" in done.stderr


def test_blank_rows_are_no_cases(imported: Import, tmp_path: Path) -> None:
    done = imported({"a.csv": "case,2.1.1,2.1.2\nA,yes,no\n" + ",,\n" * 70_000})
    assert done.returncode == 0, done.stderr
    assert cases(tmp_path) == {"2": {"A": {"2.1.1": "yes", "2.1.2": "no"}}}
