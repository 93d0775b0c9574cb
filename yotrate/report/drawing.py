"""What all tables share: widths, colours, characters, and bars that show where bands begin."""

from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from yotrate.framework.model import Framework, Rating
from yotrate.text import visible

BAR = 20
"""Cells of a bar of percentages: one for five points."""
_WIDEST = 100
_NARROWEST = 6
_TOO_NARROW_FOR_BARS = 76
# From worst to best; a framework's ratings are spread over them.
_COLOURS = ("red", "yellow", "green", "cyan")


class Glyphs(NamedTuple):
    """The characters that tables are drawn with."""

    full: str
    half: str
    empty: str
    edge: str
    limiting: str
    rule: str
    dot: str
    down: str
    up: str
    both: str
    to: str


_UNICODE = Glyphs("█", "▌", "╌", "│", "▸", "─", "·", "↓", "↑", "↕", "→")
_ASCII = Glyphs("#", "", ".", "|", ">", "-", "-", "-", "+", "*", "->")


class Drawing:
    """Draws what fits a console and a framework: width, colours, characters, rating names."""

    def __init__(self, console: Console, framework: Framework) -> None:
        self._console = console
        self._framework = framework
        self.width = min(console.width, _WIDEST)
        self.bars = self.width >= _TOO_NARROW_FOR_BARS
        self.glyphs = _UNICODE if console.encoding.startswith("utf") else _ASCII
        self.rating_width = max(cell_len(visible(rating.name)) for rating in framework.ratings)

    def show(self, *things: RenderableType) -> None:
        """Print things one below the other, no wider than is readable."""
        for thing in things:
            self._console.print(thing, width=self.width)

    def rule(self) -> Text:
        """Return a line across."""
        return Text(self.glyphs.rule * self.width, style="dim")

    def row(self, *cells: Text, widths: Sequence[int], right: Container[int] = ()) -> Text:
        """Return one line: the first cell takes the room that the others leave, and wraps."""
        others = dict(enumerate(widths, start=1))
        return self.grid([cells], flexible=0, right=right, widths=others)

    def grid(
        self,
        rows: Sequence[Sequence[Text]],
        *,
        flexible: int,
        right: Container[int] = (),
        widths: Mapping[int, int] = MappingProxyType({}),
    ) -> Text:
        """Return rows of cells as lines, their columns aligned, those in `right` at the right.

        The flexible column takes the room that the others leave, and wraps; the others are as wide
        as `widths` says, or as their widest cell.
        """
        sizes = [
            widths.get(at, max(cell.cell_len for cell in column))
            for at, column in enumerate(zip(*rows, strict=True))
        ]
        sizes[flexible] = 0
        room = self.width - sum(sizes) - len(sizes) + 1
        sizes[flexible] = max(room, _NARROWEST)
        lines: list[Text] = []
        for row in rows:
            for part in self._wrapped(row[flexible], sizes[flexible]):
                cells = [part if at == flexible else cell for at, cell in enumerate(row)]
                lines.append(_line(cells, sizes, right))
                row = [Text()] * len(row)  # noqa: PLW2901 - the lines below hold the rest of one cell
        return Text("\n").join(lines)

    def _wrapped(self, cell: Text, size: int) -> Iterable[Text]:
        if cell.cell_len <= size:
            return [cell]
        return cell.wrap(self._console, size)

    def colour(self, rating: Rating) -> str:
        """Return the colour of a rating, from red for the worst on."""
        band, best = self._framework.ratings.index(rating), len(self._framework.ratings) - 1
        return _COLOURS[band * (len(_COLOURS) - 1) // best]

    def rating(self, rating: Rating | None, style: str = "") -> Text:
        """Return a rating's name, coloured by its place among the framework's ratings."""
        if rating is None:
            return Text("not rated", style="dim")
        return Text(visible(rating.name), style=f"{style} {self.colour(rating)}")

    def bar(self, value: int, of: int, edges: Sequence[int], width: int, style: str) -> Text:
        """Return a bar of `value` of `of`, with a mark where each band begins."""
        halves = 2 * width * value // of
        filled = self.glyphs.full * (halves // 2) + self.glyphs.half * (halves % 2)
        marks = {edge * width // of for edge in edges if edge}
        rest = "".join(
            self.glyphs.edge if cell in marks else self.glyphs.empty
            for cell in range(len(filled), width)
        )
        return Text.assemble((filled, style), (rest, "dim"))

    def percent_bar(self, percent: int | None, rating: Rating | None) -> Text:
        """Return a bar of a percentage in its rating's colour; nothing where there is none."""
        if percent is None or rating is None:
            return Text()
        edges = self._framework.percent_thresholds
        return self.bar(percent, 100, edges, BAR, self.colour(rating))

    def scale(self, edges: Sequence[int], of: int, width: int) -> Text:
        """Return the figures of the edges, each above or below its mark on a bar."""
        line = ""
        for edge in edges:
            at = edge * width // of
            if edge and len(line) + bool(line) <= at and at + len(str(edge)) <= width:
                line = line.ljust(at) + str(edge)
        return Text(line, style="dim")


def _line(cells: Sequence[Text], sizes: Sequence[int], right: Container[int]) -> Text:
    """Return cells next to one another, a space between them and none at the end."""
    line = Text()
    for at, (cell, size) in enumerate(zip(cells, sizes, strict=True)):
        space = " " * (size - cell.cell_len)
        if at in right:
            line.append(space).append_text(cell)
        else:
            line.append_text(cell).append(space)
        line.append(" ")
    line.rstrip()
    return line
