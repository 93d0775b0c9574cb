"""The picture in the README: the table of Western Bay, as a terminal shows it.

Run as a program it writes the picture anew: python tests/picture.py
"""

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from yotrate import load_service, rate
from yotrate.report.forms.terminal import draw as draw_view
from yotrate.report.score import score_view

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "examples" / "western_bay.svg"


def draw() -> str:
    """Return the table of Western Bay as an SVG."""
    service = load_service(ROOT / "examples" / "western_bay.yaml")
    console = Console(
        record=True, width=80, file=io.StringIO(), force_terminal=True, color_system="truecolor",
        markup=False, highlight=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    draw_view(score_view(rate(service)), console)
    # Without the fonts that the usual format fetches from elsewhere.
    form = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    title = "yotrate score western_bay.yaml"
    return console.export_svg(title=title, unique_id="yotrate", code_format=form)


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
