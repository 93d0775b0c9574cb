"""Commands about files."""

from yotrate.cli import files  # noqa: F401
