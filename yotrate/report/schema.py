"""The shape of files, as JSON Schemas for editors."""

from typing import Any

from yotrate.checking.model import Model
from yotrate.framework.model import Framework
from yotrate.service.model import ServiceFile


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a `framework` or a `service` file.

    It describes the canonical spelling: plain numbers, and yes, no and n/a in lower case.
    """
    model: type[Model] = Framework if kind == "framework" else ServiceFile
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True),
    }
