"""What several reports say in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yotrate.framework.rules import Scale, whole_percent
from yotrate.rating.outcomes import AppliedToNoCase
from yotrate.report.view import Span, rating
from yotrate.text import listed, plural, points, prose, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yotrate.framework.model import DiscretionRule, Framework, SamplingRule
    from yotrate.questions.boundary import Boundaries, Reach
    from yotrate.questions.openings import CaseAnswers, Opening, Reason, StandardBoundary
    from yotrate.rating.outcomes import QuestionResult
    from yotrate.rating.overall import Overall
    from yotrate.rating.results import DomainResult, Move, Result, StandardResult
    from yotrate.service.model import Condition, Reader

NEAR: dict[Condition, str] = {
    "within_points": "distance",
    "within_cases": "cases",
    "sample_up_to": "small sample",
}
"""The conditions under which a key question is near a grade boundary."""
LIMITING = "▸ in the lowest band of its standard, whose rating it sets"
_DETAILS = {"inspection": "Inspection", "fieldwork": "Fieldwork", "published_on": "Published"}


def titled(framework: Framework) -> str:
    """Return a framework's title and edition."""
    edition = f", {framework.edition} edition" if framework.edition else ""
    return f"{framework.title}{edition}"


def provisional(framework: Framework) -> str:
    """Return why a framework is not to be relied on yet, as a sentence; nothing of others."""
    if framework.provisional is None:
        return ""
    return f"{framework.id} is provisional: {prose(framework.provisional)}"


def when(framework: Framework) -> str:
    """Return when the rules of a framework were in force; nothing where it does not say."""
    first, last = framework.first, framework.last
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else ""


def details(given: Mapping[str, str]) -> str:
    """Return what a service file tells of the inspection, as one line; nothing without any."""
    known = (f"{name}: {prose(given[key])}" for key, name in _DETAILS.items() if key in given)
    return " · ".join(known)


def note(given: Mapping[str, str]) -> str:
    """Return the note of a service file as one line; nothing without one."""
    return prose(given.get("note", ""))


_ANSWERED: dict[Reader | None, str] = {
    "service": "Self-audit",
    "inspectorate": "Inspection: working paper",
    "report": "Worked out again from the published report",
    None: "Who read the cases is not stated",
}


def answered_by(reader: Reader | None, framework: Framework) -> str:
    """Return who read the cases, and that what comes of it is not itself a rating."""
    publisher = f" by {prose(framework.publisher)}" if framework.publisher else ""
    return f"{_ANSWERED[reader]}, not itself a rating{publisher}"


def guesses(number: int) -> str:
    """Return how much of what was guessed of tables nobody looked at yet; nothing for none."""
    if not number:
        return ""
    are = (
        "1 guess about its tables is" if number == 1 else f"{number:,} guesses about its tables are"
    )
    return f"{are} still to be looked at, so that it is not sure what was read."


def fraction(question: QuestionResult) -> str:
    """Return yes of applicable cases, such as 20/31; nothing where they are not counted."""
    count = question.count
    return "" if count is None else f"{count.yes}/{count.applicable}"


def percent(question: QuestionResult) -> str:
    """Return a percentage, or n/a where the question applied to no case."""
    if question.percent is None:
        return "n/a" if isinstance(question.outcome, AppliedToNoCase) else ""
    return f"{question.percent}%"


def moved(standard: StandardResult) -> tuple[str | Span, ...]:
    """Return the end of a sentence on a standard that discretion moved: from what, and why."""
    reason = standard.discretion.reason if standard.discretion else ""
    ratings = standard.ratings
    calculated = standard.calculated_band
    return (
        rating(ratings, calculated),
        f" by its key questions and was moved by professional discretion: {prose(reason)}",
    )


def evidence_of(domain: DomainResult) -> str:
    """Return what a domain was rated from, in words."""
    own = [each for each in domain.standards if each.standard.sample and each.evidence]
    if domain.evidence is None and own:
        return "own samples"
    if domain.cases is not None:
        return plural(domain.cases, "case")
    if domain.evidence is not None:
        return "as printed"
    if all(standard.not_rated is not None for standard in domain.standards):
        return "not rated"
    if all(standard.band is None for standard in domain.standards):
        return "left out"
    return "rated by judgement"


def own_sample(standard: StandardResult) -> str:
    """Return what a standard with a sample of its own was rated from; nothing of others."""
    if standard.standard.sample is None or standard.evidence is None:
        return ""
    if standard.own_cases is None:
        return " · as printed"
    return f" · {plural(standard.own_cases, 'case')}"


def withheld(result: Result) -> str:
    """Return a sentence on why there is no overall rating."""
    return f"Overall: withheld, {for_want(result)}."


def for_want(result: Result) -> str:
    """Return for want of which ratings the overall rating is withheld."""
    missing = [each.id for each in result.standards if each.band is None and each.takes_part]
    if not missing:
        return "as nothing that counts towards it was rated"
    many = "which count" if len(missing) > 1 else "which counts"
    return f"for want of a rating of {listed(missing)}, {many} towards it"


def without_rating(standard: StandardResult) -> str:
    """Return why a standard has no rating, as a sentence; nothing where it has one."""
    if standard.not_rated is not None:
        return f"Not rated: {prose(standard.not_rated)}"
    if standard.applied_to_no_case:
        return "Cannot be rated: none of its key questions applied to any case."
    return ""


def opening(result: Result, found: Opening) -> tuple[str | Span, ...]:
    """Return to which rating discretion is open; of a self-audit only that its edge is near."""
    to = rating(result.framework.ratings, found.band, "strong")
    if result.service.answered_by == "service":
        return "near the edge of ", to
    return "discretion is open to ", to


def discretion_is_open(result: Result) -> str:
    """Return what is said of the standards whose rating is near an edge."""
    if result.service.answered_by == "service":
        return "Near an edge"
    return "Discretion is open"


def reasons(found: Opening) -> str:
    """Return why discretion is open, as a list of the key questions that open it."""
    return listed([because(each) for each in found.because])


def because(reason: Reason) -> str:
    """Return under which conditions a key question opens discretion."""
    question, edge, near = reason.question, reason.edge, reason.near
    count = question.count
    if not question.limiting and count is not None:
        yes, of = count.yes - 1, count.applicable
        return f"one case would lower {question.id} from {count.yes}/{of} to {yes}/{of}, " + (
            f"{whole_percent(yes, of)}%"
        )
    conditions = listed([word for name, word in NEAR.items() if name in near])
    cases = "" if edge.cases is None else f", {plural(edge.cases, 'case')}"
    return f"{question.id} is near it by {conditions} ({points(edge.tenths)}{cases})"


_COULD = {"down": "could lower it", "up": "could raise it"}


def deciding(found: Opening) -> Iterator[str]:
    """Return the deciding cases of an opening, those with the same answers together."""
    for answers, cases in _together(found.cases):
        yield f"{answers}, any one of which {_COULD[found.direction]}: {cases}"


def read_again(found: StandardBoundary) -> Iterator[str]:
    """Return the cases whose n/a would change the rating, those with the same answers together."""
    for answers, cases in _together(found.read_again):
        yield f"{answers}, worth reading again, as the rating could change if it applied: {cases}"


def _together(cases: Sequence[CaseAnswers]) -> Iterator[tuple[str, str]]:
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for each in cases:
        groups.setdefault(each.answers, []).append(each.case)
    for answers, names in groups.items():
        ids = listed([name for name, _ in answers])
        yield f"{ids} answered {answers[0][1]}", ", ".join(names)


def cannot_tell(found: StandardBoundary) -> str:
    """Return in which directions it cannot be told whether discretion is open; or nothing."""
    band, ratings = found.result.calculated_band, found.result.ratings
    if band is None or not found.unknown:
        return ""
    to = [
        visible(ratings[band + (1 if direction == "up" else -1)].name)
        for direction in found.unknown
    ]
    return f"whether discretion is open to {listed(to, 'or')} can't be told without counts of cases"


def effect(result: Result, move: Move) -> tuple[str | Span, ...]:
    """Return what one use of discretion does to the overall rating; nothing where none is known."""
    if move.without.band is None or move.alone.band is None:
        return ()

    def rated(overall: Overall) -> tuple[str | Span, ...]:
        name = rating(result.framework.ratings, overall.band)
        return name, f" ({overall.score} of {result.maximum})"

    decides = ": it decides" if move.decides else ""
    return (
        f"Without the move of {move.standard.id} the overall rating would "
        f"{'' if move.decides else 'still '}have been ",
        *rated(move.without),
        f"{decides}; with it alone ",
        *rated(move.alone),
        ".",
    )


def next_ratings(found: Boundaries) -> str:
    """Return how far the overall score is from the ratings below and above its own."""
    ways = [
        f"{plural(each.points, 'point')} {word} {visible(each.rating.name)}"
        for word, each in (("above", found.below), ("below", found.above))
        if each is not None
    ]
    return listed(ways)


def moves(reach: Reach) -> str:
    """Return what a rating in reach takes."""
    if not reach.fewest_moves:
        further = "" if reach.from_score == reach.to_score else ", and others with moves"
        return f"as calculated{further}"
    return f"with {plural(reach.fewest_moves, 'move')} on {listed(list(reach.choices), 'or')}"


def span(first: int | str, last: int | str) -> str:
    """Return a range in words: 7 to 18, or the one number there is in it."""
    return f"{first}" if str(first) == str(last) else f"{first} to {last}"


def percentages_of_bands(framework: Framework) -> list[str]:
    """Return each band of percentages, worst first.

    Between exact percentages there is no last one below the next.
    """
    first = framework.percent_thresholds
    if not first:
        return []
    last = [f"{high - 1}" if framework.rounded else f"under {high}" for high in first[1:]]
    return [span(low, high) for low, high in zip(first, [*last, "100"], strict=True)]


def scores_of_bands(scale: Scale) -> list[str]:
    """Return each band of overall scores in points, worst first."""
    if not scale.thresholds:
        return []
    following = [*scale.thresholds[1:], scale.maximum + 1]
    return [
        span(low, high - 1) if low < high else "none"
        for low, high in zip(scale.thresholds, following, strict=True)
    ]


def rounding(framework: Framework) -> str:
    """Return a sentence on how percentages are rounded."""
    rounded = "rounded to whole ones, half up, and then banded"
    return f"Percentages are {rounded if framework.rounded else 'banded as they are'}."


def discretion(rule: DiscretionRule | None) -> str:
    """Return a sentence on when professional discretion may move a standard."""
    if rule is None:
        return "There is no professional discretion."
    return (
        "Professional discretion moves a case-based standard by one band, "
        f"where its lowest key question is within {plural(rule.within_points, 'percentage point')} "
        f"of the edge, {one_case(rule)}"
        f"or it rests on {plural(rule.sample_up_to, 'case')} or fewer."
    )


def one_case(rule: DiscretionRule) -> str:
    """Return the condition by cases, as part of a list; nothing where there is none."""
    return "or one case judged differently would change its rating, " if rule.within_cases else ""


def sampling(rule: SamplingRule) -> str:
    """Return a sentence on how samples are sized."""
    return (
        f"Samples are sized for {rule.confidence}% confidence and a margin of "
        f"error of {plural(rule.margin, 'percentage point')}."
    )
