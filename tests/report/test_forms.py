"""Every form tells what the others tell, and a new one is one class and one line."""

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from helpers.five import FIVE, five
from helpers.paths import ROOT, WESTERN_BAY
from helpers.program import Run
from yotrate import (
    boundary,
    compare,
    confidence,
    load_framework,
    load_service,
    rate,
    sample,
    target,
)
from yotrate.report import forms
from yotrate.report.boundary import boundary_view
from yotrate.report.compare import compare_view
from yotrate.report.confidence import confidence_view
from yotrate.report.framework import framework_view, frameworks_view
from yotrate.report.sample import sample_view
from yotrate.report.score import score_view
from yotrate.report.services import services_view
from yotrate.report.target import target_view
from yotrate.report.view import Bar, Cell, Letters, Line, Listing, Outline, Row, Scale, View, plain

ANYTOWN = [ROOT / "examples" / f"anytown_{name}.yaml" for name in ("self_assessment", "inspection")]
PUBLISHED = ROOT / "examples" / "western_bay_published.yaml"


def of(file: Path) -> Any:
    return rate(load_service(file))


def half_done(folder: Path) -> Any:
    (folder / "five.yaml").write_text(FIVE)
    (folder / "half.yaml").write_text(five().replace("A.1.1: yes", "A.1.1: ", 2))
    return rate(load_service(folder / "half.yaml", partial=True))


VIEWS: dict[str, Callable[[Path], View]] = {
    "score": lambda _: score_view(of(WESTERN_BAY)),
    "score of printed results": lambda _: score_view(of(PUBLISHED)),
    "score --partial": lambda folder: score_view(half_done(folder), half_finished=True),
    "score of many": lambda _: services_view([of(each) for each in (*ANYTOWN, WESTERN_BAY)]),
    "boundary": lambda _: boundary_view(boundary(of(WESTERN_BAY))),
    "boundary --cases": lambda _: boundary_view(boundary(of(WESTERN_BAY)), every_case=True),
    "target": lambda _: target_view(target(of(WESTERN_BAY))),
    "target --standard": lambda _: target_view(target(of(WESTERN_BAY), standard="2.2")),
    "confidence": lambda _: confidence_view(confidence(of(WESTERN_BAY), seed=1, draws=200)),
    "compare": lambda _: compare_view(compare(*map(of, ANYTOWN))),
    "compare --sort": lambda _: compare_view(compare(*map(of, ANYTOWN)), by_size=True),
    "compare two frameworks": lambda folder: compare_view(
        compare(of(WESTERN_BAY), half_done(folder))
    ),
    "sample": lambda _: sample_view(sample(load_framework("hmip-youth-2018"), 37, 31)),
    "show": lambda _: framework_view(load_framework("hmip-youth-2021")),
    "frameworks": lambda _: frameworks_view(
        [load_framework("hmip-youth-2018"), load_framework("hmip-youth-2025")], date(2026, 11, 25)
    ),
}


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest, tmp_path: Path) -> View:
    return VIEWS[request.param](tmp_path)


def rendered(view: View, form: str) -> str:
    return "".join(forms.form_named(form).render(view, 100))


def unmarked(text: str) -> str:
    """Return what a reader of Markdown sees, in one line."""
    text = re.sub(r"\\([\\`*_\[\]|~#])", "\\1", text.replace("**", ""))
    return " ".join(html.unescape(text).split())


def rows_of(view: View) -> Iterator[Row]:
    for block in view.blocks():
        for section in block.sections if isinstance(block, Outline) else ():
            for row in section.rows:
                yield row
                yield from row.rows


def lines_of(view: View) -> Iterator[Line]:
    for block in view.blocks():
        if isinstance(block, Line):
            yield block
    for row in rows_of(view):
        yield from (note for note in row.notes if isinstance(note, Line))


def listings_of(view: View) -> Iterator[Listing]:
    for block in view.blocks():
        if isinstance(block, Listing):
            yield block
    for row in rows_of(view):
        yield from (note for note in row.notes if isinstance(note, Listing))


def texts(cells: tuple[Cell, ...]) -> list[str]:
    found = [plain(cell).strip() for cell in cells if not isinstance(cell, Bar | Scale | Letters)]
    return [text for text in found if text]


def test_every_sentence_stands_in_the_terminal_and_in_markdown(view: View) -> None:
    sentences = [" ".join(plain(line.text).split()) for line in lines_of(view)]
    terminal = " ".join(rendered(view, "table").split())
    markdown = unmarked(rendered(view, "markdown"))
    for sentence in sentences:
        assert sentence in terminal
        assert sentence in markdown


def test_every_cell_stands_in_the_terminal_and_in_markdown(view: View) -> None:
    """Ratings, percentages, points, and the probabilities in small tables."""
    cells = [text for row in rows_of(view) for text in texts(row.cells)]
    cells += [text for each in listings_of(view) for row in each.rows for text in texts(row)]
    terminal = "".join(rendered(view, "table").split())
    markdown = unmarked(rendered(view, "markdown"))
    for text in cells:
        # A narrow column wraps beside others: its words still stand there.
        assert all(word in terminal for word in text.split()) or text == _PAPER_ONLY
        assert text in markdown


_PAPER_ONLY = "HM Inspectorate of Probation"


def numbers_in(data: Any) -> Iterator[int]:
    """Return the whole numbers in data, also those in texts, and floats as people see them."""
    if isinstance(data, dict):
        data = [*data.values()]
    if isinstance(data, list | tuple):
        for each in data:
            yield from numbers_in(each)
        whole = [each for each in data if isinstance(each, int)]
        # Cases to which a question applied: those answered yes and no.
        yield from (a + b for a, b in pairwise(whole))
    elif isinstance(data, float):
        yield from (int(data), int(data + 0.5), int(100 * data + 0.5))
    elif isinstance(data, int) and not isinstance(data, bool):
        yield abs(data)
    elif isinstance(data, str):
        yield from map(int, re.findall(r"\d+", data))


def test_every_figure_stands_in_json(view: View) -> None:
    data = json.loads(rendered(view, "json"))
    known = set(numbers_in(data)) | {100}
    if "domains" not in data:  # of a framework the bands end where the next begin
        known |= {100, 99}
    else:
        known |= {each - 1 for each in known} | {36}
    # How many answers change is the difference of two counts.
    known |= {a - b for a in known for b in known if a > b} if "answers" in str(data) else set()
    shown = [text for row in rows_of(view) for text in texts(row.cells)]
    shown += [text for each in listings_of(view) for row in each.rows for text in texts(row)]
    for text in shown:
        assert set(map(int, re.findall(r"\d+", text))) <= known, text


class Shout:
    """A form that says everything loudly."""

    mark = False

    def render(self, view: View, width: int | None) -> Iterator[str]:
        assert width is None
        for line in lines_of(view):
            yield plain(line.text).upper() + "\n"


COMMANDS: list[tuple[str | Path, ...]] = [
    ("score", WESTERN_BAY),
    ("score", ROOT / "examples"),
    ("boundary", WESTERN_BAY),
    ("target", WESTERN_BAY),
    ("confidence", WESTERN_BAY, "--draws", "20"),
    ("compare", *ANYTOWN),
    ("show", "hmip-youth-2018"),
    ("sample", "hmip-youth-2018", "--eligible", "37"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{command[0]} {len(command)}")
def test_a_new_form_is_one_class_and_one_line(run: Run, command: tuple[str | Path, ...]) -> None:
    with patch.dict(forms._REGISTERED):
        forms.register("shout", Shout())
        assert "shout" in run("score", "--help").stdout
        done = run(*command, "--format", "shout")
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert done.stdout == done.stdout.upper()
    assert run(*command, "--format", "shout").returncode == 2


def test_every_command_with_a_form_takes_every_form(run: Run) -> None:
    for command, form in product(COMMANDS, forms.names()):
        done = run(*command, "--format", form)
        assert (done.returncode, bool(done.stdout)) == (0, True)


def test_target_stands_in_the_common_envelope(run: Run) -> None:
    data = json.loads(run("target", WESTERN_BAY, "--format", "json").stdout)
    assert list(data) == ["yotrate", "services"]
    (own,) = data["services"]
    assert {"file", "service", "framework", "targets"} <= own.keys()


def test_the_distance_to_the_next_overall_ratings_stands_in_json(run: Run) -> None:
    (own,) = json.loads(run("boundary", WESTERN_BAY, "--format", "json").stdout)["services"]
    assert own["overall"]["next"] == {
        "down": {"rating": "Inadequate", "points": 1},
        "up": {"rating": "Good", "points": 12},
    }
