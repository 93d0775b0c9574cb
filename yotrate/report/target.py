"""Targets: the answers that a rating would take, question by question."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yotrate.questions.target import Change, Lift, Plan, Target, Targets
from yotrate.report.score import short_heading
from yotrate.report.view import (
    Block,
    Column,
    Line,
    Outline,
    Record,
    Row,
    Section,
    Space,
    View,
    Words,
    quiet,
    rating,
    strong,
    words,
)
from yotrate.text import listed, plural

_COLUMNS = (
    Column(width=3),
    Column(),
    Column(flexible=True),
    Column("Yes", right=True),
    Column("Per cent", right=True),
    Column("Answers", right=True),
)


def target_view(found: Targets) -> View:
    """Return what each target would take."""

    def entries() -> Iterator[dict[str, Any]]:
        yield _entry(found)

    return View(
        blocks=lambda: _blocks(found),
        rows=lambda: _rows(entries()),
        services=entries,
    )


def _entry(found: Targets) -> dict[str, Any]:
    """Return the contract of `target` in JSON: an entry of the common envelope."""
    result, standard = found.result, found.standard
    return {
        "file": result.service.file,
        "service": result.service.name,
        "framework": result.framework.id,
        "provisional": result.framework.provisional,
        "answered_by": result.service.answered_by,
        "guesses": result.service.guesses,
        "standard": None if standard is None else standard.id,
        "rating": found.present.name,
        "score": result.overall.score if standard is None else None,
        "maximum": result.maximum if standard is None else None,
        "targets": [
            {
                "rating": each.rating.name,
                "reached_without_discretion": each.without_discretion,
                "plan": None if each.plan is None else _plan(each.plan),
                "maximum": found.maximum,
                "best": found.best.name,
            }
            for each in found.targets
        ],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "answers": plan.answers,
        "score": plan.score,
        "standards": [
            {
                "id": lift.result.id,
                "title": lift.result.title,
                "from": lift.result.rating.name if lift.result.rating else None,
                "to": lift.to.name,
                "key_questions": [_changed(change) for change in lift.changes],
            }
            for lift in plan.lifts
        ],
    }


def _changed(change: Change) -> dict[str, Any]:
    counts = zip(("from", "to"), (change.before, change.after), change.percents, strict=True)
    return {
        "id": change.result.id,
        "title": change.result.title,
        **{
            key: {"yes": count.yes, "of": count.applicable, "percent": percent}
            for key, count, percent in counts
        },
        "answered_no": list(change.answered_no),
    }


def _rows(services: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
    """Return a row for each key question that a target would change, or for a target as such."""
    none = {"rating": None, "plan": None, "maximum": None}
    for service in services:
        for target in service["targets"] or [none]:
            plan = target["plan"] or {"answers": None, "score": None, "standards": []}
            base = {
                "file": service["file"],
                "service": service["service"],
                "target": target["rating"],
                "answers": plan["answers"],
                "score": plan["score"],
                "maximum": target["maximum"],
            }
            changes = [
                (standard, question)
                for standard in plan["standards"]
                for question in standard["key_questions"]
            ]
            for standard, question in changes or [({}, {})]:
                yield {**base, **_row(standard, question)}


def _row(standard: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, object]:
    before, after = question.get("from", {}), question.get("to", {})
    return {
        "standard": standard.get("id"),
        "key_question": question.get("id"),
        "label": question.get("title"),
        "of": before.get("of"),
        "yes_now": before.get("yes"),
        "yes_then": after.get("yes"),
        "per_cent_now": before.get("percent"),
        "per_cent_then": after.get("percent"),
        "answered_no": " ".join(question.get("answered_no", ())),
    }


def _blocks(found: Targets) -> Iterator[Block]:
    yield from short_heading(found.result)
    yield Line(_present(found))
    if not found.targets:
        yield Line(words("That is the best rating there is."))
    for target in found.targets:
        yield Space()
        yield from _target(found, target)


def _present(found: Targets) -> Words:
    result, standard = found.result, found.standard
    if standard is not None:
        name = rating(standard.ratings, standard.calculated_band, "strong")
        return words(f"{standard.id} {standard.title}, as calculated: ", name)
    score = f", {result.overall.score} of {plural(result.maximum, 'point')}"
    return words(
        "Overall: ", rating(result.framework.ratings, result.overall.band, "strong"), score
    )


def _target(found: Targets, target: Target) -> Iterator[Block]:
    result = found.result
    ratings, total = result.framework.ratings, plural(result.maximum, "point")
    name = rating(ratings, target.band, "strong")
    if target.band <= found.present_band:
        same = target.band == found.present_band
        yield Line(
            words(name, " is what it is already." if same else " is lower than what it is already.")
        )
        return
    if target.without_discretion:
        moved = listed([each.id for each in result.moved])
        yield Line(
            words(
                name,
                f" would be reached already without discretion on {moved} "
                f"({result.calculated.score} of {total}).",
            )
        )
    if target.plan is None:
        yield Line(words(name, " is out of reach of cases alone: ", *_most(found)))
        return
    answers = plural(target.plan.answers, "answer")
    then = "" if target.plan.score is None else f", and gives {target.plan.score} of {total}"
    yield Line(words(name, f" takes {answers} from no to yes{then}."))
    for lift in target.plan.lifts:
        yield from _lift(lift)


def _most(found: Targets) -> Iterator[str | Words]:
    """Return the most that cases alone can give, in words."""
    yield "the most they can give is "
    yield words(rating(found.result.framework.ratings, found.best_band))
    if found.maximum is not None:
        yield f", {found.maximum} of {plural(found.result.maximum, 'point')}"
    yield "."


def _lift(lift: Lift) -> Iterator[Block]:
    standard = lift.result
    yield Line(
        words(
            strong(f"{standard.id} {standard.title}: "),
            rating(standard.ratings, standard.band),
            " → ",
            rating(standard.ratings, lift.band),
        ),
        indent=2,
    )
    yield Outline(
        {"question": _COLUMNS},
        (Section(None, tuple(_change(each) for each in lift.changes)),),
        ("", "Yes", "Per cent", "Answers"),
    )
    for change in lift.changes:
        if change.answered_no:
            who = ", ".join(change.answered_no)
            text = quiet(f"{change.result.id} answered no: {who}")
            yield Line(words(text), "item", indent=4)


def _change(change: Change) -> Row:
    before, after = change.before, change.after
    first, then = change.percents
    return Row(
        "question",
        (
            (),
            words(change.result.id),
            words(change.result.title),
            words(f"{before.yes}/{before.applicable} → {after.yes}/{after.applicable}"),
            words(f"{first}% → {then}%"),
            words(plural(after.yes - before.yes, "answer")),
        ),
    )
