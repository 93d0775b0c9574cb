"""The one way in: a file becomes a framework, or a service that was checked to the last rule."""

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from yotrate.checking.drafts import Draft
from yotrate.files.documents import Document, is_yaml, read_yaml
from yotrate.files.kinds import is_spreadsheet, is_workbook
from yotrate.files.reading import STANDARD_INPUT, is_share
from yotrate.framework import doubts, vectors
from yotrate.framework.bundled import bundled
from yotrate.framework.checks import draft_framework, read_framework
from yotrate.framework.model import Framework
from yotrate.problems import START, InvalidFile, Problem, UnreadableFile
from yotrate.questions.discretion import misused_discretion
from yotrate.questions.partial import partial as find_partial
from yotrate.questions.vectors import discretion_failures
from yotrate.rating.rate import rate
from yotrate.rating.results import Result
from yotrate.rules_of_problems import Rule
from yotrate.service.checks import draft_service
from yotrate.service.model import Service, ServiceFile
from yotrate.text import closest, plural, quote


def load_service(
    file: str | os.PathLike[str],
    *,
    allow_discretion: bool = False,
    partial: bool = False,
    framework: str | None = None,
) -> Service:
    """Load a service file or workbook, or standard input for ``-``, with the framework it names.

    With `allow_discretion`, discretion where no key question is near enough to an edge becomes a
    warning of the service instead of a problem. With `partial`, what is only missing is none. A
    workbook that names no framework is rated by the `framework` that is given: the id of a bundled
    one, or a path.

    Raises:
        InvalidFile: it cannot be read or has problems, all of them reported.
    """
    document = _read(file, framework)
    draft, service = _audited(document, allow_discretion=allow_discretion, partial=partial)
    return draft.finish(service)._replace(warnings=draft.warned())


def _read(file: str | os.PathLike[str], framework: str | None) -> Document:
    """Read a file that describes a service: in YAML, or a workbook."""
    if is_workbook(file):
        # Loaded only for whom has one.
        workbook_files = import_module("yotrate.service.workbook_files")
        document: Document = workbook_files.workbook_document(file, framework)
        return document
    return read_yaml(file)


def load_services(
    files: Iterable[str],
    *,
    allow_discretion: bool = False,
    partial: bool = False,
    framework: str | None = None,
) -> Iterator[Service | InvalidFile]:
    """Load service files one after the other, and those in folders: theirs, not deeper ones.

    Frameworks in a folder are passed over, and what cannot be used comes as its `InvalidFile`.
    """
    for file in files:
        found = False
        paths = in_folder(file)
        for path in [file] if paths is None else paths:
            try:
                document = _read(path, framework)
                if paths is not None and _is_framework(document):
                    continue
                found = True
                draft, service = _audited(
                    document, allow_discretion=allow_discretion, partial=partial
                )
                yield draft.finish(service)._replace(warnings=draft.warned())
            except InvalidFile as error:
                found = True
                yield error
        if not found:
            message = "there is no service in this folder"
            yield InvalidFile([Problem(file, *START, message, Rule.EMPTY_FOLDER)])


def in_folder(file: str) -> list[str] | None:
    """Return the YAML files in a folder, by name, not those deeper; None for what is none."""
    if file == STANDARD_INPUT or is_share(file) or not os.path.isdir(file):  # noqa: PTH112 - bad names are no folders
        return None
    files = (each for each in Path(file).iterdir() if is_yaml(each.name))
    return sorted(str(each) for each in files)


def validate(
    file: str | os.PathLike[str],
    *,
    allow_discretion: bool = False,
    strict: bool = False,
    frameworks: Mapping[str, Framework] | None = None,
    framework: str | None = None,
) -> tuple[Framework | Service, tuple[Problem, ...]]:
    """Load a framework or a service, whichever it is, and check more than rating it needs.

    A framework's vectors must come out as they say, and what a service's report published must
    agree with the calculation. With `strict`, warnings are problems. Of `frameworks` by their ids,
    those are used that a service names by its id; `framework` is for a workbook that names none.

    Returns:
        What was loaded, and warnings about it.

    Raises:
        InvalidFile: it cannot be read or has problems, all of them reported.
    """
    if is_spreadsheet(file) and not is_workbook(file):
        message = "this is a spreadsheet, and no service below this folder uses it"
        raise InvalidFile([Problem(os.fspath(file), *START, message, Rule.WRONG_KIND)])
    document = _read(file, framework)
    given = frameworks or {}
    if _is_framework(document):
        return _checked_framework(document, strict=strict)
    named = document.data.get("framework")
    own = given.get(named) if isinstance(named, str) else None
    draft, service = _audited(document, allow_discretion=allow_discretion, framework=own)
    # What a file with other problems comes to is no difference from what was published.
    if service is not None and not draft.findings.any_problem():
        for each in rate(service).differences or ():
            path = ("published", *each.path)
            draft.fault(path, str(each), Rule.DIFFERS_FROM_PUBLISHED)
    draft.findings.make_warnings_faults(Rule.NEVER_APPLIED)
    return draft.finish(service, strict=strict), draft.warned()


def _checked_framework(
    document: Document, *, strict: bool
) -> tuple[Framework, tuple[Problem, ...]]:
    """Return a framework whose vectors come out as they say, and warnings about it."""
    draft = draft_framework(document)
    # Of bands that do not stand every vector would fail.
    bands_stand = all(path[0] != "ratings" or path[-1] == "points" for path in draft.faulty())
    if draft.model is not None and bands_stand and not document.troubles:
        for path, message in _failing_vectors(draft.model, document):
            draft.fault(path, message, Rule.VECTOR_FAILS)
        for path, message in () if draft.findings.faults else doubts.warnings(draft.model):
            draft.warn(path, message, Rule.DOUBTFUL_FRAMEWORK)
    return draft.finish(draft.model, strict=strict), draft.warned()


def _failing_vectors(framework: Framework, document: Document) -> Iterator[vectors.Remark]:
    """Run all vectors of a framework, those of whole services too."""
    yield from vectors.failures(framework)
    yield from discretion_failures(framework)
    for at, vector in enumerate(framework.vectors):
        if vectors.kinds_of(vector) == ["service"] and vector.service is not None:
            for message in _service_failures(framework, document, vector.service):
                yield ("vectors", at), message


def _service_failures(framework: Framework, document: Document, name: str) -> Iterator[str]:
    """Rate a service by a framework, whatever it names, and hold it against what was published.

    A file that is not there is looked for as from the bundled frameworks' folder: a copy of one
    of them finds the services of the original.
    """
    if is_share(name):
        yield f"{quote(name)} begins as a network share does, and is not opened"
        return
    paths = [document.folder / name, *(each.parent / name for each in bundled().values())]
    path = next((each for each in paths if each.is_file()), paths[0])
    try:
        draft, service = draft_service(read_yaml(path), framework=framework)
        service = draft.finish(service)
    except UnreadableFile as error:
        yield f"cannot read {quote(name)}: {error.reason}"
        return
    except InvalidFile as error:
        first, *more = error.problems
        others = f" and {plural(len(more), 'more problem')}" if more else ""
        where = f"line {first.line}, {first.rule}"
        yield f"{quote(name)} cannot be rated by this framework: {where}{others}"
        return
    if service.published is None:
        yield f"{quote(name)} does not say what was published"
    for each in rate(service).differences or ():
        yield f"{quote(name)}: {each}"


class Checked(NamedTuple):
    """A file that was checked: what it is, None where it cannot be used, and its problems."""

    file: str
    found: Framework | Service | None
    problems: tuple[Problem, ...]


def validate_all(
    files: Iterable[str],
    *,
    allow_discretion: bool = False,
    strict: bool = False,
    framework: str | None = None,
) -> Iterator[Checked]:
    """Check files one after the other, and those in folders: theirs, not deeper ones.

    A service that names a framework by its id is checked by the file of that framework, where one
    is among the files; a workbook that names none by the `framework` that is given.
    """
    given = list(files)
    frameworks = _frameworks_among(given) if len(given) > 1 else {}
    for file in given:
        paths = in_folder(file)
        if paths == []:
            message = "there is no YAML file in this folder"
            yield Checked(file, None, (Problem(file, *START, message, Rule.EMPTY_FOLDER),))
        for path in [file] if paths is None else paths:
            try:
                found, warnings = validate(
                    path,
                    allow_discretion=allow_discretion,
                    strict=strict,
                    frameworks=frameworks,
                    framework=framework,
                )
                yield Checked(path, found, warnings)
            except InvalidFile as error:
                yield Checked(path, None, error.problems)


def _frameworks_among(files: Iterable[str]) -> dict[str, Framework]:
    """Return the sound frameworks among files by their ids."""
    found: dict[str, Framework] = {}
    for file in files:
        if file == STANDARD_INPUT or in_folder(file) is not None or is_workbook(file):
            continue
        try:
            document = read_yaml(file)
            if _is_framework(document):
                framework = read_framework(document)
                found[framework.id] = framework
        except InvalidFile:
            continue
    return found


def _audited(
    document: Document,
    *,
    allow_discretion: bool,
    partial: bool = False,
    framework: Framework | None = None,
) -> tuple[Draft[ServiceFile], Service | None]:
    given = framework or document.framework
    draft, service = draft_service(document, partial=partial, framework=given)
    if service is not None and service.discretion:
        result = rate(service)
        unfinished = _unfinished(result) if partial else ()
        for misuse in misused_discretion(result):
            if misuse.standard in unfinished:
                continue
            at = next(
                at
                for at in draft.items("discretion")
                if draft.get("discretion", at, "standard") == misuse.standard
            )
            excused = allow_discretion and misuse.severity == "excusable"
            report = draft.warn if excused or misuse.severity == "doubtful" else draft.fault
            report(("discretion", at, misuse.key), misuse.message, Rule.DISCRETION_NOT_OPEN)
    return draft, service


def _unfinished(result: Result) -> set[str]:
    """Return the standards that lack answers with which discretion may turn out to be open."""
    found = find_partial(result)
    return {
        standard.id
        for standard in result.standards
        if any(question.id in found.answers for question in standard.questions)
        and standard.band in found.bands[standard.id]
    }


def _wrong_kind(document: Document, message: str) -> InvalidFile:
    problem = Problem(document.name, *START, message, Rule.WRONG_KIND)
    return InvalidFile([*document.troubles, problem])


def _is_framework(document: Document) -> bool:
    """Tell a framework from a service by its keys, even where one is misspelt."""
    data = document.data
    if not isinstance(data, dict):
        message = f"expected a framework or a service, found {quote(data)}"
        raise _wrong_kind(document, message)
    if "service" in data:
        return False
    if "ratings" in data or "domains" in data:
        return True
    own = ServiceFile.keys().keys() - Framework.keys().keys()
    theirs = Framework.keys().keys() - ServiceFile.keys().keys()
    services = sum(closest(key, own) is not None for key in list(data)[:20])
    frameworks = sum(closest(key, theirs) is not None for key in list(data)[:20])
    if not services and not frameworks:
        message = "this is no framework (no 'ratings' or 'domains') and no service (no 'service')"
        raise _wrong_kind(document, message)
    return frameworks > services
