"""What a framework may well hold, but hardly means; and what of it no vector tests.

Pure: from a framework to paths in its file, and what is to be said there.
"""

from collections.abc import Iterator

from yotrate.framework import rules
from yotrate.framework.counts import Count
from yotrate.framework.model import Framework, Vector
from yotrate.framework.vectors import Remark, kinds_of
from yotrate.text import folded, listed, plural, quote


def warnings(framework: Framework) -> Iterator[Remark]:
    """Tell of what a framework may well hold, but hardly means."""
    yield from _untested(framework)
    yield from _unguarded(framework)
    if framework.has_overall:
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
        (by_score, scale.thresholds, scores, " point"),
    ):
        for band, threshold in enumerate(thresholds):
            missing = [
                f"{at}%" if unit == "%" else plural(at, "point")
                for at in (threshold - 1, threshold)
                if at not in tested
            ]
            if band and missing:
                name = quote(framework.ratings[band].name)
                message = f"no vector tests where {name} begins: {listed(missing)}"
                yield ("ratings", band, key), message


def _unguarded(framework: Framework) -> Iterator[Remark]:
    """Tell of what no vector tests, in a file that has vectors of that sort at all."""
    kinds = {kind for vector in framework.vectors for kind in kinds_of(vector)}
    other = {
        vector.score.of is not None and vector.score.of != rules.full_scale(framework).maximum
        for vector in framework.vectors
        if vector.score
    }
    if not kinds & {"points", "numbers", "discretion", "service"}:
        return
    missing = []
    if "points" not in kinds and framework.has_overall:
        missing.append("the points of the ratings (points: [0, 1, ...])")
    numbers = ("standards", "from_cases", "counting", "key_questions")
    lacking = [
        key for key in numbers if all(getattr(each, key) is None for each in framework.vectors)
    ]
    if lacking:
        missing.append(f"how many there are of what ({listed(lacking)})")
    if framework.discretion and framework.from_cases and "discretion" not in kinds:
        missing.append("where discretion is open (discretion: [...], open: ...)")
    if framework.if_not_rated == "leave_out" and True not in other:
        missing.append("the scale where some standards are left out (a score such as 11/24)")
    for what in missing:
        yield ("vectors",), f"no vector tests {what}"


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
            seen: dict[str, str] = {}
            for q, question in enumerate(standard.key_questions):
                first = seen.setdefault(folded(question.title), question.id)
                if first != question.id:
                    path = ("domains", d, "standards", s, "key_questions", q, "title")
                    where = f"in {first} and in {question.id}"
                    yield path, f"{quote(question.title)} stands twice, {where}"
