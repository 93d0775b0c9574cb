"""A framework for people: its thresholds, rules, standards, key questions and source."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from yotrate.framework import Domain, Framework, Standard
from yotrate.report.drawing import Drawing
from yotrate.text import plural, prose, visible

_BASIS = {"cases": "rated from cases", "judgement": "rated by judgement"}


def show_framework(framework: Framework, console: Console) -> None:
    """Print a whole framework."""
    drawing = Drawing(console, framework)
    title = framework.title + (f", {framework.edition} edition" if framework.edition else "")
    drawing.show(Text(visible(title), style="bold"))
    publisher = f"{visible(framework.publisher)}, " if framework.publisher else ""
    drawing.show(Text(f"{publisher}{framework.id}", style="dim"), Text())
    drawing.show(_ratings(framework, drawing), Text(), *_rules(framework))
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
    percents = [*framework.percent_thresholds, 101]
    scores = [*framework.score_thresholds, framework.maximum + 1]
    for band, rating in enumerate(framework.ratings):
        grid.add_row(
            drawing.rating(rating, "bold"),
            Text(_percentages(percents, band, rounded=framework.rounded)),
            Text(str(rating.points)),
            Text(f"{scores[band]} to {scores[band + 1] - 1}"),
        )
    return grid


def _percentages(thresholds: list[int], band: int, *, rounded: bool) -> str:
    """Return a band in words: between exact percentages there is no last one below the next."""
    first, following = thresholds[band], thresholds[band + 1]
    if rounded:
        return f"{first} to {following - 1}"
    return f"{first} to 100" if following > 100 else f"{first} to under {following}"  # noqa: PLR2004


def _rules(framework: Framework) -> Iterator[Text]:
    rounded = "rounded to whole ones, half up, and then banded"
    yield Text(f"Percentages are {rounded if framework.rounded else 'banded as they are'}.")
    rule = framework.discretion
    if rule is None:
        yield Text("There is no professional discretion.")
    else:
        yield Text(
            "Professional discretion moves a case-based standard by one band, "
            f"where its lowest key question is within {plural(rule.within_points, 'point')} "
            f"of the edge, or {plural(rule.within_cases, 'case')} would cross it, "
            f"or it rests on {plural(rule.sample_up_to, 'case')} or fewer."
        )
    if framework.sampling:
        yield Text(
            f"Samples are sized for {framework.sampling.confidence}% confidence and a margin of "
            f"error of {plural(framework.sampling.margin, 'point')}."
        )


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
