"""Drawing a sample from a list: what `sample` does with a list of eligible cases."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import click

from yotrate.cli.options import saying_what_makes_no_sense
from yotrate.cli.output import emit, report_problems, write_new
from yotrate.files.kinds import is_workbook
from yotrate.files.reading import is_share, read_bytes
from yotrate.files.tables import (
    LARGEST_SPREADSHEET,
    Spreadsheet,
    open_spreadsheet,
)
from yotrate.framework.checks import reference_to
from yotrate.framework.model import Framework
from yotrate.problems import InvalidFile, Problem, WrongUsage
from yotrate.questions.drawing import Recipe, draw_by_rule
from yotrate.report.drawing import (
    Drawing,
    differences,
    drawing_view,
    percent_of,
)
from yotrate.report.drawing_workbook import CHOSEN, MANIFEST, RESERVES, drawing_workbook
from yotrate.rules_of_problems import Rule
from yotrate.service.blanks import Said, service_text, unanswered
from yotrate.service.eligible_list import Wanted, read_eligible
from yotrate.service.form_workbook import form_workbook
from yotrate.service.model import Sample
from yotrate.text import folded, plural, quote, visible

_A_SHARE = re.compile(r"([0-9]{1,3}(?:[.][0-9]{1,4})?) ?%?")
_WHOLE = 100
_LONGEST_SEED = 1000


class Options(NamedTuple):
    """The options of a draw, as they were given; `named` is how the framework was."""

    file: str
    named: str
    domain: str | None
    domain_column: str | None
    by: Sequence[str]
    seed: str | None
    reserve: str | None
    drop: Sequence[str]
    service: str | None
    verify: str | None


def draw(
    framework: Framework, options: Options, form: str, output: str | None, *, force: bool
) -> int:
    """Draw a sample and show or write it, or compare it with a manifest; return the exit code."""
    if options.verify is not None:
        if output is not None:
            raise click.UsageError("--verify writes nothing: leave -o out")
        return _verify(framework, options, options.verify)
    if (options.domain is None) == (options.domain_column is None):
        raise click.UsageError("a draw needs either --domain or --domain-column")
    _check_outputs(options, output, force=force)
    if not (options.seed or "").strip():
        raise click.UsageError(
            "a draw needs --seed and a text, such as the month: anyone who knows it can repeat it"
        )
    if not str(options.seed).isprintable() or len(str(options.seed)) > _LONGEST_SEED:
        raise click.UsageError(f"--seed is a text of at most {_LONGEST_SEED} characters")
    with saying_what_makes_no_sense():
        wanted = Wanted(
            tuple(options.by), tuple(options.drop), options.domain or "", options.domain_column
        )
        reserve = _share(options.reserve or "0")
        found = _drawn(framework, options.file, wanted, str(options.seed), reserve)
        files = _service(framework, found, options)
        as_workbook = output is not None and folded(Path(output).suffix) == ".xlsx"
        if output is not None and as_workbook:
            files[Path(output)] = drawing_workbook(found)
    # First what may fail, so that nothing is written where it does.
    if not as_workbook:
        emit(drawing_view(found), form, output)
    if files:
        *beside, last = files
        write_new(str(last), files[last], {path: files[path] for path in beside}, force=force)
    return 0


def _check_outputs(options: Options, output: str | None, *, force: bool) -> None:
    """Refuse a service file that is the output too, or that is there already.

    Raises:
        UsageError: it is.
    """
    if options.service is None:
        return
    path = Path(options.service)
    if output is not None and path.absolute() == Path(output).absolute():
        raise click.UsageError("-o and --service name the same file: name two")
    if not is_share(path) and path.is_file() and not force:
        raise click.UsageError(f"{quote(path)} is there already: --force overwrites it")


def _share(text: str) -> Fraction:
    """Return a share, such as 20%.

    Raises:
        WrongUsage: it is none, or more than all.
    """
    found = _A_SHARE.fullmatch(text.strip())
    if found is None or Fraction(found[1]) > _WHOLE:
        raise WrongUsage(f"expected a share of reserves such as 20%, found {quote(text)}")
    return Fraction(found[1]) / _WHOLE


def _drawn(
    framework: Framework, file: str, wanted: Wanted, seed: str, reserve: Fraction
) -> Drawing:
    this_year = datetime.now(UTC).year
    try:
        known = read_eligible(file, framework, wanted, this_year=this_year)
    except InvalidFile as error:
        raise InvalidFile([*map(_with_remedy, error.problems)]) from None
    recipe = Recipe(known.characteristics, seed, reserve)
    found = draw_by_rule(framework, known.cases, recipe)
    report_problems(known.warnings)
    return Drawing(found, file, known.sheet, known.digest, wanted.dropped, wanted.domain_column)


def _with_remedy(problem: Problem) -> Problem:
    if problem.rule != Rule.TELLS_OF_PEOPLE:
        return problem
    return problem._replace(message=f"{problem.message} with --drop")


def _service(framework: Framework, found: Drawing, options: Options) -> dict[Path, str | bytes]:
    """Return the service file or workbook that is wanted, with what the draw knows filled in.

    Raises:
        WrongUsage: its name is that of neither.
    """
    if options.service is None:
        return {}
    path = Path(options.service)
    suffix = folded(path.suffix)
    if suffix not in (".yaml", ".yml", ".xlsx"):
        raise WrongUsage(f"expected a name that ends in .yaml or .xlsx, found {quote(path)}")
    reference = reference_to(options.named, path.parent)
    domains = {each.id: each for each in framework.samples}
    names = found.draw.recipe.characteristics
    samples: dict[str, Sample] = {}
    for name, drawn in found.draw.drawn.items():
        chosen = [(each, own.values) for own in drawn.strata for each in own.chosen]
        known = {key: tuple(values[at] for _, values in chosen) for at, key in enumerate(names)}
        samples[name] = unanswered(domains[name], [each for each, _ in chosen], known)
    eligible = found.draw.eligible
    if suffix == ".xlsx":
        return {path: form_workbook(framework, reference, None, samples, eligible)}
    text = service_text(framework, reference, None, Said(samples, eligible=eligible), path.name)
    return {path: text}


def _verify(framework: Framework, options: Options, file: str) -> int:
    """Draw again as a manifest says, and tell what is different."""
    said = _manifest(file)
    with saying_what_makes_no_sense():
        wanted = Wanted(
            tuple(said["by"]),
            tuple(said["dropped"]),
            _domain(said),
            said["domain_column"],
        )
        _refuse_other_options(said, options)
    try:
        reserve = _share(str(said["reserve"]))
        found = _drawn(framework, options.file, wanted, said["seed"], reserve)
    except WrongUsage as error:
        raise InvalidFile([Problem(file, 1, 1, str(error), Rule.DRAWN_OTHERWISE)]) from None
    messages = differences(said, found)
    if messages:
        report_problems(
            [Problem(file, 1, 1, message, Rule.DRAWN_OTHERWISE) for message in messages]
        )
        return 1
    click.echo(
        visible(
            f"{file}: the draw comes out the same: {plural(len(said['chosen']), 'case')} chosen, "
            f"{plural(len(said['reserves']), 'reserve')}"
        )
    )
    return 0


def _domain(said: Mapping[str, Any]) -> str:
    """Return the one domain of a manifest, "" where a column says it."""
    domains = [each["domain"] for each in said["domains"]]
    return "" if said["domain_column"] is not None else str(domains[0])


def _refuse_other_options(said: Mapping[str, Any], options: Options) -> None:
    """Refuse options that say otherwise than the manifest.

    Raises:
        WrongUsage: one does.
    """
    given = {
        "--domain": (options.domain, _domain(said) or None),
        "--domain-column": (options.domain_column, said["domain_column"]),
        "--by": ([*options.by] or None, said["by"]),
        "--seed": (options.seed, said["seed"]),
        "--drop": ([*options.drop] or None, said["dropped"]),
        "--reserve": (
            options.reserve and percent_of(_share(options.reserve)), said["reserve"]
        ),
    }  # fmt: skip
    for option, (own, then) in given.items():
        if own is not None and own != then:
            raise WrongUsage(f"{option} is another than in the manifest: leave it out")
    if options.service is not None:
        raise WrongUsage("--verify writes nothing: leave --service out")


def _manifest(file: str) -> dict[str, Any]:
    """Return what a manifest says: a JSON file, or the workbook of a draw.

    Raises:
        InvalidFile: it is none.
    """
    if is_workbook(file):
        workbook = open_spreadsheet(file)
        known = {name for name, _ in workbook.sheets}
        if not known >= {CHOSEN, RESERVES, MANIFEST}:
            raise InvalidFile([_no_manifest(workbook.name)])
        name, text = workbook.name, "\n".join(_first_column(workbook, MANIFEST))
        read = {
            key: _first_column(workbook, sheet)[1:]
            for key, sheet in (("chosen", CHOSEN), ("reserves", RESERVES))
        }
    else:
        name, data = read_bytes(file, LARGEST_SPREADSHEET)
        read = {}
        text = data.decode("utf-8-sig", errors="replace")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not _is_sound(said):
        raise InvalidFile([_no_manifest(name)])
    # What people read of a workbook are its other sheets, in whatever order they sorted them.
    for key, shown in read.items():
        if not isinstance(said.get(key), list) or sorted(shown) != sorted(map(str, said[key])):
            said[key] = shown
    return said


def _first_column(workbook: Spreadsheet, sheet: str) -> list[str]:
    return [row[0] if row else "" for row in workbook.grid(sheet).rows]


def _no_manifest(name: str) -> Problem:
    message = "this is no manifest of a draw, as JSON or as the workbook that was drawn"
    return Problem(name, 1, 1, message, Rule.WRONG_KIND)


def _is_sound(said: Mapping[str, Any]) -> bool:
    """Return whether what a draw is repeated from is all there."""
    texts = [said.get(key) for key in ("by", "dropped")]
    domains = said.get("domains")
    return (
        all(isinstance(own, list) and all(isinstance(e, str) for e in own) for own in texts)
        and isinstance(said.get("seed"), str)
        and isinstance(said.get("reserve"), int | float)
        and (said.get("domain_column") is None or isinstance(said["domain_column"], str))
        and isinstance(domains, list)
        and bool(domains)
        and all(isinstance(e, dict) and isinstance(e.get("domain"), str) for e in domains)
    )
