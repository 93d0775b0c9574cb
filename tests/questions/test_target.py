"""The fewest answers that a rating takes."""

import json
from fractions import Fraction
from itertools import product
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.five import FIVE, five
from helpers.paths import ROOT, WESTERN_BAY
from helpers.program import Run
from helpers.strategies import domain, framework, service, services
from yotrate.framework.model import Framework
from yotrate.framework.rules import band_of_score
from yotrate.problems import WrongUsage
from yotrate.questions.target import Plan
from yotrate.questions.target import target as find_targets
from yotrate.rating.rate import rate
from yotrate.rating.results import Result, StandardResult
from yotrate.service.answers import Answer
from yotrate.service.model import Discretion, Sample, Service


def targets(run: Run, *arguments: str) -> dict[str, Any]:
    done = run("target", WESTERN_BAY, *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["services"]
    return found  # type: ignore[no-any-return]


def test_western_bay_is_one_answer_away_from_requires_improvement(run: Run) -> None:
    improvement, good, outstanding = targets(run)["targets"]
    assert improvement["rating"] == "Requires improvement"
    assert improvement["reached_without_discretion"] is True
    assert improvement["plan"] == {
        "answers": 1,
        "score": 7,
        "standards": [
            {
                "id": "3.2",
                "title": "Planning",
                "from": "Requires improvement",
                "to": "Good",
                "key_questions": [
                    {
                        "id": "3.2.2",
                        "title": "Safety of the child",
                        "from": {"yes": 9, "of": 14, "percent": 64},
                        "to": {"yes": 10, "of": 14, "percent": 71},
                        "answered_no": ["O08", "O10", "O12", "O13", "O19"],
                    }
                ],
            }
        ],
    }
    assert (good["rating"], good["plan"]["answers"], good["plan"]["score"]) == ("Good", 78, 19)
    assert good["reached_without_discretion"] is False
    assert outstanding["plan"] is None
    assert outstanding["maximum"] == 24


def test_one_rating_may_be_asked_for_in_any_case(run: Run) -> None:
    (only,) = targets(run, "requires IMPROVEMENT")["targets"]
    assert only["plan"]["answers"] == 1


def test_one_standard_may_be_aimed_at(run: Run) -> None:
    found = targets(run, "--standard", "2.2", "Good")
    (target,) = found["targets"]
    changed = {
        each["id"]: each["to"]["yes"] - each["from"]["yes"]
        for each in target["plan"]["standards"][0]["key_questions"]
    }
    # By hand: 65 per cent of 29 cases, rounded, is 19 of them (65.5), and of 28 it is 19 (67.9),
    # as 18 would be 64.3.
    assert changed == {"2.2.2": 19 - 12, "2.2.3": 19 - 7}
    assert (found["standard"], found["rating"]) == ("2.2", "Inadequate")
    assert target["plan"]["answers"] == 19
    assert target["plan"]["score"] is None


def test_the_table_tells_the_plan(run: Run) -> None:
    done = run("target", WESTERN_BAY)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert max(map(len, lines)) <= 80
    text = " ".join(done.stdout.split())
    already = "would be reached already without discretion on 3.3 (7 of 36 points)."
    takes = "Requires improvement takes 1 answer from no to yes, and gives 7 of 36 points."
    assert text.index(already) < text.index(takes)
    assert "3.2.2 Safety of the child 9/14 → 10/14 64% → 71% 1 answer" in text
    assert "3.2.2 answered no: O08, O10, O12, O13, O19" in text
    assert (
        "Outstanding is out of reach of cases alone: "
        "the most they can give is Good, 24 of 36 points." in text
    )


@pytest.mark.parametrize(
    ("rating", "answer"),
    [("Inadequate", "Inadequate is what it is already."), ("Good", "Good takes 78 answers")],
)
def test_a_rating_that_is_reached_says_so(run: Run, rating: str, answer: str) -> None:
    done = run("target", WESTERN_BAY, rating)
    assert done.returncode == 0
    assert answer in done.stdout


def test_a_rating_below_the_present_one_says_so(run: Run) -> None:
    text = WESTERN_BAY.read_text()
    without = text[: text.index("\ndiscretion:")].encode()
    done = run("target", "-", "Inadequate", stdin=without)
    assert "Inadequate is lower than what it is already." in done.stdout


def test_wrong_names_are_wrong_usage(run: Run) -> None:
    done = run("target", WESTERN_BAY, "Goodd")
    assert done.returncode == 2
    assert "unknown rating 'Goodd': did you mean 'Good'?" in done.stderr
    done = run("target", WESTERN_BAY, "--standard", "3.33")
    assert done.returncode == 2
    assert "unknown standard '3.33': did you mean '3.3'?" in done.stderr


def test_percentages_alone_say_what_is_missing(run: Run) -> None:
    printed = ROOT / "examples" / "western_bay_published.yaml"
    done = run("target", printed, "--standard", "3.4")
    assert done.returncode == 1
    assert done.stderr.endswith(
        ":1:1: this takes cases or counts, and only percentages are known of 3.4.1 and 3.4.2\n"
    )
    counts = printed.read_text().replace("95%", "19/20").replace("3.4.2: 80%", "3.4.2: 12/15")
    done = run("target", "-", "--standard", "3.4", stdin=counts.encode())
    assert done.stdout.endswith("That is the best rating there is.\n")


def test_judged_standards_have_nothing_to_change(run: Run) -> None:
    done = run("target", WESTERN_BAY, "--standard", "1.1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("standard 1.1 has no rating from cases\n")


def test_few_cases_may_jump_over_a_band() -> None:
    one = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3))
    found = find_targets(rate(one, service(one, {"2.1.1": ("yes", "no")})), standard="2.1")
    assert [(each.rating.name, each.plan is not None) for each in found.targets] == [
        ("C", False),
        ("D", True),
    ]


def naive_band(of: Framework, yes: int, number: int) -> int:
    percent = Fraction(100 * yes, number)
    banded = floor(percent + Fraction(1, 2)) if of.rounded else percent
    return max(band for band, first in enumerate(of.percent_thresholds) if banded >= first)


def options(of: Framework, standard: StandardResult) -> dict[int, int]:
    """Return the fewest answers to each band at or above the calculated one, by trying all."""
    counts = [question.count for question in standard.questions if question.count]
    counts = [count for count in counts if count.applicable]
    found: dict[int, int] = {}
    for raised in product(*(range(count.yes, count.applicable + 1) for count in counts)):
        bands = [
            naive_band(of, yes, count.applicable) for yes, count in zip(raised, counts, strict=True)
        ]
        answers = sum(raised) - sum(count.yes for count in counts)
        found[min(bands)] = min(answers, found.get(min(bands), answers))
    return found


def applied(found: Service, plan: Plan) -> Service:
    """Return a service in which a plan was carried out, discretion on what it lifts dropped."""
    evidence = dict(found.evidence)
    for lift in plan.lifts:
        for change in lift.changes:
            name = change.result.question.id
            number = change.after.yes - change.before.yes
            for key, sample in evidence.items():
                if not isinstance(sample, Sample) or name not in sample.answers:
                    continue
                column: list[Answer | None] = list(sample.answers[name])
                for at in [at for at, answer in enumerate(column) if answer == "no"][:number]:
                    assert sample.cases[at] in change.answered_no
                    column[at] = "yes"
                evidence[key] = sample._replace(answers={**sample.answers, name: tuple(column)})
    lifted = {lift.result.standard.id for lift in plan.lifts}
    kept = tuple(move for move in found.discretion if move.standard not in lifted)
    return found._replace(evidence=evidence, discretion=kept)


@st.composite
def moved(draw: st.DrawFn) -> tuple[Framework, Service]:
    """Draw a service, with discretion on some of its standards."""
    of, found = draw(services(most_cases=4, most_standards=2))
    moves = []
    for standard in of.standards:
        if standard.basis == "cases" and draw(st.booleans()):
            rating = draw(st.sampled_from(of.ratings)).name
            moves.append(Discretion(standard=standard.id, rating=rating, reason="So."))
    return of, found._replace(discretion=tuple(moves))


def cheapest(of: Framework, result: Result) -> dict[int, tuple[int, int, tuple[int, ...]]]:
    """Return the best answers, number of standards and standards for each score, by trying all."""
    choices: list[list[tuple[int, int, bool]]] = []
    for standard in result.standards:
        assert standard.rating is not None
        assert standard.calculated is not None
        kept = [(standard.rating.points, 0, False)]
        if standard.standard.basis == "cases":
            kept += [
                (of.ratings[band].points, answers, True)
                for band, answers in options(of, standard).items()
                if of.ratings[band].points > standard.calculated.points
            ]
        choices.append(kept)
    best: dict[int, tuple[int, int, tuple[int, ...]]] = {}
    for combination in product(*choices):
        score = sum(points for points, _, _ in combination)
        lifted = tuple(at for at, (_, _, lift) in enumerate(combination) if lift)
        rank = (sum(answers for _, answers, _ in combination), len(lifted), lifted)
        best[score] = min(rank, best.get(score, rank))
    return best


@given(moved())
def test_plans_are_the_fewest_answers_and_reach_what_they_say(
    drawn: tuple[Framework, Service],
) -> None:
    of, found = drawn
    result = rate(of, found)
    aims = find_targets(result)
    best = cheapest(of, result)
    assert aims.maximum == max(best)
    order = [standard.id for standard in of.standards]
    for aim in aims.targets:
        reaching = [
            rank
            for score, rank in best.items()
            if of.ratings[band_of_score(score, result.scale)] == aim.rating
        ]
        if aim.plan is None:
            assert not reaching
            continue
        lifted = tuple(order.index(lift.result.standard.id) for lift in aim.plan.lifts)
        assert (aim.plan.answers, len(lifted), lifted) == min(reaching)
        again = rate(of, applied(found, aim.plan))
        assert again.overall.rating == aim.rating
        assert again.overall.score == aim.plan.score


@given(services(most_cases=5, most_standards=2))
def test_plans_for_one_standard_are_the_fewest_answers(drawn: tuple[Framework, Service]) -> None:
    of, found = drawn
    result = rate(of, found)
    for standard in result.standards:
        if standard.basis == "judgement":
            with pytest.raises(WrongUsage):
                find_targets(result, standard=standard.id)
            continue
        aims = find_targets(result, standard=standard.id)
        cost = options(of, standard)
        for aim in aims.targets:
            band = of.ratings.index(aim.rating)
            if aim.plan is None:
                assert band not in cost
                continue
            assert aim.plan.answers == cost[band]
            again = rate(of, applied(found, aim.plan))
            (reached,) = [
                each for each in again.standards if each.standard.id == standard.standard.id
            ]
            assert reached.calculated == aim.rating


def test_a_withheld_overall_rating_cannot_be_aimed_at(run: Run, tmp_path: Any) -> None:
    (tmp_path / "five.yaml").write_text(FIVE)
    (tmp_path / "service.yaml").write_text(five(with_c=False))
    done = run("target", "service.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "service.yaml:1:1: the overall rating is withheld: "
        "a standard that counts towards it has no rating\n"
    )
    mixed = run("target", "service.yaml", "--standard", "A.2", cwd=tmp_path)
    assert mixed.stdout.count("out of reach of cases alone: the most they can give is Fair.") == 2
