"""Answers, however they are spelt."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainValidator

from yotrate.checking.model import Described, problem
from yotrate.rules_of_problems import Rule
from yotrate.text import folded, quote

Answer = Literal["yes", "no", "n/a"]
_ANSWERS: dict[str, Answer] = {
    "yes": "yes", "y": "yes", "true": "yes",
    "no": "no", "n": "no", "false": "no",
    "n/a": "n/a", "na": "n/a",
}  # fmt: skip


def answer_or_none(text: str) -> Answer | None:
    """Return the answer that a text gives, however it is spelt; None where it gives none."""
    return _ANSWERS.get(text) or _ANSWERS.get(folded(text))


def is_an_answer(word: str) -> bool:
    """Return whether a folded word is one of those that answers are given in."""
    return word in _ANSWERS


_BY_LETTERS: dict[str, Answer] = {"yes": "yes", "no": "no", "na": "n/a"}
_BESIDE_LETTERS = str.maketrans("", "", " .,;:!'\"()[]/\\-_\N{RIGHT SINGLE QUOTATION MARK}")


def not_an_answer(value: object) -> str:
    """Return what to say of a value that is no answer.

    Only blanks and punctuation are forgiven: a missing answer is not to become one by a guess.
    """
    letters = folded(value).translate(_BESIDE_LETTERS) if isinstance(value, str) else ""
    meant = _BY_LETTERS.get(letters)
    hint = f": did you mean {quote(meant)}?" if meant else ""
    return f"expected yes, no or n/a, found {quote(value)}{hint}"


def read_answer(value: object) -> Answer:
    """Return the answer that a value from a file gives.

    Raises:
        PydanticCustomError: it is none.
    """
    if isinstance(value, str):
        # As `answer_or_none` does, short of a call for every answer there is.
        answer = _ANSWERS.get(value) or _ANSWERS.get(folded(value))
        if answer:
            return answer
    raise problem(not_an_answer(value), rule=Rule.NOT_AN_ANSWER)


def is_not_applicable(text: str) -> bool:
    """Return whether a text is one of the ways to write n/a."""
    return answer_or_none(text) == "n/a"


def _none_yet(value: object) -> object:
    """Take a case without a word for one that has no answers yet."""
    return {} if value is None else value


AnswerText = Annotated[
    Answer, PlainValidator(read_answer), Described({"enum": ["yes", "no", "n/a"]})
]
AnswersText = Annotated[dict[str, AnswerText], BeforeValidator(_none_yet)]
