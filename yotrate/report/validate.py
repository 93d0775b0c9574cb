"""What checking files found: a line for each good one, JSON, or annotations of GitHub Actions."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from yotrate import __version__
from yotrate.framework.model import Framework
from yotrate.loading import Checked
from yotrate.problems import MOST_PROBLEMS, Problem, and_more, shown_file
from yotrate.report.forms.json import indented
from yotrate.service.model import Sample, Service
from yotrate.text import plural, visible


def summary(file: str, found: Framework | Service) -> str:
    """Return a good file in one line: what it is, and how much it holds."""
    return f"{shown_file(file)}: {_held(found)}"


def _held(found: Framework | Service) -> str:
    if isinstance(found, Framework):
        standards = list(found.standards)
        questions = sum(len(standard.key_questions) for standard in standards)
        return (
            f"framework {found.id}, {plural(len(standards), 'standard')}, "
            f"{plural(questions, 'key question')}{', provisional' if found.provisional else ''}"
        )
    samples = [each for each in found.evidence.values() if isinstance(each, Sample)]
    cases = plural(sum(len(sample.cases) for sample in samples), "case")
    known = cases if samples else "published results" if found.evidence else "judgements"
    return f"service {visible(found.name)}, {known}, {found.framework.id}"


def to_json(reports: Iterable[Checked]) -> str:
    """Return what was found as JSON: for each file its kind, whether it is good, its problems."""
    files = [
        {
            "file": report.file,
            "kind": _kind(report.found),
            "valid": report.found is not None,
            "problems": [_problem(problem) for problem in report.problems],
        }
        for report in reports
    ]
    return indented({"yotrate": __version__, "files": files})


def _kind(found: Framework | Service | None) -> str | None:
    if found is None:
        return None
    return "framework" if isinstance(found, Framework) else "service"


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "sheet": visible(problem.sheet) or None,
        "cell": problem.cell or None,
        "rule": problem.rule,
        "message": visible(problem.message),
        "warning": problem.warning,
    }


def annotations(report: Checked, workspace: str | None) -> Iterator[str]:
    """Return problems as workflow commands of GitHub Actions, which show them at their lines.

    Files are named as from the workspace, the folder that the repository is in.

    Whatever a file holds, it gives no order: what separates the parts of a command is escaped.
    """
    for problem in report.problems[:MOST_PROBLEMS]:
        kind = "warning" if problem.warning else "error"
        file = _property(visible(_as_from(workspace, problem.file)))
        place, message = f"file={file},line={problem.line},col={problem.column}", problem.message
        if problem.sheet:
            # A workbook has no lines to show it at.
            place, message = f"file={file}", f"[{problem.sheet}]!{problem.cell}: {message}"
        yield f"::{kind} {place},title={problem.rule}::{_escaped(visible(message))}\n"
    if len(report.problems) > MOST_PROBLEMS:
        file = _property(visible(_as_from(workspace, report.file)))
        yield f"::error file={file}::{and_more(report.problems)}\n"
    if report.found is not None:
        yield f"good: {summary(report.file, report.found)}\n"


def _as_from(workspace: str | None, file: str) -> str:
    """Return a file's name as from a folder that it is in, or else as it stands."""
    path = file if file == "<stdin>" else os.path.normpath(file)
    if workspace is None or path == "<stdin>":
        return path.replace(os.sep, "/")
    root, whole = os.path.realpath(workspace), os.path.join(os.path.realpath("."), path)  # noqa: PTH118 - of any name
    try:
        inside = os.path.commonpath([root, whole]) == root
    except ValueError:  # on another drive of Windows
        inside = False
    return (os.path.relpath(whole, root) if inside else path).replace(os.sep, "/")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
