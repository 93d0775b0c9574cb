"""What a half-finished audit lacks, and what its overall rating can still become."""

from collections.abc import Iterator
from typing import Any

from yotrate.framework.model import names_of
from yotrate.questions.partial import Partial, partial
from yotrate.rating.results import Result
from yotrate.report import words as say
from yotrate.report.view import Block, Line, Space, Words, rating, strong, words
from yotrate.service.model import IF_NOT_RATED
from yotrate.text import listed, plural

_MOST_CASES = 5


def with_what_is_missing(data: dict[str, Any], result: Result) -> dict[str, Any]:
    """Add to an entry what is missing, and the range that the overall rating can take."""
    found = partial(result)
    data["overall"]["range"] = {
        "from": found.lowest.to_dict(),
        "to": found.highest.to_dict(),
    }
    data["overall"]["withheld"] = found.withheld
    data["never_applied"] = list(found.never_applied)
    data["missing"] = {
        "judgements": list(found.judgements),
        "domains": list(found.domains),
        "answers": {name: list(cases) for name, cases in found.answers.items()},
    }
    return data


def what_is_missing(result: Result) -> Iterator[Block]:
    """Return what a half-finished audit lacks, and what it can still become."""
    found = partial(result)
    has_overall = result.framework.has_overall
    if found.complete:
        yield Line(words("Nothing is missing."))
    elif has_overall and found.withheld != "certainly":
        yield Line(_range(found))
    if has_overall and found.withheld != "never":
        yield from _no_rating(found)
    if found.complete:
        return
    yield Space()
    yield Line(words(strong("Missing:")))
    if found.judgements:
        yield _item(f"judgements of {listed(list(found.judgements))}")
    if found.domains:
        samples = found.result.framework.samples
        names = names_of(each for each in samples if each.id in found.domains)
        yield _item(f"cases of {names}")
    for name, cases in found.answers.items():
        more = f" and {len(cases) - _MOST_CASES:,} more" if len(cases) > _MOST_CASES else ""
        who = ", ".join(cases[:_MOST_CASES])
        yield _item(f"{name}: {plural(len(cases), 'answer')} ({who}{more})")


def _no_rating(found: Partial) -> Iterator[Line]:
    """Say that there may be, or cannot be, an overall rating in the end, and why."""
    if found.withheld == "possibly":
        text = "There may be no overall rating, if no key question of a standard applies."
        yield Line(words(text))
    elif found.never_applied:
        never = listed(list(found.never_applied))
        text = f"No overall rating is possible: no key question of {never} applied to any case"
        yield Line(words(f"{text}{IF_NOT_RATED}."))
    else:
        yield Line(words("No overall rating is possible."))


def _range(found: Partial) -> Words:
    ratings, lowest, highest = found.result.framework.ratings, found.lowest, found.highest
    if lowest.band == highest.band:
        return words(
            "Whatever is still missing, it will be ",
            rating(ratings, lowest.band),
            f", with {say.span(lowest.score or 0, highest.score or 0)} points.",
        )
    return words(
        "It can still become ",
        rating(ratings, lowest.band),
        f" ({lowest.score}) to ",
        rating(ratings, highest.band),
        f" ({highest.score} of {plural(found.result.maximum, 'point')}).",
    )


def _item(text: str) -> Line:
    return Line(words(text), "item", indent=2)
