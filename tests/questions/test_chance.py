"""Change or chance: Newcombe's intervals, chances of ratings, trends, and cases that changed."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from helpers.paths import WESTERN_BAY
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import load_service, rate
from yotrate.framework.counts import Count
from yotrate.questions.chance import chances, is_beyond, newcombe
from yotrate.questions.compare import compare
from yotrate.questions.trend import trend, when

HEAD = SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')]


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    # R. G. Newcombe, 1998, "Interval estimation for the difference between independent
    # proportions", table II, method 10; after less before is his first less his second.
    [
        ((56, 70), (48, 80), 5.24, 33.39),
        ((9, 10), (3, 10), 17.05, 80.90),
        ((6, 7), (2, 7), 5.82, 80.62),
        ((5, 56), (0, 29), -3.81, 19.26),
        ((0, 10), (0, 20), -16.11, 27.75),
        ((0, 10), (0, 10), -27.75, 27.75),
        ((10, 10), (0, 20), 67.91, 100.0),
        ((10, 10), (0, 10), 60.75, 100.0),
    ],
)
def test_newcombe_gives_his_published_intervals(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    after, before = (Count(yes, of - yes, 0) for yes, of in (first, second))
    found = newcombe(before, after)
    assert found.rounded() == pytest.approx((low, high), abs=0.011)
    other = newcombe(after, before)
    assert (other.low, other.high) == pytest.approx((-found.high, -found.low))


def test_samples_of_one_service_are_marked_about_five_times_in_a_hundred() -> None:
    source, marked, times = Random(1), 0, 4_000
    for _ in range(times):
        share = source.uniform(0.2, 0.9)
        counts = [sum(source.random() < share for _ in range(20)) for _ in range(2)]
        before, after = (Count(yes, 20 - yes, 0) for yes in counts)
        marked += is_beyond(newcombe(before, after))
    assert 0.02 < marked / times < 0.07


def test_what_differs_by_40_points_is_told_apart() -> None:
    source, marked, times = Random(1), 0, 1_000
    for _ in range(times):
        before, after = (
            Count(yes, 31 - yes, 0)
            for yes in (sum(source.random() < share for _ in range(31)) for share in (0.3, 0.7))
        )
        marked += is_beyond(newcombe(before, after))
    assert marked / times > 0.8


def test_chances_are_of_independent_draws() -> None:
    found = chances((1, 1, 0), (0, 1, 1))
    assert found == (0.75, 0.25, 0)
    assert chances(None, (1,)) is None


def service(tmp_path: Path, name: str, yes: int, no: int, more: str = "") -> Path:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    answers = [*["yes"] * yes, *["no"] * no]
    cases = "".join(
        f"    C{at:02}: {{2.1.1: {answer}, 2.1.2: yes}}\n" for at, answer in enumerate(answers)
    )
    path = tmp_path / name
    path.write_text(f'{HEAD}  "2":\n{cases}{more}')
    return path


def compared(run: Run, *arguments: str | Path) -> Any:
    done = run("compare", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_change_is_marked_where_it_is_further_than_sampling_explains(
    run: Run, tmp_path: Path
) -> None:
    before = service(tmp_path, "a.yaml", 6, 14)
    after = service(tmp_path, "b.yaml", 17, 3, 'eligible: {"2": 20}\n')
    first, second = compared(run, before, after)["key_questions"]
    assert (first["beyond_sampling"], second["beyond_sampling"]) == (True, False)
    assert first["change_interval"]["low"] > 0
    text = " ".join(run("compare", before, after).stdout.split())
    assert "30% → 85% ↑55* ↑2" in text
    assert "Key questions: 1 up and 0 down further than sampling explains; 0 others moved." in text
    assert "Of 2, hardly any would be marked if nothing had changed" in text
    assert "Standards rated from cases: 1 better and 0 worse beyond doubt" in text
    standard = compared(run, before, after)["standards"][1]
    assert standard["chances"]["better"] > 0.975
    markdown = run("compare", before, after, "--format", "markdown").stdout
    assert "further than sampling explains" in " ".join(markdown.split())
    assert "beyond_sampling" in run("compare", before, after, "--format", "csv").stdout


def test_without_counts_it_cannot_be_told(run: Run, tmp_path: Path) -> None:
    before = service(tmp_path, "a.yaml", 6, 14)
    (tmp_path / "b.yaml").write_text(
        HEAD.replace("cases:\n", 'results: {"2": {2.1.1: 85%, 2.1.2: 100%}}\n')
    )
    found = compared(run, before, tmp_path / "b.yaml")
    assert [each["beyond_sampling"] for each in found["key_questions"]] == [None, None]
    assert found["overall"]["chances"] is None
    text = " ".join(run("compare", before, tmp_path / "b.yaml").stdout.split())
    assert "without counts it cannot be told what sampling explains" in text


def test_the_cases_whose_answers_changed_are_listed(run: Run, tmp_path: Path) -> None:
    before = service(tmp_path, "a.yaml", 1, 1)
    after = tmp_path / "b.yaml"
    text = before.read_text().replace("C00: {2.1.1: yes", "c00: {2.1.1: no")
    after.write_text(text.replace("C01: {2.1.1: no", "C01: {2.1.1: yes"))
    done = run("compare", before, after, "--cases")
    assert "2.1.1 c00 yes → no, C01 no → yes" in done.stdout
    assert compared(run, before, after)["key_questions"][0]["percent_change"] == 0
    cases = compared(run, before, after, "--cases")["key_questions"][0]["cases"]
    assert cases[1] == {"case": "C01", "before": "no", "after": "yes"}
    done = run("compare", before, before, "--cases")
    assert "No case that was read on both sides has another answer." in done.stdout


def test_three_services_are_a_trend_in_order_of_time(run: Run, tmp_path: Path) -> None:
    files = [
        service(tmp_path, f"{name}.yaml", yes, 10 - yes, f"fieldwork: {fieldwork}\n")
        for name, yes, fieldwork in (
            ("c", 9, "March 2025"), ("a", 3, "2023-05"), ("b", 5, "May 2024"),
        )
    ]  # fmt: skip
    found = compared(run, *files)
    assert [Path(each["before"]["file"]).name for each in found["comparisons"]] == [
        "a.yaml", "b.yaml"
    ]  # fmt: skip
    lines = run("compare", *files).stdout.splitlines()
    assert any(line.split() == ["2023", "2024", "2025"] for line in lines)
    assert any(line.split() == ["2.1.1", "Desistance", "30%", "50%", "90%"] for line in lines)
    assert "2023 → 2024" in lines
    rows = run("compare", *files, "--format", "csv").stdout.splitlines()
    assert len(rows) == 1 + 2 * 5
    assert "Cases whose" in run("compare", *files, "--cases").stdout
    undated = service(tmp_path, "d.yaml", 5, 5)
    text = " ".join(run("compare", *files, undated).stdout.split())
    assert "Not every file says when it was" in text


def test_when_a_result_was_is_read_off_its_file(tmp_path: Path) -> None:
    path = service(tmp_path, "a.yaml", 1, 1)
    result = rate(load_service(path))
    for text, expected in {
        "January 2019": (2019, 1), "2019-01-21": (2019, 1), "in 2019": (2019, 0), "late": None
    }.items():  # fmt: skip
        own = result.service._replace(details={"fieldwork": text})
        assert when(replace(result, service=own)) == expected
    assert trend([result, result]).dated is False


def test_it_takes_two_files_at_the_least(run: Run) -> None:
    done = run("compare", WESTERN_BAY)
    assert (done.returncode, "compare takes two files or more" in done.stderr) == (2, True)


def test_draws_start_from_a_seed() -> None:
    result = rate(load_service(WESTERN_BAY))
    one, other = (compare(result, result, seed=seed, draws=200) for seed in (1, 2))
    assert one.overall.chances != other.overall.chances
    assert one == compare(result, result, seed=1, draws=200)
