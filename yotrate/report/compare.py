"""A comparison: before and after side by side, with an arrow for every change."""

from collections.abc import Iterator
from typing import Any

from yotrate import __version__
from yotrate.questions.compare import (
    Changed,
    Comparison,
)
from yotrate.rating.outcomes import QuestionResult
from yotrate.rating.results import DomainResult, StandardResult
from yotrate.report import words as say
from yotrate.report.chance import change_or_chance, changed_cases
from yotrate.report.changes import Figures, arrow, both_ratings
from yotrate.report.compare_data import compared, compared_rows
from yotrate.report.missing import what_is_missing
from yotrate.report.score import (
    heading,
    without_discretion,
)
from yotrate.report.view import (
    Block,
    Column,
    Line,
    Outline,
    Row,
    Section,
    Space,
    Span,
    View,
    Words,
    quiet,
    rating,
    rating_names,
    strong,
    words,
)
from yotrate.text import listed, plural

_BASIS = {"cases": "from cases", "judgement": "by judgement"}
_CHANGES = (
    Column("Change", shared=True),
    Column("Bands", shared=True),
    Column("Rating", shared=True, spills=True),
)
_LAYOUTS = {
    "section": (Column(flexible=True),),
    "standard": (Column(flexible=True), Column("Points", shared=True), *_CHANGES),
    "question": (
        Column(),
        Column(flexible=True),
        Column("Per cent", shared=True),
        Column("Change", shared=True, right=True),
        *_CHANGES[1:],
    ),
}
_HEADINGS = ("", "Per cent", "Points", "Change", "Bands", "Rating")


def compare_view(
    found: Comparison, *, by_size: bool = False, half_finished: bool = False, cases: bool = False
) -> View:
    """Return two results side by side.

    Args:
        found: the comparison.
        by_size: whether to list the largest changes first, in place of domain by domain.
        half_finished: whether to tell what is missing on each side, and the range that is left.
        cases: whether to list the cases whose answers changed.
    """
    if by_size:
        found = found.largest_first()

    def blocks() -> Iterator[Block]:
        yield from _blocks(found, by_size=by_size)
        if cases:
            yield from changed_cases(found)
        for word, result in (("Before", found.before), ("After", found.after)):
            if half_finished:
                yield Space()
                yield Line(words(strong(f"{word}: {result.service.name}")))
                yield from what_is_missing(result)

    def document() -> dict[str, Any]:
        return {"yotrate": __version__, **compared(found, half_finished=half_finished, cases=cases)}

    return View(blocks=blocks, rows=lambda: compared_rows(document()), document=document)


def _blocks(found: Comparison, *, by_size: bool) -> Iterator[Block]:
    for word, result in (("Before", found.before), ("After", found.after)):
        yield from heading(result, f"{word}: ")
    if by_size:
        sections = _by_size(found)
    else:
        sections = tuple(
            section for domain in found.after.domains for section in _domain(found, domain)
        )
    yield Outline(_LAYOUTS, sections, _HEADINGS)
    if found.standards or found.questions:
        yield Space()
        yield Line(
            words(
                quiet(
                    "before → after, in per cent of a key question and points of a standard; then "
                    "the change in these, and in bands: ↑ up, ↓ down, = unchanged; * further than "
                    "sampling explains"
                )
            )
        )
    if found.changed:
        yield from _changed(found)
    yield Space()
    yield from _overall(found)
    yield from change_or_chance(found)
    yield from _notes(found)


def _title(text: str, more: str = "") -> Row:
    return Row("section", (words(strong(text), quiet(more)),))


def _by_size(found: Comparison) -> tuple[Section, ...]:
    figures = Figures(found)
    return (
        Section(
            _title("Standards, largest change first"),
            tuple(figures.standard(each) for each in found.standards),
        ),
        Section(
            _title("Key questions, largest change first"),
            tuple(figures.question(each) for each in found.questions if each.known),
        ),
    )


def _domain(found: Comparison, domain: DomainResult) -> Iterator[Section]:
    figures = Figures(found)
    standards = {each.after.id: each for each in found.standards}
    rows: list[Row] = []
    for standard in domain.standards:
        own = [each for each in found.questions if each.standard == standard.id and each.known]
        questions = tuple(figures.question(each) for each in own)
        if standard.id in standards:
            rows.append(figures.standard(standards[standard.id], questions))
        elif own:
            named = words(strong(f"{standard.id} {standard.title}"), quiet(" (not compared)"))
            rows.append(Row("section", (named,), questions))
    if rows:
        title = f"{domain.id} {domain.title}"
        yield Section(_title(title, f" · {_evidence(found, domain)}"), tuple(rows))


def _evidence(found: Comparison, domain: DomainResult) -> str:
    now = say.evidence_of(domain)
    before = {each.id: say.evidence_of(each) for each in found.before.domains}
    was = before.get(domain.id)
    return now if was in (now, None) else f"{was} before, {now} after"


def _changed(found: Comparison) -> Iterator[Block]:
    yield Outline(
        {"section": (Column(flexible=True),), "changed": (Column(), Column("Changed"))},
        (
            Section(
                _title("Changed between the frameworks, so not compared"),
                tuple(_difference(each) for each in found.changed),
            ),
        ),
        ("", "Changed"),
    )


def _difference(changed: Changed) -> Row:
    """Return the id of what changed, and in words how."""
    sides = [_described(side) for side in (changed.before, changed.after) if side is not None]
    other = "" if None in (changed.before, changed.after) else "other "
    ways = other + listed(list(changed.ways))
    is_standard = changed.kind == "standard"
    name = words(strong(changed.id)) if is_standard else words(f" {changed.id}")
    described = words(sides[0], " → ", sides[1]) if len(sides) > 1 else sides[0]
    return Row("changed", (name, words(f"{ways}: ", described)))


def _described(result: StandardResult | QuestionResult) -> Words:
    parts: list[str | Span] = [f"{result.title}, {_BASIS[result.basis]}"]
    if isinstance(result, QuestionResult) and result.percent is not None:
        parts.append(f", {result.percent}%")
    if result.band is not None:
        parts += [", ", rating(result.ratings, result.band)]
    return words(*parts)


def _overall(found: Comparison) -> Iterator[Line]:
    before, after = found.before, found.after
    if not (before.framework.has_overall or after.framework.has_overall):
        return
    both = both_ratings(
        (before.framework.ratings, before.overall.band),
        (after.framework.ratings, after.overall.band),
        same=found.same_ratings,
        important=True,
    )
    counted = () if found.overall.bands is None else _counted(found.overall.bands, "band")
    yield Line(words(strong("Overall: "), both, counted))
    yield Line(words(strong("Score: "), _scores(found)))
    for word, result in (("before", before), ("after", after)):
        if result.overall.band is None and result.framework.has_overall:
            want = say.for_want(result)
            yield Line(words(f"The overall rating is withheld {word}, {want}."))


def _scores(found: Comparison) -> Words:
    before, after = found.before, found.after
    was, now = (
        "none" if each.overall.score is None else f"{each.overall.score}"
        for each in (before, after)
    )
    if before.maximum != after.maximum:
        return words(
            f"{was} of {plural(before.maximum, 'point')} before, {now} of {after.maximum} after; "
            "not compared, as the highest scores differ"
        )
    counted = () if found.overall.score is None else _counted(found.overall.score, "point")
    return words(f"{was} → {now} of {plural(after.maximum, 'point')}", counted)


def _counted(step: int, word: str) -> Words:
    """Return a change with its unit; in words where there is none."""
    if not step:
        return words(" ", quiet("(unchanged)"))
    unit = plural(abs(step), word).removeprefix(f"{abs(step):,}")
    return words(" (", arrow(step), f"{unit})")


def _notes(found: Comparison) -> Iterator[Line]:
    if not found.same_ratings:
        before, after = (
            listed(list(rating_names(each.framework.ratings)))
            for each in (found.before, found.after)
        )
        yield Line(
            words(
                "The ratings cannot be compared, as the frameworks name them differently: "
                f"{before} before, {after} after."
            )
        )
    elif not found.same_bands:
        yield Line(
            words(
                "The bands of the two frameworks begin at different figures, so a rating may "
                "change where its figure does not."
            )
        )
    for word, result in (("Before", found.before), ("After", found.after)):
        for standard in result.moved:
            yield Line(
                words(
                    f"{word}: {standard.id} was moved by professional discretion from ",
                    rating(standard.ratings, standard.calculated_band),
                    " to ",
                    rating(standard.ratings, standard.band),
                    ".",
                )
            )
        yield from without_discretion(result, f"{word}: ")
