"""Change or chance, in sentences: what is counted, and the cases whose answers changed."""

from collections.abc import Iterator, Sequence

from yotrate.questions.chance import LEVEL, Chances
from yotrate.questions.compare import Comparison, QuestionChange, StandardChange, direction
from yotrate.report.changes import Change
from yotrate.report.view import Block, Column, Line, Listing, Space, strong, words
from yotrate.text import plural

_SURE = 0.975
"""From which chance on a standard is counted as better, or as worse: 5 in 100 both ways."""


def change_or_chance(found: Comparison) -> Iterator[Line]:
    """Return what moved further than sampling explains, and how much else moved."""
    judged = [each for each in found.standards if each.after.standard.basis != "cases"]
    if judged:
        yield _tally("Standards rated by judgement", judged)
    from_cases = [each for each in found.standards if each.after.standard.basis == "cases"]
    if from_cases:
        yield from _standards(from_cases)
    questions = [each for each in found.questions if each.known]
    told = [each for each in questions if each.beyond_sampling is not None]
    if told:
        yield _questions(told)
    rest = [each for each in questions if each.beyond_sampling is None]
    if rest:
        what = "Other key questions" if told else "Key questions"
        yield _tally(what, rest, "; without counts it cannot be told what sampling explains")
    yield from _overall(found)


def _standards(changes: Sequence[StandardChange]) -> Iterator[Line]:
    drawn = [(each, each.chances) for each in changes if each.chances is not None]
    if not drawn:
        reason = "; without cases it cannot be told what sampling explains"
        yield _tally("Standards rated from cases", changes, reason)
        return
    up = [each for each, chance in drawn if chance.better >= _SURE]
    down = [each for each, chance in drawn if chance.worse >= _SURE]
    moved = sum(bool(each.bands) for each in changes if each not in up and each not in down)
    yield Line(
        words(
            strong("Standards rated from cases: "),
            f"{len(up)} better and {len(down)} worse beyond doubt "
            f"({100 * _SURE:g} in 100 or more); "
            f"{plural(moved, 'other has another rating', 'others have another rating')}, which "
            "chance could give",
        )
    )
    listed = ", ".join(f"{each.after.id} {_percent(chance.better)}" for each, chance in drawn)
    yield Line(words(strong("Chance that the later is better: "), listed))


def _questions(told: Sequence[QuestionChange]) -> Line:
    beyond = [each for each in told if each.beyond_sampling]
    up = sum((each.percent or 0) > 0 for each in beyond)
    moved = sum(bool(each.percent) for each in told if not each.beyond_sampling)
    by_chance = round(len(told) * (100 - LEVEL) / 100)
    about = f"about {by_chance}" if by_chance else "hardly any"
    return Line(
        words(
            strong("Key questions: "),
            f"{up} up and {len(beyond) - up} down further than sampling explains; "
            f"{plural(moved, 'other moved', 'others moved')}. Of {len(told)}, {about} would be "
            "marked if nothing had changed",
        )
    )


def _overall(found: Comparison) -> Iterator[Line]:
    chance: Chances | None = found.overall.chances
    if chance is not None:
        yield Line(
            words(
                strong("Overall, as calculated: "),
                f"better with a chance of {_percent(chance.better)}, the same "
                f"{_percent(chance.same)}, worse {_percent(chance.worse)}",
            )
        )


def _percent(chance: float) -> str:
    """Return a chance in per cent; never as if it were certain."""
    whole = int(100 * chance + 0.5)
    if whole in {0, 100} and 0 < chance < 1:
        return "<1%" if whole == 0 else ">99%"
    return f"{whole}%"


def _tally(word: str, changes: Sequence[Change], more: str = "") -> Line:
    ways = [direction(each) for each in changes]
    known = [way for way in ways if way is not None]
    numbers = {
        "up": sum(way > 0 for way in known),
        "down": sum(way < 0 for way in known),
        "unchanged": known.count(0),
        "cannot be told": ways.count(None),
    }
    counted = ", ".join(f"{number} {name}" for name, number in numbers.items() if number)
    return Line(words(strong(f"{word}: "), f"{counted}{more}"))


def changed_cases(found: Comparison) -> Iterator[Block]:
    """Return the cases whose answers changed, also where they cancel out."""
    yield Space()
    changed = [each for each in found.questions if each.cases]
    if not changed:
        yield Line(words("No case that was read on both sides has another answer."))
        return
    yield Line(words(strong("Cases whose answers changed")))
    yield Listing(
        (Column("Key question"), Column("Cases", flexible=True)),
        tuple(
            (
                words(each.after.id),
                words(
                    ", ".join(
                        f"{case.case} {case.before or 'blank'} → {case.after or 'blank'}"
                        for case in each.cases
                    )
                ),
            )
            for each in changed
        ),
    )
