"""A service's answers and judgements, checked against its framework."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import BeforeValidator, Field, PlainValidator

from yotrate.checking.model import Described, Model, Percent, Text, Whole, problem, read_whole
from yotrate.framework.counts import Count, Figure, read_known_figure
from yotrate.framework.model import Framework
from yotrate.problems import Path, Problem
from yotrate.service.answers import Answer, AnswersText, is_not_applicable
from yotrate.text import folded, quote, short

IF_NOT_RATED = "; if it was not rated, say why under 'not_rated'"
"""What to say of a domain or standard that has no rating, and might say so."""


def read_figure(text: object) -> Figure:
    """Return the figure that a text gives: a count (20/31), a percentage (65%), or n/a.

    Raises:
        PydanticCustomError: it is none.
    """
    if isinstance(text, str) and is_not_applicable(text):
        return Count(0, 0, None)
    return read_known_figure(text, "a count such as 20/31, a percentage such as 65%, or n/a")


FigureText = Annotated[
    Figure,
    PlainValidator(read_figure),
    Described({"type": ["string", "integer"], "pattern": "^([0-9]+/[0-9]+|[0-9]+%?|n/a)$"}),
]


Condition = Literal["within_points", "within_cases", "sample_up_to"]
"""A condition under which discretion is open, by its name in a framework."""
Reader = Literal["service", "inspectorate", "report"]
"""Who read the cases; `report` where they were worked out again from what a report printed."""


def _day(value: object) -> str:
    """Take a day of the calendar.

    Raises:
        PydanticCustomError: it is none.
    """
    if isinstance(value, str) and _A_DAY.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            pass
        else:
            return value
    raise problem(f"expected a day such as 2019-01-21, found {quote(value)}")


_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[str, PlainValidator(_day), Described({"type": "string", "format": "date"})]


class Discretion(Model):
    """One use of professional discretion: a standard moved to a rating, for a reason."""

    standard: Text = Field(description="The id of the standard.")
    rating: Text = Field(description="The rating that the panel moved it to.")
    reason: Text = Field(description="Why the panel moved the standard.")
    decided: Day | None = Field(None, description="The day on which the panel decided it.")
    because: Condition | None = Field(
        None, description="The condition of the framework under which it was open."
    )


def _printed_percent(value: object) -> object:
    """Take 65% for 65: reports print it, and results have it so."""
    return value.removesuffix("%") if isinstance(value, str) else value


PrintedPercent = Annotated[
    Percent,
    BeforeValidator(_printed_percent),
    Described({"type": ["string", "integer"], "pattern": "^[0-9]+%?$", "minimum": 0}),
]


class Published(Model):
    """What a published report printed; each part may be left out."""

    overall: Text | None = Field(None, description="The overall rating.")
    score: Whole | None = Field(None, description="The overall score, in points.")
    standards: dict[str, Text] = Field({}, description="Ratings by standard.")
    percentages: dict[str, PrintedPercent] = Field(
        {}, description="Whole per cent by key question."
    )


UNKNOWN = "unknown"
"""What stands for a number of eligible cases that nobody knows."""


def _number_or_unknown(value: object) -> object:
    """Take unknown for no number, which is not the same as nothing."""
    return None if isinstance(value, str) and folded(value) == UNKNOWN else read_whole(value)


Eligible = Annotated[
    int | None,
    PlainValidator(_number_or_unknown),
    Described({"anyOf": [{"type": "integer", "minimum": 0}, {"enum": [UNKNOWN]}]}),
]


class ServiceFile(Model):
    """A service file, as it is written."""

    may_lack: ClassVar[frozenset[Path]] = frozenset({("service",)})
    filled_in: ClassVar[frozenset[Path]] = frozenset({("judgements",), ("cases",), ("results",)})

    service: Text = Field(description="The name of the service.")
    framework: Text = Field(description="The id of a bundled framework, or a path to one.")
    inspection: Text | None = Field(None, description="Which inspection this is.")
    fieldwork: Text | None = Field(None, description="When the fieldwork was done.")
    published_on: Text | None = Field(None, description="When the report was published.")
    answered_by: Reader | None = Field(
        None,
        description=(
            "Who read the cases: the service itself, the inspectorate, or nobody anew, "
            "where they are worked out again from a report."
        ),
    )
    note: Text | None = Field(None, description="Anything a reader should know.")
    not_rated: dict[str, Text] = Field(
        {}, description="The domains and standards that were not rated, and why."
    )
    judgements: dict[str, Text] = Field({}, description="Ratings given by judgement, by id.")
    cases: dict[str, dict[Text, AnswersText]] = Field(
        {},
        description=(
            "Answers by domain, then by case reference, then by key question; "
            "or for a domain the spreadsheet that has them."
        ),
    )
    eligible: dict[str, Eligible] = Field(
        {}, description="By domain, how many cases the sample was drawn from, or unknown."
    )
    characteristics: dict[str, dict[Text, dict[Text, Text]]] = Field(
        {}, description="What else is known of cases, by domain, then by case reference."
    )
    second_readings: dict[str, dict[Text, AnswersText]] = Field(
        {}, description="A second reading of some cases, of the same form as cases."
    )
    results: dict[str, dict[str, FigureText]] = Field(
        {}, description="Figures by domain, then by key question, where there are no cases."
    )
    discretion: tuple[Discretion, ...] = Field(
        (), description="The standards that the panel moved, and why."
    )
    published: Published | None = Field(None, description="What the report printed.")

    @classmethod
    def named(cls, path: Path) -> str:
        """Name the case and the question in front of what is wrong with an answer."""
        match path:
            case ("cases" | "second_readings", _, case, question):
                return f"case {quote(case)}, question {short(str(question))}: "
            case ("characteristics", _, case, name):
                return f"case {quote(case)}, {quote(name)}: "
            case ("cases" | "second_readings" | "characteristics", _, case):
                return f"case {quote(case)}: "
            case ("results", _, question):
                return f"question {short(str(question))}: "
            case ("cases" | "second_readings" | "characteristics" | "results", domain):
                return f"domain {short(str(domain))}: "
            case ("judgements" | "not_rated", key) | ("published", _, key):
                return f"{short(str(key))}: "
        return ""


class Sample(NamedTuple):
    """The cases of a domain and their answers: a column for each key question.

    None stands where a half-finished audit has no answer yet. `characteristics` are what else is
    known of the cases, by what it is called.
    """

    cases: tuple[str, ...]
    answers: Mapping[str, tuple[Answer | None, ...]]
    characteristics: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def figure(self, question: str) -> Figure:
        """Return the answers to a key question, counted; None where it was left out."""
        column = self.answers.get(question)
        if column is None:
            return None
        return Count(column.count("yes"), column.count("no"), column.count("n/a"))

    def answered(self, question: str, answer: Answer | None) -> list[str]:
        """Return the references of the cases that gave an answer, or None so far."""
        column = self.answers[question]
        return [case for case, given in zip(self.cases, column, strict=True) if given == answer]


Values = tuple[str, ...]
"""What is known of a case: a value of each characteristic."""


class EligibleCase(NamedTuple):
    """A case that could be drawn: its reference, and its characteristics."""

    reference: str
    values: Values


class Printed(NamedTuple):
    """The figures of a domain whose cases are not known, by key question."""

    figures: Mapping[str, Figure]

    def figure(self, question: str) -> Figure:
        """Return what was printed for a key question; None where it was left out."""
        return self.figures.get(question)


class Service(NamedTuple):
    """A service, checked: what its ratings are worked out from.

    `eligible` is by domain how many cases there were to draw the sample from, None where the file
    says that this is unknown, and absent where it says nothing;
    `not_rated` is by standard why it was not rated; `answered_by` who read the cases, None where
    that is not stated. `second_readings` are by domain the answers of whoever read cases again;
    `guesses` is how much of what was guessed of tables nobody has looked at yet, `left_alone` what
    of a workbook was not read, in words.
    """

    file: str
    name: str
    framework: Framework
    details: Mapping[str, str]
    judgements: Mapping[str, str]
    evidence: Mapping[str, Sample | Printed]
    discretion: tuple[Discretion, ...]
    published: Published | None
    warnings: tuple[Problem, ...] = ()
    eligible: Mapping[str, int | None] = MappingProxyType({})
    not_rated: Mapping[str, str] = MappingProxyType({})
    answered_by: Reader | None = None
    second_readings: Mapping[str, Sample] = MappingProxyType({})
    guesses: int = 0
    left_alone: tuple[str, ...] = ()
