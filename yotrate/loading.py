"""The one way in: a file becomes a framework, or a service that was checked to the last rule."""

import os

from yotrate.audit import misused_discretion
from yotrate.engine import rate
from yotrate.service import Service, draft_service
from yotrate.source import read_yaml


def load_service(file: str | os.PathLike[str]) -> Service:
    """Load a service file, or standard input for ``-``, with the framework it names.

    Raises:
        InvalidFile: it cannot be read or has problems, all of them reported.
    """
    draft, service = draft_service(read_yaml(file))
    if service is not None:
        for standard, message in misused_discretion(rate(service.framework, service)):
            at = next(
                at
                for at in draft.items("discretion")
                if draft.get("discretion", at, "standard") == standard
            )
            draft.fault(("discretion", at, "rating"), message)
    return draft.finish(service)
