"""A service's ratings as tables for people, in the spirit of a report's annex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from yotrate.questions.audit import differences
from yotrate.questions.boundary import QuestionBoundary, standard_boundary
from yotrate.rating.engine import DomainResult, QuestionResult, Result, StandardResult
from yotrate.report.drawing import BAR, Drawing, Glyphs
from yotrate.report.words import evidence_of, for_want
from yotrate.text import listed, plural, prose, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yotrate.questions.partial import Partial


def show_score(result: Result, console: Console, *, partial: bool = False) -> None:
    """Print a service's ratings: a table for each domain, and the overall rating.

    With `partial`, also what is missing, and the range that the overall rating can still take.
    """
    drawing = Drawing(console, result.framework)
    drawing.show(*heading(result, drawing))
    moved = [standard for standard in result.standards if standard.discretion]
    shown: list[QuestionBoundary] = []
    for domain in result.domains:
        drawing.show(Text(), _domain_line(result, domain, drawing), drawing.rule())
        for standard in domain.standards:
            note = moved.index(standard) + 1 if standard in moved else None
            drawing.show(_standard_line(standard, note, drawing))
            if standard.standard.basis == "cases" and standard.calculated is not None:
                edges = standard_boundary(result.framework, standard).questions
                drawing.show(_questions(edges, drawing))
                shown.extend(edges)
    drawing.show(Text(), *_overall(result, drawing))
    if partial:
        from yotrate.questions.partial import partial as find_partial

        missing = find_partial(result)
        drawing.show(*_missing(missing, drawing))
    drawing.show(*_notes(moved, drawing))
    drawing.show(*legend(shown, drawing.glyphs))
    if not partial or missing.complete:
        drawing.show(*_published(result))


def heading(result: Result, drawing: Drawing) -> Iterator[Text]:
    """Return whose ratings these are, by which framework, and what the file tells about them."""
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
    evidence = evidence_of(domain)
    title.append(f" {drawing.glyphs.dot} {evidence}", style="not bold dim")
    if domain.evidence is None or not drawing.bars:
        return title
    scale = drawing.scale(result.framework.percent_thresholds, 100, BAR)
    return drawing.row(title, scale, Text(), widths=(BAR, drawing.rating_width))


def _standard_line(standard: StandardResult, note: int | None, drawing: Drawing) -> Text:
    title = Text(f"{standard.standard.id} {visible(standard.standard.title)}", style="bold")
    points = "" if standard.points is None else plural(standard.points, "point")
    if not standard.standard.counts_towards_overall:
        points = "not counted"
    if note is not None:
        points = f"{points}, moved [{note}]"
    rating = drawing.rating(standard.rating, "bold")
    width = BAR if drawing.bars else len(points)
    return drawing.row(title, Text(points), rating, widths=(width, drawing.rating_width))


def near_mark(question: QuestionBoundary, glyphs: Glyphs) -> str:
    """Return the mark of a question that is near the band below, above, or both."""
    down = question.down is not None and bool(question.down.near)
    up = question.up is not None and bool(question.up.near)
    if down and up:
        return glyphs.both
    return glyphs.down if down else glyphs.up if up else ""


def _questions(questions: Sequence[QuestionBoundary], drawing: Drawing) -> RenderableType:
    rows = []
    for question in questions:
        result, count = question.result, question.result.count
        bar = [drawing.percent_bar(result.percent, result.rating)] if drawing.bars else []
        rows.append(
            [
                Text(f"{drawing.glyphs.limiting if result.limiting else ' '}{result.question.id}"),
                label(result),
                Text("" if count is None else f"{count.yes}/{count.applicable}"),
                Text(_percent(question, drawing)),
                *bar,
                Text() if result.rating is None else drawing.rating(result.rating),
            ]
        )
    widths = {3: 5, len(rows[0]) - 1: drawing.rating_width, **({4: BAR} if drawing.bars else {})}
    return drawing.grid(rows, flexible=1, right=(2, 3), widths=widths)


def label(result: QuestionResult) -> Text:
    """Return a key question's label, and whether it is judged and not answered by cases."""
    text = Text(visible(result.question.title))
    return text.append(" (judged)", "dim") if result.question.basis == "judgement" else text


def _percent(question: QuestionBoundary, drawing: Drawing) -> str:
    if question.result.percent is None:
        return "" if question.result.count is None else "n/a "
    return f"{question.result.percent}%{near_mark(question, drawing.glyphs) or ' '}"


def _overall(result: Result, drawing: Drawing) -> Iterator[RenderableType]:
    overall = result.overall
    line = Text.assemble(("Overall: ", "bold"), drawing.rating(overall.rating, "bold"))
    if overall.rating is None or overall.score is None:
        yield withheld(result)
        return
    yield line.append(f", {overall.score} of {plural(result.maximum, 'point')}")
    width = min(result.maximum, drawing.width)
    edges, style = result.framework.score_thresholds, drawing.colour(overall.rating)
    yield drawing.bar(overall.score, result.maximum, edges, width, style)
    yield drawing.scale(edges, result.maximum, width)
    yield from without_discretion(result, drawing)


def _missing(found: Partial, drawing: Drawing) -> Iterator[RenderableType]:
    """Return what a half-finished audit lacks, and what it can still become."""
    if found.complete:
        yield Text("Nothing is missing.")
        return
    lowest, highest = found.lowest, found.highest
    if lowest.rating == highest.rating:
        sure = Text.assemble(
            "Whatever is still missing, it will be ", drawing.rating(lowest.rating)
        )
        yield sure.append(f", with {lowest.score} to {highest.score} points.")
    else:
        yield Text.assemble(
            "It can still become ",
            drawing.rating(lowest.rating),
            f" ({lowest.score}) to ",
            drawing.rating(highest.rating),
            f" ({highest.score} of {plural(found.result.maximum, 'point')}).",
        )
    yield Text()
    yield Text("Missing:", style="bold")
    if found.judgements:
        yield Text(f"  judgements of {listed(list(found.judgements))}")
    if found.domains:
        yield Text(f"  cases of domains {listed(list(found.domains))}")
    for name, cases in found.answers.items():
        who = ", ".join(visible(case) for case in cases[:_MOST_CASES])
        more = f" and {len(cases) - _MOST_CASES:,} more" if len(cases) > _MOST_CASES else ""
        line = Text(f"{name}: {plural(len(cases), 'answer')} ({who}{more})")
        yield Padding(line, (0, 0, 0, 2))


_MOST_CASES = 5


def withheld(result: Result) -> Text:
    """Return a sentence on why there is no overall rating."""
    return Text(f"Overall: withheld, {for_want(result)}.")


def without_discretion(result: Result, drawing: Drawing) -> Iterator[Text]:
    """Return a sentence on what the overall rating would be, where discretion changed the score."""
    overall, calculated = result.overall, result.calculated
    if calculated.rating is None or calculated == overall:
        return
    moved = [each.standard.id for each in result.standards if each.discretion]
    decides = "have been" if calculated.rating != overall.rating else "still have been"
    yield Text.assemble(
        f"Without discretion on {listed(moved)} the overall rating would {decides} ",
        drawing.rating(calculated.rating),
        f" ({calculated.score} of {result.maximum}).",
    )


def _notes(moved: Sequence[StandardResult], drawing: Drawing) -> Iterator[RenderableType]:
    for number, standard in enumerate(moved, start=1):
        if standard.discretion is not None:
            yield Text.assemble(
                f"[{number}] {standard.standard.id} is ",
                drawing.rating(standard.calculated),
                " by its key questions and was moved by professional discretion: ",
                prose(standard.discretion.reason),
            )


def legend(questions: Sequence[QuestionBoundary], glyphs: Glyphs) -> Iterator[Text]:
    """Return what the marks of key questions mean, and which bands rest on rounding."""
    if any(each.result.limiting for each in questions):
        yield Text(f"{glyphs.limiting} lowest of its standard, whose rating it sets", style="dim")
    marks = {near_mark(each, glyphs) for each in questions} - {""}
    meanings = {
        glyphs.up: "near the band above",
        glyphs.down: "near the band below",
        glyphs.both: "near both",
    }
    if marks:
        text = ", ".join(f"{mark} {meanings[mark]}" for mark in meanings if mark in marks)
        yield Text(f"{text} ('yotrate boundary' tells more)", style="dim")
    sensitive = [each.result.question.id for each in questions if each.rounding_sensitive]
    if sensitive:
        yield Text(f"Rounding decides the band of {listed(sensitive)}.")


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
