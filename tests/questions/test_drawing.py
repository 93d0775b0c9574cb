"""Drawing a sample: quotas, equal chances, and draws that anyone can repeat."""

from collections import Counter
from fractions import Fraction
from hashlib import sha256
from random import Random

import pytest

from yotrate import load_framework
from yotrate.problems import WrongUsage
from yotrate.questions.drawing import Recipe, balance, draw, draw_by_rule, one_after_the_other, rank
from yotrate.questions.quotas import quotas
from yotrate.service.model import EligibleCase

FRAMEWORK = load_framework("hmip-youth-2018")
NONE = Fraction(0)


def some_cases(number: int, chance: Random) -> list[EligibleCase]:
    return [
        EligibleCase(f"C{at:03}", (chance.choice("FMMM"), chance.choice(["high", "low"])))
        for at in range(number)
    ]


def test_quotas_of_20_000_random_allocations_are_in_proportion() -> None:
    chance = Random(6)
    for _ in range(20_000):
        sizes = {(str(at),): chance.randint(1, 30) for at in range(chance.randint(1, 8))}
        whole = sum(sizes.values())
        number = chance.randint(0, whole)
        found = quotas(sizes, number)
        assert sum(found.values()) == number
        for values, own in found.items():
            assert 0 <= own <= sizes[values]
            assert abs(own - Fraction(number * sizes[values], whole)) < 1
        nested = one_after_the_other({(*values, "x"): n for values, n in sizes.items()}, number)
        assert [*nested.values()] == [*found.values()]


def test_over_10_000_seeds_all_cases_of_a_stratum_have_equal_chances() -> None:
    cases = [EligibleCase(f"C{at}", ("a",)) for at in range(8)]
    cases += [EligibleCase(f"D{at}", ("b",)) for at in range(4)]
    counts: Counter[str] = Counter()
    for seed in range(10_000):
        counts.update(draw(cases, 6, str(seed), NONE).chosen)
    # 4 of 8 and 2 of 4: each half of the time, within five standard errors of 50.
    assert counts.keys() == {case.reference for case in cases}
    assert all(abs(number - 5_000) < 250 for number in counts.values())


def test_a_rank_is_a_digest_that_anyone_can_work_out() -> None:
    assert rank("2026-11", " C01 ") == sha256(b"2026-11\nC01").hexdigest()
    # A letter and its accent, put together or not.
    assert (
        rank("s", "Cafe\u0301") == rank("s", "Caf\u00e9") == sha256(b"s\nCaf\xc3\xa9").hexdigest()
    )


def test_the_order_of_a_list_makes_no_difference() -> None:
    chance = Random(1)
    cases = some_cases(60, chance)
    found = draw(cases, 25, "s", Fraction(1, 5))
    for _ in range(20):
        chance.shuffle(cases)
        assert draw(cases, 25, "s", Fraction(1, 5)) == found


def test_an_added_case_changes_at_most_one_choice_where_the_allocation_stays() -> None:
    chance = Random(2)
    changed = 0
    for seed in map(str, range(300)):
        cases = some_cases(chance.randint(20, 60), chance)
        number = chance.randint(8, 20)
        before = draw(cases, number, seed, NONE)
        added = EligibleCase("Z", chance.choice(cases).values)
        after = draw([*cases, added], number, seed, NONE)
        quotas_before = {each.values: len(each.chosen) for each in before.strata}
        if {each.values: len(each.chosen) for each in after.strata} == quotas_before:
            lost = {*before.chosen} - {*after.chosen}
            assert {*after.chosen} - {*before.chosen} == ({"Z"} if lost else set())
            assert len(lost) <= 1
            changed += bool(lost)
    assert changed > 20


def test_reserves_are_the_next_in_rank_and_rounded_up() -> None:
    cases = [EligibleCase(f"C{at}", ("a",)) for at in range(9)]
    cases += [EligibleCase(f"D{at}", ("b",)) for at in range(3)]
    found = draw(cases, 8, "s", Fraction(1, 5))
    large, small = found.strata
    ranked = sorted((f"C{at}" for at in range(9)), key=lambda each: rank("s", each))
    assert (large.chosen, large.reserves) == (tuple(ranked[:6]), tuple(ranked[6:8]))
    # A fifth of two is one, and there is one left.
    assert (len(small.chosen), len(small.reserves)) == (2, 1)
    assert len(found.reserves) == 3


def test_with_more_strata_than_cases_one_characteristic_is_matched_after_the_other() -> None:
    cases = [
        EligibleCase(f"C{at:02}", ("FM"[at % 4 > 0], str(at % 10), str(at))) for at in range(40)
    ]
    found = draw(cases, 20, "s", NONE)
    assert not found.together
    shares = {(each.characteristic, each.value): each for each in balance(["g", "h", "i"], found)}
    assert [shares["g", each].drawn for each in "FM"] == [5, 15]
    assert len(found.chosen) == 20
    assert draw(cases[:20], 20, "s", NONE).together


def test_a_draw_by_rule_has_the_size_that_the_framework_says() -> None:
    cases = some_cases(37, Random(3))
    found = draw_by_rule(FRAMEWORK, {"3": cases[:22], "2": cases}, Recipe(("g", "r"), "s", NONE))
    assert [*found.drawn] == ["2", "3"]
    assert [len(each.chosen) for each in found.drawn.values()] == [31, 20]
    assert found.eligible == {"2": 37, "3": 22}
    with pytest.raises(WrongUsage, match="'1' is no domain with cases"):
        draw_by_rule(FRAMEWORK, {"1": cases}, Recipe((), "s", NONE))
