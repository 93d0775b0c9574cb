"""How many cases to read: in one domain, in several, and what margin is left."""

import json
from math import sqrt

import pytest

from helpers.program import Run
from yotrate import load_framework
from yotrate.problems import WrongUsage
from yotrate.questions.quotas import quotas
from yotrate.questions.sample import deviations, sample, samples

FRAMEWORK = load_framework("hmip-youth-2018")


def test_the_reported_sizes_are_those_of_two_samples_and_of_one() -> None:
    # Western Bay: 31 and 20 cases fit 37 and 22 eligible ones, and one sample of 51 from 73.
    found = samples(FRAMEWORK, {"3": 22, "2": 37}, {})
    assert [(each.sampled.id, each.alone.needed) for each in found.parts] == [("2", 31), ("3", 20)]
    found = samples(FRAMEWORK, {"2": 44, "3": 29}, {})
    assert found.together.needed == 51
    assert [each.split for each in found.parts] == [31, 20]


def test_the_margin_that_is_left_where_a_question_applies_to_some_cases() -> None:
    found = sample(FRAMEWORK, 40, 32).left()
    z = deviations(80)
    # Half of the cases: 16 of 20, with the finite-population correction.
    assert found[50] == pytest.approx(100 * z * sqrt(0.25 / 16 * (20 - 16) / 19), abs=1e-4)
    assert found[25] == pytest.approx(100 * z * sqrt(0.25 / 8 * (10 - 8) / 9), abs=1e-4)
    assert found[75] < found[50] < found[25]
    assert (
        sample(FRAMEWORK, 40).left() == sample(FRAMEWORK, 40, sample(FRAMEWORK, 40).needed).left()
    )
    # One case, and all cases: nothing is left, and nothing is divided by nothing.
    assert sample(FRAMEWORK, 1).left() == {75: 0.0, 50: 0.0, 25: 0.0}


def test_several_domains_in_json_have_their_own_figures_and_their_split(run: Run) -> None:
    done = run("sample", "hmip-youth-2018", "--eligible", "2=44", "--eligible", "3=29",
               "--sampled", "2=30", "--sampled", "3=21", "--format", "json")  # fmt: skip
    found = json.loads(done.stdout)
    assert (found["eligible"], found["needed"], found["sampled"]) == (73, 51, 51)
    assert found["reached"] == sample(FRAMEWORK, 73, 51).rounded()
    assert [
        (each["domain"], each["eligible"], each["needed"], each["sampled"], each["split"])
        for each in found["domains"]
    ] == [("2", 44, 35, 30, 31), ("3", 29, 25, 21, 20)]
    assert found["domains"][0]["reached"] == sample(FRAMEWORK, 44, 30).rounded()


def test_several_domains_are_shown_side_by_side(run: Run) -> None:
    done = run("sample", "hmip-youth-2018", "--eligible", "2=44", "--eligible", "3=29")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert "Domain 2        44       35     5.8   7.1    10.3" in lines
    assert "of 73 eligible cases read 51, 31 of domain 2 and 20 of" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--eligible", "0"], "expected a number of cases, at least 1, found '0'"),
        (["--eligible", "-3"], "expected a number of cases"),
        (["--eligible", "99999999999"], "'99999999999' is more cases than there can be"),
        (["--eligible", "2=99999999999"], "is more cases than there can be"),
        (["--eligible", "2=x"], "expected a domain and a number, such as 2=31, found '2=x'"),
        (["--eligible", "2=4", "--eligible", "2=5"], "given twice for domain 2"),
        (["--eligible", "4", "--eligible", "5"], "expected a domain and a number"),
        (["--eligible", "9=44"], "'9' is no domain with cases"),
        (["--eligible", "2=44", "--sampled", "2=45"], "45 cases cannot be read where 44 are"),
        (["--eligible", "2=44", "--sampled", "3=4"], "of other domains than the eligible"),
        (["--eligible", "2=44", "--sampled", "4"], "--eligible gives domains"),
        (["--eligible", "44", "--sampled", "2=4"], "--sampled gives domains"),
        (["--eligible", "44", "--sampled", "45"], "45 cases cannot be read where 44 are"),
        (["--sampled", "45"], "--eligible and the number of cases, or --draw and a list"),
    ],
)
def test_numbers_that_make_no_sense_are_wrong_usage(
    run: Run, arguments: list[str], message: str
) -> None:
    done = run("sample", "hmip-youth-2018", *arguments)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


def test_numbers_are_parted_by_largest_remainder_then_size_then_name() -> None:
    assert quotas({"a": 3, "b": 3, "c": 3}, 4) == {"a": 2, "b": 1, "c": 1}
    assert quotas({"c": 3, "b": 3, "a": 3}, 5) == {"a": 2, "b": 2, "c": 1}
    # Halves left over of one and of three: the larger first.
    assert quotas({"a": 1, "b": 3, "c": 4}, 4) == {"a": 0, "b": 2, "c": 2}
    assert quotas({"a": 5, "b": 0}, 5) == {"a": 5, "b": 0}
    assert quotas({}, 0) == {}


def test_a_framework_without_sampling_cannot_size_one() -> None:
    with pytest.raises(WrongUsage):
        samples(FRAMEWORK, {"1": 3}, {})
