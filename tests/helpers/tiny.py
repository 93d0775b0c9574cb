"""A framework of one standard with two key questions, and services that are rated by it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

TINY_FRAMEWORK = """\
framework: tiny
title: A tiny framework of one standard
ratings:
  - {name: Inadequate, points: 0, from_percent: 0, from_score: 0}
  - {name: Requires improvement, points: 1, from_percent: 50, from_score: 1}
  - {name: Good, points: 2, from_percent: 65, from_score: 2}
  - {name: Outstanding, points: 3, from_percent: 80, from_score: 3}
percentages: rounded
discretion: {within_points: 5, within_cases: 1, sample_up_to: 5}
domains:
  - id: "2"
    title: Work with children
    basis: cases
    standards:
      - id: "2.1"
        title: Assessment
        key_questions:
          - {id: "2.1.1", title: First question}
          - {id: "2.1.2", title: Second question}
"""


def answers(first: str, second: str) -> str:
    """Return cases C01 and so on, of which each letter (y, n, -) is an answer to a question."""
    words = {"y": "yes", "n": "no", "-": "n/a"}
    lines = [
        f"    C{at:02}: {{2.1.1: {words[one]}, 2.1.2: {words[two]}}}\n"
        for at, (one, two) in enumerate(zip(first, second, strict=True), start=1)
    ]
    return 'cases:\n  "2":\n' + "".join(lines)


def tiny_service(folder: Path, text: str, **changes: str) -> Path:
    """Write a service of the tiny framework, of which texts may be changed."""
    framework = TINY_FRAMEWORK
    for old, new in changes.items():
        framework = framework.replace(f"{old}: 1", f"{old}: {new}")
    (folder / "tiny.yaml").write_text(framework)
    path = folder / "service.yaml"
    path.write_text(f"service: A tiny service\nframework: ./tiny.yaml\n{text}")
    return path


def moved_to(rating: str, more: str = "") -> str:
    """Return a use of discretion on the one standard."""
    return f"discretion:\n  - {{standard: '2.1', rating: {rating}, reason: So{more}}}\n"


def only_standard(entry: Mapping[str, Any]) -> Any:
    """Return the one standard of a service's entry in JSON."""
    ((standard,),) = [domain["standards"] for domain in entry["domains"]]
    return standard
