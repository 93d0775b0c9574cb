"""What a question's answer looks like, whatever form it is shown in.

A question gives one `View`: its data for programs, its rows for spreadsheets, and its blocks for
people. A form renders any view; no form knows what is asked. Texts from files stand in views as
they are: each form makes them harmless in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from yotrate.framework.model import Rating

COLOURS = 4
"""Ratings are spread over so many colours, from the worst to the best."""
BAR = 20
"""Cells of a bar of percentages: one for five points."""

Record = Mapping[str, object]
"""A row for a spreadsheet: cells by the names of their columns."""


class Span(NamedTuple):
    """A piece of text, and how it stands out; `colour` is that of a rating, 0 for the worst."""

    text: str
    style: Literal["", "strong", "quiet"] = ""
    colour: int | None = None


Words = tuple[Span, ...]


def words(*parts: str | Span | Words) -> Words:
    """Put pieces of text together."""
    found: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            found.append(Span(part))
        elif isinstance(part, Span):
            found.append(part)
        else:
            found.extend(part)
    return tuple(found)


def strong(text: str) -> Span:
    """Return text that stands out."""
    return Span(text, "strong")


def quiet(text: str) -> Span:
    """Return text that stands back."""
    return Span(text, "quiet")


Ratings: TypeAlias = "Sequence[Rating]"
"""The ratings of a framework, worst first."""


def colour_of(ratings: Ratings, band: int) -> int:
    """Return the colour of a band's rating, 0 for the worst."""
    return band * (COLOURS - 1) // (len(ratings) - 1)


def rating(ratings: Ratings, band: int | None, style: Literal["", "strong", "quiet"] = "") -> Span:
    """Return the name of a band's rating, in its colour."""
    if band is None:
        return quiet("not rated")
    return Span(ratings[band].name, style, colour_of(ratings, band))


def rating_names(ratings: Ratings) -> tuple[str, ...]:
    """Return the names of all ratings, worst first."""
    return tuple(each.name for each in ratings)


def plain(text: Words) -> str:
    """Return words without what makes them stand out."""
    return "".join(span.text for span in text)


class Bar(NamedTuple):
    """A bar of `value` of `of`, with a mark where each band begins."""

    value: int
    of: int
    edges: tuple[int, ...]
    colour: int


class Scale(NamedTuple):
    """The figures of the edges, each at its mark on a bar below."""

    edges: tuple[int, ...]
    of: int


class Letters(NamedTuple):
    """A run of things, in short where there is little room, or each under a heading of its own."""

    things: tuple[tuple[str, Words, Words], ...]
    """Of each its heading, its letters, and its text in full."""


Cell = Words | Bar | Scale | Letters


class Column(NamedTuple):
    """How the cells of a column are laid out.

    `heading` is its own where columns have one; those of one heading share a column on paper, and
    without a heading (None) it is left out there; `paper` is for paper only.
    In a terminal: `width` in characters, or as wide as any of the texts it `holds`, or else as its
    widest cell; `flexible` takes the room that is left; `attached` has no space before it; `bar` is
    left out where there is no room for bars, and `loose` has its width only beside them; `shared`
    is as wide as its widest cell in the whole outline; `spills` goes below its row where there is
    too little room.
    """

    heading: str | None = ""
    width: int | None = None
    holds: tuple[str, ...] = ()
    right: bool = False
    flexible: bool = False
    attached: bool = False
    bar: bool = False
    loose: bool = False
    shared: bool = False
    spills: bool = False
    paper: bool = False


class Line(NamedTuple):
    """A line of text: a sentence, a title, or an item of a list."""

    text: Words
    role: Literal["text", "title", "item"] = "text"
    indent: int = 0


class Space(NamedTuple):
    """Some space between blocks."""


class Gauge(NamedTuple):
    """A bar as wide as the page, and its scale."""

    bar: Bar


class Listing(NamedTuple):
    """A small table whose rows can be read as lines; `headed` shows the columns' headings."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    indent: int = 0
    gap: int = 1
    headed: bool = False


class Row(NamedTuple):
    """A row of an outline, the rows that stand under it, and what is to be said of them.

    `kind` is the name of its layout; `name` says, apart from it, what the notes are about.
    """

    kind: str
    cells: tuple[Cell, ...]
    rows: tuple[Row, ...] = ()
    notes: tuple[Line | Listing, ...] = ()
    name: str = ""


class Section(NamedTuple):
    """Rows under a head, such as those of a domain."""

    head: Row | None
    rows: tuple[Row, ...]


class Outline(NamedTuple):
    """Sections of rows, whose kinds are laid out each in its own way.

    `headings` are those that the table has on paper, in order; `headed` are the cells that head the
    columns in a terminal.
    """

    layouts: Mapping[str, tuple[Column, ...]]
    sections: tuple[Section, ...]
    headings: tuple[str, ...]
    headed: tuple[Cell, ...] = ()
    gap: int = 1


Block = Line | Space | Gauge | Listing | Outline


class View(NamedTuple):
    """What a question answers: for people, for spreadsheets, and for programs.

    Each part is a function that is called at most once, when a form needs it. `services` gives
    entries of the common envelope one by one; `document` is data of another shape.
    """

    blocks: Callable[[], Iterable[Block]]
    rows: Callable[[], Iterable[Record]]
    services: Callable[[], Iterable[Mapping[str, Any]]] | None = None
    document: Callable[[], Mapping[str, Any]] | None = None


def joined(views: Iterable[View], rows: Callable[[Iterable[Any]], Iterable[Record]]) -> View:
    """Put the views of several services into one; `rows` turns their entries into rows."""
    found = list(views)

    def blocks() -> Iterator[Block]:
        for at, view in enumerate(found):
            if at:
                yield Space()
            yield from view.blocks()

    def services() -> Iterator[Mapping[str, Any]]:
        return chain.from_iterable(view.services() for view in found if view.services)

    return View(blocks, lambda: rows(services()), services)
