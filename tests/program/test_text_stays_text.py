"""Whatever a file or a name holds is shown as text: made visible, and never an order.

Every naughty text goes through every command and every form: as the name of the service, a label,
a reason, a note, a case reference, a file's name.
"""

import csv
import html
import io
import json
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len

from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate.cli import run as run_program
from yotrate.report.forms.markdown import escaped
from yotrate.text import prose, visible

NAUGHTY = {
    "colour": "a\x1b[31mred\x1b[0m",
    "title of the terminal": "a\x1b]0;owned\x07b",
    "clearing the screen": "a\x1b[2J\x1b[H\x1b[3J",
    "link": "a\x1b]8;;http://example.org\x1b\\b\x1b]8;;\x1b\\",
    "C1 control": "a\x9b31mb\x85c",
    "backspaces": "good\b\b\b\bevil",
    "carriage return": "good\revil",
    "line break": "good\nevil",
    "form feed": "a\fb\vc",
    "NUL and DEL": "a\0b\x7fc",
    "tab": "a\tb",
    "line and paragraph separator": "a\u2028b\u2029c",
    "rich markup": "[bold red]a[/bold red]",
    "rich link": "[link=http://example.org]a[/link]",
    "unbalanced rich markup": "[/] [/red] \\[",
    "rich emoji": ":warning: a :smile:",
    "bidirectional override": "a\u202egnp.exe\u202cb",
    "bidirectional isolate": "a\u2066b\u2067c\u2069d",
    "marks of direction": "a\u200eb\u200fc\u061cd",
    "zero width": "a\u200bb\u200cc\u2060d\ufeffe",
    "joiner": "👨\u200d👩\u200d👧",
    "tags": "a\U000e0041\U000e0042b",
    "soft hyphen": "a\u00adb",
    "unassigned and private": "a\u0378b\ue000c\U0010ffffd",
    "HTML": "<script>alert(1)</script><img src=x onerror=y>",
    "HTML attribute": "\" onmouseover='x' b=",
    "HTML entities": "&lt;b&gt; &amp; &#60;",
    "template": "{{ 7*7 }}{% raw %}{# x #}${x}",
    "end of a comment": "--> ]]> </style></title>",
    "Markdown": "*a* _b_ **c** `d` ~~e~~ [f](javascript:x) ![g](h)",
    "Markdown table": "a | b \\| c",
    "Markdown heading": "# a",
    "Markdown fence": "```\na\n```",
    "formula": "=HYPERLINK(\"http://example.org\",\"a\")",
    "formula with plus": "+1+cmd|' /C calc'!A0",
    "formula with minus": "-1+1",
    "formula with at": "@SUM(1)",
    "wide formula": "\uff1d1\uff0b1",
    "workflow command": "::error file=a,line=1::owned",
    "workflow command on a line of its own": "a\n::set-output name=x::y",
    "old workflow command": "##[error]owned",
    "pipeline command": "a ##vso[task.setvariable variable=x]y",
    "escapes of workflow commands": "a%0A::error::b%0D%25",
    "escapes of ours": r"a\x1b[31m\u202e\n",
    "printf": "%s %n {0} {} %(a)s",
    "SQL and shell": "'; DROP TABLE x; -- $(id) `id` | rm",
    "path": "../../etc/passwd",
    "emoji": "👍🏽 🇬🇧 ❤️",
    "CJK": "日本語のサービス名",
    "combining": "a\u0301\u0302\u0303\u0304 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
    "right to left": "خدمة שירות",
    "quotes": "a'b\"c`d",
    "comma": "a,b;c",
    "word that YAML converts": "no",
    "number": "1e3",
    "very long": "x" * 5_000,
    "very long word of wide characters": "語" * 500,
    "very long of many words": "word " * 1_000 + "end",
}  # fmt: skip

FORMS = ("table", "json", "csv", "markdown")
COMMANDS: list[tuple[str, ...]] = [
    *(("score", "a.yaml", "--format", form) for form in FORMS),
    *(("score", "a.yaml", "good.yaml", "--format", form) for form in FORMS),
    ("score", "a.yaml", "--partial"),
    *(("boundary", "a.yaml", "--cases", "--format", form) for form in FORMS),
    *(("target", "a.yaml", "--format", form) for form in FORMS),
    *(("confidence", "a.yaml", "--draws", "5", "--format", form) for form in FORMS),
    *(("compare", "good.yaml", "a.yaml", "--format", form) for form in FORMS),
    *(("compare", "a.yaml", "good.yaml", "--format", form) for form in FORMS),
    ("report", "a.yaml"),
    *(("validate", "a.yaml", "--format", form) for form in ("text", "json", "github")),
    *(("show", "naughty.yaml", "--format", form) for form in FORMS),
    ("sample", "naughty.yaml", "--eligible", "37"),
    ("new", "naughty.yaml", "--cases", "2=2"),
]
# What each command says of the service as such: there its name must be read.
NAMED = {"score", "boundary", "target", "confidence", "report"}


def scalar(text: str) -> str:
    r"""Return a text in quotes of YAML, which takes no pairs of surrogates."""
    quoted = "".join(
        each if each.isalnum() and each.isascii() else f"\\U{ord(each):08x}" for each in text
    )
    return f'"{quoted}"'


def service(text: str) -> str:
    parts = SMALL_SERVICE.replace("A small service", scalar(text)).replace(
        "small.yaml", "naughty.yaml"
    )
    parts = parts.replace("    A: {", f"    ? {scalar(text)}\n    : {{")
    keys = "".join(f"{key}: {scalar(text)}\n" for key in ("inspection", "fieldwork", "note"))
    moved = f'discretion:\n- {{standard: "2.1", rating: Middle, reason: {scalar(text)}}}\n'
    return f"{parts}{keys}{moved}"


def framework(text: str, rating: str = "") -> str:
    whole = SMALL_FRAMEWORK
    for title in ("A small framework", "Judged", "Leadership", "From cases", "Assessment",
                  "Desistance", "Safety"):  # fmt: skip
        whole = whole.replace(f"title: {title}", f"title: {scalar(text)}")
    whole = whole.replace("name: High", f"name: {scalar(rating or text)}")
    keys = "".join(f"{key}: {scalar(text)}\n" for key in ("publisher", "edition", "source"))
    return whole + keys


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    Path("small.yaml").write_text(SMALL_FRAMEWORK)
    Path("good.yaml").write_text(SMALL_SERVICE)
    return tmp_path


Ran = tuple[int, str, str]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[[Sequence[str]], Ran]:
    def do(arguments: Sequence[str]) -> Ran:
        code = run_program(list(arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return do


_ANNOTATION = "::(error|warning) file=[^:,]*,line=[0-9]+,col=[0-9]+,title=[a-z-]+::"


def check_harmless(output: str, *, orders: bool = False) -> None:
    """Check that nothing in an output acts on a terminal, hides, or gives an order."""
    for line in output.split("\n"):
        assert line.replace("\N{NO-BREAK SPACE}", " ").isprintable()
        ours = orders and re.match(_ANNOTATION, line)
        assert ours or not line.lstrip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line


def squeezed(text: str) -> str:
    """Return a text without what wraps lines in a table."""
    return re.sub(r"\s+", "", text)


def shown(output: str, form: str, text: str) -> bool:
    """Return whether an output shows a text, as the form writes texts."""
    match form:
        case "json":
            return text in json_texts(json.loads(output))
        case "csv":
            cells = [cell for row in csv.reader(io.StringIO(output)) for cell in row]
            return visible(text) in cells or f"'{visible(text)}" in cells
        case "markdown":
            return escaped(text) in output
        case "html":
            return prose(text) in html.unescape(output)
    output = output.replace(r"\x3a:", "::")
    return squeezed(visible(text)) in squeezed(output) or squeezed(prose(text)) in squeezed(output)


def json_texts(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for value in (*data, *data.values()) for text in json_texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in json_texts(value)]
    return [data] if isinstance(data, str) else []


@pytest.mark.parametrize("name", NAUGHTY)
def test_every_form_of_every_command_shows_it_harmlessly(
    folder: Path, run: Callable[[Sequence[str]], Ran], name: str
) -> None:
    text = NAUGHTY[name]
    (folder / "a.yaml").write_text(service(text))
    (folder / "naughty.yaml").write_text(framework(text))
    for command in COMMANDS:
        code, out, err = run(command)
        assert (command, code, err.count("Traceback")) == (command, 0, 0)
        check_harmless(out)
        check_harmless(err)
        form = command[-1] if command[-2] == "--format" else "table"
        if command[0] == "report":
            form = "html"
        if command[0] in NAMED or command[0] == "show":
            assert shown(out, form, text), (command, out)


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_draw_shows_what_its_list_says_harmlessly(
    folder: Path, run: Callable[[Sequence[str]], Ran], name: str
) -> None:
    text = NAUGHTY[name]
    with (folder / "list.csv").open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([["case", text], ["A", text], ["B", "x"], [text, "x"]])
    draw = ("sample", "small.yaml", "--draw", "list.csv", "--domain", "2", "--by", "B")
    for form in FORMS:
        code, out, err = run((*draw, "--seed", text or "s", "--format", form))
        assert (code in {0, 1, 2}, err.count("Traceback")) == (True, 0)
        check_harmless(out)
        check_harmless(err)
    known = run((*draw, "--seed", "s"))[0] == 0
    assert known or "\0" in text or not text.strip() or len(text) > 100


@pytest.mark.parametrize("name", NAUGHTY)
def test_every_problem_shows_it_harmlessly(
    folder: Path, run: Callable[[Sequence[str]], Ran], name: str
) -> None:
    text = NAUGHTY[name]
    key = scalar(text)
    (folder / "naughty.yaml").write_text(framework(text))
    (folder / "a.yaml").write_text(
        f"service: a\nframework: naughty.yaml\n? {key}\n: x\n"
        f'judgements: {{"1.1": {key}, ? {key} : Low}}\n'
        f'cases: {{"2": {{? {key} : {{2.1.1: {key}, 2.1.2: no, ? {key} : no}}}}, ? {key} : {{}}}}\n'
        f"discretion: [{{standard: {key}, rating: {key}, reason: {key}}}]\n"
        f"published: {{score: {key}, overall: {key}}}\n"
    )
    start = visible(text)[:30]
    for form in ("text", "github", "json"):
        code, out, err = run(("validate", "a.yaml", "--format", form))
        assert code == 1
        check_harmless(out, orders=form == "github")
        check_harmless(err)
        told = "\n".join(json_texts(json.loads(out))) if form == "json" else out + err
        if form == "github":
            start = start.replace("%", "%25")
        assert told.count(start) >= 5
        start = visible(text)[:30]


NAMES = [
    name
    for name, text in NAUGHTY.items()
    if len(text.encode()) < 200 and not set("\0/") & set(text)
]


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_shown_harmlessly(
    folder: Path, run: Callable[[Sequence[str]], Ran], name: str
) -> None:
    file = f"{NAUGHTY[name]}.yaml"
    path = folder / file
    path.write_text(SMALL_SERVICE)
    for form in FORMS:
        code, out, err = run(("score", "--format", form, "--", file))
        assert (code, err) == (0, "")
        check_harmless(out)
        if form in {"json", "csv"}:
            assert shown(out, form, file)
    path.write_text("service: a\n")
    for form in ("text", "github", "json"):
        code, out, err = run(("validate", "--format", form, "--", file))
        assert code == 1
        check_harmless(out, orders=form == "github")
        check_harmless(err)
        assert out or visible(file) in err
    for command in ("score", "boundary", "target", "confidence", "report", "show"):
        code, out, err = run((command, "--", f"{file}.yaml"))
        assert (code, out) == (1, "")
        check_harmless(err)
        assert visible(file) in err
    code, out, err = run(("score", "-o", file, "--", file))
    check_harmless(err)


@pytest.mark.parametrize("form", FORMS)
def test_half_of_a_character_in_a_file_s_name_is_no_half_in_the_output(
    folder: Path, run: Callable[[Sequence[str]], Ran], form: str
) -> None:
    file = os.fsdecode(b"caf\xe9.yaml")
    (folder / file).write_text(SMALL_SERVICE)
    code, out, err = run(("score", "--format", form, "--", file))
    assert (code, err) == (0, "")
    out.encode()
    if form == "json":
        (entry,) = json.loads(out)["services"]
        assert entry["file"].encode().startswith(b"caf")
        assert entry["file"] == visible(file)


def test_columns_stay_aligned_whatever_the_labels_hold(
    folder: Path, run: Callable[[Sequence[str]], Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    for text in NAUGHTY.values():
        (folder / "a.yaml").write_text(service(text))
        (folder / "naughty.yaml").write_text(framework(text, rating="High"))
        lines = run(("score", "a.yaml"))[1].splitlines()
        assert max(map(cell_len, lines)) <= 90
        rows = [line for line in lines if re.search(r" [0-9]+/[0-9]+ +[0-9]+%", line)]
        assert len(rows) == 2
        ends = [cell_len(line[: line.index("%")]) for line in rows]
        assert ends[0] == ends[1]


@pytest.mark.parametrize("name", NAUGHTY)
@pytest.mark.usefixtures("folder")
def test_wrong_usage_shows_it_harmlessly(run: Callable[[Sequence[str]], Ran], name: str) -> None:
    text = NAUGHTY[name]
    for arguments in (
        ["target", "good.yaml", "--", text],
        ["target", "good.yaml", "--standard", text],
        ["import", "a.csv", "--framework", "small.yaml", "--map", text],
        ["new", "small.yaml", "--cases", text],
        ["score", "good.yaml", "--format", text],
        ["confidence", "good.yaml", "--seed", text],
        ["score", f"--{text}", "good.yaml"],
        [f"x{text}"],
        ["new", text],
    ):
        code, out, err = run(arguments)
        assert (code in (1, 2), out) == (True, "")
        check_harmless(err)
