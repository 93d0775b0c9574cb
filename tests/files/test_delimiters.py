"""What separates the cells of a CSV file."""

from pathlib import Path

import pytest

from yotrate.files.delimiters import delimiter_of, said_delimiter
from yotrate.files.tables import open_spreadsheet

CASES = {
    "commas": ("case,2.1.1,2.1.2\nA,yes,no\n", ","),
    "semicolons": ("case;2.1.1;2.1.2\nA;yes;no\n", ";"),
    "tabs": ("case\t2.1.1\t2.1.2\nA\tyes\tno\n", "\t"),
    "strokes": ("case|2.1.1\nA|yes\n", "|"),
    "more commas in the headings": ("case;Is it, in all, so, or so?;Safe?\nA;yes;no\n", ";"),
    "more commas in a note": ("case;2.1.1;Notes (who, when, why)\nA;yes;x\nB;no;y, z\n", ";"),
    "more semicolons in a note": ("case,2.1.1,Notes; of; any; kind\nA,yes,x\n", ","),
    "commas in quotes": ('case;"a, b, c, d";2.1.1\nA;"x, y";yes\n', ";"),
    "a note above": ("Audit, of May, and June, all in all\ncase;2.1.1\nA;yes\nB;no\n", ";"),
    "one column": ("case\nA\nB\n", ","),
    "no heading that is known": ("Ref;One, two;Three\nA;yes;no\nB;no;no\n", ";"),
    "a cell over two lines": ('case;"2.1.1\nand, so, on"\nA;yes\n', ";"),
    "a quote that is never closed": ('case;2.1.1\nA;"yes\n', ";"),
    "nothing": ("", ","),
    "blank lines": ("\n\ncase;2.1.1\n", ";"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_separates_the_cells_is_told(text: str, expected: str) -> None:
    assert delimiter_of(text.splitlines(keepends=True)) == expected


@pytest.mark.parametrize(
    ("line", "said"), [("sep=;\r\n", ";"), ('"sep=\t"\n', "\t"), ("sep=,", ",")]
)
def test_a_first_line_may_say_it(line: str, said: str) -> None:
    assert said_delimiter(line) == said


@pytest.mark.parametrize("line", ["sep", "sep=", "sep=;;", "case;sep=;", "", "SEPARATOR=;"])
def test_no_other_line_says_it(line: str) -> None:
    assert said_delimiter(line) is None


def test_the_line_that_says_it_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\r\ncase|2.1.1\r\nA|yes, and no\r\n")
    assert [list(row) for row in open_spreadsheet(path).grid().rows] == [
        ["case", "2.1.1"],
        ["A", "yes, and no"],
    ]
