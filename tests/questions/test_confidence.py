"""Intervals, probabilities of ratings, and sample sizes, against closed forms."""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from math import asin, exp, lgamma, log, pi, sin, sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

import yotrate
from helpers.paths import ROOT, WESTERN_BAY
from helpers.program import Run, run_process, run_program, terminal
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from helpers.strategies import domain, framework, service, services
from yotrate import NoAnswer, load_framework, load_service, rate
from yotrate.framework.counts import Count
from yotrate.framework.model import Framework, SamplingRule
from yotrate.framework.rules import band_of_count
from yotrate.questions.assumed import assumed, drawn_from
from yotrate.questions.confidence import Confidence, confidence, outcomes, wilson
from yotrate.questions.draws import beta_binomial, imaginary, weights
from yotrate.questions.sample import Sizing, sample
from yotrate.service.answers import Answer
from yotrate.service.model import Sample, Service

PUBLISHED = ROOT / "examples" / "western_bay_published.yaml"
DRAWS = 10_000


def column(yes: int, no: int, not_applicable: int = 0) -> tuple[Answer, ...]:
    given: dict[Answer, int] = {"yes": yes, "no": no, "n/a": not_applicable}
    return tuple(answer for answer, number in given.items() for _ in range(number))


def drawn(of: Framework, own: Service, draws: int = DRAWS, seed: int = 1) -> Confidence:
    return confidence(rate(of, own), seed=seed, draws=draws)


def one_question(
    yes: int, no: int, *, eligible: int | None = None, rounded: bool = True
) -> tuple[int, ...]:
    """Return how many draws gave each rating to a standard of one key question."""
    one = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3), rounded=rounded)
    own = service(one, {"2.1.1": column(yes, no, 2 if eligible is None else 0)})
    found = drawn(one, own._replace(eligible={} if eligible is None else {"2": eligible}))
    draws = found.standards["2.1"].draws
    assert draws is not None
    assert found.overall == draws
    return draws


def agrees(draws: Sequence[int], expected: Sequence[float], of: int = DRAWS) -> None:
    """Check that draws are within four standard errors of what is expected."""
    assert sum(draws) == of
    assert sum(expected) == pytest.approx(1)
    for number, share in zip(draws, expected, strict=True):
        assert abs(number / of - share) <= 4 * sqrt(share * (1 - share) / of) + 1e-12


def beta_reaches(yes: float, no: float, share: float) -> float:
    """Return the probability that Beta(yes, no) reaches a share, by Simpson's rule."""
    steps = 20_000
    whole = lgamma(yes + no) - lgamma(yes) - lgamma(no)

    def density(at: float) -> float:
        # Of the square root of the share, so that nothing becomes endless at the ends.
        inner = sin(at) ** 2
        if not 0 < inner < 1:
            return 0.0
        lean = (yes - 0.5) * log(inner) + (no - 0.5) * log(1 - inner)
        return 2 * exp(whole + lean)

    begin, end = asin(sqrt(share)), pi / 2
    width = (end - begin) / steps
    inside = sum((4 if at % 2 else 2) * density(begin + at * width) for at in range(1, steps))
    return (density(begin) + inside + density(end)) * width / 3


def with_imaginary(yes: int, no: int) -> tuple[float, float]:
    """Return the weights of yes and no with the four imaginary cases beside those read."""
    share = yes / (yes + no)
    return yes + 0.5 + 3 * share, no + 0.5 + 3 * (1 - share)


@pytest.mark.parametrize("rounded", [True, False])
@pytest.mark.parametrize(("yes", "no"), [(20, 11), (7, 7), (1, 1), (12, 3), (2, 9), (3, 0)])
def test_one_question_without_eligible_cases_is_a_beta(yes: int, no: int, *, rounded: bool) -> None:
    edges = [(threshold - 0.5 * rounded) / 100 for threshold in (50, 65, 80)]
    more, less = with_imaginary(yes, no)
    above = [1.0, *(beta_reaches(more, less, edge) for edge in edges), 0.0]
    expected = [above[band] - above[band + 1] for band in range(4)]
    agrees(one_question(yes, no, rounded=rounded), expected)


@pytest.mark.parametrize("rounded", [True, False])
@pytest.mark.parametrize(
    ("yes", "no", "eligible"),
    [(20, 11, 37), (20, 11, 400), (7, 7, 16), (1, 1, 3), (12, 3, 16), (2, 0, 9)],
)
def test_one_question_of_known_eligible_cases_is_beta_binomial(
    yes: int, no: int, eligible: int, *, rounded: bool
) -> None:
    rest = eligible - yes - no
    expected = [0.0] * 4
    for more, chance in enumerate(beta_binomial(rest, *with_imaginary(yes, no))):
        band = band_of_count(yes + more, eligible, (0, 50, 65, 80), rounded=rounded)
        expected[band] += chance
    agrees(one_question(yes, no, eligible=eligible, rounded=rounded), expected)


def test_the_urn_is_filled_up_case_by_case() -> None:
    """A yes, a no and an n/a, the imaginary cases, and three more: every way to fill up the urn."""
    one = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3))
    own = service(one, {"2.1.1": column(1, 1, 1)})._replace(eligible={"2": 6})
    expected = [0.0] * 4

    def fill(urn: tuple[float, float, float], left: int, chance: float) -> None:
        if not left:
            yes, no = (round(each - more) for each, more in zip(urn, (2, 2), strict=False))
            expected[band_of_count(yes, yes + no, (0, 50, 65, 80), rounded=True)] += chance
            return
        for at in range(3):
            more = tuple(each + (which == at) for which, each in enumerate(urn))
            fill(more, left - 1, chance * urn[at] / sum(urn))  # type: ignore[arg-type]

    fill((3, 3, 1), 3, 1)
    agrees(drawn(one, own).standards["2.1"].draws or (), expected)


@pytest.mark.parametrize(("of", "one", "other"), [(5, 1, 1), (7, 2.5, 0.5), (40, 0.5, 3.5)])
def test_the_beta_binomial_is_what_its_moments_say(of: int, one: float, other: float) -> None:
    chances = list(beta_binomial(of, one, other))
    assert sum(chances) == pytest.approx(1)
    mean = sum(at * chance for at, chance in enumerate(chances))
    assert mean == pytest.approx(of * one / (one + other))
    spread = sum((at - mean) ** 2 * chance for at, chance in enumerate(chances))
    whole = one + other
    expected = of * one * other * (whole + of) / (whole**2 * (whole + 1))
    assert spread == pytest.approx(expected)
    if one == other == 1:
        assert chances == pytest.approx([1 / (of + 1)] * (of + 1))


def test_cases_that_were_not_read_are_dirichlet_multinomial() -> None:
    """Three cases read of nine: the mean and spread of the weight of each, and of the imaginary."""
    prior, unread, cases = imaginary(3, 1), 6, 3
    parameters = [1.0] * cases + list(prior)
    whole = sum(parameters)
    source = weights(cases, cases + unread, prior, Random(1))
    rows = [next(source) for _ in range(40_000)]
    assert {sum(row) for row in rows} == {cases + unread}
    for at, own in enumerate(parameters):
        given = cases and at < cases
        drawn_here = [row[at] - bool(given) for row in rows]
        mean = sum(drawn_here) / len(rows)
        assert mean == pytest.approx(unread * own / whole, abs=0.05)
        spread = sum((each - mean) ** 2 for each in drawn_here) / len(rows)
        share = own / whole
        exact = unread * share * (1 - share) * (unread + whole) / (1 + whole)
        assert spread == pytest.approx(exact, rel=0.06)


def test_very_many_that_were_not_read_are_drawn_as_quickly() -> None:
    prior = imaginary(1, 1)
    source = weights(10, 10**9, prior, Random(1))
    shares = [sum(next(source)[-2:]) / 10**9 for _ in range(4_000)]
    assert sum(shares) / 4_000 == pytest.approx(4 / 14, abs=0.01)


def test_no_sample_is_surer_than_it_can_be() -> None:
    assert one_question(3, 0)[3] < 0.95 * DRAWS
    assert one_question(3, 0, eligible=3)[3] == DRAWS


def test_31_of_37_cases_leave_little_doubt_and_31_of_400_a_lot() -> None:
    little, lot = (one_question(17, 14, eligible=eligible)[1] for eligible in (37, 400))
    assert little > 0.9 * DRAWS
    assert lot < 0.7 * DRAWS


def test_a_case_s_answers_stay_together() -> None:
    """Two questions that every case answers alike are one question: nothing is lower than it."""
    two = framework(domains=[domain("2", [2])], scores=(0, 1, 2, 3))
    found = drawn(two, service(two, {"2.1.1": column(9, 5, 2), "2.1.2": column(9, 5, 2)}))
    assert found.standards["2.1"].draws == one_question(9, 5)


def test_domains_are_drawn_by_themselves() -> None:
    two = framework(domains=[domain("2", [1]), domain("3", [1])], thresholds=(0, 50), scores=(0, 2))
    own = service(two, {"2.1.1": column(7, 7), "3.1.1": column(9, 5)})
    found = drawn(two, own)
    seven, nine = (beta_reaches(*with_imaginary(yes, 14 - yes), 0.495) for yes in (7, 9))
    assert found.overall is not None
    agrees(found.overall, [1 - seven * nine, seven * nine])
    sized = drawn(two, own._replace(eligible={"2": 20}))
    assert sized.standards["2.1"].draws != found.standards["2.1"].draws
    assert sized.standards["3.1"].draws == found.standards["3.1"].draws


@settings(max_examples=60)
@given(services())
def test_nothing_is_in_doubt_where_every_eligible_case_was_read(
    drawn_one: tuple[Framework, Service],
) -> None:
    of, own = drawn_one
    samples = own.evidence.items()
    whole = {name: len(each.cases) for name, each in samples if isinstance(each, Sample)}
    result = rate(of, own._replace(eligible=whole))
    found = confidence(result, seed=1, draws=20)
    for standard in found.standards.values():
        assert standard.draws is not None
        assert standard.result.calculated is not None
        assert standard.draws[of.ratings.index(standard.result.calculated)] == 20
    assert found.overall is not None
    assert result.calculated.rating is not None
    assert found.overall[of.ratings.index(result.calculated.rating)] == 20


@settings(max_examples=60)
@given(services())
def test_every_draw_gives_every_standard_one_rating(drawn_one: tuple[Framework, Service]) -> None:
    of, own = drawn_one
    found = drawn(of, own, draws=30)
    for standard in found.standards.values():
        assert standard.draws is not None
        assert sum(standard.draws) == 30
    assert found.overall is not None
    assert sum(found.overall) == 30


def test_judged_standards_and_questions_stay_as_they_are() -> None:
    data: list[dict[str, Any]] = [domain("1", [1], basis="judgement"), domain("2", [2])]
    data[1]["standards"][0]["key_questions"][1]["basis"] = "judgement"
    mixed = framework(domains=data)
    columns: Mapping[str, tuple[Answer, ...]] = {"2.1.1": column(12, 3)}
    found = drawn(mixed, service(mixed, columns, {"1.1": "C", "2.1.2": "B"}))
    assert found.standards["1.1"].draws == (0, 0, DRAWS, 0)
    low, at, *above = found.standards["2.1"].draws or ()
    assert above == [0, 0]
    agrees((low, at), [1 - (reached := beta_reaches(*with_imaginary(12, 3), 0.495)), reached])
    assert [each.interval for each in found.standards["2.1"].questions] == [None, None]


def test_questions_that_applied_to_no_case_and_standards_left_out_are_in_no_draw() -> None:
    data: list[dict[str, Any]] = [domain("2", [2, 1])]
    data[0]["standards"][1]["optional"] = "true"
    two = framework(domains=data)
    own = service(two, {"2.1.1": column(1, 1), "2.1.2": column(0, 0, 2), "2.2.1": column(0, 0, 2)})
    found = drawn(two, own)
    assert sum(found.standards["2.1"].draws or ()) == DRAWS
    assert found.standards["2.2"].draws is None
    assert found.overall is None


def test_without_cases_nothing_is_drawn() -> None:
    judged = framework(domains=[domain("1", [1], basis="judgement")], scores=(0, 1, 2, 3))
    assert drawn(judged, service(judged, {}, {"1.1": "B"})).overall == (0, DRAWS, 0, 0)


@pytest.mark.parametrize(
    ("yes", "of", "low", "high"),
    # R. G. Newcombe, 1998, "Two-sided confidence intervals for the single proportion", table I.
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_wilson_gives_published_intervals(yes: int, of: int, low: float, high: float) -> None:
    found = wilson(Count(yes, of - yes, 0), 95, cases=of)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)
    mirrored = wilson(Count(of - yes, yes, 0), 95, cases=of)
    assert mirrored.low == pytest.approx(100 - found.high)
    assert mirrored.high == pytest.approx(100 - found.low)


def test_the_finite_population_correction_makes_cases_tell_more() -> None:
    # 20 of 31, worked by hand: z is 1.2816, the middle 63.79, and 10.76 points either side.
    plain = wilson(Count(20, 11, 0), 80, cases=31)
    assert (plain.low, plain.high) == pytest.approx((53.03, 74.54), abs=0.005)
    # 31 of 37 are worth 31 * 36 / 6 = 186 of endlessly many.
    sized = wilson(Count(20, 11, 0), 80, cases=31, eligible=37)
    alike = wilson(Count(120, 66, 0), 80, cases=186)
    assert (sized.low, sized.high) == pytest.approx((alike.low, alike.high))
    # 14 applicable of 20, of 22 eligible: (14 * 22 - 20) / 2 = 144.
    some = wilson(Count(7, 7, 6), 80, cases=20, eligible=22)
    alike = wilson(Count(72, 72, 0), 80, cases=144)
    assert (some.low, some.high) == pytest.approx((alike.low, alike.high))
    whole = wilson(Count(7, 7, 6), 80, cases=20, eligible=20)
    assert (whole.low, whole.high) == (50, 50)


@pytest.mark.parametrize("eligible", [None, 21, 10**9 - 1])
def test_an_interval_ends_where_all_or_none_said_yes(eligible: int | None) -> None:
    every = wilson(Count(3, 0, 17), 80, cases=20, eligible=eligible)
    none = wilson(Count(0, 3, 17), 80, cases=20, eligible=eligible)
    assert (every.high, none.low) == (100, 0)
    assert every.low < 100
    assert none.high > 0
    for cases in range(1, 200):
        assert wilson(Count(0, cases, 0), 80, cases=cases, eligible=eligible or cases + 9).low == 0


def western_bay(*arguments: str) -> dict[str, Any]:
    done = run_program("confidence", WESTERN_BAY, "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    (found,) = json.loads(done.stdout)["services"]
    return found  # type: ignore[no-any-return]


def test_western_bay_is_sure_where_it_is_low_and_unsure_near_the_edges() -> None:
    found = western_bay()
    standards = {each["id"]: each for own in found["domains"] for each in own["standards"]}
    assert found["confidence"] == {"level": 80, "draws": DRAWS, "seed": 1}
    assert standards["2.2"]["probabilities"]["Inadequate"] > 0.99
    assert 0.5 < standards["3.4"]["probabilities"]["Outstanding"] < 0.8
    assert 0.6 < standards["3.3"]["probabilities"]["Requires improvement"] < 0.8
    assert found["assumed"] == {
        "2": {"eligible": 37, "from": "framework"}, "3": {"eligible": 22, "from": "framework"}
    }  # fmt: skip
    assert standards["3.3"]["calculated"] == "Requires improvement"
    assert standards["1.1"]["probabilities"]["Inadequate"] == 1
    assert list(found["overall"]["probabilities"]) == [
        "Inadequate", "Requires improvement", "Good", "Outstanding",
    ]  # fmt: skip
    assert sum(found["overall"]["probabilities"].values()) == pytest.approx(1)
    assert found["domains"][1]["eligible"] == 37
    (question,) = [each for each in standards["2.1"]["key_questions"] if each["id"] == "2.1.1"]
    assert question["interval"] == {"low": 59.91, "high": 68.87}
    assert standards["1.1"]["key_questions"][0]["interval"] is None


def test_equal_seeds_give_equal_output(run_process: Run) -> None:
    def table(*arguments: str, hashing: str = "1") -> str:
        return run_process("confidence", WESTERN_BAY, *arguments, PYTHONHASHSEED=hashing).stdout

    assert table() == table("--seed", "1", "--draws", "10000", hashing="2")
    assert table() != table("--seed", "2")
    assert western_bay("--draws", "5") == western_bay("--draws", "5")


def test_seeds_agree_on_the_probabilities() -> None:
    own = load_service(WESTERN_BAY)
    one, other = (drawn(own.framework, own, seed=seed) for seed in (1, 2))
    assert one.overall != other.overall
    for name, standard in one.standards.items():
        again = other.standards[name].draws or ()
        for number, of_other in zip(standard.draws or (), again, strict=True):
            assert abs(number - of_other) <= 4 * sqrt(DRAWS / 2)


def test_the_table_shows_doubt_without_colour(run: Run) -> None:
    lines = run("confidence", WESTERN_BAY).stdout.splitlines()
    assert max(map(len, lines)) <= 80
    at = next(at for at, line in enumerate(lines) if line.startswith("2.2 "))
    assert lines[at + 1].startswith("Inadequate >99%")
    text = " ".join(" ".join(lines).split())
    assert "Good 44%, Requires improvement 56%: Requires improvement is likelier than as" in text
    assert "discretion (here on 3.3) is left out" in text
    assert "Domain 2: 37 cases were eligible, if the sample was drawn as hmip-youth-2018" in text
    assert "by a model and not by measurement" in text
    assert "it errs low more often than high" in text


@pytest.mark.parametrize(
    ("line", "arguments", "expected"),
    [
        ("answered_by: report\n", (), {"eligible": 37, "from": "framework"}),
        ("answered_by: inspectorate\n", (), {"eligible": 37, "from": "framework"}),
        ("answered_by: service\n", (), {"eligible": None, "from": "unknown"}),
        ("", (), {"eligible": None, "from": "unknown"}),
        ('eligible: {"2": 44}\n', (), {"eligible": 44, "from": "file"}),
        ('eligible: {"2": unknown}\n', (), {"eligible": None, "from": "file"}),
        ('eligible: {"2": 44}\n', ("2=50",), {"eligible": 50, "from": "option"}),
        ("answered_by: report\n", ("2=unknown",), {"eligible": None, "from": "option"}),
    ],
)
def test_it_is_said_of_how_many_a_sample_is_taken_to_be(
    tmp_path: Path, line: str, arguments: tuple[str, ...], expected: dict[str, Any]
) -> None:
    file = tmp_path / "service.yaml"
    file.write_text(WESTERN_BAY.read_text().replace("answered_by: report\n", line))
    options = [part for each in arguments for part in ("--eligible", each)]
    done = run_program("confidence", file, "--format", "json", "--draws", "50", *options)
    (found,) = json.loads(done.stdout)["services"]
    assert found["assumed"]["2"] == expected
    text = " ".join(run_program("confidence", file, "--draws", "50", *options).stdout.split())
    asked = "Domain 2: you read 31. Of how many? Put it under 'eligible' in the file" in text
    assert asked is (expected["from"] == "unknown")


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("2=30", "domain 2 has 31 cases, and only 30 eligible to be drawn"),
        ("4=30", "'4' is no domain with cases"),
        ("2", "expected a domain and a number, such as 2=31, found '2'"),
        ("2=x", "found '2=x'"),
    ],
)
def test_wrong_numbers_of_eligible_cases_are_wrong_usage(number: str, message: str) -> None:
    done = run_program("confidence", WESTERN_BAY, "--eligible", number)
    assert (done.returncode, message in " ".join(done.stderr.split())) == (2, True)
    more = ("--eligible", "2=40", "--eligible", "2=unknown")
    assert run_program("confidence", WESTERN_BAY, *more).returncode == 2


def test_the_rule_is_read_backwards() -> None:
    rule = load_framework("hmip-youth-2018").sampling
    assert rule is not None
    assert [drawn_from(rule, cases) for cases in (14, 20, 31, 164, 165, 500)] == [
        15, 22, 37, 123_168, None, None
    ] or drawn_from(rule, 31) == 37  # fmt: skip
    for eligible in range(15, 400):
        needed = sizing(eligible).needed
        back = drawn_from(rule, needed)
        assert back is not None
        assert sizing(back).needed == needed
        assert sizing(back + 1).needed > needed


def test_an_interval_holds_only_what_the_unread_could_make() -> None:
    own = load_service(WESTERN_BAY)
    found = confidence(rate(own), seed=1, draws=1, eligible={"3": 21})
    question = found.standards["3.4"].questions[0]
    assert question.interval is not None
    # 19 of 20 said yes, and one was not read: from 19 of 21 to 20 of 21.
    low, high = question.interval.rounded()
    assert (low >= 90.48, high) == (True, 95.24)


@pytest.mark.parametrize("columns", ["40", "60", "100"])
def test_every_width_shows_every_interval(run: Run, columns: str) -> None:
    lines = run("confidence", WESTERN_BAY, "--draws", "50", COLUMNS=columns).stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert sum(bool(re.search(r"\d% to +\d+%$", line)) for line in lines) == 23


def test_output_that_is_not_utf8_is_in_ascii(run: Run) -> None:
    done = run("confidence", WESTERN_BAY, "--draws", "50", PYTHONIOENCODING="ascii")
    assert done.stdout.isascii()
    assert ">3.4.2 Work with police" in done.stdout


def test_a_service_file_gives_the_number_of_eligible_cases(
    run: Run, write: Callable[[str, str], Path]
) -> None:
    file = write("service.yaml", SMALL_SERVICE + 'eligible: {"2": 4}\n')
    done = run("confidence", file)
    text = " ".join(done.stdout.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 From cases · 4 of 4 eligible cases" in text
    assert "High 100%: clear" in text
    assert "2.1.2 Safety 2/3 67% 67% to 67%" in text
    assert "Of how many" not in text
    file = write("more.yaml", SMALL_SERVICE + 'eligible: {"2": 400}\n')
    assert "4 of 400 eligible cases" in run("confidence", file).stdout
    assert run("validate", file).returncode == 0


def test_mistakes_about_eligible_cases_are_told(
    write: Callable[[str, str], Path], problems: Callable[..., list[str]]
) -> None:
    def found(eligible: str) -> list[str]:
        file = write("service.yaml", f"eligible: {eligible}\n{SMALL_SERVICE}")
        return problems(load_service, file)

    number = "expected a whole number of 0 or more, found"
    assert found('{"2": 3}') == ["1:17: domain 2 has 4 cases, and only 3 eligible to be drawn"]
    assert found('{"2": some}') == [f"1:17: {number} 'some'"]
    assert found('{"2": 5.5}') == [f"1:17: {number} '5.5'"]
    assert found('{"1": 5}') == [
        "1:12: '1' is no domain that is rated from cases: did you mean '2'?"
    ]
    assert found("37") == ["1:11: expected a mapping, found '37': such as {\"2\": 37}"]


def test_an_unknown_domain_has_a_suggestion(
    write: Callable[[str, str], Path], problems: Callable[..., list[str]]
) -> None:
    renamed = SMALL_FRAMEWORK.replace('"2"', '"2-court"').replace('"2.1', '"2-court.1')
    write("small.yaml", renamed)
    text = SMALL_SERVICE.replace('"2"', "2-court").replace("2.1.", "2-court.1.")
    file = write("service.yaml", "eligible: {2-cuort: 9}\n" + text)
    assert problems(load_service, file) == [
        "1:12: '2-cuort' is no domain that is rated from cases: did you mean '2-court'?"
    ]


def test_without_sampling_there_are_probabilities_and_no_intervals(
    run: Run, write: Callable[[str, str], Path]
) -> None:
    file = write("service.yaml", SMALL_SERVICE)
    own = SMALL_FRAMEWORK.replace("sampling: {confidence: 80, margin: 5}\n", "")
    small = write("small.yaml", own)
    done = run("confidence", file)
    assert done.returncode == 0
    assert "There are no intervals: small has no sampling" in done.stdout
    assert "% interval" not in done.stdout
    assert "High" in done.stdout
    (found,) = json.loads(run("confidence", file, "--format", "json").stdout)["services"]
    assert found["confidence"]["level"] is None
    assert found["domains"][1]["standards"][0]["key_questions"][0]["interval"] is None
    sized = run("sample", small, "--eligible", "9")
    assert (sized.returncode, sized.stdout) == (1, "")
    assert sized.stderr.startswith(f"{small}:1:1: this framework has no sampling")
    assert len(sized.stderr.splitlines()) == 1


def test_printed_results_are_one_clean_line(run: Run) -> None:
    done = run("confidence", PUBLISHED)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{PUBLISHED}:1:1: domains 2 and 3 have results and no cases: "
        "confidence takes the answers of every case\n"
    )
    own = load_service(PUBLISHED)
    with pytest.raises(NoAnswer):
        drawn(own.framework, own)


def test_without_an_overall_rating_only_standards_are_drawn(run: Run, tmp_path: Path) -> None:
    optional = SMALL_FRAMEWORK.replace("Leadership}", "Leadership, optional: true}")
    (tmp_path / "small.yaml").write_text(optional)
    left_out = SMALL_SERVICE.replace('judgements:\n  "1.1": Middle\n', "")
    (tmp_path / "service.yaml").write_text(left_out)
    text = run("confidence", "service.yaml", cwd=tmp_path).stdout
    assert "Overall: withheld, for want of a rating of 1.1, which counts towards it." in text
    found = json.loads(run("confidence", "service.yaml", "--format", "json", cwd=tmp_path).stdout)
    (service,) = found["services"]
    assert service["overall"]["probabilities"] is None
    assert set(service["domains"][1]["standards"][0]["probabilities"]) == {"Low", "Middle", "High"}


@pytest.mark.parametrize("arguments", [("--draws", "0"), ("--draws", "many"), ("--seed", "x")])
def test_wrong_options_are_wrong_usage(run: Run, arguments: tuple[str, str]) -> None:
    assert run("confidence", WESTERN_BAY, *arguments).returncode == 2


@pytest.mark.process
def test_a_terminal_sees_progress_only_after_a_second() -> None:
    assert "Drawing cases" in terminal("confidence", str(WESTERN_BAY), "--draws", "100000")
    assert "Drawing cases" not in terminal("confidence", str(WESTERN_BAY), "--draws", "100")


def test_no_outcome_is_kept_longer_than_some_draws() -> None:
    own = load_service(WESTERN_BAY)
    result = rate(own)
    known = assumed(result, {})
    counted = [sum(each.values()) for each in outcomes(result, known, 1, 1_200, lambda _: None)]
    assert counted == [500, 500, 200]
    whole = list(outcomes(result, known, 1, 500, lambda _: None))
    assert whole[0] == next(outcomes(result, known, 1, 1_200, lambda _: None))


def test_progress_reaches_the_end() -> None:
    own, done = load_service(WESTERN_BAY), list[int]()
    confidence(rate(own.framework, own), seed=1, draws=1200, progress=done.append)
    assert done == [500, 1000, 1200]


def processor_seconds(command: str) -> float:
    before = os.times().children_user
    assert run_process(command, WESTERN_BAY).returncode == 0
    return os.times().children_user - before


@pytest.mark.process
def test_confidence_takes_less_than_ten_times_as_long_as_score() -> None:
    score = max(processor_seconds("score") for _ in range(3))
    assert processor_seconds("confidence") < 10 * score


def sizing(eligible: int, sampled: int | None = None) -> Sizing:
    return sample(load_framework("hmip-youth-2018"), eligible, sampled)


@pytest.mark.parametrize(
    ("eligible", "needed"), [(1, 1), (2, 2), (22, 20), (37, 31), (400, 117), (10**9 - 1, 165)]
)
def test_the_size_of_a_sample(eligible: int, needed: int) -> None:
    assert sizing(eligible).needed == needed


def test_the_margin_that_a_sample_reached() -> None:
    # 1.28155 * sqrt(0.25 / 31 * 6 / 36) = 0.046984
    assert sizing(37, 31).reached == pytest.approx(4.6984, abs=0.0001)
    assert sizing(37, 37).reached == 0
    assert sizing(1, 1).reached == 0
    for eligible in range(2, 300):
        needed = sizing(eligible).needed
        reached = sizing(eligible, needed).reached
        fewer = sizing(eligible, needed - 1).reached
        assert reached is not None
        assert fewer is not None
        assert reached <= 5 < fewer


def test_a_wide_margin_still_takes_a_case() -> None:
    rule = SamplingRule.model_validate({"confidence": "1", "margin": "99"})
    own = load_framework("hmip-youth-2018").model_copy(update={"sampling": rule})
    assert sample(own, 50).needed == 1


def test_sample_prints_size_and_margin(run: Run) -> None:
    arguments = ("sample", "hmip-youth-2018", "--eligible", "37")
    done = run(*arguments)
    assert done.stdout.startswith("Of 37 eligible cases read 31,")
    assert "reaches" not in done.stdout
    done = run(*arguments, "--sampled", "31")
    assert "A sample of 31 cases reaches a margin of error of 4.7 percentage points" in done.stdout
    assert json.loads(run(*arguments, "--sampled", "31", "--format", "json").stdout) == {
        "yotrate": yotrate.__version__,
        "framework": "hmip-youth-2018",
        "confidence": 80,
        "margin": 5,
        "eligible": 37,
        "needed": 31,
        "sampled": 31,
        "reached": 4.6984,
        "left": {"75": 5.4505, "50": 6.7388, "25": 9.8146},
    }


@pytest.mark.parametrize(
    "arguments",
    [(), ("--eligible", "0"), ("--eligible", "x"), ("--eligible", "37", "--sampled", "38")],
)
def test_sample_refuses_what_cannot_be(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("sample", "hmip-youth-2018", *arguments)
    assert (done.returncode, done.stdout) == (2, "")


def test_sample_of_an_unknown_framework_is_a_problem(run: Run) -> None:
    done = run("sample", "hmip-youth-2081", "--eligible", "37")
    assert done.returncode == 1
    assert "did you mean" in done.stderr


@pytest.mark.parametrize("sampling", ["confidence: 100, margin: 5", "confidence: 80, margin: 0"])
def test_a_framework_cannot_ask_for_certainty(
    write: Callable[[str, str], Path], problems: Callable[..., list[str]], sampling: str
) -> None:
    text = SMALL_FRAMEWORK.replace("confidence: 80, margin: 5", sampling)
    (problem,) = problems(load_framework, write("mine.yaml", text))
    assert "expected a whole number from 1 to 99" in problem
