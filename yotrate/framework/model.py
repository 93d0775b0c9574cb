"""A standards framework: what is rated, on what basis, and every threshold."""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BeforeValidator, Field, model_validator

from yotrate.checking.model import (
    TRUTH,
    Id,
    Model,
    Month,
    NoneOrOne,
    PartPercent,
    Percent,
    Text,
    Whole,
    YesOrNo,
    problem,
)
from yotrate.framework.counts import Average, CountText, KnownFigure, ScoreText
from yotrate.text import folded, listed

Basis = Literal["judgement", "cases"]


class Rating(Model):
    """A rating, and where its band begins: in per cent, and on the scale of overall scores.

    That scale is given in points, or as an average of points a standard, in hundredths, that the
    score is above; the worst rating needs no average. Without either there is no overall rating.
    """

    name: Text = Field(description="The rating in words.")
    points: Whole = Field(description="What a standard with this rating adds to the score.")
    from_percent: Percent | None = Field(
        None, description="The lowest percentage of the band; where anything is rated from cases."
    )
    from_score: Whole | None = Field(
        None, description="The lowest overall score of the band, in points."
    )
    above_average: Average | None = Field(
        None,
        description=(
            "In place of from_score: the points a standard that the overall score is above, "
            "whatever the number of standards. Not for the worst rating."
        ),
    )


class DiscretionRule(Model):
    """When a ratings panel may move a case-based standard by one band (2018 framework, step 7)."""

    within_points: Whole = Field(description="Percentage points from a threshold.")
    within_cases: NoneOrOne = Field(
        description="1 where one case, judged differently, is enough; 0 where that is no reason."
    )
    sample_up_to: Whole = Field(description="Applicable cases that are too few to be firm.")


class SamplingRule(Model):
    """How a sample is sized: confidence in per cent, margin of error in percentage points."""

    confidence: PartPercent = Field(description="Confidence level, in per cent.")
    margin: PartPercent = Field(description="Margin of error, in percentage points.")


def _inherited(schema: dict[str, Any]) -> None:
    """Take the default out of a JSON Schema: what is not given comes from what is around it."""
    del schema["default"]


class KeyQuestion(Model):
    """A question with one answer for each case, or with one for the whole service."""

    id: Id = Field(description="Its number, such as 2.1.1.")
    title: Text = Field(description="A short label.")
    basis: Basis = Field(
        "cases", description="The standard's, unless given.", json_schema_extra=_inherited
    )


def _is_one_of(value: Any, good: Container[str]) -> bool:
    return isinstance(value, str) and value.lower() in good


_BASES = frozenset(get_args(Basis))


def _hand_down(data: Any, parts: str, keys: Mapping[str, Container[str]]) -> Any:
    """Give each part what the whole says, unless the part says otherwise.

    Each key comes with the texts that are worth handing down: a mistake is the whole's alone.
    """
    if not isinstance(data, dict) or not isinstance(data.get(parts), list):
        return data
    said = {key: data[key] for key, good in keys.items() if _is_one_of(data.get(key), good)}
    if not said:
        return data
    handed = [
        {
            **said,
            **{key: value for key, value in part.items() if value is not None or key not in said},
        }
        if isinstance(part, dict)
        else part
        for part in data[parts]
    ]
    return {**data, parts: handed}


class Standard(Model):
    """A standard: rated as a whole by judgement, or by the lowest of its key questions."""

    id: Id = Field(description="Its number, such as 2.1.")
    title: Text = Field(description="Its name.")
    basis: Basis = Field(
        "cases", description="The domain's, unless given.", json_schema_extra=_inherited
    )
    counts_towards_overall: YesOrNo = Field(
        True, description="Whether its points are added to the overall score."
    )
    optional: YesOrNo = Field(
        False,
        description="Whether a service may leave it out. The domain's, unless given.",
        json_schema_extra=_inherited,
    )
    sample: Literal["own"] | None = Field(
        None, description="Whether its cases are a sample of their own, not the domain's."
    )
    key_questions: tuple[KeyQuestion, ...] = Field((), description="Its key questions, in order.")

    @model_validator(mode="before")
    @classmethod
    def _basis_of_questions(cls, data: Any) -> Any:
        return _hand_down(data, "key_questions", {"basis": _BASES})

    @cached_property
    def case_questions(self) -> tuple[KeyQuestion, ...]:
        """The key questions that cases answer; none of a standard that is judged as a whole."""
        return self._questions_on("cases")

    @cached_property
    def judged_questions(self) -> tuple[KeyQuestion, ...]:
        """The key questions that are judged one by one; none where the whole standard is."""
        return self._questions_on("judgement")

    @cached_property
    def judged(self) -> Mapping[str, str]:
        """The titles of all that is judged, by id: the whole standard, or some key questions."""
        if self.basis == "judgement":
            return {self.id: self.title}
        return {question.id: question.title for question in self.judged_questions}

    def _questions_on(self, basis: Basis) -> tuple[KeyQuestion, ...]:
        if self.basis == "judgement":
            return ()
        return tuple(question for question in self.key_questions if question.basis == basis)


class Domain(Model):
    """A group of standards that are rated from the same evidence."""

    id: Id = Field(description="Its number, such as 2.")
    title: Text = Field(description="Its name.")
    basis: Basis = Field(description="How its standards are rated.")
    optional: YesOrNo = Field(False, description="Whether a service may leave it out.")
    standards: tuple[Standard, ...] = Field(min_length=1, description="Its standards, in order.")

    @model_validator(mode="before")
    @classmethod
    def _of_standards(cls, data: Any) -> Any:
        return _hand_down(data, "standards", {"basis": _BASES, "optional": TRUTH})

    @cached_property
    def case_questions(self) -> tuple[KeyQuestion, ...]:
        """The key questions that the cases of this domain answer."""
        return tuple(question for each in self.standards for question in each.case_questions)


class Sampled(NamedTuple):
    """What a sample of cases is read for: a domain, or a standard with a sample of its own.

    `standards` are those that its cases answer for, and whatever of its domain is judged.
    """

    id: str
    title: str
    kind: Literal["domain", "standard"]
    standards: tuple[Standard, ...]

    @property
    def name(self) -> str:
        """What it is called in messages: domain 2, or standard 3.1."""
        return f"{self.kind} {self.id}"

    @property
    def case_questions(self) -> tuple[KeyQuestion, ...]:
        """The key questions that its cases answer."""
        return tuple(question for each in self.standards for question in each.case_questions)


def names_of(samples: Iterable[Sampled]) -> str:
    """Return what some of them are called together: domains 2 and 3, and standard 4.1."""
    found = list(samples)
    named = []
    for kind in ("domain", "standard"):
        ids = [each.id for each in found if each.kind == kind]
        if ids:
            named.append(f"{kind if len(ids) == 1 else f'{kind}s'} {listed(ids)}")
    return ", and ".join(named)


def _sampled(domain: Domain) -> Iterator[Sampled]:
    shared = tuple(each for each in domain.standards if each.sample is None)
    if any(each.case_questions for each in shared):
        yield Sampled(domain.id, domain.title, "domain", shared)
    for each in domain.standards:
        if each.sample is not None and each.case_questions:
            yield Sampled(each.id, each.title, "standard", (each,))


_MOST_QUESTIONS = 100


def _few(value: object) -> object:
    """Refuse a long list before any of its items is looked at."""
    if isinstance(value, list) and len(value) > _MOST_QUESTIONS:
        raise problem(f"expected at most {_MOST_QUESTIONS} percentages, found {len(value):,}")
    return value


Few = Annotated[tuple[Percent, ...], BeforeValidator(_few)]


class Vector(Model):
    """A test that a framework carries: figures, and what must come of them.

    It tests a standard by the percentages of its key questions, a key question by its count, the
    overall rating by its score; the points of ratings, how many standards and key questions there
    are, where discretion is open, or a whole service.
    """

    standard: Few | None = Field(
        None, min_length=1, description="Whole per cent of the key questions of a standard."
    )
    count: CountText | None = Field(None, description="Yes of applicable cases, such as 20/31.")
    percent: Percent | None = Field(None, description="The whole per cent of the count.")
    score: ScoreText | None = Field(
        None, description="An overall score, in points of the most there are, or such as 11/24."
    )
    rating: Text | None = Field(None, description="The rating that these figures must give.")
    points: tuple[Whole, ...] | None = Field(
        None, min_length=1, max_length=10, description="The points of the ratings, worst to best."
    )
    standards: Whole | None = Field(None, description="How many standards there are.")
    from_cases: Whole | None = Field(None, description="How many of them are rated from cases.")
    counting: Whole | None = Field(None, description="How many count towards the overall rating.")
    key_questions: Whole | None = Field(None, description="How many key questions there are.")
    case_questions: Whole | None = Field(None, description="How many of those cases answer.")
    discretion: tuple[KnownFigure, ...] | None = Field(
        None,
        min_length=1,
        max_length=_MOST_QUESTIONS,
        description="The key questions of a standard, as percentages or as counts.",
    )
    open: Literal["up", "down", "both", "none"] | None = Field(
        None, description="Where discretion must be open on that standard."
    )
    service: Text | None = Field(
        None, description="A service file that must come out as it says was published."
    )
    source: Text | None = Field(None, description="Where that is known from.")


class Framework(Model):
    """A whole standards framework, as its file gives it."""

    id: Id = Field(alias="framework", description="The framework's id.")
    title: Text = Field(description="The name of the programme.")
    publisher: Text | None = Field(None, description="Who publishes it.")
    edition: Text | None = Field(None, description="Which edition this is.")
    source: Text | None = Field(None, description="Where the rules come from.")
    provisional: Text | None = Field(None, description="Why it is not to be relied on yet.")
    first: Month | None = Field(
        None, alias="from", description="When its rules came into force: a year, or 2018-05."
    )
    last: Month | None = Field(
        None, alias="until", description="Until when they were in force: a year, or 2021-05."
    )
    ratings: tuple[Rating, ...] = Field(min_length=2, max_length=10, description="Worst to best.")
    percentages: Literal["rounded", "exact"] | None = Field(
        None,
        description=(
            "Whether percentages are rounded, half up, before they are banded; "
            "where anything is rated from cases."
        ),
    )
    if_not_rated: Literal["leave_out", "withhold"] = Field(
        "withhold",
        description=(
            "What a counting standard that was not rated does to the overall rating: "
            "its points leave the maximum, or there is none."
        ),
    )
    discretion: DiscretionRule | None = Field(
        None, description="When a panel may move a case-based standard by one band."
    )
    sampling: SamplingRule | None = Field(None, description="How a sample is sized.")
    domains: tuple[Domain, ...] = Field(min_length=1, description="The domains, in order.")
    vectors: tuple[Vector, ...] = Field((), description="Tests that the framework must pass.")

    @property
    def rounded(self) -> bool:
        """Whether percentages are rounded to whole ones before they are banded."""
        return self.percentages == "rounded"

    @cached_property
    def percent_thresholds(self) -> tuple[int, ...]:
        """Where each band of percentages begins, in per cent, worst first."""
        return tuple(each.from_percent for each in self.ratings if each.from_percent is not None)

    @cached_property
    def has_overall(self) -> bool:
        """Whether there is an overall rating: whether any rating says where it begins."""
        return any(
            each.from_score is not None or each.above_average is not None for each in self.ratings
        )

    @cached_property
    def from_cases(self) -> bool:
        """Whether anything is rated from cases."""
        return bool(self.samples)

    @cached_property
    def averages(self) -> tuple[int, ...] | None:
        """What each rating but the worst is above, in hundredths of a point a standard.

        None where the overall scale is given in points.
        """
        found = tuple(
            each.above_average for each in self.ratings[1:] if each.above_average is not None
        )
        return found or None

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        """Every standard, in order."""
        return tuple(standard for domain in self.domains for standard in domain.standards)

    @cached_property
    def samples(self) -> tuple[Sampled, ...]:
        """What cases are read for, in order: domains, and standards with a sample of their own."""
        return tuple(each for domain in self.domains for each in _sampled(domain))

    @cached_property
    def _sample_of(self) -> Mapping[str, str]:
        return {own.id: each.id for each in self.samples for own in each.standards}

    def sample_of(self, standard: str) -> str:
        """Return the id of what a standard's cases are read for: its domain's, or its own."""
        return self._sample_of.get(standard, standard)

    @cached_property
    def rated_from_cases(self) -> frozenset[str]:
        """The ids of the standards and key questions that take no judgement: cases decide."""
        standards = {standard.id for standard in self.standards if standard.basis == "cases"}
        questions = (domain.case_questions for domain in self.domains)
        return frozenset(standards.union(question.id for own in questions for question in own))

    @cached_property
    def counting(self) -> int:
        """How many standards count towards the overall rating, if all are rated."""
        return sum(standard.counts_towards_overall for standard in self.standards)

    @cached_property
    def bands(self) -> Mapping[str, int]:
        """The band of each rating, by its name as names are compared."""
        return {folded(rating.name): band for band, rating in enumerate(self.ratings)}

    def in_force(self, year: int, month: int) -> bool | None:
        """Return whether its rules were in force in a month; None where it does not say."""
        if self.first is None and self.last is None:
            return None
        day = f"{year:04}-{month:02}"
        begun = self.first is None or self.first <= day[: len(self.first)]
        return begun and (self.last is None or day[: len(self.last)] <= self.last)

    def band_named(self, name: str) -> int | None:
        """Return the band whose rating has this name, however it is spelt; None without one."""
        return self.bands.get(folded(name))
