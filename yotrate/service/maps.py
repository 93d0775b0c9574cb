"""How a service file says where its answers stand in a spreadsheet, and how to read them there.

The service file is the only configuration there is: what it says once holds every month.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from yotrate.checking.model import Described, Model, Text, Whole, problem
from yotrate.problems import Path
from yotrate.service.answers import AnswerText
from yotrate.text import quote, short

Choice = Literal["count", "leave_out"]


def _heading_rows(value: object) -> object:
    """Take one row for a list of one.

    Raises:
        PydanticCustomError: it is neither a row, nor two rows that follow each other.
    """
    rows = value if isinstance(value, list) else [value]
    numbers = [int(row) for row in rows if isinstance(row, str) and row.isascii() and row.isdigit()]
    together = len(numbers) == 1 or (len(numbers) == 2 and numbers[1] == numbers[0] + 1)  # noqa: PLR2004
    if len(numbers) < len(rows) or not together or numbers[0] < 1 or numbers[-1] > 1_048_576:  # noqa: PLR2004
        found = f"[{', '.join(map(str, rows))}]" if isinstance(value, list) else value
        message = "expected a row such as 3, or two that follow each other such as [2, 3], found"
        raise problem(f"{message} {quote(found)}")
    return tuple(numbers)


HeadingRows = Annotated[
    tuple[int, ...],
    BeforeValidator(_heading_rows),
    Described(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "array", "items": {"type": "integer", "minimum": 1}, "maxItems": 2},
            ]
        }
    ),
]


class RowRules(Model):
    """What rows are that could be taken for cases, or left out, by mistake."""

    unanswered: Choice | None = Field(
        None,
        description=(
            "What rows without any answer are: cases that are not read yet, or totals and notes."
        ),
    )
    where: dict[str, Text] = Field(
        {}, description="By heading or letters of a column, what stands in the rows that count."
    )
    skip: tuple[Whole, ...] = Field((), description="Numbers of rows that are no cases.")
    hidden: Choice | None = Field(
        None, description="Whether rows and columns that are hidden or filtered out count."
    )


class Table(Model):
    """A table of cases: a row for each, and a column for each key question."""

    file: Text = Field(description="A workbook or CSV file, in this file's folder or below.")
    sheet: Text | None = Field(None, description="The sheet; without it the first one.")
    headings: HeadingRows | None = Field(
        None, description="The row of the headings, or the two rows; found where it is left out."
    )
    case: Text | None = Field(
        None, description="The column of the case references, by its letters or its heading."
    )
    columns: dict[str, Text] = Field(
        {}, description="By key question, its column, by letters or heading."
    )
    guessed: tuple[Text, ...] = Field(
        (), description="What in this table was guessed and not looked at yet: columns.2.1.2."
    )
    characteristics: tuple[Text, ...] = Field(
        (), description="Further columns to keep, by letters or heading."
    )
    other_columns: Literal["ignore"] | None = Field(
        None, description="Leave out columns that nothing else is said of."
    )
    answers: dict[Text, AnswerText] = Field({}, description="What words mean: yes, no or n/a.")
    rows: RowRules = Field(RowRules(), description="Which rows are cases.")

    @classmethod
    def named(cls, path: Path) -> str:
        """Name the key question or the word in front of what is wrong with it."""
        match path:
            case ("columns", question):
                return f"key question {short(str(question))}: "
            case ("answers", word):
                return f"{quote(word)}: "
        return ""


class JudgementTable(Model):
    """A table of judgements: a row for each, with what is judged and its rating."""

    file: Text = Field(description="A workbook or CSV file, in this file's folder or below.")
    sheet: Text | None = Field(None, description="The sheet; without it the first one.")
    headings: HeadingRows | None = Field(None, description="The row of the headings.")
    standard: Text = Field(
        description="The column of the ids or names of what is judged, by letters or heading."
    )
    rating: Text = Field(description="The column of the ratings, by letters or heading.")
    ratings: dict[Text, Text] = Field(
        {}, description="What words mean that are no rating's name: RI is Requires improvement."
    )
    hidden: Choice | None = Field(
        None, description="Whether rows that are hidden or filtered out count."
    )
    guessed: tuple[Text, ...] = Field((), description="What was guessed and not looked at yet.")

    @classmethod
    def named(cls, path: Path) -> str:
        """Name the word in front of what is wrong with it."""
        return f"{quote(path[1])}: " if path[:1] == ("ratings",) and len(path) > 1 else ""


NO_WORDS: Mapping[str, str] = MappingProxyType({})
