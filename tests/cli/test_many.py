"""Many services at once, folders, half-finished audits, and every form of output."""

import csv
import io
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.paths import FRAMEWORK_2018, ROOT, WESTERN_BAY
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from helpers.strategies import services as drawn_services
from yotrate import load_framework, load_service, rate
from yotrate.framework.model import Framework
from yotrate.questions.partial import partial
from yotrate.rating.rate import rate as rate_service
from yotrate.report.forms.csv import to_csv
from yotrate.report.forms.markdown import escaped
from yotrate.report.services import initials
from yotrate.service.answers import Answer
from yotrate.service.model import Sample, Service


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 157 made-up services, a framework, and what is no service at all."""
    path = tmp_path_factory.mktemp("services")
    chance = random.Random(157)
    framework = load_framework("hmip-youth-2018")
    ratings = [rating.name for rating in framework.ratings]
    for number in range(157):
        good = chance.random()
        judged = "".join(f'  "1.{at}": {chance.choice(ratings)}\n' for at in range(1, 5))
        results = "".join(
            f'  "{domain.id}":\n'
            + "".join(
                f"    {question.id}: {sum(chance.random() < good for _ in range(20))}/20\n"
                for question in domain.case_questions
            )
            for domain in framework.domains[1:]
        )
        (path / f"{number:03}.yaml").write_text(
            f"service: Service {number}\nframework: hmip-youth-2018\n"
            f"judgements:\n{judged}results:\n{results}"
        )
    (path / "framework.yaml").write_text(FRAMEWORK_2018.read_text())
    (path / "notes.txt").write_text("not read")
    (path / "deeper").mkdir()
    (path / "deeper" / "one.yaml").write_text("not: read\n")
    return path


def overall(folder: Path) -> dict[str, str]:
    found = {}
    for file in sorted(folder.glob("[0-9]*.yaml")):
        service = load_service(file)
        rating = rate(service.framework, service).overall.rating
        assert rating is not None
        found[service.name] = rating.name
    return found


def test_a_folder_of_157_services_is_one_table_whose_counts_add_up(run: Run, folder: Path) -> None:
    done = run("score", folder, COLUMNS="100")
    assert (done.returncode, done.stderr) == (0, "")
    expected = overall(folder)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    rows = {match[1]: line for line in lines if (match := re.match(r"(Service \d+) ", line))}
    assert len(rows) == 157
    for name, line in rows.items():
        assert f" {expected[name]} " in line
    counts = Counter(expected.values())
    order = [rating.name for rating in load_framework("hmip-youth-2018").ratings]
    counted = ", ".join(f"{counts[name]} {name}" for name in order)
    assert lines[-1] == f"157 services: {counted}"


def test_services_may_be_sorted_by_score(run: Run, folder: Path) -> None:
    data = json.loads(run("score", folder, "--sort", "score", "--format", "json").stdout)
    scores = [service["overall"]["score"] for service in data["services"]]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 5
    plain = json.loads(run("score", folder, "--format", "json").stdout)
    assert [each["file"] for each in plain["services"]] == sorted(
        each["file"] for each in data["services"]
    )


def test_a_cell_for_each_standard_tells_rating_and_discretion(run: Run) -> None:
    printed = ROOT / "examples" / "western_bay_published.yaml"
    lines = run("score", WESTERN_BAY, printed, COLUMNS="120").stdout.splitlines()
    first = next(line for line in lines if line.startswith("Western Bay"))
    assert first.rstrip().endswith("6/36 I I I I  I I I I  G R I*O")
    legend = "I Inadequate, R Requires improvement, G Good, O Outstanding, * moved by discretion"
    assert legend in " ".join(" ".join(lines).split())


def test_a_bad_file_is_reported_and_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE)
    (tmp_path / "b.yaml").write_text(SMALL_SERVICE.replace("Middle", "Midle"))
    (tmp_path / "c.yaml").write_text(SMALL_SERVICE.replace("small service", "third service"))
    for command in ("score", "boundary"):
        done = run(command, ".", "--format", "json", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr == "b.yaml:4:10: 1.1: unknown rating 'Midle': did you mean 'Middle'?\n"
        names = [each["service"] for each in json.loads(done.stdout)["services"]]
        assert names == ["A small service", "A third service"]
    done = run("score", "a.yaml", "missing.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "1 service: 0 Low, 1 Middle, 0 High" in done.stdout
    assert "missing.yaml:1:1: cannot read this" in done.stderr
    none = run("score", "b.yaml", "missing.yaml", "--format", "json", cwd=tmp_path)
    assert json.loads(none.stdout)["services"] == []


def test_a_folder_without_services_is_a_problem(run: Run, tmp_path: Path) -> None:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "small.yaml").write_text(SMALL_FRAMEWORK)
    for command in ("score", "boundary"):
        done = run(command, "frameworks", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr == "frameworks:1:1: there is no service in this folder\n"
    (tmp_path / "empty").mkdir()
    done = run("validate", "empty", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        "empty:1:1: there is no YAML file in this folder\n",
    )
    done = run("validate", "frameworks", cwd=tmp_path)
    assert done.stdout == "frameworks/small.yaml: framework small, 2 standards, 2 key questions\n"


def test_different_frameworks_are_different_tables(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE)
    (tmp_path / "b.yaml").write_text(WESTERN_BAY.read_text())
    done = run("score", ".", cwd=tmp_path)
    assert "1 service: 0 Low, 1 Middle, 0 High" in done.stdout
    assert "1 service: 1 Inadequate, 0 Requires improvement" in done.stdout


def test_initials_tell_ratings_apart() -> None:
    from helpers.strategies import domain, framework

    of = framework(domains=[domain("1", [1])])
    names = {"A": "Good", "B": "Great", "C": "G", "D": "great value"}
    renamed = of.model_copy(
        update={
            "ratings": tuple(
                rating.model_copy(update={"name": names[rating.name]}) for rating in of.ratings
            )
        }
    )
    assert [*initials([each.name for each in renamed.ratings])] == ["Go", "Great", "G", "great "]


# Half-finished audits


def half_done() -> str:
    """Western Bay without judgements, without domain 3, and with blanks in domain 2."""
    text = WESTERN_BAY.read_text()
    text = text[: text.index('  "3":\n')]
    text = re.sub(r'judgements:\n(  "1.*\n)+', "", text)
    text = text.replace("C04: {2.1.1: no", "C04: {2.1.1: ")
    return text.replace("C05: {2.1.1: yes", "C05: {2.1.1: ")


def test_a_half_finished_audit_is_refused_unless_asked_for(run: Run) -> None:
    done = run("score", "-", stdin=half_done().encode())
    assert done.returncode == 1
    assert done.stdout == ""
    messages = [line.split(": ", 1)[1] for line in done.stderr.splitlines()]
    assert messages == [
        "no judgement for 1.1 (Governance and leadership)",
        "no judgement for 1.2 (Staff)",
        "no judgement for 1.3 (Partnerships and services)",
        "no judgement for 1.4 (Information and facilities)",
        "no cases for domain 3 (Out-of-court disposals); if it was not rated, say why under "
        "'not_rated'",
        "case 'C04': no answer to 2.1.1 (Desistance)",
        "case 'C05': no answer to 2.1.1 (Desistance)",
    ]


def test_a_half_finished_audit_is_rated_as_far_as_it_is_done(run: Run) -> None:
    done = run("score", "-", "--partial", stdin=half_done().encode())
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    assert "2.1.1 Desistance 19/29 66%" in text
    assert "Overall: withheld, for want of a rating of 1.1, 1.2" in text
    # Domain 1 and 3 can give up to 3 points for each of 8 standards, domain 2 gives none.
    assert "It can still become Inadequate (0) to Good (24 of 36 points)." in text
    assert "judgements of 1.1, 1.2, 1.3 and 1.4" in text
    assert "cases of domain 3" in text
    assert "2.1.1: 2 answers (C04, C05)" in text
    data = json.loads(
        run("score", "-", "--partial", "--format", "json", stdin=half_done().encode()).stdout
    )
    (service,) = data["services"]
    assert service["overall"]["range"] == {
        "from": {"rating": "Inadequate", "score": 0},
        "to": {"rating": "Good", "score": 24},
    }
    assert service["missing"] == {
        "judgements": ["1.1", "1.2", "1.3", "1.4"],
        "domains": ["3"],
        "answers": {"2.1.1": ["C04", "C05"]},
    }


def test_a_case_without_a_word_has_answered_nothing_yet(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    for blank in ("    A:\n", "    A: {}\n", "    A: {2.1.1: , 2.1.2: }\n"):
        rest = SMALL_SERVICE.split("    B:")[0].split("    A:")[0]
        (tmp_path / "a.yaml").write_text(f"{rest}{blank}    B: {{2.1.1: yes, 2.1.2: no}}\n")
        done = run("score", "a.yaml", "--partial", "--format", "json", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        (service,) = json.loads(done.stdout)["services"]
        assert service["missing"]["answers"] == {"2.1.1": ["A"], "2.1.2": ["A"]}
        assert run("score", "a.yaml", "--partial", cwd=tmp_path).returncode == 0
        whole = run("score", "a.yaml", cwd=tmp_path)
        assert whole.returncode == 1
        assert [line.split(": ", 1)[1] for line in whole.stderr.splitlines()] == [
            "case 'A': no answer to 2.1.1 (Desistance)",
            "case 'A': no answer to 2.1.2 (Safety)",
        ]


def test_what_is_missing_may_no_longer_matter(run: Run, tmp_path: Path) -> None:
    begun = SMALL_SERVICE.replace("Middle", "Low") + "    E: {2.1.1: yes}\n"
    (tmp_path / "a.yaml").write_text(begun)
    for framework, expected in (
        (SMALL_FRAMEWORK, "It can still become Low (1) to Middle (2 of 4 points)."),
        (
            SMALL_FRAMEWORK.replace("from_score: 2", "from_score: 3"),
            "Whatever is still missing, it will be Low, with 1 to 2 points.",
        ),
    ):
        (tmp_path / "small.yaml").write_text(framework)
        done = run("score", "a.yaml", "--partial", cwd=tmp_path)
        assert expected in " ".join(done.stdout.split()), done.stderr


def test_a_finished_audit_has_nothing_missing(run: Run) -> None:
    done = run("score", WESTERN_BAY, "--partial")
    assert "Nothing is missing." in done.stdout


def test_wrong_answers_stay_problems_in_a_half_finished_audit(run: Run) -> None:
    wrong = half_done().replace("C06: {2.1.1: no", "C06: {2.1.1: perhaps").encode()
    done = run("score", "-", "--partial", stdin=wrong)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


@given(drawn_services(most_cases=3, most_standards=2), st.randoms(use_true_random=False))
def test_whatever_is_filled_in_stays_within_the_range(
    drawn: tuple[Framework, Service], chance: random.Random
) -> None:
    of, whole = drawn
    blank: dict[str, Any] = {}
    for name, sample in whole.evidence.items():
        assert isinstance(sample, Sample)
        answers: dict[str, tuple[Answer | None, ...]] = {
            question: tuple(None if chance.random() < 0.3 else each for each in column)
            for question, column in sample.answers.items()
        }
        blank[name] = Sample(sample.cases, answers)
    judgements = {key: each for key, each in whole.judgements.items() if chance.random() < 0.7}
    begun = Service(
        file=whole.file, name=whole.name, framework=of, details={}, judgements=judgements,
        evidence=blank, discretion=(), published=None,
    )  # fmt: skip
    found = partial(rate_service(of, begun))
    score = rate_service(of, whole).overall.score
    assert score is not None
    assert found.lowest.score is not None
    assert found.highest.score is not None
    assert found.lowest.score <= score <= found.highest.score
    done = partial(rate_service(of, whole))
    assert done.complete
    assert done.lowest.score == done.highest.score == score


# Forms of output

COMMANDS = {
    "score": ["score", "examples/western_bay.yaml"],
    "score many": ["score", "examples"],
    "boundary": ["boundary", "examples/western_bay.yaml"],
    "target": ["target", "examples/western_bay.yaml"],
    "confidence": ["confidence", "examples/western_bay.yaml", "--draws", "50"],
    "sample": ["sample", "hmip-youth-2018", "--eligible", "37"],
    "compare": ["compare", "examples/western_bay.yaml", "examples/western_bay_published.yaml"],
    "frameworks": ["frameworks"],
    "show": ["show", "hmip-youth-2018"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_report_comes_in_every_form_and_to_a_file(
    run: Run, command: list[str], tmp_path: Path
) -> None:
    for form in ("table", "json", "csv", "markdown"):
        shown = run(*command, "--format", form, COLUMNS="100")
        assert shown.returncode == 0, shown.stderr
        assert shown.stdout.endswith("\n")
        target = tmp_path / f"out.{form}"
        done = run(*command, "--format", form, "-o", target)
        assert (done.returncode, done.stdout) == (0, "")
        assert target.read_text(encoding="utf-8-sig") == shown.stdout
        assert [each.name for each in tmp_path.iterdir()] == [target.name]
        target.unlink()
        if form == "json":
            assert json.loads(shown.stdout)["yotrate"]
        if form == "csv":
            rows = list(csv.reader(io.StringIO(shown.stdout)))
            assert len({len(row) for row in rows}) == 1
            assert len(rows) > 1
        if form == "markdown":
            for table in re.findall(r"(?:^\|.*\n)+", shown.stdout, flags=re.MULTILINE):
                bars = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
                assert len(bars) == 1


def test_csv_has_a_row_for_each_key_question(run: Run) -> None:
    done = run("score", WESTERN_BAY, "--format", "csv")
    rows = {row["key_question"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert len(rows) == 37
    row = rows["3.3.2"]
    assert (row["yes"], row["no"], row["not_applicable"], row["per_cent"]) == ("7", "7", "6", "50")
    assert row["rating"] == row["standard_calculated"] == "Requires improvement"
    assert row["standard_rating"] == row["overall_rating"] == "Inadequate"
    assert rows["1.1.1"]["per_cent"] == ""
    assert rows["1.1.1"]["standard_rating"] == "Inadequate"


def test_a_markdown_paper_tells_the_whole_story(run: Run) -> None:
    text = run("score", WESTERN_BAY, "--format", "markdown").stdout
    assert "Overall: **Inadequate**, 6 of 36 points" in text
    assert "| 3.2.2 Safety of the child | 9/14 | 64% | Requires improvement |" in text
    assert "| **3.3 Implementation and delivery** |  |  | **Inadequate** |" in text
    assert (
        "Without discretion on 3.3 the overall rating would have been "
        "Requires improvement (7 of 36)." in text
    )
    assert "Cases were close to the grade boundary." in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    (_, line) = "".join(to_csv([{"a": f"{start}1+1", "b": -3, "c": True}])).splitlines()
    cell, number, truth = next(csv.reader([line]))
    assert cell[0] in "'\\"
    assert (number, truth) == ("-3", "true")


def test_markdown_shows_text_as_it_is() -> None:
    shown = escaped("<b>|*x*_y_[z](u)`~#& \x1b")
    assert shown == "&lt;b&gt;\\|\\*x\\*\\_y\\_\\[z\\](u)\\`\\~\\#&amp; \\\\x1b"


def test_results_are_never_written_over_what_they_come_from(run: Run, tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(WESTERN_BAY.read_text())
    done = run("score", "service.yaml", "-o", tmp_path / "service.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "is read: write the result elsewhere" in done.stderr
    assert (tmp_path / "service.yaml").read_text() == WESTERN_BAY.read_text()


def test_nothing_that_was_read_is_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "court.csv").write_text("case,2.1.1,2.1.2\nA,yes,no\n")
    service = SMALL_SERVICE[: SMALL_SERVICE.index("cases:")] + 'cases:\n  "2": court.csv\n'
    (tmp_path / "service.yaml").write_text(service)
    for command in (
        ["score", ".", "-o", "service.yaml"],
        ["score", "service.yaml", "-o", "court.csv"],
        ["score", "service.yaml", "-o", "small.yaml"],
        ["sample", "./small.yaml", "--eligible", "37", "-o", "small.yaml"],
        ["new", "./small.yaml", "-o", "small.yaml", "--force"],
        ["import", "court.csv", "--framework", "./small.yaml", "-o", "court.csv", "--force"],
    ):
        before = {each: each.read_text() for each in tmp_path.iterdir()}
        done = run(*command, cwd=tmp_path)
        assert done.returncode == 2, command
        assert f"{command[-1] if command[-1] != '--force' else command[-2]} is read" in done.stderr
        assert {each: each.read_text() for each in tmp_path.iterdir()} == before


def test_discretion_waits_for_the_answers_of_a_half_finished_audit(run: Run) -> None:
    begun = WESTERN_BAY.read_text()
    begun = begun[: begun.index('  "3":\n')] + begun[begun.index("\ndiscretion:") :]
    for form in ("table", "markdown", "csv", "json"):
        done = run("score", "-", "--partial", "--format", form, stdin=begun.encode())
        assert done.returncode == 0, done.stderr
        assert "moved" not in done.stdout
    two = WESTERN_BAY.read_text().replace("    rating: Inadequate\n", "    rating: Outstanding\n")
    done = run("score", "-", "--partial", stdin=two.encode())
    assert done.returncode == 1
    assert "discretion moves it by one band, and Outstanding is 2 away" in done.stderr


def test_a_published_figure_that_cannot_be_compared_is_a_difference(
    run: Run, tmp_path: Path
) -> None:
    published = (
        "published: {overall: Low, score: 1, standards: {1.1: Low}, percentages: {2.1.1: 5}}"
    )
    framework = SMALL_FRAMEWORK.replace("Leadership}", "Leadership, optional: true}")
    service = SMALL_SERVICE.replace('judgements:\n  "1.1": Middle\n', "") + published
    (tmp_path / "small.yaml").write_text(framework)
    (tmp_path / "service.yaml").write_text(service)
    done = run("score", "service.yaml", cwd=tmp_path)
    text = " ".join(done.stdout.split())
    assert "overall: published Low, calculated not rated" in text
    assert "standard 1.1: published Low, calculated not rated" in text


def test_half_finished_papers_tell_what_is_missing(run: Run) -> None:
    done = run("score", "-", "--partial", "--format", "markdown", stdin=half_done().encode())
    assert "It can still become Inadequate (0) to Good (24 of 36 points)." in done.stdout
    assert "- judgements of 1.1, " in done.stdout
    assert "- 2.1.1: 2 answers (" in done.stdout
    whole = run("score", WESTERN_BAY, "--partial")
    assert whole.stdout.endswith("Agrees with the published report.\n")
    whole = run("score", WESTERN_BAY, "--partial", "--format", "markdown")
    assert "\nNothing is missing.\n" in whole.stdout
    assert whole.stdout.endswith("\nAgrees with the published report.\n")
    nameless = half_done().replace("service: Western Bay", "service: # Western Bay").encode()
    assert run("score", "-", "--partial", stdin=nameless).returncode == 0
    assert "nothing is given for 'service'" in run("score", "-", stdin=nameless).stderr


def test_boundary_rows_are_alike_where_a_standard_has_no_key_questions(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "service.yaml").write_text(SMALL_SERVICE)
    done = run("boundary", "service.yaml", "--format", "csv", cwd=tmp_path)
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "down_points" in rows[0]


def test_confidence_gives_intervals_and_probabilities_as_csv(run: Run) -> None:
    done = run("confidence", WESTERN_BAY, "--draws", "100", "--format", "csv")
    rows = {row["key_question"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert float(rows["3.3.2"]["interval_low"]) < 50 < float(rows["3.3.2"]["interval_high"])
    assert float(rows["3.3.2"]["probability_Inadequate"]) > 0
    assert rows["1.1.1"]["interval_low"] == ""


def test_a_file_that_cannot_be_written_is_one_clean_line(run: Run, tmp_path: Path) -> None:
    there = tmp_path / "no" / "such" / "folder.txt"
    done = run("score", WESTERN_BAY, "-o", there)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"yotrate: cannot write {there}: no such file or directory\n"
    done = run("score", WESTERN_BAY, "-o", tmp_path)
    assert done.stderr == f"yotrate: cannot write {tmp_path}: it is a folder, not a file\n"


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx", "A.PDF", "a.docx", "a.ods"])
def test_what_would_be_no_such_file_is_not_written(run: Run, tmp_path: Path, name: str) -> None:
    for command in (("score", WESTERN_BAY, "--format", "csv"), ("report", WESTERN_BAY)):
        done = run(*command, "-o", name, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"'{name}' would be a" in done.stderr
        assert not any(tmp_path.iterdir())
