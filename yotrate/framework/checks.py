"""A framework file becomes a framework: found, read, and checked to the last rule of its own."""

import os
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path as FilePath

from yotrate.checking.drafts import Draft
from yotrate.files.documents import Document, is_yaml, read_yaml
from yotrate.files.reading import STANDARD_INPUT, refuse_share
from yotrate.framework import rules
from yotrate.framework.bundled import bundled
from yotrate.framework.counts import hundredths
from yotrate.framework.model import Framework
from yotrate.problems import START, InvalidFile, Path, Problem, WrongUsage
from yotrate.rules_of_problems import Rule
from yotrate.text import did_you_mean, folded, listed, plural, quote


def is_path(reference: str) -> bool:
    """Return whether a reference to a framework is a path, not the id of a bundled one."""
    return "/" in reference or is_yaml(reference)


def load_framework(reference: str | FilePath) -> Framework:
    """Load a framework by the id of a bundled one, by its path, or ``-`` for standard input.

    Raises:
        InvalidFile: there is no such framework, or its file has problems.
    """
    if isinstance(reference, FilePath) or reference == "-" or is_path(reference):
        return read_framework(read_yaml(reference))
    if reference not in bundled():
        raise InvalidFile(
            [Problem(reference, *START, unknown_framework(reference), Rule.UNKNOWN_FRAMEWORK)]
        )
    return _load_bundled(reference)


@cache
def _load_bundled(framework_id: str) -> Framework:
    return read_framework(read_yaml(bundled()[framework_id]))


_SIGNS = frozenset({"framework", "ratings", "domains"})


def looks_like_a_framework(data: object) -> bool:
    """Return whether plain data has two of the keys at least by which frameworks are known."""
    return isinstance(data, dict) and len(_SIGNS & data.keys()) > 1


def reference_to(framework: str, folder: FilePath) -> str:
    """Return how a service file in a folder refers to a framework: by its id, or by a path.

    Raises:
        WrongUsage: there is no bundled framework of that id, or it is standard input.
    """
    if framework in bundled():
        return framework
    if framework == STANDARD_INPUT:
        raise WrongUsage("a service file cannot refer to standard input: name the framework's file")
    if not is_path(framework):
        raise WrongUsage(unknown_framework(framework))
    refuse_share(framework)
    file = FilePath(framework)
    absolute = file.parent.resolve() / file.name
    try:
        path = FilePath(os.path.relpath(absolute, folder.resolve()))
    except ValueError:  # on Windows, from one drive to another
        path = absolute
    return path.as_posix() if is_path(path.as_posix()) else f"./{path.as_posix()}"


def unknown_framework(reference: str) -> str:
    """Return the message for an id that no bundled framework has."""
    names = list(bundled())
    hint = did_you_mean(reference, names) or f": expected {listed(names, 'or')}, or a path"
    return f"unknown framework {quote(reference)}{hint}"


def read_framework(document: Document) -> Framework:
    """Check a framework file.

    Raises:
        InvalidFile: it has problems, all of them reported.
    """
    draft = draft_framework(document)
    return draft.finish(draft.model)


def draft_framework(document: Document) -> Draft[Framework]:
    """Check a framework file, short of its vectors.

    Raises:
        InvalidFile: it is a service file.
    """
    data = document.data
    if isinstance(data, dict) and "service" in data and not data.keys() & {"ratings", "domains"}:
        message = "this is a service, not a framework"
        raise InvalidFile([Problem(document.name, *START, message, Rule.WRONG_KIND)])
    draft = Draft(Framework, document)
    _check_size(draft)
    _check_ratings(draft)
    _check_scale(draft)
    _check_percents(draft)
    _check_dates(draft)
    _check_ids(draft)
    _check_bases(draft)
    _check_top_rating(draft)
    return draft


MOST_STANDARDS = 500
MOST_QUESTIONS = 5_000
"""Standards and key questions that a framework may have: each is held against all others."""


def _check_size(draft: Draft[Framework]) -> None:
    standards = [
        ("domains", d, "standards", s)
        for d in draft.items("domains")
        for s in draft.items("domains", d, "standards")
    ]
    questions = sum(sum(1 for _ in draft.items(*each, "key_questions")) for each in standards)
    for found, most, what in (
        (len(standards), MOST_STANDARDS, "standards"),
        (questions, MOST_QUESTIONS, "key questions"),
    ):
        if found > most:
            message = f"this has {found:,} {what}: {most:,} are the most that are read"
            draft.fault(("domains",), message, Rule.TOO_LARGE, key=True)


def _check_ratings(draft: Draft[Framework]) -> None:
    first: dict[str, int] = {}
    last: dict[str, str] = {}
    if misplaced := _out_of_order(draft):
        message = (
            "put the ratings in order, the worst first: this gives fewer points than one before"
        )
        draft.fault(misplaced, message, Rule.UNSORTED_THRESHOLDS)
        return
    for at in draft.items("ratings"):
        rating = draft.mapping("ratings", at)
        name = rating.get("name")
        if isinstance(name, str) and first.setdefault(folded(name), at) != at:
            lines = draft.lines(("ratings", first[folded(name)], "name"), ("ratings", at, "name"))
            message = f"the rating {quote(name)} stands twice: {lines}"
            draft.fault(("ratings", at, "name"), message, Rule.REPEATED_RATING)
        for key in ("points", "from_percent", "from_score", "above_average"):
            text = rating.get(key)
            if text is None:
                continue
            number = hundredths(text)
            path = ("ratings", at, key)
            if at == 0 and number and key.startswith("from"):
                message = f"{key} of the lowest rating must be 0, found {text}"
                draft.fault(path, message, Rule.UNSORTED_THRESHOLDS)
                number, text = 0, "0"
            elif key in last and number <= hundredths(last[key]):
                message = f"{key} must rise: {text} comes after {last[key]}"
                draft.fault(path, message, Rule.UNSORTED_THRESHOLDS)
            last[key] = text


def _out_of_order(draft: Draft[Framework]) -> Path | None:
    """Return the first rating that is out of order, where everything rises once they are sorted."""
    ratings = {at: draft.mapping("ratings", at) for at in draft.items("ratings")}
    keys = ("points", "from_percent", "from_score", "above_average")
    figures = {
        at: [hundredths(text) for key in keys if isinstance(text := each.get(key), str)]
        for at, each in ratings.items()
    }
    if len({len(each) for each in figures.values()}) != 1 or not all(figures.values()):
        return None
    order = sorted(figures, key=lambda at: figures[at][0])
    rising = all(
        all(one < other for one, other in zip(figures[low], figures[high], strict=True))
        for low, high in pairwise(order)
    )
    wrong = [at for before, at in pairwise(figures) if figures[at][0] < figures[before][0]]
    return ("ratings", wrong[0]) if rising and wrong else None


def _check_scale(draft: Draft[Framework]) -> None:
    """Check that the overall scale is given in points, or by averages: in one way, and whole.

    Without either there is no overall rating.
    """
    ratings = [("ratings", at) for at in draft.items("ratings")]
    by_average = any(not draft.lacks(*path, "above_average") for path in ratings)
    by_points = any(not draft.lacks(*path, "from_score") for path in ratings)
    for path in ratings:
        worst = path[-1] == 0
        if by_average and not draft.lacks(*path, "from_score"):
            message = "the overall scale is given by above_average: from_score has no place in it"
            draft.fault((*path, "from_score"), message, Rule.TWO_SCALES, key=True)
        elif worst and not draft.lacks(*path, "above_average"):
            message = "above_average is not for the lowest rating, which begins at 0"
            draft.fault((*path, "above_average"), message, Rule.TWO_SCALES, key=True)
        elif by_average and not worst:
            _check_given(draft, (*path, "above_average"))
        elif by_points and not by_average:
            _check_given(draft, (*path, "from_score"))
    if not by_average and draft.get("if_not_rated") == "leave_out":
        message = "standards can be left out only where the scale is given by above_average"
        draft.fault(("if_not_rated",), message, Rule.TWO_SCALES)


def _check_dates(draft: Draft[Framework]) -> None:
    first, last = draft.get("from"), draft.get("until")
    if isinstance(first, str) and isinstance(last, str):
        shorter = min(len(first), len(last))
        if last[:shorter] < first[:shorter]:
            message = f"until {last} is before from {first}"
            draft.fault(("until",), message, Rule.UNSORTED_DATES)


def _check_percents(draft: Draft[Framework]) -> None:
    """Check that bands of percentages are given where anything is rated from cases."""
    ratings = [("ratings", at) for at in draft.items("ratings")]
    bases = [
        draft.mapping("domains", d, "standards", s).get("basis") or draft.get("domains", d, "basis")
        for d in draft.items("domains")
        for s in draft.items("domains", d, "standards")
    ]
    if "cases" in bases:
        _check_given(draft, ("percentages",))
    if "cases" in bases or any(not draft.lacks(*path, "from_percent") for path in ratings):
        for path in ratings:
            _check_given(draft, (*path, "from_percent"))


def _check_given(draft: Draft[Framework], path: Path) -> None:
    if draft.lacks(*path):
        *outer, key = path
        given = key in draft.mapping(*outer)
        message = f"nothing is given for {quote(key)}" if given else f"{quote(key)} is missing"
        draft.fault(path, message, Rule.MISSING_KEY)


def _natural(text: str) -> list[tuple[bool, int, str]]:
    """Return a key that sorts 2.10 after 2.9, and letters after digits."""
    parts = re.findall(r"(\d+)|(\D+)", text)
    return [(not digits, int(digits or 0), other) for digits, other in parts]


def _is_inside(inner: str, outer: str) -> bool:
    rest = inner.removeprefix(outer)
    return rest not in (inner, "") and (rest[0] == "." or not outer[-1].isdigit())


def _check_ids(draft: Draft[Framework]) -> None:
    seen: dict[str, Path] = {}
    misfits: set[Path] = set()

    def check(path: Path, outer: str | None, previous: str | None) -> str | None:
        """Check one id; return it for what stands inside and after it, if it can be relied on."""
        own = draft.mapping(*path).get("id")
        if not isinstance(own, str):
            return None
        message, rule = None, Rule.MISPLACED_ID
        inside = path[:-1]
        if folded(own) in seen:
            rule = Rule.REPEATED_ID
            lines = draft.lines((*seen[folded(own)], "id"), (*path, "id"))
            message = f"the id {quote(own)} stands twice: {lines}"
        elif outer is not None and not _is_inside(own, outer):
            if inside in misfits:
                return None
            # Where all are out of place, it is what they stand in that is.
            misfits.add(inside)
            message = f"{quote(own)} stands inside {quote(outer)}: expected {outer}.1 or so"
        elif previous is not None and _natural(own) < _natural(previous):
            message = f"{quote(own)} comes after {quote(previous)}: put ids in order"
            draft.fault((*path, "id"), message, rule)
            return own
        if message:
            draft.fault((*path, "id"), message, rule)
            return None
        seen[folded(own)] = path
        return own

    _walk(draft, ("domains",), None, check)


def _walk(
    draft: Draft[Framework],
    path: Path,
    outer: str | None,
    check: Callable[[Path, str | None, str | None], str | None],
) -> None:
    """Call `check` on each part of the framework, with the ids around and before it."""
    inner = {"domains": "standards", "standards": "key_questions"}.get(str(path[-1]))
    previous: str | None = None
    for at in draft.items(*path):
        own = check((*path, at), outer, previous)
        previous = own or previous
        if inner:
            _walk(draft, (*path, at, inner), own, check)


def _check_bases(draft: Draft[Framework]) -> None:
    for d in draft.items("domains"):
        domain = draft.mapping("domains", d)
        for s in draft.items("domains", d, "standards"):
            path = ("domains", d, "standards", s)
            standard = draft.mapping(*path)
            basis = standard.get("basis") or domain.get("basis")
            name = f"standard {quote(standard.get('id'))}"
            if basis == "cases" and draft.lacks(*path, "key_questions"):
                message = f"{name} is rated from cases, so it needs key_questions"
                draft.fault(path, message, Rule.MISPLACED_KEY_QUESTIONS)
            elif basis == "cases" and standard.get("key_questions") == []:
                message = f"{name} has no key questions"
                draft.fault((*path, "key_questions"), message, Rule.MISPLACED_KEY_QUESTIONS)
            if basis == "judgement" and standard.get("sample") is not None:
                message = f"{name} is judged as a whole, so it has no sample of its own"
                draft.fault((*path, "sample"), message, Rule.MISPLACED_SAMPLE)
            for q in draft.items(*path, "key_questions") if basis == "judgement" else ():
                if draft.mapping(*path, "key_questions", q).get("basis") == "cases":
                    message = f"{name} is judged as a whole: its key questions cannot be case-based"
                    where = (*path, "key_questions", q, "basis")
                    draft.fault(where, message, Rule.MISPLACED_KEY_QUESTIONS)


def _check_top_rating(draft: Draft[Framework]) -> None:
    spoilt = any(path[:1] in ((), ("ratings",), ("domains",)) for path in draft.faulty())
    if spoilt or draft.document.troubles:
        return
    framework = draft.salvage(Framework, framework="any", title="Any", percentages="rounded")
    if framework is None or not framework.has_overall:
        return
    top, scale = framework.ratings[-1], rules.full_scale(framework)
    if scale.thresholds[-1] > scale.maximum:
        key = "from_score" if framework.averages is None else "above_average"
        draft.fault(
            ("ratings", len(framework.ratings) - 1, key),
            f"{quote(top.name)} starts at {plural(scale.thresholds[-1], 'point')}, and "
            f"{scale.maximum} is the most that the standards can give",
            Rule.UNREACHABLE_RATING,
        )
