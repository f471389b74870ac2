"""``evenhand config``: the settings in force."""

from __future__ import annotations

import click

from evenhand.cli.options import Session, finish, group, output_options, with_globals
from evenhand.cli.words import Command

command = group("config")


@click.command("config-show", cls=Command)
@output_options
@with_globals
@click.pass_obj
def show(session: Session, form: str, outputs: tuple[str, ...]) -> None:
    from evenhand import api

    result = api.configured(session.config(), as_of=session.as_of)
    finish(session, result, form=form, outputs=outputs)


command.add_command(show, "show")
