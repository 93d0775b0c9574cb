"""A short run of the fuzzing that `python tests/fuzz.py --inputs 200000` does at length."""

import re

import pytest

import fuzz


def test_files_that_nobody_would_write_are_taken_or_refused() -> None:
    tally = fuzz.fuzz(range(500))
    assert tally.found == []
    assert tally.inputs == 500
    assert tally.codes[0] > 100
    assert tally.codes[1] > 300


def test_an_input_is_told_by_its_number() -> None:
    given = fuzz.seeds()
    first, again = (fuzz.made(7, given)[:2] for _ in range(2))
    assert first == again
    assert len({fuzz.made(number, given)[1] for number in range(50)}) > 30


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("\x1b[31m", "the character '\\x1b' in its output"),
        ("a\u202eb\n", "the character '\\u202e' in its output"),
        ("::error::x\n", "an order of its own: ::error::x"),
        ("fine \N{NO-BREAK SPACE}日本\n", None),
    ],
)
def test_what_is_amiss_in_the_output_is_found(
    monkeypatch: pytest.MonkeyPatch, printed: str, found: str | None
) -> None:
    def prints(_arguments: list[str]) -> int:
        print(printed, end="")  # noqa: T201
        return 0

    monkeypatch.setattr(fuzz, "run", prints)
    assert fuzz.amiss(["score", "a.yaml"]) == (0, found)


def test_a_crash_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashes(_arguments: list[str]) -> int:
        raise RecursionError("too deep")

    monkeypatch.setattr(fuzz, "run", crashes)
    tally = fuzz.fuzz(range(1))
    assert len(tally.found) == 2
    assert all(re.match("input 0: .*: RecursionError: too deep", each) for each in tally.found)
