"""OpenDocument spreadsheets: which sheets there are, and what calamine does not tell of them."""

from dataclasses import dataclass, field

from yotrate.files.archives import Archive
from yotrate.files.cells import Kind, Odd
from yotrate.files.sheet_facts import Facts, Pass, Used, odd_formula
from yotrate.files.xlsx import SheetPart

CONTENT = "content.xml"
_MIME = "mimetype"
_MANIFEST = {
    "META-INF/manifest.xml": (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
}
_DATES = ("date", "time")


class _Table:
    """A sheet that is being gone over: where in it, and what is known so far."""

    def __init__(self, archive: Archive, name: str, style: str) -> None:
        self.name = name
        self.style = style
        self.facts = Facts()
        self.used = Used(archive, name)
        self.row = 0
        self.rows = 1
        self.column = 0
        self.columns = 1
        self.columns_seen = 0


class _Content(Pass):
    """The sheets of a spreadsheet."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.tables: list[_Table] = []
        self.not_shown: set[str] = set()
        self._style = ""
        self._unclosed: list[str] = []
        self._cell: dict[str, str] = {}
        self._in_cell = False
        self._text: list[str] = []
        self._depth = 0

    def closing(self, unclosed: list[str]) -> None:
        """Know how deep a cell stands, so that notes on it are not taken for its text."""
        self._unclosed = unclosed

    def on_style(self, attributes: dict[str, str]) -> None:
        """Know which style is described."""
        self._style = attributes.get("style:name", "")

    def on_table_properties(self, attributes: dict[str, str]) -> None:
        """Know the styles of sheets that are hidden."""
        if attributes.get("table:display") == "false":
            self.not_shown.add(self._style)

    def on_table(self, attributes: dict[str, str]) -> None:
        """Begin with a sheet."""
        self.end_cell()
        name = attributes.get("table:name", "")
        self.tables.append(_Table(self.archive, name, attributes.get("table:style-name", "")))

    def on_table_column(self, attributes: dict[str, str]) -> None:
        """Know columns that are hidden."""
        table = self._now()
        number = _repeats(attributes, "columns")
        first = table.columns_seen + 1
        table.columns_seen += number
        if attributes.get("table:visibility", "visible") != "visible":
            table.facts.hidden_columns.update(range(first, min(first + number, 16_385)))

    def on_table_row(self, attributes: dict[str, str]) -> None:
        """Begin with a row, or with several that are equal."""
        self.end_cell()
        table = self._now()
        table.row += table.rows if table.row else 1
        table.rows = _repeats(attributes, "rows")
        table.column, table.columns = 0, 1
        if attributes.get("table:visibility", "visible") != "visible":
            rows = range(table.row, min(table.row + table.rows, 1_048_577))
            table.facts.hidden_rows.update(rows)

    def on_table_cell(self, attributes: dict[str, str]) -> None:
        """Begin with a cell, or with several that are equal."""
        self.end_cell()
        table = self._now()
        table.column += table.columns if table.column else 1
        table.columns = _repeats(attributes, "columns")
        self._cell = attributes
        self._begin_cell(attributes)
        rows, columns = (
            int(attributes.get(f"table:number-{each}-spanned", "1")) for each in ("rows", "columns")
        )
        bottom, right = table.row + rows - 1, table.column + columns - 1
        if rows * columns > 1 and table.used.merge(table.row, table.column, bottom, right):
            table.facts.merged.append((table.row, table.column, bottom, right))

    def on_covered_table_cell(self, attributes: dict[str, str]) -> None:
        """Pass over cells that others are merged with; what they hold counts as used."""
        self.end_cell()
        table = self._now()
        table.column += table.columns if table.column else 1
        table.columns = _repeats(attributes, "columns")
        self._begin_cell(attributes)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        """Know how deep a cell stands; one with a value is used, even where it shows no text."""
        self._in_cell, self._depth = True, len(self._unclosed)
        table = self._now()
        if "office:value-type" in attributes:
            table.used.add(table.row, table.column, table.rows, table.columns)

    def on_p(self, _attributes: dict[str, str]) -> None:
        """Take in that a cell holds text."""
        if not self._in_cell or len(self._unclosed) != self._depth + 1:
            return self.listen(None)
        table = self._now()
        table.used.add(table.row, table.column, table.rows, table.columns)
        return self.listen(self._take)

    def on_annotation(self, _attributes: dict[str, str]) -> None:
        """Pass over a note on a cell."""
        self.listen(None)

    def _take(self, text: str) -> None:
        table = self._now()
        table.used.text(len(text) * table.rows * table.columns)
        if len(self._unclosed) > self._depth:
            self._text.append(text)

    def end_cell(self) -> None:
        """Note of a cell what its value does not tell."""
        cell, text = self._cell, "".join(self._text).strip()
        self._cell, self._in_cell, self._text = {}, False, []
        self.listen(None)
        if not cell:
            return
        table, kind = self._now(), cell.get("office:value-type", "")
        odd = None
        if cell.get("calcext:value-type") == "error" or (cell and text.startswith(("#", "Err:"))):
            odd = Odd(Kind.ERROR, text[:20]) if "table:formula" in cell else None
        elif "table:formula" in cell and not kind and not text:
            odd = odd_formula(cell["table:formula"].partition("=")[2])
        elif kind in _DATES:
            odd = Odd(Kind.DATE, text)
        elif kind == "boolean":
            odd = Odd(Kind.TRUTH, text.upper())
        if odd is None and kind in ("", "string"):
            return
        for row in range(table.row, table.row + table.rows):
            for column in range(table.column, table.column + table.columns):
                if odd is not None:
                    table.facts.odd[row, column] = odd
                table.facts.shown[row, column] = text if odd is None else odd.text

    def _now(self) -> _Table:
        if not self.tables:
            raise self.archive.damaged()
        return self.tables[-1]


def _repeats(attributes: dict[str, str], what: str) -> int:
    return max(1, int(attributes.get(f"table:number-{what}-repeated", "1")))


@dataclass(slots=True)
class Ods:
    """An OpenDocument spreadsheet that is known to be harmless."""

    archive: Archive
    _tables: dict[str, _Table] = field(default_factory=dict)
    _found: _Content | None = None

    def sheets(self) -> list[SheetPart]:
        """Return its sheets in their order."""
        found = self._content()
        return [
            SheetPart(each.name, each.style not in found.not_shown, CONTENT)
            for each in found.tables
        ]

    def facts(self, sheet: SheetPart) -> Facts:
        """Return what calamine does not tell of a sheet."""
        tables = self._content().tables
        return next(each.facts for each in tables if each.name == sheet.name)

    def parts(self) -> list[str]:
        """Return the parts that calamine needs."""
        return [_MIME, CONTENT]

    @property
    def added(self) -> dict[str, str]:
        """What is added for calamine: that nothing of it is encrypted."""
        return _MANIFEST

    def _content(self) -> _Content:
        if self._found is None:
            content = _Content(self.archive)
            content.over(self.archive.read(CONTENT))
            content.end_cell()
            self._found = content
        return self._found
