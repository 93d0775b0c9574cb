"""JSON: the contract that other programs rely on."""

import json
import re
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
    text = json.dumps(data, indent=indent)
    if "##" in text:
        text = _ORDER.sub(r"#\\u0023", text)
    # Half a character, as a file's name may hold, is no text for other programs: it is told.
    return _HALVES.sub(_told, text) if r"\ud" in text else text


_ORDER = re.compile(r"##(?=\[|vso\[)")
_HALVES = re.compile(
    r"\\\\|\\u(?P<whole>d[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})|\\u(?P<half>d[89a-f][0-9a-f]{2})"
)


def _told(found: re.Match[str]) -> str:
    return found[0] if found["half"] is None else f"\\\\u{found['half']}"


FORM = Json()
