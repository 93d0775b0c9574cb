"""The command `completion`."""

import click

from yotrate.cli.completing import source
from yotrate.cli.output import COMPLETE_VARIABLE, write
from yotrate.cli.program import program


@program.command(
    examples=[
        'eval "$(yotrate completion bash)"',
        "yotrate completion fish > ~/.config/fish/completions/yotrate.fish",
        "yotrate completion powershell | Out-String | Invoke-Expression",
    ]
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete what is typed.

    That is commands, options, the ids of frameworks, and the names of ratings.
    """
    write([source(program, COMPLETE_VARIABLE, shell), "\n"], None)
