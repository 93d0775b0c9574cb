"""Small cases, worked out by hand, of what random ones rarely meet."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from helpers.strategies import domain, framework, service
from yotrate.framework.counts import Count
from yotrate.framework.doubts import warnings
from yotrate.framework.model import Framework, SamplingRule, Vector
from yotrate.framework.vectors import failures
from yotrate.questions.boundary import boundary
from yotrate.questions.compare import Changed, compare
from yotrate.questions.confidence import confidence
from yotrate.questions.discretion import Misuse, misused_discretion
from yotrate.questions.edges import Edge
from yotrate.questions.errors import NoAnswer
from yotrate.questions.partial import partial
from yotrate.questions.sample import sample
from yotrate.questions.target import target as find_targets
from yotrate.rating.overall import Difference
from yotrate.rating.rate import rate
from yotrate.rating.results import Result
from yotrate.service.answers import Answer
from yotrate.service.model import Discretion, Printed, Published, Sample

ONE = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3))


def column(yes: int, no: int, not_applicable: int = 0) -> tuple[Answer, ...]:
    numbers: dict[Answer, int] = {"yes": yes, "no": no, "n/a": not_applicable}
    return tuple(answer for answer, number in numbers.items() for _ in range(number))


def mixed(*, counts: str = "true", rounded: bool = True) -> Framework:
    """A standard with a question from cases and a judged one, and a standard with one question."""
    data = domain("2", [2, 1])
    data["standards"][0]["key_questions"][1]["basis"] = "judgement"
    data["standards"][1]["counts_towards_overall"] = counts
    return framework(domains=[data], rounded=rounded)


def printed(of: Framework, figures: Mapping[str, int], judged: Mapping[str, str]) -> Result:
    empty = service(framework(domains=[domain("1", [1], "judgement")]), {}, judged)
    return rate(of, empty._replace(framework=of, evidence={"2": Printed(figures)}))


# Half-finished audits


def half(of: Framework, answers: Mapping[str, Sequence[Answer | None]], **rest: Any) -> Result:
    """Rate a service of domain 2 in which answers, or whole columns of them, are missing."""
    cases = tuple(f"C{at}" for at in range(len(next(iter(answers.values())))))
    own = service(framework(domains=[domain("1", [1], "judgement")]), {})
    sample = Sample(cases, {name: tuple(each) for name, each in answers.items()})
    return rate(of, own._replace(framework=of, evidence={"2": sample}, **rest))


def test_a_judged_key_question_and_a_whole_column_may_be_missing() -> None:
    found = partial(half(mixed(), {"2.1.1": column(2, 1)}))
    assert found.judgements == ("2.1.2",)
    assert found.answers == {"2.2.1": ("C0", "C1", "C2")}
    assert not found.complete
    # 2.1.1 is 67 per cent, C: with 2.1.2 anything from A to C; 2.2.1 anything.
    assert (found.lowest.score, found.highest.score) == (0, 2 + 3)


def test_a_judged_key_question_holds_the_range_where_it_is() -> None:
    found = partial(half(mixed(), {"2.1.1": column(3, 0)}, judgements={"2.1.2": "B"}))
    # 2.1 is B, as judged; 2.2.1 can be anything.
    assert (found.lowest.score, found.highest.score) == (1, 1 + 3)


@pytest.mark.parametrize(("rounded", "score"), [(True, 2), (False, 1)])
def test_the_range_is_banded_as_the_framework_says(rounded: bool, score: int) -> None:
    of = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3), rounded=rounded)
    found = partial(half(of, {"2.1.1": column(20, 11)}))
    assert (found.lowest.score, found.highest.score) == (score, score)


def test_the_worst_that_can_become_is_rounded_too() -> None:
    found = partial(half(ONE, {"2.1.1": (*column(20, 10), None)}))
    # From 20 of 31, which is rounded to 65 per cent, to 21.
    assert (found.lowest.score, found.highest.score) == (2, 2)


def test_missing_answers_may_all_be_yes_or_all_no() -> None:
    found = partial(half(ONE, {"2.1.1": (*column(3, 3), None, None)}))
    # From 3 of 8, 38 per cent, to 5 of 8, 63 per cent.
    assert (found.lowest.score, found.highest.score) == (0, 1)
    assert found.answers == {"2.1.1": ("C6", "C7")}


def test_what_discretion_moved_has_the_rating_that_it_has() -> None:
    move = Discretion(standard="2.1", rating="A", reason="So.")
    found = partial(half(ONE, {"2.1.1": column(1, 1)}, discretion=(move,)))
    assert (found.lowest.score, found.highest.score) == (0, 0)
    assert found.complete


def test_printed_results_have_no_range() -> None:
    found = partial(printed(ONE, {"2.1.1": 66}, {}))
    assert (found.lowest.score, found.highest.score) == (2, 2)


# Targets


def test_the_present_rating_of_a_standard_takes_nothing() -> None:
    result = rate(ONE, service(ONE, {"2.1.1": column(2, 1)}))
    found = find_targets(result, result.framework.ratings[2].name, standard="2.1")
    (target,) = found.targets
    assert target.plan is not None
    assert (target.plan.lifts, target.plan.answers, target.plan.score) == ((), 0, None)
    assert target.without_discretion is False


def test_of_equal_plans_the_one_with_the_earliest_standards_is_shown() -> None:
    four = framework(domains=[domain("2", [1, 1, 1, 1])], scores=(0, 3, 8, 12))
    columns = {
        "2.1.1": column(3, 1, 0),  # C; one answer makes it D, a point more
        "2.2.1": column(1, 1, 2),  # B; one answer makes it D, 2 points more
        "2.3.1": column(1, 1, 2),
        "2.4.1": column(0, 1, 3),  # A; one answer makes it D, 3 points more
    }
    found = find_targets(rate(four, service(four, columns)))
    plan = found.targets[0].plan
    assert plan is not None
    # 4 points at first; 8 take two answers: on 2.1 and 2.4, on 2.2 and 2.3, and so on.
    assert [lift.result.standard.id for lift in plan.lifts] == ["2.1", "2.4"]
    assert (plan.answers, plan.score) == (2, 8)


def test_counts_are_missing_only_where_the_target_needs_them() -> None:
    result = printed(mixed(counts="false"), {"2.1.1": 70, "2.2.1": 40}, {"2.1.2": "B"})
    with pytest.raises(NoAnswer, match=r"only percentages are known of 2\.1\.1$"):
        find_targets(result)
    with pytest.raises(NoAnswer, match=r"only percentages are known of 2\.2\.1$"):
        find_targets(result, standard="2.2")


def test_what_does_not_count_or_applied_to_no_case_hides_nothing_that_comes_after() -> None:
    data = domain("2", [1, 2])
    data["standards"][0]["counts_towards_overall"] = "false"
    of = framework(domains=[data], scores=(0, 1, 2, 3))
    columns = {"2.1.1": column(2, 2), "2.2.1": column(0, 0, 4), "2.2.2": column(1, 3)}
    found = find_targets(rate(of, service(of, columns)), of.ratings[1].name)
    plan = found.targets[0].plan
    assert plan is not None
    # From 1 of 4 to 2 of 4: 2.2 becomes B, which gives the one point it takes.
    assert [lift.result.standard.id for lift in plan.lifts] == ["2.2"]
    assert [change.result.question.id for change in plan.lifts[0].changes] == ["2.2.2"]
    assert (plan.answers, plan.score) == (1, 1)


# Discretion


def misuse(of: Framework, figures: Mapping[str, int], to: str, **judged: str) -> Misuse:
    result = printed(of, figures, judged)
    move = Discretion(standard="2.1", rating=to, reason="So.")
    (found,) = misused_discretion(rate(of, result.service._replace(discretion=(move,))))
    return found


def misuse_of_counts(of: Framework, columns: Mapping[str, Sequence[Answer]], to: str) -> Misuse:
    """Check a move of 2.1 where the counts of its key questions are known."""
    figures = {
        name: Count(each.count("yes"), each.count("no"), None) for name, each in columns.items()
    }
    empty = service(framework(domains=[domain("1", [1], "judgement")]), {}, {})
    move = Discretion(standard="2.1", rating=to, reason="So.")
    changed = empty._replace(framework=of, evidence={"2": Printed(figures)}, discretion=(move,))
    (found,) = misused_discretion(rate(of, changed))
    return found


def test_discretion_that_is_not_open_tells_how_far_every_question_is() -> None:
    of = framework(domains=[domain("2", [3])], scores=(0, 1, 2, 3))
    columns = {"2.1.1": column(12, 13), "2.1.2": column(5, 20), "2.1.3": column(11, 14)}
    assert misuse_of_counts(of, columns, "B") == Misuse(
        "2.1",
        "discretion to B is not open on standard 2.1: "
        "2.1.2 is at 20%, 30 percentage points and 8 cases from the edge at 50% "
        "and 2.1.3 is at 44%, 6 percentage points and 2 cases from the edge at 50%",
        severity="excusable",
    )
    columns = {"2.1.1": column(16, 12), "2.1.2": column(18, 2), "2.1.3": column(18, 2)}
    assert misuse_of_counts(of, columns, "A") == Misuse(
        "2.1",
        "discretion to A is not open on standard 2.1: "
        "2.1.1 is at 57%, 7 percentage points and 3 cases from the edge at 50%",
        severity="excusable",
    )


def test_what_only_percentages_are_known_of_is_no_breach() -> None:
    of = framework(domains=[domain("2", [3])], scores=(0, 1, 2, 3))
    for figures, to in (((48, 20, 44), "B"), ((57, 90, 90), "A")):
        printed = dict(zip(("2.1.1", "2.1.2", "2.1.3"), figures, strict=True))
        assert misuse(of, printed, to) == Misuse(
            "2.1",
            f"whether discretion to {to} is open on standard 2.1 can't be told without counts "
            "of its cases",
            severity="doubtful",
        )


def test_discretion_to_the_calculated_rating_or_too_far_is_no_excuse() -> None:
    of = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3))
    assert misuse(of, {"2.1.1": 48}, "A") == Misuse(
        "2.1", "standard 2.1 is A by its key questions anyway", severity="breach"
    )
    assert misuse(of, {"2.1.1": 48}, "C") == Misuse(
        "2.1",
        "standard 2.1 is A by its key questions: discretion moves it by one band, and C is 2 away",
        severity="breach",
    )


def test_discretion_that_a_framework_does_not_know_is_no_excuse() -> None:
    of = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3), discretion=None)
    assert misuse(of, {"2.1.1": 48}, "B") == Misuse(
        "2.1", "random knows no professional discretion", severity="breach"
    )


def test_a_judged_question_that_holds_a_standard_is_told() -> None:
    assert misuse(mixed(), {"2.1.1": 70, "2.2.1": 90}, "C", **{"2.1.2": "B"}) == Misuse(
        "2.1",
        "discretion to C is not open on standard 2.1: 2.1.2 is judged B, not from cases",
        severity="excusable",
    )


# What a report printed


def found_differences(result: Result, **printed: Any) -> list[Difference]:
    published = Published.model_validate(printed)
    found = rate(result.service._replace(published=published)).differences
    assert found is not None
    return [*found]


def test_every_figure_that_differs_from_the_report_is_told() -> None:
    result = rate(ONE, service(ONE, {"2.1.1": column(2, 1)}))
    rest: dict[str, Any] = {"standards": {"2.1": "D"}, "percentages": {"2.1.1": "68"}}
    assert found_differences(result, overall="D", score="3", **rest) == [
        Difference(("overall",), "overall", "D", "C"),
        Difference(("score",), "score", "3", "2"),
        Difference(("standards", "2.1"), "standard 2.1", "D", "C"),
        Difference(("percentages", "2.1.1"), "2.1.1", "68%", "67%"),
    ]


def test_what_agrees_or_was_not_printed_does_not_differ() -> None:
    result = rate(ONE, service(ONE, {"2.1.1": column(2, 1)}))
    rest: dict[str, Any] = {"standards": {"2.1": "C"}, "percentages": {"2.1.1": "67"}}
    assert found_differences(result, overall="C", score="2", **rest) == []
    assert found_differences(result) == []
    assert result.differences is None


def test_what_is_printed_and_not_rated_differs_from_the_report() -> None:
    result = half(mixed(), {"2.2.1": column(0, 0, 2)})
    assert (result.overall.score, result.overall.rating) == (None, None)
    rest: dict[str, Any] = {"standards": {"2.1": "C"}, "percentages": {"2.2.1": "67"}}
    told = [str(each) for each in found_differences(result, overall="C", score="2", **rest)]
    assert told == [
        "overall: published C, calculated not rated",
        "score: published 2, calculated not rated",
        "standard 2.1: published C, calculated not rated",
        "2.2.1: published 67%, calculated not rated",
    ]


# Comparisons


def test_a_changed_key_question_is_shown_as_it_was_and_as_it_is() -> None:
    data = domain("2", [1])
    data["standards"][0]["key_questions"][0]["title"] = "Another question"
    other = framework(domains=[data], scores=(0, 1, 2, 3))
    columns = {"2.1.1": column(2, 1)}
    before, after = (rate(of, service(of, columns)) for of in (ONE, other))
    ((was,),) = (each.questions for each in before.standards)
    ((now,),) = (each.questions for each in after.standards)
    found = compare(before, after)
    assert found.changed == (Changed("key_question", "2.1.1", was, now, ("title",)),)
    assert found.same_bands is True


def test_other_bands_of_the_same_ratings_are_told() -> None:
    other = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3), thresholds=(0, 50, 65, 81))
    columns = {"2.1.1": column(2, 1)}
    found = compare(*(rate(of, service(of, columns)) for of in (ONE, other)))
    assert (found.same_ratings, found.same_bands) == (True, False)


# Boundaries


def test_the_cases_that_answered_a_question_are_told_by_answer() -> None:
    found = boundary(rate(ONE, service(ONE, {"2.1.1": ("yes", "no", "n/a", "yes", "no")})))
    (question,) = found.standards["2.1"].questions
    assert found.answered(question) == {"yes": ["2-0", "2-3"], "no": ["2-1", "2-4"]}
    # 2 of 4 is on the edge at 50: one yes less crosses it, and one more reaches 75 per cent.
    assert found.deciding(question) == found.answered(question)


def edges(result: Result) -> tuple[Edge | None, Edge | None]:
    (question,) = boundary(result).standards["2.1"].questions
    return question.down, question.up


def test_a_printed_percentage_of_nothing_is_nothing() -> None:
    down, up = edges(printed(ONE, {"2.1.1": 0}, {}))
    assert down is None
    assert up == Edge(1, ONE.ratings[1], 50, 500, None, ())


@pytest.mark.parametrize(("yes", "near"), [(450, ("within_points",)), (449, ())])
def test_near_ends_to_the_tenth_of_a_point(yes: int, near: tuple[str, ...]) -> None:
    of = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3), rounded=False)
    # 45 per cent is 5 points from 50; 44.9 per cent is 5.1.
    _, up = edges(rate(of, service(of, {"2.1.1": column(yes, 1000 - yes)})))
    assert up is not None
    assert (up.near, up.tenths) == (near, 50 if near else 51)


def test_a_small_sample_is_near_both_edges() -> None:
    down, up = edges(rate(ONE, service(ONE, {"2.1.1": column(3, 2)})))
    assert down is not None
    assert up is not None
    # 3 of 5 is 60 per cent, 10 points above 50 and 5 below 65; one answer crosses either.
    assert down.near == ("within_cases", "sample_up_to")
    assert up.near == ("within_points", "within_cases", "sample_up_to")
    down, up = edges(rate(ONE, service(ONE, {"2.1.1": column(4, 2)})))
    # 4 of 6 is 67 per cent, too many cases to be few.
    assert down is not None
    assert down.near == ("within_points", "within_cases")


# Vectors


def with_vectors(of: Framework, *vectors: Mapping[str, Any]) -> Framework:
    read = tuple(Vector.model_validate(each) for each in vectors)
    return of.model_copy(update={"vectors": read})


def test_a_count_needs_no_percent() -> None:
    assert [*failures(with_vectors(ONE, {"count": "20/31", "rating": "C"}))] == []


def test_a_count_below_the_first_band_gives_no_rating() -> None:
    of = framework(domains=[domain("2", [1])], thresholds=(10, 50, 65, 80))
    found = [*failures(with_vectors(of, {"count": "0/5", "rating": "A"}))]
    assert found == [(("vectors", 0), "0/5 gives no rating, expected 'A'")]


def test_an_exact_count_tests_the_last_whole_percentage_that_it_reaches() -> None:
    of = framework(domains=[domain("2", [1])], scores=(0, 1, 2, 3), rounded=False)
    just_below = {"count": "199/400", "rating": "A"}  # 49.75 per cent
    untested = [
        message
        for (_, band, key), message in warnings(with_vectors(of, just_below))
        if (band, key) == (1, "from_percent")
    ]
    assert untested == ["no vector tests where 'B' begins: 50%"]


# Samples


def test_one_of_two_cases_has_the_whole_margin() -> None:
    rule = SamplingRule.model_validate({"confidence": "80", "margin": "5"})
    # 1.28155 * sqrt(0.25 / 1 * 1 / 1), in points
    found = sample(ONE.model_copy(update={"sampling": rule}), 2, 1)
    assert found.reached == pytest.approx(64.0776, abs=0.0001)
    assert found.rounded() == 64.0776


# Confidence


def test_every_draw_is_counted_once() -> None:
    result = rate(ONE, service(ONE, {"2.1.1": column(2, 1)}))
    for draws in (1, 500, 501, 1_234):
        found = confidence(result, seed=1, draws=draws)
        assert found.overall is not None
        assert sum(found.overall) == draws


def test_what_does_not_count_adds_nothing_to_a_drawn_score() -> None:
    data = domain("2", [1, 1])
    data["standards"][0]["counts_towards_overall"] = "false"
    of = framework(domains=[data], scores=(0, 1, 2, 3))
    own = service(of, {"2.1.1": column(4, 0), "2.2.1": column(2, 2)})
    found = confidence(rate(of, own), seed=1, draws=200)
    # The score is what 2.2 gives, and each point is a band.
    assert found.overall == found.standards["2.2"].draws


def test_a_domain_of_printed_results_cannot_be_drawn() -> None:
    with pytest.raises(NoAnswer, match="domain 2 has results and no cases"):
        confidence(printed(ONE, {"2.1.1": 66}, {}), seed=1, draws=1)
