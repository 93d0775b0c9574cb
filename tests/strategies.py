"""Random small frameworks and services, and plain ways to build them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from yotrate.framework import Framework
from yotrate.service import Answer, Sample, Service

ANSWERS: tuple[Answer, ...] = ("yes", "no", "n/a")


def framework(
    *,
    domains: Sequence[Mapping[str, Any]],
    thresholds: Sequence[int] = (0, 50, 65, 80),
    scores: Sequence[int] = (0, 2, 4, 6),
    points: Sequence[int] = (0, 1, 2, 3),
    rounded: bool = True,
    discretion: tuple[int, int, int] | None = (5, 1, 5),
) -> Framework:
    """Build a framework from plain figures."""
    names = ("A", "B", "C", "D", "E")
    data: dict[str, Any] = {
        "framework": "random",
        "title": "Random",
        "percentages": "rounded" if rounded else "exact",
        "ratings": [
            {"name": name, "points": str(p), "from_percent": str(t), "from_score": str(s)}
            for name, p, t, s in zip(names, points, thresholds, scores, strict=False)
        ],
        "domains": list(domains),
    }
    if discretion:
        keys = ("within_points", "within_cases", "sample_up_to")
        data["discretion"] = dict(zip(keys, map(str, discretion), strict=True))
    return Framework.model_validate(data)


def domain(name: str, questions: Sequence[int], basis: str = "cases") -> dict[str, Any]:
    """Build a domain with a standard for each number of key questions."""
    return {
        "id": name,
        "title": f"Domain {name}",
        "basis": basis,
        "standards": [
            {
                "id": f"{name}.{s}",
                "title": f"Standard {name}.{s}",
                "key_questions": [
                    {"id": f"{name}.{s}.{q}", "title": f"Question {q}"}
                    for q in range(1, number + 1)
                ],
            }
            for s, number in enumerate(questions, start=1)
        ],
    }


def service(
    of: Framework,
    columns: Mapping[str, Sequence[Answer]],
    judgements: Mapping[str, str] | None = None,
) -> Service:
    """Build a service from a column of answers for each key question."""
    evidence = {}
    for each in of.domains:
        answers = {q.id: tuple(columns[q.id]) for q in each.case_questions}
        if answers:
            cases = tuple(f"{each.id}-{at}" for at in range(len(next(iter(answers.values())))))
            evidence[each.id] = Sample(cases, answers)
    return Service(
        file="random.yaml",
        name="Random",
        framework=of,
        details={},
        judgements=judgements or {},
        evidence=evidence,
        discretion=(),
        published=None,
    )


@st.composite
def frameworks(draw: st.DrawFn, *, most_standards: int = 3) -> Framework:
    """Draw a framework of one or two case-based domains, and perhaps a judged one."""
    bands = draw(st.integers(2, 4))

    def rising(most: int) -> list[int]:
        steps = draw(st.sets(st.integers(1, most), min_size=bands - 1, max_size=bands - 1))
        return [0, *sorted(steps)]

    sizes = st.lists(st.integers(1, 3), min_size=1, max_size=most_standards)
    domains = [domain("2", draw(sizes))]
    if draw(st.booleans()):
        domains.append(domain("3", draw(sizes)))
    if draw(st.booleans()):
        domains.insert(0, domain("1", [1], basis="judgement"))
    points = rising(6)
    most = max(points[-1] * sum(len(each["standards"]) for each in domains), bands)
    return framework(
        domains=domains,
        thresholds=rising(100),
        scores=rising(most),
        points=points,
        rounded=draw(st.booleans()),
        discretion=draw(st.tuples(st.integers(0, 20), st.integers(0, 3), st.integers(0, 6))),
    )


@st.composite
def services(
    draw: st.DrawFn, *, most_cases: int = 8, most_standards: int = 3
) -> tuple[Framework, Service]:
    """Draw a framework and a service in which every standard can be rated."""
    of = draw(frameworks(most_standards=most_standards))
    columns: dict[str, list[Answer]] = {}
    for each in of.domains:
        number = draw(st.integers(1, most_cases))
        for question in each.case_questions:
            columns[question.id] = draw(
                st.lists(st.sampled_from(ANSWERS), min_size=number, max_size=number)
            )
        for standard in each.standards:
            ids = [question.id for question in standard.questions_on("cases")]
            if ids and all(set(columns[name]) == {"n/a"} for name in ids):
                columns[ids[0]][0] = draw(st.sampled_from(("yes", "no")))
    judged = [each.id for each in of.standards if each.basis == "judgement"]
    judgements = {name: draw(st.sampled_from(of.ratings)).name for name in judged}
    return of, service(of, columns, judgements)
