"""What each use of discretion does to the overall rating, by itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers.program import Run

JUDGED = '{"1.1": Good, "1.2": Good, "1.3": Requires improvement, "1.4": Good}'
# Seven standards are Good, four of them within a point of an edge; 2.2 and 3.2 near both.
TWO_DOWN = f"""\
service: Two moves
framework: hmip-youth-2018
judgements: {JUDGED}
results:
  "2": {{2.1.1: 26/40, 2.1.2: 28/40, 2.1.3: 29/40, 2.2.1: 26/40, 2.2.2: 33/40, 2.2.3: 34/40,
        2.3.1: 20/40, 2.3.2: 33/40, 2.3.3: 34/40, 2.4.1: 30/40, 2.4.2: 18/38, 2.4.3: 22/35}}
  "3": {{3.1.1: 35/40, 3.1.2: 36/40, 3.1.3: 37/40, 3.2.1: 30/40, 3.2.2: 25/40, 3.2.3: 28/40,
        3.3.1: 26/40, 3.3.2: 24/40, 3.3.3: 30/40, 3.4.1: 24/26, 3.4.2: 17/22}}
discretion:
"""


def move(standard: str, rating: str) -> str:
    return f'  - {{standard: "{standard}", rating: {rating}, reason: close to the edge}}\n'


DOWN = move("2.1", "Requires improvement")
ALSO_DOWN = move("2.2", "Requires improvement")
UP = move("3.2", "Good")


def overall(run: Run, text: str) -> Any:
    done = run("score", "-", "--format", "json", stdin=text.encode())
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["services"][0]["overall"]


def told(found: Any) -> dict[str, tuple[int, str, int, str, bool]]:
    return {
        each["standard"]: (
            each["alone"]["score"], each["alone"]["rating"],
            each["without"]["score"], each["without"]["rating"], each["decides"],
        )
        for each in found["moves"]
    }  # fmt: skip


def test_moves_that_cancel_are_told_each_by_itself(run: Run) -> None:
    found = overall(run, TWO_DOWN + DOWN + UP)
    assert (found["score"], found["calculated"]["score"]) == (19, 19)
    assert told(found) == {
        "2.1": (18, "Requires improvement", 20, "Good", False),
        "3.2": (20, "Good", 18, "Requires improvement", True),
    }
    assert found["moves"][0]["from"] == "Good"
    assert found["moves"][0]["to"] == "Requires improvement"


def test_where_either_move_is_enough_none_decides(run: Run) -> None:
    found = overall(run, TWO_DOWN + DOWN + ALSO_DOWN)
    assert (found["score"], found["calculated"]["score"]) == (17, 19)
    assert told(found) == {
        "2.1": (18, "Requires improvement", 18, "Requires improvement", False),
        "2.2": (18, "Requires improvement", 18, "Requires improvement", False),
    }


def test_without_moves_there_is_nothing_to_tell(run: Run) -> None:
    assert overall(run, TWO_DOWN.replace("discretion:\n", ""))["moves"] == []


@pytest.mark.parametrize("command", ["score", "boundary"])
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_each_move_is_told_in_words(run: Run, command: str, form: str) -> None:
    text = TWO_DOWN + DOWN + UP
    done = run(command, "-", "--format", form, stdin=text.encode())
    words = " ".join(done.stdout.replace("*", "").split())
    assert (
        "Without discretion on 2.1 and 3.2 the overall rating would still have been Good" in words
    )
    assert (
        "Without the move of 3.2 the overall rating would have been Requires improvement "
        "(18 of 36): it decides; with it alone Good (20 of 36)." in words
    )
    assert (
        "Without the move of 2.1 the overall rating would still have been Good (20 of 36); "
        "with it alone Requires improvement (18 of 36)." in words
    )


def test_the_report_tells_each_move_too(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    file = tmp_path / "service.yaml"
    file.write_text(TWO_DOWN + DOWN + UP)
    page = run("report", file).stdout
    assert "Without the move of 3.2 the overall rating would have been" in page


def test_a_move_of_what_does_not_count_changes_nothing(run: Run, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "standards" / "hmip-youth-2018.yaml").read_text()
    place = '      - id: "3.2"\n'
    assert place in text
    (tmp_path / "own.yaml").write_text(
        text.replace(place, f"{place}        counts_towards_overall: false\n")
    )
    service = (TWO_DOWN + UP).replace("hmip-youth-2018", "own.yaml")
    (tmp_path / "service.yaml").write_text(service)
    done = run("score", "service.yaml", "--format", "json", cwd=tmp_path)
    (found,) = json.loads(done.stdout)["services"]
    (only,) = found["overall"]["moves"]
    assert only["alone"] == only["without"] == found["overall"]["calculated"]
    assert not only["decides"]
    assert "Without" not in run("score", "service.yaml", cwd=tmp_path).stdout
