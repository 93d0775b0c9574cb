"""A good file in one line."""

from yotrate.framework import Framework
from yotrate.service import Sample, Service
from yotrate.text import plural, visible


def summary(found: Framework | Service) -> str:
    """Return what a checked file is, and how much it holds."""
    if isinstance(found, Framework):
        standards = list(found.standards)
        questions = sum(len(standard.key_questions) for standard in standards)
        return (
            f"framework {found.id}, {plural(len(standards), 'standard')}, "
            f"{plural(questions, 'key question')}"
        )
    samples = [each for each in found.evidence.values() if isinstance(each, Sample)]
    cases = plural(sum(len(sample.cases) for sample in samples), "case")
    known = cases if samples else "published results"
    return f"service {visible(found.name)}, {known}, {found.framework.id}"
