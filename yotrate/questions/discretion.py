"""Whether professional discretion was used where the framework permits it (2018, step 7)."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from yotrate.questions.edges import QuestionBoundary
from yotrate.questions.openings import Opening, StandardBoundary, standard_boundary
from yotrate.rating.outcomes import Judged
from yotrate.rating.results import Result, StandardResult
from yotrate.text import listed, plural, points

Severity = Literal["breach", "excusable", "doubtful"]


class Misuse(NamedTuple):
    """A use of discretion that the framework does not permit, or may not.

    It is excusable where the panel went no further than one band, but the standard was not close
    enough to the edge for that; doubtful where it is no breach, but cannot be told for want of
    counts, or is for no panel to make. `key` is what of it in a service file is meant.
    """

    standard: str
    message: str
    severity: Severity = "breach"
    key: Literal["rating", "because"] = "rating"


def misused_discretion(result: Result) -> list[Misuse]:
    """Check every use of discretion against the framework's rules (2018 framework, step 7)."""
    return [
        misuse
        for standard in result.standards
        if standard.discretion
        for misuse in _misuses(result, standard)
    ]


def _misuses(result: Result, standard: StandardResult) -> Iterator[Misuse]:
    calculated, moved = standard.calculated, standard.rating
    if standard.calculated_band is None or standard.band is None or not calculated or not moved:
        return
    name = standard.id
    steps = standard.band - standard.calculated_band
    if result.framework.discretion is None:
        yield Misuse(name, f"{result.framework.id} knows no professional discretion")
    elif not steps:
        yield Misuse(name, f"standard {name} is {calculated.name} by its key questions anyway")
    elif abs(steps) > 1:
        yield Misuse(
            name,
            f"standard {name} is {calculated.name} by its key questions: discretion moves it by "
            f"one band, and {moved.name} is {abs(steps)} away",
        )
    else:
        found = standard_boundary(result.framework, standard)
        opening = next((each for each in found.openings if each.band == standard.band), None)
        yield from _one_band(found, opening, up=steps > 0)
        if opening is not None and result.service.answered_by == "service":
            message = f"discretion is for a ratings panel: the service read its own cases of {name}"
            yield Misuse(name, message, "doubtful")


def _one_band(found: StandardBoundary, opening: Opening | None, *, up: bool) -> Iterator[Misuse]:
    """Check a move by one band: whether it is open, and for the reason that it gives."""
    standard = found.result
    name, move, rating = standard.id, standard.discretion, standard.rating
    if move is None or rating is None:
        return
    cannot_tell = ("up" if up else "down") in found.unknown
    if opening is None:
        if cannot_tell:
            message = f"whether discretion to {rating.name} is open on standard {name} can't be"
            yield Misuse(name, f"{message} told without counts of its cases", "doubtful")
        else:
            limiting = [each for each in found.questions if each.result.limiting]
            message = _not_near(name, rating.name, limiting, up=up)
            yield Misuse(name, message, "excusable")
    elif move.because is not None and move.because not in opening.by:
        conditions = listed(list(opening.by))
        message = f"discretion to {rating.name} is open on standard {name} by {conditions}"
        if _known_by_cases(found):
            yield Misuse(name, f"{message}, not by {move.because}", "excusable", "because")
        else:
            message = f"{message}: whether by {move.because} too can't be told without counts"
            yield Misuse(name, message, "doubtful", "because")


def _known_by_cases(found: StandardBoundary) -> bool:
    return all(each.result.percent is None or each.result.count for each in found.questions)


def _not_near(name: str, moved: str, limiting: list[QuestionBoundary], *, up: bool) -> str:
    """Say how far the questions that would have to be near an edge are from it."""
    figures = []
    for question in limiting:
        result = question.result
        if isinstance(result.outcome, Judged) and result.rating is not None:
            figures.append(f"{result.id} is judged {result.rating.name}, not from cases")
        edge = question.up if up else question.down
        if edge is None or set(edge.near) - {"within_cases"}:
            continue
        cases = "" if edge.cases is None else f" and {plural(edge.cases, 'case')}"
        figures.append(
            f"{result.id} is at {result.percent}%, "
            f"{points(edge.tenths)}{cases} from the edge at {edge.threshold}%"
        )
    return f"discretion to {moved} is not open on standard {name}: {listed(figures)}"
