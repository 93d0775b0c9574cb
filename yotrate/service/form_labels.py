"""The words of a workbook to fill in, by which it is known again when it is read."""

from typing import NamedTuple

from yotrate.framework.model import Framework, Sampled
from yotrate.text import folded

SERVICE_SHEET = "Service"
GUIDE_SHEET = "How to fill this in"
NAME, FRAMEWORK, READER = "Name of the service", "Framework", "Who read the cases"
INSPECTION, FIELDWORK, PUBLISHED = "Inspection", "Fieldwork", "Published on"
NOTE = "Note"
FIELDS = {
    NAME: "service",
    FRAMEWORK: "framework",
    READER: "answered_by",
    INSPECTION: "inspection",
    FIELDWORK: "fieldwork",
    PUBLISHED: "published_on",
    NOTE: "note",
}
"""What stands in the first column of the sheet of the service, and the key of a service file."""
JUDGEMENTS = "Judgements"
ELIGIBLE = "Eligible cases"
NOT_RATED = "Not rated"
DISCRETION = "Professional discretion"
SECTIONS = (JUDGEMENTS, ELIGIBLE, NOT_RATED, DISCRETION)
REASON_HEADINGS = ("Domain or standard", "Why it was not")
MOVE_HEADINGS = ("Standard", "Moved to", "Reason", "Decided on")
COUNTS = ("yes", "applicable", "per cent")
"""What stands in the first column of a sheet of cases, above the headings."""
NOTES = "Notes"
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Row(NamedTuple):
    """What stands in the first column of a row of the service's sheet, folded, and its number."""

    text: str
    number: int


def is_form(first_column: list[str]) -> bool:
    """Return whether a sheet's first column is that of a workbook to fill in."""
    texts = set(map(folded, first_column))
    return {folded(NAME), folded(FRAMEWORK), folded(READER)} <= texts


def sheet_name(sampled: Sampled) -> str:
    """Return the name of the sheet that a domain's cases stand in."""
    name = " ".join(f"{sampled.id} {sampled.title}".translate(_NOT_IN_NAMES).split())
    return name[:_LONGEST_NAME].strip()


def judged_titles(framework: Framework) -> dict[str, str]:
    """Return the titles of what a framework has judged, by id."""
    return {key: title for each in framework.standards for key, title in each.judged.items()}
