"""What a service file names is told of only where it is what it is named for."""

from pathlib import Path

import pytest

from helpers.program import Run
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE

SECRETS = {
    "keys": b"token: xyzzy-1\npassword: xyzzy-2\n",
    "one line": b"xyzzy",
    "a list": b"- xyzzy\n- xyzzy\n",
    "like a service": b"service: xyzzy\nxyzzy: 1\n",
    "one key of a framework": b"title: xyzzy\nratings: xyzzy\n",
    "no YAML": b"xyzzy: [\n",
    "a tag and an alias": b"a: !xyzzy 1\nb: *xyzzy\n",
    "no text": b"\xff\xfexyzzy",
    "a key that stands twice": b"xyzzy: 1\nxyzzy: 2\n",
    "control characters": b"xyzzy\x07\n",
    "two documents": b"--- xyzzy\n--- xyzzy\n",
}
WAYS = ["./secret", "./secret.yaml", "deeper/../secret", "{folder}/secret"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_what_is_no_framework_is_not_quoted(
    run: Run, tmp_path: Path, secret: bytes, way: str
) -> None:
    (tmp_path / "deeper").mkdir()
    for name in ("secret", "secret.yaml"):
        (tmp_path / name).write_bytes(secret)
    named = way.format(folder=tmp_path)
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE.replace("small.yaml", named))
    for command in ("score", "validate", "boundary"):
        done = run(command, "a.yaml", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("a.yaml:2:12: '")
        assert done.stderr.count("\n") == 1
        assert "framework" in done.stderr
        assert "xyzzy" not in done.stderr


def test_what_looks_like_a_framework_is_told_of(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK.replace("points: 1", "points: none"))
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE)
    done = run("score", "a.yaml", cwd=tmp_path)
    assert done.stderr == "small.yaml:5:28: expected a whole number of 0 or more, found 'none'\n"


def test_a_service_file_takes_no_framework_from_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL_SERVICE.replace("small.yaml", '"-"'))
    done = run("score", "a.yaml", cwd=tmp_path, stdin=SMALL_FRAMEWORK.encode())
    assert done.stderr.startswith("a.yaml:2:12: unknown framework '-'")


@pytest.mark.parametrize(
    "secret", [b"xyzzy,abc\n1,2\n", b"xyzzy", b"\xd0\xcfxyzzy", b"\xef\xbb\xbfxyzzy;2\n"]
)
def test_what_is_no_spreadsheet_of_cases_is_not_quoted(
    run: Run, tmp_path: Path, secret: bytes
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_FRAMEWORK)
    (tmp_path / "secret.txt").write_bytes(secret)
    given = SMALL_SERVICE[: SMALL_SERVICE.index('  "2":')]
    (tmp_path / "a.yaml").write_text(f'{given}  "2": {{file: secret.txt}}\n')
    done = run("score", "a.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("secret.txt:1:1: there are no headings in it that are known")
    assert "xyzzy" not in done.stderr
