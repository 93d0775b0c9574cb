"""What a service file says of its cases besides their answers: characteristics, by case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yotrate.rules_of_problems import Rule
from yotrate.service.model import Printed, Sample, ServiceFile
from yotrate.service.references import identity
from yotrate.text import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yotrate.checking.drafts import Draft
    from yotrate.framework.model import Framework

_KEY = "characteristics"


def with_characteristics(
    draft: Draft[ServiceFile],
    framework: Framework,
    evidence: Mapping[str, Sample | Printed],
    file: ServiceFile,
) -> dict[str, Sample | Printed]:
    """Return evidence with what the file itself says of the cases, before what their tables say.

    What is said of no domain or case is reported.
    """
    _check(draft, framework, evidence)
    found = dict(evidence)
    for domain, said in file.characteristics.items():
        sample = evidence.get(domain)
        if isinstance(sample, Sample):
            found[domain] = _with(sample, {identity(case): own for case, own in said.items()})
    return found


def _check(
    draft: Draft[ServiceFile], framework: Framework, evidence: Mapping[str, Sample | Printed]
) -> None:
    """Check that characteristics are of domains with cases, and of cases that were read."""
    sampled = {each.id: each.name for each in framework.samples}
    draft.unknown(
        (_KEY,),
        sampled,
        lambda key: f"{quote(key)} is no domain that is rated from cases",
        Rule.UNKNOWN_DOMAIN,
    )
    for name in draft.mapping(_KEY):
        sample = evidence.get(name)
        if not isinstance(sample, Sample):
            continue
        known = set(map(identity, sample.cases))
        for case in draft.mapping(_KEY, name):
            if identity(case) not in known:
                message = f"case {quote(case)} is none of {sampled[name]}"
                draft.fault((_KEY, name, case), message, Rule.UNKNOWN_CASE, key=True)


def _with(sample: Sample, said: Mapping[str, Mapping[str, str]]) -> Sample:
    names = dict.fromkeys(sample.characteristics)
    names |= dict.fromkeys(name for own in said.values() for name in own)
    known = {name: sample.characteristics.get(name, ("",) * len(sample.cases)) for name in names}
    identities = [identity(case) for case in sample.cases]
    kept = {
        name: tuple(
            said.get(case, {}).get(name, before)
            for case, before in zip(identities, texts, strict=True)
        )
        for name, texts in known.items()
    }
    return sample._replace(characteristics=kept)
