"""Plain data: what stands at a path of them, and copies without some of it."""

from collections.abc import Collection
from typing import Any

from yotrate.problems import Path


def value_at(data: Any, path: Path) -> Any:
    """Return what stands at path; None where nothing does."""
    for step in path:
        match data:
            case dict():
                data = data.get(step)
            case list() if isinstance(step, int) and step < len(data):
                data = data[step]
            case _:
                return None
    return data


def cut(data: Any, most: int, known: Collection[str]) -> Any:
    """Return a copy of plain data with at most so many items in each part, and all known keys."""
    if isinstance(data, dict):
        return {
            key: cut(value, most, known)
            for at, (key, value) in enumerate(data.items())
            if at < most or key in known
        }
    if isinstance(data, list):
        return [cut(value, most, known) for value in data[:most]]
    return data


def without(data: Any, lost: Collection[Path], here: Path = ()) -> Any:
    """Return a copy of plain data without what stands at the lost paths."""
    if isinstance(data, dict):
        return {
            key: without(value, lost, (*here, key))
            for key, value in data.items()
            if (*here, key) not in lost
        }
    if isinstance(data, list):
        return [
            without(value, lost, (*here, at))
            for at, value in enumerate(data)
            if (*here, at) not in lost
        ]
    return data
