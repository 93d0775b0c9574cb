"""Where the bundled frameworks are: known without reading any of them."""

from functools import cache
from pathlib import Path as FilePath


def standards_folder() -> FilePath:
    """Return the folder of bundled frameworks: in the wheel, or beside the package in a clone."""
    package = FilePath(__file__).parents[1]
    inside = package / "standards"
    return inside if inside.is_dir() else package.with_name("standards")


@cache
def bundled() -> dict[str, FilePath]:
    """Return the ids of the bundled frameworks and their files."""
    return {file.stem: file for file in sorted(standards_folder().glob("*.yaml"))}
