"""Targets for people: the answers that a rating would take, question by question."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from yotrate.questions.target import Change, Lift, Target, Targets
from yotrate.report.drawing import Drawing
from yotrate.text import listed, plural, visible


def show_targets(found: Targets, console: Console) -> None:
    """Print what each target would take."""
    drawing = Drawing(console, found.result.framework)
    drawing.show(Text(visible(found.result.service.name), style="bold"), _present(found, drawing))
    if not found.targets:
        drawing.show(Text("That is the best rating there is."))
    for target in found.targets:
        drawing.show(Text(), *_target(found, target, drawing))


def _present(found: Targets, drawing: Drawing) -> Text:
    rating = drawing.rating(found.present, "bold")
    if found.standard is not None:
        title = f"{found.standard.standard.id} {visible(found.standard.standard.title)}"
        return Text.assemble(f"{title}, as calculated: ", rating)
    score = f", {found.result.overall.score} of {plural(found.result.maximum, 'point')}"
    return Text.assemble("Overall: ", rating, score)


def _target(found: Targets, target: Target, drawing: Drawing) -> Iterator[RenderableType]:
    rating = drawing.rating(target.rating, "bold")
    if target.rating.points <= found.present.points:
        same = target.rating == found.present
        yield Text.assemble(rating, " is what it is already." if same else " is less than it is.")
        return
    if target.without_discretion:
        moved = [each.standard.id for each in found.result.standards if each.discretion]
        score = found.result.calculated.score
        yield Text.assemble(
            rating,
            f" would be reached already without discretion on {listed(moved)} "
            f"({score} of {plural(found.result.maximum, 'point')}).",
        )
    if target.plan is None:
        yield Text.assemble(rating, " is out of reach of cases alone: ", _most(found, drawing))
        return
    answers = plural(target.plan.answers, "answer")
    total = plural(found.result.maximum, "point")
    then = "" if target.plan.score is None else f", and gives {target.plan.score} of {total}"
    yield Text.assemble(rating, f" takes {answers} from no to yes{then}.")
    for lift in target.plan.lifts:
        yield from _lift(lift, drawing)


def _most(found: Targets, drawing: Drawing) -> Text:
    """Return the most that cases alone can give, in words."""
    most = Text.assemble("the most they can give is ", drawing.rating(found.best))
    if found.maximum is not None:
        most.append(f", {found.maximum} of {plural(found.result.maximum, 'point')}")
    return most.append(".")


def _lift(lift: Lift, drawing: Drawing) -> Iterator[RenderableType]:
    to = f" {drawing.glyphs.to} "
    title = f"{lift.result.standard.id} {visible(lift.result.standard.title)}: "
    rating = drawing.rating(lift.result.rating)
    yield Padding(Text.assemble((title, "bold"), rating, to, drawing.rating(lift.to)), (0, 0, 0, 2))
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=3)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for _ in ("counts", "per cent", "answers"):
        grid.add_column(justify="right", no_wrap=True)
    for change in lift.changes:
        grid.add_row(Text(), *_change(change, drawing.glyphs.to))
    yield grid
    for change in lift.changes:
        if change.answered_no:
            who = ", ".join(visible(case) for case in change.answered_no)
            line = Text(f"{change.result.question.id} answered no: {who}", style="dim")
            yield Padding(line, (0, 0, 0, 4))


def _change(change: Change, arrow: str) -> list[Text]:
    before, after = change.before, change.after
    first, then = change.percents
    return [
        Text(change.result.question.id),
        Text(visible(change.result.question.title)),
        Text(f"{before.yes}/{before.applicable} {arrow} {after.yes}/{after.applicable}"),
        Text(f"{first}% {arrow} {then}%"),
        Text(plural(after.yes - before.yes, "answer")),
    ]
