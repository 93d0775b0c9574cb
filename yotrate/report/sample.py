"""How many cases to read, and the margin that a sample reached."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

from yotrate import __version__
from yotrate.questions.sample import Sizing
from yotrate.report.view import Block, Line, View, words
from yotrate.text import plural, points


def sample_view(found: Sizing) -> View:
    """Return how many cases to read, and the margin that a sample reached."""
    data = _data(found)
    return View(
        blocks=lambda: _blocks(found),
        rows=lambda: [data],
        document=lambda: {"yotrate": __version__, **data},
    )


def _data(found: Sizing) -> Mapping[str, Any]:
    """Return the contract of `sample` in JSON: numbers of cases, margins in points."""
    return {
        "framework": found.framework.id,
        "confidence": found.rule.confidence,
        "margin": found.rule.margin,
        "eligible": found.eligible,
        "needed": found.needed,
        "sampled": found.sampled,
        "reached": found.rounded(),
    }


def _blocks(found: Sizing) -> Iterator[Block]:
    rule = found.rule
    wanted = f"at {rule.confidence}% confidence"
    yield Line(
        words(
            f"Of {plural(found.eligible, 'eligible case')} read {found.needed:,}, for a margin of "
            f"error of {plural(rule.margin, 'percentage point')} {wanted}."
        )
    )
    if found.sampled is None or found.reached is None:
        return
    # Rounded up, so that a margin that was missed never looks as if it had been reached.
    reached = points(ceil(10 * found.reached))
    yield Line(
        words(
            f"A sample of {plural(found.sampled, 'case')} reaches a margin of error of {reached} "
            f"{wanted}."
        )
    )
