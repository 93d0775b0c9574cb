"""A comparison: before and after side by side, with an arrow for every change."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yotrate import __version__
from yotrate.questions.compare import (
    Changed,
    Comparison,
    QuestionChange,
    StandardChange,
    direction,
)
from yotrate.rating.outcomes import QuestionResult
from yotrate.rating.results import DomainResult, Result, StandardResult
from yotrate.report import words as say
from yotrate.report.changes import Change, Figures, arrow, both_ratings
from yotrate.report.missing import what_is_missing
from yotrate.report.score import (
    heading,
    service_entry,
    without_discretion,
)
from yotrate.report.view import (
    Block,
    Column,
    Line,
    Outline,
    Record,
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


def compare_view(found: Comparison, *, by_size: bool = False, half_finished: bool = False) -> View:
    """Return two results side by side.

    Args:
        found: the comparison.
        by_size: whether to list the largest changes first, in place of domain by domain.
        half_finished: whether to tell what is missing on each side, and the range that is left.
    """
    if by_size:
        found = found.largest_first()

    def blocks() -> Iterator[Block]:
        yield from _blocks(found, by_size=by_size)
        for word, result in (("Before", found.before), ("After", found.after)):
            if half_finished:
                yield Space()
                yield Line(words(strong(f"{word}: {result.service.name}")))
                yield from what_is_missing(result)

    def document() -> dict[str, Any]:
        return _document(found, half_finished=half_finished)

    return View(blocks=blocks, rows=lambda: _rows(document()), document=document)


def _document(found: Comparison, *, half_finished: bool) -> dict[str, Any]:
    """Return the contract of `compare` in JSON: both sides, and every change."""
    return {
        "yotrate": __version__,
        "before": _side(found.before, half_finished=half_finished),
        "after": _side(found.after, half_finished=half_finished),
        "ratings_comparable": found.same_ratings,
        "overall": {
            "before": _overall_of(found.before),
            "after": _overall_of(found.after),
            "score_change": found.overall.score,
            "band_change": found.overall.bands,
        },
        "standards": [_standard_change(each) for each in found.standards],
        "key_questions": [_question_change(each) for each in found.questions],
        "changed": [_changed_part(each) for each in found.changed],
    }


def _side(result: Result, *, half_finished: bool) -> dict[str, Any]:
    side = {
        "file": result.service.file,
        "service": result.service.name,
        "framework": result.framework.id,
        "provisional": result.framework.provisional,
        "answered_by": result.service.answered_by,
        "guesses": result.service.guesses,
    }
    if not half_finished:
        return side
    entry = service_entry(result, half_finished=True)
    return {**side, "range": entry["overall"]["range"], "missing": entry["missing"]}


def _overall_of(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = result.to_dict()["overall"]
    return found


def _standard_change(change: StandardChange) -> dict[str, Any]:
    same = ("id", "title", "basis")
    kept = ("rating", "points", "calculated", "discretion")
    before, after = change.before.to_dict(), change.after.to_dict()
    return {
        **{key: after[key] for key in same},
        "before": {key: before[key] for key in kept},
        "after": {key: after[key] for key in kept},
        "score_change": change.score,
        "band_change": change.bands,
    }


def _question_change(change: QuestionChange) -> dict[str, Any]:
    same = ("id", "title", "basis")
    kept = ("yes", "no", "not_applicable", "percent", "rating")
    before, after = change.before.to_dict(), change.after.to_dict()
    return {
        **{key: after[key] for key in same},
        "standard": change.standard,
        "before": {key: before[key] for key in kept},
        "after": {key: after[key] for key in kept},
        "percent_change": change.percent,
        "band_change": change.bands,
    }


def _changed_part(changed: Changed) -> dict[str, Any]:
    return {
        "kind": changed.kind,
        "id": changed.id,
        "changes": list(changed.ways),
        "before": _part(changed.before),
        "after": _part(changed.after),
    }


def _part(result: StandardResult | QuestionResult | None) -> dict[str, Any] | None:
    if result is None:
        return None
    data = result.to_dict()
    figure = ["percent"] if isinstance(result, QuestionResult) else []
    return {name: data[name] for name in ("title", "basis", *figure, "rating")}


def _rows(data: Mapping[str, Any]) -> Iterator[Record]:
    """Return a row for the overall rating, each standard and each key question."""
    for kind, each in (
        ("overall", {"id": None, "title": None, **data["overall"]}),
        *(("standard", each) for each in data["standards"]),
        *(("key question", each) for each in data["key_questions"]),
    ):
        before, after = each["before"], each["after"]
        yield {
            "kind": kind,
            "id": each["id"],
            "label": each["title"],
            "rating_before": before.get("rating"),
            "rating_after": after.get("rating"),
            "band_change": each["band_change"],
            "per_cent_before": before.get("percent"),
            "per_cent_after": after.get("percent"),
            "point_change": each.get("percent_change"),
            "score_before": before.get("score", before.get("points")),
            "score_after": after.get("score", after.get("points")),
            "score_change": each.get("score_change"),
        }


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
                    "the change in these, and in bands: ↑ up, ↓ down, = unchanged"
                )
            )
        )
    if found.changed:
        yield from _changed(found)
    yield Space()
    yield from _overall(found)
    yield from _tallies(found)
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


def _tallies(found: Comparison) -> Iterator[Line]:
    questions = [each for each in found.questions if each.known]
    if found.standards:
        yield _tally("Standards", found.standards)
    if questions:
        yield _tally("Key questions", questions)


def _tally(word: str, changes: Sequence[Change]) -> Line:
    ways = [direction(each) for each in changes]
    known = [way for way in ways if way is not None]
    numbers = {
        "up": sum(way > 0 for way in known),
        "down": sum(way < 0 for way in known),
        "unchanged": known.count(0),
        "cannot be told": ways.count(None),
    }
    counted = ", ".join(f"{number} {name}" for name, number in numbers.items() if number)
    return Line(words(strong(f"{word}: "), counted))


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
