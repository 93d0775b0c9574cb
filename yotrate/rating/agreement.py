"""Whether a calculation agrees with what a published report printed."""

from collections.abc import Iterator, Sequence

from yotrate.rating.overall import Difference, Overall
from yotrate.rating.results import StandardResult
from yotrate.service.model import Published

_NOT_RATED = "not rated"


def differences(
    published: Published, overall: Overall, standards: Sequence[StandardResult]
) -> Iterator[Difference]:
    """Compare ratings, discretion included, with what a report printed, figure by figure."""
    rating = overall.rating.name if overall.rating else _NOT_RATED
    if published.overall not in (None, rating):
        yield Difference(("overall",), "overall", str(published.overall), rating)
    score = _NOT_RATED if overall.score is None else str(overall.score)
    if published.score is not None and str(published.score) != score:
        yield Difference(("score",), "score", str(published.score), score)
    for standard in standards:
        name = standard.id
        rating = standard.rating.name if standard.rating else _NOT_RATED
        if published.standards.get(name) not in (None, rating):
            path = ("standards", name)
            yield Difference(path, f"standard {name}", published.standards[name], rating)
        for question in standard.questions if published.percentages else ():
            figure = published.percentages.get(question.id)
            percent = _NOT_RATED if question.percent is None else f"{question.percent}%"
            if figure is not None and f"{figure}%" != percent:
                path = ("percentages", question.id)
                yield Difference(path, question.id, f"{figure}%", percent)
