"""The command line: the only place that knows arguments, prints or exits; a file a command."""

from yotrate.cli.program import program, run

__all__ = ["program", "run"]
