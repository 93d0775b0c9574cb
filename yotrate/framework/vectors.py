"""What a framework says about itself, held against what it does: its vectors, and warnings.

Pure: from a framework to paths in its file, and what is to be said there.
"""

from collections.abc import Iterator

from yotrate.framework import rules
from yotrate.framework.counts import Count, VectorScore
from yotrate.framework.model import Framework, Vector
from yotrate.problems import Path
from yotrate.text import listed, plural, quote

Remark = tuple[Path, str]


def failures(framework: Framework) -> Iterator[Remark]:
    """Run a framework's vectors, and tell of each that comes out otherwise than it says."""
    for at, vector in enumerate(framework.vectors):
        yield from ((("vectors", at), message) for message in _failures(framework, vector))


def _failures(framework: Framework, vector: Vector) -> Iterator[str]:
    kinds = [kind for kind in ("standard", "count", "score") if getattr(vector, kind) is not None]
    if len(kinds) != 1:
        found = listed(kinds) or "none of them"
        yield f"a vector has one of standard, count or score, found {found}"
        return
    if vector.percent is not None and vector.count is None:
        yield "a percent goes with a count, and there is none"
        return
    if vector.score is not None and (message := _cannot_be(framework, vector.score)):
        yield message
        return
    source = f" ({vector.source})" if vector.source else ""
    expected = framework.band_named(vector.rating)
    if expected is None:
        names = [quote(rating.name) for rating in framework.ratings]
        yield f"unknown rating {quote(vector.rating)}: expected {listed(names, 'or')}"
    band = _band(framework, vector)
    if expected not in (None, band):
        came_out = quote(framework.ratings[band].name) if band >= 0 else "no rating"
        yield f"{_words(vector)} gives {came_out}, expected {quote(vector.rating)}{source}"
    if vector.percent is not None and vector.count is not None:
        percent = rules.whole_percent(vector.count.yes, vector.count.applicable)
        if percent != vector.percent:
            yield f"{_words(vector)} is {percent}%, expected {vector.percent}%{source}"


def _scale(framework: Framework, score: VectorScore) -> rules.Scale:
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
    most = _scale(framework, score).maximum
    if score.points > most:
        return f"a score of {score} cannot be: the most is {plural(most, 'point')}"
    return None


def _band(framework: Framework, vector: Vector) -> int:
    """Return the band that a vector's figures come out at."""
    if vector.score is not None:
        return rules.band_of_score(vector.score.points, _scale(framework, vector.score))
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


def warnings(framework: Framework) -> Iterator[Remark]:
    """Tell of what a framework may well hold, but hardly means."""
    yield from _untested(framework)
    yield from _unreachable(framework)
    yield from _repeated(framework)


def _untested(framework: Framework) -> Iterator[Remark]:
    """Tell of the thresholds that could be moved by one without a vector that fails."""
    percents = {_percent_below(framework, vector) for vector in framework.vectors}
    scale = rules.full_scale(framework)
    scores = {
        vector.score.points
        for vector in framework.vectors
        if vector.score and vector.score.of in (None, scale.maximum)
    }
    by_score = "from_score" if framework.averages is None else "above_average"
    for key, thresholds, tested, unit in (
        ("from_percent", framework.percent_thresholds, percents, "%"),
        (by_score, scale.thresholds, scores, " points"),
    ):
        for band, threshold in enumerate(thresholds):
            missing = [f"{at}{unit}" for at in (threshold - 1, threshold) if at not in tested]
            if band and missing:
                name = quote(framework.ratings[band].name)
                message = f"no vector tests where {name} begins: {listed(missing)}"
                yield ("ratings", band, key), message


def _percent_below(framework: Framework, vector: Vector) -> int | None:
    """Return the last whole per cent that a vector's percentage reaches."""
    if vector.standard is not None:
        return min(vector.standard)
    count: Count | None = vector.count
    if count is None:
        return None
    if framework.rounded:
        return rules.whole_percent(count.yes, count.applicable)
    return 100 * count.yes // count.applicable


def _unreachable(framework: Framework) -> Iterator[Remark]:
    """Tell of the overall ratings that no combination of the standards' points adds up to."""
    points = [rules.points_of(framework, band) for band in range(len(framework.ratings))]
    sums = {0}
    for standard in framework.standards:
        if standard.counts_towards_overall:
            sums = {score + each for score in sums for each in points}
    scale = rules.full_scale(framework)
    reached = {rules.band_of_score(score, scale) for score in sums}
    key = "from_score" if framework.averages is None else "above_average"
    for band, rating in enumerate(framework.ratings):
        if band not in reached:
            message = f"no combination of points gives the overall rating {quote(rating.name)}"
            yield ("ratings", band, key), message


def _repeated(framework: Framework) -> Iterator[Remark]:
    for d, domain in enumerate(framework.domains):
        for s, standard in enumerate(domain.standards):
            seen: set[str] = set()
            for q, question in enumerate(standard.key_questions):
                if question.title.casefold() in seen:
                    path = ("domains", d, "standards", s, "key_questions", q, "title")
                    yield path, f"{quote(question.title)} stands twice in standard {standard.id}"
                seen.add(question.title.casefold())
