"""Files of other kinds are called what they are, by every command, with what to do."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as whole:
        for name, text in parts.items():
            whole.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def workbook() -> bytes:
    stream = io.BytesIO()
    book = Workbook()
    book.active.append(["case", "2.1.1", "2.1.2"])  # type: ignore[union-attr]
    book.active.append(["A", "yes", "no"])  # type: ignore[union-attr]
    book.save(stream)
    return stream.getvalue()


OTHERS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "old": ("a.xls", lambda: OLE, "an old Excel workbook (.xls): open it, and save it as an Excel"),
    "a password": ("a.xlsx", lambda: OLE, "a workbook with a password"),
    "a password, told by what is in it": (
        "a.bin",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "a workbook with a password",
    ),
    "binary": (
        "a.xlsb",
        lambda: archive(xl__workbook_dot_bin="x"),
        "a binary workbook (.xlsb): open it, and save it as an Excel workbook (.xlsx)",
    ),
    "an OpenDocument text": (
        "a.odt",
        lambda: archive(mimetype="application/vnd.oasis.opendocument.text"),
        "a document: copy its table into a spreadsheet",
    ),
    "Word": ("a.docx", lambda: archive(word__document_dot_xml="x"), "a document: copy its table"),
    "an archive": ("a.zip", lambda: archive(a_dot_csv="x"), "an archive: take the file out of it"),
    "a page": ("a.xls", lambda: b"\xef\xbb\xbf <html><table>", "a web page, whatever its name"),
    "a page without a head": ("a.xls", lambda: b"<table border=1>", "a web page, whatever"),
    "XML": (
        "a.xls",
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:'
        b'office:spreadsheet"/>',
        "a spreadsheet of 2003 in XML",
    ),
    "a PDF": ("a.pdf", lambda: b"%PDF-1.7\n", "a PDF"),
    "a lock": ("~$a.xlsx", lambda: b"\x05owner" + bytes(100), "while a workbook is open"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    return tmp_path


@pytest.mark.parametrize(("name", "make", "said"), OTHERS.values(), ids=OTHERS)
def test_every_command_calls_it_what_it_is(
    run: Run, folder: Path, name: str, make: Callable[[], bytes], said: str
) -> None:
    (folder / name).write_bytes(make())
    for command in ("score", "boundary", "target", "confidence", "report", "validate", "show"):
        done = run(command, f"./{name}", cwd=folder)
        assert (done.returncode, done.stdout) == (1, "")
        named = done.stderr.replace("the mark that Excel leaves ", "")
        assert f"this is {said}" in named
        assert f"{name}:1:1: " in named
    done = run("import", f"./{name}", "--framework", "small.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert f":1:1: this is {said}" in done.stderr.replace("the mark that Excel leaves ", "")
    (folder / "s.yaml").write_text(
        SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')] + f'  "2": {{file: "{name}"}}\n'
    )
    done = run("score", "s.yaml", cwd=folder)
    assert f"{name}:1:1: this is {said}" in done.stderr.replace("the mark that Excel leaves ", "")


@pytest.mark.parametrize(("name", "kind"), [("a.txt", "a workbook"), ("a.csv", "a spreadsheet")])
@pytest.mark.parametrize("command", ["score", "boundary", "report", "target", "show"])
def test_what_is_read_elsewhere_is_told_where(
    run: Run, folder: Path, command: str, name: str, kind: str
) -> None:
    data = workbook() if kind == "a workbook" else b"case,2.1.1,2.1.2\nA,yes,no\n"
    (folder / name).write_bytes(data)
    done = run(command, f"./{name}", cwd=folder)
    assert done.stderr == (
        f"./{name}:1:1: expected a YAML file, and this is {kind}: "
        "name it in a service file, or import it\n"
    )


@pytest.mark.parametrize("name", ["a.txt", "a.yaml", "a"])
def test_a_workbook_is_known_by_what_it_holds(run: Run, folder: Path, name: str) -> None:
    (folder / name).write_bytes(workbook())
    assert "and this is a workbook" in run("score", f"./{name}", cwd=folder).stderr
    done = run("import", "--copy", name, "--framework", "small.yaml", cwd=folder)
    assert (done.returncode, "A: {2.1.1: yes, 2.1.2: no}" in done.stdout) == (0, True)
