"""At the prompt: help, examples, suggestions and completion; in CI: annotations and JSON."""

import json
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib import import_module
from pathlib import Path

import click
import pytest
import yaml

from helpers.paths import GUIDES, ROOT, WESTERN_BAY
from helpers.program import Run, environment
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from picture import PICTURE, draw
from yotrate import __version__, load_service, rate
from yotrate.cli import program

CONTEXT = click.Context(program)
COMMANDS = [
    (name, command)
    for name in program.list_commands(CONTEXT)
    if (command := program.get_command(CONTEXT, name))
]


def test_every_command_is_listed_and_lives_where_it_is_looked_for() -> None:
    assert [name for name, _ in COMMANDS] == program.list_commands(CONTEXT)
    for module in (ROOT / "yotrate" / "cli").glob("*.py"):
        import_module(f"yotrate.cli.{module.stem}")
    assert sorted(program.commands) == program.list_commands(CONTEXT)


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_has_help_examples_and_a_mention_in_the_readme(
    name: str, command: click.Command, run: Run
) -> None:
    assert command.help
    examples = getattr(command, "examples", ())
    assert examples
    assert all(f"yotrate {name}" in example for example in examples)
    assert f"yotrate {name}" in GUIDES
    shown = run(name, "--help").stdout
    assert all(example in shown for example in examples)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_an_option_has_one_name_everywhere() -> None:
    spelt: dict[str, set[tuple[str, ...]]] = {}
    helped: dict[str, set[str | None]] = {}
    for _, command in COMMANDS:
        for option in command.params:
            if isinstance(option, click.Option):
                key = max(option.opts, key=len)
                spelt.setdefault(key, set()).add(tuple(option.opts))
                helped.setdefault(key, set()).add(option.help)
    assert all(len(names) == 1 for names in spelt.values())
    assert len(helped["--allow-discretion"]) == len(helped["--output"]) == 1


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("scroe", "did you mean 'score'?"),
        ("valdate", "did you mean 'validate'?"),
        ("xyz", "expected"),
    ],
)
def test_a_mistyped_command_gets_a_suggestion(run: Run, mistyped: str, meant: str) -> None:
    done = run(mistyped)
    assert done.returncode == 2
    assert f"there is no command '{mistyped}': {meant}" in done.stderr


def test_score_without_a_file_says_what_to_do(run: Run) -> None:
    done = run("score")
    assert done.returncode == 2
    assert "Missing argument 'FILE...'. For example: yotrate score western_bay.yaml" in done.stderr


@pytest.mark.parametrize(
    "shell", [pytest.param("bash", marks=pytest.mark.process), "zsh", "fish", "powershell"]
)  # of bash, click asks for its version
def test_completion_scripts_are_printed(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_YOTRATE_COMPLETE" in done.stdout


@pytest.mark.process
def test_bash_can_read_its_completion_script(run: Run) -> None:
    script = run("completion", "bash").stdout
    checked = subprocess.run(["bash", "-n"], input=script, text=True, check=False)
    assert checked.returncode == 0


def test_only_a_shell_s_own_question_is_one_for_completions(run: Run) -> None:
    assert run(_YOTRATE_COMPLETE="nonsense").returncode == 1
    empty = run("--version", _YOTRATE_COMPLETE="")
    assert (empty.returncode, empty.stdout) == (0, f"yotrate {__version__}\n")
    assert run("score", "nothere.yaml", _YOTRATE_COMPLETE="").returncode == 1


@pytest.mark.parametrize(
    ("line", "begun", "expected"),
    [
        ("yotrate sc", "sc", ["schema", "score"]),
        ("yotrate target examples/western_bay.yaml Req", "Req", ["'Requires improvement'"]),
        ("yotrate target examples/western_bay.yaml 'Req", "'Req", ["'Requires improvement'"]),
        ("yotrate target examples/western_bay.yaml ", "", ["Inadequate", "'Requires improvement'",
                                                          "Good", "Outstanding"]),
    ],
)  # fmt: skip
def test_powershell_is_answered_too(run: Run, line: str, begun: str, expected: list[str]) -> None:
    asked = {"COMP_WORDS": line, "_YOTRATE_COMPLETE": "powershell_complete"}
    # PowerShell has no variable that is set to nothing.
    asked |= {"COMP_CWORD": begun} if begun else {}
    done = run(**asked)  # type: ignore[arg-type]
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [f"plain,{each}" for each in expected],
    )


def test_a_question_of_a_shell_that_is_none_is_not_answered(run: Run) -> None:
    done = run(COMP_WORDS="yotrate ", COMP_CWORD="x", _YOTRATE_COMPLETE="bash_complete")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert run(_YOTRATE_COMPLETE="bash_complete").returncode == 1


COMPLETIONS = {
    "commands": ("yotrate sc", 1, {"schema", "score"}),
    "options": ("yotrate score --par", 2, {"--partial"}),
    "framework ids": ("yotrate show h", 2, {f"hmip-youth-{year}" for year in (2018, 2021, 2025)}),
    "rating names": ("yotrate target examples/western_bay.yaml g", 3, {"Good"}),
    "nothing after a command that there is none of": ("yotrate skore x", 2, set()),
    "no rating names": ("yotrate target nothere.yaml g", 3, set()),
}


@pytest.mark.parametrize(("line", "at", "expected"), COMPLETIONS.values(), ids=COMPLETIONS)
def test_completions(run: Run, line: str, at: int, expected: set[str]) -> None:
    done = run(_YOTRATE_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(at))
    assert (done.returncode, done.stderr) == (0, "")
    offered = [each.split(",", 1) for each in done.stdout.splitlines() if each]
    assert {text for kind, text in offered if kind == "plain"} == expected


ODD_NAMES = {
    "an order": ("Mid$(touch made); touch made", "'Mid$(touch made); touch made'"),
    "quotes": ('Mid\'dle "quoted"', "'Mid'\"'\"'dle \"quoted\"'"),
    "what stands for names": ("Mid*", "'Mid*'"),
    "two words": ("Mid dle", "'Mid dle'"),
    "a line break": ("Mid\ntouch made", r"'Mid\ntouch made'"),
    "a terminal's order": ("Mid\x1b]0;x\x07", r"'Mid\x1b]0;x\x07'"),
    "a backslash": ("Mid\\", "'Mid\\'"),
    "a comma": ("Mid, dle", "'Mid, dle'"),
    "nothing odd": ("Middle", "Middle"),
}


@pytest.mark.process
@pytest.mark.parametrize(("name", "offered"), ODD_NAMES.values(), ids=ODD_NAMES)
def test_bash_is_offered_a_rating_as_one_harmless_word(
    run: Run, tmp_path: Path, name: str, offered: str
) -> None:
    escaped = name.encode("unicode_escape").decode().replace('"', '\\"')
    framework = SMALL_FRAMEWORK.replace("{name: Middle", f'{{name: "{escaped}"')
    (tmp_path / "small.yaml").write_text(framework)
    service = SMALL_SERVICE.replace('"1.1": Middle', '"1.1": Low')
    (tmp_path / "a.yaml").write_text(service)
    script = run("completion", "bash").stdout
    asked = """
        COMP_WORDS=(yotrate target a.yaml Mid) COMP_CWORD=3
        _yotrate_completion ./program
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m yotrate\n")
    program.chmod(0o700)
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{asked}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(),
        check=True,
    )
    assert done.stdout == f"{offered}\n"
    assert not (tmp_path / "made").exists()


def test_problems_become_annotations_under_github_actions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE.replace("Middle", "Mid%le"))
    (tmp_path / "b.yaml").write_text(SMALL_SERVICE)
    done = run("validate", "a.yaml", "b.yaml", cwd=tmp_path, GITHUB_ACTIONS="true")
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "::error file=a.yaml,line=4,col=10,title=unknown-rating::"
        "1.1: unknown rating 'Mid%25le': did you mean 'Middle'?",
        "good: b.yaml: service A small service, 4 cases, small",
    ]
    text = run("validate", "a.yaml", "--format", "text", cwd=tmp_path, GITHUB_ACTIONS="true")
    assert text.stderr.startswith("a.yaml:4:10: ")
    warned = run("validate", "small.yaml", "--format", "github", cwd=tmp_path)
    assert warned.returncode == 0
    assert warned.stdout.startswith("::warning file=small.yaml,line=5,col=")


def test_annotations_of_one_file_are_1_000_at_most(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    cases = "".join(f"    E{at}: {{2.1.1: yes}}\n" for at in range(1_002))
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE + cases)
    lines = run("validate", "a.yaml", "--format", "github", cwd=tmp_path).stdout.splitlines()
    assert len(lines) == 1_001
    assert lines[-1] == "::error file=a.yaml::and 2 more problems"


def test_no_file_name_gives_an_order_to_ci(run: Run, tmp_path: Path) -> None:
    name = "::error file=x,line=1::y%0A.yaml"
    (tmp_path / name).write_text("[")
    done = run("validate", name, "--format", "github", cwd=tmp_path)
    (line,) = done.stdout.splitlines()
    assert line.startswith("::error file=%3A%3Aerror file=x%2Cline=1%3A%3Ay%250A.yaml,line=1,col=")
    text = run("validate", name, "--format", "text", cwd=tmp_path)
    assert text.stderr.startswith("./::error")


def test_what_was_found_comes_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE.replace("Middle", "Midle"))
    done = run("validate", "small.yaml", "a.yaml", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    good, bad = json.loads(done.stdout)["files"]
    assert (good["file"], good["kind"], good["valid"]) == ("small.yaml", "framework", True)
    assert good["problems"][0]["warning"] is True
    assert bad == {
        "file": "a.yaml",
        "kind": None,
        "valid": False,
        "problems": [
            {
                "file": "a.yaml",
                "line": 4,
                "column": 10,
                "sheet": None,
                "cell": None,
                "rule": "unknown-rating",
                "message": "1.1: unknown rating 'Midle': did you mean 'Middle'?",
                "warning": False,
            }
        ],
    }


def test_the_hook_runs_validate() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["id"] == "yotrate-validate"
    assert hook["entry"] == "yotrate validate"
    assert hook["args"] == ["--dependents"]
    for name in ("a.yaml", "b/c.YML", "court.csv", "court.xlsx"):
        assert re.search(hook["files"], name)
        assert not re.search(hook["exclude"], name)
    assert not re.search(hook["files"], "a.py")
    assert re.search(hook["exclude"], ".github/a.yaml")
    assert hook["id"] in GUIDES


def test_the_workflow_in_the_readme_is_a_good_one(run: Run, tmp_path: Path) -> None:
    (text,) = re.findall(r"<!-- workflow -->\n```yaml\n(.*?)```", GUIDES, flags=re.DOTALL)
    steps = yaml.safe_load(text)["jobs"]["validate"]["steps"]
    command = shlex.split(steps[-1]["run"])
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "western_bay.yaml").write_text(WESTERN_BAY.read_text())
    assert run(*command[1:], cwd=tmp_path).returncode == 0


def words(svg: str) -> list[str]:
    everything = ET.fromstring(svg).iter()  # noqa: S314 - our own picture
    return [text for each in everything if (text := (each.text or "").strip())]


def test_the_picture_is_what_the_program_shows() -> None:
    kept = PICTURE.read_text(encoding="utf-8")
    assert words(kept) == words(draw())
    assert "url(http" not in kept
    assert "](examples/western_bay.svg)" in GUIDES


def test_the_readme_works_out_the_ratings_with_western_bays_own_numbers() -> None:
    service = load_service(WESTERN_BAY)
    result = rate(service.framework, service)
    section = GUIDES[GUIDES.index("## How the ratings are worked out") :]
    section = section[: section.index("\n## ", 3)]
    standards = {each.standard.id: each for each in result.standards}
    questions = {
        each.question.id: each for standard in standards.values() for each in standard.questions
    }
    count = questions["3.2.2"].count
    assert count is not None
    told = [
        f"{count.applicable} of the 20 cases",
        f"{count.yes} answered yes, {count.no} no, and {count.not_applicable} do not count",
        f"{count.yes} of {count.applicable} is {100 * count.yes / count.applicable:.2f}, "
        f"rounded {questions['3.2.2'].percent} per cent",
        "Planning has {}, {} and {} per cent".format(
            *(each.percent for each in standards["3.2"].questions)
        ),
        "domain 3 gives {}, {}, {} and {}: a score of".format(
            *(each.calculated.points for each in result.domains[2].standards if each.calculated)
        ),
        f"a score of {result.calculated.score} out of {result.maximum}",
        f"the lowest key question has {questions['3.3.2'].percent} per cent",
        f"{result.overall.score} of {result.maximum}, Inadequate",
    ]
    for each in told:
        assert each in section, each
    ratings = service.framework.ratings
    points = ", ".join(f"{rating.name} {rating.points}" for rating in ratings)
    assert f"gives points: {points}" in section
    scores = [*result.scale.thresholds, result.maximum + 1]
    bands = ", ".join(
        f"{scores[at]} to {scores[at + 1] - 1} {rating.name}" for at, rating in enumerate(ratings)
    )
    assert f"overall rating: {bands}" in section
