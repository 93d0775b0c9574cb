"""Files written whole or not at all."""

import os
import stat
import threading
from pathlib import Path

import pytest

from yotrate.files.writing import write_whole


@pytest.mark.parametrize(("content", "written"), [("é\r\n", b"\xc3\xa9\r\n"), (b"\xff", b"\xff")])
def test_text_is_written_as_utf8_and_bytes_as_they_are(
    tmp_path: Path, content: str | bytes, written: bytes
) -> None:
    write_whole(tmp_path / "new", content)
    assert (tmp_path / "new").read_bytes() == written
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_new_file_has_ordinary_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "ordinary").write_text("")
    write_whole(tmp_path / "new", "x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "ordinary").stat().st_mode
    (tmp_path / "old").write_text("")
    (tmp_path / "old").chmod(0o640)
    write_whole(tmp_path / "old", "x")
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o640


def test_a_link_keeps_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("old")
    (tmp_path / "link").symlink_to(Path("folder", "file"))
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "file").read_text() == "new"


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_failure_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(_descriptor: int) -> None:
        raise failure

    (tmp_path / "file").write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((KeyboardInterrupt, OSError)):
        write_whole(tmp_path / "file", "new")
    assert (tmp_path / "file").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_folders_and_files_in_no_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="it is a folder"):
        write_whole(tmp_path, "x")
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "file", "x")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="symbolic links"):
        write_whole(tmp_path / "loop", "x")


@pytest.mark.skipif(os.name != "posix", reason="pipes are different here")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_whole(tmp_path / "pipe", "x")
    reader.join()
    assert read == [b"x"]
