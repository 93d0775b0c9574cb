"""Ratings of youth offending services, from case-level answers to the overall rating.

    from yotrate import load_service, rate

    result = rate(load_service("western_bay.yaml"))
    print(result.overall.rating.name, result.overall.score, "of", result.maximum)
    print(result["3.2"].rating.name)

Questions to a result: `boundary`, `target`, `confidence`, `partial`; of two results `compare`; of
a framework `sample`. Public names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module

# Of `typing` nothing is needed here, and it takes long to load: a signal would end that noisily.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from yotrate.framework.checks import load_framework
    from yotrate.framework.model import Framework
    from yotrate.loading import load_service
    from yotrate.problems import InvalidFile, Problem, WrongUsage
    from yotrate.questions.boundary import boundary
    from yotrate.questions.compare import compare
    from yotrate.questions.confidence import confidence
    from yotrate.questions.errors import NoAnswer
    from yotrate.questions.partial import partial
    from yotrate.questions.sample import sample
    from yotrate.questions.target import target
    from yotrate.rating.rate import rate
    from yotrate.rating.results import Result
    from yotrate.service.model import Service

__version__ = "0.1.0"

__all__ = [
    "Framework",
    "InvalidFile",
    "NoAnswer",
    "Problem",
    "Result",
    "Service",
    "WrongUsage",
    "__version__",
    "boundary",
    "compare",
    "confidence",
    "load_framework",
    "load_service",
    "partial",
    "rate",
    "sample",
    "target",
]

_HOMES = {
    "Framework": "framework.model",
    "InvalidFile": "problems",
    "NoAnswer": "questions.errors",
    "Problem": "problems",
    "Result": "rating.results",
    "Service": "service.model",
    "WrongUsage": "problems",
    "boundary": "questions.boundary",
    "compare": "questions.compare",
    "confidence": "questions.confidence",
    "load_framework": "framework.checks",
    "load_service": "loading",
    "partial": "questions.partial",
    "rate": "rating.rate",
    "sample": "questions.sample",
    "target": "questions.target",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module that it lives in (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
