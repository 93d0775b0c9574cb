"""Several results of a service as a trend: each with the next, in order of time."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from yotrate.questions.compare import Comparison, compare
from yotrate.rating.results import Result

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})(?:-([01][0-9]))?(?![0-9])")
_TOLD_BY = ("fieldwork", "published_on", "inspection")
"""Where a service file says when it was, the best first."""


class Trend(NamedTuple):
    """Results in order of time, and the comparison of each with the next.

    `dated` is whether all say when they were; otherwise they are in the order they were given.
    """

    results: tuple[Result, ...]
    comparisons: tuple[Comparison, ...]
    dated: bool


def when(result: Result) -> tuple[int, int] | None:
    """Return the year and the month (0 where none is told) of a result, by what its file says."""
    for key in _TOLD_BY:
        text = result.service.details.get(key, "").lower()
        found = _YEAR.search(text)
        if found:
            month = int(found[2] or 0)
            named = [at for at, name in enumerate(_MONTHS, start=1) if name in text]
            return int(found[1]), month or (named[0] if named else 0)
    return None


def trend(results: Sequence[Result]) -> Trend:
    """Compare results, each with the next in order of time.

    Args:
        results: at least two, in any order.
    """
    times = [when(each) for each in results]
    dated = None not in times
    ordered = list(results)
    if dated:
        places = sorted(range(len(results)), key=lambda at: (times[at] or (0, 0), at))
        ordered = [results[at] for at in places]
    pairs = pairwise(ordered)
    return Trend(tuple(ordered), tuple(compare(*each) for each in pairs), dated)
