"""What the page tells of grade boundaries and of professional discretion."""

from collections.abc import Iterator

from yotrate.framework.model import Framework
from yotrate.questions.boundary import Boundaries
from yotrate.questions.discretion import misused_discretion
from yotrate.questions.openings import Opening, StandardBoundary
from yotrate.rating.outcomes import QuestionResult
from yotrate.rating.results import Result
from yotrate.report import words
from yotrate.report.html.parts import Data, edges_of, rated
from yotrate.report.view import plain
from yotrate.report.view import words as words_of
from yotrate.text import listed, points, prose, visible


def closeness(found: Boundaries) -> Data:
    """Return which questions are near an edge, and where discretion is open and leads to."""
    result = found.result
    framework = result.framework
    return {
        "near": [row for each in found.standards.values() for row in _near(framework, each)],
        "rounding": [
            _rounding(framework, question.result)
            for each in found.standards.values()
            for question in each.questions
            if question.rounding_sensitive
        ],
        "moved": _moved(result),
        "effects": [
            visible(plain(words_of(*words.effect(result, each))))
            for each in result.moves
            if len(result.moves) > 1 and each.standard.takes_part
        ],
        "read_again": [
            visible(f"{name}: {line}")
            for name, each in found.standards.items()
            for line in words.read_again(each)
        ],
        "unknown": [
            visible(f"{name}: {text}")
            for name, each in found.standards.items()
            if (text := words.cannot_tell(each))
        ],
        "openings": [
            _opening(found, each, opening)
            for each in found.standards.values()
            for opening in each.openings
        ],
        "reach": [
            {
                "rating": rated(framework, each.band),
                "scores": words.span(each.from_score, each.to_score),
                "moves": words.moves(each),
            }
            for each in found.reachable
        ],
    }


def _near(framework: Framework, standard: StandardBoundary) -> Iterator[Data]:
    """Return a row for each edge that a key question is near to."""
    for question in standard.questions:
        result = question.result
        for name, edge in edges_of(question):
            if edge.near:
                conditions = [word for key, word in words.NEAR.items() if key in edge.near]
                yield {
                    "id": result.id,
                    "title": prose(result.title),
                    "percent": result.percent,
                    "rating": rated(framework, result.band),
                    "points": points(edge.tenths).split()[0],
                    "cases": edge.cases,
                    "side": name,
                    "threshold": edge.threshold,
                    "to": rated(framework, edge.band),
                    "conditions": listed(conditions),
                    "limiting": result.limiting,
                }


def _rounding(framework: Framework, result: QuestionResult) -> Data:
    """Return a key question that reaches a threshold only by rounding."""
    return {
        "id": result.id,
        "yes": result.count.yes if result.count else None,
        "of": result.count.applicable if result.count else None,
        "percent": result.percent,
        "rating": rated(framework, result.band),
    }


def _moved(result: Result) -> list[Data]:
    misused = {misuse.standard: misuse.message for misuse in misused_discretion(result)}
    return [
        {
            "id": each.id,
            "title": prose(each.title),
            "calculated": rated(result.framework, each.calculated_band),
            "rating": rated(result.framework, each.band),
            "reason": prose(each.discretion.reason),
            "misused": visible(misused.get(each.id, "")),
        }
        for each in result.moved
        if each.discretion is not None
    ]


def _opening(found: Boundaries, standard: StandardBoundary, opening: Opening) -> Data:
    """Return where discretion is open, and the cases any one of which could change the rating."""
    return {
        "id": standard.result.id,
        "title": prose(standard.result.title),
        "calculated": rated(found.result.framework, standard.result.calculated_band),
        "to": rated(found.result.framework, opening.band),
        "because": [words.because(each) for each in opening.because],
        "deciding": [visible(line) for line in words.deciding(opening)],
    }
