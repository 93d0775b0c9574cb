"""YAML files: bytes become plain data, and every value knows its place."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any

from yotrate.files.kinds import expected_yaml
from yotrate.files.reading import LARGEST_YAML, read_bytes
from yotrate.files.yaml_text import read_text
from yotrate.problems import START, InvalidFile, Path, Place, Problem
from yotrate.rules_of_problems import Rule
from yotrate.text import folded, visible

# What YAML allows, told by its few gaps: the pattern of all that it allows takes 3 ms to make.
_NOT_YAML_TEXT = re.compile(
    r"([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff])\1*"
)
_UTF_16 = (
    "this is not UTF-8 text, but UTF-16 or UTF-32, as '>' in PowerShell writes it: "
    "save the file as UTF-8"
)


def is_yaml(name: str) -> bool:
    """Return whether a file's name ends as those of YAML files do."""
    return folded(name).endswith((".yaml", ".yml"))


class Document:
    """A file as plain data: mappings, lists, text, and None where nothing was given.

    Raises:
        InvalidFile: it cannot be read to its end; what else is not plain are its `troubles`.
    """

    opened: Mapping[str, Any] = MappingProxyType({})
    """Spreadsheets beside it that are open already, by their names."""
    framework: Any = None
    """The framework that was named besides, if any."""
    left_alone: Sequence[str] = ()
    """What of it was not read, in words."""
    is_form: bool = False
    """Whether it is a workbook that was made to be filled in."""
    by_letters: bool = False
    """Whether letters in it always name a column, as no person wrote what is said of its tables."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._reader = read_text(text)
        found = [*self._reader.troubles]
        if self._reader.stopped:
            found.append(self._reader.stopped)
        if found:
            _refuse_unusable_characters(name, text)
        self.troubles = [Problem(name, *place, message, rule) for place, message, rule in found]
        if self._reader.stopped:
            raise InvalidFile(self.troubles)
        self.data = self._reader.data

    @property
    def folder(self) -> FilePath:
        """The folder that paths in the file are relative to."""
        return FilePath() if self.name == "<stdin>" else FilePath(self.name).parent

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """Return where the value at path stands, or its key, or else what it is missing from."""
        return self._reader.place(path, at_key=at_key)

    def problem(self, path: Path, message: str, rule: Rule, *, at_key: bool = False) -> Problem:
        """Return a problem with the value at path, or with its key."""
        return Problem(self.name, *self.place(path, at_key=at_key), message, rule)


def _refuse_unusable_characters(name: str, text: str) -> None:
    if "\0" in text[:4]:
        raise InvalidFile([Problem(name, *START, _UTF_16, Rule.WRONG_ENCODING)])
    bad = [
        Problem(
            name,
            *_end_of(text[: match.start()]),
            f"the control character {visible(match[1])}{_times(match[0])} cannot stand in a YAML "
            "file",
            Rule.CONTROL_CHARACTER,
        )
        for match, _ in zip(_NOT_YAML_TEXT.finditer(text), range(100), strict=False)
    ]
    if bad:
        raise InvalidFile(bad)


def _times(run: str) -> str:
    return f" ({len(run)} times)" if len(run) > 1 else ""


def read_yaml(file: str | os.PathLike[str]) -> Document:
    """Read a YAML file, or standard input for ``-``.

    Raises:
        InvalidFile: the file is missing, is no regular file, is larger than 1 MiB, is not UTF-8,
            or is not one YAML document of at most 32 levels.
    """
    name, data = read_bytes(file, LARGEST_YAML)
    if other := expected_yaml(name, data):
        message = f"expected a YAML file, and this is {other.name}: {other.remedy}"
        raise InvalidFile([Problem(name, *START, message, Rule.WRONG_KIND)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig")
        message = f"this is not UTF-8 text: the byte 0x{data[error.start]:02x} cannot stand here"
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message = _UTF_16
        raise InvalidFile([Problem(name, *_end_of(good), message, Rule.WRONG_ENCODING)]) from None
    return Document(name, text)


def _end_of(text: str) -> Place:
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)
    return Place(len(lines), len(lines[-1]) + 1)
