"""Ratings of youth offending services, from case-level answers to the overall rating.

    from yotrate import load_service, rate

    service = load_service("western_bay.yaml")
    result = rate(service.framework, service)
    print(result.overall.rating.name, result.overall.score, "of", result.maximum)

Public names are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yotrate.framework.checks import load_framework
    from yotrate.framework.model import Framework
    from yotrate.loading import load_service
    from yotrate.problems import InvalidFile, Problem
    from yotrate.rating.engine import Result, rate
    from yotrate.service.model import Service

__version__ = "0.1.0"

__all__ = [
    "Framework",
    "InvalidFile",
    "Problem",
    "Result",
    "Service",
    "__version__",
    "load_framework",
    "load_service",
    "rate",
]

_HOMES = {
    "Framework": "framework.model",
    "InvalidFile": "problems",
    "Problem": "problems",
    "Result": "rating.engine",
    "Service": "service.model",
    "load_framework": "framework.checks",
    "load_service": "loading",
    "rate": "rating.engine",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module that it lives in (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
