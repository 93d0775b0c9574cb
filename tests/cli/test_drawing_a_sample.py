"""Drawing a sample from a list, from the command line: what is written, and verified again."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from helpers.program import Run
from yotrate import load_service
from yotrate.service.model import Sample

HEAD = "Reference,Gender,Risk,Type\n"
ROWS = [
    f"X{at:02},{'FMMM'[at % 4]},{['low', 'high', 'medium'][at % 3]},{'Court' if at < 37 else 'Out'}"
    for at in range(59)
]
DRAW = ("sample", "hmip-youth-2018", "--draw", "list.csv")
HOW = ("--domain-column", "Type", "--by", "Gender", "--by", "Risk", "--seed", "2026-11",
       "--reserve", "20%")  # fmt: skip


def write(folder: Path, rows: list[str]) -> None:
    text = "\n".join(rows).replace(",Out", ",Out of court")
    (folder / "list.csv").write_text(f"{HEAD}{text}\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(
        HEAD + "\n".join(ROWS).replace(",Out", ",Out of court") + "\n"
    )
    return tmp_path


def test_a_manifest_holds_what_is_needed_to_draw_again(run: Run, folder: Path) -> None:
    done = run(*DRAW, *HOW, "--format", "json", cwd=folder)
    said = json.loads(done.stdout)
    assert (said["framework"], said["seed"], said["by"]) == (
        "hmip-youth-2018", "2026-11", ["Gender", "Risk"],
    )  # fmt: skip
    assert (said["list"]["cases"], said["reserve"], said["dropped"]) == (59, 20, [])
    assert [(each["domain"], each["eligible"], each["needed"]) for each in said["domains"]] == [
        ("2", 37, 31), ("3", 22, 20),
    ]  # fmt: skip
    assert len(said["chosen"]) == 51
    assert not {*said["chosen"]} & {*said["reserves"]}
    for domain in said["domains"]:
        assert sum(each["chosen"] for each in domain["strata"]) == domain["needed"]
        assert domain["matched"] == "together"
    shares = [each for each in said["balance"] if each["domain"] == "2"]
    assert {(each["characteristic"], each["value"], each["eligible"]) for each in shares} == {
        ("Gender", "F", 10), ("Gender", "M", 27),
        ("Risk", "low", 13), ("Risk", "high", 12), ("Risk", "medium", 12),
    }  # fmt: skip
    assert {each["eligible_percent"] for each in shares if each["value"] == "F"} == {27.0}


def test_a_draw_is_verified_from_its_json_and_from_its_workbook(run: Run, folder: Path) -> None:
    run(*DRAW, *HOW, "--format", "json", "-o", "m.json", cwd=folder)
    assert run(*DRAW, *HOW, "-o", "m.xlsx", cwd=folder).stdout == ""
    write(folder, ROWS[::-1])
    for name in ("m.json", "m.xlsx"):
        done = run(*DRAW, "--verify", name, cwd=folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{name}: the draw comes out the same: 51 cases chosen, ")
        assert run(*DRAW, *HOW, "--verify", name, cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"seed": "2026-11"', '"seed": "2026-12"', "among the chosen "),
        ('"X00"', '"X99"', "'X99' should not be and 'X00' should be"),
        ('"needed": 31', '"needed": 30', "'domains' should be otherwise"),
        (
            '"framework": "hmip-youth-2018"',
            '"framework": "x"',
            "was drawn by 'x', and not by",
        ),
        ('"cases": 59', '"cases": 58', "'list' should be otherwise"),
    ],
)
def test_a_manifest_that_says_otherwise_is_found(
    run: Run, folder: Path, old: str, new: str, message: str
) -> None:
    manifest = folder / "m.json"
    run(*DRAW, *HOW, "--format", "json", "-o", "m.json", cwd=folder)
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new))
    done = run(*DRAW, "--verify", "m.json", cwd=folder)
    assert done.returncode == 1
    assert done.stderr.startswith("m.json:1:1: ")
    assert message in done.stderr


def test_a_list_with_another_case_is_not_the_one_of_the_manifest(run: Run, folder: Path) -> None:
    run(*DRAW, *HOW, "--format", "json", "-o", "m.json", cwd=folder)
    with (folder / "list.csv").open("a") as file:
        file.write("Z1,F,low,Court\n")
    done = run(*DRAW, "--verify", "m.json", cwd=folder)
    assert done.returncode == 1
    assert "m.json:1:1: the list has 60 cases, and '59' stands in the manifest" in done.stderr


def test_other_values_in_the_list_are_told(run: Run, folder: Path) -> None:
    run(*DRAW, *HOW, "--format", "json", "-o", "m.json", cwd=folder)
    file = folder / "list.csv"
    file.write_text(file.read_text().replace("X00,F", "X00,M"))
    done = run(*DRAW, "--verify", "m.json", cwd=folder)
    assert "it has 59 cases, with other references or characteristics" in done.stderr


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", "\x00", '{"by": [1]}', "[" * 100_000, '{"seed": "a", "by": []}']
)
def test_what_is_no_manifest_is_told(run: Run, folder: Path, text: str) -> None:
    (folder / "m.json").write_text(text)
    done = run(*DRAW, "--verify", "m.json", cwd=folder)
    assert done.returncode == 1
    assert done.stderr == (
        "m.json:1:1: this is no manifest of a draw, as JSON or as the workbook that was drawn\n"
    )
    run(*DRAW, *HOW, "--service", "other.xlsx", cwd=folder)
    assert run(*DRAW, "--verify", "other.xlsx", cwd=folder).returncode == 1


def test_a_workbook_has_the_chosen_the_reserves_the_balance_and_the_manifest(
    run: Run, folder: Path
) -> None:
    (folder / "list.csv").write_text(HEAD.replace("Risk", "=1+1") + "\n".join(ROWS) + "\n")
    how = [each if each != "Risk" else "=1+1" for each in HOW]
    run(*DRAW, *how, "-o", "drawn.xlsx", cwd=folder)
    book = load_workbook(folder / "drawn.xlsx")
    assert book.sheetnames == ["chosen", "reserves", "balance", "manifest"]
    rows = list(book["chosen"].values)
    assert rows[0] == ("case", "domain", "Gender", "=1+1")
    assert len(rows) == 52
    cells = [cell for row in book["chosen"].rows for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert list(book["balance"].values)[1][:4] == ("2", "Gender", "F", 10)
    done = run(*DRAW, *how, "-o", "drawn.xlsx", cwd=folder)
    assert (done.returncode, "--force overwrites it" in done.stderr) == (2, True)
    assert run(*DRAW, *how, "-o", "drawn.xlsx", "--force", cwd=folder).returncode == 0


@pytest.mark.parametrize("name", ["new.yaml", "new.xlsx"])
def test_a_service_to_fill_in_has_references_and_eligible_numbers(
    run: Run, folder: Path, name: str
) -> None:
    done = run(*DRAW, *HOW, "--service", name, "--format", "json", cwd=folder)
    chosen = json.loads(done.stdout)["chosen"]
    if name == "new.yaml":
        file = folder / name
        text = file.read_text()
        text = text.replace("service:  #", "service: A #")
        text = text.replace(":    ", ": yes").replace(":   }", ": yes}").replace(":   ,", ": yes,")
        for judged in ("1.1", "1.2", "1.3", "1.4"):
            text = text.replace(f'  "{judged}":', f'  "{judged}": Good')
        file.write_text(text)
        service = load_service(file)
        assert service.eligible == {"2": 37, "3": 22}
        samples = [each for each in service.evidence.values() if isinstance(each, Sample)]
        assert [case for sample in samples for case in sample.cases] == chosen
        rows = {row.split(",")[0]: row.split(",")[1:3] for row in ROWS}
        for sample in samples:
            for at, case in enumerate(sample.cases):
                own = [sample.characteristics[key][at] for key in ("Gender", "Risk")]
                assert own == rows[case]
        return
    book = load_workbook(folder / name)
    cases = [
        row[0]
        for sheet in book.worksheets[2:]
        for row in sheet.iter_rows(min_row=8, values_only=True)
    ]
    assert [case for case in cases if case] == chosen
    assert "37" in {row[1] for row in book["Service"].iter_rows(values_only=True)}
    headings = [cell.value for cell in book.worksheets[2][7]]
    assert headings[-2:] == ["Gender", "Risk"]


def test_the_table_names_groups_balance_and_seed(run: Run, folder: Path) -> None:
    done = run(*DRAW, *HOW, cwd=folder)
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "Domain 2 Court disposals: 31 of 37 eligible cases, and 6 reserves"
    assert (
        lines[1] == "Matched to the eligible cases by 'Gender' and 'Risk', as nearly as whole cases"
    )
    assert any(line.startswith("F · high") for line in lines)
    assert "Drawn by the seed '2026-11' from 'list.csv' (59 cases, SHA-256" in done.stdout
    rows = list(csv.DictReader(io.StringIO(run(*DRAW, *HOW, "--format", "csv", cwd=folder).stdout)))
    assert [row["drawn"] for row in rows].count("chosen") == 51
    assert {row["domain"] for row in rows} == {"2", "3"}


def test_too_many_groups_are_matched_one_after_the_other_and_it_is_said(
    run: Run, folder: Path
) -> None:
    done = run(*DRAW, "--domain", "2", "--by", "Gender", "--by", "Reference", "--seed", "s",
               cwd=folder)  # fmt: skip
    assert "there are 59 groups, too many for 44 cases" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--seed", "s"], 2, "a draw needs either --domain or --domain-column"),
        (["--domain", "2", "--domain-column", "Type", "--seed", "s"], 2, "either --domain or"),
        (["--domain", "2"], 2, "a draw needs --seed and a text"),
        (["--domain", "2", "--seed", " "], 2, "a draw needs --seed and a text"),
        (["--domain", "7", "--seed", "s"], 2, "'7' is no domain with cases"),
        (["--domain", "2", "--seed", "s", "--by", "Rsk"], 2, "did you mean 'Risk'"),
        (["--domain", "2", "--seed", "s", "--reserve", "lots"], 2, "expected a share of reserves"),
        (["--domain", "2", "--seed", "s", "--reserve", "120%"], 2, "expected a share of reserves"),
        (["--domain", "2", "--seed", "s", "--service", "a.txt"], 2, "ends in .yaml or .xlsx"),
        (["--domain", "2", "--seed", "s", "--eligible", "4"], 2, "--draw counts the eligible"),
        (["--domain-column", "Gender", "--seed", "s"], 1, "list.csv:2:2: 'F' is none of domain 2"),
        (["--verify", "gone.json"], 1, "gone.json:1:1: cannot read this"),
    ],
)
def test_a_draw_that_makes_no_sense_says_why(
    run: Run, folder: Path, arguments: list[str], code: int, message: str
) -> None:
    done = run(*DRAW, *arguments, cwd=folder)
    assert done.returncode == code
    assert message in " ".join(done.stderr.split())
    assert {path.name for path in folder.iterdir()} == {"list.csv"}


def test_what_is_of_a_draw_goes_with_a_list_alone(run: Run) -> None:
    done = run("sample", "hmip-youth-2018", "--eligible", "4", "--domain-column", "x")
    assert (done.returncode, "--domain-column goes with --draw" in done.stderr) == (2, True)


def test_options_that_the_manifest_contradicts_are_refused(run: Run, folder: Path) -> None:
    run(*DRAW, *HOW, "--format", "json", "-o", "m.json", cwd=folder)
    for more in (["--seed", "x"], ["--by", "Gender"], ["--reserve", "5%"], ["--domain", "2"]):
        done = run(*DRAW, *more, "--verify", "m.json", cwd=folder)
        assert (done.returncode, "than in the manifest" in done.stderr) == (2, True)


def test_names_are_refused_with_the_way_to_leave_them_out(run: Run, folder: Path) -> None:
    file = folder / "list.csv"
    file.write_text("case,Name\nA,Alex Smith\nB,Sam Jones\n")
    done = run(*DRAW, "--domain", "2", "--seed", "s", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("list.csv:1:2: 'Name' looks like people's names: ")
    assert done.stderr.endswith("leave the column out with --drop\n")
    done = run(
        *DRAW, "--domain", "2", "--seed", "s", "--drop", "Name", "--format", "json", cwd=folder
    )
    assert sorted(json.loads(done.stdout)["chosen"]) == ["A", "B"]
    assert "Smith" not in done.stdout


def test_a_list_is_not_written_over(run: Run, folder: Path) -> None:
    before = (folder / "list.csv").read_text()
    assert run(*DRAW, *HOW, "-o", "list.csv", cwd=folder).returncode == 2
    assert (folder / "list.csv").read_text() == before


def test_a_workbook_whose_sheets_were_changed_is_found(run: Run, folder: Path) -> None:
    run(*DRAW, *HOW, "-o", "m.xlsx", cwd=folder)
    book = load_workbook(folder / "m.xlsx")
    sheet = book["chosen"]
    before = sheet["A2"].value
    sheet["A2"].value = "A999"
    sheet.delete_rows(10, 3)
    book.save(folder / "m.xlsx")
    done = run(*DRAW, "--verify", "m.xlsx", cwd=folder)
    assert done.returncode == 1
    assert "among the chosen 'A999' should not be and " in done.stderr
    assert f"'{before}'" in done.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"reserve": 20', '"reserve": NaN'),
        ('"reserve": 20', '"reserve": -1'),
        ('"reserve": 20', '"reserve": true'),
        ('"reserve": 20', f'"reserve": 1{"0" * 400}'),
        ('"Gender",', '"Nope",'),
        ('"dropped": []', '"dropped": ["Gender"]'),
    ],
)
def test_a_manifest_that_cannot_be_drawn_by_is_a_problem_of_it(
    run: Run, folder: Path, old: str, new: str
) -> None:
    run(*DRAW, *HOW, "--format", "json", "-o", "m.json", cwd=folder)
    text = (folder / "m.json").read_text()
    assert old in text
    (folder / "m.json").write_text(text.replace(old, new, 1))
    done = run(*DRAW, "--verify", "m.json", cwd=folder)
    assert (done.returncode, done.stderr.startswith("m.json:1:1: ")) == (1, True)


def test_either_all_is_written_or_nothing(run: Run, folder: Path) -> None:
    for output in ("no.ods", "nodir/x.json"):
        done = run(*DRAW, *HOW, "-o", output, "--service", "new.yaml", cwd=folder)
        assert done.returncode in {1, 2}
    for name in ("same.xlsx", "same.yaml"):
        done = run(*DRAW, *HOW, "-o", name, "--service", name, cwd=folder)
        assert (done.returncode, "name the same file" in done.stderr) == (2, True)
    assert {path.name for path in folder.iterdir()} == {"list.csv"}
    assert run(*DRAW, *HOW, "--service", "new.yaml", cwd=folder).returncode == 0
    done = run(*DRAW, *HOW, "-o", "m.json", "--service", "new.yaml", cwd=folder)
    assert (done.returncode, "--force overwrites it" in done.stderr) == (2, True)
    assert not (folder / "m.json").exists()


def test_characteristics_called_as_our_own_columns_stand_beside_them(
    run: Run, folder: Path
) -> None:
    (folder / "list.csv").write_text("ref,case,drawn\nA1,M1,y\nA2,M2,y\n")
    done = run(*DRAW, "--domain", "2", "--by", "drawn", "--seed", "s", "--format", "csv",
               cwd=folder)  # fmt: skip
    assert done.stdout.splitlines()[0] == "case,drawn,domain,drawn (list)"
    assert sorted(done.stdout.splitlines()[1:]) == ["M1,chosen,2,y", "M2,chosen,2,y"]


def test_a_seed_is_a_short_text(run: Run, folder: Path) -> None:
    for seed in ("x" * 1001, "a\nb", "\udcff"):
        done = run(*DRAW, "--domain", "2", "--seed", seed, cwd=folder)
        assert (done.returncode, "--seed is a text of at most" in done.stderr) == (2, True)


def test_an_id_in_letters_is_named_as_it_is(run: Run, folder: Path) -> None:
    done = run("sample", "hmip-youth-2025", "--draw", "list.csv", "--domain", "V", "--seed", "s",
               cwd=folder)  # fmt: skip
    assert done.stdout.startswith("Domain V ")
