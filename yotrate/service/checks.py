"""A service file becomes a service: checked against its framework, every problem reported."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from yotrate.checking.drafts import Draft
from yotrate.files.documents import Document
from yotrate.framework.counts import Figure
from yotrate.framework.model import Framework
from yotrate.problems import START, InvalidFile, Path, Problem
from yotrate.rules_of_problems import Rule
from yotrate.service.asked import Absent
from yotrate.service.elsewhere import Elsewhere, split_spreadsheets
from yotrate.service.evidence import check_evidence, evidence_in, second_readings
from yotrate.service.judgements import cases_among_judgements, check_judgements, check_rating
from yotrate.service.model import Printed, Sample, Service, ServiceFile
from yotrate.service.named_framework import NoFramework, framework_named
from yotrate.text import plural, prose, quote, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yotrate.service.in_sheets import InSheets


def draft_service(
    document: Document, *, partial: bool = False, framework: Framework | None = None
) -> tuple[Draft[ServiceFile], Service | None]:
    """Check a service file against its framework, short of what needs its ratings.

    With `partial`, what is only missing is no problem. A `framework` is used in place of the one
    that the file names.

    Returns:
        The draft with all that is wrong, and the service as far as it is sound; no service where
        its framework is unknown.

    Raises:
        InvalidFile: the framework itself has problems; they come with the service's own.
    """
    data = document.data
    if isinstance(data, dict) and "service" not in data and data.keys() & {"ratings", "domains"}:
        message = "this is a framework, not a service"
        raise InvalidFile([Problem(document.name, *START, message, Rule.WRONG_KIND)])
    data, elsewhere = split_spreadsheets(document.data)
    draft = Draft(ServiceFile, document, data, partial=partial)
    framework = framework or _framework_of(draft)
    if framework is None:
        return draft, None
    _check_when(draft, framework)
    sheets = _in_sheets(draft, framework, elsewhere)
    optional = _left_out(draft, framework, sheets.given() if sheets else ())
    absent = Absent(optional, _not_rated(draft, framework))
    strays = cases_among_judgements(draft, framework)
    judged = sheets.judgements(absent.standards) if sheets else {}
    check_judgements(draft, framework, absent, strays, judged)
    samples = check_evidence(draft, framework, absent, sheets, strays)
    _check_eligible(draft, framework, samples)
    _check_discretion(draft, framework, absent)
    _check_published(draft, framework)
    file = draft.salvage(ServiceFile, service=document.name, framework=framework.id)
    if file is None:
        return draft, None
    evidence = evidence_in(draft, framework, file, samples)
    again = second_readings(draft, framework, absent, sheets, evidence)
    _check_unused(draft, framework, absent, evidence)
    service = _assemble(document.name, framework, file, evidence, absent.not_rated)
    guesses = sheets.guesses if sheets else 0
    _warn_of_guesses(draft, guesses)
    return draft, service._replace(
        judgements={**{key: name for key, name in judged.items() if name}, **service.judgements},
        second_readings=again,
        guesses=guesses,
        left_alone=(*document.left_alone,),
    )


def _in_sheets(
    draft: Draft[ServiceFile], framework: Framework, elsewhere: Elsewhere
) -> InSheets | None:
    """Return what is in spreadsheets; what reads them is loaded only for whom has any."""
    if not elsewhere:
        return None
    in_sheets: InSheets = import_module("yotrate.service.in_sheets").InSheets(
        draft, framework, elsewhere
    )
    return in_sheets


def _warn_of_guesses(draft: Draft[ServiceFile], guesses: int) -> None:
    if not guesses:
        return
    stands = "1 guess stands" if guesses == 1 else f"{guesses} guesses stand"
    message = f"{stands} under 'guessed': look at each, and take it out there once it is right"
    draft.warn((), message, Rule.GUESSES)


def _check_when(draft: Draft[ServiceFile], framework: Framework) -> None:
    """Warn where the framework is provisional, or was not in force in the service's year."""
    if framework.provisional is not None:
        message = f"{framework.id} is provisional: {prose(framework.provisional)}"
        draft.warn(("framework",), message, Rule.PROVISIONAL)
    for key in ("fieldwork", "published_on"):
        text = draft.get(key)
        years = set(_A_YEAR.findall(text)) if isinstance(text, str) else set()
        if len(years) == 1:
            (year,) = years
            first, last = framework.first or year, framework.last or year
            if not first[:4] <= year <= last[:4]:
                since = f"from {framework.first}" if framework.first else ""
                until = f"until {framework.last}" if framework.last else ""
                rules = f"the rules of {framework.id} were in force {since} {until}".strip()
                message = f"{year} is not when {' '.join(rules.split())}"
                draft.warn((key,), message, Rule.OUTSIDE_DATES)
            return


_A_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


def _framework_of(draft: Draft[ServiceFile]) -> Framework | None:
    """Return the framework that a file names, or None where that is none, which is told."""
    reference = draft.get("framework")
    if not isinstance(reference, str):
        return None
    try:
        return framework_named(reference, draft.document.folder)
    except NoFramework as error:
        draft.fault(("framework",), error.message, error.rule)
        return None
    except InvalidFile as error:
        raise InvalidFile([*draft.problems(), *error.problems]) from None


def _left_out(
    draft: Draft[ServiceFile], framework: Framework, in_sheets: Iterable[str]
) -> set[str]:
    """Return the optional standards of which the service gives nothing at all."""
    optional = {
        standard.id: {standard.id, *(question.id for question in standard.key_questions)}
        for standard in framework.standards
        if standard.optional
    }
    if not optional:
        return set()
    given = set(draft.mapping("judgements")).union(in_sheets)
    for domain in draft.mapping("results"):
        given.update(draft.mapping("results", domain))
    for domain in draft.mapping("cases"):
        for case in draft.mapping("cases", domain):
            given.update(draft.mapping("cases", domain, case))
    return {name for name, own in optional.items() if not own & given}


def _not_rated(draft: Draft[ServiceFile], framework: Framework) -> dict[str, str]:
    """Return why standards were not rated, by their ids; a domain stands for all of its own."""
    domains = {each.id: each for each in framework.domains}
    standards = {each.id for each in framework.standards}
    draft.unknown(
        ("not_rated",),
        [*domains, *standards],
        lambda key: f"{quote(key)} is no domain and no standard of {framework.id}",
        Rule.UNKNOWN_STANDARD,
    )
    given = {
        key: reason for key, reason in draft.mapping("not_rated").items() if isinstance(reason, str)
    }
    own = {
        standard.id: given[name]
        for name in given
        if name in domains
        for standard in domains[name].standards
    }
    return {**own, **{key: reason for key, reason in given.items() if key in standards}}


def _check_unused(
    draft: Draft[ServiceFile],
    framework: Framework,
    absent: Absent,
    evidence: Mapping[str, Sample | Printed],
) -> None:
    """Warn where yes and no are given for a standard that is said not to be rated."""
    for domain in framework.samples:
        found = evidence.get(domain.id)
        for standard in domain.standards if found else ():
            if standard.id in absent.not_rated and any(
                _says_something(found.figure(each.id)) for each in standard.case_questions if found
            ):
                around = {own.id: each.id for each in framework.domains for own in each.standards}
                said = standard.id if draft.get("not_rated", standard.id) else around[standard.id]
                message = f"standard {standard.id} is said not to be rated, so its answers"
                path = ("not_rated", said)
                draft.warn(path, f"{message} are not used", Rule.NOT_RATED, key=True)


def _says_something(figure: Figure) -> bool:
    return isinstance(figure, int) or (figure is not None and figure.applicable > 0)


def _check_eligible(
    draft: Draft[ServiceFile], framework: Framework, samples: Mapping[str, Sample]
) -> None:
    """Check that the numbers of eligible cases are of sampled domains, and not below the sample."""
    sampled = {each.id: each.name for each in framework.samples}
    draft.unknown(
        ("eligible",),
        sampled,
        lambda key: f"{quote(key)} is no domain that is rated from cases",
        Rule.UNKNOWN_DOMAIN,
    )
    for key, number in draft.mapping("eligible").items():
        cases = samples[key].cases if key in samples else draft.mapping("cases", key)
        known = isinstance(number, str) and number.isdigit()
        if key in sampled and known and int(number) < len(cases):
            message = f"{sampled[key]} has {plural(len(cases), 'case')}, and only {int(number):,}"
            message += " eligible to be drawn"
            draft.fault(("eligible", key), message, Rule.TOO_FEW_ELIGIBLE)


def _check_discretion(draft: Draft[ServiceFile], framework: Framework, absent: Absent) -> None:
    standards = {standard.id: standard for standard in framework.standards}
    seen: dict[str, Path] = {}
    for at in draft.items("discretion"):
        path: Path = ("discretion", at)
        move = draft.mapping(*path)
        name, rating = move.get("standard"), move.get("rating")
        if isinstance(rating, str):
            check_rating(draft, framework, (*path, "rating"), rating)
        if not isinstance(name, str):
            continue
        where = (*path, "standard")
        if name not in standards:
            hint = draft.hints.did_you_mean(name, standards)
            draft.fault(where, f"unknown standard {quote(name)}{hint}", Rule.UNKNOWN_STANDARD)
        elif standards[name].basis != "cases":
            message = f"standard {name} is rated by judgement: discretion is not for it"
            draft.fault(where, message, Rule.DISCRETION_NOT_OPEN)
        elif name in absent.standards:
            how = "said not to be rated" if name in absent.not_rated else "left out"
            message = f"standard {name} is {how}, so discretion cannot move it"
            draft.fault(where, message, Rule.DISCRETION_NOT_OPEN)
        elif name in seen:
            lines = draft.lines((*seen[name], "standard"), where)
            message = f"discretion is used twice on standard {name}: {lines}"
            draft.fault(where, message, Rule.REPEATED_DISCRETION)
        seen[name] = path


def _check_published(draft: Draft[ServiceFile], framework: Framework) -> None:
    if not draft.mapping("published"):
        return
    standards = {standard.id for standard in framework.standards}
    questions = {question.id for each in framework.samples for question in each.case_questions}
    for key in ("overall", "score"):
        if not framework.has_overall and not draft.lacks("published", key):
            message = f"{framework.id} has no overall rating"
            draft.fault(("published", key), message, Rule.NO_OVERALL_RATING, key=True)
    overall = draft.get("published", "overall")
    if isinstance(overall, str):
        check_rating(draft, framework, ("published", "overall"), overall)
    draft.unknown(
        ("published", "standards"),
        standards,
        lambda key: f"{quote(key)} is no standard",
        Rule.UNKNOWN_STANDARD,
    )
    draft.unknown(
        ("published", "percentages"),
        questions,
        lambda key: f"{quote(key)} is no key question that cases answer",
        Rule.UNKNOWN_QUESTION,
    )
    for key, name in draft.mapping("published", "standards").items():
        check_rating(draft, framework, ("published", "standards", key), name, f"{short(key)}: ")


def _assemble(
    name: str,
    framework: Framework,
    file: ServiceFile,
    evidence: Mapping[str, Sample | Printed],
    not_rated: Mapping[str, str],
) -> Service:
    """Put together a service from what is sound in a file."""

    def spelt(rating: str) -> str:
        band = framework.band_named(rating)
        return rating if band is None else framework.ratings[band].name

    published = file.published
    if published is not None:
        published = published.model_copy(
            update={
                "overall": published.overall and spelt(published.overall),
                "standards": {key: spelt(each) for key, each in published.standards.items()},
            }
        )
    details = {
        key: value
        for key in ("inspection", "fieldwork", "published_on", "note")
        if (value := getattr(file, key)) is not None
    }
    return Service(
        file=name,
        name=file.service,
        framework=framework,
        details=details,
        judgements={key: spelt(each) for key, each in file.judgements.items()},
        evidence=evidence,
        discretion=tuple(
            move.model_copy(update={"rating": spelt(move.rating)}) for move in file.discretion
        ),
        published=published,
        eligible=file.eligible,
        not_rated=not_rated,
        answered_by=file.answered_by,
    )
