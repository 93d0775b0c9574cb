"""A comparison for people: before and after side by side, with an arrow for every change."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from yotrate.framework.model import Rating
from yotrate.questions.compare import (
    Changed,
    Comparison,
    QuestionChange,
    StandardChange,
    direction,
)
from yotrate.rating.engine import DomainResult, QuestionResult, Result, StandardResult
from yotrate.report.drawing import Drawing
from yotrate.report.table import heading, label, without_discretion
from yotrate.report.words import evidence_of, for_want
from yotrate.text import listed, plural, visible

Change = QuestionChange | StandardChange

_ID = 6
_INDENT = _ID + 1
_NARROWEST_LABEL = 16
_BASIS = {"cases": "from cases", "judgement": "by judgement"}


def show_comparison(found: Comparison, console: Console, *, by_size: bool = False) -> None:
    """Print two results side by side: domain by domain, or in two lists in the order given."""
    drawing = _Drawing(found, console)
    show = drawing.show
    show(*_headings(found, drawing))
    if by_size:
        show(*_section("Standards, largest change first", drawing))
        show(*(line for each in found.standards for line in drawing.standard(each)))
        show(*_section("Key questions, largest change first", drawing))
        show(*drawing.questions(found.questions))
    else:
        for domain in found.after.domains:
            show(*_domain(found, domain, drawing))
    show(*_legend(found, drawing))
    show(*_changed(found, drawing))
    show(Text(), *_overall(found, drawing), *_tallies(found))
    show(*_notes(found, drawing))


class _Widths(NamedTuple):
    """The widths of the columns that stand right of the titles, in characters.

    `standards` and `questions` are those of the figures before and after.
    """

    standards: tuple[int, int]
    questions: tuple[int, int]
    change: int
    bands: int
    ratings: int


class _Drawing:
    """Draws both sides of a change: each in the colours of its own framework."""

    def __init__(self, found: Comparison, console: Console) -> None:
        self.before = Drawing(console, found.before.framework)
        self.after = Drawing(console, found.after.framework)
        self.show = self.after.show
        self.glyphs = self.after.glyphs
        self._same_ratings = found.same_ratings
        self._widths = self._fit(found)
        columns = self._columns(self._widths.questions, wide=True)
        room = self.after.width - sum(columns) - len(columns) - _INDENT
        self._wide = room >= _NARROWEST_LABEL

    def _fit(self, found: Comparison) -> _Widths:
        changes: list[Change] = [*found.standards, *found.questions]

        def widest(of: Callable[[Change], Text]) -> int:
            return max((of(each).cell_len for each in changes), default=1)

        return _Widths(
            standards=_widest_figures(found.standards),
            questions=_widest_figures(found.questions),
            change=widest(lambda each: self.change(_in_figures(each))),
            bands=widest(lambda each: self.change(each.bands)),
            ratings=widest(self._ratings_of),
        )

    def _columns(self, figures: tuple[int, int], *, wide: bool) -> list[int]:
        widths = self._widths
        both = sum(figures) + len(self.glyphs.to) + 2
        return [both, widths.change, widths.bands, *([widths.ratings] if wide else [])]

    def change(self, step: int | None) -> Text:
        """Return a change as an arrow and its size; nothing where there is none to tell."""
        if step is None:
            return Text()
        if not step:
            return Text("=", style="dim")
        arrow, style = (self.glyphs.up, "green") if step > 0 else (self.glyphs.down, "red")
        return Text(f"{arrow}{abs(step)}", style=style)

    def ratings(self, was: Rating | None, now: Rating | None, style: str = "") -> Text:
        """Return both ratings, or the one that there is on both sides."""
        before, after = self.before.rating(was, style), self.after.rating(now, style)
        same = before.plain.casefold() == after.plain.casefold()
        if same and (self._same_ratings or now is None):
            return after
        return Text.assemble(before, f" {self.glyphs.to} ", after)

    def _ratings_of(self, change: Change) -> Text:
        was, now = change.before.rating, change.after.rating
        if isinstance(change, StandardChange):
            return self.ratings(was, now, "bold")
        return Text() if was is now is None else self.ratings(was, now)

    def _cells(self, change: Change, widths: tuple[int, int]) -> list[Text]:
        """Return the figures of a change, the change in them and in bands, and the ratings."""
        was, now = _figures(change)
        both = f"{was:>{widths[0]}} {self.glyphs.to} {now:>{widths[1]}}"
        figures, bands = self.change(_in_figures(change)), self.change(change.bands)
        figures.justify = "right"
        cells = [Text(both if was or now else ""), figures, bands]
        return [*cells, self._ratings_of(change)] if self._wide else cells

    def _below(self, change: Change) -> Iterator[RenderableType]:
        """Return the ratings on a line of their own, where the table is too narrow for them."""
        ratings = self._ratings_of(change)
        if ratings and not self._wide:
            yield Padding(ratings, (0, 0, 0, _INDENT))

    def standard(self, change: StandardChange) -> Iterator[RenderableType]:
        """Return a standard's line."""
        figures = self._widths.standards
        columns = self._columns(figures, wide=self._wide)
        yield self.after.row(_title(change.after), *self._cells(change, figures), widths=columns)
        yield from self._below(change)

    def questions(self, changes: Sequence[QuestionChange]) -> Iterator[RenderableType]:
        """Return the lines of key questions, of those of which something is known."""
        figures = self._widths.questions
        for change in changes:
            if not change.known:
                continue
            grid = Table.grid(padding=(0, 1), expand=True)
            grid.add_column(no_wrap=True, min_width=_ID)
            grid.add_column(ratio=1)
            for width in self._columns(figures, wide=self._wide):
                grid.add_column(width=width, no_wrap=True)
            name = Text(f" {change.after.question.id}")
            grid.add_row(name, label(change.after), *self._cells(change, figures))
            yield grid
            yield from self._below(change)


def _title(standard: StandardResult) -> Text:
    return Text(f"{standard.standard.id} {visible(standard.standard.title)}", style="bold")


def _in_figures(change: Change) -> int | None:
    return change.percent if isinstance(change, QuestionChange) else change.score


def _figures(change: Change) -> tuple[str, str]:
    """Return what stands on both sides: percentages, or a standard's points."""
    if isinstance(change, StandardChange):
        was, now = (
            "" if each.points is None else f"{each.points}"
            for each in (change.before, change.after)
        )
    else:
        was, now = _percent(change.before), _percent(change.after)
    return (was or "-", now or "-") if was or now else ("", "")


def _widest_figures(changes: Sequence[Change]) -> tuple[int, int]:
    figures = [_figures(each) for each in changes]
    was, now = (max((len(each[side]) for each in figures), default=0) for side in (0, 1))
    return was, now


def _percent(question: QuestionResult) -> str:
    if question.percent is None:
        return "" if question.count is None else "n/a"
    return f"{question.percent}%"


def _headings(found: Comparison, drawing: _Drawing) -> Iterator[Text]:
    for word, result in (("Before", found.before), ("After", found.after)):
        name, *rest = heading(result, drawing.after)
        yield Text.assemble((f"{word}: ", "dim"), name)
        for line in rest:
            line.pad_left(2)
            yield line


def _section(title: str, drawing: _Drawing, more: str = "") -> Iterator[Text]:
    yield Text()
    yield Text(title, style="bold").append(more, "not bold dim")
    yield drawing.after.rule()


def _domain(found: Comparison, domain: DomainResult, drawing: _Drawing) -> Iterator[RenderableType]:
    standards = {each.after.standard.id: each for each in found.standards}
    lines: list[RenderableType] = []
    for standard in domain.standards:
        name = standard.standard.id
        questions = [each for each in found.questions if each.standard == name]
        if name in standards:
            lines.extend(drawing.standard(standards[name]))
        elif any(each.known for each in questions):
            lines.append(_title(standard).append(" (not compared)", "not bold dim"))
        lines.extend(drawing.questions(questions))
    if lines:
        title = f"{domain.domain.id} {visible(domain.domain.title)}"
        evidence = f" {drawing.glyphs.dot} {_evidence(found, domain)}"
        yield from _section(title, drawing, evidence)
        yield from lines


def _evidence(found: Comparison, domain: DomainResult) -> str:
    now = evidence_of(domain)
    before = {each.domain.id: evidence_of(each) for each in found.before.domains}
    was = before.get(domain.domain.id)
    return now if was in (now, None) else f"{was} before, {now} after"


def _legend(found: Comparison, drawing: _Drawing) -> Iterator[Text]:
    if not found.standards and not found.questions:
        return
    glyphs = drawing.glyphs
    yield Text()
    yield Text(
        f"before {glyphs.to} after, in per cent of a key question and points of a standard; then "
        f"the change in these, and in bands: {glyphs.up} up, {glyphs.down} down, = unchanged",
        style="dim",
    )


def _changed(found: Comparison, drawing: _Drawing) -> Iterator[RenderableType]:
    if not found.changed:
        return
    yield from _section("Changed between the frameworks, so not compared", drawing)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for each in found.changed:
        grid.add_row(*_difference(each, drawing))
    yield grid


def _difference(changed: Changed, drawing: _Drawing) -> tuple[Text, Text]:
    """Return the id of what changed, and in words how."""
    sides = [
        (side, of)
        for side, of in ((changed.before, drawing.before), (changed.after, drawing.after))
        if side is not None
    ]
    other = "" if None in (changed.before, changed.after) else "other "
    ways = other + listed(list(changed.ways))
    described = Text(f" {drawing.glyphs.to} ").join(_described(*each) for each in sides)
    is_standard = changed.kind == "standard"
    name = Text(changed.id, style="bold") if is_standard else Text(f" {changed.id}")
    return name, Text(f"{ways}: ").append(described)


def _described(result: StandardResult | QuestionResult, drawing: Drawing) -> Text:
    part = result.standard if isinstance(result, StandardResult) else result.question
    text = Text(f"{visible(part.title)}, {_BASIS[part.basis]}")
    if isinstance(result, QuestionResult) and result.percent is not None:
        text.append(f", {result.percent}%")
    if result.rating is not None:
        text.append(", ").append(drawing.rating(result.rating))
    return text


def _overall(found: Comparison, drawing: _Drawing) -> Iterator[Text]:
    before, after = found.before, found.after
    line = Text.assemble(
        ("Overall: ", "bold"), drawing.ratings(before.overall.rating, after.overall.rating, "bold")
    )
    if found.overall.bands is not None:
        line.append(" ").append(_counted(found.overall.bands, "band", drawing))
    yield line
    yield _scores(found, drawing)
    for word, result in (("before", before), ("after", after)):
        if result.overall.rating is None:
            yield Text(f"The overall rating is withheld {word}, {for_want(result)}.")


def _scores(found: Comparison, drawing: _Drawing) -> Text:
    before, after = found.before, found.after
    was, now = (
        "none" if each.overall.score is None else f"{each.overall.score}"
        for each in (before, after)
    )
    line = Text.assemble(("Score: ", "bold"))
    if before.maximum != after.maximum:
        return line.append(
            f"{was} of {plural(before.maximum, 'point')} before, {now} of {after.maximum} after; "
            "not compared, as the highest scores differ"
        )
    line.append(f"{was} {drawing.glyphs.to} {now} of {plural(after.maximum, 'point')}")
    if found.overall.score is not None:
        line.append(" ").append(_counted(found.overall.score, "point", drawing))
    return line


def _counted(step: int, word: str, drawing: _Drawing) -> Text:
    """Return a change with its unit; in words where there is none."""
    if not step:
        return Text("(unchanged)", style="dim")
    change = drawing.change(step)
    unit = plural(abs(step), word).removeprefix(f"{abs(step):,}")
    return Text.assemble("(", change, f"{unit})")


def _tallies(found: Comparison) -> Iterator[Text]:
    questions = [each for each in found.questions if each.known]
    if found.standards:
        yield _tally("Standards", found.standards)
    if questions:
        yield _tally("Key questions", questions)


def _tally(word: str, changes: Sequence[Change]) -> Text:
    ways = [direction(each) for each in changes]
    known = [way for way in ways if way is not None]
    numbers = {
        "up": sum(way > 0 for way in known),
        "down": sum(way < 0 for way in known),
        "unchanged": known.count(0),
        "cannot be told": ways.count(None),
    }
    counted = ", ".join(f"{number} {name}" for name, number in numbers.items() if number)
    return Text.assemble((f"{word}: ", "bold"), counted)


def _notes(found: Comparison, drawing: _Drawing) -> Iterator[Text]:
    if not found.same_ratings:
        before, after = (_rating_names(each) for each in (found.before, found.after))
        yield Text(
            "The ratings cannot be compared, as the frameworks name them differently: "
            f"{before} before, {after} after."
        )
    elif not found.same_bands:
        yield Text(
            "The bands of the two frameworks begin at different figures, so a rating may change "
            "where its figure does not."
        )
    sides = (("Before", found.before, drawing.before), ("After", found.after, drawing.after))
    for word, result, of in sides:
        for standard in result.standards:
            if standard.discretion is not None:
                yield Text.assemble(
                    f"{word}: {standard.standard.id} was moved by professional discretion from ",
                    of.rating(standard.calculated),
                    " to ",
                    of.rating(standard.rating),
                    ".",
                )
        for line in without_discretion(result, of):
            yield Text(f"{word}: ").append(line)


def _rating_names(result: Result) -> str:
    return listed([visible(rating.name) for rating in result.framework.ratings])
