"""Whether a column of a list tells who children are: their names, or when they were born."""

import re
from collections.abc import Collection, Iterator

from yotrate.service.headings import words_of
from yotrate.text import folded

_OF_NAMES = frozenset(
    {"name", "names", "surname", "forename", "forenames", "firstname", "lastname", "fullname"}
)
_OF_PLACES = frozenset({"team", "area", "office", "order", "disposal", "offence", "authority"})
_OF_BIRTHS = frozenset({"dob", "birth", "birthday", "birthdate", "born"})
_WORD = r"[^\W\d_a-z](?:[^\W\d_]|['\u2019-](?=[^\W\d_]))+"
_A_NAME = re.compile(
    rf"{_WORD},? (?:[^\W\d_a-z][.]? )?{_WORD}(?: {_WORD})?|{_WORD}, [^\W\d_a-z][.]?"
)
_IN_ONE_WORD = re.compile("(?<=[a-z])(?=[A-Z])|_")
_YEAR = "((?:19|20)?[0-9]{2})"
_A_DAY = re.compile(
    rf"(?:[0-3]?[0-9](?:st|nd|rd|th)?[ /.-](?:[01]?[0-9]|[A-Za-z]{{3,9}})[ /.-]{_YEAR}"
    r"|((?:19|20)[0-9]{2})[/.-]?[01]?[0-9][/.-]?[0-3]?[0-9])(?:[T ].*)?"
)
"""A day, or a day and a time: its year."""
_MOSTLY = 0.6
_ENOUGH_TO_TELL = 20
"""Different texts, from which on those of a characteristic that look like names are taken for them:
fewer may as well be disposals, or areas."""
_OF_TWO_DIGITS = 99
_CHILDREN = (9, 21)
"""Years that children whom youth offending services know are old."""


def of_people(heading: str, texts: Collection[str], *, is_wanted: bool, this_year: int) -> str:
    """Return what a column seems to tell of people, in words, or "" where it is nothing.

    Args:
        heading: its heading.
        texts: what stands in it.
        is_wanted: whether it is to be matched, and so is more likely to be something else.
        this_year: the year by which ages are told.
    """
    words = {*words_of(_IN_ONE_WORD.sub(" ", heading)).split()}
    words.add(folded(heading).replace(".", ""))
    if words & _OF_BIRTHS:
        return "dates of birth"
    if words & _OF_NAMES and not words & _OF_PLACES:
        return "people's names"
    most = _MOSTLY * len(texts)
    named = {text for text in texts if _A_NAME.fullmatch(text)}
    if len(named) > most and (not is_wanted or len(named) >= _ENOUGH_TO_TELL):
        return "people's names"
    youngest, oldest = _CHILDREN
    ages = [this_year - year for text in texts for year in _years(text)]
    born = [age for age in ages if youngest <= age <= oldest]
    return "dates of birth" if texts and len(born) > most else ""


def _years(text: str) -> Iterator[int]:
    """Return the year of a date with its month, if it is one."""
    found = _A_DAY.fullmatch(text)
    if found is not None:
        year = int(next(filter(None, found.groups())))
        yield year if year > _OF_TWO_DIGITS else 2000 + year
