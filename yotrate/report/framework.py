"""A framework for people: its thresholds, rules, standards, key questions and source."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from yotrate.framework.model import Domain, Framework, Standard
from yotrate.report import words
from yotrate.report.drawing import Drawing
from yotrate.text import prose, visible

_BASIS = {"cases": "rated from cases", "judgement": "rated by judgement"}


def show_framework(framework: Framework, console: Console) -> None:
    """Print a whole framework."""
    drawing = Drawing(console, framework)
    title = framework.title + (f", {framework.edition} edition" if framework.edition else "")
    drawing.show(Text(visible(title), style="bold"))
    publisher = f"{visible(framework.publisher)}, " if framework.publisher else ""
    drawing.show(Text(f"{publisher}{framework.id}", style="dim"), Text())
    drawing.show(_ratings(framework, drawing), Text())
    drawing.show(Text(words.rounding(framework)), Text(words.discretion(framework.discretion)))
    if framework.sampling:
        drawing.show(Text(words.sampling(framework.sampling)))
    for domain in framework.domains:
        drawing.show(Text(), *_domain(domain, drawing))
    if framework.source:
        drawing.show(Text(), Text("Source", style="bold"), Text(prose(framework.source)))


def show_frameworks(frameworks: list[Framework], console: Console) -> None:
    """Print a line for each framework."""
    grid = Table.grid(padding=(0, 2))
    for framework in frameworks:
        title = framework.title + (f", {framework.edition} edition" if framework.edition else "")
        grid.add_row(Text(framework.id, style="bold"), Text(visible(title)))
    console.print(grid)


def _ratings(framework: Framework, drawing: Drawing) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    for _ in range(3):
        grid.add_column(justify="right")
    grid.add_row(*(Text(word, style="dim") for word in ("Rating", "per cent", "points", "score")))
    bands = (words.percentages_of_bands(framework), words.scores_of_bands(framework))
    for rating, percents, scores in zip(framework.ratings, *bands, strict=True):
        name = drawing.rating(rating, "bold")
        grid.add_row(name, Text(percents), Text(str(rating.points)), Text(scores))
    return grid


def _domain(domain: Domain, drawing: Drawing) -> Iterator[RenderableType]:
    line = Text(f"{domain.id} {visible(domain.title)}", style="bold")
    dot = drawing.glyphs.dot
    yield line.append(f" {dot} {_BASIS[domain.basis]}", style="not bold dim")
    yield drawing.rule()
    for standard in domain.standards:
        yield _standard(standard, domain.basis, dot)
        for question in standard.key_questions:
            marked = f" {dot} {_BASIS[question.basis]}" if question.basis != standard.basis else ""
            yield Text(f"  {question.id} {visible(question.title)}{marked}")


def _standard(standard: Standard, basis: str, dot: str) -> Text:
    line = Text(f"{standard.id} {visible(standard.title)}", style="bold")
    if standard.basis != basis:
        line.append(f" {dot} {_BASIS[standard.basis]}", style="not bold dim")
    return line
