"""Two results side by side: what changed, by how much, and what cannot be compared."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.five import FIVE, five
from helpers.paths import ROOT, WESTERN_BAY
from helpers.program import Run, run_program, terminal
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from helpers.strategies import ANSWERS, domain, framework, service, services
from yotrate.framework.model import Framework
from yotrate.questions.compare import Changed, Comparison, compare, direction
from yotrate.rating.rate import rate
from yotrate.rating.results import Result
from yotrate.service.answers import Answer
from yotrate.service.model import Printed, Service

PUBLISHED = ROOT / "examples" / "western_bay_published.yaml"
SELF_ASSESSMENT = ROOT / "examples" / "anytown_self_assessment.yaml"
INSPECTION = ROOT / "examples" / "anytown_inspection.yaml"
Write = Callable[[str, str], Path]


def compared(before: str | Path, after: str | Path, *options: str, **rest: Any) -> dict[str, Any]:
    done = run_program("compare", before, after, "--format", "json", *options, **rest)
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def by_id(changes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in changes}


def moves(found: dict[str, Any]) -> dict[str, tuple[int | None, int | None]]:
    """Return what changed: standards in score and bands, key questions in points and bands."""
    standards = {
        each["id"]: (each["score_change"], each["band_change"]) for each in found["standards"]
    }
    questions = {
        each["id"]: (each["percent_change"], each["band_change"]) for each in found["key_questions"]
    }
    return {name: step for name, step in {**standards, **questions}.items() if any(step)}


def plain(text: str) -> str:
    return " ".join(text.split())


def western_bay_2021() -> str:
    """Western Bay's answers under the 2021 edition, in which 3.4 is judged."""
    text = WESTERN_BAY.read_text()
    text = text[: text.index("\ndiscretion:")]
    text = re.sub(r",\n\s+3\.4\.1: \S+ 3\.4\.2: \w+(/a)?}", "}", text)
    text = text.replace("framework: hmip-youth-2018", "framework: hmip-youth-2021")
    return text.replace('  "1.4": Inadequate\n', '  "1.4": Inadequate\n  "3.4": Good\n')


def without_chance(found: dict[str, Any]) -> dict[str, Any]:
    """Return a comparison without what is told of change or chance."""
    own = {"chances", "change_interval", "beyond_sampling"}
    rows = {
        key: [
            {name: value for name, value in each.items() if name not in own} for each in found[key]
        ]
        for key in ("standards", "key_questions")
    }
    overall = {key: value for key, value in found["overall"].items() if key not in own}
    return {**found, **rows, "overall": overall}


def test_a_small_service_by_hand(write: Write) -> None:
    before = write("before.yaml", SMALL_SERVICE)
    text = SMALL_SERVICE.replace("B: {2.1.1: yes", "B: {2.1.1: no").replace(": Middle", ": High")
    after = write("after.yaml", text)
    found = compared(before, after)
    # 2.1.1 falls from 3/4 = 75, High, to 2/4 = 50, Middle; 2.1.2 stays at 2/3 = 67. So 2.1 falls
    # from High to Middle, 1.1 rises from Middle to High, and the score stays 3 of 4.
    assert without_chance(found) == {
        "yotrate": found["yotrate"],
        "before": {
            "file": str(before), "service": "A small service", "framework": "small",
            "answered_by": None, "guesses": 0, "provisional": None,
        },
        "after": {
            "file": str(after), "service": "A small service", "framework": "small",
            "answered_by": None, "guesses": 0, "provisional": None,
        },
        "ratings_comparable": True,
        "overall": {
            "before": {
                "rating": "Middle",
                "score": 3,
                "maximum": 4,
                "calculated": {"rating": "Middle", "score": 3},
                "moves": [],
            },
            "after": {
                "rating": "Middle",
                "score": 3,
                "maximum": 4,
                "calculated": {"rating": "Middle", "score": 3},
                "moves": [],
            },
            "score_change": 0,
            "band_change": 0,
        },
        "standards": [
            {
                "id": "1.1",
                "title": "Leadership",
                "basis": "judgement",
                "before": {
                    "rating": "Middle", "points": 1, "calculated": "Middle", "discretion": None,
                },
                "after": {"rating": "High", "points": 2, "calculated": "High", "discretion": None},
                "score_change": 1,
                "band_change": 1,
            },
            {
                "id": "2.1",
                "title": "Assessment",
                "basis": "cases",
                "before": {"rating": "High", "points": 2, "calculated": "High", "discretion": None},
                "after": {
                    "rating": "Middle", "points": 1, "calculated": "Middle", "discretion": None,
                },
                "score_change": -1,
                "band_change": -1,
            },
        ],
        "key_questions": [
            {
                "id": "2.1.1",
                "title": "Desistance",
                "basis": "cases",
                "standard": "2.1",
                "before": {
                    "yes": 3, "no": 1, "not_applicable": 0, "percent": 75, "rating": "High",
                },
                "after": {
                    "yes": 2, "no": 2, "not_applicable": 0, "percent": 50, "rating": "Middle",
                },
                "percent_change": -25,
                "band_change": -1,
            },
            {
                "id": "2.1.2",
                "title": "Safety",
                "basis": "cases",
                "standard": "2.1",
                "before": {
                    "yes": 2, "no": 1, "not_applicable": 1, "percent": 67, "rating": "High",
                },
                "after": {
                    "yes": 2, "no": 1, "not_applicable": 1, "percent": 67, "rating": "High",
                },
                "percent_change": 0,
                "band_change": 0,
            },
        ],
        "changed": [],
    }  # fmt: skip


def test_cases_against_the_printed_percentages_change_nothing() -> None:
    found = compared(WESTERN_BAY, PUBLISHED)
    assert moves(found) == {}
    assert found["overall"]["before"] == found["overall"]["after"]
    assert (found["overall"]["score_change"], found["overall"]["band_change"]) == (0, 0)
    assert found["changed"] == []
    assert len(found["standards"]) == 12
    question = by_id(found["key_questions"])["2.1.1"]
    assert (question["before"]["yes"], question["after"]["yes"]) == (20, None)
    assert question["percent_change"] == 0


def test_one_answer_moves_western_bay() -> None:
    text = WESTERN_BAY.read_text()
    (case,) = re.findall(r"    O08: \{[^}]*\}", text)
    changed = text.replace(case, case.replace("3.2.2: no", "3.2.2: yes"))
    found = compared(WESTERN_BAY, "-", stdin=changed.encode())
    # 3.2.2 rises from 9/14 = 64 to 10/14 = 71, and with it 3.2 to Good: 7 points of 36.
    assert found["after"]["file"] == "<stdin>"
    assert moves(found) == {"3.2": (1, 1), "3.2.2": (7, 1)}
    assert found["overall"]["score_change"] == 1
    assert found["overall"]["band_change"] == 1
    back = compared("-", WESTERN_BAY, stdin=changed.encode())
    assert moves(back) == {"3.2": (-1, -1), "3.2.2": (-7, -1)}


def test_the_self_assessment_against_the_inspection() -> None:
    found = compared(SELF_ASSESSMENT, INSPECTION)
    assert found["overall"]["before"]["score"] == 10
    assert found["overall"]["score_change"] == -4
    assert found["overall"]["band_change"] == -1
    standards = by_id(found["standards"])
    assert standards["3.3"]["after"]["calculated"] == "Requires improvement"
    assert standards["3.3"]["after"]["discretion"]["rating"] == "Inadequate"
    assert standards["3.3"]["band_change"] == -1
    question = by_id(found["key_questions"])["3.2.2"]
    assert (question["before"]["percent"], question["after"]["percent"]) == (33, 64)  # 2/6, 9/14
    assert question["percent_change"] == 31


def test_of_two_editions_the_same_is_compared_and_the_rest_is_listed(run: Run) -> None:
    newer = western_bay_2021()
    found = compared(WESTERN_BAY, "-", stdin=newer.encode())
    assert moves(found) == {"3.3": (1, 1)}
    assert found["ratings_comparable"] is True
    # Both have 12 standards that count, so the scores compare: 6, and 2 + 1 + 1 + 2.
    assert found["overall"]["after"]["score"] == 6
    assert found["overall"]["score_change"] == 0
    assert not by_id(found["standards"]).keys() & {"3.4", "4.1"}
    assert {each["id"]: (each["kind"], each["changes"]) for each in found["changed"]} == {
        "3.4": ("standard", ["title", "basis"]),
        "3.4.1": ("key_question", ["title", "basis"]),
        "3.4.2": ("key_question", ["title", "basis"]),
        "3.4.3": ("key_question", ["added"]),
        "4.1": ("standard", ["added"]),
        "4.1.1": ("key_question", ["added"]),
        "4.1.2": ("key_question", ["added"]),
        "4.1.3": ("key_question", ["added"]),
    }
    changed = by_id(found["changed"])
    title, basis = "Joint working", "cases"
    assert changed["3.4"]["before"] == {"title": title, "basis": basis, "rating": "Outstanding"}
    assert changed["3.4"]["after"]["rating"] == "Good"
    assert changed["4.1"]["before"] is None
    back = compared("-", WESTERN_BAY, stdin=newer.encode())
    assert by_id(back["changed"])["4.1"]["changes"] == ["removed"]
    assert by_id(back["changed"])["4.1"]["after"] is None
    text = plain(run("compare", WESTERN_BAY, "-", stdin=newer.encode()).stdout)
    assert (
        "3.4 other title and basis: Joint working, from cases, Outstanding → "
        "Out-of-court policy and provision, by judgement, Good"
    ) in text
    assert "4.1 added: Resettlement policy and provision, by judgement" in text
    assert "Standards rated by judgement: 4 unchanged" in text
    assert "Standards rated from cases: 0 better and 0 worse beyond doubt" in text


@pytest.fixture
def fives(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    (tmp_path / "five.yaml").write_text(FIVE)

    def pair(before: str, after: str) -> dict[str, Any]:
        (tmp_path / "before.yaml").write_text(before)
        (tmp_path / "after.yaml").write_text(after)
        return compared("before.yaml", "after.yaml", cwd=tmp_path)

    return pair


def test_what_is_left_out_or_judged_on_its_own(
    fives: Callable[..., dict[str, Any]], run: Run, tmp_path: Path
) -> None:
    left_out = five(with_c=False).replace("A.2.2: Fair", "A.2.2: Strong")
    found = fives(five(), left_out)
    standards, questions = by_id(found["standards"]), by_id(found["key_questions"])
    # A.2.2 alone held A.2 at Fair (20 points); Strong gives 35.
    assert (standards["A.2"]["score_change"], standards["A.2"]["band_change"]) == (15, 1)
    assert (questions["A.2.2"]["percent_change"], questions["A.2.2"]["band_change"]) == (None, 1)
    assert (standards["C.1"]["score_change"], standards["C.1"]["band_change"]) == (None, None)
    assert standards["C.1"]["before"]["rating"] == "Strong"
    assert standards["C.1"]["after"]["rating"] is None
    assert (questions["C.1.1"]["percent_change"], questions["C.1.1"]["band_change"]) == (None, None)
    assert found["overall"]["after"]["rating"] is None
    assert found["overall"]["score_change"] is found["overall"]["band_change"] is None
    done = run("compare", "before.yaml", "after.yaml", cwd=tmp_path)
    text = plain(done.stdout)
    assert "C.1 Optional 35 → - Strong → not rated" in text
    assert "C.1.1 One 70% → - Strong → not rated" in text
    assert "A.2.2 Two (judged) ↑1 Fair → Strong" in text
    assert "C Left out or not · 10 cases before, left out after" in text
    assert (
        "The overall rating is withheld after, for want of a rating of C.1, which counts towards it"
    ) in text
    assert "Score: 65 → none of 150 points The overall" in text


def test_ratings_with_other_names_are_shown_and_not_compared(write: Write, run: Run) -> None:
    other = SMALL_FRAMEWORK.replace("framework: small", "framework: other")
    write("other.yaml", other.replace("name: High", "name: Top"))
    write("before.yaml", SMALL_SERVICE)
    text = SMALL_SERVICE.replace("small.yaml", "other.yaml").replace(
        "D: {2.1.1: no", "D: {2.1.1: y"
    )
    folder = write("after.yaml", text).parent
    found = compared("before.yaml", "after.yaml", cwd=folder)
    assert found["ratings_comparable"] is False
    assert [each["band_change"] for each in found["standards"]] == [None, None]
    assert found["overall"]["band_change"] is None
    # What does not rest on names is compared: percentages, and scores out of equally many points.
    assert by_id(found["key_questions"])["2.1.1"]["percent_change"] == 25
    assert found["overall"]["score_change"] == 0
    shown = plain(run("compare", "before.yaml", "after.yaml", cwd=folder).stdout)
    assert "2.1.1 Desistance 75% → 100% ↑25 High → Top" in shown
    assert "1.1 Leadership 1 → 1 = Middle → Middle" in shown
    assert "Low, Middle and High before, Low, Middle and Top after." in shown


def test_names_in_other_letters_and_bands_that_begin_elsewhere(write: Write, run: Run) -> None:
    other = SMALL_FRAMEWORK.replace("name: High", "name: HIGH").replace(
        "from_percent: 65", "from_percent: 70"
    )
    write("other.yaml", other)
    write("before.yaml", SMALL_SERVICE)
    folder = write("after.yaml", SMALL_SERVICE.replace("small.yaml", "other.yaml")).parent
    found = compared("before.yaml", "after.yaml", cwd=folder)
    assert found["ratings_comparable"] is True
    assert moves(found) == {"2.1": (-1, -1), "2.1.2": (0, -1)}
    shown = plain(run("compare", "before.yaml", "after.yaml", cwd=folder).stdout)
    assert "2.1.1 Desistance 75% → 75% = = HIGH" in shown
    assert "The bands of the two frameworks begin at different figures" in shown


def test_scores_out_of_different_points_are_not_compared(write: Write, run: Run) -> None:
    write("other.yaml", SMALL_FRAMEWORK.replace("points: 2,", "points: 3,"))
    write("before.yaml", SMALL_SERVICE)
    folder = write("after.yaml", SMALL_SERVICE.replace("small.yaml", "other.yaml")).parent
    found = compared("before.yaml", "after.yaml", cwd=folder)
    assert (found["overall"]["before"]["maximum"], found["overall"]["after"]["maximum"]) == (4, 6)
    assert found["overall"]["score_change"] is None
    assert found["overall"]["band_change"] == 1  # 3 is Middle, 1 + 3 is High
    assert [each["score_change"] for each in found["standards"]] == [None, None]
    shown = plain(run("compare", "before.yaml", "after.yaml", cwd=folder).stdout)
    assert "Score: 3 of 4 points before, 4 of 6 after; not compared" in shown


def test_a_key_question_may_stay_where_its_standard_changed(write: Write, run: Run) -> None:
    write("other.yaml", SMALL_FRAMEWORK.replace("title: Assessment", "title: Assessing"))
    write("before.yaml", SMALL_SERVICE)
    folder = write("after.yaml", SMALL_SERVICE.replace("small.yaml", "other.yaml")).parent
    found = compared("before.yaml", "after.yaml", cwd=folder)
    assert [each["id"] for each in found["changed"]] == ["2.1"]
    assert [each["id"] for each in found["key_questions"]] == ["2.1.1", "2.1.2"]
    shown = plain(run("compare", "before.yaml", "after.yaml", cwd=folder).stdout)
    assert "2.1 Assessing (not compared)" in shown
    assert "2.1 other title: Assessment, from cases, High → Assessing, from cases, High" in shown


def test_the_largest_change_comes_first_and_ties_keep_their_order() -> None:
    found = compared(SELF_ASSESSMENT, WESTERN_BAY, "--sort", "change")
    in_order = compared(SELF_ASSESSMENT, WESTERN_BAY)
    questions = [
        each["id"] for each in found["key_questions"] if each["percent_change"] is not None
    ]
    assert questions[:4] == ["3.2.2", "2.3.2", "2.1.3", "2.1.2"]  # +31, -19, -18, -16
    # 2.1.1, 3.1.2 and 3.3.2 all fell by 10 points and by no band.
    at = questions.index("2.1.1")
    assert questions[at : at + 3] == ["2.1.1", "3.1.2", "3.3.2"]
    sizes = [abs(by_id(found["key_questions"])[name]["percent_change"]) for name in questions]
    assert sizes == sorted(sizes, reverse=True)
    assert [each["id"] for each in found["standards"]] == [
        "1.1", "1.2", "1.4", "2.1", "2.3", "3.2", "3.3", "3.4", "1.3", "2.2", "2.4", "3.1",
    ]  # fmt: skip
    # What is judged as a whole has no figures of its own, and comes last.
    assert len(questions) == 23
    assert all(each["percent_change"] is None for each in found["key_questions"][23:])
    for key in ("standards", "key_questions"):
        assert sorted(each["id"] for each in found[key]) == [each["id"] for each in in_order[key]]


def test_the_table_sorted_by_change_has_two_lists(run: Run) -> None:
    done = run("compare", SELF_ASSESSMENT, WESTERN_BAY, "--sort", "change")
    lines = [line.strip() for line in done.stdout.splitlines()]
    start = lines.index("Key questions, largest change first")
    assert lines.index("Standards, largest change first") < start
    assert lines[start + 2].split()[0] == "3.2.2"
    assert lines[start + 24].split()[0] == "3.2.3"


@pytest.mark.parametrize("columns", ["40", "60", "80", "200"])
@pytest.mark.parametrize("order", ["framework", "change"])
def test_every_width_shows_both_sides(run: Run, columns: str, order: str) -> None:
    done = run("compare", SELF_ASSESSMENT, WESTERN_BAY, "--sort", order, COLUMNS=columns)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
    at = next(at for at, line in enumerate(lines) if "2.3.1" in line)
    shown = plain(" ".join(lines[at : at + 2]))
    assert "67% → 55% ↓12 ↓1 Good → Requires improvement" in shown
    assert plain(done.stdout).count("% → ") == 23
    assert "Score: 10 → 6 of 36 points (↓4 points)" in plain(done.stdout)


def test_arrows_are_ascii_where_they_must_be(run: Run) -> None:
    done = run("compare", SELF_ASSESSMENT, WESTERN_BAY, PYTHONIOENCODING="ascii")
    assert done.stdout.isascii()
    assert "67% -> 55% -12 -1 Good -> Requires improvement" in plain(done.stdout)
    assert "33% -> 64% +31 +1 Inadequate -> Requires improvement" in plain(done.stdout)


@pytest.mark.process
def test_a_terminal_gets_colour_with_the_arrows() -> None:
    shown = terminal("compare", str(SELF_ASSESSMENT), str(WESTERN_BAY))
    assert "\x1b[31m↓12\x1b[0m" in shown
    assert "\x1b[32m↑31\x1b[0m" in shown


def test_both_files_are_reported_in_the_order_given(run: Run, write: Write) -> None:
    write("z.yaml", SMALL_SERVICE.replace("2.1.2: no", "2.1.2: perhaps"))
    folder = write("a.yaml", SMALL_SERVICE.replace(": Middle", ": Midle")).parent
    done = run("compare", "z.yaml", "a.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["z.yaml", "a.yaml"]
    write("good.yaml", SMALL_SERVICE)
    for files in (("good.yaml", "a.yaml"), ("a.yaml", "good.yaml"), ("good.yaml", "none.yaml")):
        done = run("compare", *files, cwd=folder)
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 1


def test_wrong_usage_is_exit_code_2(run: Run) -> None:
    assert run("compare", WESTERN_BAY).returncode == 2
    assert run("compare", WESTERN_BAY, PUBLISHED, "--sort", "size").returncode == 2
    both = run("compare", "-", "-", stdin=b"")
    assert both.returncode == 2
    assert "only one of the files can be standard input" in both.stderr


def test_discretion_far_from_an_edge_is_allowed_when_asked_for(run: Run) -> None:
    text = WESTERN_BAY.read_text()
    moved = text.replace(
        'standard: "3.3"\n    rating: Inadequate', 'standard: "3.2"\n    rating: Inadequate'
    )
    refused = run("compare", WESTERN_BAY, "-", stdin=moved.encode())
    assert refused.returncode == 1
    done = run("compare", WESTERN_BAY, "-", "--allow-discretion", stdin=moved.encode())
    assert done.returncode == 0
    assert "warning: discretion to Inadequate is not open on standard 3.2" in done.stderr
    shown = plain(done.stdout)
    moved_to = "was moved by professional discretion from Requires improvement to Inadequate."
    assert f"Before: 3.3 {moved_to}" in shown
    assert f"After: 3.2 {moved_to}" in shown


def test_what_a_file_says_cannot_act_on_the_terminal(run: Run, write: Write) -> None:
    name = SMALL_SERVICE.replace("A small service", '"A \\e[31msmall\\u202e service"')
    write("before.yaml", name)
    folder = write("after.yaml", SMALL_SERVICE).parent
    done = run("compare", "before.yaml", "after.yaml", cwd=folder)
    assert "A \\x1b[31msmall\\u202e service" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_made_up_example_says_so_and_keeps_to_80_columns(run: Run) -> None:
    lines = SELF_ASSESSMENT.read_text().splitlines()
    assert "MADE UP FOR ILLUSTRATION" in lines[0]
    assert max(map(len, lines)) <= 80
    assert "Made up for illustration" in run("compare", SELF_ASSESSMENT, WESTERN_BAY).stdout


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Result, Result]:
    """Draw two results: of one framework, or of two that overlap; some domains are left out."""
    of, first = draw(services())
    if draw(st.booleans()):
        other, second = draw(services())
    else:
        columns: dict[str, list[Answer]] = {}
        for each in of.domains:
            number = draw(st.integers(1, 5))
            for question in each.case_questions:
                answers = st.lists(st.sampled_from(ANSWERS), min_size=number, max_size=number)
                columns[question.id] = draw(answers)
        judged = [each.id for each in of.standards if each.basis == "judgement"]
        names = {name: draw(st.sampled_from(of.ratings)).name for name in judged}
        other, second = of, service(of, columns, names)
    return rate(of, some_of(draw, first)), rate(other, some_of(draw, second))


def some_of(draw: st.DrawFn, whole: Service) -> Service:
    """Leave domains out, or keep no more than their percentages."""
    evidence = dict(whole.evidence)
    for name in whole.evidence:
        kept = draw(st.sampled_from(("cases", "percentages", "none")))
        if kept == "none":
            del evidence[name]
        elif kept == "percentages":
            result = rate(whole.framework, whole)
            (found,) = [each for each in result.domains if each.domain.id == name]
            questions = [each for standard in found.standards for each in standard.questions]
            evidence[name] = Printed({each.question.id: each.percent for each in questions})
    return whole._replace(evidence=evidence)


@given(pairs())
def test_a_service_beside_itself_shows_no_change(pair: tuple[Result, Result]) -> None:
    for result in pair:
        found = compare(result, result, draws=20)
        assert found.changed == ()
        assert [each.after for each in found.standards] == list(result.standards)
        assert {step for each in steps(found, 1).values() for step in each} <= {0, None}
        for each in found.standards:
            assert (each.bands is None) == (each.after.rating is None)
        for question in found.questions:
            assert (question.percent is None) == (question.after.percent is None)


def steps(found: Comparison, sign: int) -> dict[str, list[int | None]]:
    changes = {each.after.standard.id: each.steps for each in found.standards}
    changes |= {each.after.question.id: each.steps for each in found.questions}
    changes["overall"] = (found.overall.bands, found.overall.score)
    return {name: [each and sign * each for each in step] for name, step in changes.items()}


@given(pairs())
def test_swapping_both_sides_negates_every_change(pair: tuple[Result, Result]) -> None:
    before, after = pair
    there, back = compare(before, after, draws=20), compare(after, before, draws=20)
    assert steps(there, 1) == steps(back, -1)
    opposite = {"added": "removed", "removed": "added"}

    def ways(each: Changed) -> set[str]:
        return {opposite.get(way, way) for way in each.ways}

    assert {each.id: (each.kind, ways(each)) for each in there.changed} == {
        each.id: (each.kind, set(each.ways)) for each in back.changed
    }


@given(pairs())
def test_everything_is_compared_or_listed_once(pair: tuple[Result, Result]) -> None:
    before, after = pair
    found = compare(before, after, draws=20)
    listed = [each.after.standard.id for each in found.standards]
    listed += [each.after.question.id for each in found.questions]
    listed += [each.id for each in found.changed]

    def ids(of: Framework) -> set[str]:
        questions = {question.id for each in of.standards for question in each.key_questions}
        return {each.id for each in of.standards} | questions

    assert sorted(listed) == sorted(ids(before.framework) | ids(after.framework))
    for each in found.changed:
        assert (each.before is None) == (each.ways == ("added",))
        assert (each.after is None) == (each.ways == ("removed",))


@given(pairs())
def test_sorting_by_size_loses_nothing(pair: tuple[Result, Result]) -> None:
    found = compare(*pair, draws=20)
    ordered = found.largest_first()
    for was, now in ((found.standards, ordered.standards), (found.questions, ordered.questions)):
        assert len(was) == len(now)
        assert all(each in was for each in now)
        keys = [(direction(each) is None, [-abs(step or 0) for step in each.steps]) for each in now]
        assert keys == sorted(keys)


def test_a_question_judged_by_itself_is_sorted_by_its_bands() -> None:
    data = domain("2", [2])
    data["standards"][0]["key_questions"][1]["basis"] = "judgement"
    of = framework(domains=[data, domain("3", [1])], scores=(0, 1, 2, 3))
    columns: dict[str, tuple[Answer, ...]] = {"2.1.1": ("yes",), "3.1.1": ("yes",)}
    low, high = (rate(of, service(of, columns, {"2.1.2": name})) for name in ("A", "C"))
    ordered = compare(low, high).largest_first()
    assert [each.after.question.id for each in ordered.questions] == ["2.1.2", "2.1.1", "3.1.1"]
    assert ordered.questions[0].steps == (None, 2)
    assert direction(ordered.questions[0]) == 2
