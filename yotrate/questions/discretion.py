"""Whether professional discretion was used where the framework permits it (2018, step 7)."""

from dataclasses import dataclass

from yotrate.questions.boundary import QuestionBoundary, standard_boundary
from yotrate.rating.results import Judged, Result, StandardResult
from yotrate.text import listed, plural, points


@dataclass(frozen=True, slots=True)
class Misuse:
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
    if standard.calculated_band is None or standard.band is None or not calculated or not moved:
        return None
    name = standard.id
    if result.framework.discretion is None:
        return Misuse(name, f"{result.framework.id} knows no professional discretion")
    steps = standard.band - standard.calculated_band
    if not steps:
        return Misuse(name, f"standard {name} is {calculated.name} by its key questions anyway")
    if abs(steps) > 1:
        return Misuse(
            name,
            f"standard {name} is {calculated.name} by its key questions: discretion moves it by "
            f"one band, and {moved.name} is {abs(steps)} away",
        )
    boundary = standard_boundary(result.framework, standard)
    if any(opening.band == standard.band for opening in boundary.openings):
        return None
    limiting = [each for each in boundary.questions if each.result.limiting]
    return Misuse(name, _not_near(name, moved.name, limiting, up=steps > 0), excusable=True)


def _not_near(name: str, moved: str, limiting: list[QuestionBoundary], *, up: bool) -> str:
    """Say how far the questions that would have to be near an edge are from it."""
    figures = []
    for question in limiting:
        result = question.result
        if isinstance(result.outcome, Judged) and result.rating is not None:
            figures.append(f"{result.id} is judged {result.rating.name}, not from cases")
        edge = question.up if up else question.down
        if edge is None or edge.near:
            continue
        cases = "" if edge.cases is None else f" and {plural(edge.cases, 'case')}"
        figures.append(
            f"{result.id} is at {result.percent}%, "
            f"{points(edge.tenths)}{cases} from the edge at {edge.threshold}%"
        )
    return f"discretion to {moved} is not open on standard {name}: {listed(figures)}"
