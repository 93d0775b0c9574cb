"""One thing has one spelling: however it was typed, it counts once."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies
from openpyxl import Workbook

from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import load_service
from yotrate.service.answers import answer_or_none
from yotrate.service.references import identity
from yotrate.text import folded

ONE = {
    "as it is": "O-01 a",
    "capitals": "o-01 A",
    "invisible": "O\u200b-0\u20601\ufeff a\u00ad",
    "full width": "Ｏ－０１　ａ",
    "no-break space": "O-01\u00a0a",
    "two blanks": "O-01  a",
    "a line break": "O-01\na",
    "a tab at the end": "O-01 a\t",
    "a long dash": "O\u201301 a",
    "a minus": "O\u221201 a",
    "a variation selector": "O-01\ufe0f a",
    "a mark of direction": "\u200fO-01 a",
    "a blank of no width at the ends": "\u200bO-01 a\u200b",
}
OTHERS = ["O-1 a", "O-01a", "O-01 á", "O-02 a", "O01 a", "0-01 a", "O_01 a"]


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_spellings_of_one_thing_fold_to_one(text: str) -> None:
    assert folded(text) == "o-01 a"
    assert identity(text) == "o-01 a"


def test_other_things_do_not() -> None:
    found = [folded(text) for text in ("O-01 a", *OTHERS)]
    assert len(set(found)) == len(found)


def test_a_letter_and_its_mark_fold_as_the_one_that_has_it() -> None:
    assert folded("Mo\u0302n") == folded("MÔN") == "môn"
    assert folded("STRASSE") == folded("straße")


@given(strategies.text(max_size=12))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert once == once.strip()
    assert "  " not in once


@pytest.mark.parametrize("text", ["YES", " yes\u00a0", "ｙｅｓ", "y\u200bes", "Y", "True"])
def test_an_answer_is_understood_however_it_is_spelt(text: str) -> None:
    assert answer_or_none(text) == "yes"


@pytest.mark.parametrize("text", ["N/A", "n\uff0fa", "Na", "n/a\ufeff", " n/a "])
def test_so_is_one_that_does_not_apply(text: str) -> None:
    assert answer_or_none(text) == "n/a"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    return tmp_path


Problems = Callable[..., list[str]]


def with_cases(folder: Path, cases: str) -> Path:
    path = folder / "a.yaml"
    start = SMALL_SERVICE[: SMALL_SERVICE.index("    A: {")]
    path.write_text(start + cases, encoding="utf-8")
    return path


def quoted(text: str) -> str:
    return '"' + "".join(f"\\u{ord(each):04x}" for each in text) + '"'


@pytest.mark.parametrize("text", [each for each in ONE.values() if each != "O-01 a"])
def test_in_a_service_file_it_is_a_case_told_twice(
    folder: Path, text: str, found: Problems
) -> None:
    answers = "{2.1.1: yes, 2.1.2: yes}"
    cases = f"    O-01 a: {answers}\n    B: {answers}\n    {quoted(text)}: {answers}\n"
    path = with_cases(folder, cases)
    assert found(load_service, path) == ["9:5 repeated-case"]


def test_both_lines_are_named(folder: Path, messages: Problems) -> None:
    answers = "{2.1.1: yes, 2.1.2: yes}"
    path = with_cases(folder, f"    O01: {answers}\n    o01: {answers}\n")
    assert messages(load_service, path) == [
        "case 'o01' stands twice: on line 7 as 'O01' and on line 8"
    ]


@pytest.mark.parametrize("text", [each for each in ONE.values() if each != "O-01 a"])
def test_in_a_spreadsheet_too(folder: Path, text: str, run: Run) -> None:
    rows = f'case,2.1.1,2.1.2\nO-01 a,yes,no\nB,yes,no\n"{text}",yes,no\n'
    (folder / "c.csv").write_text(rows, encoding="utf-8")
    (folder / "a.yaml").write_text(
        SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')] + '  "2": c.csv\n'
    )
    for command in (
        ("score", "a.yaml"),
        ("import", "--copy", "c.csv", "--framework", "small.yaml"),
    ):
        done = run(*command, cwd=folder)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("c.csv:4:1: case '")
        assert "stands twice: in row 2" in done.stderr
        assert done.stderr.endswith(" and in row 4\n")
        assert done.stderr.count("\n") == 1


def sheets(**rows: list[list[str]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, own in rows.items():
        sheet = book.create_sheet(name)
        for row in own:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_over_two_sheets_it_is_one_case_with_all_its_answers(
    folder: Path, text: str, run: Run
) -> None:
    data = sheets(
        one=[["Case", "2.1.1"], ["O-01 a", "yes"], ["B", "no"]],
        two=[["CASE", "2.1.2"], [text, "no"], ["b", "n/a"]],
    )
    (folder / "c.xlsx").write_bytes(data)
    done = run(
        "import",
        "--copy",
        "c.xlsx",
        "--framework",
        "small.yaml",
        "--name",
        "x",
        "-o",
        "o.yaml",
        cwd=folder,
    )
    assert (done.returncode, done.stdout) == (0, "")
    written = (folder / "o.yaml").read_text()
    (folder / "o.yaml").write_text(written.replace('"1.1":', '"1.1": Low'))
    sample = load_service(folder / "o.yaml").evidence["2"]
    assert sample._asdict() == {
        "cases": ("O-01 a", "B"),
        "characteristics": {},
        "answers": {"2.1.1": ("yes", "no"), "2.1.2": ("no", "n/a")},
    }


def test_words_of_answers_are_what_a_program_made_of_references(folder: Path) -> None:
    answers = "{2.1.1: yes, 2.1.2: yes}"
    words = ["no", "NO", "n", "yes", "true", "True"]
    path = with_cases(folder, "".join(f"    {word}: {answers}\n" for word in words))
    assert load_service(path).evidence["2"].figure("2.1.1").yes == len(words)  # type: ignore[union-attr]


SIMILAR = [["O1", "O01"], ["O 01", "O01"], ["O.01", "O01"], ["12.3", "123"], ["007", "7"]]


@pytest.mark.parametrize("cases", SIMILAR, ids=" ".join)
def test_what_differs_in_little_is_told(folder: Path, cases: list[str], run: Run) -> None:
    one, other = cases
    answers = "{2.1.1: yes, 2.1.2: yes}"
    with_cases(folder, f"    {one}: {answers}\n    B: {answers}\n    {other}: {answers}\n")
    said = "cases that differ in blanks, dots or leading zeros alone:"
    done = run("validate", "a.yaml", cwd=folder)
    assert done.returncode == 0
    assert f"a.yaml:6:3: warning: {said} '{one}' (line 7) and '{other}' (line 9)" in done.stderr
    assert run("validate", "--strict", "a.yaml", cwd=folder).returncode == 1
    rows = "".join(f"{case},yes,no\n" for case in (one, "B", other, "Ref 10", "Ref 1 0"))
    (folder / "c.csv").write_text("case,2.1.1,2.1.2\n" + rows)
    text = SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')] + '  "2": c.csv\n'
    (folder / "a.yaml").write_text(text)
    done = run("score", "a.yaml", cwd=folder)
    assert done.returncode == 0
    assert f"c.csv: {said} '{one}' (row 2) and '{other}' (row 4); 'Ref 10' (row 5)" in done.stderr


def test_no_more_than_a_few_pairs_are_named(folder: Path, run: Run) -> None:
    cases = [f"{zeros}{number}" for number in range(1, 4) for zeros in ("", "0", "00")]
    with_cases(folder, "".join(f"    {case}: {{2.1.1: yes, 2.1.2: no}}\n" for case in cases))
    done = run("score", "a.yaml", cwd=folder)
    assert "'1' (line 7) and '01' (line 8); '01' (line 8) and '001' (line 9);" in done.stderr
    assert done.stderr.endswith("and 3 more pairs\n")


def test_a_rating_is_known_however_it_is_spelt(folder: Path) -> None:
    text = SMALL_SERVICE.replace('"1.1": Middle', '"1.1": "mid\\u200bDLE\\u00a0"')
    (folder / "a.yaml").write_text(text)
    assert load_service(folder / "a.yaml").judgements["1.1"]


def test_a_rating_that_is_spelt_in_two_ways_stands_twice(folder: Path, run: Run) -> None:
    (folder / "small.yaml").write_text(SMALL_FRAMEWORK.replace("High", '"LO\\u200bW"'))
    done = run("validate", "small.yaml", cwd=folder)
    assert "the rating 'LO\\u200bW' stands twice" in done.stderr


@pytest.mark.parametrize("name", ["Court\u00a0cases", "COURT  CASES", "court\u200b cases"])
def test_a_sheet_is_found_however_its_name_is_spelt(folder: Path, name: str, run: Run) -> None:
    rows = [["case", "2.1.1", "2.1.2"], ["A", "yes", "no"]]
    (folder / "c.xlsx").write_bytes(sheets(**{"Notes": [["x"]], "Court cases": rows}))
    start = SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')]
    (folder / "a.yaml").write_text(f'{start}  "2": {{file: c.xlsx, sheet: {quoted(name)}}}\n')
    assert load_service(folder / "a.yaml").evidence["2"].figure("2.1.1").yes == 1  # type: ignore[union-attr]
    done = run(
        "import", "--copy", "c.xlsx", "--sheet", name, "--framework", "small.yaml", cwd=folder
    )
    assert (done.returncode, "A: {2.1.1: yes, 2.1.2: no}" in done.stdout) == (0, True)


def test_two_sheets_of_one_name_are_told_apart_by_their_spelling(folder: Path, run: Run) -> None:
    head = ["case", "2.1.1", "2.1.2"]
    data = sheets(
        **{"Court a": [head, ["A", "yes", "no"]], "Court\u00a0a": [head, ["B", "no", "no"]]}
    )
    (folder / "c.xlsx").write_bytes(data)
    start = SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')]
    for name, yes in (("Court a", 1), ("Court\u00a0a", 0)):
        (folder / "a.yaml").write_text(f'{start}  "2": {{file: c.xlsx, sheet: {quoted(name)}}}\n')
        assert load_service(folder / "a.yaml").evidence["2"].figure("2.1.1").yes == yes  # type: ignore[union-attr]
    (folder / "a.yaml").write_text(f'{start}  "2": {{file: c.xlsx, sheet: court a}}\n')
    done = run("score", "a.yaml", cwd=folder)
    assert "more than one sheet could be 'court a': 'Court a' and 'Court\xa0a'" in done.stderr


def test_a_heading_is_understood_however_it_is_spelt(folder: Path, run: Run) -> None:
    (folder / "c.csv").write_text(
        "\u00a0CASE,２.1.1\u200b, 2.1.2 \nA,yes,no\n",
        encoding="utf-8",
    )
    start = SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')]
    (folder / "a.yaml").write_text(f'{start}  "2": c.csv\n')
    assert load_service(folder / "a.yaml").evidence["2"].figure("2.1.1").yes == 1  # type: ignore[union-attr]
    done = run("import", "--copy", "c.csv", "--framework", "small.yaml", cwd=folder)
    assert (done.returncode, "A: {2.1.1: yes, 2.1.2: no}" in done.stdout) == (0, True)
    (folder / "c.csv").write_text("case,2.1.1,2.1.2,2.1.1\u200b\nA,yes,no,no\n", encoding="utf-8")
    done = run("score", "a.yaml", cwd=folder)
    assert done.stderr == "c.csv:1:4: '2.1.1' (B) and '2.1.1\\u200b' (D) are both 2.1.1\n"


@pytest.mark.parametrize("ending", ["YAML", "Yml", "yAmL"])
def test_a_yaml_file_is_one_whatever_the_case_of_its_ending(
    folder: Path, ending: str, run: Run
) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / f"small.{ending}").write_text(SMALL_FRAMEWORK)
    service = SMALL_SERVICE.replace("small.yaml", f"small.{ending}")
    (folder / "sub" / f"a.{ending}").write_text(service)
    (folder / "sub" / "C.CSV").write_text("case,2.1.1,2.1.2\nA,yes,no\n")
    done = run("score", "sub", "--format", "csv", cwd=folder)
    assert done.returncode == 0
    assert f"a.{ending}" in done.stdout
    text = service[: service.index('  "2":')] + '  "2": C.CSV\n'
    (folder / "sub" / f"a.{ending}").write_text(text)
    assert run("score", f"sub/a.{ending}", cwd=folder).returncode == 0
