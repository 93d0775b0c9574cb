"""What a service file says of spreadsheets, as its text: with a blank for what is not known."""

from collections.abc import Mapping, Sequence
from typing import Any

from yotrate.framework.model import Framework, Sampled
from yotrate.service.headings import Meanings, is_reference
from yotrate.service.yaml_scalars import comment, labelled, quoted, scalar
from yotrate.text import listed

_WIDTH = 80
_ORDER = (
    "file", "sheet", "headings", "case", "columns", "guessed", "characteristics", "other_columns",
    "answers", "rows", "standard", "rating", "ratings",
)  # fmt: skip


def tables_text(domain: Sampled, tables: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the lines of a domain whose cases are in tables.

    Args:
        domain: the domain.
        tables: what is said of each.
    """
    key = f"  {quoted(domain.id)}:"
    shorter = [_shortened(domain, each) for each in tables]
    if len(shorter) == 1 and shorter[0].keys() == {"file"}:
        return labelled(f"{key} {scalar(shorter[0]['file'])}", domain.title)
    lines = labelled(key, domain.title)
    titles = {
        question.id: f"{standard.title}: {question.title}"
        for standard in domain.standards
        for question in standard.case_questions
    }
    for table in shorter:
        indent = "    " if len(shorter) == 1 else "      "
        own = _table(table, indent, titles)
        if len(shorter) > 1:
            own[0] = f"    - {own[0].lstrip()}"
        lines += own
    return lines


def judgements_text(framework: Framework, table: Mapping[str, Any]) -> list[str]:
    """Return the lines of judgements that are in a table."""
    ratings = listed([rating.name for rating in framework.ratings], "or")
    return ["", "judgements:", "  from:", *_table(table, "    ", {}, ratings)]


def _shortened(domain: Sampled, table: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of a table short of what its headings say themselves."""
    found = dict(table)
    meanings = Meanings(domain)
    columns = table.get("columns", {})
    if columns and all(said and meanings.of(said) == key for key, said in columns.items()):
        del found["columns"]
    if is_reference(str(table.get("case", ""))):
        del found["case"]
    return found


def _table(
    table: Mapping[str, Any], indent: str, titles: Mapping[str, str], ratings: str = ""
) -> list[str]:
    lines: list[str] = []
    for key in _ORDER:
        if key not in table:
            continue
        value = table[key]
        if key == "headings":
            rows = str(value[0]) if len(value) == 1 else f"[{value[0]}, {value[1]}]"
            lines.append(f"{indent}headings: {rows}")
        elif key in ("columns", "answers", "ratings"):
            lines += _mapping(key, value, indent, titles, ratings)
        elif key == "guessed":
            lines += comment("Look at each, and take it out of this list once it is right.", indent)
            lines.append(f"{indent}guessed: [{', '.join(map(scalar, value))}]")
        elif key == "rows":
            lines.append(f"{indent}rows: {_rules(value)}")
        else:
            lines.append(f"{indent}{key}: {scalar(str(value))}")
    return lines


def _mapping(
    key: str, value: Mapping[str, str | None], indent: str, titles: Mapping[str, str], ratings: str
) -> list[str]:
    lines = [f"{indent}{key}:"]
    for name, text in value.items():
        line = f"{indent}  {scalar(name)}:"
        if text is not None:
            lines.append(f"{line} {scalar(text)}")
        elif key == "columns":
            lines += labelled(line, f"the column of {titles.get(name, name)}")
        else:
            lines += labelled(line, ratings or "yes, no or n/a")
    return lines


def _rules(rules: Mapping[str, Any]) -> str:
    parts = []
    for key, value in rules.items():
        if isinstance(value, Mapping):
            inner = ", ".join(f"{scalar(each)}: {scalar(text)}" for each, text in value.items())
            parts.append(f"{key}: {{{inner}}}")
        else:
            parts.append(f"{key}: {scalar(str(value))}")
    return f"{{{', '.join(parts)}}}"
