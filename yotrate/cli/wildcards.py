"""Names with wildcards, which the shells of Windows hand over as they were typed."""

import glob
import os


def expanded(arguments: list[str]) -> list[str]:
    """Return arguments with the files in the place of each pattern that fits any, in order.

    What fits nothing, and what is the name of a file as it stands, stays.
    """
    found: list[str] = []
    for each in arguments:
        is_pattern = glob.has_magic(each) and not os.path.lexists(each)
        found += (is_pattern and sorted(glob.glob(each))) or [each]  # noqa: PTH207 - keeps ./
    return found
