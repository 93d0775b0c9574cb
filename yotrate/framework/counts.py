"""Counts of answers, and how files write them."""

import re
from typing import Annotated, NamedTuple

from pydantic import PlainValidator

from yotrate.checking.model import Described, problem
from yotrate.text import quote


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
