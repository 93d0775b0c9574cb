"""Every problem has a rule: a short name, told in a table, and used somewhere."""

import json
import re
from pathlib import Path

import pytest

from helpers.paths import ROOT
from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import load_service
from yotrate.problems import InvalidFile
from yotrate.rules_of_problems import Rule


def test_the_guide_tells_every_rule_and_no_other() -> None:
    text = (ROOT / "standards" / "README.md").read_text(encoding="utf-8")
    text = text[text.index("## Rules of problems") :]
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", text, flags=re.MULTILINE))
    assert told == {str(rule): rule.meaning for rule in Rule}
    assert list(told) == sorted(told)


def test_every_rule_is_one_that_something_can_break() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "yotrate").rglob("*.py")
        if path.name != "rules_of_problems.py"
    )
    assert [rule for rule in Rule if f"Rule.{rule.name}" not in code] == []


@pytest.mark.parametrize(
    ("found", "instead", "rule", "place"),
    [
        ("service: A", "servise: A", "unknown-key", (1, 1)),
        ("Middle", "Midle", "unknown-rating", (4, 10)),
        ("2.1.2: no", "2.1.2: nope", "not-an-answer", (8, 28)),
        ("2.1.2: no", "2.1.2: ", "missing-answer", (8, 21)),
        ("2.1.2: no", "2.1.9: no", "unknown-question", (8, 21)),
        ('  "2":', '  "7":', "unknown-domain", (6, 3)),
        ("judgements", '? "\\x01"\n: x\njudgements', "unknown-key", (3, 3)),
        ("cases:", "cases: [", "invalid-yaml", (7, 6)),
    ],
)
def test_a_mistake_has_its_rule_and_its_place(
    run: Run, tmp_path: Path, found: str, instead: str, rule: str, place: tuple[int, int]
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE.replace(found, instead, 1))
    done = run("validate", "a.yaml", "--format", "json", cwd=tmp_path)
    (checked,) = json.loads(done.stdout)["files"]
    told = [(each["rule"], (each["line"], each["column"])) for each in checked["problems"]]
    assert (rule, place) in told


def test_a_rule_stands_beside_its_problem_in_python() -> None:
    with pytest.raises(InvalidFile) as caught:
        load_service("nothere.yaml")
    assert [each.rule for each in caught.value.problems] == [Rule.UNREADABLE_FILE]
