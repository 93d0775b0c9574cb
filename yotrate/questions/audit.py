"""What can only be checked against a result: discretion, and what a published report printed."""

from collections.abc import Iterator
from typing import NamedTuple

from yotrate.questions.boundary import QuestionBoundary, standard_boundary
from yotrate.rating.engine import Result, StandardResult
from yotrate.text import listed, plural, points


class Difference(NamedTuple):
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
    rating = overall.rating.name if overall.rating else _NOT_RATED
    if published.overall not in (None, rating):
        yield Difference(("overall",), "overall", str(published.overall), rating)
    score = _NOT_RATED if overall.score is None else str(overall.score)
    if published.score is not None and str(published.score) != score:
        yield Difference(("score",), "score", str(published.score), score)
    for standard in result.standards:
        name = standard.standard.id
        rating = standard.rating.name if standard.rating else _NOT_RATED
        if published.standards.get(name) not in (None, rating):
            path = ("standards", name)
            yield Difference(path, f"standard {name}", published.standards[name], rating)
        for question in standard.questions:
            name = question.question.id
            figure = published.percentages.get(name)
            percent = _NOT_RATED if question.percent is None else f"{question.percent}%"
            if figure is not None and f"{figure}%" != percent:
                yield Difference(("percentages", name), name, f"{figure}%", percent)


_NOT_RATED = "not rated"


class Misuse(NamedTuple):
    """A use of discretion that the framework does not permit.

    It is excusable where the panel went no further than one band, but the standard was not close
    enough to the edge for that.
    """

    standard: str
    message: str
    excusable: bool = False


def misused_discretion(result: Result) -> list[Misuse]:
    """Check every use of discretion against the framework's rules (2018 framework, step 7)."""
    found = (_misuse(result, each) for each in result.standards if each.discretion)
    return [misuse for misuse in found if misuse]


def _misuse(result: Result, standard: StandardResult) -> Misuse | None:
    calculated, moved = standard.calculated, standard.rating
    if calculated is None or moved is None:
        return None
    name = standard.standard.id
    if result.framework.discretion is None:
        return Misuse(name, f"{result.framework.id} knows no professional discretion")
    if moved == calculated:
        return Misuse(name, f"standard {name} is {calculated.name} by its key questions anyway")
    ratings = result.framework.ratings
    steps = ratings.index(moved) - ratings.index(calculated)
    if abs(steps) > 1:
        return Misuse(
            name,
            f"standard {name} is {calculated.name} by its key questions: discretion moves it by "
            f"one band, and {moved.name} is {abs(steps)} away",
        )
    boundary = standard_boundary(result.framework, standard)
    if any(opening.to == moved for opening in boundary.openings):
        return None
    limiting = [each for each in boundary.questions if each.result.limiting]
    return Misuse(name, _not_near(name, moved.name, limiting, up=steps > 0), excusable=True)


def _not_near(name: str, moved: str, limiting: list[QuestionBoundary], *, up: bool) -> str:
    """Say how far the questions that would have to be near an edge are from it."""
    figures = []
    for question in limiting:
        result = question.result
        if result.percent is None and result.rating is not None:
            figures.append(f"{result.question.id} is judged {result.rating.name}, not from cases")
        edge = question.up if up else question.down
        if edge is None or edge.near:
            continue
        cases = "" if edge.cases is None else f" and {plural(edge.cases, 'case')}"
        figures.append(
            f"{question.result.question.id} is at {question.result.percent}%, "
            f"{points(edge.tenths)}{cases} from the edge at {edge.threshold}%"
        )
    return f"discretion to {moved} is not open on standard {name}: {listed(figures)}"
