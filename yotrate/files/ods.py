"""OpenDocument spreadsheets: which sheets there are, and what calamine does not tell of them."""

from yotrate.files.archives import Archive
from yotrate.files.bounds import MOST_CELLS, MOST_TEXT, Bounds
from yotrate.files.ods_tables import Content
from yotrate.files.sheet_facts import Facts
from yotrate.files.xlsx import SheetPart, refuse_repeated

CONTENT = "content.xml"
_MIME = "mimetype"
_MANIFEST = {
    "META-INF/manifest.xml": (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
}


class Ods:
    """An OpenDocument spreadsheet that is known to be harmless."""

    def __init__(self, name: str, archive: Archive) -> None:
        """Begin with a spreadsheet, by what messages call it, of which nothing was read."""
        # Calamine reads all sheets at once, with their formulas, and hands out copies.
        self.bounds = Bounds(archive, cells=MOST_CELLS // 2, text=MOST_TEXT // 2)
        self._name = name
        self._archive = archive
        self._facts: dict[str, Facts] = {}

    def sheets(self) -> list[SheetPart]:
        """Read what there is, and return its sheets in their order.

        Raises:
            InvalidFile: they hold more than is read, or two of them have one name.
        """
        found = Content(self._archive, self.bounds)
        found.over(self._archive.read(CONTENT))
        sheets = [
            SheetPart(each.name, each.style not in found.not_shown, CONTENT)
            for each in found.tables
        ]
        refuse_repeated(self._name, sheets)
        self._facts = {each.name: each.facts for each in found.tables}
        return sheets

    def facts(self, sheet: SheetPart) -> Facts:
        """Return what calamine does not tell of a sheet, one of those that were returned."""
        return self._facts[sheet.name]

    def parts(self) -> list[str]:
        """Return the parts that calamine needs."""
        return [_MIME, CONTENT]

    @property
    def added(self) -> dict[str, str]:
        """What is added for calamine: that nothing of it is encrypted."""
        return _MANIFEST
