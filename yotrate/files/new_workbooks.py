"""Writing an XLSX workbook, in memory alone."""

import io
from collections.abc import Callable
from typing import Any

from yotrate.problems import WrongUsage

MISSING_EXTRA = 'workbooks need an extra part of yotrate: run pip install "yotrate[xlsx]"'


def written(fill: Callable[[Any], None]) -> bytes:
    """Return a new workbook, once it is filled.

    Args:
        fill: is given the workbook, and writes its sheets.

    Raises:
        WrongUsage: XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise WrongUsage(MISSING_EXTRA) from None
    stream = io.BytesIO()
    # In memory, so that no copy of it is ever left behind.
    book = Workbook(stream, {"in_memory": True})
    fill(book)
    book.close()
    return stream.getvalue()
