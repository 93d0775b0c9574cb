"""A good file in one line."""

from yotrate.framework import Framework
from yotrate.service import Service
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
    cases = sum(len(sample.cases) for sample in found.samples.values())
    return f"service {visible(found.name)}, {plural(cases, 'case')}, {found.framework.id}"
