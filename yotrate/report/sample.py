"""How many cases to read, and the margin that a sample reached."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

from yotrate import __version__
from yotrate.questions.sample import SHARES, Part, Sizing, Sizings
from yotrate.report.view import Block, Cell, Column, Line, Listing, Space, View, strong, words
from yotrate.text import listed, plural, points, sentence

_IN_WORDS = {75: "3 in 4", 50: "half", 25: "1 in 4"}


def sample_view(found: Sizing) -> View:
    """Return how many cases to read, and the margin that a sample reached."""
    return View(
        blocks=lambda: _blocks(found),
        rows=lambda: [_row(found)],
        document=lambda: {"yotrate": __version__, **_data(found)},
    )


def samples_view(found: Sizings) -> View:
    """Return how many cases to read in several domains: each by itself, or in one sample."""
    return View(
        blocks=lambda: _blocks_of_several(found),
        rows=lambda: [{"domain": each.sampled.id, **_row(each.alone), "split": each.split}
                      for each in found.parts],
        document=lambda: {
            "yotrate": __version__,
            **_data(found.together),
            "domains": [
                {"domain": each.sampled.id, **_figures(each.alone), "split": each.split}
                for each in found.parts
            ],
        },
    )  # fmt: skip


def _data(found: Sizing) -> Mapping[str, Any]:
    """Return the contract of `sample` in JSON: numbers of cases, margins in points."""
    return {"framework": found.framework.id, **_rule(found), **_figures(found)}


def _rule(found: Sizing) -> Mapping[str, Any]:
    return {"confidence": found.rule.confidence, "margin": found.rule.margin}


def _figures(found: Sizing) -> Mapping[str, Any]:
    return {
        "eligible": found.eligible,
        "needed": found.needed,
        "sampled": found.sampled,
        "reached": found.rounded(),
        "left": {str(share): margin for share, margin in found.left().items()},
    }


def _row(found: Sizing) -> Mapping[str, Any]:
    row = {**_data(found)}
    return row | {f"left_{share}": margin for share, margin in row.pop("left").items()}


def _blocks(found: Sizing) -> Iterator[Block]:
    rule = found.rule
    wanted = f"at {rule.confidence}% confidence"
    yield Line(
        words(
            f"Of {plural(found.eligible, 'eligible case')} read {found.needed:,}, for a margin of "
            f"error of {plural(rule.margin, 'percentage point')} {wanted}."
        )
    )
    if found.sampled is not None and found.reached is not None:
        yield Line(
            words(
                f"A sample of {plural(found.sampled, 'case')} reaches a margin of error of "
                f"{points(_up(found.reached))} {wanted}."
            )
        )
    shares = listed([_IN_WORDS[share] for share in found.left()], "or")
    margins = [f"{_up(margin) / 10:g}" for margin in found.left().values()]
    yield Line(
        words(
            f"Where a question applies to {shares} of the cases, the margin is "
            f"{listed(margins, 'or')} percentage points."
        )
    )


def _up(margin: float) -> int:
    """Return tenths of points, rounded up: a margin that was missed never looks reached."""
    return ceil(10 * margin)


def _blocks_of_several(found: Sizings) -> Iterator[Block]:
    rule, together = found.together.rule, found.together
    wanted = f"{plural(rule.margin, 'percentage point')} at {rule.confidence}% confidence"
    yield Line(words(f"Read so many, for a margin of error of {wanted} in each domain:"))
    yield Space()
    yield _table(found.parts)
    shares = listed([_IN_WORDS[share] for share in SHARES])
    yield Line(
        words(
            f"{sentence(shares)}: the margin of error, in percentage points, for a key question "
            "that applies to so many of the cases."
        )
    )
    yield Space()
    parts = [f"{each.split:,} of {each.sampled.name}" for each in found.parts]
    yield Line(
        words(
            f"Or one sample for all: of {plural(together.eligible, 'eligible case')} read "
            f"{together.needed:,}, {listed(parts)}. The margin is then that of all of them "
            "together, and wider in each domain."
        )
    )
    if together.sampled is not None and together.reached is not None:
        yield Line(
            words(
                f"The {plural(together.sampled, 'case')} that were read reach a margin of error of "
                f"{points(_up(together.reached))} for all together."
            )
        )


def _table(parts: tuple[Part, ...]) -> Listing:
    """Return a row for each domain: numbers of cases, and margins where a question applies."""
    read = parts[0].alone.sampled is not None
    headings = ["", "eligible", "to read", *(["were read", "margin"] if read else [])]
    headings += [_IN_WORDS[share] for share in SHARES]
    columns = [Column(each, right=bool(each)) for each in headings]
    rows = []
    for each in parts:
        alone = each.alone
        cells: list[Cell] = [
            words(strong(sentence(each.sampled.name))),
            words(f"{alone.eligible:,}"),
            words(f"{alone.needed:,}"),
        ]
        if alone.sampled is not None and alone.reached is not None:
            cells += [words(f"{alone.sampled:,}"), words(_tenths(alone.reached))]
        cells += [words(_tenths(margin)) for margin in alone.left().values()]
        rows.append(tuple(cells))
    return Listing(tuple(columns), tuple(rows), gap=2, headed=True)


def _tenths(margin: float) -> str:
    return f"{_up(margin) / 10:.1f}"
