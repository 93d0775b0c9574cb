"""JSON: the contract that other programs rely on."""

import json
from collections.abc import Iterator
from typing import Any

from yotrate import __version__
from yotrate.report.view import View


class Json:
    """Views as JSON: the entries of services a line each, anything else indented."""

    mark = False

    def render(self, view: View, width: int | None) -> Iterator[str]:  # noqa: ARG002 - has no lines
        """Return the data of a view; very many services are never in memory at once."""
        if view.services is None:
            yield indented({} if view.document is None else view.document())
            return
        yield f'{{"yotrate": {json.dumps(__version__)},\n "services": ['
        comma = ""
        for each in view.services():
            yield f"{comma}\n  {_dumped(each)}"
            comma = ","
        yield "]}\n"


def indented(data: Any) -> str:
    """Return data as indented JSON in ASCII, ending with a line break."""
    return _dumped(data, 1) + "\n"


def _dumped(data: Any, indent: int | None = None) -> str:
    """Return JSON in which CI systems find no order: what could be one is escaped."""
    return json.dumps(data, indent=indent).replace("##[", "#\\u0023[")


FORM = Json()
