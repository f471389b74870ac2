"""``evenhand completion``: the script with which a shell completes commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from evenhand.cli.options import with_globals
from evenhand.cli.words import Argument, Command


@click.command(
    "completion",
    cls=Command,
    params=[
        Argument(["shell"], key="cli.argument.shell", type=click.Choice(["bash", "zsh", "fish"]))
    ],
)
@with_globals
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    from evenhand.cli.main import COMPLETION_VARIABLE

    made = get_completion_class(shell)
    assert made is not None
    program = context.find_root().command
    click.echo(made(program, {}, "evenhand", COMPLETION_VARIABLE).source())
