"""A service's answers and judgements, checked against its framework."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from yotrate.checking import Draft, Model, Percent, Text, Whole, did_you_mean, problem
from yotrate.framework import (
    Domain,
    Framework,
    is_path,
    load_framework,
    unknown_framework,
)
from yotrate.problems import InvalidFile, Problem
from yotrate.source import START, Document, Path
from yotrate.text import listed, quote

Answer = Literal["yes", "no", "n/a"]
_ANSWERS: dict[str, Answer] = {
    "yes": "yes", "y": "yes", "true": "yes",
    "no": "no", "n": "no", "false": "no",
    "n/a": "n/a", "na": "n/a",
}  # fmt: skip


def read_answer(text: object) -> Answer:
    """Return the answer that a text gives, in any case.

    Raises:
        PydanticCustomError: it is none.
    """
    answer = _ANSWERS.get(text.lower()) if isinstance(text, str) else None
    if answer is None:
        hint = did_you_mean(text, _ANSWERS) if isinstance(text, str) else ""
        raise problem(f"expected yes, no or n/a, found {quote(text)}{hint}")
    return answer


AnswerText = Annotated[
    Answer, BeforeValidator(read_answer), WithJsonSchema({"enum": ["yes", "no", "n/a"]})
]


@dataclass(frozen=True, slots=True)
class Count:
    """The answers to a key question, in cases; `not_applicable` is None where it is not known."""

    yes: int
    no: int
    not_applicable: int | None

    @property
    def applicable(self) -> int:
        """The cases to which the question applied (2018 framework, step 1)."""
        return self.yes + self.no


Figure = Count | int | None
"""What is known of a key question: its count, or only its whole per cent, or nothing."""

_A_COUNT = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
_A_PERCENTAGE = re.compile(r"([0-9]{1,9})%")


def read_figure(text: object) -> Figure:
    """Return the figure that a text gives: a count (20/31), a percentage (65%), or n/a.

    Raises:
        PydanticCustomError: it is none.
    """
    expected = "expected a count such as 20/31, a percentage such as 65%, or n/a"
    if not isinstance(text, str):
        raise problem(f"{expected}, found {quote(text)}")
    if _ANSWERS.get(text.lower()) == "n/a":
        return Count(0, 0, None)
    if count := _A_COUNT.fullmatch(text):
        yes, of = int(count[1]), int(count[2])
        if yes > of:
            raise problem(f"{quote(text)} has more yes than cases")
        if not of:
            raise problem(f"{quote(text)} counts no cases: write n/a where none applied")
        return Count(yes, of - yes, None)
    if percentage := _A_PERCENTAGE.fullmatch(text):
        if int(percentage[1]) > 100:  # noqa: PLR2004
            raise problem(f"{quote(text)} is more than 100%")
        return int(percentage[1])
    hint = f": did you mean '{text}%'?" if _A_PERCENTAGE.fullmatch(f"{text}%") else ""
    raise problem(f"{expected}, found {quote(text)}{hint}")


FigureText = Annotated[
    Any,
    BeforeValidator(read_figure),
    WithJsonSchema({"type": "string", "pattern": "^([0-9]+/[0-9]+|[0-9]+%|n/a)$"}),
]


class Discretion(Model):
    """One use of professional discretion: a standard moved to a rating, for a reason."""

    standard: Text
    rating: Text
    reason: Text = Field(description="Why the panel moved the standard.")


class Published(Model):
    """What a published report printed; each part may be left out."""

    overall: Text | None = Field(None, description="The overall rating.")
    score: Whole | None = Field(None, description="The overall score, in points.")
    standards: dict[str, Text] = Field({}, description="Ratings by standard.")
    percentages: dict[str, Percent] = Field({}, description="Whole per cent by key question.")


class ServiceFile(Model):
    """A service file, as it is written."""

    service: Text = Field(description="The name of the service.")
    framework: Text = Field(description="The id of a bundled framework, or a path to one.")
    inspection: Text | None = None
    fieldwork: Text | None = None
    published_on: Text | None = None
    note: Text | None = None
    judgements: dict[str, Text] = Field({}, description="Ratings given by judgement, by id.")
    cases: dict[str, dict[Text, dict[str, AnswerText]]] = Field(
        {}, description="Answers by domain, then by case reference, then by key question."
    )
    results: dict[str, dict[str, FigureText]] = Field(
        {}, description="Figures by domain, then by key question, where there are no cases."
    )
    discretion: tuple[Discretion, ...] = ()
    published: Published | None = None

    @classmethod
    def named(cls, path: Path) -> str:
        """Name the case and the question in front of what is wrong with an answer."""
        match path:
            case ("cases", _, case, question):
                return f"case {quote(case)}, question {question}: "
            case ("cases", _, case):
                return f"case {quote(case)}: "
            case ("results", _, question):
                return f"question {question}: "
            case ("cases" | "results", domain):
                return f"domain {domain}: "
        return ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The cases of a domain and their answers: a column for each key question."""

    cases: tuple[str, ...]
    answers: Mapping[str, tuple[Answer, ...]]

    def figure(self, question: str) -> Figure:
        """Return the answers to a key question, counted."""
        column = self.answers[question]
        yes, no = column.count("yes"), column.count("no")
        return Count(yes, no, len(column) - yes - no)

    def answered(self, question: str, answer: Answer) -> list[str]:
        """Return the references of the cases that gave an answer."""
        column = self.answers[question]
        return [case for case, given in zip(self.cases, column, strict=True) if given == answer]


@dataclass(frozen=True, slots=True)
class Printed:
    """The figures of a domain whose cases are not known, by key question."""

    figures: Mapping[str, Figure]

    def figure(self, question: str) -> Figure:
        """Return what was printed for a key question."""
        return self.figures[question]


@dataclass(frozen=True, slots=True)
class Service:
    """A service, checked: what its ratings are worked out from."""

    file: str
    name: str
    framework: Framework
    details: Mapping[str, str]
    judgements: Mapping[str, str]
    evidence: Mapping[str, Sample | Printed]
    discretion: tuple[Discretion, ...]
    published: Published | None
    warnings: tuple[Problem, ...] = ()


def draft_service(document: Document) -> tuple[Draft[ServiceFile], Service | None]:
    """Check a service file against its framework, short of what needs its ratings.

    Returns:
        The draft with all that is wrong, and the service as far as it is sound; no service where
        its framework is unknown.

    Raises:
        InvalidFile: the framework itself has problems; they come with the service's own.
    """
    data = document.data
    if isinstance(data, dict) and "service" not in data and data.keys() & {"ratings", "domains"}:
        message = "this is a framework, not a service"
        raise InvalidFile([Problem(document.name, *START, message)])
    draft = Draft.of(ServiceFile, document)
    framework = _framework_of(draft)
    if framework is None:
        return draft, None
    for check in (_check_judgements, _check_evidence, _check_discretion, _check_published):
        check(draft, framework)
    wrong = {path[1] for path in _faulty(draft) if path[:1] in _EVIDENCE and len(path) > 1}
    file = draft.salvage(ServiceFile, service="?", framework=framework.id)
    return draft, None if file is None else _assemble(document.name, framework, file, wrong)


_EVIDENCE = (("cases",), ("results",))


def _faulty(draft: Draft[ServiceFile]) -> Iterator[Path]:
    yield from draft.unsound
    yield from (fault.path for fault in draft.faults)


def _framework_of(draft: Draft[ServiceFile]) -> Framework | None:
    reference = draft.get("framework")
    if not isinstance(reference, str):
        return None
    try:
        if is_path(reference):
            return load_framework(draft.document.folder / reference)
        return load_framework(reference)
    except InvalidFile as error:
        if is_path(reference):
            raise InvalidFile([*draft.problems(), *error.problems]) from None
        draft.fault(("framework",), unknown_framework(reference))
        return None


def _check_judgements(draft: Draft[ServiceFile], framework: Framework) -> None:
    judged = framework.judged
    based_on_cases = {standard.id for standard in framework.standards} - judged.keys()

    def describe(key: str) -> str:
        if key in based_on_cases:
            return f"standard {key} is rated from cases, so it takes no judgement"
        return f"unknown: {quote(key)} is nothing that {framework.id} rates by judgement"

    meant = draft.unknown(("judgements",), judged, describe, but=based_on_cases)
    for key, name in draft.mapping("judgements").items():
        _check_rating(draft, framework, ("judgements", key), name, f"{key}: ")
    for key, part in judged.items():
        if draft.lacks("judgements", key) and key not in meant.values():
            draft.fault(("judgements",), f"no judgement for {key} ({part.title})")


def _check_rating(
    draft: Draft[ServiceFile], framework: Framework, path: Path, name: str, what: str = ""
) -> None:
    if framework.band_named(name) is None:
        names = [rating.name for rating in framework.ratings]
        hint = did_you_mean(name, names) or f", expected {listed(names, 'or')}"
        draft.fault(path, f"{what}unknown rating {quote(name)}{hint}")


def _check_evidence(draft: Draft[ServiceFile], framework: Framework) -> None:
    """Check that each case-based domain has cases, or results, and that they are whole."""
    sampled = {domain.id: domain for domain in framework.domains if domain.case_questions}
    given: set[str] = set()
    for section in ("cases", "results"):
        meant = draft.unknown(
            (section,), sampled, lambda key: f"{quote(key)} is no domain that is rated from cases"
        )
        for key in draft.mapping(section):
            domain = sampled.get(meant.get(key, key))
            if domain is None:
                continue
            if domain.id in given:
                message = f"domain {domain.id} has both cases and results: give one of them"
                draft.fault((section, key), message, key=True)
            elif section == "cases":
                _check_sample(draft, key, domain)
            else:
                _check_results(draft, framework, key, domain)
            given.add(domain.id)
    for key, domain in sampled.items():
        if key not in given and all(draft.lacks(section, key) for section in ("cases", "results")):
            draft.fault(("cases",), f"no cases for domain {key} ({domain.title})")


def _check_sample(draft: Draft[ServiceFile], key: str, domain: Domain) -> None:
    titles = {question.id: question.title for question in domain.case_questions}
    cases = draft.get("cases", key)
    if not cases:
        if cases is not None:
            draft.fault(("cases", key), f"domain {domain.id} needs at least one case")
        return
    applied: set[str] = set()
    for case, answers in draft.mapping("cases", key).items():
        meant: dict[str, str] = {}
        if answers.keys() != titles.keys():
            meant = _check_case(draft, ("cases", key, case), titles, domain)
        applied.update(
            meant.get(question, question)
            for question, text in draft.mapping("cases", key, case).items()
            if _ANSWERS.get(text.lower()) != "n/a"
        )
    if not any(path[:2] == ("cases", key) for path in draft.unsound):
        _check_applied(draft, ("cases", key), domain, applied)


def _check_results(
    draft: Draft[ServiceFile], framework: Framework, key: str, domain: Domain
) -> None:
    path = ("results", key)
    titles = {question.id: question.title for question in domain.case_questions}
    if draft.get(*path) is None:
        return
    meant = draft.unknown(
        path, titles, lambda key: f"{quote(key)} is no key question of domain {domain.id}"
    )
    for question, title in titles.items():
        if draft.lacks(*path, question) and question not in meant.values():
            draft.fault(path, f"no result for {question} ({title})")
    figures = draft.mapping(*path)
    if not framework.rounded and any(text.endswith("%") for text in figures.values()):
        message = f"{framework.id} bands exact percentages, and these were rounded when printed"
        draft.warn(path, f"domain {domain.id}: {message}: they are taken as printed")
    applied = {key for key, text in figures.items() if _ANSWERS.get(text.lower()) != "n/a"}
    if figures.keys() == titles.keys():
        _check_applied(draft, path, domain, applied)


def _check_applied(
    draft: Draft[ServiceFile], path: Path, domain: Domain, applied: Collection[str]
) -> None:
    """Report the standards none of whose key questions applied to any case."""
    for standard in domain.standards:
        questions = {question.id for question in standard.case_questions}
        if standard.basis == "cases" and questions and not questions & set(applied):
            draft.fault(
                path,
                f"standard {standard.id} ({standard.title}) cannot be rated: "
                "none of its key questions applied to any case",
            )


def _check_case(
    draft: Draft[ServiceFile], path: Path, titles: Mapping[str, str], domain: Domain
) -> dict[str, str]:
    case = quote(path[-1])
    meant = draft.unknown(
        path,
        titles,
        lambda key: f"case {case}: {quote(key)} is no key question of domain {domain.id}",
    )
    for question, title in titles.items():
        if draft.lacks(*path, question) and question not in meant.values():
            draft.fault(path, f"case {case}: no answer to {question} ({title})")
    return meant


def _check_discretion(draft: Draft[ServiceFile], framework: Framework) -> None:
    standards = {standard.id: standard for standard in framework.standards}
    seen: set[str] = set()
    for at in draft.items("discretion"):
        path = ("discretion", at)
        move = draft.mapping(*path)
        name, rating = move.get("standard"), move.get("rating")
        if isinstance(rating, str):
            _check_rating(draft, framework, (*path, "rating"), rating)
        if not isinstance(name, str):
            continue
        where = (*path, "standard")
        if name not in standards:
            hint = did_you_mean(name, standards)
            draft.fault(where, f"unknown standard {quote(name)}{hint}")
        elif standards[name].basis != "cases":
            draft.fault(where, f"standard {name} is rated by judgement: discretion is not for it")
        elif name in seen:
            draft.fault(where, f"discretion is used twice on standard {name}")
        seen.add(name)


def _check_published(draft: Draft[ServiceFile], framework: Framework) -> None:
    standards = {standard.id for standard in framework.standards}
    questions = {question.id for domain in framework.domains for question in domain.case_questions}
    overall = draft.get("published", "overall")
    if isinstance(overall, str):
        _check_rating(draft, framework, ("published", "overall"), overall)
    for path, known, what in (
        (("published", "standards"), standards, "standard"),
        (("published", "percentages"), questions, "key question that cases answer"),
    ):
        draft.unknown(path, known, lambda key, what=what: f"{quote(key)} is no {what}")  # type: ignore[misc]
    for key, name in draft.mapping("published", "standards").items():
        _check_rating(draft, framework, ("published", "standards", key), name, f"{key}: ")


def _assemble(
    name: str, framework: Framework, file: ServiceFile, wrong: Collection[object]
) -> Service:
    """Put together a service from what is sound in a file, short of domains with wrong cases."""

    def spelt(rating: str) -> str:
        band = framework.band_named(rating)
        return rating if band is None else framework.ratings[band].name

    evidence: dict[str, Sample | Printed] = {
        key: Printed(figures) for key, figures in file.results.items() if key not in wrong
    }
    for domain in framework.domains:
        if domain.id in file.cases and domain.id not in wrong:
            evidence[domain.id] = _columns(domain, file.cases[domain.id])
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
    )


def _columns(domain: Domain, cases: Mapping[str, Mapping[str, Answer]]) -> Sample:
    return Sample(
        cases=tuple(cases),
        answers={
            question.id: tuple(answers[question.id] for answers in cases.values())
            for question in domain.case_questions
        },
    )
