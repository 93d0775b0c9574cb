"""Which services use a file: a framework that changed, or a spreadsheet of cases."""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from yotrate.files.documents import is_yaml, read_yaml
from yotrate.files.kinds import is_spreadsheet
from yotrate.files.reading import is_share
from yotrate.framework.checks import is_path
from yotrate.problems import InvalidFile
from yotrate.service.elsewhere import split_spreadsheets

_MOST_FILES = 10_000


def with_services_that_use(files: Iterable[str], *, frameworks: bool) -> list[str]:
    """Put the services that use a spreadsheet in its place, and where asked for, add others.

    They are looked for in the current folder and below. A spreadsheet that none uses stays.

    Args:
        files: what is to be checked.
        frameworks: whether to add the services that use one of the files as their framework.
    """
    given = list(files)
    real = {each: os.path.realpath(each) for each in given if not is_share(each)}
    sought = [each for each in real if frameworks or is_spreadsheet(each)]
    used: dict[str, list[str]] = {real[each]: [] for each in sought}
    for service in _services() if used else ():
        for path in _named_by(service):
            if path in used and service not in used[path]:
                used[path].append(service)
    found: dict[str, None] = {}
    known = set(real.values())
    for each in given:
        own = used.get(real.get(each, ""), [])
        if not own or not is_spreadsheet(each):
            found[each] = None
        found |= dict.fromkeys(one for one in own if os.path.realpath(one) not in known)
    return list(found)


def _services() -> Iterator[str]:
    """Return the YAML files in the current folder and below, short of hidden folders."""
    return islice(
        (
            os.path.relpath(Path(folder, name))
            for folder, folders, names in os.walk(".")
            if _keep_visible(folders)
            for name in sorted(names)
            if is_yaml(name)
        ),
        _MOST_FILES,
    )


def _keep_visible(folders: list[str]) -> bool:
    folders[:] = sorted(each for each in folders if not each.startswith("."))
    return True


def _named_by(service: str) -> Iterator[str]:
    """Return the files that a service file names, by their real paths."""
    try:
        document = read_yaml(service)
    except InvalidFile:
        return
    data, spreadsheets = split_spreadsheets(document.data)
    if not isinstance(data, dict) or "service" not in data:
        return
    framework = data.get("framework")
    if isinstance(framework, str) and is_path(framework):
        yield os.path.realpath(document.folder / framework)
    for name in spreadsheets.files():
        yield os.path.realpath(document.folder / name)
