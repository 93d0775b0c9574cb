"""Cases in spreadsheets: what Excel and LibreOffice write, and what can be wrong with it.

The spreadsheets in tests/data were made so: `yotrate new hmip-youth-2018 --cases 2=31
--cases 3=20 --csv` was filled in with the answers of examples/western_bay.yaml (the reference of
the first out-of-court case became `Pîl, 01`), opened in LibreOffice 7.4 (soffice --headless
--infilter=CSV:44,34,76,1), and saved as .xlsx and as .csv: with commas, in UTF-8, without needless
quotes (44,34,76,1,,0,false); with semicolons, in Windows-1252 (59,34,1,1); with tabs (9,34,76,1).
audit.xlsx was written by openpyxl, with formulas, and then opened and saved by LibreOffice.
"""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from helpers.paths import DATA, ROOT, WESTERN_BAY
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK
from yotrate import InvalidFile, load_service
from yotrate.files.archives import LARGEST_PART
from yotrate.files.tables import LARGEST_SPREADSHEET, open_spreadsheet
from yotrate.service.model import Sample

Write = Callable[[str, str], Path]
Problems = Callable[..., list[str]]

SMALL = """\
service: A small service
framework: small.yaml
judgements: {"1.1": Middle}
cases:
  "2": CASES
"""
MEANS = ": say under 'answers' what it means"
COLUMNS = "under 'columns' say what is meant, or 'other_columns: ignore'"
GOOD = "case,2.1.1,2.1.2\n,Desistance,Safety\nA,yes,no\nB,no,n/a\n"


@pytest.fixture
def service(write: Write) -> Callable[..., Path]:
    """Return a function that writes a small service with a spreadsheet, given as text or bytes."""

    def write_both(content: str | bytes, name: str = "court.csv", reference: str = "") -> Path:
        path = write("service.yaml", SMALL.replace("CASES", reference or name))
        data = content.encode() if isinstance(content, str) else content
        (path.parent / name).write_bytes(data)
        return path

    return write_both


def found(path: Path) -> list[str]:
    """Return the problems of a service, without the folder that it is in."""
    with pytest.raises(InvalidFile) as caught:
        load_service(path)
    return [str(each).replace(f"{path.parent}/", "") for each in caught.value.problems]


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["-comma.csv", "-semicolon.csv", "-tab.csv", ".xlsx"])
@pytest.mark.parametrize("change", ["as saved", "CRLF", "BOM", "CRLF and BOM"])
def test_what_libreoffice_saved_scores_the_same_as_the_yaml(
    kind: str, change: str, tmp_path: Path, run: Run
) -> None:
    for name in ("court", "out_of_court"):
        data = (DATA / f"{name}{kind}").read_bytes()
        if kind != ".xlsx" and "CRLF" in change:
            data = data.replace(b"\n", b"\r\n")
        if kind in {"-comma.csv", "-tab.csv"} and "BOM" in change:
            data = b"\xef\xbb\xbf" + data
        (tmp_path / f"{name}{kind}").write_bytes(data)
    text, _ = WESTERN_BAY.read_text().split("\ncases:\n")
    _, rest = WESTERN_BAY.read_text().split("\ndiscretion:\n")
    cases = f'\ncases:\n  "2": court{kind}\n  "3": {{file: out_of_court{kind}}}\ndiscretion:\n'
    (tmp_path / "bay.yaml").write_text(text + cases + rest)
    paths = (tmp_path / "bay.yaml", WESTERN_BAY)
    ours, theirs = map(load_service, paths)
    for domain in ("2", "3"):
        sample, other = ours.evidence[domain], theirs.evidence[domain]
        assert isinstance(sample, Sample)
        assert isinstance(other, Sample)
        assert sample.answers == other.answers
    mine, yours = (json.loads(run("score", path, "--format", "json").stdout) for path in paths)
    assert mine["services"][0]["file"] != yours["services"][0].pop("file")
    del mine["services"][0]["file"]
    assert mine == yours
    out_of_court = ours.evidence["3"]
    assert isinstance(out_of_court, Sample)
    assert out_of_court.cases[:2] == ("Pîl, 01", "C3-02")


def test_values_that_a_program_worked_out_count() -> None:
    rows = list(open_spreadsheet(DATA / "audit.xlsx").grid("Court audit").rows)
    assert rows[1] == ["1", "TRUE", "Yes", "n/a", "2"]
    assert rows[3] == ["3", "TRUE", "n/a"]


def test_four_mistakes_are_four_problems_each_with_row_and_column(
    service: Callable[..., Path], run: Run
) -> None:
    path = service(
        "case,2.1.1,2.1.2,2.9.9\n,Desistance,Safety,\nA,yes,no,yes\nB,yes,yes,no\n"
        "C,perhaps,no,no\nA,no,no,no\nD,,no,no\n"
    )
    assert found(path) == [
        f"court.csv:1:4: '2.9.9' (column D) is no key question of domain 2: {COLUMNS}",
        "court.csv:5:2: case 'C', question 2.1.1: expected yes, no or n/a, found 'perhaps'" + MEANS,
        "court.csv:6:1: case 'A' stands twice: in row 3 and in row 6",
        "court.csv:7:2: case 'D': no answer to 2.1.1 (Desistance)",
    ]
    done = run("score", path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_of_the_headings(
    service: Callable[..., Path], delimiter: str
) -> None:
    text = GOOD.replace(",", delimiter).replace("Safety", '"Safe, ty; of\tall"')
    sample = load_service(service(text)).evidence["2"]
    assert isinstance(sample, Sample)
    assert sample.answers == {"2.1.1": ("yes", "no"), "2.1.2": ("no", "n/a")}


@pytest.mark.parametrize(
    ("content", "reference"),
    [
        ("\ufeff" + GOOD.replace("A,", "tŷ,"), "tŷ"),
        (GOOD.replace("A,", "tŷ,"), "tŷ"),
        (GOOD.replace("A,", "pîl–1,").encode("cp1252"), "pîl–1"),
        (GOOD.replace("A,", '"a ""b"", c",'), 'a "b", c'),
        (GOOD.replace("A,", '"a\n b",'), "a\n b"),
        (GOOD.replace("\n", "\r\n"), "A"),
        (GOOD.replace("\n", "\r"), "A"),
        (GOOD.replace("\nA", "\n,,\n\n \t,,\nA").replace("n/a\n", "n/a"), "A"),
        (GOOD.replace("2.1.2\n", "2.1.2,,\n").replace("yes,no", " YES ,no,,"), "A"),
        (GOOD.replace("2.1.2\n", ",2.1.2\n").replace("Safety", ",Safety").replace(
            "yes,no", "yes,,no").replace("no,n/a", "no,,n/a"), "A"),
    ],
)  # fmt: skip
def test_csv_comes_in_many_shapes(
    service: Callable[..., Path], content: str | bytes, reference: str
) -> None:
    sample = load_service(service(content)).evidence["2"]
    assert isinstance(sample, Sample)
    assert sample.cases == (reference, "B")
    assert sample.answers == {"2.1.1": ("yes", "no"), "2.1.2": ("no", "n/a")}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "1:1: there is nothing in it"),
        ("Whose,2.1.1\n", "1:1: no column is headed 'case', or a word for the case references"),
        ("case,2.1.1,2.1.2\n", "1:1: there is no case in it"),
        ("case,2.1.1\nA,yes\n", "1:1: no column for 2.1.2 (Safety)"),
        (GOOD + ",yes,no\n", "5:1: this row has no case reference"),
        (GOOD.replace(",Desistance,Safety", ",yes,no"), "2:1: this row has no case reference"),
        (GOOD + "C,yes,no,maybe\n", "5:4: 'maybe' stands outside the columns that have a heading"),
        (GOOD.replace("2.1.2", "2.1.2,,x").replace("yes,no", "yes,no,no"),
         "1:4: column D has no heading"),
        ("case,2.1.1,2.1.2,2.1.2\nA,yes,no,no\n",
         "1:4: '2.1.2' (C) and '2.1.2' (D) are both 2.1.2"),
        (GOOD + '"C,yes,no\n', "5:1: this cannot be read as CSV: a quote opens in this row and "
         "is never closed"),
        (GOOD.encode() + b"\x81,yes,no\n", "5:1: this is neither UTF-8 nor Windows-1252 text: "
         "the byte 0x81 cannot stand here"),
        (GOOD.encode("utf-16"), "1:1: this is UTF-16 text, as '>' in PowerShell writes it: "
         "save it as CSV UTF-8"),
        (GOOD.encode() + b"\0", "1:1: this is no CSV file: it holds NUL bytes"),
        (GOOD + "C" * 200_000 + ",yes,no\n", "5:1: this cannot be read as CSV: a cell is longer "
         "than 131,072 characters"),
        (GOOD + "C" + ",yes" * 16_384 + "\n", "5:1: this row has more than 16,384 columns"),
        (GOOD + "C," * 600_000 + "\n", "5:1: this row is longer than 1,048,576 characters"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 9, "1:1: this is an old Excel workbook (.xls): open it"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_csv_file_is_said_with_its_place(
    service: Callable[..., Path], content: str | bytes, problem: str
) -> None:
    first = found(service(content))[0]
    assert first.startswith(f"court.csv:{problem}")


def test_a_file_that_is_too_large_is_not_read(service: Callable[..., Path]) -> None:
    path = service(b"case\n" * (LARGEST_SPREADSHEET // 5 + 1))
    assert found(path) == ["court.csv:1:1: this is larger than 16,384 KiB, the most that is read"]


@pytest.mark.parametrize("place", ["../court.csv", "/court.csv", "link.csv", "links/court.csv"])
def test_a_spreadsheet_outside_the_folder_is_refused(
    service: Callable[..., Path], tmp_path: Path, place: str
) -> None:
    path = service(GOOD)
    inner = tmp_path / "inner"
    inner.mkdir()
    path = path.rename(inner / "service.yaml")
    (inner / "link.csv").symlink_to(tmp_path / "court.csv")
    (inner / "links").symlink_to(tmp_path)
    path.write_text(SMALL.replace("CASES", place).replace("small.yaml", "../small.yaml"))
    assert found(path) == [
        f"service.yaml:5:8: '{place}' is not in the folder of this file, or below it"
    ]


def test_a_spreadsheet_below_the_folder_is_read_and_standard_input_is_not(
    service: Callable[..., Path], tmp_path: Path, run: Run
) -> None:
    (tmp_path / "below").mkdir()
    path = service(GOOD, "below/court.csv")
    assert load_service(path).evidence["2"].figure("2.1.1") is not None
    path = service(GOOD, reference="{file: '-'}")
    done = run("score", "service.yaml", cwd=tmp_path, stdin=GOOD.encode())
    assert "'-' is not in the folder of this file" in done.stderr


def test_a_spreadsheet_that_is_missing_is_a_problem_of_its_own(
    service: Callable[..., Path],
) -> None:
    path = service(GOOD, reference="curt.csv")
    assert found(path) == ["curt.csv:1:1: cannot read this: no such file or directory"]


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("{file: court.csv, cas: case}", "5:26: unknown key 'cas': did you mean 'case'?"),
        ("{file: court.csv, sheet: [x]}", "5:33: expected text, found a list"),
    ],
)
def test_the_reference_to_a_spreadsheet_is_checked(
    service: Callable[..., Path], reference: str, problem: str
) -> None:
    assert found(service(GOOD, reference=reference)) == [f"service.yaml:{problem}"]


def test_a_csv_file_has_no_sheets(service: Callable[..., Path]) -> None:
    (problem,) = found(service(GOOD, reference="{file: court.csv, sheet: x}"))
    assert problem.startswith("court.csv:1:1: a CSV file has no sheets")


ROWS: list[list[Any]] = [["case", "2.1.1", "2.1.2"], [None, "Desistance", "Safety"]]


def test_numbers_and_truths_in_workbooks_are_read_as_they_are_seen(
    service: Callable[..., Path],
) -> None:
    rows = [*ROWS, [1.0, True, "No"], [], [2, False, "N/A"], [None, None, " "]]
    sample = load_service(service(workbook(court=rows), "court.xlsx")).evidence["2"]
    assert sample == Sample(("1", "2"), {"2.1.1": ("yes", "no"), "2.1.2": ("no", "n/a")})


def test_a_sheet_is_found_by_its_name_or_is_the_first(service: Callable[..., Path]) -> None:
    data = workbook(notes=[["Notes"]], court=[*ROWS, ["A", "yes", "no"]])
    path = service(data, "a.xlsx", "{file: a.xlsx, sheet: court}")
    assert load_service(path).evidence["2"] == Sample(("A",), {"2.1.1": ("yes",), "2.1.2": ("no",)})
    path = service(data, "a.xlsx", "{file: a.xlsx, sheet: caught}")
    assert found(path) == ["a.xlsx:1:1: there is no sheet 'caught' in it, only 'notes' and 'court'"]
    path = service(data, "a.xlsx")
    (problem,) = found(path)
    assert problem.startswith("a.xlsx[notes]!A1: there are no headings in it that are known")


def test_a_problem_in_a_sheet_names_the_sheet(service: Callable[..., Path]) -> None:
    data = workbook(court=[*ROWS, ["A", "yes", "maybe"]])
    (problem,) = found(service(data, "a.xlsx", "{file: a.xlsx, sheet: court}"))
    assert problem.startswith("a.xlsx[court]!C3: case 'A', question 2.1.2: ")


def test_a_formula_that_was_never_worked_out_is_no_answer(service: Callable[..., Path]) -> None:
    data = workbook(court=[*ROWS, ["A", "yes", '=IF(1=1,"yes","no")']])
    (problem,) = found(service(data, "a.xlsx"))
    assert problem.endswith(
        """question 2.1.2: found the formula '=IF(1=1,"yes","no")', which no program has worked """
        "out: open the workbook, and save it"
    )


def repacked(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new) if name == part else content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_wrong_dimensions_lose_no_answers(service: Callable[..., Path]) -> None:
    data = workbook(court=[*ROWS, ["A", "yes", "no"]])
    data = repacked(data, SHEET, b'ref="A1:C3"', b'ref="A1"')
    assert isinstance(load_service(service(data, "a.xlsx")).evidence["2"], Sample)


DEEP = b"<row>" + b"<c>" * 5000 + b"</c>" * 5000 + b"</row>"
BOMB = b"<row>" + b"<c/>" * 1000 + b"</row>"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"case,2.1.1", "this is no workbook, whatever its name"),
        (b"PK\x03\x04", "this workbook is damaged"),
        (workbook(a=ROWS)[:-40], "this workbook is damaged"),
        (repacked(workbook(a=ROWS), SHEET, b"</sheetData>", b"<row"), "this workbook is damaged"),
        (repacked(workbook(a=ROWS), SHEET, b"<worksheet", b"<!DOCTYPE x []><worksheet"),
         "this workbook is damaged"),
        (repacked(workbook(a=ROWS), SHEET, b"</sheetData>", b" " * (LARGEST_PART + 1)),
         "this unpacks to more than 32 MiB, the most that is read"),
        (repacked(workbook(a=ROWS), SHEET, b"</sheetData>", BOMB * 1600 + b"</sheetData>"),
         "this has more cells than are read: delete empty rows and columns"),
        (repacked(workbook(a=[*ROWS, ["A"]]), SHEET, b"A3", b"A999999999"),
         "this workbook is damaged"),
        (repacked(workbook(a=ROWS), SHEET, b"</sheetData>", DEEP + b"</sheetData>"),
         "this workbook is damaged"),
    ],
    ids=["CSV", "stub", "cut off", "broken XML", "DOCTYPE", "large bomb", "cells", "rows", "depth"],
)  # fmt: skip
def test_what_is_no_sound_workbook_is_refused(
    service: Callable[..., Path], data: bytes, problem: str
) -> None:
    path = service(data, "a.xlsx")
    (only,) = found(path)
    assert only.startswith(f"a.xlsx:1:1: {problem}")


def test_a_workbook_of_many_cells_may_be_flat(service: Callable[..., Path]) -> None:
    rows = [[f"C{at}", "yes", "no"] for at in range(3_400)]
    evidence = load_service(service(workbook(a=[*ROWS[:1], *rows]), "a.xlsx")).evidence["2"]
    assert isinstance(evidence, Sample)
    assert len(evidence.cases) == 3_400


def test_the_cases_of_very_many_domains_are_not_read(write: Write) -> None:
    head, domain = SMALL_FRAMEWORK.split('  - id: "2"\n')
    domains = [f"  - id: {at}\n{domain.replace('2.1', f'{at}.1')}" for at in range(2, 103)]
    write("small.yaml", head + "".join(domains))
    cases = "".join(f'  "{at}": none{at}.csv\n' for at in range(2, 103))
    path = write("service.yaml", f"{SMALL.split('cases:', maxsplit=1)[0]}cases:\n{cases}")
    *unread, refused = found(path)
    assert refused == (
        "service.yaml:4:1: the cases of more than 100 domains are in spreadsheets, "
        "the most that are read"
    )
    reason = "cannot read this: no such file or directory"
    assert set(unread) == {f"none{at}.csv:1:1: {reason}" for at in range(2, 102)}


def test_a_part_that_lies_about_its_size_is_refused(service: Callable[..., Path]) -> None:
    data = repacked(workbook(a=ROWS), SHEET, b"</sheetData>", b" " * (LARGEST_PART + 1))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    data = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert found(service(data, "a.xlsx")) == [
        "a.xlsx:1:1: this workbook is damaged, or uses what cannot be read"
    ]


@pytest.mark.process
def test_without_calamine_one_line_says_what_to_install(service: Callable[..., Path]) -> None:
    path = service(workbook(court=ROWS), "court.xlsx")
    code = (
        "import sys; sys.modules['python_calamine'] = None; import yotrate.cli;"
        f"sys.exit(yotrate.cli.run(['score', {str(path)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{path.parent}/court.xlsx:1:1: workbooks need an extra part of yotrate: "
        'run pip install "yotrate[xlsx]"\n'
    )


@pytest.mark.parametrize("blank", ["\n", ",,\n", "  , ,\n"])
@pytest.mark.parametrize("before", [1, 99, 100, 101])
@pytest.mark.parametrize("rows", [1, 100, 250])
def test_blank_rows_may_stand_anywhere(
    service: Callable[..., Path], blank: str, before: int, rows: int
) -> None:
    cases = "".join(f"{at},yes,no\n" for at in range(before))
    path = service(f"case,2.1.1,2.1.2\n{cases}{blank * rows}")
    sample = load_service(path).evidence["2"]
    assert isinstance(sample, Sample)
    assert sample.cases == tuple(map(str, range(before)))
    path = service(f"case,2.1.1,2.1.2\n{cases}{blank * rows}Z,perhaps,no\n")
    place = before + rows + 2
    assert found(path) == [
        f"court.csv:{place}:2: case 'Z', question 2.1.1: expected yes, no or n/a, found 'perhaps'"
        + MEANS
    ]


def test_a_sheet_of_nothing_but_blank_rows_has_no_case(service: Callable[..., Path]) -> None:
    assert found(service("case,2.1.1,2.1.2\n\n")) == ["court.csv:1:1: there is no case in it"]


TOO_MUCH = "far too much is wrong with this file: not all of it was looked into"


def wrong(rows: int) -> str:
    return "case,2.1.1,2.1.2\n" + "".join(f"{at},maybe{at},perhaps{at}\n" for at in range(rows))


def test_far_too_many_wrong_answers_hide_nothing_in_other_files(
    service: Callable[..., Path],
) -> None:
    path = service(wrong(6_000))
    path.write_text(path.read_text().replace("Middle", "Midle"))
    told = found(path)
    # The first of the sheet, row by row, and all of the service file.
    assert told[:4] == [
        f"court.csv:1:1: {TOO_MUCH}",
        "court.csv:2:2: case '0', question 2.1.1: expected yes, no or n/a, found 'maybe0'" + MEANS,
        "court.csv:2:3: case '0', question 2.1.2: expected yes, no or n/a, found 'perhaps0'"
        + MEANS,
        "court.csv:3:2: case '1', question 2.1.1: expected yes, no or n/a, found 'maybe1'" + MEANS,
    ]
    assert told[-1].endswith("unknown rating 'Midle': did you mean 'Middle'?")
    assert len(told) == 1 + 10_000 + 1
    assert len(found(service(wrong(4_999)))) == 9_998


def test_the_same_fault_in_neighbouring_rows_is_told_once(service: Callable[..., Path]) -> None:
    rows = "A,maybe,yes\nB,maybe,\nC,maybe,\nD,yes,\nE,maybe,no\nF,perhaps,no\n"
    question = "question 2.1.1: expected yes, no or n/a, found"
    assert found(service(f"case,2.1.1,2.1.2\n{rows}")) == [
        f"court.csv:2:2: case 'A', {question} 'maybe' (and 3 more cells){MEANS}",
        "court.csv:3:3: cases 'B' to 'D' (rows 3 to 5): no answer to 2.1.2 (Safety)",
        f"court.csv:7:2: case 'F', {question} 'perhaps'{MEANS}",
    ]


def test_blank_rows_between_cases_end_a_range(service: Callable[..., Path]) -> None:
    missing = ": no answer to 2.1.1 (Desistance)"
    assert found(service("case,2.1.1,2.1.2\nA,,no\n,,\nB,,no\nC,,no\n")) == [
        f"court.csv:2:2: case 'A'{missing}",
        f"court.csv:4:2: cases 'B' to 'C' (rows 4 to 5){missing}",
    ]


def test_far_too_much_wrong_with_the_rows_themselves_ends_the_reading(
    service: Callable[..., Path],
) -> None:
    told = found(service("case,2.1.1,2.1.2\n" + ",yes,no\n" * 20_000))
    assert len(told) == 10_001
    assert told[0] == f"court.csv:1:1: {TOO_MUCH}"


def test_a_column_of_very_many_texts_hides_no_other_problem(service: Callable[..., Path]) -> None:
    rows = "".join(f"{at},note {at},yes,n{at}\n" for at in range(250_000))
    told = found(service(f"case,Notes,2.1.1,2.1.2\n{rows}"))
    assert told[:2] == [
        f"court.csv:1:1: {TOO_MUCH}",
        f"court.csv:1:2: 'Notes' (column B) is no key question of domain 2: {COLUMNS}",
    ]
    assert told[2].startswith("court.csv:2:4: case '0', question 2.1.2: expected yes, no or n/a, ")
    rows = "".join(f"{at},note {at},yes,{'no' if at else 'x'}\n" for at in range(250_000))
    assert found(service(f"case,Notes,2.1.1,2.1.2\n{rows}")) == [
        f"court.csv:1:2: 'Notes' (column B) is no key question of domain 2: {COLUMNS}",
        "court.csv:2:4: case '0', question 2.1.2: expected yes, no or n/a, found 'x'" + MEANS,
    ]
    # What was not seen among the first of very many texts is read all the same.
    rows = "".join(
        f"{at},note {at},yes,{'no' if at < 249_999 else 'N/A'}\n" for at in range(250_000)
    )
    assert found(service(f"case,Notes,2.1.1,2.1.2\n{rows}")) == [
        f"court.csv:1:2: 'Notes' (column B) is no key question of domain 2: {COLUMNS}"
    ]


def test_cells_without_a_heading_are_found_in_any_row(service: Callable[..., Path]) -> None:
    rows = "".join(f"{at},yes,no\n" for at in range(150))
    assert found(service(f"case,2.1.1,2.1.2\n{rows}Z,yes,no,, x,\nY,no,no\n")) == [
        "court.csv:152:5: 'x' stands outside the columns that have a heading"
    ]


def test_very_many_columns_that_mean_nothing_are_told_together(
    service: Callable[..., Path],
) -> None:
    headings = ",".join(f"2.1.{at}" for at in range(8_000))
    told = found(service(f"case,{headings}\nA,x\n" + "A\n" * 2_001))
    assert told[0].startswith("court.csv:1:2: '2.1.0' (column B) is no key question of domain 2")
    assert "'2.1.3', '2.1.4', '2.1.5' and 7994 more (columns E to KUS) are no key" in told[1]
