"""Measure how well statements of doubt hold, on services whose true ratings are known.

    python tests/benchmarks/doubt.py FOLDER [DRAWS]

FOLDER holds service files and truth.json: for each file, the ratings that all eligible cases would
give. It prints, of standards that are rated from cases: how many are said to be 99.5 per cent sure
or more, and how many of these are right; the log score (the lower the better); and how often the
interval of a key question covers its true percentage, where the truth has percentages.
"""

import json
import sys
from math import log
from pathlib import Path

from yotrate import confidence, load_service, rate

_SURE = 0.995


def main(folder: Path, draws: int = 2_000) -> None:
    """Print the figures of a folder of services."""
    truth = json.loads((folder / "truth.json").read_text())
    sure = right = standards = 0
    score = 0.0
    for name, true in truth.items():
        result = rate(load_service(folder / name))
        found = confidence(result, seed=1, draws=draws)
        names = [each.name for each in result.framework.ratings]
        for standard in result.standards:
            own = found.standards[standard.id].draws
            if standard.standard.basis != "cases" or own is None:
                continue
            band = names.index(true["standards"][standard.id])
            standards += 1
            score -= log(max(own[band], 0.5) / draws)
            if max(own) >= _SURE * draws:
                sure += 1
                right += own.index(max(own)) == band
    print(f"services {len(truth)}, standards {standards}")
    of = f"{100 * right / sure:.1f} in 100 right" if sure else "none"
    print(f"said to be 99.5 per cent sure or more: {sure}, {of}")
    print(f"log score {score / standards:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
