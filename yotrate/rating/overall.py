"""An overall rating, and where a calculation differs from what a report printed."""

from typing import Any, NamedTuple

from yotrate.framework.model import Rating


class Overall(NamedTuple):
    """An overall score in points, and its band; both None where a standard has no rating."""

    score: int | None
    band: int | None
    ratings: tuple[Rating, ...]

    @property
    def rating(self) -> Rating | None:
        """The overall rating; None where it is withheld."""
        return None if self.band is None else self.ratings[self.band]

    def to_dict(self) -> dict[str, Any]:
        """Return rating and score as plain data."""
        return {"rating": self.rating and self.rating.name, "score": self.score}


class Difference(NamedTuple):
    """Where a calculation differs from the published report.

    `path` leads to the figure in a service file's `published`; `item` names it in words.
    """

    path: tuple[str, ...]
    item: str
    published: str
    calculated: str

    def __str__(self) -> str:
        """Return the difference as one sentence."""
        return f"{self.item}: published {self.published}, calculated {self.calculated}"
