"""A table that is to be read, and what is wrong with what a service file says of it."""

from collections.abc import Sequence
from typing import NamedTuple

from yotrate.files.cells import Grid
from yotrate.framework.model import Sampled
from yotrate.problems import Path
from yotrate.rules_of_problems import Rule
from yotrate.service.maps import Table
from yotrate.service.remedies import IN_A_FILE, Remedy


class Remark(NamedTuple):
    """Something wrong at a path within what is said of a table."""

    path: Path
    message: str
    rule: Rule
    at_key: bool = False
    warning: bool = False


class Source(NamedTuple):
    """A table that is to be read.

    `grid` is the sheet, `table` what the service file says of it, `sampled` the domain whose cases
    stand there, `others` those whose key questions may have columns there too; with `partial`, a
    case may have no answer yet; `ignored` are the folded headings of columns to leave out;
    `remedy` is what can be done about what is not understood; with `by_letters`, letters always
    name a column.
    """

    grid: Grid
    table: Table
    sampled: Sampled
    others: Sequence[Sampled] = ()
    partial: bool = False
    ignored: frozenset[str] = frozenset()
    remedy: Remedy = IN_A_FILE
    by_letters: bool = False
