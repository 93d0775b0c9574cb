"""What a rule means: examples that keep it and break it, tried on the files they are of."""

import json
from pathlib import Path

import pytest

from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate.report.rules import EXAMPLES
from yotrate.rules_of_problems import Rule

FRAMEWORK = SMALL_FRAMEWORK.replace(
    "percentages: rounded\n", "from: 2018\nuntil: 2021\npercentages: rounded\n"
) + (
    "vectors:\n  - {score: 1, rating: Low}\n  - {score: 2, rating: Middle}\n"
    "  - {score: 3, rating: Middle}\n  - {score: 4, rating: High}\n"
    "  - {standard: [49], rating: Low}\n  - {standard: [50], rating: Middle}\n"
    "  - {standard: [64], rating: Middle}\n  - {standard: [65], rating: High}\n"
)
MORE = (
    'eligible: {"2": 4}\n'
    'discretion:\n  - {standard: "2.1", rating: Middle, reason: close to the edge}\n'
    "published: {overall: Middle}\n"
)
SERVICE = SMALL_SERVICE + MORE
CASES = SMALL_SERVICE[SMALL_SERVICE.index("cases:") :]
WITH_RESULTS = SMALL_SERVICE.replace(CASES, 'results: {"2": {2.1.1: 3/4, 2.1.2: 2/3}}\n')
SHEET = "case,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes\n"
AGAIN = 'second_readings: {"2": {C: {2.1.1: yes, 2.1.2: no}}}\n'
TABLE = 'cases:\n  "2":\n    file: court.csv\n    columns: {2.1.1: B}\n'
WITH_TABLE = SMALL_SERVICE.replace(CASES, TABLE)
WITH_SHEET = SMALL_SERVICE.replace(CASES, "cases:\n  2: court.csv\n")
OF_2018 = SMALL_SERVICE.replace("small.yaml", "hmip-youth-2018")
TEXTS = {
    "small.yaml": FRAMEWORK, "service.yaml": SERVICE, "results.yaml": WITH_RESULTS,
    "again.yaml": SMALL_SERVICE + AGAIN, "table.yaml": WITH_TABLE,
    "sheet.yaml": WITH_SHEET, "court.csv": SHEET, "other.yaml": OF_2018,
}  # fmt: skip
# What is told in words, as it is no matter of a file's lines.
IN_WORDS = {
    Rule.UNREADABLE_FILE, Rule.EMPTY_FOLDER, Rule.TOO_LARGE, Rule.TOO_MANY_PROBLEMS,
    Rule.WRONG_ENCODING, Rule.WRONG_KIND, Rule.NO_ANSWER, Rule.NO_OVERALL_RATING,
    Rule.OUTSIDE_DATES, Rule.PROVISIONAL, Rule.ROUNDED_RESULTS, Rule.INVALID_SPREADSHEET,
    Rule.LONG_REFERENCE, Rule.MISSING_EXTRA, Rule.MISSING_HEADING,
    Rule.MIXED_DOMAINS, Rule.UNKNOWN_SHEET, Rule.CHANGED_REFERENCE, Rule.HIDDEN_CELLS,
    Rule.OTHER_LAYOUT, Rule.DRAWN_OTHERWISE, Rule.TELLS_OF_PEOPLE,
}  # fmt: skip


def rules_broken(run: Run, folder: Path, name: str, old: str = "", new: str = "") -> set[str]:
    """Return the rules that a file breaks, after a change of its lines."""
    for file, text in TEXTS.items():
        (folder / file).write_text(text)
    # The file that refers to it is checked, where the change is in a table.
    checked = "sheet.yaml" if name == "court.csv" else name
    text = TEXTS[name]
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    done = run("validate", checked, "--format", "json", "--strict", cwd=folder)
    (file,) = json.loads(done.stdout)["files"]
    return {problem["rule"] for problem in file["problems"]}


def test_every_rule_has_examples() -> None:
    assert EXAMPLES.keys() == set(Rule)


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule not in IN_WORDS])
def test_the_examples_of_a_rule_keep_it_and_break_it(run: Run, tmp_path: Path, rule: Rule) -> None:
    passes, fails = EXAMPLES[rule]
    files = [name for name, text in TEXTS.items() if passes in text]
    assert files, "no file has the lines that keep the rule"
    broken = [rules_broken(run, tmp_path, name, passes, fails) for name in files]
    kept = [rules_broken(run, tmp_path, name) for name in files]
    assert any(
        rule in after and rule not in before for before, after in zip(kept, broken, strict=True)
    )


def test_a_rule_is_explained(run: Run) -> None:
    done = run("validate", "--explain", "not-an-answer")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "not-an-answer",
        "An answer is not yes, no or n/a.",
        "",
        "Passes:",
        "  C: {2.1.1: yes, 2.1.2: n/a}",
        "",
        "Fails:",
        "  C: {2.1.1: yes, 2.1.2: perhaps}",
    ]
    data = json.loads(run("validate", "--explain", "NOT-an-answer", "--format", "json").stdout)
    assert data["rule"] == "not-an-answer"
    assert data["fails"] == "C: {2.1.1: yes, 2.1.2: perhaps}"


def test_lines_keep_their_indent(run: Run) -> None:
    lines = run("validate", "--explain", "missing-judgement").stdout.splitlines()
    assert lines[4:6] == ["  judgements:", '    "1.1": Middle']


def test_a_rule_that_is_none_is_wrong_usage(run: Run) -> None:
    done = run("validate", "--explain", "not-an-anser")
    assert done.returncode == 2
    assert "unknown rule 'not-an-anser': did you mean 'not-an-answer'?" in done.stderr
    assert run("validate").returncode == 2
