"""The judgements that a service file gives, checked against what its framework rates by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from yotrate.checking.drafts import Draft
from yotrate.checking.plain import value_at
from yotrate.framework.model import Framework
from yotrate.problems import Path
from yotrate.rules_of_problems import Rule
from yotrate.service.asked import Absent
from yotrate.service.model import ServiceFile
from yotrate.text import listed, quote, short


def cases_among_judgements(draft: Draft[ServiceFile], framework: Framework) -> list[str]:
    """Report domains of cases that stand under judgements, as the line between is missing.

    Returns:
        The domains, or standards with a sample of their own.
    """
    names = {each.id: each.name for each in framework.samples}
    under = value_at(draft.data, ("judgements",))
    strays = [key for key in names if isinstance(under, dict) and isinstance(under.get(key), dict)]
    if not strays or not draft.lacks("cases"):
        return []
    for key in strays:
        draft.findings.lose(("judgements", key))
    message = f"{names[strays[0]]} stands under 'judgements': the line 'cases:' is missing before"
    draft.fault(("judgements", strays[0]), f"{message} this", Rule.NOT_JUDGED, key=True)
    return strays


def check_judgements(
    draft: Draft[ServiceFile],
    framework: Framework,
    absent: Absent,
    strays: Iterable[str],
    in_sheets: Collection[str],
) -> None:
    """Report judgements on what takes none, ratings that are none, and what lacks a judgement.

    `strays` are domains that stand among them by mistake, `in_sheets` what a spreadsheet judges.
    """
    titles = {key: title for each in framework.standards for key, title in each.judged.items()}
    silent = absent.standards
    needed = {key for each in framework.standards if each.id not in silent for key in each.judged}
    from_cases = framework.rated_from_cases

    def describe(key: str) -> str:
        if key in from_cases:
            return f"{key} is rated from cases, so it takes no judgement"
        return f"{quote(key)} is nothing that {framework.id} rates by judgement"

    known = [*titles, *strays]
    meant = draft.unknown(("judgements",), known, describe, Rule.NOT_JUDGED, but=from_cases)
    for key, name in draft.mapping("judgements").items():
        if name is not None:
            check_rating(draft, framework, ("judgements", key), name, f"{short(key)}: ")
    _check_judged_and_not_rated(draft, framework, absent)
    for key, title in titles.items():
        told = key in meant.values() or key in in_sheets
        if key in needed and draft.lacks("judgements", key) and not told:
            message = f"no judgement for {key} ({short(title)})"
            draft.gap(("judgements", key), message, Rule.MISSING_JUDGEMENT)


def _check_judged_and_not_rated(
    draft: Draft[ServiceFile], framework: Framework, absent: Absent
) -> None:
    given = draft.mapping("judgements")
    for standard in framework.standards:
        for key in standard.judged if standard.id in absent.not_rated else ():
            if given.get(key) is not None:
                message = f"standard {standard.id} is said not to be rated, so it takes no"
                draft.fault(("judgements", key), f"{message} judgement", Rule.NOT_RATED, key=True)


def check_rating(
    draft: Draft[ServiceFile], framework: Framework, path: Path, name: str, what: str = ""
) -> None:
    """Report a name that is no rating of a framework; `what` begins the message."""
    if framework.band_named(name) is None:
        names = [short(rating.name) for rating in framework.ratings]
        hint = draft.hints.did_you_mean(name, names) or f": expected {listed(names, 'or')}"
        draft.fault(path, f"{what}unknown rating {quote(name)}{hint}", Rule.UNKNOWN_RATING)
