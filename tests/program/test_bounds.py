"""The lowest versions that CI tests are the ones that the project asks for."""

import re
import tomllib

from helpers.paths import ROOT


def test_the_lowest_versions_that_are_asked_for_are_the_ones_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["report"], *extras["xlsx"], *extras["test"]]
    wanted = {
        match[1]: match[2]
        for each in asked
        if (match := re.fullmatch(r"([a-z0-9-]+)>=([0-9.]+)", each))
    }
    assert len(wanted) == len([each for each in set(asked) if not each.startswith("yotrate")])
    lines = (ROOT / ".ci" / "lowest.txt").read_text().splitlines()
    tested = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert tested.keys() == wanted.keys()
    for name, version in wanted.items():
        assert whole(tested[name]) == whole(version), name


def whole(version: str) -> tuple[int, ...]:
    """Return a version of three numbers, so that 3.1 is 3.1.0."""
    numbers = [int(number) for number in version.split(".")]
    return (*numbers, *[0] * (3 - len(numbers)))
