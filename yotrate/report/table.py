"""A service's ratings as tables for people, in the spirit of a report's annex."""

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from yotrate.audit import differences
from yotrate.engine import DomainResult, QuestionResult, Result, StandardResult
from yotrate.report.drawing import BAR, Drawing
from yotrate.text import plural, prose, visible


def show_score(result: Result, console: Console) -> None:
    """Print a service's ratings: a table for each domain, and the overall rating."""
    drawing = Drawing(console, result.framework)
    drawing.show(*_heading(result, drawing))
    moved = [standard for standard in result.standards if standard.discretion]
    for domain in result.domains:
        drawing.show(Text(), _domain_line(result, domain, drawing), drawing.rule())
        for standard in domain.standards:
            note = moved.index(standard) + 1 if standard in moved else None
            drawing.show(_standard_line(standard, note, drawing))
            if any(question.count is not None for question in standard.questions):
                drawing.show(_questions(standard.questions, drawing))
    drawing.show(Text(), *_overall(result, drawing))
    drawing.show(*_notes(result, moved, drawing))
    drawing.show(*_published(result))


def _heading(result: Result, drawing: Drawing) -> Iterator[RenderableType]:
    service, framework = result.service, result.framework
    yield Text(visible(service.name), style="bold")
    edition = f", {visible(framework.edition)} edition" if framework.edition else ""
    yield Text(f"{visible(framework.title)}{edition} ({framework.id})", style="dim")
    names = {"inspection": "Inspection", "fieldwork": "Fieldwork", "published_on": "Published"}
    details = [
        f"{name}: {prose(service.details[key])}"
        for key, name in names.items()
        if key in service.details
    ]
    if details:
        yield Text(f" {drawing.glyphs.dot} ".join(details), style="dim")
    if "note" in service.details:
        yield Text(prose(service.details["note"]), style="dim")


def _domain_line(result: Result, domain: DomainResult, drawing: Drawing) -> RenderableType:
    title = Text(f"{domain.domain.id} {visible(domain.domain.title)}", style="bold")
    evidence = "rated by judgement" if domain.cases is None else plural(domain.cases, "case")
    title.append(f" {drawing.glyphs.dot} {evidence}", style="not bold dim")
    if domain.cases is None or not drawing.bars:
        return title
    scale = drawing.scale(result.framework.percent_thresholds, 100, BAR)
    return drawing.row(title, scale, Text(), widths=(BAR, drawing.rating_width))


def _standard_line(standard: StandardResult, note: int | None, drawing: Drawing) -> Table:
    title = Text(f"{standard.standard.id} {visible(standard.standard.title)}", style="bold")
    points = "" if standard.points is None else plural(standard.points, "point")
    if note is not None:
        points = f"{points}, moved [{note}]"
    rating = drawing.rating(standard.rating, "bold")
    width = BAR if drawing.bars else len(points)
    return drawing.row(title, Text(points), rating, widths=(width, drawing.rating_width))


def _questions(questions: Sequence[QuestionResult], drawing: Drawing) -> RenderableType:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(justify="right", width=4)
    if drawing.bars:
        grid.add_column(width=BAR, no_wrap=True)
    grid.add_column(width=drawing.rating_width)
    for result in questions:
        mark = drawing.glyphs.limiting if result.limiting else " "
        count = result.count
        bar = [drawing.percent_bar(result.percent, result.rating)] if drawing.bars else []
        grid.add_row(
            Text(f"{mark}{result.question.id}"),
            Text(visible(result.question.title)),
            Text("" if count is None else f"{count.yes}/{count.applicable}"),
            Text("n/a" if result.percent is None else f"{result.percent}%"),
            *bar,
            Text() if result.rating is None else drawing.rating(result.rating),
        )
    return grid


def _overall(result: Result, drawing: Drawing) -> Iterator[RenderableType]:
    overall, calculated = result.overall, result.calculated
    line = Text.assemble(("Overall: ", "bold"), drawing.rating(overall.rating, "bold"))
    if overall.rating is None or overall.score is None:
        yield line
        return
    yield line.append(f", {overall.score} of {plural(result.maximum, 'point')}")
    width = min(result.maximum, drawing.width)
    edges, style = result.framework.score_thresholds, drawing.colour(overall.rating)
    yield drawing.bar(overall.score, result.maximum, edges, width, style)
    yield drawing.scale(edges, result.maximum, width)
    if calculated.rating is not None and calculated != overall:
        yield Text.assemble(
            "Without professional discretion: ",
            drawing.rating(calculated.rating),
            f", {calculated.score} of {plural(result.maximum, 'point')}",
        )


def _notes(
    result: Result, moved: Sequence[StandardResult], drawing: Drawing
) -> Iterator[RenderableType]:
    for number, standard in enumerate(moved, start=1):
        if standard.discretion is not None:
            yield Text.assemble(
                f"[{number}] {standard.standard.id} is ",
                drawing.rating(standard.calculated),
                " by its key questions and was moved by professional discretion: ",
                prose(standard.discretion.reason),
            )
    if any(standard.limiting for standard in result.standards):
        mark = drawing.glyphs.limiting
        yield Text(f"{mark} lowest of its standard, whose rating it sets", style="dim")


def _published(result: Result) -> Iterator[RenderableType]:
    if result.service.published is None:
        return
    found = differences(result)
    if not found:
        yield Text("Agrees with the published report.")
        return
    yield Text(f"Differs from the published report in {plural(len(found), 'figure')}:")
    for each in found:
        yield Text(visible(f"  {each}"))
