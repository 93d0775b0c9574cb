"""Who read the cases, and that what comes of it is not itself a rating: in every output."""

import json
from pathlib import Path

import pytest

from helpers.paths import WESTERN_BAY
from helpers.program import Run

SAID = {
    "answered_by: service\n": "Self-audit",
    "answered_by: inspectorate\n": "Inspection: working paper",
    "answered_by: report\n": "Worked out again from the published report",
    "": "Who read the cases is not stated",
}
COMMANDS = [
    ["score"],
    ["score", "--format", "markdown"],
    ["boundary"],
    ["boundary", "--format", "markdown"],
    ["target", "--standard", "3.2"],
    ["confidence", "--draws", "100"],
    ["confidence", "--draws", "100", "--format", "markdown"],
    ["report"],
]


def service(tmp_path: Path, line: str) -> Path:
    file = tmp_path / "service.yaml"
    text = WESTERN_BAY.read_text()
    assert "answered_by: report\n" in text
    file.write_text(text.replace("answered_by: report\n", line))
    return file


@pytest.mark.parametrize(("line", "said"), SAID.items(), ids=SAID.values())
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_output_says_who_read_the_cases(
    run: Run, tmp_path: Path, command: list[str], line: str, said: str
) -> None:
    done = run(command[0], service(tmp_path, line), *command[1:])
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert f"{said}, not itself a rating by HM Inspectorate of Probation." in words


def test_many_services_and_comparisons_say_it_too(run: Run, tmp_path: Path) -> None:
    file = service(tmp_path, "answered_by: service\n")
    for command in ("score", "compare"):
        words = " ".join(run(command, file, WESTERN_BAY).stdout.split())
        assert "Self-audit, not itself a rating by HM Inspectorate of Probation" in words
        assert "Worked out again from the published report, not itself a rating by" in words
    assert "(1 of 2)." in " ".join(run("score", file, WESTERN_BAY).stdout.split())


def test_data_say_it_as_files_do(run: Run, tmp_path: Path) -> None:
    file = service(tmp_path, "answered_by: service\n")
    for command in ("score", "boundary", "confidence", "target"):
        (found,) = json.loads(run(command, file, "--format", "json").stdout)["services"]
        assert found["answered_by"] == "service"
    header, row, *_ = run("score", file, "--format", "csv").stdout.splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=False))["answered_by"] == "service"


def test_another_reader_is_none(run: Run, tmp_path: Path) -> None:
    done = run("score", service(tmp_path, "answered_by: servise\n"))
    assert done.returncode == 1
    assert "expected service, inspectorate or report, found 'servise'" in done.stderr
    assert "did you mean 'service'?" in done.stderr


def test_blanks_say_service_for_the_user_to_change(run: Run) -> None:
    assert "\nanswered_by: service" in run("new", "hmip-youth-2018").stdout
