"""A report to hand over: one HTML page that stands on its own.

What it tells is put together here as plain data, every text from a file made visible; the template
beside this module lays it out, and escapes by default.
"""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from yotrate import __version__
from yotrate.framework.model import Framework
from yotrate.questions.boundary import Boundaries
from yotrate.questions.edges import QuestionBoundary
from yotrate.rating.results import DomainResult, Result, StandardResult
from yotrate.report import words
from yotrate.report.html.closeness import closeness
from yotrate.report.html.parts import Data, edges_of, rated
from yotrate.report.missing import what_is_missing
from yotrate.report.view import Line, plain
from yotrate.service.model import Sample
from yotrate.text import listed, plural, prose, visible

_TEMPLATES = Path(__file__).parent
_DETAILS = {"inspection": "Inspection", "fieldwork": "Fieldwork", "published_on": "Published"}
# Hundredths of a scale's width that a label on it takes.
_LABEL = 1300


def page(found: Boundaries, *, half_finished: bool = False) -> str:
    """Return a service's ratings, and all that belongs to them, as an HTML page.

    With `half_finished`, also what is missing, and the range that is left.
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html.jinja").render(
        contents(found, half_finished=half_finished)
    )


def contents(found: Boundaries, *, half_finished: bool = False) -> Data:
    """Return what the page tells, as plain data."""
    result = found.result
    framework, service = result.framework, result.service
    percents, scores = words.percentages_of_bands(framework), words.scores_of_bands(result.scale)
    details = service.details
    return {
        "version": __version__,
        "service": prose(service.name),
        "details": {name: prose(details[key]) for key, name in _DETAILS.items() if key in details},
        "answered_by": words.answered_by(service.answered_by, framework),
        "guesses": words.guesses(service.guesses),
        "self_audit": service.answered_by == "service",
        "note": prose(details.get("note", "")),
        "framework": _framework(framework),
        "ratings": [
            {
                "rating": rated(framework, band),
                "percents": percents[band] if percents else None,
                "points": rating.points,
                "scores": scores[band] if scores else None,
            }
            for band, rating in enumerate(framework.ratings)
        ],
        "percent_scale": _scale(framework.percent_thresholds, 100),
        "score_scale": _scale(result.scale.thresholds, result.maximum),
        "overall": _overall(found),
        "missing": [
            visible(plain(line.text))
            for line in (what_is_missing(result) if half_finished else ())
            if isinstance(line, Line)
        ],
        "domains": [_domain(found, domain) for domain in result.domains],
        **closeness(found),
        "published": _published(result),
    }


def _framework(framework: Framework) -> Data:
    rule = framework.discretion
    not_counted = [each.id for each in framework.standards if not each.counts_towards_overall]
    return {
        "id": framework.id,
        "provisional": words.provisional(framework),
        "title": prose(framework.title),
        "edition": prose(framework.edition or ""),
        "publisher": prose(framework.publisher or ""),
        "source": prose(framework.source or ""),
        "rounded": framework.rounded,
        "discretion": None
        if rule is None
        else {
            "points": plural(rule.within_points, "percentage point"),
            "cases": rule.within_cases,
            "sample": plural(rule.sample_up_to, "case"),
        },
        "sampling": None if framework.sampling is None else words.sampling(framework.sampling),
        "from_cases": framework.from_cases,
        "has_overall": framework.has_overall,
        "judged": any(each.basis == "judgement" for each in framework.standards),
        "mixed": any(each.judged_questions for each in framework.standards),
        "leaves_out": framework.if_not_rated == "leave_out",
        "not_counted": {"ids": listed(not_counted), "number": len(not_counted)}
        if not_counted
        else None,
        "lowest": prose(framework.ratings[0].name),
        "highest": prose(framework.ratings[-1].name),
    }


def _hundredths(value: int, of: int) -> int:
    return min(10_000, 10_000 * value // max(of, 1))


def _along(value: int, of: int) -> str:
    """Return where a value stands on a scale, in per cent of its width."""
    whole, rest = divmod(_hundredths(value, of), 100)
    return f"{whole}.{rest:02}"


def _scale(thresholds: Sequence[int], of: int) -> Data | None:
    """Return the bands of a scale, and a label for each threshold, in rows that keep them apart."""
    if not thresholds:
        return None
    ends: list[int] = []
    labels = []
    for threshold in thresholds:
        at = _hundredths(threshold, of)
        row = next((row for row, end in enumerate(ends) if end + _LABEL <= at), len(ends))
        ends[row : row + 1] = [at]
        labels.append({"text": f"{threshold}", "x": _along(threshold, of), "row": row})
    starts = [_hundredths(threshold, of) for threshold in thresholds]
    widths = [high - low for low, high in zip(starts, [*starts[1:], 10_000], strict=True)]
    bands = [
        {"x": label["x"], "width": f"{width // 100}.{width % 100:02}"}
        for label, width in zip(labels, widths, strict=True)
    ]
    return {"labels": labels, "rows": len(ends), "bands": bands}


def _overall(found: Boundaries) -> Data:
    result = found.result
    framework, overall, calculated = result.framework, result.overall, result.calculated
    moved = listed([each.id for each in result.moved])
    known = calculated.score is not None
    return {
        "rating": rated(framework, overall.band),
        "score": overall.score,
        "maximum": result.maximum,
        "counting": sum(each.takes_part for each in result.standards),
        "along": None if overall.score is None else _along(overall.score, result.maximum),
        "withheld": None if overall.rating else f"withheld, {words.for_want(result)}",
        "calculated": {
            "rating": rated(framework, calculated.band),
            "score": calculated.score,
            "away": words.next_ratings(found),
        },
        "moved": moved,
        "changed": known and calculated != overall,
        "rating_changed": known and calculated.band != overall.band,
    }


def _domain(found: Boundaries, domain: DomainResult) -> Data:
    standards = [_standard(found, each) for each in domain.standards]
    questions = [question for each in standards for question in each["questions"]]
    return {
        "id": domain.id,
        "title": prose(domain.title),
        "evidence": _evidence(domain),
        "figures": any(each["worked_out"] for each in standards),
        "standards": standards,
        "limiting": any(question["limiting"] for question in questions),
        "marks": sorted({tuple(question["near"]) for question in questions} - {()}, reverse=True),
    }


def _evidence(domain: DomainResult) -> str:
    """Return what a domain was rated from, as a sentence."""
    judged = [
        each.id
        for each in domain.standards
        if each.basis == "judgement" and each.rating is not None
    ]
    if domain.evidence is None:
        return f"{words.evidence_of(domain).capitalize()}."
    if domain.cases is not None:
        text = f"Rated from {plural(domain.cases, 'case')}"
    else:
        text = "Rated from printed results; the answers case by case are not known"
    return f"{text}. {listed(judged)} rated by judgement." if judged else f"{text}."


def _rated_from(standard: StandardResult) -> str:
    if standard.rating is None:
        return words.without_rating(standard) or "left out"
    if standard.basis == "judgement":
        return "judgement"
    sources = []
    if any(each.count is not None or each.percent is not None for each in standard.questions):
        sample = standard.evidence if isinstance(standard.evidence, Sample) else None
        read = "printed results" if sample is None else plural(len(sample.cases), "case")
        sources.append(read)
    if standard.standard.judged_questions:
        sources.append("judgement")
    return listed(sources)


def _standard(found: Boundaries, standard: StandardResult) -> Data:
    framework, own = found.result.framework, standard.standard
    return {
        "id": own.id,
        "title": prose(own.title),
        "from": _rated_from(standard),
        "worked_out": own.basis == "cases"
        and (standard.calculated is not None or standard.applied_to_no_case),
        "why_not": words.without_rating(standard),
        "judged": own.basis == "judgement",
        "counts": own.counts_towards_overall,
        "takes_part": standard.takes_part,
        "rating": rated(framework, standard.band),
        "calculated": rated(framework, standard.calculated_band),
        "moved": standard.discretion is not None,
        "points": standard.points,
        "calculated_points": standard.calculated.points
        if own.counts_towards_overall and standard.calculated is not None
        else None,
        "questions": [
            _question(framework, question) for question in found.standards[own.id].questions
        ],
    }


def _question(framework: Framework, boundary: QuestionBoundary) -> Data:
    result = boundary.result
    count, percent = result.count, result.percent
    along = None
    if percent is not None:
        # An exact percentage must not seem to reach a threshold that it falls short of.
        exact = count is not None and not framework.rounded
        along = _along(count.yes, count.applicable) if count and exact else _along(percent, 100)
    return {
        "id": result.id,
        "title": prose(result.title),
        "judged": result.basis == "judgement",
        "count": None
        if count is None
        else {
            "yes": count.yes,
            "of": count.applicable,
            "not_applicable": count.not_applicable,
        },
        "percent": percent,
        "along": along,
        "rating": rated(framework, result.band),
        "band": None if result.band is None else words.percentages_of_bands(framework)[result.band],
        "limiting": result.limiting,
        "near": [name for name, edge in edges_of(boundary) if edge.near],
    }


def _published(result: Result) -> Data | None:
    """Return what could be compared with the published report, and where it differs."""
    published = result.service.published
    if published is None:
        return None
    ratings = {each.id for each in result.standards if each.rating is not None}
    percents = {
        question.id
        for each in result.standards
        for question in each.questions
        if question.percent is not None
    }
    compared = []
    if published.overall is not None and result.overall.rating is not None:
        compared.append("the overall rating")
    if published.score is not None and result.overall.score is not None:
        compared.append("the overall score")
    if common := len(ratings & published.standards.keys()):
        compared.append(plural(common, "rating of a standard", "ratings of standards"))
    if common := len(percents & published.percentages.keys()):
        compared.append(plural(common, "percentage"))
    return {
        "compared": listed(compared),
        "differences": [
            {
                "item": visible(each.item),
                "published": visible(each.published),
                "calculated": visible(each.calculated),
            }
            for each in result.differences or ()
        ],
    }
