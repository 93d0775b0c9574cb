"""The framework that a service names: a bundled one by its id, or a file by its path."""

from pathlib import Path

from yotrate.files.documents import read_yaml
from yotrate.files.reading import is_share, refuse_share
from yotrate.framework.bundled import bundled
from yotrate.framework.checks import (
    is_path,
    load_framework,
    looks_like_a_framework,
    read_framework,
    unknown_framework,
)
from yotrate.framework.model import Framework
from yotrate.problems import InvalidFile, UnreadableFile
from yotrate.rules_of_problems import Rule
from yotrate.text import quote


class NoFramework(Exception):  # noqa: N818 - it names what was found, which callers handle
    """What a service names is no framework: a sentence that says why, and the rule it breaks."""

    def __init__(self, message: str, rule: Rule) -> None:
        self.message = message
        self.rule = rule
        super().__init__(message)


def framework_named(reference: str, folder: Path) -> Framework:
    """Return the framework that a service in a folder names.

    Raises:
        NoFramework: there is none of that id, or the file is none; it may be any file of this
            computer, and is not quoted.
        InvalidFile: the framework has problems.
    """
    if reference in bundled():
        return load_framework(reference)
    if not is_path(reference) and not is_share(reference):
        raise NoFramework(unknown_framework(reference), Rule.UNKNOWN_FRAMEWORK)
    try:
        refuse_share(reference)
        document = read_yaml(folder / reference)
    except UnreadableFile as error:
        message = f"cannot read the framework {quote(reference)}: {error.reason}"
        raise NoFramework(message, Rule.UNREADABLE_FILE) from None
    except InvalidFile as error:
        where = f"line {error.problems[0].line}: {error.problems[0].rule}"
        message = f"{quote(reference)} cannot be read as a framework ({where}): check it by itself"
        raise NoFramework(message, Rule.WRONG_KIND) from None
    if not looks_like_a_framework(document.data):
        is_service = isinstance(document.data, dict) and "service" in document.data
        kind = "a service, not a framework" if is_service else "no framework"
        raise NoFramework(f"{quote(reference)} is {kind}", Rule.WRONG_KIND)
    return read_framework(document)
