"""``evenhand validate``: syntax, schema and references."""

from __future__ import annotations

import click

from evenhand.cli.options import (
    Session,
    fail_on_option,
    finish,
    gate,
    given_paths,
    output_options,
    paths_argument,
    setup_of,
    with_globals,
)
from evenhand.cli.words import Command


@click.command("validate", cls=Command)
@paths_argument
@output_options
@fail_on_option("error")
@with_globals
@click.pass_obj
def command(
    session: Session, paths: tuple[str, ...], form: str, outputs: tuple[str, ...], fail_on: str
) -> None:
    from evenhand import api

    config = session.config()
    result = api.validate(given_paths(paths, config), as_of=session.as_of, setup=setup_of(config))
    finish(session, result, form=form, outputs=outputs, fail_on=gate(config, fail_on))
