"""CSV, for spreadsheets: a row for each thing, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

from yotrate.report.view import Record, View
from yotrate.text import cell, visible


class Csv:
    """Views as CSV."""

    mark = True

    def render(self, view: View, width: int | None) -> Iterator[str]:  # noqa: ARG002 - has no lines
        """Return the rows of a view, a line at a time after one of headings."""
        return to_csv(view.rows())


def to_csv(rows: Iterable[Record]) -> Iterator[str]:
    """Return rows as CSV, a line at a time after one of headings."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    headed = False
    for row in rows:
        if not headed:
            writer.writerow([cell(visible(heading)) for heading in row])
            headed = True
        writer.writerow([_cell(value) for value in row.values()])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    return cell(visible(value))


FORM = Csv()
