"""The vectors of a framework that say where discretion is open."""

from collections.abc import Iterator

from yotrate.framework.counts import Count
from yotrate.framework.model import Framework
from yotrate.framework.vectors import Remark, kinds_of
from yotrate.questions.openings import standard_boundary
from yotrate.rating.rate import rate_figures
from yotrate.text import listed


def discretion_failures(framework: Framework) -> Iterator[Remark]:
    """Tell of each vector of discretion that comes out otherwise than it says.

    What cannot be told from its figures is not open.
    """
    for at, vector in enumerate(framework.vectors):
        if kinds_of(vector) != ["discretion"] or vector.discretion is None or vector.open is None:
            continue
        if not framework.percent_thresholds:
            continue
        found = standard_boundary(framework, rate_figures(framework, vector.discretion))
        directions = [each.direction for each in found.openings]
        opened = "both" if len(directions) > 1 else "".join(directions) or "none"
        if opened != vector.open:
            figures = listed([_written(each) for each in vector.discretion])
            source = f" ({vector.source})" if vector.source else ""
            message = f"on a standard of {figures} discretion is open {_WORDS[opened]}"
            yield ("vectors", at), f"{message}, expected {_WORDS[vector.open]}{source}"


_WORDS = {
    "up": "upwards",
    "down": "downwards",
    "both": "upwards and downwards",
    "none": "in no direction",
}


def _written(figure: Count | int) -> str:
    return f"{figure}%" if isinstance(figure, int) else f"{figure.yes}/{figure.applicable}"
