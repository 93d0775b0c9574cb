"""A sample that was drawn: the chosen and the reserves, the balance, and the manifest."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from yotrate import __version__
from yotrate.framework.model import Framework
from yotrate.questions.drawing import Draw, Drawn, Stratum, balance
from yotrate.report.view import (
    Block,
    Cell,
    Column,
    Line,
    Listing,
    Record,
    Space,
    View,
    quiet,
    strong,
    words,
)
from yotrate.text import folded, listed, plural, quote, sentence

_OWN_COLUMNS = ("case", "drawn", "domain")
BLANK = "(blank)"
"""What stands for a characteristic that a list does not give."""


class Drawing(NamedTuple):
    """A sample that was drawn, and the list that it was drawn from.

    `sheet` is the one of a workbook, "" of a CSV file; `dropped` and `domain_column` are the
    headings that were given for the list.
    """

    draw: Draw
    file: str
    sheet: str
    digest: str
    dropped: tuple[str, ...]
    domain_column: str | None

    @property
    def name(self) -> str:
        """What the list is called, with its sheet."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file


def drawing_view(found: Drawing) -> View:
    """Return a sample that was drawn, as a view: in JSON, its manifest."""
    return View(
        blocks=lambda: _blocks(found),
        rows=lambda: list(rows_of(found)),
        document=lambda: manifest(found),
    )


def manifest(found: Drawing) -> dict[str, Any]:
    """Return the manifest of a draw: whatever is needed to repeat it from the list."""
    draw, recipe = found.draw, found.draw.recipe
    domains = [
        {
            "domain": name,
            "eligible": draw.eligible[name],
            "needed": len(drawn.chosen),
            "matched": "together" if drawn.together else "one after the other",
            "strata": [_stratum(recipe.characteristics, each) for each in drawn.strata],
            "chosen": drawn.chosen,
            "reserves": drawn.reserves,
        }
        for name, drawn in draw.drawn.items()
    ]
    return {
        "yotrate": __version__,
        "framework": draw.framework.id,
        "list": {
            "file": found.file,
            "sheet": found.sheet or None,
            "cases": sum(draw.eligible.values()),
            "sha256": found.digest,
        },
        "seed": recipe.seed,
        "by": list(recipe.characteristics),
        "reserve": percent_of(recipe.reserve),
        "dropped": list(found.dropped),
        "domain_column": found.domain_column,
        "domains": domains,
        "chosen": [each for drawn in draw.drawn.values() for each in drawn.chosen],
        "reserves": [each for drawn in draw.drawn.values() for each in drawn.reserves],
        "balance": list(balance_rows(found)),
    }


def percent_of(share: Fraction) -> int | float:
    """Return a share in per cent, whole where it is."""
    percent = 100 * share
    return int(percent) if percent.denominator == 1 else float(percent)


def _stratum(characteristics: tuple[str, ...], stratum: Stratum) -> dict[str, Any]:
    return {
        "values": dict(zip(characteristics, stratum.values, strict=True)),
        "eligible": stratum.eligible,
        "chosen": len(stratum.chosen),
        "reserves": len(stratum.reserves),
    }


def rows_of(found: Drawing, *parts: str) -> Iterator[Record]:
    """Return a row for each case that was drawn, the chosen first, by stratum and rank.

    Args:
        found: the sample.
        parts: which are wanted of chosen and reserve; without any, both.
    """
    for part in parts or ("chosen", "reserve"):
        for name, drawn in found.draw.drawn.items():
            for stratum in drawn.strata:
                references = stratum.chosen if part == "chosen" else stratum.reserves
                for reference in references:
                    known = zip(columns_of(found), stratum.values, strict=True)
                    yield {"case": reference, "drawn": part, "domain": name, **dict(known)}


def columns_of(found: Drawing) -> list[str]:
    """Return the headings of the characteristics, apart from those of the program's own."""
    names = found.draw.recipe.characteristics
    return [f"{each} (list)" if folded(each) in _OWN_COLUMNS else each for each in names]


def balance_rows(found: Drawing) -> Iterator[dict[str, Any]]:
    """Return a row for each value of a characteristic: how many, and the share, in per cent."""
    for name, drawn in found.draw.drawn.items():
        eligible, chosen = found.draw.eligible[name], len(drawn.chosen)
        for share in balance(found.draw.recipe.characteristics, drawn):
            yield {
                "domain": name,
                "characteristic": share.characteristic,
                "value": share.value,
                "eligible": share.eligible,
                "eligible_percent": _tenths(share.eligible, eligible),
                "drawn": share.drawn,
                "drawn_percent": _tenths(share.drawn, chosen),
            }


def _tenths(part: int, whole: int) -> float:
    return (2000 * part + whole) // (2 * whole) / 10


def _blocks(found: Drawing) -> Iterator[Block]:
    draw, recipe = found.draw, found.draw.recipe
    for at, (name, drawn) in enumerate(draw.drawn.items()):
        if at:
            yield Space()
        yield Line(_headline(draw.framework, name, draw.eligible[name], drawn), "title")
        if recipe.characteristics:
            yield Line(words(_matching(recipe.characteristics, drawn)))
            yield Space()
            yield _balance(found, name)
        yield Space()
        yield _cases(drawn, recipe.characteristics)
    yield Space()
    yield Line(
        words(
            quiet(
                f"Drawn by the seed {quote(recipe.seed)} from {quote(found.name)} "
                f"({plural(sum(draw.eligible.values()), 'case')}, SHA-256 {found.digest[:12]}): "
                "in each group the smallest SHA-256 of the seed, a line feed and the reference."
            )
        )
    )


def _headline(framework: Framework, name: str, eligible: int, drawn: Drawn) -> Any:
    sampled = next(each for each in framework.samples if each.id == name)
    reserves = f", and {plural(len(drawn.reserves), 'reserve')}" if drawn.reserves else ""
    return words(
        strong(f"{sentence(sampled.name)} {sampled.title}"),
        f": {len(drawn.chosen):,} of {plural(eligible, 'eligible case')}{reserves}",
    )


def _matching(characteristics: tuple[str, ...], drawn: Drawn) -> str:
    names = listed([quote(each) for each in characteristics])
    if drawn.together:
        return f"Matched to the eligible cases by {names}, as nearly as whole cases allow."
    groups = plural(len(drawn.strata), "group")
    return (
        f"By {names} there are {groups}, too many for {plural(len(drawn.chosen), 'case')}: they "
        "were matched one after the other, the first of them best."
    )


def _balance(found: Drawing, name: str) -> Listing:
    columns = (
        Column("", flexible=True), Column("eligible", right=True),
        Column("%", right=True), Column("drawn", right=True), Column("%", right=True),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for each in balance_rows(found):
        if each["domain"] != name:
            continue
        rows.append(
            (
                words(strong(f"{each['characteristic']} "), each["value"] or quiet(BLANK)),
                words(f"{each['eligible']:,}"),
                words(f"{each['eligible_percent']:.1f}"),
                words(f"{each['drawn']:,}"),
                words(f"{each['drawn_percent']:.1f}"),
            )
        )
    return Listing(columns, tuple(rows), gap=2, headed=True)


def _cases(drawn: Drawn, characteristics: tuple[str, ...]) -> Listing:
    rows: list[tuple[Cell, ...]] = []
    for stratum in drawn.strata:
        group = " · ".join(each or BLANK for each in stratum.values)
        rows.append(
            (
                *((words(group),) if characteristics else ()),
                words(", ".join(stratum.chosen)),
                words(", ".join(stratum.reserves)),
            )
        )
    columns = (
        *((Column("group"),) if characteristics else ()),
        Column("chosen", flexible=True),
        Column("reserves", flexible=True),
    )
    return Listing(columns, tuple(rows), gap=2, headed=True)


def differences(said: Mapping[str, Any], found: Drawing) -> list[str]:
    """Return in which ways a draw comes out otherwise than a manifest says, in words.

    Args:
        said: the manifest.
        found: the sample that the list gives now.
    """
    own = manifest(found)
    problems = []
    listed_now, listed_then = own["list"], said.get("list")
    then = listed_then if isinstance(listed_then, dict) else {}
    if said.get("framework") != own["framework"]:
        other = quote(str(said.get("framework")))
        problems.append(f"the sample was drawn by {other}, and not by {own['framework']}")
    if then.get("sha256") != listed_now["sha256"]:
        problems.append(
            "the list is not the one that the sample was drawn from: it has "
            f"{plural(listed_now['cases'], 'case')}, with other references or characteristics"
            if then.get("cases") == listed_now["cases"]
            else f"the list has {plural(listed_now['cases'], 'case')}, and "
            f"{quote(str(then.get('cases')))} stands in the manifest"
        )
    for key, what in (("chosen", "chosen"), ("reserves", "reserves")):
        before, now = said.get(key), own[key]
        if before == now:
            continue
        names = [str(each) for each in before] if isinstance(before, list) else []
        extra, lacking = sorted({*names} - {*now}), sorted({*now} - {*names})
        parts = [f"{_some(extra)} should not be" for _ in extra[:1]]
        parts += [f"{_some(lacking)} should be" for _ in lacking[:1]]
        problems.append(f"among the {what} {listed(parts) if parts else 'the order is another'}")
    others = [
        key
        for key in ("seed", "by", "reserve", "dropped", "domain_column", "domains",
                    "balance")
        if said.get(key) != own[key]
    ]  # fmt: skip
    if not problems and then.get("cases") != listed_now["cases"]:
        others.append("list")
    if others and not problems:
        problems.append(f"{listed([quote(each) for each in others])} should be otherwise")
    return problems


def _some(references: list[str]) -> str:
    shown = [quote(each) for each in references[:5]]
    more = len(references) - len(shown)
    return listed([*shown, f"{more:,} more"] if more else shown)
