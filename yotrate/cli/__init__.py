"""The command line: commands, options and exit codes."""

from yotrate.cli import files, ratings, rules, sampling  # noqa: F401 - they bring the commands
from yotrate.cli.shared import program, run

__all__ = ["program", "run"]
