"""What several parts of the page are made of."""

from typing import Any

from yotrate.framework.model import Framework
from yotrate.questions.edges import Edge, QuestionBoundary
from yotrate.report.view import colour_of
from yotrate.text import prose

Data = dict[str, Any]


def rated(framework: Framework, band: int | None) -> Data | None:
    """Return a rating's name, its place among all ratings, and the colour for that place."""
    if band is None:
        return None
    name, of = framework.ratings[band].name, len(framework.ratings)
    colour = colour_of(framework.ratings, band)
    return {"name": prose(name), "step": band + 1, "steps": of, "colour": colour}


def edges_of(question: QuestionBoundary) -> list[tuple[str, Edge]]:
    """Return the edges of a key question that there are, and on which side they are."""
    edges = (("below", question.down), ("above", question.up))
    return [(name, edge) for name, edge in edges if edge is not None]
