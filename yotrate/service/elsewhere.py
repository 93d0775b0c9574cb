"""What a service file keeps in spreadsheets: told apart from what it says itself."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from yotrate.files.kinds import is_spreadsheet


class Elsewhere(NamedTuple):
    """What a service file says of spreadsheets: tables of cases by domain, and of judgements.

    Each is as it was written: the name of a file, a mapping, or a list of them.
    """

    cases: Mapping[str, Any]
    second_readings: Mapping[str, Any]
    judgements: Any = None

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.cases or self.second_readings or self.judgements is not None)

    def files(self) -> Iterator[str]:
        """Return the names of all files that are named."""
        for tables in (*self.cases.values(), *self.second_readings.values(), self.judgements):
            for each in tables if isinstance(tables, list) else [tables]:
                file = each.get("file") if isinstance(each, dict) else each
                if isinstance(file, str):
                    yield file


def split_spreadsheets(data: Any) -> tuple[Any, Elsewhere]:
    """Take what is in spreadsheets out of a file's data.

    Returns:
        The data without it, and what they say of spreadsheets.
    """
    if not isinstance(data, dict):
        return data, Elsewhere({}, {})
    found: dict[str, dict[str, Any]] = {}
    for section in ("cases", "second_readings"):
        cases = data.get(section)
        cases = cases if isinstance(cases, dict) else {}
        found[section] = {key: value for key, value in cases.items() if _names_a_spreadsheet(value)}
        if found[section]:
            kept = {key: value for key, value in cases.items() if key not in found[section]}
            data = {**data, section: kept}
    judgements = data.get("judgements")
    source = judgements.get("from") if isinstance(judgements, dict) else None
    if source is not None:
        data = {**data, "judgements": {k: v for k, v in judgements.items() if k != "from"}}
    return data, Elsewhere(found["cases"], found["second_readings"], source)


def _names_a_spreadsheet(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(map(_names_a_spreadsheet, value))
    file = value.get("file") if isinstance(value, dict) else value
    return isinstance(file, str) and (file != value or is_spreadsheet(file))
