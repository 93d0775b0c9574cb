"""A slip in a YAML file is told at its own place, with what to do about it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yotrate import InvalidFile
from yotrate.files.documents import Document

TEXT = """\
service: Anytown
framework: small.yaml
note: A note
judgements:
  "1.1": Middle
  "1.2": Low
cases:
  "2":
    A: {2.1.1: yes, 2.1.2: yes}
    B: {2.1.1: yes,
        2.1.2: no}
    C:
      2.1.1: yes
      2.1.2: n/a
  "3":
    D: {3.1.1: yes}
    E: {3.1.1: yes}
discretion:
  - standard: "2.1"
    rating: Low
    reason: Close to the edge
  - {standard: "2.2", rating: Low, reason: Close}
"""

QUOTES = "needs quotes: put all of it in quotes"
CLOSED = "is never closed: "
# What is typed in place of what; the line and column of the slip; some of what is said.
SLIPS: dict[str, tuple[str, str, str, str]] = {
    "an open quote": ('"1.1": Middle', '"1.1: Middle', "5:3", f"opens here {CLOSED}put a \""),
    "an open quote of text": ("A note", '"A note', "3:7", f"the quote that opens here {CLOSED}"),
    "an open single quote": ("Anytown", "'Anytown", "1:10", "never closed: put a ' behind"),
    "an open quote in braces": ('"2.2", rat', '"2.2, rat', "22:16", f"opens here {CLOSED}"),
    "an open quote in the last line": ("reason: Close}", 'reason: "Close}', "22:44", CLOSED),
    "an apostrophe that opens": ("A note", "'Tis so", "3:7", CLOSED),
    "quotes in quotes": ("A note", '"a "b" c"', "3:10", "put all of it in single quotes"),
    "quotes, and more": ("A note", '"a" b', "3:9", "put all of it in single quotes"),
    "single quotes in such": ("A note", "'a 'b' c'", "3:10", "put all of it in double quotes"),
    "no space after the colon": ('"1.1": Middle', '"1.1":Middle', "5:8", "a space is missing"),
    "no space before braces": ("    A: {", "    A:{", "9:6", "a space is missing after this colon"),
    "no colon before braces": ("    A: {", "    A {", "9:5", "a colon is missing after 'A'"),
    "no colon after a quoted key": ('"1.1": Mid', '"1.1" Mid', "5:7", "missing after '\"1.1\"'"),
    "no colon after a key": ("service: Any", "service Any", "1:7", "missing after 'service'"),
    "no colon above others": ("judgements:", "judgements", "4:10", "missing after 'judgements'"),
    "one blank too few": ("    C:", "   C:", "12:4", "too far left: it begins after 3 spaces, and"),
    "one blank too many": ('  "1.2"', '   "1.2"', "6:4", "too far right: it begins after 3"),
    "moved left by two": ("    B: {", "  B: {", "10:3", "too far left"),
    "a line of a block moved": ("    rating", "   rating", "20:4", "too far left"),
    "a key moved right": ("note:", " note:", "3:2", "too far right"),
    "a tab": ('  "1.1"', '\t"1.1"', "5:1", "a tab stands before this line"),
    "a blank and a tab": ('  "1.2"', ' \t"1.2"', "6:2", "a tab stands before this line"),
    "a no-break space": ('  "1.1"', '\u00a0 "1.1"', "5:1", "this blank is no space"),
    "a no-break space after the first": ('  "1.2"', ' \u00a0"1.2"', "6:2", "is no space"),
    "a no-break space after a colon": ("judgements:", "judgements:\u00a0", "4:12", "is no space"),
    "a no-break space before a value": ('"1.1": M', '"1.1":\u00a0M', "5:9", "is no space"),
    "no end of braces over lines": ("2.1.2: no}", "2.1.2: no", "10:8", f"{CLOSED}write }}"),
    "no start of braces": ("    B: {2.1.1", "    B: 2.1.1", "10:8", "a { is missing before this"),
    "a comment that takes the end": ("reason: Close}", "reason: Case #4}", "22:49",
                                     "' #' begins a comment, and '#4}' is lost"),
    "a line that is missing": ('  "2":\n', "", "8:5", "a line is missing above this"),
    "a first line that is missing": ("judgements:\n", "", "4:3", "after 0 spaces and ends with a"),
    "a comma behind braces": ("reason: Close}", "reason: Close},", "22:50", "leave it out"),
    "a first line above a list": ("discretion:\n", "", "18:3", "after 0 spaces and ends with a"),
    "a dash before a key": ('  "1.1"', '  - "1.1"', "5:3", "leave the dash out"),
    "no dash before an item": ("  - {standard", "  {standard", "22:3", "a dash is missing"),
    "a square bracket": ("    B: {", "    B: [", "10:8", "'[' opens a list, and this is a mapping"),
    "a wrong end": ("2.1.2: no}\n", "2.1.2: no]\n", "11:18", "']' does not close"),
    "a round end": ("reason: Close}", "reason: Close)", "22:49", "')' does not close what is open"),
    "no end of braces": ("2.1.2: yes}", "2.1.2: yes", "9:8", f"{CLOSED}write }}"),
    "no end of brackets": ("A note", "[a, b", "3:7", "the [ that opens here is never closed"),
    "a colon in text": ("A note", "Seen: once", "3:11", f"text that holds ': ' {QUOTES}"),
    "two colons in text": ("Anytown", "A: b: c", "1:11", f"text that holds ': ' {QUOTES}"),
    "a colon in an item": ("Close to", "Close: to", "21:18", f"text that holds ': ' {QUOTES}"),
    "at": ("Anytown", "@town", "1:10", f"text that begins with '@' {QUOTES}"),
    "per cent": ("A note", "%done", "3:7", f"text that begins with '%' {QUOTES}"),
    "ampersand": ("Anytown", "& Sons", "1:10", f"text that begins with '&' {QUOTES}"),
    "backtick": ("A note", "`a`", "3:7", f"text that begins with '`' {QUOTES}"),
    "dash": ("A note", "- none", "3:7", f"text that begins with '-' {QUOTES}"),
    "question mark": ("A note", "? open", "3:7", f"text that begins with '?' {QUOTES}"),
    "comma": ("A note", ", so", "3:7", f"text that begins with ',' {QUOTES}"),
    "bracket": ("A note", "] so", "3:7", f"text that begins with ']' {QUOTES}"),
    "star": ("A note", "* so", "3:7", f"text that begins with '*' {QUOTES}"),
}  # fmt: skip


def test_the_text_without_a_slip_is_read() -> None:
    assert Document("a.yaml", TEXT).troubles == []


@pytest.mark.parametrize(("old", "new", "place", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_where_it_is(old: str, new: str, place: str, said: str) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(InvalidFile) as caught:
        Document("a.yaml", TEXT.replace(old, new))
    (problem,) = caught.value.problems
    assert (f"{problem.line}:{problem.column}", problem.rule) == (place, "invalid-yaml")
    assert said in problem.message


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("name", ["one blank too few", "no colon before braces", "an open quote"])
def test_whatever_ends_the_lines(name: str, end: str) -> None:
    old, new, place, said = SLIPS[name]
    with pytest.raises(InvalidFile) as caught:
        Document("a.yaml", TEXT.replace(old, new).replace("\n", end))
    (problem,) = caught.value.problems
    assert f"{problem.line}:{problem.column}" == place
    assert said in problem.message


def test_of_two_slips_the_first_is_told() -> None:
    text = TEXT.replace('"1.1": Middle', '"1.1":Middle').replace("    C:", "   C:")
    with pytest.raises(InvalidFile) as caught:
        Document("a.yaml", text)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (5, 8)


def test_a_large_file_is_told_where_it_can_be_read_no_further() -> None:
    text = TEXT + "# " + "x" * 200_000 + '\nnote2: "a\n'
    with pytest.raises(InvalidFile, match=r"the quote that opens here is never closed$"):
        Document("a.yaml", text)


@settings(max_examples=200)
@given(st.integers(0, len(TEXT) - 1), st.sampled_from("\"'{}[]:-,#&*!|>%@`? \n\tx"), st.booleans())
def test_whatever_is_mistyped_is_answered(at: int, sign: str, instead: bool) -> None:
    text = TEXT[:at] + sign + TEXT[at + instead :]
    try:
        Document("a.yaml", text)
    except InvalidFile as error:
        lines = text.split("\n")
        for each in error.problems:
            assert 1 <= each.line <= len(lines)
            assert 1 <= each.column <= len(lines[each.line - 1]) + 1
