"""What headings in words of their own mean, of however many columns."""

import time

import pytest

from yotrate.framework.checks import load_framework
from yotrate.service.likeness import likely


@pytest.mark.parametrize(
    "heading", ["safety of the child {} plan", "assessment safety child desistance others {} plan"]
)
def test_many_columns_alike_are_looked_at_once(heading: str) -> None:
    court = load_framework("hmip-youth-2018").samples[0]
    began = time.process_time()
    found = likely(court, {at: heading.format(at) for at in range(1, 4_001)}, [])
    assert time.process_time() - began < 4
    assert (found.certain, found.guessed) == ({}, {})


def test_those_most_alike_come_first_and_rivals_are_left_open() -> None:
    court = load_framework("hmip-youth-2018").samples[0]
    headings = {
        1: "planning for the safety of the child",
        2: "child safety, planned",
        3: "delivering desistance work",
        4: "reviewing safety of others",
        5: "review: safety for others",
    }
    found = likely(court, headings, ["2.4.1"])
    assert (found.certain, found.guessed) == ({1: "2.2.2", 4: "2.4.3"}, {3: "2.3.1"})
