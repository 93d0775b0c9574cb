"""What follows from a mistake is not reported as another, and nothing hides behind one."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.paths import ROOT
from helpers.program import Run, run_process, run_program
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import load_framework, load_service

Write = Callable[[str, str], Path]
Problems = Callable[..., list[str]]

SERVICE = {
    "a blank case reference": ('B: {2.1.1', '"": {2.1.1', ["8:5 unusable-key"]),
    "a key with nothing": (
        "framework: small.yaml",
        "framework: ~",
        ["2:1 missing-key"],
    ),
    "a null judgement": ('"1.1": Middle', '"1.1":', ["4:3 missing-judgement"]),
    "a merge key": (
        "2.1.1: yes, 2.1.2: no}",
        "<<: {2.1.1: yes}, 2.1.2: no}",
        ["8:9 not-plain"],
    ),
    "an alias as a key": (
        "    B: {2.1.1: yes",
        "    *a : {2.1.1: yes",
        ["8:5 not-plain"],
    ),
    "a tagged section": (
        'judgements:\n  "1.1": Middle',
        "judgements: !x y",
        ["3:13 not-plain"],
    ),
    "a tagged list": (
        "service: A small service",
        "service: !!python/object [a]",
        ["1:10 not-plain"],
    ),
    "a repeated key on one line": (
        "2.1.2: no}",
        "2.1.1: no, 2.1.2: no}",
        ["8:21 repeated-key"],
    ),
    "no space after a colon": (
        "2.1.2: no}",
        "2.1.2:no}",
        ["8:21 unknown-question"],
    ),
    "a misspelt question with a bad answer": (
        "2.1.1: yes, 2.1.2: no}",
        "2.1.11: maybe, 2.1.2: no}",
        ["8:9 unknown-question", "8:17 not-an-answer"],
    ),
    "the only judgement under another id": (
        '"1.1": Middle',
        '"1.2": Middle',
        ["4:3 not-judged"],
    ),
    "the only domain under another id": (
        '  "2":\n',
        '  "9":\n',
        ["6:3 unknown-domain"],
    ),
    "a judgement of what cases answer": (
        '"1.1": Middle',
        '"1.1": Middle\n  "2.1": Low',
        ["5:3 not-judged"],
    ),
    "control characters in a key": (
        '"1.1": Middle',
        '"1.1": Middle\n  "\\e[1m\\n": Best',
        ["5:3 not-judged", "5:14 unknown-rating"],
    ),
    "a framework that is missing": (
        "small.yaml",
        "nothere.yaml",
        ["2:12 unreadable-file"],
    ),
    "a quote that is not closed": (
        "service: A small service",
        "service: 'A small service",
        ["1:10 invalid-yaml"],
    ),
    "a second discretion on one standard": (
        "cases:",
        "discretion:\n  - {standard: 2.1, rating: Middle, reason: a}\n"
        "  - {standard: 2.1, rating: Low, reason: a}\ncases:",
        ["7:16 repeated-discretion"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), SERVICE.values(), ids=SERVICE)
def test_in_a_service(
    old: str, new: str, expected: list[str], write: Write, found: Problems
) -> None:
    assert old in SMALL_SERVICE
    path = write("service.yaml", SMALL_SERVICE.replace(old, new, 1))
    assert found(load_service, path) == expected


FRAMEWORK = {
    "a bad question in a standard": (
        "title: Safety}",
        "titel: [a]}",
        ["24:27 unknown-key", "24:34 unexpected-value"],
    ),
    "a basis that is none": (
        "    basis: cases",
        "    basis: case",
        ["18:12 unexpected-value"],
    ),
    "a repeated domain": (
        '  - id: "2"',
        '  - id: "1"',
        ["16:9 repeated-id"],
    ),
    "a standard in another domain": (
        '- id: "2.1"',
        '- id: "3.1"',
        ["20:13 misplaced-id"],
    ),
    "a lowest band that does not begin at 0": (
        "from_percent: 0,",
        "from_percent: 60,",
        ["4:42 unsorted-thresholds"],
    ),
    "a top rating out of reach, and something else": (
        "title: A small framework\n",
        "title: ''\n",
        ["2:8 unexpected-value", "6:59 unreachable-rating"],
    ),
    "a confidence of everything": (
        "confidence: 80",
        "confidence: 100",
        ["9:24 unexpected-value"],
    ),
    "no ratings": (
        "percentages: rounded",
        "ratings: []\npercentages: rounded",
        ["7:1 repeated-key"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), FRAMEWORK.values(), ids=FRAMEWORK)
def test_in_a_framework(
    old: str, new: str, expected: list[str], write: Write, found: Problems
) -> None:
    assert old in SMALL_FRAMEWORK
    text = SMALL_FRAMEWORK.replace(old, new, 1)
    if "unreachable-rating" in "".join(expected):
        text = text.replace("from_score: 4", "from_score: 50")
    assert found(load_framework, write("small.yaml", text)) == expected


# Each wording once, in the words of one of the mistakes.
WORDINGS: dict[str, list[str]] = {
    "a blank case reference": [
        "domain 2: a key cannot be blank",
    ],
    "a key with nothing": [
        "nothing is given for 'framework'",
    ],
    "a merge key": [
        "merge keys (<<) are not read: write it out",
    ],
    "a repeated key on one line": [
        "'2.1.1' stands twice on line 8",
    ],
    "no space after a colon": [
        "case 'B': '2.1.2:no' is no key question of domain 2: did you mean '2.1.2'? (a "
        "colon needs a space after it)",
    ],
    "the only judgement under another id": [
        "'1.2' is nothing that small rates by judgement: did you mean '1.1'?",
    ],
    "the only domain under another id": [
        "'9' is no domain that is rated from cases: did you mean '2'?",
    ],
    "control characters in a key": [
        "'\\x1b[1m\\n' is nothing that small rates by judgement",
        "\\x1b[1m\\n: unknown rating 'Best': expected Low, Middle or High",
    ],
    "a framework that is missing": [
        "cannot read the framework 'nothere.yaml': no such file or directory",
    ],
    "a quote that is not closed": [
        "the quote that opens here is never closed: put a ' behind the text",
    ],
    "a basis that is none": [
        "expected judgement or cases, found 'case': did you mean 'cases'?",
    ],
}


@pytest.mark.parametrize(("name", "expected"), WORDINGS.items(), ids=WORDINGS)
def test_each_wording(name: str, expected: list[str], write: Write, messages: Problems) -> None:
    if name in SERVICE:
        old, new, _ = SERVICE[name]
        path = write("service.yaml", SMALL_SERVICE.replace(old, new))
        assert set(expected) <= set(messages(load_service, path))
    else:
        old, new, _ = FRAMEWORK[name]
        path = write("small.yaml", SMALL_FRAMEWORK.replace(old, new))
        assert set(expected) <= set(messages(load_framework, path))


def test_ids_with_letters_come_after_numbers(write: Write) -> None:
    lettered = SMALL_FRAMEWORK.replace('"2', '"V')
    assert [domain.id for domain in load_framework(write("v.yaml", lettered)).domains] == ["1", "V"]


def test_empty_cases_are_missing_answers_and_no_more(write: Write, problems: Problems) -> None:
    cases = "".join(f"    C{at}: {{}}\n" for at in range(20))
    text = SMALL_SERVICE[: SMALL_SERVICE.index("    A:")] + cases
    found = problems(load_service, write("service.yaml", text))
    assert len(found) == 40
    assert all("no answer to" in each for each in found)


@pytest.mark.process
def test_suggestions_do_not_depend_on_chance(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    misspelt = "A: {2.1.11: yes, 2.1.12: no, 2.1.21: no}"
    text = SMALL_SERVICE.replace("A: {2.1.1: yes, 2.1.2: yes}", misspelt)
    (tmp_path / "service.yaml").write_text(text)
    found = {
        run_process("score", "service.yaml", cwd=tmp_path, PYTHONHASHSEED=str(seed)).stderr
        for seed in range(4)
    }
    assert len(found) == 1


def test_a_thousand_problems_are_printed_and_the_rest_counted(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    cases = "".join(f"    C{at}: {{2.1.1: maybe, 2.1.2: perhaps}}\n" for at in range(1000))
    text = SMALL_SERVICE[: SMALL_SERVICE.index("    A:")] + cases
    (tmp_path / "service.yaml").write_text(text)
    done = run_program("validate", "service.yaml", cwd=tmp_path)
    lines = done.stderr.splitlines()
    assert len(lines) == 1001
    assert lines[-1] == "service.yaml: and 1,000 more problems"
    assert done.returncode == 1


def test_validate_reports_each_file_and_what_published_figures_differ(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    published = (
        "published: {overall: high, score: 4, standards: {2.1: Low}, percentages: {2.1.1: 7}}"
    )
    (tmp_path / "one.yaml").write_text(SMALL_SERVICE + published)
    (tmp_path / "two.yaml").write_text(SMALL_SERVICE.replace("Middle", "Midle"))
    (tmp_path / "none.yaml").write_text("[1]")
    (tmp_path / "other.yaml").write_text("colour: blue")
    files = ("small.yaml", "one.yaml", "two.yaml", "none.yaml", "other.yaml")
    done = run_program("validate", *files, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == "small.yaml: framework small, 2 standards, 2 key questions\n"
    assert [line for line in done.stderr.splitlines() if "warning" not in line] == [
        "one.yaml:11:22: overall: published High, calculated Middle",
        "one.yaml:11:35: score: published 4, calculated 3",
        "one.yaml:11:55: standard 2.1: published Low, calculated High",
        "one.yaml:11:82: 2.1.1: published 7%, calculated 75%",
        "two.yaml:4:10: 1.1: unknown rating 'Midle': did you mean 'Middle'?",
        "none.yaml:1:1: expected a framework or a service, found a list",
        "other.yaml:1:1: this is no framework (no 'ratings' or 'domains') and no service "
        "(no 'service')",
    ]


def test_the_wrong_kind_of_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "service.yaml").write_text(SMALL_SERVICE)
    done = run_program("score", "small.yaml", cwd=tmp_path)
    assert done.stderr == "small.yaml:1:1: this is a framework, not a service\n"
    done = run_program("show", "service.yaml", cwd=tmp_path)
    assert done.stderr == "service.yaml:1:1: this is a service, not a framework\n"
    done = run_program("validate", "-", stdin=b"framwork: x\nrating: []\n")
    assert "unknown key 'framwork': did you mean 'framework'?" in done.stderr


@pytest.mark.process
def test_no_message_shows_a_python_name() -> None:
    code = "import yotrate; yotrate.nothing"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert "AttributeError: module 'yotrate' has no attribute 'nothing'" in done.stderr


TWO_DOMAINS = (
    SMALL_FRAMEWORK
    + """\
  - id: "3"
    title: More cases
    basis: cases
    standards:
      - id: "3.1"
        title: Planning
        key_questions:
          - {id: "3.1.1", title: Desistance}
"""
)
CASES = """\
service: a
framework: small.yaml
judgements: {"1.1": Low}
cases:
  "2":
    A: {2.1.1: yes, 2.1.2: yes}
    B: {2.1.1: yes, 2.1.2: no}
  "3":
    C: {3.1.1: yes}
    D: {3.1.1: no}
    E: {3.1.1: no}
"""
MISSING = "the line '\"{}\":' is missing before this"
MISPLACED = {
    "a line is missing": (
        CASES.replace('  "3":\n', ""),
        ["8:5 cases 'C' to 'E' answer domain 3 (More cases): " + MISSING.format(3)],
    ),
    "the first line is missing": (
        CASES.replace('  "2":\n', '  "3":\n', 1).replace('  "3":\n    C', "    C"),
        ["6:5 cases 'A' to 'B' answer domain 2 (From cases): " + MISSING.format(2)],
    ),
    "a case stands in the other domain": (
        CASES.replace("    C: {3.1.1: yes}\n", "").replace('  "3":', '    C: {3.1.1: yes}\n  "3":'),
        ["8:5 case 'C' answers domain 3 (More cases): that is where this belongs"],
    ),
    "the line of all cases is missing": (
        CASES.replace('{"1.1": Low}', '\n  "1.1": Low').replace("cases:\n", ""),
        ["5:3 domain 2 stands under 'judgements': the line 'cases:' is missing before this"],
    ),
    "and an answer is wrong": (
        CASES.replace('  "3":\n', "").replace("2.1.2: no", "2.1.2: noo"),
        [
            "7:28 case 'B', question 2.1.2: expected yes, no or n/a, found 'noo'",
            "8:5 cases 'C' to 'E' answer domain 3 (More cases): " + MISSING.format(3),
        ],
    ),
    "a case answers questions of both": (
        CASES.replace("2.1.2: no}", "2.1.2: no, 3.1.1: yes}"),
        ["7:32 case 'B': '3.1.1' is no key question of domain 2"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISPLACED.values(), ids=MISPLACED)
def test_cases_of_another_domain_are_told_once(
    run: Run, tmp_path: Path, text: str, expected: list[str]
) -> None:
    (tmp_path / "small.yaml").write_text(TWO_DOMAINS)
    (tmp_path / "a.yaml").write_text(text)
    done = run("validate", "a.yaml", cwd=tmp_path)
    told = [line.removeprefix("a.yaml:").replace(": ", " ", 1) for line in done.stderr.splitlines()]
    assert told == expected


def test_a_sheet_of_another_domain_is_told_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(TWO_DOMAINS)
    (tmp_path / "b.csv").write_text("case,Note,3.1.1\nC,x,yes\nD,x,maybe\n")
    (tmp_path / "a.yaml").write_text(
        CASES[: CASES.index('  "2":')] + '  "2": b.csv\n' + CASES[CASES.index('  "3":') :]
    )
    done = run("validate", "a.yaml", cwd=tmp_path)
    assert done.stderr == "b.csv:1:3: this sheet answers domain 3, and not domain 2\n"


VECTORS = """\
vectors:
  - {score: 1, rating: Low}
  - {score: 2, rating: Middle}
  - {count: 49/100, rating: Low}
  - {standard: [65], rating: High}
"""
BANDS = {
    "a rating twice": (
        "name: High",
        "name: low",
        ["6:12 the rating 'low' stands twice: on line 4 and on line 6"],
    ),
    "a rating twice, in other letters": (
        "name: High",
        'name: "LOW\u00a0"',
        ["6:12 the rating 'LOW\u00a0' stands twice: on line 4 and on line 6"],
    ),
    "a threshold that falls": (
        "from_percent: 65",
        "from_percent: 45",
        ["6:43 from_percent must rise: 45 comes after 50"],
    ),
    "a score that falls": (
        "from_score: 4",
        "from_score: 1",
        ["6:59 from_score must rise: 1 comes after 2"],
    ),
    "a vector alone": (
        "{score: 2, rating: Middle}",
        "{score: 2, rating: Midle}",
        ["27:24 unknown rating 'Midle': did you mean 'Middle'?"],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), BANDS.values(), ids=BANDS)
def test_what_follows_from_bands_that_do_not_stand_is_not_told(
    run: Run, tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    text = SMALL_FRAMEWORK + VECTORS
    assert text.count(old) == 1
    (tmp_path / "a.yaml").write_text(text.replace(old, new), encoding="utf-8")
    done = run("validate", "a.yaml", cwd=tmp_path)
    told = [line.removeprefix("a.yaml:").replace(": ", " ", 1) for line in done.stderr.splitlines()]
    assert [line for line in told if "warning" not in line] == expected


MOVE = 'discretion:\n  - {{standard: "2.1", rating: Middle, reason: {}}}\n'
A_COMMA = "a comma ends a text within braces: put the whole text in quotes"
IN_BRACES = {
    "a comma": (MOVE.format("Small, so agreed"), f"12:54 unknown key 'so agreed': {A_COMMA}"),
    "a comma in front": (
        "published: {overall: Middle, as it was}",
        f"11:30 unknown key 'as it was': {A_COMMA}",
    ),
    "a text in three pieces": (
        MOVE.format("Small, so agreed, and moved"),
        f"12:54 unknown key 'so agreed': {A_COMMA}",
    ),
    "no colon": (
        "published: {overall: Middle, score 2}",
        "11:30 unknown key 'score 2': a colon is missing after 'score'",
    ),
    "a number": ("eligible: 37", "11:11 expected a mapping, found '37': such as {\"2\": 37}"),
    "nothing": (
        "published: none",
        "11:12 expected a mapping, found 'none': leave the key out where there is none",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), IN_BRACES.values(), ids=IN_BRACES)
def test_a_slip_within_braces_has_its_remedy(
    run: Run, tmp_path: Path, text: str, expected: str
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.yaml").write_text(f"{SMALL_SERVICE}{text}\n")
    done = run("score", "a.yaml", cwd=tmp_path)
    assert done.stderr.removeprefix("a.yaml:").replace(": ", " ", 1) == f"{expected}\n"


FIGURES = {
    "65": "65%",
    "65%": "65%",
    "0.65": "did you mean '65%'?",
    ".65": "did you mean '65%'?",
    "0.7": "did you mean '70%'?",
    "65.0%": "did you mean '65%'?",
    "65 %": "did you mean '65%'?",
    "65 per cent": "did you mean '65%'?",
    "7 of 10": "did you mean '7/10'?",
    "7 / 10": "did you mean '7/10'?",
    "65.4%": "",
    "about 65": "",
    "-5": "",
}


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_is_read_in_two_forms_and_told_of_in_others(
    run: Run, tmp_path: Path, text: str
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    start = SMALL_SERVICE[: SMALL_SERVICE.index("cases:")]
    figures = f"{{2.1.1: {text}, 2.1.2: 70%}}"
    (tmp_path / "a.yaml").write_text(f'{start}results:\n  "2": {figures}\n')
    done = run("score", "a.yaml", cwd=tmp_path)
    if FIGURES[text] == "65%":
        assert (done.returncode, done.stderr, "65%" in done.stdout) == (0, "", True)
        published = f"published: {{percentages: {{2.1.1: {text}}}}}\n"
        (tmp_path / "a.yaml").write_text((tmp_path / "a.yaml").read_text() + published)
        assert "Agrees with the published report." in run("score", "a.yaml", cwd=tmp_path).stdout
        return
    assert done.returncode == 1
    hint = f": {FIGURES[text]}" if FIGURES[text] else ""
    assert done.stderr.endswith(f"or n/a, found '{text}'{hint}\n")
