"""What all models of files share: frozen, with no unknown keys, and types that read text."""

import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from yotrate.problems import Path
from yotrate.rules_of_problems import Rule
from yotrate.text import quote

NOT_BLANK = r"\S"
"""The pattern of text that is more than spaces."""
_MOST_DIGITS = 9
_LARGEST = 10**_MOST_DIGITS - 1


class Model(BaseModel):
    """A frozen value read from a file; unknown keys are refused, and empty ones are not given."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    filled_in: ClassVar[frozenset[Path]] = frozenset()
    """The sections in which a blank is something not filled in yet, whatever it should be."""

    may_lack: ClassVar[frozenset[Path]] = frozenset()
    """What a draft that is not finished may leave out although a model needs it."""

    @classmethod
    def keys(cls) -> dict[str, str]:
        """Return the names of the keys as files have them, with their fields."""
        return {field.alias or name: name for name, field in cls.model_fields.items()}

    @classmethod
    def named(cls, path: Path) -> str:  # noqa: ARG003 - models with named parts use it
        """Return what stands at path as messages begin with it; nothing where the key says it."""
        return ""

    @model_validator(mode="before")
    @classmethod
    def _leave_out_what_is_not_given(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            known = cls.keys()
            return {
                key: value for key, value in data.items() if value is not None or key not in known
            }
        return data


class Described:
    """Gives a type the JSON Schema that an editor needs, in place of one worked out from it."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return dict(self._schema)


def problem(
    message: str, words: Iterable[str] = (), rule: Rule = Rule.UNEXPECTED_VALUE
) -> PydanticCustomError:
    """Return an error for a validator to raise, its message ready to be shown.

    If one of the words was probably meant, a question whether it was is to follow.
    """
    context = {"message": message, "words": words, "rule": rule}
    return PydanticCustomError("said", "{message}", context)


def _number(least: int, most: int) -> tuple[BeforeValidator, Described]:
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return BeforeValidator(_reading(least, most)), Described(schema)


def _reading(least: int, most: int) -> Callable[[object], int]:
    """Return what reads a whole number between limits."""
    limit = (
        f" from {least} to {most}"
        if least
        else f" from 0 to {most}"
        if most < _LARGEST
        else " of 0 or more"
    )

    def check(value: object) -> int:
        if (
            isinstance(value, str)
            and value.isascii()
            and value.isdigit()
            and len(value) <= _MOST_DIGITS
            and least <= int(value) <= most
        ):
            return int(value)
        bare = value.removesuffix("%").strip() if isinstance(value, str) else ""
        meant = value != bare and bare.isascii() and bare.isdigit() and len(bare) <= _MOST_DIGITS
        hint = f": did you mean {quote(bare)}?" if meant and least <= int(bare) <= most else ""
        raise problem(f"expected a whole number{limit}, found {quote(value)}{hint}")

    return check


read_whole = _reading(0, _LARGEST)


TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def _yes_or_no(value: object) -> bool:
    truth = TRUTH.get(value.lower()) if isinstance(value, str) else None
    if truth is None:
        raise problem(f"expected true or false, found {quote(value)}")
    return truth


YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no), Described({"type": "boolean"})]

_A_MONTH = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")


def _month(value: object) -> object:
    if not isinstance(value, str) or not _A_MONTH.fullmatch(value):
        expected = "expected a year such as 2018, or a month such as 2018-05"
        raise problem(f"{expected}, found {quote(value)}")
    return value


Month = Annotated[
    str,
    BeforeValidator(_month),
    Described({"type": ["string", "integer"], "pattern": _A_MONTH.pattern}),
]
"""A year, or a year and month."""
Text = Annotated[str, Field(pattern=NOT_BLANK)]
Id = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$", max_length=40),
]
Whole = Annotated[int, *_number(0, _LARGEST)]
NoneOrOne = Annotated[int, *_number(0, 1)]
Percent = Annotated[int, *_number(0, 100)]
PartPercent = Annotated[int, *_number(1, 99)]
