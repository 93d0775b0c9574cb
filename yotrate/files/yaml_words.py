"""What is said of a text that is not valid YAML: PyYAML's words in ours."""

from typing import NamedTuple

import yaml

from yotrate.problems import START, Place
from yotrate.rules_of_problems import Rule

DEEPEST_YAML = 32
"""Levels that a YAML file may nest."""
TOO_DEEP = f"this nests deeper than {DEEPEST_YAML} levels, the most that is read"

_IN_OUR_WORDS = {
    "found character that cannot start any token": (
        "this character cannot stand here (YAML indents with spaces, never with tabs, "
        "and text that starts with it needs quotes)"
    ),
    "mapping values are not allowed in this context": (
        "a colon cannot stand here (text that holds ': ' needs quotes, "
        "and the keys of a mapping line up)"
    ),
    "did not find expected ',' or '}'": (
        "a comma or } is missing before this, or a text that holds ': ' needs quotes"
    ),
    "did not find expected ',' or ']'": "a comma or ] is missing before this",
    "did not find expected key": "a key was expected here (keys of one mapping line up)",
    "could not find expected ':'": "a colon is missing after this key",
    "did not find expected '-' indicator": "a '-' was expected here (items of one list line up)",
    "found unexpected end of stream": "the quote that opens here is never closed",
    "did not find expected node content": "a value is missing before this",
    "did not find expected comment or line break": "nothing more can stand on this line",
    "did not find expected <document start>": "nothing can follow the end of the document",
    "found unexpected ':'": "a colon cannot stand here without a space after it",
    "found unknown escape character": "this escape (a backslash in double quotes) is not known",
    "found invalid Unicode character escape code": "this escape gives no character",
    "found unknown directive name": "directives (%) are not read",
}
_BEGAN_EARLIER = frozenset({"found unexpected end of stream", "could not find expected ':'"})


class Trouble(NamedTuple):
    """What is not plain data in a text, and where; the rule that it breaks."""

    place: Place
    message: str
    rule: Rule


def explained(error: yaml.YAMLError) -> Trouble:
    """Return where a text stops being YAML, and why."""
    problem = getattr(error, "problem", None) or "it cannot be read"
    mark = getattr(error, "problem_mark", None)
    if mark is None or problem in _BEGAN_EARLIER:
        mark = getattr(error, "context_mark", None)
    place = Place(mark.line + 1, mark.column + 1) if mark else START
    # A library that reads ahead meets a limit of its own before we come to ours.
    if problem == "exceeded maximum nesting depth":
        return Trouble(place, TOO_DEEP, Rule.TOO_LARGE)
    message = f"this is not valid YAML: {_IN_OUR_WORDS.get(problem, problem)}"
    return Trouble(place, message, Rule.INVALID_YAML)
