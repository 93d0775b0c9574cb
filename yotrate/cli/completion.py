"""The command `completion`."""

import click
from click.shell_completion import get_completion_class

from yotrate.cli.output import COMPLETE_VARIABLE, write
from yotrate.cli.program import program


@program.command(
    examples=[
        'eval "$(yotrate completion bash)"',
        "yotrate completion fish > ~/.config/fish/completions/yotrate.fish",
    ]
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete what is typed.

    That is commands, options, the ids of frameworks, and the names of ratings.
    """
    of_shell = get_completion_class(shell)
    if of_shell is not None:
        write([of_shell(program, {}, "yotrate", COMPLETE_VARIABLE).source(), "\n"], None)
