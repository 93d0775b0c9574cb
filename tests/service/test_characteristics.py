"""Characteristics of cases in a service file."""

from pathlib import Path

import pytest

from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import load_service
from yotrate.problems import InvalidFile
from yotrate.service.model import Sample


def write(folder: Path, more: str) -> Path:
    (folder / "small.yaml").write_text(SMALL_FRAMEWORK)
    (folder / "service.yaml").write_text(SMALL_SERVICE + more)
    return folder / "service.yaml"


def test_characteristics_stand_beside_the_cases_that_they_are_of(tmp_path: Path) -> None:
    file = write(
        tmp_path, 'characteristics: {"2": {b: {Team: South}, A: {Team: North, Risk: 3}}}\n'
    )
    sample = load_service(file).evidence["2"]
    assert isinstance(sample, Sample)
    known = dict(zip(sample.cases, sample.characteristics["Team"], strict=True))
    assert (known["A"], known["B"], known["C"]) == ("North", "South", "")
    assert sample.characteristics["Risk"][sample.cases.index("A")] == "3"


@pytest.mark.parametrize(
    ("said", "rule", "message"),
    [
        ('{"2": {Z: {Team: South}}}', "unknown-case", "case 'Z' is none of domain 2"),
        ('{"9": {A: {Team: South}}}', "unknown-domain", "'9' is no domain that is rated"),
        ('{"2": {A: {Team: [1]}}}', "unexpected-value", "case 'A', 'Team': expected text"),
        ('{"2": {A: South}}', "unexpected-value", "case 'A': expected a mapping, found 'South'"),
    ],
)
def test_characteristics_of_nothing_are_told(
    tmp_path: Path, said: str, rule: str, message: str
) -> None:
    with pytest.raises(InvalidFile) as raised:
        load_service(write(tmp_path, f"characteristics: {said}\n"))
    (problem,) = raised.value.problems
    assert (problem.rule, message in problem.message) == (rule, True)
