"""A workbook in place of a service file: one to fill in, or any other that needs no guess."""

import datetime
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from helpers.books import book
from helpers.paths import DATA, WESTERN_BAY
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK
from yotrate import InvalidFile, load_service
from yotrate.framework.checks import load_framework
from yotrate.service.blanks import blank_samples
from yotrate.service.form_workbook import form_workbook
from yotrate.service.model import Sample

IDS: list[Any] = ["case", "2.1.1", "2.1.2"]
JUDGED: list[list[Any]] = [["Standard", "Rating"], ["1.1", "Middle"]]
BY_SMALL = ("--framework", "small.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    return tmp_path


@pytest.fixture
def form(folder: Path) -> Callable[..., Path]:
    """Return a function that writes a workbook to fill in, and fills it in."""

    def write(
        fill: Callable[[Workbook], None] | None = None, reference: str = "small.yaml"
    ) -> Path:
        framework = load_framework(folder / "small.yaml")
        data = form_workbook(framework, reference, None, blank_samples(framework, {"2": 2}))
        made = load_workbook(io.BytesIO(data))
        if fill is not None:
            fill(made)
        made.save(folder / "form.xlsx")
        return folder / "form.xlsx"

    return write


def rows_of(made: Workbook, text: str) -> int:
    sheet = made["Service"]
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == text)


def filled(made: Workbook) -> None:
    service = made["Service"]
    service.cell(rows_of(made, "Name of the service"), 2).value = "A small service"
    service.cell(rows_of(made, "Fieldwork"), 2).value = datetime.date(2019, 1, 2)
    service.cell(rows_of(made, "1.1 Leadership"), 2).value = "middle"
    cases = made["2 From cases"]
    for row, answers in ((8, ("yes", "no")), (9, ("no", "n/a"))):
        for column, answer in enumerate(answers, start=2):
            cases.cell(row, column).value = answer


@pytest.mark.parametrize("name", ["form.xlsx", "form.ods"])
def test_what_a_program_saved_scores_the_same_as_the_yaml(run: Run, name: str) -> None:
    """The two were made by `yotrate new --xlsx`, filled in, and saved by LibreOffice 7.4."""
    ours, theirs = load_service(DATA / name), load_service(WESTERN_BAY)
    for domain in ("2", "3"):
        sample, other = ours.evidence[domain], theirs.evidence[domain]
        assert isinstance(sample, Sample)
        assert isinstance(other, Sample)
        assert (sample.cases, sample.answers) == (other.cases, other.answers)
    assert (ours.judgements, ours.answered_by) == (theirs.judgements, "report")
    assert [(m.standard, m.rating, m.reason) for m in ours.discretion] == [
        (m.standard, m.rating, m.reason) for m in theirs.discretion
    ]
    done = run("score", DATA / name)
    assert "Overall: Inadequate, 6 of 36 points" in done.stdout
    assert done.stderr == f"{DATA / name}: left alone: How to fill this in (no table)\n"


def test_its_formulas_show_what_yotrate_says(run: Run) -> None:
    service = json.loads(run("score", DATA / "form.xlsx", "--format", "json").stdout)["services"][0]
    figures = {
        each["id"]: (each["yes"], each["yes"] + each["no"], each["percent"])
        for domain in service["domains"]
        for standard in domain["standards"]
        for each in standard["key_questions"]
        if each["basis"] == "cases"
    }
    made = load_workbook(DATA / "form.xlsx", data_only=True)
    shown = {}
    for sheet in made.worksheets[2:]:
        for column in range(2, sheet.max_column + 1):
            heading = str(sheet.cell(7, column).value)
            if heading[0].isdigit():
                yes, both, share = (sheet.cell(row, column).value for row in (3, 4, 5))
                shown[heading.split(maxsplit=1)[0]] = (yes, both, round(100 * float(str(share))))
    assert shown == figures


def test_a_blank_form_says_what_is_to_be_filled_in(form: Callable[..., Path], run: Run) -> None:
    path = form()
    done = run("validate", path)
    assert [line.replace(f"{path}[", "") for line in done.stderr.splitlines()] == [
        "2 From cases]!A8:A9: 2 rows, 8 to 9 ('C2-01' to 'C2-02'), have no answer: answer them, or "
        "clear their references",
        "Service]!B3: nothing is given for 'service'",
        "Service]!B13: no judgement for 1.1 (Leadership)",
    ] or done.stderr
    assert run("score", path, "--partial").returncode == 0


def test_a_form_is_filled_in_and_rated(form: Callable[..., Path], run: Run) -> None:
    service = load_service(form(filled))
    assert (service.name, service.answered_by) == ("A small service", "service")
    assert service.details["fieldwork"] == "2 January 2019"
    assert service.judgements == {"1.1": "Middle"}
    sample = service.evidence["2"]
    assert sample == Sample(("C2-01", "C2-02"), {"2.1.1": ("yes", "no"), "2.1.2": ("no", "n/a")})
    for command in ("score", "boundary", "target", "report", "validate"):
        assert run(command, form(filled)).returncode == 0
    assert run("compare", form(filled), form(filled)).returncode == 0
    assert run("confidence", form(filled), "--draws", "10").returncode == 0


def test_eligible_numbers_reasons_and_moves_are_read(form: Callable[..., Path]) -> None:
    def fill(made: Workbook) -> None:
        filled(made)
        service = made["Service"]
        service.cell(rows_of(made, "2 From cases"), 2).value = 37
        move = rows_of(made, "Standard") + 1
        values: list[Any] = ["2.1", "Middle", "close", datetime.date(2019, 1, 21)]
        for column, value in enumerate(values, start=1):
            service.cell(move, column).value = value

    service = load_service(form(fill), allow_discretion=True)
    assert service.eligible == {"2": 37}
    (move,) = service.discretion
    assert (move.standard, move.rating, move.reason, move.decided) == (
        "2.1", "Middle", "close", "2019-01-21"
    )  # fmt: skip

    def not_rated(made: Workbook) -> None:
        filled(made)
        made["Service"].cell(rows_of(made, "1.1 Leadership"), 2).value = None
        row = rows_of(made, "Domain or standard") + 1
        made["Service"].cell(row, 1).value = "1.1"
        made["Service"].cell(row, 2).value = "A new board."

    assert load_service(form(not_rated)).not_rated == {"1.1": "A new board."}


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        ("1.1 Leadership", {1: "1.2 Other", 2: "Low"}, "'1.2 Other' is nothing of small that is"),
        ("1.1 Leadership", {2: "Lo"}, "B13: 1.1: unknown rating 'Lo': did you mean 'Low'?"),
        ("Who read the cases", {2: "me"}, "B5: expected service, inspectorate or report, found"),
        ("2 From cases", {2: "many"}, "expected a whole number of 0 or more, found 'many'"),
        ("Standard", {}, ""),
        ("Framework", {2: "none"}, "unknown framework 'none'"),
    ],
)
def test_what_is_wrong_with_a_form_is_told_by_its_cell(
    form: Callable[..., Path], run: Run, text: str, more: dict[int, str], message: str
) -> None:
    def fill(made: Workbook) -> None:
        filled(made)
        row = rows_of(made, text)
        for column, value in more.items():
            made["Service"].cell(row, column).value = value
        if text == "Standard":
            made["Service"].cell(row + 1, 2).value = "High"

    done = run("score", form(fill))
    assert done.returncode == 1
    assert (message or "'standard' is missing") in done.stderr


@pytest.mark.parametrize(
    ("text", "values", "rule", "message"),
    [
        ("1.1 Leadership", ("Middle", "High"), "repeated-case", "as 'Middle' in row 13"),
        ("2 From cases", ("37", "38"), "repeated-key", "as '37' in row 17, and as '38'"),
        ("Note", ("one", "two"), "repeated-key", "'Note' is given twice: as 'one' in row"),
    ],
)
def test_what_a_form_says_twice_is_told(
    form: Callable[..., Path], text: str, values: tuple[str, str], rule: str, message: str
) -> None:
    def fill(made: Workbook, again: str) -> None:
        filled(made)
        service = made["Service"]
        row = rows_of(made, text)
        service.cell(row, 2).value = values[0]
        service.insert_rows(row + 1)
        service.cell(row + 1, 1).value = text
        service.cell(row + 1, 2).value = again

    with pytest.raises(InvalidFile) as caught:
        load_service(form(lambda made: fill(made, values[1])))
    (problem,) = caught.value.problems
    assert (problem.rule, problem.sheet, message in problem.message) == (rule, "Service", True)
    for again in (values[0].upper(), ""):
        assert load_service(form(lambda made, again=again: fill(made, again)))


def test_a_hidden_judgement_of_a_form_is_told(form: Callable[..., Path]) -> None:
    def hide(made: Workbook) -> None:
        filled(made)
        made["Service"].row_dimensions[rows_of(made, "1.1 Leadership")].hidden = True

    with pytest.raises(InvalidFile) as caught:
        load_service(form(hide))
    (problem,) = caught.value.problems
    assert (problem.rule, problem.cell) == ("hidden-cells", "B13")


OWN = {
    "an id": ("2.1.1", "no"),
    "a label": ("2.1.2 Safety", "yes"),
    "letters": ("B", "x"),
    "a guess": ("How safe are they?", "no"),
    "references": ("case", "Z1"),
    "another domain": ("3.1.1", "no"),
}


@pytest.mark.parametrize(("heading", "answer"), OWN.values(), ids=OWN)
@pytest.mark.parametrize("notes", ["Notes", None])
def test_own_columns_right_of_the_forms_own_are_not_read(
    form: Callable[..., Path], run: Run, heading: str, answer: str, notes: str | None
) -> None:
    def fill(made: Workbook) -> None:
        filled(made)
        cases = made["2 From cases"]
        cases["D7"] = notes
        cases["O7"] = heading
        for row in (8, 9):
            cases.cell(row, 15).value = answer

    path = form(fill)
    assert load_service(path).evidence["2"] == load_service(form(filled)).evidence["2"]
    assert run("score", form(fill)).returncode == 0


def test_a_column_among_the_forms_own_is_never_taken_for_one_of_them(
    form: Callable[..., Path],
) -> None:
    def fill(made: Workbook, heading: str) -> None:
        filled(made)
        cases = made["2 From cases"]
        cases.insert_cols(2)
        cases["B7"] = heading
        for row in (8, 9):
            cases.cell(row, 2).value = "n/a"

    with pytest.raises(InvalidFile) as caught:
        load_service(form(lambda made: fill(made, "2.1.1")))
    (problem,) = caught.value.problems
    assert (problem.rule, problem.sheet, problem.cell) == ("ambiguous-column", "2 From cases", "C7")
    assert "'2.1.1' (B) and '2.1.1 Desistance' (C) are both 2.1.1" in problem.message
    whole = load_service(form(filled)).evidence["2"]
    for heading in ("2.1.1 notes", "Team", "C"):
        own = load_service(form(lambda made, heading=heading: fill(made, heading)))
        assert own.evidence["2"] == whole


def test_a_form_is_written_whole_and_by_its_name(run: Run, folder: Path) -> None:
    done = run("new", "hmip-youth-2018", "--xlsx", "-o", "a.xlsx", "--name", "x", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    made = load_workbook(folder / "a.xlsx")
    assert made.sheetnames == [
        "How to fill this in", "Service", "2 Court disposals", "3 Out-of-court disposals"
    ]  # fmt: skip
    court = made["2 Court disposals"]
    assert court.freeze_panes == "B8"
    assert court["B7"].value == "2.1.1 Desistance"
    assert str(court["B5"].value).startswith("=IF(B4=0")
    assert court.data_validations.dataValidation[0].formula1 == '"yes,no,n/a"'
    for wrong in (["-o", "a.yaml"], [], ["-o", "a.xlsx", "--csv"]):
        assert run("new", "hmip-youth-2018", "--xlsx", *wrong, cwd=folder).returncode == 2
    assert run("new", "hmip-youth-2018", "-o", "b.xlsx", cwd=folder).returncode == 2


def test_text_of_a_framework_is_never_a_formula(folder: Path) -> None:
    text = SMALL_FRAMEWORK.replace("title: Safety", 'title: "=1+1"')
    (folder / "odd.yaml").write_text(text.replace("name: Middle", 'name: "Mid, dle"'))
    framework = load_framework(folder / "odd.yaml")
    data = form_workbook(framework, "=2+2", "=3+3", blank_samples(framework, {}))
    made = load_workbook(io.BytesIO(data))
    for sheet in made.worksheets:
        for row in sheet.iter_rows():
            for each in row:
                assert each.data_type != "f" or str(each.value).startswith(("=COUNTIF(", "=IF("))


def test_any_workbook_is_rated_that_needs_no_guess(run: Run, folder: Path) -> None:
    data = book(Court=[IDS, ["A", "yes", "no"]], Own=JUDGED, Notes=[["x"]])
    (folder / "Ours 2026.xlsx").write_bytes(data)
    done = run("score", "Ours 2026.xlsx", *BY_SMALL, "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "Ours 2026.xlsx: left alone: Notes (no table)\n"
    assert json.loads(done.stdout)["services"][0]["service"] == "Ours 2026"
    assert run("validate", "Ours 2026.xlsx", *BY_SMALL, cwd=folder).returncode == 0
    done = run("score", "Ours 2026.xlsx", cwd=folder)
    assert "this workbook does not name its framework" in done.stderr
    assert done.stderr.endswith("name its framework with --framework\n")


def test_what_would_be_a_guess_is_a_problem_and_import_is_named(run: Run, folder: Path) -> None:
    rows: list[list[Any]] = [
        ["case", "2.1.1", "2.1.2", "Team"],
        ["A", "yes", "Partly", "N"],
        ["Total", 1, 0, ""],
    ]
    (folder / "our audit.xlsx").write_bytes(book(Court=rows, Own=JUDGED))
    done = run("score", "our audit.xlsx", *BY_SMALL, cwd=folder)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "our audit.xlsx[Court]!D1", "our audit.xlsx[Court]!C2", "our audit.xlsx[Court]!A3",
        "our audit.xlsx",
    ]  # fmt: skip
    assert lines[-1].endswith(
        'yotrate import "our audit.xlsx" --framework small.yaml -o service.yaml'
    )
    done = run("boundary", "our audit.xlsx", "our audit.xlsx", *BY_SMALL, cwd=folder)
    assert done.stderr.count("yotrate import") == 2
    done = run("compare", "our audit.xlsx", "our audit.xlsx", *BY_SMALL, cwd=folder)
    assert done.returncode == 1
    (folder / "b.xlsx").write_bytes(book(Notes=[["x"]]))
    done = run("score", "b.xlsx", *BY_SMALL, cwd=folder)
    assert "there is no table of cases in it whose headings are ids or labels" in done.stderr


def test_hidden_sheets_are_left_alone_and_named(run: Run, folder: Path) -> None:
    def hide(made: Workbook) -> None:
        made.worksheets[1].sheet_state = "hidden"

    data = book(Court=[IDS, ["A", "yes", "no"]], Old=[IDS, ["B", "no", "no"]], Own=JUDGED, but=hide)
    (folder / "a.xlsx").write_bytes(data)
    done = run("score", "a.xlsx", *BY_SMALL, cwd=folder)
    assert done.stderr == "a.xlsx: left alone: Old (hidden)\n"
    assert "1 case" in done.stdout


def test_a_heading_of_one_letter_is_no_doubt_about_a_column(run: Run, folder: Path) -> None:
    rows = [["case", "2.1.1", "2.1.2", "B"], ["A", "yes", "no", "x"]]
    (folder / "a.xlsx").write_bytes(book(Court=rows, Own=JUDGED))
    done = run("score", "a.xlsx", *BY_SMALL, cwd=folder)
    assert "a.xlsx[Court]!D1: 'B' (column D) is no key question" in done.stderr
    assert "more than one column" not in done.stderr


def test_both_domains_of_one_sheet_are_read_by_their_rows(run: Run, folder: Path) -> None:
    rows = [["case", "Type", "2.1.1", "3.1.1"], ["C", "Court", "yes", ""], ["O", "OOC", "", "no"]]
    (folder / "a.xlsx").write_bytes(book(All=rows))
    done = run("score", "a.xlsx", "--framework", "hmip-youth-2018", "--partial", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("1 case ") >= 2


def test_a_row_that_goes_with_no_domain_is_a_problem(run: Run, folder: Path) -> None:
    rows = [["case", "Type", "2.1.1", "3.1.1"], ["C", "Court", "yes", ""], ["O", "OOC", "", "no"]]
    for more, cell in ((["D", "Crown", "Not met"], "A1"), (["Total", "", 1, 1], "A4")):
        (folder / "a.xlsx").write_bytes(book(All=[*rows, more]))
        done = run("score", "a.xlsx", "--framework", "hmip-youth-2018", "--partial", cwd=folder)
        assert done.returncode == 1
        assert done.stderr.startswith(f"a.xlsx[All]!{cell}: ")
        assert "yotrate import" in done.stderr
        assert done.stderr.count("\n") == 2


@pytest.mark.parametrize("words", [("yes", "no"), ("Met", "Met")])
def test_a_sheet_of_cases_that_needs_a_guess_is_not_left_alone(
    run: Run, folder: Path, words: tuple[str, str]
) -> None:
    other: list[list[Any]] = [["Young person", "2.1.1", "2.1.2"], ["B", *words], ["C", *words]]
    data = book(Jan=[IDS, ["A", "yes", "no"]], Feb=other, Own=JUDGED)
    (folder / "a.xlsx").write_bytes(data)
    done = run("score", "a.xlsx", *BY_SMALL, cwd=folder)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "a.xlsx[Feb]!A1: it would be a guess that 'Young person' (A) has the case references",
        "a.xlsx: a service file can say how to read this workbook: yotrate import a.xlsx "
        "--framework small.yaml -o service.yaml",
    ]


def test_every_doubt_about_a_table_is_told(run: Run, folder: Path) -> None:
    for rows, cell, message in (
        ([["2.1.1", "2.1.2"], ["yes", "yes"]], "A1", "no column is known to hold the case ref"),
        (
            [["Ref", "How safe is the assessment?"], ["A", "yes"]],
            "B1",
            "it would be a guess that 'How safe is the assessment?' (B) is 2.1.2",
        ),
    ):
        (folder / "a.xlsx").write_bytes(book(Court=rows, Own=JUDGED))
        done = run("score", "a.xlsx", *BY_SMALL, cwd=folder)
        assert done.stderr.startswith(f"a.xlsx[Court]!{cell}: {message}")
    (folder / "a.xlsx").write_bytes(book(Form1=[["Case", "Assessment: desistance"], ["C", "Yes"]]))
    done = run("score", "a.xlsx", "--framework", "hmip-youth-2018", cwd=folder)
    assert "its headings could be of more than one domain" in done.stderr
    # What has no answers is no table of cases.
    figures: list[list[Any]] = [["% Yes", "2.1.1", "2.1.2"], ["", 50, 60]]
    data = book(Court=[IDS, ["A", "yes", "no"]], Figures=figures, Own=JUDGED)
    (folder / "a.xlsx").write_bytes(data)
    done = run("score", "a.xlsx", *BY_SMALL, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "a.xlsx: left alone: Figures (no table)\n")
