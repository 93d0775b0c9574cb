"""What a framework says about itself, held against what it does: its vectors.

Pure: from a framework to paths in its file, and what is to be said there. Vectors of discretion
and of whole services are run where those are known.
"""

from collections.abc import Iterator

from yotrate.framework import rules
from yotrate.framework.counts import VectorScore
from yotrate.framework.model import Framework, Vector
from yotrate.problems import Path
from yotrate.text import did_you_mean, listed, plural, quote

Remark = tuple[Path, str]
_NUMBERS = ("standards", "from_cases", "counting", "key_questions", "case_questions")
_RATED = ("standard", "count", "score")
KINDS = (*_RATED, "points", "numbers", "discretion", "service")
"""The kinds of vectors."""


def kinds_of(vector: Vector) -> list[str]:
    """Return the kinds that a vector is of; exactly one, if it is a good one."""
    found = [kind for kind in KINDS if getattr(vector, kind, None) is not None]
    if any(getattr(vector, key) is not None for key in _NUMBERS):
        found.append("numbers")
    return found


def failures(framework: Framework) -> Iterator[Remark]:
    """Run a framework's vectors, and tell of each that comes out otherwise than it says."""
    for at, vector in enumerate(framework.vectors):
        if message := _unknown_rating(framework, vector):
            yield ("vectors", at, "rating"), message
        yield from ((("vectors", at), message) for message in _failures(framework, vector))


def _unknown_rating(framework: Framework, vector: Vector) -> str:
    """Return what to say of a rating that is none of the framework's, or nothing."""
    if vector.rating is None or framework.band_named(vector.rating) is not None:
        return ""
    names = [rating.name for rating in framework.ratings]
    expected = f": expected {listed(list(map(quote, names)), 'or')}"
    return f"unknown rating {quote(vector.rating)}{did_you_mean(vector.rating, names) or expected}"


def _failures(framework: Framework, vector: Vector) -> Iterator[str]:
    kinds = kinds_of(vector)
    if len(kinds) != 1:
        found = listed(kinds) or "none of them"
        wanted = "standard, count, score, points, standards, discretion or service"
        yield f"a vector has one of {wanted}, found {found}"
        return
    (kind,) = kinds
    if message := _misfit(vector, kind):
        yield message
    elif kind == "points":
        yield from _points(framework, vector)
    elif kind == "numbers":
        yield from _numbers(framework, vector)
    elif kind in _RATED:
        yield from _rated(framework, vector)


def _misfit(vector: Vector, kind: str) -> str:
    """Return what does not go with a vector's kind, or is missing beside it; or nothing."""
    if kind in _RATED and vector.rating is None:
        return "'rating' is missing"
    if kind not in _RATED and vector.rating is not None:
        return f"a rating does not go with {kind}"
    if (vector.discretion is None) != (vector.open is None):
        return "discretion and open go together, and one of them is missing"
    if vector.percent is not None and vector.count is None:
        return "a percent goes with a count, and there is none"
    return ""


def _points(framework: Framework, vector: Vector) -> Iterator[str]:
    own = tuple(rating.points for rating in framework.ratings)
    if own != vector.points:
        found, wanted = (
            listed([str(each) for each in points]) for points in (own, vector.points or ())
        )
        yield f"the points are {found}, expected {wanted}{_source(vector)}"


def _numbers(framework: Framework, vector: Vector) -> Iterator[str]:
    own = {
        "standards": len(framework.standards),
        "from_cases": sum(standard.basis == "cases" for standard in framework.standards),
        "counting": framework.counting,
        "key_questions": sum(len(standard.key_questions) for standard in framework.standards),
        "case_questions": sum(len(each.case_questions) for each in framework.samples),
    }
    words = {
        "standards": "standards",
        "from_cases": "standards rated from cases",
        "counting": "standards that count",
        "key_questions": "key questions",
        "case_questions": "key questions that cases answer",
    }
    for key, number in own.items():
        wanted = getattr(vector, key)
        if wanted not in (None, number):
            yield f"there are {number} {words[key]}, expected {wanted}{_source(vector)}"


def _rated(framework: Framework, vector: Vector) -> Iterator[str]:
    if vector.score is None and not framework.percent_thresholds:
        yield "there are no bands of percentages to test: no rating has from_percent"
        return
    if vector.score is not None and not framework.has_overall:
        yield "there is no overall rating to test: no rating has from_score or above_average"
        return
    if vector.score is not None and (message := _cannot_be(framework, vector.score)):
        yield message
        return
    wanted = vector.rating or ""
    expected = framework.band_named(wanted)
    band = _band(framework, vector)
    if expected not in (None, band):
        came_out = quote(framework.ratings[band].name) if band >= 0 else "no rating"
        yield f"{_words(vector)} gives {came_out}, expected {quote(wanted)}{_source(vector)}"
    if vector.percent is not None and vector.count is not None:
        percent = rules.whole_percent(vector.count.yes, vector.count.applicable)
        if percent != vector.percent:
            yield f"{_words(vector)} is {percent}%, expected {vector.percent}%{_source(vector)}"


def _source(vector: Vector) -> str:
    return f" ({vector.source})" if vector.source else ""


def scale_of(framework: Framework, score: VectorScore) -> rules.Scale:
    """Return the scale that a vector's score is on."""
    if score.of is None:
        return rules.full_scale(framework)
    return rules.scale_of(framework, score.of // framework.ratings[-1].points)


def _cannot_be(framework: Framework, score: VectorScore) -> str | None:
    """Return why there can be no such score, if so."""
    best = framework.ratings[-1].points
    if score.of is not None and (score.of % best or not score.of):
        return f"a score of {score} cannot be: each standard gives {plural(best, 'point')} at most"
    if framework.averages is None and score.of not in (None, rules.full_scale(framework).maximum):
        return f"a score of {score} cannot be told: the scale is of all standards"
    most = scale_of(framework, score).maximum
    if score.points > most:
        return f"a score of {score} cannot be: the most is {plural(most, 'point')}"
    return None


def _band(framework: Framework, vector: Vector) -> int:
    """Return the band that a vector's figures come out at."""
    if vector.score is not None:
        return rules.band_of_score(vector.score.points, scale_of(framework, vector.score))
    if vector.count is not None:
        return rules.band_of_answers(framework, vector.count.yes, vector.count.applicable)
    bands = [rules.band_of_percent(framework, percent) for percent in vector.standard or ()]
    return rules.lowest_band(bands)


def _words(vector: Vector) -> str:
    if vector.score is not None:
        return f"a score of {vector.score}"
    if vector.count is not None:
        return f"{vector.count.yes}/{vector.count.applicable}"
    return f"a standard of {listed([f'{percent}%' for percent in vector.standard or ()])}"
