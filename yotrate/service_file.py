"""A service file becomes a service: checked against its framework, every problem reported."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from yotrate.checking import Draft, did_you_mean
from yotrate.framework import Domain, Framework, Standard
from yotrate.framework_file import is_path, load_framework, unknown_framework
from yotrate.problems import InvalidFile, Problem
from yotrate.service import Answer, Printed, Sample, Service, ServiceFile, is_not_applicable
from yotrate.source import START, Document, Path
from yotrate.text import listed, plural, quote


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
    left_out = _left_out(draft, framework)
    _check_judgements(draft, framework, left_out)
    _check_evidence(draft, framework, left_out)
    _check_eligible(draft, framework)
    _check_discretion(draft, framework, left_out)
    _check_published(draft, framework)
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


def _left_out(draft: Draft[ServiceFile], framework: Framework) -> set[str]:
    """Return the optional standards of which the service gives nothing at all."""
    optional = {
        standard.id: {standard.id, *(question.id for question in standard.key_questions)}
        for standard in framework.standards
        if standard.optional
    }
    if not optional:
        return set()
    given = set(draft.mapping("judgements"))
    for domain in draft.mapping("results"):
        given.update(draft.mapping("results", domain))
    for domain in draft.mapping("cases"):
        for case in draft.mapping("cases", domain):
            given.update(draft.mapping("cases", domain, case))
    return {name for name, own in optional.items() if not own & given}


def _to_judge(framework: Framework, left_out: Collection[str]) -> tuple[dict[str, str], set[str]]:
    """Return the title of all that can be judged, by id, and the ids that must be."""
    titles: dict[str, str] = {}
    needed: set[str] = set()
    for standard in framework.standards:
        judged = {question.id: question.title for question in standard.questions_on("judgement")}
        if standard.basis == "judgement":
            judged = {standard.id: standard.title}
        titles.update(judged)
        if standard.id not in left_out:
            needed.update(judged)
    return titles, needed


def _check_judgements(
    draft: Draft[ServiceFile], framework: Framework, left_out: Collection[str]
) -> None:
    titles, needed = _to_judge(framework, left_out)
    from_cases: set[str] = set()
    for standard in framework.standards:
        from_cases.update(question.id for question in standard.questions_on("cases"))
        if standard.basis == "cases":
            from_cases.add(standard.id)

    def describe(key: str) -> str:
        if key in from_cases:
            return f"{key} is rated from cases, so it takes no judgement"
        return f"unknown: {quote(key)} is nothing that {framework.id} rates by judgement"

    meant = draft.unknown(("judgements",), titles, describe, but=from_cases)
    for key, name in draft.mapping("judgements").items():
        _check_rating(draft, framework, ("judgements", key), name, f"{key}: ")
    for key, title in titles.items():
        if key in needed and draft.lacks("judgements", key) and key not in meant.values():
            draft.fault(("judgements",), f"no judgement for {key} ({title})")


def _check_rating(
    draft: Draft[ServiceFile], framework: Framework, path: Path, name: str, what: str = ""
) -> None:
    if framework.band_named(name) is None:
        names = [rating.name for rating in framework.ratings]
        hint = did_you_mean(name, names) or f", expected {listed(names, 'or')}"
        draft.fault(path, f"{what}unknown rating {quote(name)}{hint}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the evidence of a domain must answer: titles of key questions by id."""

    domain: Domain
    titles: Mapping[str, str]
    standards: tuple[Standard, ...]

    @classmethod
    def of(cls, domain: Domain, left_out: Collection[str]) -> "_Asked":
        standards = tuple(each for each in domain.standards if each.id not in left_out)
        asked = [question for each in standards for question in each.questions_on("cases")]
        return cls(domain, {question.id: question.title for question in asked}, standards)

    def unknown(self, key: str) -> str:
        return f"{quote(key)} is no key question of domain {self.domain.id}"

    def unrated(self, applied: Collection[str]) -> Iterator[str]:
        """Return what to say of each standard none of whose key questions applied to a case."""
        for standard in self.standards:
            questions = [question.id for question in standard.questions_on("cases")]
            judged = standard.questions_on("judgement")
            if (
                questions
                and not judged
                and not standard.optional
                and not set(questions) & set(applied)
            ):
                yield (
                    f"standard {standard.id} ({standard.title}) cannot be rated: "
                    "none of its key questions applied to any case"
                )


def _check_evidence(
    draft: Draft[ServiceFile], framework: Framework, left_out: Collection[str]
) -> None:
    """Check that each case-based domain has cases, or results, and that they are whole."""
    sampled = {
        each.id: _Asked.of(each, left_out) for each in framework.domains if each.case_questions
    }
    given: set[str] = set()
    for section in ("cases", "results"):
        meant = draft.unknown(
            (section,), sampled, lambda key: f"{quote(key)} is no domain that is rated from cases"
        )
        for key in draft.mapping(section):
            name = meant.get(key, key)
            if name not in sampled:
                continue
            if name in given:
                message = f"domain {name} has both cases and results: give one of them"
                draft.fault((section, key), message, key=True)
            elif section == "cases":
                _check_sample(draft, key, sampled[name])
            else:
                _check_results(draft, framework, key, sampled[name])
            given.add(name)
    for name, asked in sampled.items():
        lacking = all(draft.lacks(section, name) for section in ("cases", "results"))
        if asked.titles and name not in given and lacking:
            draft.fault(("cases",), f"no cases for domain {name} ({asked.domain.title})")


def _check_sample(draft: Draft[ServiceFile], key: str, asked: _Asked) -> None:
    cases = draft.get("cases", key)
    if not cases:
        if cases is not None and asked.titles:
            draft.fault(("cases", key), f"domain {asked.domain.id} needs at least one case")
        return
    applied: set[str] = set()
    for case, answers in draft.mapping("cases", key).items():
        meant: dict[str, str] = {}
        if answers.keys() != asked.titles.keys():
            meant = _check_case(draft, ("cases", key, case), asked)
        applied.update(
            meant.get(question, question)
            for question, text in draft.mapping("cases", key, case).items()
            if not is_not_applicable(text)
        )
    if not any(path[:2] == ("cases", key) for path in draft.unsound):
        for message in asked.unrated(applied):
            draft.fault(("cases", key), message)


def _check_results(
    draft: Draft[ServiceFile], framework: Framework, key: str, asked: _Asked
) -> None:
    path = ("results", key)
    if draft.get(*path) is None:
        return
    meant = draft.unknown(path, asked.titles, asked.unknown)
    for question, title in asked.titles.items():
        if draft.lacks(*path, question) and question not in meant.values():
            draft.fault(path, f"no result for {question} ({title})")
    figures = draft.mapping(*path)
    if not framework.rounded and any(text.endswith("%") for text in figures.values()):
        message = f"{framework.id} bands exact percentages, and these were rounded when printed"
        draft.warn(path, f"domain {asked.domain.id}: {message}: they are taken as printed")
    if figures.keys() == asked.titles.keys():
        applied = {key for key, text in figures.items() if not is_not_applicable(text)}
        for message in asked.unrated(applied):
            draft.fault(path, message)


def _check_case(draft: Draft[ServiceFile], path: Path, asked: _Asked) -> dict[str, str]:
    case = quote(path[-1])
    meant = draft.unknown(path, asked.titles, lambda key: f"case {case}: {asked.unknown(key)}")
    for question, title in asked.titles.items():
        if draft.lacks(*path, question) and question not in meant.values():
            draft.fault(path, f"case {case}: no answer to {question} ({title})")
    return meant


def _check_eligible(draft: Draft[ServiceFile], framework: Framework) -> None:
    """Check that the numbers of eligible cases are of sampled domains, and not below the sample."""
    sampled = [domain.id for domain in framework.domains if domain.case_questions]
    draft.unknown(
        ("eligible",), sampled, lambda key: f"{quote(key)} is no domain that is rated from cases"
    )
    for key, number in draft.mapping("eligible").items():
        cases = draft.get("cases", key) if key in sampled else None
        if isinstance(cases, dict) and int(number) < len(cases):
            message = f"domain {key} has {plural(len(cases), 'case')}, and only {int(number):,}"
            draft.fault(("eligible", key), f"{message} eligible to be drawn")


def _check_discretion(
    draft: Draft[ServiceFile], framework: Framework, left_out: Collection[str]
) -> None:
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
        elif name in left_out:
            draft.fault(where, f"standard {name} is left out, so discretion cannot move it")
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
        eligible=file.eligible,
    )


def _columns(domain: Domain, cases: Mapping[str, Mapping[str, Answer]]) -> Sample:
    asked = set().union(*cases.values())
    return Sample(
        cases=tuple(cases),
        answers={
            question.id: tuple(answers[question.id] for answers in cases.values())
            for question in domain.case_questions
            if question.id in asked
        },
    )
