"""What a service file says of the rows of a table, and that is true of none of them."""

from collections.abc import Iterator, Mapping

from yotrate.rules_of_problems import Rule
from yotrate.service.remarks import Remark
from yotrate.service.rows import Body, Choice
from yotrate.text import did_you_mean, folded, letters_of, listed, quote

_MOST_COMPARED = 100


def dead_rules(body: Body, choice: Choice, named: Mapping[str, int]) -> Iterator[Remark]:
    """Return remarks on rules by which no row is kept, or left out.

    Args:
        body: the rows of the table.
        choice: which of them count.
        named: the columns that must hold something, by what the service file calls them.
    """
    table, last = body.grid.at, body.first + len(body.references) - 1
    for number, row in enumerate(choice.rules.skip):
        if not body.first <= row <= last:
            rows = f", rows {body.first} to {last}" if last >= body.first else ""
            message = f"row {row} is no row of the table of {table}{rows}"
            yield Remark(("rows", "skip", number), message, Rule.UNEXPECTED_VALUE)
    if named:
        yield from _of_values(body, choice, named)


def _of_values(body: Body, choice: Choice, named: Mapping[str, int]) -> Iterator[Remark]:
    """Return remarks on values of which a column cannot hold both, or that it does not hold."""
    table, where = body.grid.at, choice.rules.where
    meeting = set(range(len(body.references)))
    for said, column in named.items():
        path, letters = ("rows", "where", said), letters_of(column)
        others = [where[each] for each, at in named.items() if at == column]
        if folded(others[0]) != folded(where[said]):
            both = f"{quote(others[0])} and {quote(where[said])}"
            message = f"column {letters} of {table} cannot hold both {both}"
            yield Remark(path, message, Rule.AMBIGUOUS_COLUMN)
            return
        own = body.others[column]
        texts = [body.shown(at, column, own) for at in range(len(own))]
        meeting &= {at for at, text in enumerate(texts) if folded(text) == folded(where[said])}
        values = {folded(text): text for text in texts if text}
        # Of a table without rows nothing is known yet.
        if folded(where[said]) not in values and any(body.identities):
            hint = did_you_mean(where[said], [*values.values()][:_MOST_COMPARED])
            message = f"no row of {table} has {quote(where[said])} in column {letters}{hint}"
            yield _no_case(path, message, choice)
            return
    if not meeting and any(body.identities):
        what = [f"{quote(where[said])} in column {letters_of(at)}" for said, at in named.items()]
        yield _no_case(("rows", "where"), f"no row of {table} has {listed(what)}", choice)


def _no_case(path: tuple[str, ...], message: str, choice: Choice) -> Remark:
    """Return a remark on rules that leave no case, which may be to come where that is asked."""
    return Remark(path, message, Rule.MISSING_CASES, warning=choice.partial)
