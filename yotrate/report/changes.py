"""The figures of changes: before and after side by side, and an arrow for each change."""

from collections.abc import Sequence

from yotrate.questions.compare import Comparison, QuestionChange, StandardChange
from yotrate.report import words as say
from yotrate.report.score import question_label
from yotrate.report.view import Ratings, Row, Span, Words, quiet, rating, strong, words
from yotrate.text import folded

Change = QuestionChange | StandardChange


class Figures:
    """The figures of changes, those before and those after each as wide as the widest."""

    def __init__(self, found: Comparison) -> None:
        self._same_ratings = found.same_ratings
        self._widths = {
            StandardChange: _widest(found.standards),
            QuestionChange: _widest(found.questions),
        }

    def standard(self, change: StandardChange, questions: tuple[Row, ...] = ()) -> Row:
        """Return a standard's row."""
        title = words(strong(f"{change.after.id} {change.after.title}"))
        return Row("standard", (title, *self._cells(change, change.score)), questions)

    def question(self, change: QuestionChange) -> Row:
        """Return a key question's row."""
        name = words(f" {change.after.id}")
        cells = self._cells(change, change.percent)
        return Row("question", (name, question_label(change.after), *cells))

    def _cells(self, change: Change, step: int | None) -> tuple[Words, ...]:
        """Return the figures of a change, the change in them and in bands, and the ratings."""
        (was, now), widths = _figures(change), self._widths[type(change)]
        both = f"{was:>{widths[0]}} → {now:>{widths[1]}}" if was or now else ""
        beyond = isinstance(change, QuestionChange) and change.beyond_sampling
        moved = words(*arrow(step), "*") if beyond else arrow(step)
        return words(both), moved, arrow(change.bands), self._ratings(change)

    def _ratings(self, change: Change) -> Words:
        before, after = change.before, change.after
        if isinstance(change, StandardChange):
            return both_ratings(
                (before.ratings, before.band),
                (after.ratings, after.band),
                same=self._same_ratings,
                important=True,
            )
        if before.band is after.band is None:
            return ()
        return both_ratings(
            (before.ratings, before.band), (after.ratings, after.band), same=self._same_ratings
        )


def both_ratings(
    was: tuple[Ratings, int | None],
    now: tuple[Ratings, int | None],
    *,
    same: bool,
    important: bool = False,
) -> Words:
    """Return both ratings, or the one that there is on both sides."""
    before, after = (rating(*each, "strong" if important else "") for each in (was, now))
    alike = folded(before.text) == folded(after.text)
    if alike and (same or now[1] is None):
        return words(after)
    return words(before, " → ", after)


def arrow(step: int | None) -> Words:
    """Return a change as an arrow and its size; nothing where there is none to tell."""
    if step is None:
        return ()
    if not step:
        return words(quiet("="))
    return words(Span(f"↑{step}", colour=_UP) if step > 0 else Span(f"↓{-step}", colour=_DOWN))


_DOWN, _UP = 0, 2
"""The colours of a fall and of a rise: those of the worst rating, and of a good one."""


def _figures(change: Change) -> tuple[str, str]:
    """Return what stands on both sides: percentages, or a standard's points."""
    if isinstance(change, StandardChange):
        was, now = (
            "" if each.points is None else f"{each.points}"
            for each in (change.before, change.after)
        )
    else:
        was, now = say.percent(change.before), say.percent(change.after)
    return (was or "-", now or "-") if was or now else ("", "")


def _widest(changes: Sequence[Change]) -> tuple[int, int]:
    figures = [_figures(each) for each in changes]
    was, now = (max((len(each[side]) for each in figures), default=0) for side in (0, 1))
    return was, now
