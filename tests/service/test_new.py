"""Service files to fill in, and the spreadsheets beside them."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpers.paths import FRAMEWORK_2018, WESTERN_BAY
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK
from yotrate import load_framework, load_service
from yotrate.files.documents import Document
from yotrate.framework.model import Framework
from yotrate.service.answers import Answer
from yotrate.service.blanks import Said, blank_samples, service_text, sheet_text
from yotrate.service.model import Sample
from yotrate.service.yaml_scalars import scalar
from yotrate.text import cell

Write = Callable[[str, str], Path]
SIZES = ("--cases", "2=31", "--cases", "3=20")


def test_a_new_file_has_a_blank_for_everything_and_validate_points_at_each(
    run: Run, tmp_path: Path
) -> None:
    done = run("new", "hmip-youth-2018", "-o", "service.yaml", *SIZES, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = (tmp_path / "service.yaml").read_text()
    assert max(map(len, text.splitlines())) <= 80
    assert "never names" in text
    assert text.endswith("3.4.1:    , 3.4.2:    }\n")
    done = run("validate", "service.yaml", cwd=tmp_path)
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert len(lines) == 1 + 4 + 31 * 12 + 20 * 11
    places = {tuple(map(int, re.findall(r":(\d+):(\d+):", line)[0])) for line in lines}
    assert len(places) == len(lines)
    blanks = text.splitlines()
    for line in lines[1:]:
        row, column = map(int, re.findall(r":(\d+):(\d+):", line)[0])
        key = blanks[row - 1][column - 1 :].split(":")[0].strip('"')
        assert f" {key} (" in line
    assert lines[0].endswith("nothing is given for 'service'")


def test_filled_in_it_is_a_good_service(run: Run, tmp_path: Path) -> None:
    run("new", "hmip-youth-2021", "-o", "s.yaml", "--name", 'A: "B" #é', *SIZES, cwd=tmp_path)
    text = (tmp_path / "s.yaml").read_text()
    text = re.sub(r'^(  "[0-9.]+":)(?=  # [A-Z](?!ourt|ut-of-court dis))', r"\1 good", text,
                  flags=re.MULTILINE)  # fmt: skip
    (tmp_path / "s.yaml").write_text(re.sub(r"   (?=[,}])", "yes", text))
    service = load_service(tmp_path / "s.yaml")
    assert service.name == 'A: "B" #é'
    assert service.judgements.keys() == {"1.1", "1.2", "1.3", "1.4", "3.4"}
    court = service.evidence["2"]
    assert isinstance(court, Sample)
    assert (court.cases[0], court.cases[-1], len(court.cases)) == ("C2-01", "C2-31", 31)


def test_without_output_it_goes_to_standard_output(run: Run) -> None:
    done = run("new", "hmip-youth-2018", "--cases", "2=1")
    assert done.returncode == 0
    data = yaml.safe_load(done.stdout)
    assert data["framework"] == "hmip-youth-2018"
    assert data["service"] is None
    assert set(data["cases"]["2"]["C2-01"].values()) == {None}
    assert data["cases"]["3"] is None


def test_a_framework_given_by_its_path_is_referred_to_from_the_new_file(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "below" / "deep").mkdir(parents=True)
    (tmp_path / "mine.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "link").symlink_to(Path("below", "deep"))
    for output, reference in (
        ("s.yaml", "mine.yaml"),
        ("below/s.yaml", "../mine.yaml"),
        ("link/s.yaml", "../../mine.yaml"),
    ):
        assert run("new", "mine.yaml", "-o", output, cwd=tmp_path).returncode == 0
        assert yaml.safe_load((tmp_path / output).read_text())["framework"] == reference
        assert "no cases for domain 2" in run("validate", tmp_path / output).stderr
    (tmp_path / "plain").write_text(SMALL_FRAMEWORK)
    assert 'framework: "./plain"\n' in run("new", "./plain", cwd=tmp_path).stdout


OPTIONAL = """\
  - id: "3"
    title: "A title that is\\nlong, and long, and longer: it goes on until no line can hold it"
    basis: cases
    standards:
      - {id: "3.1", title: One, key_questions: [{id: "3.1.1", title: "# Who: {or} what"}]}
      - {id: "3.2", title: Two, optional: true, key_questions: [{id: "3.2.1", title: Why}]}
      - id: "3.3"
        title: Three
        key_questions:
          - {id: "3.3.abcdefghijklmnopqrstuvwxyz-012345678", title: Where}
          - {id: "3.3.bcdefghijklmnopqrstuvwxyz-0123456789", title: When}
          - {id: "3.3.c", title: Judged, basis: judgement}
  - id: "4"
    title: Optional
    basis: cases
    optional: true
    standards:
      - {id: "4.1", title: One, key_questions: [{id: "4.1.1", title: Who}]}
      - {id: "4.2", title: "Whole ", basis: judgement}
  - id: E-1
    title: Last
    basis: cases
    standards:
      - {id: E-1.1, title: One, key_questions: [{id: "E-1.1.1", title: Who}]}
"""


@pytest.fixture
def odd(tmp_path: Path) -> Framework:
    (tmp_path / "odd.yaml").write_text(SMALL_FRAMEWORK + OPTIONAL)
    return load_framework(tmp_path / "odd.yaml")


def test_what_is_optional_is_left_out_and_said_to_be(odd: Framework) -> None:
    text = service_text(odd, "odd.yaml", "x", Said(blank_samples(odd, {"3": 2, "E-1": 1})))
    assert max(map(len, text.splitlines())) <= 80
    data = yaml.safe_load(text)
    assert data["judgements"] == {"1.1": None, "3.3.c": None}
    assert '  # "4.2":  # Whole\n' in text
    assert list(data["cases"]) == ["2", "3", "E-1"]
    asked = ["3.1.1", "3.3.abcdefghijklmnopqrstuvwxyz-012345678",
             "3.3.bcdefghijklmnopqrstuvwxyz-0123456789"]  # fmt: skip
    assert list(data["cases"]["3"]["C3-02"]) == asked
    assert "4 Optional is optional, and left out." in text
    assert "3.2 Two: 3.2.1 Why (optional, and left out:" in text
    samples = blank_samples(odd, {"4": 1})
    assert list(samples["4"].answers) == ["4.1.1"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hmip-youth-2019"], "unknown framework 'hmip-youth-2019': did you mean"),
        (["-"], "a service file cannot refer to standard input"),
        (["hmip-youth-2018", "--cases", "22=1"], "'22' is no domain of hmip-youth-2018: did you"),
        (["hmip-youth-2018", "--cases", "1=1"], "domain 1 has no cases: it is rated by judgement"),
        (["hmip-youth-2018", "--cases", "2=0"], "such as 2=31, found '2=0'"),
        (["hmip-youth-2018", "--cases", "2=-1"], "such as 2=31, found '2=-1'"),
        (["hmip-youth-2018", "--cases", "2=x"], "such as 2=31, found '2=x'"),
        (["hmip-youth-2018", "--cases", "2"], "such as 2=31, found '2'"),
        (["hmip-youth-2018", "--cases", "2=²"], "such as 2=31, found '2=²'"),
        (["hmip-youth-2018", "--cases", "2=1", "--cases", "2=1"], "is given twice for domain 2"),
        (["hmip-youth-2018", "--cases", "2=6000"], "larger than 1,024 KiB, the most that is read"),
        (["hmip-youth-2018", "--cases", "2=" + "9" * 5000], "larger than 1,024 KiB, the most"),
        (["hmip-youth-2018", "--cases", "2=80000", "--csv", "-o", "a.yaml"], "larger than 1,024"),
        (["hmip-youth-2018", "--csv", "--cases", "2=1"], "--csv needs -o"),
        (["hmip-youth-2018", "--csv", "-o", "a.yaml"], "and --cases"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_wrong_usage(
    run: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = run("new", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_the_largest_file_that_is_written_is_read(run: Run, tmp_path: Path) -> None:
    run("new", "hmip-youth-2018", "-o", "s.yaml", "--cases", "2=5000", cwd=tmp_path)
    found = run("validate", "s.yaml", cwd=tmp_path).stderr.splitlines()
    assert len(found) == 1001
    assert found[0].endswith("far too much is wrong with this file: not all of it was looked into")
    assert found[-1].endswith(" more problems")


@pytest.mark.parametrize("there", ["service.yaml", "service-3.csv"])
def test_what_is_there_is_overwritten_only_by_force(run: Run, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("old")
    command = ("new", "hmip-youth-2018", "-o", "service.yaml", *SIZES, "--csv")
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 2
    assert f"'{there}' is there already: --force overwrites it" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert run(*command, "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / there).read_text() != "old"


def test_a_folder_that_is_not_there_is_one_clean_line(run: Run, tmp_path: Path) -> None:
    done = run("new", "hmip-youth-2018", "-o", tmp_path / "no" / "s.yaml")
    message = f"yotrate: cannot write {tmp_path}/no/s.yaml: no such file or directory\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)
    done = run("new", "hmip-youth-2018", "-o", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"yotrate: cannot write {tmp_path}: it is a folder, not a file\n"


def test_spreadsheets_beside_the_file_are_as_they_should_be(run: Run, tmp_path: Path) -> None:
    done = run("new", "hmip-youth-2018", "-o", "my file.yaml", *SIZES, "--csv", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    data = yaml.safe_load((tmp_path / "my file.yaml").read_text())
    assert data["cases"] == {"2": "my file-2.csv", "3": "my file-3.csv"}
    written = (tmp_path / "my file-3.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfcase,3.1.1,")
    assert written.count(b"\r\n") == written.count(b"\n") == 22
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines()))
    assert rows[1][:2] == ["", "Desistance"]
    assert rows[2] == ["C3-01", *[""] * 11]
    assert {len(row) for row in rows} == {12}
    done = run("validate", "my file.yaml", cwd=tmp_path)
    # Rows that are blank throughout are told of together.
    assert len(done.stderr.splitlines()) == 1 + 4 + 1 + 1
    assert (
        "my file-2.csv:3:1: 31 rows, 3 to 33 ('C2-01' to 'C2-31'), have no answer: " in done.stderr
    )


def test_filled_in_spreadsheets_score_the_same_as_the_yaml(run: Run, tmp_path: Path) -> None:
    service = load_service(WESTERN_BAY)
    run("new", "hmip-youth-2018", "-o", tmp_path / "bay.yaml", *SIZES, "--csv")
    for domain in ("2", "3"):
        sample = service.evidence[domain]
        assert isinstance(sample, Sample)
        lines = (tmp_path / f"bay-{domain}.csv").read_bytes().splitlines(keepends=True)
        for at, line in enumerate(lines[2:]):
            answers = ",".join(str(column[at]) for column in sample.answers.values())
            lines[at + 2] = line.replace(b"," * len(sample.answers), b"," + answers.encode())
        (tmp_path / f"bay-{domain}.csv").write_bytes(b"".join(lines))
    text = (tmp_path / "bay.yaml").read_text().replace("service: ", "service: Bay")
    text = re.sub(r'("1\.\d":)', r"\1 Inadequate", text)
    (tmp_path / "bay.yaml").write_text(text)
    shown = run("score", tmp_path / "bay.yaml").stdout
    table = shown[shown.index("1 Org") : shown.index("3.3 ")]
    assert table in run("score", WESTERN_BAY).stdout
    assert "Overall: Requires improvement, 7 of 36 points" in shown


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\ta", "'\ta"),
     ("\ra", "'\ra"), ("a=1", "a=1"), ("", "")],
)  # fmt: skip
def test_no_label_is_a_formula(text: str, safe: str) -> None:
    assert cell(text) == safe


def test_labels_are_neutralised_in_spreadsheets(write: Write) -> None:
    path = write("mine.yaml", SMALL_FRAMEWORK.replace("title: Safety", 'title: "=HYPERLINK(1)"'))
    framework = load_framework(path)
    sample = blank_samples(framework, {"2": 1})["2"]
    text = sheet_text(framework.samples[0], sample).decode("utf-8-sig")
    assert text == "case,2.1.1,2.1.2\r\n,Desistance,'=HYPERLINK(1)\r\nC2-01,,\r\n"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    written = scalar(text)
    assert Document("x", f"a: {written}\n").data == {"a": text}
    assert yaml.safe_load(f"[{written}]") == [text]
    if len(text) <= 100:
        assert Document("x", f"{{{written}: yes}}\n").data == {text: "yes"}
        assert yaml.safe_load(f"{written}: 1") == {text: 1}


@pytest.mark.parametrize(
    "text",
    ["yes", "No", "n", "null", "~", "1", "1.10", "2.1.1", "2019-03-01", "1:30", "0x1f", "1e3",
     "<<", "=", "- a", "a: b", "a #b", "*a", "&a", "!a", "%a", "@a", "`a", "{a", "[a", "'", '"',
     "a\x85b", "a\u2028b", "\ufeff", "\x1b[31m", "a\x00b", "\U000e0001", "C2-01", "n/a", " a "],
)  # fmt: skip
def test_text_that_yaml_takes_for_more_is_quoted(text: str) -> None:
    assert yaml.safe_load(f"[{scalar(text)}]") == [text]
    assert Document("x", f"a: {scalar(text)}\n").data == {"a": text}


ANSWERS: st.SearchStrategy[Answer | None] = st.sampled_from(["yes", "no", "n/a", None])


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100).filter(
            lambda text: text.strip() != ""
        ),
        st.lists(ANSWERS, min_size=12, max_size=12),
        min_size=1,
        max_size=5,
    )
)
def test_cases_are_read_back_as_they_were(cases: dict[str, list[Answer | None]]) -> None:
    framework = load_framework(FRAMEWORK_2018)
    questions = [question.id for question in framework.domains[1].case_questions]
    columns = zip(*cases.values(), strict=True)
    sample = Sample(tuple(cases), dict(zip(questions, columns, strict=True)))
    text = service_text(framework, framework.id, "x", Said({"2": sample}))
    assert Document("x", text).data["cases"]["2"] == {
        case: dict(zip(questions, answers, strict=True)) for case, answers in cases.items()
    }
