"""What is wrong with a file as YAML, or as a file at all: each with its place."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import InvalidFile, load_service, rate
from yotrate.files.documents import Document
from yotrate.files.reading import read_bytes

Problems = Callable[..., list[str]]
Write = Callable[[str, str], Path]

LARGEST = 1024 * 1024
UTF_16 = (
    "this is not UTF-8 text, but UTF-16 or UTF-32, as '>' in PowerShell writes it: "
    "save the file as UTF-8"
)


UNREADABLE_FILES: dict[str, tuple[str | bytes, list[str]]] = {
    "latin-1": (SMALL_SERVICE.encode() + b"note: caf\xe9\n", ["11:10 wrong-encoding"]),
    "first byte": (b"\xe9", ["1:1 wrong-encoding"]),
    "columns count characters": ("note: é".encode() + b"\xff", ["1:8 wrong-encoding"]),
    "cut character": (b"note: \xc3", ["1:7 wrong-encoding"]),
    "surrogate": (b"a\nb: \xed\xa0\x80", ["2:4 wrong-encoding"]),
    "UTF-16 little-endian": (
        b"\xff\xfe" + SMALL_SERVICE.encode("utf-16-le"),
        ["1:1 wrong-encoding"],
    ),
    "UTF-16 big-endian": (b"\xfe\xff" + SMALL_SERVICE.encode("utf-16-be"), ["1:1 wrong-encoding"]),
    "empty": ("", ["1:1 not-one-document"]),
    "blank": (" \n\n", ["1:1 not-one-document"]),
    "byte order mark alone": (b"\xef\xbb\xbf", ["1:1 not-one-document"]),
    "comments alone": ("# one\n# two\n", ["1:1 not-one-document"]),
    "tab indent": ('judgements:\n\t"1.1": Middle\n', ["2:1 invalid-yaml"]),
    "at sign": ("service: @home\n", ["1:10 invalid-yaml"]),
    "per cent sign": ("service: %home\n", ["1:10 invalid-yaml"]),
    "colon in text": ("service: Swansea: west\n", ["1:17 invalid-yaml"]),
    "deeper key": ("service: a\n  framework: b\n", ["2:3 invalid-yaml"]),
    "shallower key": ("cases:\n    a: b\n  c: d\n", ["3:3 invalid-yaml"]),
    "list item among keys": ("service: a\n- b\n", ["2:1 invalid-yaml"]),
    "no key": (": x\n", ["1:1 invalid-yaml"]),
    "key among list items": (
        "discretion:\n  - a\n  b: c\n",
        ["3:3 invalid-yaml"],
    ),
    "no comma in braces": (
        "cases: {a: b c: d}\n",
        ["1:15 invalid-yaml"],
    ),
    "no comma in brackets": (
        'discretion: ["a" b]\n',
        ["1:18 invalid-yaml"],
    ),
    "open bracket": (
        "discretion: [a, b\n",
        ["1:13 invalid-yaml"],
    ),
    "second document": (
        f"{SMALL_SERVICE}---\nservice: b\n",
        ["11:1 not-one-document"],
    ),
    "33 levels of lists": (f"note: {'[' * 32}{']' * 32}\n", ["1:38 too-large"]),
    "100,000 levels of lists": ("[\n" * 100_000, ["33:1 too-large"]),
    "100,000 levels of mappings": ("{a: " * 100_000, ["1:129 too-large"]),
    "100,000 levels of items": ("- " * 100_000, ["1:65 too-large"]),
    "a byte too large": (f"#{'x' * LARGEST}", ["1:1 too-large"]),
    "control characters": (
        f"{SMALL_SERVICE}note: a\x1bb\x7f\n",
        ["11:8 control-character", "11:10 control-character"],
    ),
    "NUL": (
        f"{SMALL_SERVICE}note: \0\n",
        ["11:7 control-character"],
    ),
    "control character after carriage returns": (
        "a: b\rc: d\r\ne: \x07",
        ["3:4 control-character"],
    ),
    "list as a key": ("? [a, b]\n: c\n", ["1:3 unusable-key"]),
    "list as a short key": ("[a, b]: c\n", ["1:1 unusable-key"]),
    "mapping as a key": ("{a: b}: c\n", ["1:1 unusable-key"]),
    "mapping as a key, nested": (
        "cases: {{a: b}: c}\n",
        ["1:9 unusable-key"],
    ),
    "text": ("hello\n", ["1:1 unexpected-value"]),
    "list": ("- a\n- b\n", ["1:1 unexpected-value"]),
    "alias": ("*a\n", ["1:1 not-plain"]),
}


@pytest.mark.parametrize(("content", "expected"), UNREADABLE_FILES.values(), ids=UNREADABLE_FILES)
def test_a_file_that_is_no_plain_yaml_is_answered_with_a_place(
    content: str | bytes, expected: list[str], tmp_path: Path, found: Problems
) -> None:
    path = tmp_path / "service.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert found(load_service, path) == expected


CUT = {
    "a reason": ("note: Cases #4 and #5", ["1:13"]),
    "two blanks": ("note: Cases  #4", ["1:14"]),
    "a tab": ("note: Cases\t#4", ["1:13"]),
    "all of it": ("note: #4 was close", ["1:7"]),
    "in braces": ("note: {a: Cases #4\n  , b: c}", ["1:17"]),
    "in brackets": ("note: [a #4\n  , b #5\n  ]", ["1:10", "2:7"]),
    "an item": ("- a #4\n- b", ["1:5"]),
    "the second line": ("note: We read\n  all cases #4", ["2:13"]),
    "behind letters of two bytes": ("note: Môn ŵ #4", ["1:13"]),
    "behind a wide line break": ("note: a\u2028b: c #4", ["2:6"]),
    "after carriage returns": ("note: a\r\nb: c #4\r\nd: e", ["2:6"]),
    "two in one file": ("a: b #1\nc: d #2", ["1:6", "2:6"]),
    "a number sign alone": ("a: b ##", ["1:6"]),
}
WHOLE = {
    "a comment": "note: Cases # 4",
    "a comment of nothing": "note: Cases #",
    "a comment on its own line": "#4\nnote: a\n#5\n  #6",
    "quotes": "note: \"Cases #4\" #5\nb: 'a #4'",
    "a block": "note: |\n  Cases #4\nb: >-\n  #5 and #6\n",
    "no blank before it": "note: Cases#4 a#",
    "below a key": "cases: #court\n  a: b",
    "behind braces": "note: {a: b} #c",
    "in braces": "note: {a: b, #c\n  d: e}",
    "in a comment": "note: a # b #c",
    "as a key": '"#4": a',
}


@pytest.mark.parametrize(("text", "expected"), CUT.values(), ids=CUT)
def test_a_text_that_a_comment_would_cut_is_a_problem(text: str, expected: list[str]) -> None:
    found = Document("a.yaml", text).troubles
    assert [f"{each.line}:{each.column}" for each in found] == expected
    assert {each.rule for each in found} == {"text-cut-short"}


def test_what_would_be_lost_is_told() -> None:
    (found,) = Document("a.yaml", "reason: Cases #4 and #5 were close # so").troubles
    assert found.message == (
        "' #' begins a comment, and '#4 and #5 were close # so' would be lost: "
        "put the whole text in quotes, or a space after the #"
    )


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_a_comment_that_is_one_is_none(text: str) -> None:
    assert Document("a.yaml", text).troubles == []


# Each wording once, in the words of one of the mistakes.
WORDINGS: dict[str, list[str]] = {
    "latin-1": [
        "this is not UTF-8 text: the byte 0xe9 cannot stand here",
    ],
    "columns count characters": [
        "this is not UTF-8 text: the byte 0xff cannot stand here",
    ],
    "cut character": [
        "this is not UTF-8 text: the byte 0xc3 cannot stand here",
    ],
    "surrogate": [
        "this is not UTF-8 text: the byte 0xed cannot stand here",
    ],
    "UTF-16 little-endian": [
        UTF_16,
    ],
    "empty": [
        "the file is empty",
    ],
    "tab indent": [
        "a tab stands before this line, which begins with spaces alone: type spaces",
    ],
    "colon in text": [
        "text that holds ': ' needs quotes: put all of it in quotes",
    ],
    "shallower key": [
        "this line stands too far left: it begins after 2 spaces, and what it belongs to after 4",
    ],
    "key among list items": [
        "a dash is missing before this: each item of a list begins with one",
    ],
    "no comma in braces": [
        "this is not valid YAML: a comma or } is missing before this, or a text that holds ': ' "
        "needs quotes",
    ],
    "no comma in brackets": [
        "this is not valid YAML: a comma or ] is missing before this",
    ],
    "second document": [
        "a second document starts here: a file holds one",
    ],
    "33 levels of lists": [
        "this nests deeper than 32 levels, the most that is read",
    ],
    "a byte too large": [
        "this is larger than 1,024 KiB, the most that is read: larger samples belong "
        "in a spreadsheet",
    ],
    "control characters": [
        "the control character \\x1b cannot stand in a YAML file",
        "the control character \\x7f cannot stand in a YAML file",
    ],
    "NUL": [
        "the control character \\x00 cannot stand in a YAML file",
    ],
    "list as a key": [
        "a key must be text, and this is a list",
    ],
    "mapping as a key": [
        "a key must be text, and this is a mapping",
    ],
    "alias": [
        "aliases (*a) are not read: write the value out",
    ],
}


@pytest.mark.parametrize(("name", "expected"), WORDINGS.items(), ids=WORDINGS)
def test_each_wording(name: str, expected: list[str], write: Write, messages: Problems) -> None:
    content, _ = UNREADABLE_FILES[name]
    path = write("service.yaml", "")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert set(expected) <= set(messages(load_service, path))


TEXT = "expected text, found a list"

EDITS: dict[str, tuple[str, str, list[str]]] = {
    "repeated key": (
        "cases:",
        "service: b\ncases:",
        ["5:1 repeated-key"],
    ),
    "key three times": (
        "cases:",
        "service: b\nservice: b\ncases:",
        ["5:1 repeated-key", "6:1 repeated-key"],
    ),
    "repeated case": (
        "    B: {2.1.1: yes, 2.1.2: no}",
        "    A: {2.1.1: perhaps}",
        ["8:5 repeated-key"],
    ),
    "repeated judgement, spelt differently": (
        '"1.1": Middle',
        '"1.1": Middle\n  1.1: Lowest',
        ["5:3 repeated-key"],
    ),
    "alias for text": ("Middle", "*a", ["4:10 not-plain"]),
    "alias for a case": ("{2.1.1: yes, 2.1.2: no}", "*a", ["8:8 not-plain"]),
    "alias for an answer": ("2.1.2: no", "2.1.2: *a", ["8:28 not-plain"]),
    "alias for the framework": ("small.yaml", "*a", ["2:12 not-plain"]),
    "alias for a section": ("cases:", "discretion: *a\ncases:", ["5:13 not-plain"]),
    "anchor on text": ("Middle", "&a Middle", ["4:10 not-plain"]),
    "anchor on a case": ("A: {", "A: &a {", ["7:8 not-plain"]),
    "anchor on a block": ("judgements:", "judgements: &a", ["3:13 not-plain"]),
    "control character in a tag": (
        "Middle",
        "!a%1Bb Middle",
        ["4:10 not-plain"],
    ),
    "tag": ("Middle", "!odd Middle", ["4:10 not-plain"]),
    "tag on an answer": (
        "2.1.2: no",
        "2.1.2: !!bool no",
        ["8:28 not-plain"],
    ),
    "anchor and tag": (
        "Middle",
        "&a !odd Middle",
        ["4:10 not-plain", "4:10 not-plain"],
    ),
    "list where a mapping is wanted": (
        '\n  "1.1": Middle',
        " [Middle]",
        ["3:13 unexpected-value"],
    ),
    "text where a mapping is wanted": (
        '\n  "1.1": Middle',
        " Middle",
        ["3:13 unexpected-value"],
    ),
    "mapping where a list is wanted": (
        "cases:",
        "discretion:\n  standard: a\ncases:",
        ["6:3 unexpected-value"],
    ),
    "text where a list is wanted": (
        "cases:",
        "discretion: High\ncases:",
        ["5:13 unexpected-value"],
    ),
    "list where text is wanted": ("A small service", "[a]", ["1:10 unexpected-value"]),
    "blank text": ("A small service", '" "', ["1:10 unexpected-value"]),
    "quoted null is text": (
        "Middle",
        '"null"',
        ["4:10 unknown-rating"],
    ),
    "quoted tilde is text": (
        "Middle",
        "'~'",
        ["4:10 unknown-rating"],
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_places_are_the_same_whatever_ends_a_line(
    edit: tuple[str, str, list[str]], line_end: str, write: Write, found: Problems
) -> None:
    old, new, expected = edit
    assert SMALL_SERVICE.count(old) == 1
    path = write("service.yaml", "")
    path.write_bytes(SMALL_SERVICE.replace(old, new).replace("\n", line_end).encode())
    assert found(load_service, path) == expected


WORDINGS_WITHIN: dict[str, list[str]] = {
    "anchor on text": [
        "anchors (&a) are not read: leave it out",
    ],
    "control character in a tag": [
        "tags ('!a\\x1bb') are not read: leave it out",
    ],
    "text where a list is wanted": [
        "expected a list, found 'High'",
    ],
}


@pytest.mark.parametrize(("name", "expected"), WORDINGS_WITHIN.items(), ids=WORDINGS_WITHIN)
def test_each_wording_within_a_file(
    name: str, expected: list[str], write: Write, messages: Problems
) -> None:
    old, new, _ = EDITS[name]
    path = write("service.yaml", SMALL_SERVICE.replace(old, new))
    assert set(expected) <= set(messages(load_service, path))


def test_aliases_of_aliases_cost_no_more_than_their_text(write: Write, problems: Problems) -> None:
    lines = ["a0: &b0 [x]", *(f"a{n}: &b{n} [*b{n - 1}, *b{n - 1}]" for n in range(1, 60))]
    found = problems(load_service, write("service.yaml", "\n".join(lines)))
    assert "2:10: aliases (*b0) are not read: write the value out" in found
    assert "60:6: anchors (&b59) are not read: leave it out" in found
    assert sum("aliases" in each for each in found) == 2 * 59


GOOD_FILES: dict[str, bytes] = {
    "byte order mark": b"\xef\xbb\xbf" + SMALL_SERVICE.encode(),
    "CRLF": SMALL_SERVICE.replace("\n", "\r\n").encode(),
    "CR": SMALL_SERVICE.replace("\n", "\r").encode(),
    "no last line end": SMALL_SERVICE.rstrip("\n").encode(),
    "document marks": f"---\n{SMALL_SERVICE}...\n".encode(),
    "1 MiB to the byte": SMALL_SERVICE.encode().ljust(LARGEST, b"#"),
    "explicit key": SMALL_SERVICE.encode() + b"? note\n: a\n",
    "empty mapping": SMALL_SERVICE.encode() + b"published: {}\n",
}


@pytest.mark.parametrize("content", GOOD_FILES.values(), ids=GOOD_FILES)
def test_every_way_to_save_a_sound_file_is_read(content: bytes, write: Write) -> None:
    path = write("service.yaml", "")
    path.write_bytes(content)
    service = load_service(path)
    result = rate(service.framework, service)
    assert service.name == "A small service"
    assert [[question.percent for question in each.questions] for each in result.standards] == [
        [],
        [75, 67],
    ]
    assert result.overall.score == 3


Plain = dict[str, Any] | list[Any]
texts = st.text(st.sampled_from("ab~1.:-#'\"{}[],&*!<> \té\n"), max_size=4) | st.sampled_from(
    ("null", "yes", "<<", "2.1.1")
)


def holding(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Plain]:
    keys = texts.filter(lambda key: key != "<<")
    return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)


plain = holding(st.recursive(st.none() | texts, holding, max_leaves=12))


def paths_in(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inside = data.items() if isinstance(data, dict) else enumerate(data or ())
    for step, value in () if isinstance(data, str) else inside:
        yield from paths_in(value, (*path, step))


def node_at(node: yaml.Node, path: tuple[str | int, ...]) -> tuple[yaml.Node, yaml.Node]:
    """Return the nodes of a value and of its key, as PyYAML composes them."""
    key = node
    for step in path:
        if isinstance(step, int):
            key = node = node.value[step]
        else:
            key, node = next(pair for pair in node.value if pair[0].value == step)
    return node, key


@given(plain, st.booleans())
def test_plain_data_are_read_as_they_are_and_know_their_places(data: Plain, flow: bool) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True)
    document = Document("x", text)
    assert document.data == data
    assert document.troubles == []
    composed = yaml.compose(text)
    assert composed is not None
    for path in paths_in(data):
        value, key = (each.start_mark for each in node_at(composed, path))
        own = key if node_at(composed, path)[0].value in ("", "null") and path else value
        assert document.place((*path, "nothing", 1)) == document.place(path)
        assert document.place(path, at_key=True) == (key.line + 1, key.column + 1)
        assert document.place(path) in {
            (own.line + 1, own.column + 1),
            (value.line + 1, value.column + 1),
        }


@pytest.mark.parametrize(("content", "expected"), UNREADABLE_FILES.values(), ids=UNREADABLE_FILES)
def test_without_the_quick_library_yaml_is_answered_too(
    content: str | bytes,
    expected: list[str],
    tmp_path: Path,
    problems: Problems,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("yotrate.files.yaml_text._LOADER", yaml.SafeLoader)
    path = tmp_path / "service.yaml"
    path.write_text(SMALL_SERVICE)
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    assert load_service(path).name == "A small service"
    if len(content) < 10_000:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert len(problems(load_service, path)) == len(expected)


def test_32_levels_are_read(write: Write, problems: Problems) -> None:
    text = f"{SMALL_SERVICE}note: {'[' * 31}{']' * 31}\n"
    assert problems(load_service, write("service.yaml", text)) == [f"11:7: {TEXT}"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.yaml", "no such file or directory"),
        ("folder", "it is a folder, not a file"),
        ("fifo", "it is not a regular file"),
        ("loop", "too many levels of symbolic links"),
        ("nul\0", "no file can have such a name"),
        ("a" * 300, "file name too long"),
    ],
    ids=["missing", "folder", "FIFO", "link to itself", "NUL in the name", "long name"],
)
def test_what_is_no_regular_file_is_not_opened(
    name: str, reason: str, tmp_path: Path, problems: Problems
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    assert problems(load_service, tmp_path / name) == [f"1:1: cannot read this: {reason}"]


@pytest.mark.parametrize("told", [0, 1, 100, 10**9])
def test_a_file_is_read_whole_however_large_it_is_said_to_be(
    told: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may grow after its size was asked for, and some are never told the size of."""
    asked = os.fstat

    def said(number: int) -> os.stat_result:
        status = [*asked(number)]
        status[stat.ST_SIZE] = told
        return os.stat_result(status)

    monkeypatch.setattr(os, "fstat", said)
    file = tmp_path / "a.yaml"
    for size in (0, 1, 2, 99, 500):
        file.write_bytes(b"#" * size)
        assert read_bytes(file, 500) == (str(file), b"#" * size)
    file.write_bytes(b"#" * 501)
    with pytest.raises(InvalidFile):
        read_bytes(file, 500)
