"""What keeps a table of cases from being sure: said of each that would otherwise be a guess."""

from collections.abc import Iterator
from typing import NamedTuple

from yotrate.rules_of_problems import Rule
from yotrate.service.headings import all_mean
from yotrate.service.seeming import Cases
from yotrate.text import apart, letters_of, listed, quote

DOUBTFUL_DOMAIN = (
    "its headings could be of more than one domain, so that its cases cannot be told: give one "
    "heading its meaning"
)
_MOST_ROWS = 3


class Doubt(NamedTuple):
    """Something that is not sure: where, by row and column, and what it is."""

    place: tuple[int, int]
    message: str
    rule: Rule


def doubts_of(cases: Cases) -> Iterator[Doubt]:
    """Return what is not sure of a table of cases."""
    row = cases.headings.row
    if cases.doubtful_domain:
        yield Doubt((row, 1), DOUBTFUL_DOMAIN, Rule.MIXED_DOMAINS)
        return
    yield from too_many_columns(cases)
    if cases.mixed:
        message = "it has cases of several domains, and no column says of each row whose it is"
        yield Doubt((row, 1), message, Rule.MIXED_DOMAINS)
    if not cases.case:
        message = "no column is known to hold the case references"
        yield Doubt((row, 1), message, Rule.MISSING_COLUMN)
    for each in cases.guessed:
        if each == "rows.where":
            message = unfit_rows(cases)
            yield Doubt((cases.unfit[0], cases.case or 1), message, Rule.MIXED_DOMAINS)
            continue
        at = cases.case if each == "case" else cases.columns[each]
        what = "has the case references" if each == "case" else f"is {each}"
        heading = apart(cases.headings.texts[at - 1], cases.headings.texts)
        message = f"it would be a guess that {heading} ({letters_of(at)}) {what}"
        rule = Rule.MISSING_COLUMN if each == "case" else Rule.UNKNOWN_HEADING
        yield Doubt((row, at), message, rule)


def too_many_columns(cases: Cases) -> Iterator[Doubt]:
    """Return the key questions that several columns could be of, each as good as the others."""
    for question, columns in cases.several.items():
        message = all_mean(cases.headings, columns, question)
        yield Doubt((cases.headings.row, columns[1]), message, Rule.AMBIGUOUS_COLUMN)


def unfit_rows(cases: Cases) -> str:
    """Return which rows are filled in, and not known to be of any domain, in words."""
    rows = [f"{row}" for row in cases.unfit[:_MOST_ROWS]]
    if len(cases.unfit) > _MOST_ROWS:
        rows.append(f"{len(cases.unfit) - _MOST_ROWS} more")
    (column,) = cases.where
    which = f"row {rows[0]} is" if len(rows) == 1 else f"rows {listed(rows)} are"
    return f"{which} filled in, which does not go with what stands in {quote(column)}"
