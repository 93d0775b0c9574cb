"""What can only be checked against a result: discretion, and what a published report printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from yotrate.engine import Result, StandardResult


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a calculation differs from the published report.

    `path` leads to the figure in a service file's `published`; `item` names it in words.
    """

    path: tuple[str, ...]
    item: str
    published: str
    calculated: str

    def __str__(self) -> str:
        """Return the difference as one sentence."""
        return f"{self.item}: published {self.published}, calculated {self.calculated}"


def differences(result: Result) -> list[Difference]:
    """Compare a result, discretion included, with what its service's report printed."""
    return list(_differences(result))


def _differences(result: Result) -> Iterator[Difference]:
    published = result.service.published
    if published is None:
        return
    overall = result.overall
    if overall.rating and published.overall not in (None, overall.rating.name):
        yield Difference(("overall",), "overall", str(published.overall), overall.rating.name)
    if overall.score is not None and published.score not in (None, overall.score):
        yield Difference(("score",), "score", str(published.score), str(overall.score))
    for standard in result.standards:
        name = standard.standard.id
        printed = published.standards.get(name)
        if printed and standard.rating and printed != standard.rating.name:
            path = ("standards", name)
            yield Difference(path, f"standard {name}", printed, standard.rating.name)
        for question in standard.questions:
            name = question.question.id
            figure = published.percentages.get(name)
            if figure is not None and question.percent is not None and figure != question.percent:
                found = f"{question.percent}%"
                yield Difference(("percentages", name), name, f"{figure}%", found)


def misused_discretion(result: Result) -> Iterator[tuple[str, str]]:
    """Return the standards on which discretion breaks the one-band rule (step 7), and why."""
    for standard in result.standards:
        message = _misuse(result, standard)
        if message:
            yield standard.standard.id, message


def _misuse(result: Result, standard: StandardResult) -> str | None:
    calculated, moved = standard.calculated, standard.rating
    if standard.discretion is None or calculated is None or moved is None:
        return None
    name = f"standard {standard.standard.id}"
    if moved == calculated:
        return f"{name} is {calculated.name} by its key questions anyway"
    ratings = result.framework.ratings
    apart = abs(ratings.index(moved) - ratings.index(calculated))
    if apart > 1:
        return (
            f"{name} is {calculated.name} by its key questions: discretion moves it by one band, "
            f"and {moved.name} is {apart} away"
        )
    return None
