"""A standards framework: what is rated, on what basis, and every threshold."""

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path as FilePath
from typing import Any, Literal

from pydantic import Field, model_validator

from yotrate.checking import Draft, Id, Model, Percent, Text, Whole, did_you_mean
from yotrate.problems import InvalidFile, Problem
from yotrate.source import START, Document, Path, read_yaml
from yotrate.text import listed, quote

Basis = Literal["judgement", "cases"]


class Rating(Model):
    """A rating, and where its band begins: in per cent, and in points of the overall score."""

    name: Text = Field(description="The rating in words.")
    points: Whole = Field(description="What a standard with this rating adds to the score.")
    from_percent: Percent = Field(description="The lowest percentage of the band.")
    from_score: Whole = Field(description="The lowest overall score of the band.")


class DiscretionRule(Model):
    """When a ratings panel may move a case-based standard by one band (2018 framework, step 7)."""

    within_points: Whole = Field(description="Percentage points from a threshold.")
    within_cases: Whole = Field(description="Cases that, judged differently, would cross it.")
    sample_up_to: Whole = Field(description="Applicable cases that are too few to be firm.")


class SamplingRule(Model):
    """How a sample is sized: confidence in per cent, margin of error in percentage points."""

    confidence: Percent = Field(description="Confidence level, in per cent.")
    margin: Percent = Field(description="Margin of error, in percentage points.")


class KeyQuestion(Model):
    """A question with one answer for each case, or with one for the whole service."""

    id: Id
    title: Text
    basis: Basis = Field("cases", description="The standard's, unless given.")


def _hand_down_basis(data: Any, parts: str) -> Any:
    """Give each part of a whole the whole's basis, unless it has its own."""
    if not isinstance(data, dict) or not isinstance(data.get(parts), list):
        return data
    basis = data.get("basis")
    return {
        **data,
        parts: [
            {**part, "basis": part.get("basis") or basis}
            if basis and isinstance(part, dict)
            else part
            for part in data[parts]
        ],
    }


class Standard(Model):
    """A standard: rated as a whole by judgement, or by the lowest of its key questions."""

    id: Id
    title: Text
    basis: Basis = Field("cases", description="The domain's, unless given.")
    key_questions: tuple[KeyQuestion, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _basis_of_questions(cls, data: Any) -> Any:
        return _hand_down_basis(data, "key_questions")

    @property
    def case_questions(self) -> list[KeyQuestion]:
        """The key questions that every case answers."""
        return [question for question in self.key_questions if question.basis == "cases"]


class Domain(Model):
    """A group of standards that are rated from the same evidence."""

    id: Id
    title: Text
    basis: Basis = Field(description="How its standards are rated.")
    standards: tuple[Standard, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _basis_of_standards(cls, data: Any) -> Any:
        return _hand_down_basis(data, "standards")

    @property
    def case_questions(self) -> list[KeyQuestion]:
        """The key questions that every case of this domain answers."""
        return [
            question
            for standard in self.standards
            if standard.basis == "cases"
            for question in standard.case_questions
        ]


class Framework(Model):
    """A whole standards framework, as its file gives it."""

    id: Id = Field(alias="framework")
    title: Text
    publisher: Text | None = None
    edition: Text | None = None
    source: Text | None = Field(None, description="Where the rules come from.")
    ratings: tuple[Rating, ...] = Field(min_length=2, max_length=10, description="Worst to best.")
    percentages: Literal["rounded", "exact"] = Field(
        description="Whether percentages are rounded, half up, before they are banded.",
    )
    discretion: DiscretionRule | None = None
    sampling: SamplingRule | None = None
    domains: tuple[Domain, ...] = Field(min_length=1)

    @property
    def rounded(self) -> bool:
        """Whether percentages are rounded to whole ones before they are banded."""
        return self.percentages == "rounded"

    @cached_property
    def percent_thresholds(self) -> tuple[int, ...]:
        """Where each band of percentages begins, in per cent, worst first."""
        return tuple(rating.from_percent for rating in self.ratings)

    @cached_property
    def score_thresholds(self) -> tuple[int, ...]:
        """Where each band of overall scores begins, in points, worst first."""
        return tuple(rating.from_score for rating in self.ratings)

    @property
    def standards(self) -> Iterator[Standard]:
        """Every standard, in order."""
        return (standard for domain in self.domains for standard in domain.standards)

    @property
    def maximum(self) -> int:
        """The highest overall score there is, in points (2018 framework, step 5)."""
        return self.ratings[-1].points * sum(1 for _ in self.standards)

    @property
    def judged(self) -> dict[str, Standard | KeyQuestion]:
        """What a service's `judgements` must rate, by id."""
        judged: dict[str, Standard | KeyQuestion] = {}
        for standard in self.standards:
            parts = [standard] if standard.basis == "judgement" else standard.key_questions
            judged.update((part.id, part) for part in parts if part.basis == "judgement")
        return judged

    def band_named(self, name: str) -> int | None:
        """Return the band whose rating has this name, whatever its case; None without one."""
        for band, rating in enumerate(self.ratings):
            if rating.name.casefold() == name.strip().casefold():
                return band
        return None


def standards_folder() -> FilePath:
    """Return the folder of bundled frameworks: in the wheel, or beside the package in a clone."""
    inside = FilePath(__file__).with_name("standards")
    return inside if inside.is_dir() else FilePath(__file__).parents[1] / "standards"


@cache
def bundled() -> dict[str, FilePath]:
    """Return the ids of the bundled frameworks and their files."""
    return {file.stem: file for file in sorted(standards_folder().glob("*.yaml"))}


def is_path(reference: str) -> bool:
    """Return whether a reference to a framework is a path, not the id of a bundled one."""
    return reference.endswith((".yaml", ".yml")) or "/" in reference


def load_framework(reference: str | FilePath) -> Framework:
    """Load a framework by the id of a bundled one, by its path, or ``-`` for standard input.

    Raises:
        InvalidFile: there is no such framework, or its file has problems.
    """
    if isinstance(reference, FilePath) or reference == "-" or is_path(reference):
        return read_framework(read_yaml(reference))
    if reference not in bundled():
        raise InvalidFile([Problem(reference, *START, unknown_framework(reference))])
    return _load_bundled(reference)


@cache
def _load_bundled(framework_id: str) -> Framework:
    return read_framework(read_yaml(bundled()[framework_id]))


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
    data = document.data
    if isinstance(data, dict) and "service" in data and not data.keys() & {"ratings", "domains"}:
        message = "this is a service, not a framework"
        raise InvalidFile([Problem(document.name, *document.place(("service",)), message)])
    draft = Draft.of(Framework, document)
    _check_ratings(draft)
    _check_ids(draft)
    _check_bases(draft)
    if draft.model is not None and not draft.faults:
        _check_top_rating(draft, draft.model)
    return draft.finish(draft.model)


def _check_ratings(draft: Draft[Framework]) -> None:
    first: dict[str, str] = {}
    lowest: dict[str, int] = {}
    for at in draft.items("ratings"):
        rating = draft.mapping("ratings", at)
        name = rating.get("name")
        if isinstance(name, str):
            seen = first.setdefault(name.strip().casefold(), name)
            if seen is not name:
                draft.fault(("ratings", at, "name"), f"the rating {quote(name)} stands twice")
        for key in ("points", "from_percent", "from_score"):
            if key not in rating:
                continue
            number = int(rating[key])
            path = ("ratings", at, key)
            if at == 0 and number and key != "points":
                draft.fault(path, f"{key} of the lowest rating must be 0, found {number}")
            elif key in lowest and number <= lowest[key]:
                draft.fault(path, f"{key} must rise: {number} comes after {lowest[key]}")
            lowest[key] = number


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key that sorts 2.10 after 2.9."""
    return [(int(digits or -1), other) for digits, other in re.findall(r"(\d+)|(\D+)", text)]


def _is_inside(inner: str, outer: str) -> bool:
    rest = inner.removeprefix(outer)
    return rest not in (inner, "") and (rest[0] == "." or not outer[-1].isdigit())


def _check_ids(draft: Draft[Framework]) -> None:
    seen: set[str] = set()

    def check(path: Path, outer: str | None, previous: str | None) -> str | None:
        own = draft.mapping(*path).get("id")
        if not isinstance(own, str):
            return previous
        where = (*path, "id")
        if own in seen:
            draft.fault(where, f"the id {quote(own)} stands twice")
        elif outer is not None and not _is_inside(own, outer):
            draft.fault(
                where, f"{quote(own)} stands inside {quote(outer)}: expected {outer}.1 or so"
            )
        elif previous is not None and _natural(own) < _natural(previous):
            draft.fault(where, f"{quote(own)} comes after {quote(previous)}: put ids in order")
        seen.add(own)
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
        previous = check((*path, at), outer, previous)
        if inner:
            own = draft.mapping(*path, at).get("id")
            _walk(draft, (*path, at, inner), own if isinstance(own, str) else None, check)


def _check_bases(draft: Draft[Framework]) -> None:
    for d in draft.items("domains"):
        domain = draft.mapping("domains", d)
        for s in draft.items("domains", d, "standards"):
            path = ("domains", d, "standards", s)
            standard = draft.mapping(*path)
            basis = standard.get("basis") or domain.get("basis")
            name = f"standard {quote(standard.get('id'))}"
            if basis == "cases" and draft.lacks(*path, "key_questions"):
                draft.fault(path, f"{name} is rated from cases, so it needs key_questions")
            elif basis == "cases" and standard.get("key_questions") == []:
                draft.fault((*path, "key_questions"), f"{name} has no key questions")
            for q in draft.items(*path, "key_questions") if basis == "judgement" else ():
                if draft.mapping(*path, "key_questions", q).get("basis") == "cases":
                    message = f"{name} is judged as a whole: its key questions cannot be case-based"
                    draft.fault((*path, "key_questions", q, "basis"), message)


def _check_top_rating(draft: Draft[Framework], framework: Framework) -> None:
    top = framework.ratings[-1]
    if top.from_score > framework.maximum:
        draft.fault(
            ("ratings", len(framework.ratings) - 1, "from_score"),
            f"{quote(top.name)} starts at {top.from_score} points, and {framework.maximum} "
            "is the most that the standards can give",
        )
