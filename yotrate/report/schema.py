"""The shape of files, as JSON Schemas for editors."""

from typing import Any

from yotrate.checking.model import Model
from yotrate.framework.model import Framework
from yotrate.service.maps import JudgementTable, Table
from yotrate.service.model import ServiceFile

_REFERENCES = "#/$defs/{model}"


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a `framework` or a `service` file.

    It describes the canonical spelling: plain numbers, and yes, no and n/a in lower case.
    """
    model: type[Model] = Framework if kind == "framework" else ServiceFile
    found = model.model_json_schema(by_alias=True)
    if model is ServiceFile:
        _take_in_spreadsheets(found)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _take_in_spreadsheets(schema: dict[str, Any]) -> None:
    """Let a JSON Schema of a service take tables in place of cases, and of judgements."""
    definitions = schema.setdefault("$defs", {})
    for model in (Table, JudgementTable):
        own = model.model_json_schema(by_alias=True, ref_template=_REFERENCES)
        definitions.update(own.pop("$defs", {}))
        definitions[model.__name__] = own
    table = {"$ref": _REFERENCES.format(model=Table.__name__)}
    one = {"anyOf": [{"type": "string"}, table]}
    for key in ("cases", "second_readings"):
        cases = schema["properties"][key]
        inline = cases["additionalProperties"]
        cases["additionalProperties"] = {
            "anyOf": [inline, *one["anyOf"], {"type": "array", "items": one, "minItems": 1}]
        }
    judgements = schema["properties"]["judgements"]
    judgements["properties"] = {"from": {"$ref": _REFERENCES.format(model=JudgementTable.__name__)}}
