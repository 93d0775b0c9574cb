"""The command line: commands, options and exit codes."""

from yotrate.cli.shared import program, run

__all__ = ["program", "run"]
