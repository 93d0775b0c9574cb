"""A bar of progress, loaded only where something takes long enough to need one."""

from collections.abc import Callable
from contextlib import ExitStack

from rich.console import Console
from rich.progress import Progress


def bar(stack: ExitStack, what: str, total: int) -> Callable[[int], None]:
    """Show a bar on standard error until the stack closes; return what moves it along."""
    shown = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
    task = shown.add_task(what, total=total)
    return lambda done: shown.update(task, completed=done)
