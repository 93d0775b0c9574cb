"""Counts of answers, scores and averages, and how files write them."""

import re
from typing import Annotated, NamedTuple

from pydantic import PlainValidator

from yotrate.checking.model import Described, problem
from yotrate.text import folded, quote


class Count(NamedTuple):
    """The answers to a key question, in cases; `not_applicable` is None where it is not known."""

    yes: int
    no: int
    not_applicable: int | None

    @property
    def applicable(self) -> int:
        """The cases to which the question applied (2018 framework, step 1)."""
        return self.yes + self.no


_A_COUNT = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


def read_count(text: str) -> Count | None:
    """Return the count that a text such as 20/31 gives; None where it is no count at all.

    Raises:
        PydanticCustomError: it is a count that cannot be.
    """
    found = _A_COUNT.fullmatch(text)
    if not found:
        return None
    yes, of = int(found[1]), int(found[2])
    if yes > of:
        raise problem(f"{quote(text)} has more yes than cases")
    if not of:
        raise problem(f"{quote(text)} counts no cases: write n/a where none applied")
    return Count(yes, of - yes, None)


def _count(value: object) -> Count:
    count = read_count(value) if isinstance(value, str) else None
    if count is None:
        raise problem(f"expected a count such as 20/31, found {quote(value)}")
    return count


CountText = Annotated[
    Count,
    PlainValidator(_count),
    Described({"type": "string", "pattern": "^[0-9]+/[0-9]+$"}),
]


Figure = Count | int | None
"""What is known of a key question: its count, or only its whole per cent, or nothing."""

_A_PERCENTAGE = re.compile(r"([0-9]{1,9})%?")
_OTHER_COUNT = re.compile(r"([0-9]{1,9})(?:of|outof|\\|/)([0-9]{1,9})")
_OTHER_PERCENTAGE = re.compile(r"([0-9]{1,3})(?:[.]0+)?(?:%|percent|per cent)")
_A_SHARE = re.compile(r"0?[.]([0-9]{1,2})")


def _probably(text: str) -> str:
    """Return the figure that was probably meant by a text, as files write it, or nothing."""
    bare = folded(text).replace(" ", "").replace(",", ".")
    if found := _OTHER_COUNT.fullmatch(bare):
        return f"{found[1]}/{found[2]}"
    if found := _OTHER_PERCENTAGE.fullmatch(bare):
        return f"{found[1]}%"
    if found := _A_SHARE.fullmatch(bare):
        return f"{int(found[1].ljust(2, '0'))}%"
    return ""


def read_known_figure(text: object, expected: str) -> Count | int:
    """Return the count (20/31) or the percentage (65%) that a text gives.

    Raises:
        PydanticCustomError: it is neither, and something else was expected.
    """
    if not isinstance(text, str):
        raise problem(f"expected {expected}, found {quote(text)}")
    if count := read_count(text):
        return count
    if percentage := _A_PERCENTAGE.fullmatch(text):
        if int(percentage[1]) > 100:  # noqa: PLR2004
            raise problem(f"{quote(text)} is more than 100%")
        return int(percentage[1])
    meant = _probably(text)
    hint = f": did you mean {quote(meant)}?" if meant else ""
    raise problem(f"expected {expected}, found {quote(text)}{hint}")


def _known_figure(text: object) -> Count | int:
    return read_known_figure(text, "a percentage such as 65%, or a count such as 20/31")


KnownFigure = Annotated[
    Count | int,
    PlainValidator(_known_figure),
    Described({"type": ["string", "integer"], "pattern": "^([0-9]+/[0-9]+|[0-9]+%?)$"}),
]


class VectorScore(NamedTuple):
    """An overall score in points, and the most points there are; None stands for all of them."""

    points: int
    of: int | None

    def __str__(self) -> str:
        """Return it as files write it."""
        return f"{self.points}" if self.of is None else f"{self.points}/{self.of}"


_A_SCORE = re.compile(r"([0-9]{1,9})(?:/([0-9]{1,9}))?")


def _score(value: object) -> VectorScore:
    found = _A_SCORE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise problem(f"expected a score such as 18, or 11/24, found {quote(value)}")
    return VectorScore(int(found[1]), None if found[2] is None else int(found[2]))


ScoreText = Annotated[
    VectorScore,
    PlainValidator(_score),
    Described(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
            ]
        }
    ),
]

_AN_AVERAGE = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")


def hundredths(text: object) -> int:
    """Return a number of at most two decimals in hundredths.

    Raises:
        PydanticCustomError: it is none.
    """
    found = _AN_AVERAGE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        expected = "expected points with at most two decimals, such as 0.5"
        raise problem(f"{expected}, found {quote(text)}")
    return 100 * int(found[1]) + int((found[2] or "0").ljust(2, "0"))


Average = Annotated[int, PlainValidator(hundredths), Described({"type": "number", "minimum": 0})]
"""Points a standard, in hundredths."""
