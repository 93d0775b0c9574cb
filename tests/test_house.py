"""How the project is built: arrows point down only, nothing is too long, tests stand alone."""

import ast
import re

import pytest

from helpers.house import faults, sources
from helpers.paths import ROOT

# Why a function imports when it is called and not at the top of its module.
MAY_IMPORT_INSIDE = {
    "yotrate.__main__.main": "an interrupt while everything is loaded ends silently too",
    "yotrate.files.workbooks.Workbook._values": "calamine is an extra that need not be installed",
    "yotrate.files.new_workbooks.written": "and so is what writes workbooks",
}


def test_the_house_stands_as_it_was_drawn() -> None:
    assert faults(sources(ROOT / "yotrate"), MAY_IMPORT_INSIDE) == []


@pytest.mark.parametrize(
    ("module", "text", "fault"),
    [
        ("files.a", "from yotrate.cli import b", "yotrate.files.a imports yotrate.cli.b"),
        ("files.a", "import yotrate.loading", "yotrate.files.a imports yotrate.loading"),
        ("text", "from .cli import b", "yotrate.text imports .cli"),
        ("cli.b", "from yotrate import rate", "yotrate.cli.b imports yotrate.rate"),
        ("cli.b", "from yotrate import cli", None),
        ("cli.b", "from yotrate.nowhere import a", "yotrate.cli.b imports yotrate.nowhere"),
        ("rating.a", "if X:\n from yotrate.report import c",
         "yotrate.rating.a imports yotrate.report.c"),
        ("attic", "", "yotrate.attic lies in no room"),
        ("report.c", "from yotrate.report.d import x",
         "yotrate.report.c and yotrate.report.d import each other"),
        ("cli.b", "from yotrate import __version__\nfrom yotrate.report import c, d", None),
        ("__main__", "from yotrate.cli import b", None),
        ("cli.b", "\n" * 400, None),
        ("cli.b", "\n" * 401, "yotrate.cli.b is over 400 lines"),
        ("cli.b", "class A:\n" + " x = 1\n" * 149, None),
        ("cli.b", "class A:\n" + " x = 1\n" * 150, "yotrate.cli.b.A is over 150 lines"),
        ("cli.b", "@c\n@d\ndef f():\n" + " x = 1\n" * 49, None),
        ("cli.b", "class A:\n def f():\n" + "  x = 1\n" * 50,
         "yotrate.cli.b.A.f is over 50 lines"),
        ("cli.b", "async def f():\n import json", "yotrate.cli.b.f imports inside"),
        ("cli.b", "def excepted():\n import json", None),
    ],
)  # fmt: skip
def test_what_is_built_otherwise_is_found(module: str, text: str, fault: str | None) -> None:
    texts = dict.fromkeys(["yotrate", "yotrate.__main__", "yotrate.text", "yotrate.loading"], "")
    texts |= dict.fromkeys(["yotrate.cli", "yotrate.report", "yotrate.report.c"], "")
    texts |= {"yotrate.report.d": "from yotrate.report import c", "yotrate.cli.b": ""}
    name = f"yotrate.{module}"
    excepted = {"yotrate.cli.b.excepted": "so"} if "excepted" in text else {}
    assert faults(texts | {name: text}, excepted) == ([fault] if fault else [])


def test_an_exception_that_nothing_needs_is_found() -> None:
    assert faults({"yotrate.cli": ""}, {"yotrate.cli.f": "so"}) == [
        "yotrate.cli.f need not be excepted"
    ]


def test_a_ring_of_three_is_found() -> None:
    texts = {f"yotrate.cli.{a}": f"from yotrate.cli import {b}" for a, b in ("ab", "bc", "ca")}
    (fault,) = faults(texts, {})
    assert fault.endswith(" import each other")
    assert set(texts) <= set(fault.split())


def test_no_test_imports_another_or_conftest() -> None:
    folder = ROOT / "tests"
    names = {path.stem for path in folder.rglob("*.py")}
    tests = {name for name in names if name.startswith("test_")}
    assert len(tests) > 20
    found = {
        (path.stem, node.module if isinstance(node, ast.ImportFrom) else alias.name)
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert ("conftest", "helpers.program") in found
    assert [
        pair for pair in sorted(found, key=str) if {*str(pair[1]).split(".")} & {*tests, "conftest"}
    ] == []
    # Two of one name would hide each other.
    assert len(tests) == len([*folder.rglob("test_*.py")])


def test_only_the_command_line_speaks_of_options() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "yotrate").rglob("*.py")
        if re.search(r"(?<![\w-])--[a-z]", path.read_text(encoding="utf-8"))
    }
    assert {name for name in found if not name.startswith("yotrate/cli/")} == set()
    assert "yotrate/cli/options.py" in found
