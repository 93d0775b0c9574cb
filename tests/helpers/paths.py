"""Where the project's files are."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
WESTERN_BAY = ROOT / "examples" / "western_bay.yaml"
FRAMEWORK_2018 = ROOT / "standards" / "hmip-youth-2018.yaml"
