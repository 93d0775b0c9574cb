"""Where the project's files are."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
WESTERN_BAY = ROOT / "examples" / "western_bay.yaml"
FRAMEWORK_2018 = ROOT / "standards" / "hmip-youth-2018.yaml"
DOCUMENTS = [
    ROOT / "README.md",
    *(ROOT / folder / "README.md" for folder in ("examples", "standards", "tests", "yotrate")),
]
GUIDES = "\n".join(each.read_text(encoding="utf-8") for each in DOCUMENTS)
"""All that is told to readers, one after the other."""
