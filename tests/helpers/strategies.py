"""Random small frameworks and services, and plain ways to build them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from yotrate.framework.counts import Figure
from yotrate.framework.model import Framework
from yotrate.service.answers import Answer
from yotrate.service.model import Discretion, Printed, Sample, Service, read_figure

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
        discretion=draw(st.tuples(st.integers(0, 20), st.integers(0, 1), st.integers(0, 6))),
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
            ids = [question.id for question in standard.case_questions]
            if ids and all(set(columns[name]) == {"n/a"} for name in ids):
                columns[ids[0]][0] = draw(st.sampled_from(("yes", "no")))
    judged = [each.id for each in of.standards if each.basis == "judgement"]
    judgements = {name: draw(st.sampled_from(of.ratings)).name for name in judged}
    return of, service(of, columns, judgements)


# Frameworks and services as plain mappings, of every kind that files may hold

BASES = ("cases", "judgement")
Plain = dict[str, Any]


@st.composite
def by_average(draw: st.DrawFn, ratings: list[dict[str, str]]) -> dict[str, str]:
    """Give ratings their scale by averages; return what becomes of standards not rated."""
    others = len(ratings) - 1
    steps = draw(st.sets(st.integers(1, 800), min_size=others, max_size=others))
    for each, average in zip(ratings[1:], sorted(steps), strict=True):
        each["above_average"] = f"{average / 100:.2f}"
    for each in ratings:
        del each["from_score"]
    return {"if_not_rated": draw(st.sampled_from(("leave_out", "withhold")))}


@st.composite
def plain_frameworks(draw: st.DrawFn, *, sampled: bool = False) -> Plain:
    """Draw a framework as its file gives it: what is judged, counts or is optional may differ.

    With `sampled`, cases answer the first of its key questions.
    """
    bands = draw(st.integers(2, 5))

    def rising(most: int) -> list[str]:
        steps = draw(st.sets(st.integers(1, most), min_size=bands - 1, max_size=bands - 1))
        return [str(step) for step in [0, *sorted(steps)]]

    domains = []
    for d in range(1, draw(st.integers(1, 3)) + 1):
        sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
        one = domain(str(d), sizes, draw(st.sampled_from(BASES)))
        one["optional"] = draw(st.sampled_from(("true", "false")))
        for standard in one["standards"]:
            if draw(st.booleans()):
                standard["basis"] = draw(st.sampled_from(BASES))
            standard["counts_towards_overall"] = draw(st.sampled_from(("true", "true", "false")))
            for question in standard["key_questions"]:
                if draw(st.integers(0, 3)) == 0:
                    question["basis"] = draw(st.sampled_from(BASES))
        domains.append(one)
    if sampled:
        first = domains[0]["standards"][0]
        first["basis"] = first["key_questions"][0]["basis"] = "cases"
    points = rising(8)
    standards = sum(len(each["standards"]) for each in domains)
    scores = rising(max(int(points[-1]) * standards, bands))
    percents = rising(100)
    rule = draw(st.tuples(st.integers(0, 20), st.integers(0, 1), st.integers(0, 6)))
    keys = ("within_points", "within_cases", "sample_up_to")
    ratings = [
        {"name": name, "points": p, "from_percent": t, "from_score": s}
        for name, p, t, s in zip("ABCDE", points, percents, scores, strict=False)
    ]
    left_out = draw(by_average(ratings)) if draw(st.booleans()) else {}
    return {
        "framework": "random",
        "title": "Random",
        "percentages": draw(st.sampled_from(("rounded", "exact"))),
        "discretion": dict(zip(keys, map(str, rule), strict=True)),
        "ratings": ratings,
        **left_out,
        "domains": domains,
    }


FIGURES = st.one_of(
    st.integers(0, 100).map("{}%".format),
    st.integers(1, 40).flatmap(lambda of: st.integers(0, of).map(lambda yes: f"{yes}/{of}")),
    st.just("n/a"),
)


@st.composite
def plain_services(
    draw: st.DrawFn, *, printed: bool = True, sampled: bool = False
) -> tuple[Plain, Plain]:
    """Draw a framework and a service of it, as their files give them; parts may be left out.

    With `sampled`, there are cases.
    """
    of = draw(plain_frameworks(sampled=sampled))
    checked = Framework.model_validate(of)
    names = [each["name"] for each in of["ratings"]]
    found: Plain = {
        "judgements": {}, "cases": {}, "results": {}, "discretion": [], "not_rated": {},
    }  # fmt: skip
    for each in checked.domains:
        asked = [q.id for q in each.case_questions if draw(st.integers(0, 7))]
        kind = draw(st.sampled_from(("cases", "cases", "cases", "results" if printed else "none")))
        if sampled and each is checked.domains[0]:
            asked, kind = asked or [each.case_questions[0].id], "cases"
        if asked and kind == "cases":
            # Any answer, or nearly always the same one, so that all ratings come up.
            answers = draw(st.sampled_from((ANSWERS, ("yes", "yes", "yes", "no"), ("n/a",))))
            found["cases"][each.id] = {
                f"{each.id}-{at}": {name: draw(st.sampled_from(answers)) for name in asked}
                for at in range(draw(st.integers(1, 7)))
            }
        elif asked and kind == "results":
            found["results"][each.id] = {name: draw(FIGURES) for name in asked}
    for standard in checked.standards:
        if draw(st.integers(0, 7)) == 0 and not sampled:
            found["not_rated"][standard.id] = "There was nothing to read."
            continue
        judged = [standard.id] if standard.basis == "judgement" else []
        for name in judged + [each.id for each in standard.judged_questions]:
            if draw(st.integers(0, 9)):
                found["judgements"][name] = draw(st.sampled_from(names))
        if standard.basis == "cases" and draw(st.integers(0, 3)) == 0:
            move = {"standard": standard.id, "rating": draw(st.sampled_from(names))}
            found["discretion"].append({**move, "reason": "So."})
    return of, found


def built(of: Plain, plain: Plain) -> tuple[Framework, Service]:
    """Build a framework and a service from plain mappings."""
    checked = Framework.model_validate(of)
    evidence: dict[str, Sample | Printed] = {}
    for name, cases in plain["cases"].items():
        asked = next(iter(cases.values()))
        answers = {q: tuple(case[q] for case in cases.values()) for q in asked}
        evidence[name] = Sample(tuple(cases), answers)
    for name, results in plain["results"].items():
        figures: dict[str, Figure] = {q: read_figure(text) for q, text in results.items()}
        evidence[name] = Printed(figures)
    return checked, Service(
        file="random.yaml",
        name="Random",
        framework=checked,
        details={},
        judgements=plain["judgements"],
        evidence=evidence,
        discretion=tuple(Discretion(**each) for each in plain["discretion"]),
        published=None,
        not_rated=plain.get("not_rated", {}),
    )
