"""Half-finished audits: the range holds every filling, discretion included, and no other."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.program import Run
from helpers.strategies import ANSWERS, domain, framework, service
from helpers.tiny import answers, moved_to, tiny_service
from yotrate.framework.model import Framework
from yotrate.questions.partial import partial
from yotrate.rating.rate import rate
from yotrate.service.answers import Answer
from yotrate.service.model import Discretion, Sample, Service

MOST_MISSING = 4
Columns = dict[str, list[Answer | None]]


@st.composite
def unfinished(draw: st.DrawFn) -> tuple[Framework, Columns, dict[str, str], list[Discretion]]:
    """Draw a framework of some standards, answers of which some are missing, and moves."""
    data = [domain("2", draw(st.lists(st.integers(1, 2), min_size=1, max_size=2)))]
    if draw(st.booleans()):
        data.append(domain("1", [1], basis="judgement"))
    of = framework(
        domains=data, scores=draw(st.sampled_from(((0, 1, 2, 3), (0, 2, 4, 6)))),
        rounded=draw(st.booleans()),
    )  # fmt: skip
    number = draw(st.integers(1, 4))
    columns: Columns = {
        question.id: draw(st.lists(st.sampled_from(ANSWERS), min_size=number, max_size=number))
        for question in of.domains[0].case_questions
    }
    places = [(name, at) for name in columns for at in range(number)]
    for name, at in draw(st.lists(st.sampled_from(places), max_size=MOST_MISSING, unique=True)):
        columns[name][at] = None
    names = [each.name for each in of.ratings]
    judged = {
        each.id: draw(st.sampled_from(names)) for each in of.standards if each.basis != "cases"
    }
    moves = [
        Discretion(standard=each.id, rating=draw(st.sampled_from(names)), reason="So.")
        for each in of.standards
        if each.basis == "cases" and draw(st.booleans())
    ]
    return of, columns, judged, moves


def built(
    of: Framework, columns: Columns, judged: dict[str, str], moves: list[Discretion]
) -> Service:
    cases = tuple(f"C{at}" for at in range(len(next(iter(columns.values())))))
    sample = Sample(cases, {name: tuple(column) for name, column in columns.items()})
    empty = service(framework(domains=[domain("1", [1], "judgement")]), {}, judged)
    return empty._replace(framework=of, evidence={"2": sample}, discretion=tuple(moves))


def fillings(columns: Columns) -> list[Columns]:
    missing = [(name, at) for name in columns for at in range(len(columns[name]))
               if columns[name][at] is None]  # fmt: skip
    found = []
    for given_answers in product(ANSWERS, repeat=len(missing)):
        filled = {name: list(column) for name, column in columns.items()}
        for (name, at), answer in zip(missing, given_answers, strict=True):
            filled[name][at] = answer
        found.append(filled)
    return found


def kept(
    of: Framework, filled: Columns, judged: dict[str, str], moves: list[Discretion]
) -> Service:
    """Build a service with those moves that are by one band, or by none."""
    plain = rate(of, built(of, filled, judged, []))
    bands = {each.id: each.band for each in plain.standards}
    near = []
    for move in moves:
        band, to = bands[move.standard], of.band_named(move.rating)
        if band is not None and to is not None and abs(band - to) <= 1:
            near.append(move)
    return built(of, filled, judged, near)


@given(unfinished())
def test_the_range_is_that_of_all_fillings(
    drawn: tuple[Framework, Columns, dict[str, str], list[Discretion]],
) -> None:
    of, columns, judged, moves = drawn
    result = rate(of, built(of, columns, judged, moves))
    found = partial(result)
    every = [rate(of, kept(of, filled, judged, moves)) for filled in fillings(columns)]
    scores = [each.overall.score for each in every if each.overall.score is not None]
    assert found.withheld == (
        "certainly" if not scores else "possibly" if len(scores) < len(every) else "never"
    )
    assert found.lowest.score == min(scores, default=None)
    assert found.highest.score == max(scores, default=None)
    for each in result.standards:
        own = {other[each.id].band for other in every}
        assert found.bands[each.id] == own


@given(unfinished())
def test_the_range_holds_what_is_printed(
    drawn: tuple[Framework, Columns, dict[str, str], list[Discretion]],
) -> None:
    of, columns, judged, moves = drawn
    service_now = kept(of, columns, judged, moves)
    found = partial(rate(of, service_now))
    score = found.result.overall.score
    if score is None:
        assert found.withheld != "never"
        return
    assert found.lowest.score is not None
    assert found.highest.score is not None
    assert found.lowest.score <= score <= found.highest.score


UNFINISHED = """\
cases:
  "2":
    C01: {2.1.1: yes, 2.1.2: n/a}
    C02: {2.1.1: yes, 2.1.2: n/a}
    C03: {2.1.1: no, 2.1.2: n/a}
    C04: {2.1.2: n/a}
"""


def test_a_move_stays_for_every_filling_that_leaves_it_one_band_away(
    run: Run, tmp_path: Path
) -> None:
    file = tiny_service(tmp_path, UNFINISHED + moved_to("Outstanding"))
    done = run("score", file, "--partial", "--format", "json")
    (found,) = json.loads(done.stdout)["services"]
    assert found["overall"]["rating"] == "Outstanding"
    assert found["overall"]["range"] == {
        "from": {"rating": "Requires improvement", "score": 1},
        "to": {"rating": "Outstanding", "score": 3},
    }


def test_a_move_that_no_filling_leaves_one_band_away_is_refused(run: Run, tmp_path: Path) -> None:
    file = tiny_service(
        tmp_path, UNFINISHED.replace("no, 2.1.2", "yes, 2.1.2") + moved_to("Inadequate")
    )
    done = run("score", file, "--partial")
    assert done.returncode == 1
    assert "discretion moves it by one band, and Inadequate is 3 away" in done.stderr


def test_where_a_filling_gives_no_rating_the_range_says_so(run: Run, tmp_path: Path) -> None:
    text = 'cases:\n  "2":\n    C01: {2.1.1: n/a, 2.1.2: n/a}\n    C02: {}\n'
    done = run("score", tiny_service(tmp_path, text), "--partial", "--format", "json")
    (found,) = json.loads(done.stdout)["services"]
    assert found["overall"]["withheld"] == "possibly"
    assert found["overall"]["range"]["from"]["score"] == 0
    assert found["overall"]["range"]["to"]["score"] == 3
    words = run("score", tiny_service(tmp_path, text), "--partial").stdout
    assert "There may be no overall rating, if no key question of a standard applies." in words
    none = tiny_service(tmp_path, answers("--", "--"))
    (found,) = json.loads(run("score", none, "--partial", "--format", "json").stdout)["services"]
    assert found["overall"]["withheld"] == "certainly"
    assert found["overall"]["range"]["from"] == {"rating": None, "score": None}
    assert found["never_applied"] == ["2.1"]


@pytest.mark.parametrize("command", ["score", "boundary", "report", "compare"])
def test_an_unfinished_audit_can_be_asked_everywhere(
    run: Run, tmp_path: Path, command: str
) -> None:
    file = tiny_service(tmp_path, UNFINISHED)
    files = [file, file] if command == "compare" else [file]
    assert run(command, *files).returncode == 1
    done = run(command, *files, "--partial")
    assert (done.returncode, done.stderr) == (0, "")
    words = " ".join(done.stdout.split())
    assert "It can still become Requires improvement (1) to Good (2 of 3 points)." in words
    assert "2.1.1: 1 answer (C04)" in words
