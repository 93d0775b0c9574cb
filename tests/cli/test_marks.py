"""The line of a problem, and a mark under its place."""

from pathlib import Path
from unittest.mock import patch

import pytest

from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate.cli.marks import lines_of, marked
from yotrate.cli.output import report_problems
from yotrate.problems import Problem
from yotrate.rules_of_problems import Rule


def problem(line: int, column: int, file: str = "a.yaml") -> Problem:
    return Problem(file, line, column, "x", Rule.UNKNOWN_KEY)


def test_the_mark_stands_under_the_place() -> None:
    assert list(marked(problem(2, 3), ["a: 1", "b: 2"])) == ["    2 | b: 2", "      |   ^"]


def test_wide_letters_and_escapes_take_their_room() -> None:
    first, second = marked(problem(1, 5), ["日\x07\tŵz"])
    assert first == r"    1 | 日\x07 ŵz"
    assert second.index("^") == len("      | ") + len(r"  \x07 ŵ")


def test_behind_the_last_letter_is_a_place_too() -> None:
    assert list(marked(problem(1, 99), ["abc"])) == ["    1 | abc", "      |    ^"]


@pytest.mark.parametrize("column", [1, 150, 300])
def test_of_a_long_line_the_part_with_the_place_is_shown(column: int) -> None:
    line = "".join(f"{at:03}" for at in range(100))
    with patch.dict("os.environ", COLUMNS="60"):
        shown, mark = marked(problem(1, column), [line])
    assert len(shown) <= 60
    assert shown[mark.index("^")] == line[column - 1]


@pytest.mark.parametrize("line", [2, 3, 9])
def test_of_a_blank_line_or_none_nothing_is_shown(line: int) -> None:
    assert list(marked(problem(line, 1), ["a", "", "  "])) == []


def test_of_spreadsheets_and_what_is_gone_there_are_no_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("case\n")
    for name in (f"{tmp_path}/a.csv", "a.xlsx[Court]", "-", "<stdin>", f"{tmp_path}/none.yaml"):
        assert lines_of(name) == []


def test_problems_on_a_terminal_have_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: \xff2\r\n")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    report_problems([problem(2, 4, str(path)), problem(1, 1, "gone.yaml")])
    assert capsys.readouterr().err.splitlines() == [
        f"{path}:2:4: x",
        "    2 | b: �2",
        "      |    ^",
        "gone.yaml:1:1: x",
    ]


def test_a_framework_and_a_service_are_told_of_each_by_its_own_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    names = [str(tmp_path / name) for name in ("small.yaml", "a.yaml")]
    report_problems([problem(1, 1, name) for name in names])
    lines = capsys.readouterr().err.splitlines()
    assert (lines[1], lines[4]) == ("    1 | framework: small", "    1 | service: A small service")
