"""Where the program prints: results to standard output or a file, problems to standard error."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yotrate.files.reading import is_share, was_read
from yotrate.files.writing import write_all, write_whole
from yotrate.problems import MOST_PROBLEMS, InvalidFile, Problem, and_more, shown_file
from yotrate.report.forms import form_named
from yotrate.text import disarmed, folded, quote, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from yotrate.report.view import View

COMPLETE_VARIABLE = "_YOTRATE_COMPLETE"
"""The environment variable by which a shell asks for completions."""
_WIDTH_OF_A_FILE = 100


def emit(view: View, form: str, output: str | None) -> None:
    """Print a view in the form that was asked for, or write it to a file."""
    shape = form_named(form)
    pieces = shape.render(view, None if output is None else _WIDTH_OF_A_FILE)
    write(map(disarmed, pieces), output, mark=shape.mark)


def write(pieces: Iterable[str], output: str | None, *, mark: bool = False) -> None:
    """Write text to standard output piece by piece, or to a file whole or not at all.

    With `mark`, a file begins with the mark by which spreadsheet programs know UTF-8.
    """
    if output is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    write_file(output, ("\ufeff" if mark else "") + "".join(pieces))


def write_file(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file whole or not at all, and never over one that the content is worked out from.

    Raises:
        UsageError: it was read.
        OSError: it cannot be written.
    """
    _refuse_what_was_read(path)
    _refuse_other_kinds(path)
    write_whole(path, content)


_OTHER_KINDS = {
    ".pdf": "a PDF, which a browser makes of a page of HTML",
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), "a workbook, which takes in a CSV file"),
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf"), "a document, into which text is copied"),
}


def _refuse_other_kinds(path: str | os.PathLike[str]) -> None:
    """Refuse the name of a file of another kind than any text that is written.

    Raises:
        UsageError: it ends as that of a PDF, a workbook or a document.
    """
    kind = _OTHER_KINDS.get(folded(Path(path).suffix))
    if kind is not None:
        raise click.UsageError(f"{quote(path)} would be {kind}: name it otherwise")


def _refuse_what_was_read(path: str | os.PathLike[str]) -> None:
    if is_share(path):
        raise click.UsageError(f"{quote(path)} begins as a network share does: write elsewhere")
    if was_read(path):
        raise click.UsageError(f"{visible(os.fspath(path))} is read: write the result elsewhere")


def write_new(
    output: str | None, content: str | bytes, beside: Mapping[Path, str | bytes], *, force: bool
) -> None:
    """Write what is new to a file, others beside it first, or text to standard output."""
    if output is None:
        write([content] if isinstance(content, str) else [], None)
        return
    for path in (Path(output), *beside):
        if not is_share(path) and path.is_file() and not force:
            raise click.UsageError(f"{quote(path)} is there already: --force overwrites it")
    files = {**beside, Path(output): content}
    for path in files:
        _refuse_what_was_read(path)
    write_all(files)


def report_problems(problems: Sequence[Problem]) -> None:
    """Print problems to standard error, one a line, at most 1,000 of a file.

    On a terminal the line of the file follows each, with a mark under the place.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    marks: Any = None
    if sys.stderr is not None and sys.stderr.isatty():
        marks = import_module("yotrate.cli.marks")
    for file, own in by_file.items():
        lines = marks.lines_of(file) if marks else []
        for problem in own[:MOST_PROBLEMS]:
            click.echo(disarmed(str(problem)), err=True)
            for line in marks.marked(problem, lines) if lines else ():
                click.echo(line, err=True)
        if len(own) > MOST_PROBLEMS:
            click.echo(disarmed(f"{shown_file(file)}: {and_more(own)}"), err=True)


@contextmanager
def progress(what: str, total: int, *, shown: bool = True) -> Iterator[Callable[[int], None]]:
    """Give a function that takes how much is done, and shows it on a terminal after a second.

    Not `shown` is what is printed on the way, to the same terminal.
    """
    begun = time.monotonic()
    watched = sys.stderr is not None and sys.stderr.isatty() and (shown or not sys.stdout.isatty())
    with ExitStack() as stack:
        bars: list[Callable[[int], None]] = []

        def advance(done: int) -> None:
            if watched and not bars and time.monotonic() - begun > 1:
                bars.append(import_module("yotrate.cli.bars").bar(stack, what, total))
            for update in bars:
                update(done)

        yield advance


def run_guarded(command: click.Command, arguments: list[str]) -> int:
    """Run a command and return its exit code; whatever happens, it ends in a line or in silence.

    0: done. 1: a file has problems, or writing failed. 2: wrong usage.
    """
    if sys.stdout is None:
        click.echo("yotrate: cannot write: standard output is closed", err=True)
        return 1
    for stream in (sys.stdout, sys.stderr):
        _write_utf_8(stream)
    try:
        code = _invoke(command, arguments)
        sys.stdout.flush()
    except OSError as error:
        # Nothing is left to say, at the interpreter's exit either.
        _write_no_more()
        if _has_seen_enough(error):
            return 0
        what = "" if error.filename is None else f" {visible(os.fsdecode(error.filename))}"
        reason = (error.strerror or str(error)).lower()
        click.echo(f"yotrate: cannot write{what}: {reason}", err=True)
        return 1
    return code


def _has_seen_enough(error: OSError) -> bool:
    """Return whether whoever reads has closed the pipe: Windows calls that a wrong argument."""
    closed = os.name == "nt" and error.errno == errno.EINVAL
    return closed or isinstance(error, BrokenPipeError)


def _write_utf_8(stream: Any) -> None:
    """Let a stream take every character: where it is no terminal, it is read as a file is."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    named, _, _ = os.environ.get("PYTHONIOENCODING", "").partition(":")
    encoding = None if named or stream.isatty() else "utf-8"
    reconfigure(encoding=encoding, errors="backslashreplace")


def _write_no_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _invoke(command: click.Command, arguments: list[str]) -> int:
    if instruction := os.environ.get(COMPLETE_VARIABLE):
        completing = import_module("yotrate.cli.completing")
        return int(completing.complete(command, COMPLETE_VARIABLE, instruction))
    try:
        with command.make_context("yotrate", arguments) as context:
            return int(command.invoke(context) or 0)
    except InvalidFile as error:
        report_problems(error.problems)
        return 1
    except click.MissingParameter as error:
        examples = getattr(error.ctx and error.ctx.command, "examples", ())
        example = f" For example: {examples[0]}" if examples else ""
        click.UsageError(error.format_message() + example, error.ctx).show()
        return error.exit_code
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        shown = click.UsageError(visible(error.format_message()), getattr(error, "ctx", None))
        shown.show()
        return error.exit_code
