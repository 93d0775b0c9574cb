"""Grade boundaries for people: distances to each edge, open discretion, ratings in reach."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from yotrate.framework.model import DiscretionRule
from yotrate.questions.boundary import (
    Boundaries,
    Edge,
    Nearness,
    StandardBoundary,
)
from yotrate.rating.engine import DomainResult, QuestionResult
from yotrate.report.drawing import Drawing
from yotrate.report.table import label, withheld, without_discretion
from yotrate.report.words import because, moves, next_ratings
from yotrate.text import listed, plural, visible

_LETTERS: dict[Nearness, str] = {"within_points": "p", "within_cases": "c", "sample_up_to": "s"}
_POINTS, _CASES, _NEAR = 6, 5, 3
_CROSSES = {"yes": "could lower it", "no": "could raise it"}


def show_boundaries(found: Boundaries, console: Console, *, every_case: bool = False) -> None:
    """Print what lies near a grade boundary; with `every_case` the cases of every question."""
    result = found.result
    drawing = Drawing(console, result.framework)
    drawing.show(Text(visible(result.service.name), style="bold"))
    for domain in result.domains:
        if domain.evidence is not None:
            drawing.show(Text(), _domain_line(domain, drawing), drawing.rule())
            drawing.show(*_standards(found, domain, drawing, every_case=every_case))
    drawing.show(Text(), *_legend(found, drawing), Text(), *_overall(found, drawing))


def _domain_line(domain: DomainResult, drawing: Drawing) -> RenderableType:
    title = Text(f"{domain.domain.id} {visible(domain.domain.title)}", style="bold")
    heads = [
        Text(head, style="dim")
        for arrow in (drawing.glyphs.down, drawing.glyphs.up)
        for head in (f"{arrow} pts", "cases", "")
    ]
    return drawing.row(title, *heads, widths=(_POINTS, _CASES, _NEAR) * 2, right=(1, 2, 4, 5))


def _standards(
    found: Boundaries, domain: DomainResult, drawing: Drawing, *, every_case: bool
) -> Iterator[RenderableType]:
    for standard in domain.standards:
        if standard.standard.basis != "cases":
            continue
        boundary = found.standards[standard.standard.id]
        title = Text(f"{standard.standard.id} {visible(standard.standard.title)}", style="bold")
        rating = drawing.rating(standard.calculated, "bold")
        yield drawing.row(title, rating, widths=(drawing.rating_width,))
        yield _questions(boundary, drawing)
        yield from _openings(boundary, drawing)
        yield from _cases(found, boundary, every_case=every_case)


def _cases(
    found: Boundaries, boundary: StandardBoundary, *, every_case: bool
) -> Iterator[RenderableType]:
    """Return the cases of every question, or those any one of which would open discretion."""
    opening = {result.question.id for each in boundary.openings for result, _ in each.because}
    for question in boundary.questions:
        name = question.result.question.id
        if not every_case and name not in opening:
            continue
        cases = found.answered(question) if every_case else found.deciding(question)
        for answer, references in cases.items():
            one = "" if every_case else f", any one of which {_CROSSES[answer]}"
            who = ", ".join(visible(each) for each in references) or "none"
            yield Padding(Text(f"{name} answered {answer}{one}: {who}", style="dim"), (0, 0, 0, 7))


def _questions(boundary: StandardBoundary, drawing: Drawing) -> RenderableType:
    rows = []
    for question in boundary.questions:
        result, count = question.result, question.result.count
        mark = drawing.glyphs.limiting if result.limiting else " "
        sensitive = "!" if question.rounding_sensitive else " "
        rows.append(
            [
                Text(f"{mark}{result.question.id}"),
                label(result),
                Text("" if count is None else f"{count.yes}/{count.applicable}"),
                Text(_percent(result, sensitive)),
                *_edge(question.down),
                *_edge(question.up),
            ]
        )
    widths = dict(enumerate((5, *(_POINTS, _CASES, _NEAR) * 2), start=3))
    return drawing.grid(rows, flexible=1, right=(2, 3, 4, 5, 7, 8), widths=widths)


def _percent(result: QuestionResult, sensitive: str) -> str:
    if result.percent is None:
        return "" if result.count is None else "n/a "
    return f"{result.percent}%{sensitive}"


def _edge(edge: Edge | None) -> list[Text]:
    if edge is None:
        return [Text(), Text(), Text()]
    style = "bold" if edge.near else ""
    whole, tenths = divmod(edge.tenths, 10)
    letters = "".join(_LETTERS[each] for each in edge.near)
    return [
        Text(f"{whole}.{tenths}" if tenths else f"{whole}", style),
        Text("?" if edge.cases is None else f"{edge.cases}", style),
        Text(letters, style),
    ]


def _openings(boundary: StandardBoundary, drawing: Drawing) -> Iterator[RenderableType]:
    for opening in boundary.openings:
        arrow = drawing.glyphs.down if opening.direction == "down" else drawing.glyphs.up
        reasons = listed([because(result.question.id, edge) for result, edge in opening.because])
        line = Text.assemble(
            f"{arrow} discretion is open to ",
            drawing.rating(opening.to, "bold"),
            f", as {reasons}",
        )
        yield Padding(line, (0, 0, 0, 7))


def _legend(found: Boundaries, drawing: Drawing) -> Iterator[Text]:
    glyphs = drawing.glyphs
    questions = [each for standard in found.standards.values() for each in standard.questions]
    yield Text(
        f"{glyphs.down} to the band below, {glyphs.up} to the band above: "
        "percentage points to the edge, and cases that would cross it",
        style="dim",
    )
    rule = found.result.framework.discretion
    if rule:
        yield Text(_near_words(rule), style="dim")
    if any(each.result.percent is not None and not each.result.count for each in questions):
        yield Text("? not known: only the percentage is, and this takes the cases")
    yield Text(f"{glyphs.limiting} lowest of its standard, whose rating it sets", style="dim")
    sensitive = [each.result.question.id for each in questions if each.rounding_sensitive]
    if sensitive:
        yield Text(f"! Rounding decides the band of {listed(sensitive)}.")


def _near_words(rule: DiscretionRule) -> str:
    return (
        f"near an edge by points (p): {rule.within_points} or fewer, "
        f"by cases (c): {rule.within_cases} or fewer, "
        f"by small sample (s): {plural(rule.sample_up_to, 'applicable case')} or fewer"
    )


def _overall(found: Boundaries, drawing: Drawing) -> Iterator[RenderableType]:
    result = found.result
    calculated = result.calculated
    line = Text.assemble(
        ("Overall, as calculated: ", "bold"), drawing.rating(calculated.rating, "bold")
    )
    if calculated.rating is None or calculated.score is None:
        yield withheld(result)
        return
    yield line.append(f", {calculated.score} of {plural(result.maximum, 'point')}")
    yield Text(f"That is {next_ratings(result.framework, calculated.score)}.")
    yield Text("In reach by permitted discretion:")
    grid = Table.grid(padding=(0, 1))
    for each in found.reachable:
        scores = f"{each.from_score} to {each.to_score}"
        score = scores if each.from_score < each.to_score else f"{each.from_score}"
        grid.add_row(Text(" "), drawing.rating(each.rating), Text(score), Text(moves(each)))
    yield grid
    yield from without_discretion(result, drawing)
