"""How far ratings depend on the sample, for people: intervals, probabilities, sample sizes."""

from collections.abc import Iterator
from math import ceil, floor

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from yotrate.framework.rules import whole_percent
from yotrate.questions.confidence import Confidence, Interval, Sizing, StandardConfidence
from yotrate.rating.engine import DomainResult
from yotrate.report.drawing import BAR, Drawing
from yotrate.report.table import label, withheld
from yotrate.text import listed, plural, points, visible

_INTERVAL = len("100% to 100%")
_PERCENT = len(">99%")


def show_confidence(found: Confidence, console: Console) -> None:
    """Print the interval of every key question, and the probability of every rating."""
    result = found.result
    drawing = Drawing(console, result.framework)
    drawing.show(Text(visible(result.service.name), style="bold"))
    for domain in result.domains:
        if domain.cases is not None:
            drawing.show(Text(), _domain_line(found, domain, drawing), drawing.rule())
            drawing.show(*_standards(found, domain, drawing))
    drawing.show(Text(), *_overall(found, drawing))
    drawing.show(Text(), *_legend(found, drawing))


def _domain_line(found: Confidence, domain: DomainResult, drawing: Drawing) -> RenderableType:
    title = Text(f"{domain.domain.id} {visible(domain.domain.title)}", style="bold")
    eligible = found.result.service.eligible.get(domain.domain.id)
    cases = plural(domain.cases or 0, "case")
    if eligible is not None:
        cases = f"{domain.cases:,} of {plural(eligible, 'eligible case')}"
    title.append(f" {drawing.glyphs.dot} {cases}", style="not bold dim")
    if found.level is None:
        return title
    head = Text(f"{found.level}% interval", style="dim")
    return drawing.row(title, head, widths=(_INTERVAL,), right=(1,))


def _standards(
    found: Confidence, domain: DomainResult, drawing: Drawing
) -> Iterator[RenderableType]:
    for standard in domain.standards:
        own = found.standards[standard.standard.id]
        if standard.standard.basis != "cases" or own.draws is None:
            continue
        title = Text(f"{standard.standard.id} {visible(standard.standard.title)}", style="bold")
        rating = drawing.rating(standard.calculated, "bold")
        yield drawing.row(title, rating, widths=(drawing.rating_width,))
        yield _questions(own, drawing)
        yield Padding(_probabilities(found, own.draws, drawing), (0, 0, 0, 7))


def _questions(standard: StandardConfidence, drawing: Drawing) -> RenderableType:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(justify="right", width=_PERCENT)
    grid.add_column(justify="right", width=_INTERVAL)
    for question in standard.questions:
        result, count = question.result, question.result.count
        mark = drawing.glyphs.limiting if result.limiting else " "
        percent = "n/a" if count else ""
        grid.add_row(
            Text(f"{mark}{result.question.id}"),
            label(result),
            Text("" if count is None else f"{count.yes}/{count.applicable}"),
            Text(percent if result.percent is None else f"{result.percent}%"),
            Text(_interval(question.interval)),
        )
    return grid


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"{floor(interval.low + 0.5)}% to {floor(interval.high + 0.5)}%"


def _probabilities(found: Confidence, draws: tuple[int, ...], drawing: Drawing) -> Table:
    """Return a line for each rating that any draw gave, with its probability as a bar too."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=drawing.rating_width)
    grid.add_column(justify="right", width=_PERCENT)
    for rating, number in zip(found.result.framework.ratings, draws, strict=True):
        if number:
            style = drawing.colour(rating)
            bar = drawing.bar(number, found.draws, (), BAR, style) if drawing.bars else Text()
            grid.add_row(drawing.rating(rating), Text(_probability(number, found.draws)), bar)
    return grid


def _probability(number: int, of: int) -> str:
    """Return a probability in whole per cent, 0% and 100% only where it is exactly that."""
    percent = whole_percent(number, of)
    if percent == 0 and number:
        return "<1%"
    if percent == 100 and number < of:  # noqa: PLR2004
        return ">99%"
    return f"{percent}%"


def _overall(found: Confidence, drawing: Drawing) -> Iterator[RenderableType]:
    result, calculated = found.result, found.result.calculated
    if found.overall is None or calculated.score is None:
        yield withheld(result)
        return
    yield Text.assemble(
        ("Overall, as calculated: ", "bold"),
        drawing.rating(calculated.rating, "bold"),
        f", {calculated.score} of {plural(result.maximum, 'point')}",
    )
    yield Padding(_probabilities(found, found.overall, drawing), (0, 0, 0, 7))


def _legend(found: Confidence, drawing: Drawing) -> Iterator[Text]:
    result = found.result
    yield Text(
        "Beside each rating: how probable it is that all eligible cases would give it "
        f"({plural(found.draws, 'draw')} of whole cases, seed {found.seed}). "
        "A standard takes its lowest question, so doubt about any of them can lower it."
    )
    moved = [each.standard.id for each in result.standards if each.discretion]
    here = f" (here on {listed(moved)})" if moved else ""
    yield Text(
        f"These are calculated ratings: discretion{here} is left out, and judgements are not in "
        "doubt."
    )
    yield from _eligible(found)
    if found.level is None:
        yield Text(
            f"There are no intervals: {result.framework.id} has no sampling, "
            "which gives their confidence level."
        )
    unanimous = [
        question.question.id
        for domain in result.domains
        if domain.cases != result.service.eligible.get(domain.domain.id)
        for standard in domain.standards
        for question in standard.questions
        if (count := question.count) and count.applicable and not (count.yes and count.no)
    ]
    if unanimous:
        yield Text(
            f"Every case gave {listed(unanimous)} the same answer, so draws show no doubt there, "
            "where there may be some."
        )
    yield Text(f"{drawing.glyphs.limiting} lowest of its standard, whose rating it sets", "dim")


def _eligible(found: Confidence) -> Iterator[Text]:
    """Say for which domains it is not known how many cases were eligible, and what that means."""
    eligible = found.result.service.eligible
    sampled = [each.domain.id for each in found.result.domains if each.cases is not None]
    unknown = [name for name in sampled if name not in eligible]
    if unknown:
        domains = "domain" if len(unknown) == 1 else "domains"
        yield Text(
            f"The file does not say how many cases were eligible in {domains} {listed(unknown)} "
            "(its key 'eligible'): they are taken to be very many, which leaves the most doubt."
        )


def show_sizing(found: Sizing, console: Console) -> None:
    """Print how many cases to read, and the margin that a sample reached."""
    rule = found.rule
    wanted = f"at {rule.confidence}% confidence"
    console.print(
        Text(
            f"Of {plural(found.eligible, 'eligible case')} read {found.needed:,}, for a margin of "
            f"error of {plural(rule.margin, 'point')} {wanted}."
        )
    )
    if found.sampled is None or found.reached is None:
        return
    # Rounded up, so that a margin that was missed never looks as if it had been reached.
    reached = points(ceil(10 * found.reached))
    console.print(
        Text(
            f"A sample of {plural(found.sampled, 'case')} reaches a margin of error of {reached} "
            f"{wanted}."
        )
    )
