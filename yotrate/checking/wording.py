"""What pydantic finds wrong with plain data, in our words."""

import re
import typing
from collections.abc import Mapping
from types import NoneType
from typing import Any

from yotrate.checking.hints import Hints
from yotrate.checking.model import NOT_BLANK, Model
from yotrate.problems import Path
from yotrate.rules_of_problems import Rule
from yotrate.text import folded, listed, plural, quote

_EXPECTED = {
    "string_type": "text",
    "string_pattern_mismatch": "text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list",
    "tuple_type": "a list",
}
_A_MAPPING = "its keys have a colon and a space behind them, and then a value"
_NOTHING = frozenset({"none", "no", "n/a", "na", "nil", "nothing", "-", "false"})


def path_of(found: Any) -> Path:
    """Return the path of what pydantic found wrong; of a key it says so in a last step."""
    path: Path = found["loc"]
    return path[:-1] if path[-1:] == ("[key]",) else path


def has_enough(found: Any) -> bool:
    """Return whether a list is only short of items because those it has are wrong."""
    return found["type"] == "too_short" and bool(len(found["input"]) >= found["ctx"]["min_length"])


def in_our_words(found: Any, hints: Hints) -> tuple[str, Rule]:
    """Return what to say of a value of the wrong kind, and the rule that it breaks."""
    value, kind, context = found["input"], found["type"], found.get("ctx", {})
    if kind == "said":
        hint = hints.did_you_mean(value, context["words"]) if context["words"] else ""
        return f"{context['message']}{hint}", context["rule"]
    return _of_a_kind(found["loc"], value, kind, context, hints), Rule.UNEXPECTED_VALUE


def _of_a_kind(
    path: Path, value: object, kind: str, context: Mapping[str, Any], hints: Hints
) -> str:
    if kind == "literal_error":
        words = [word.strip("'") for word in _words(context)]
        hint = hints.did_you_mean(value, words) if isinstance(value, str) else ""
        return f"expected {listed(words, 'or')}, found {quote(value)}{hint}"
    if kind == "string_pattern_mismatch" and context["pattern"] != NOT_BLANK:
        return f"expected an id of letters, digits, dots and hyphens, found {quote(value)}"
    blank = kind == "string_pattern_mismatch" and isinstance(value, str)
    if blank and isinstance(path[-1], str) and path[-1] != "[key]":
        return f"{quote(path[-1])} is blank: expected text"
    if kind == "string_too_long":
        return f"expected at most {context['max_length']} characters, found {quote(value)}"
    if kind == "too_short":
        return f"{quote(path[-1])} needs at least {plural(context['min_length'], 'item')}"
    if kind == "too_long":
        return f"{quote(path[-1])} holds at most {plural(context['max_length'], 'item')}"
    expected = _EXPECTED.get(kind, "something else")
    remedy = ""
    if expected == "a mapping" and isinstance(value, str):
        nothing = folded(value) in _NOTHING
        number = f'such as {{"2": {value}}}' if re.fullmatch("[0-9]{1,6}", value) else _A_MAPPING
        remedy = f": {'leave the key out where there is none' if nothing else number}"
    return f"expected {expected}, found {quote(value)}{remedy}"


def _words(context: Mapping[str, Any]) -> list[str]:
    return str(context["expected"]).replace(" or ", ", ").split(", ")


def keys_at(model: type[Model], path: Path) -> list[str]:
    """Return the keys that the mapping at path may hold, read off the model's annotations."""
    here: Any = model
    for step in path:
        here = (
            here.model_fields[here.keys().get(step, step)].annotation
            if _is_model(here)
            else _inside(here)
        )
        while not _is_model(here) and NoneType in typing.get_args(here):
            here = _inside(here)
    return list(here.keys()) if _is_model(here) else []


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _inside(annotation: Any) -> Any:
    """Return X of X | None, of tuple[X, ...] and of dict[str, X]."""
    return [kind for kind in typing.get_args(annotation) if kind not in (NoneType, Ellipsis)][-1]
