"""``evenhand compare``: policies side by side."""

from __future__ import annotations

import click

from evenhand.cli.options import (
    Session,
    finish,
    given_paths,
    output_options,
    paths_argument,
    setup_of,
    with_globals,
)
from evenhand.cli.words import Command, Option


@click.command(
    "compare",
    cls=Command,
    params=[
        Option(["--only-different"], key="cli.option.only-different", is_flag=True),
    ],
)
@paths_argument
@output_options
@with_globals
@click.pass_obj
def command(
    session: Session,
    *,
    paths: tuple[str, ...],
    only_different: bool,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    from evenhand import api

    config = session.config()
    policies = api.load_all(given_paths(paths, config), setup=setup_of(config))
    result = api.compare(policies, as_of=session.as_of, only_different=only_different)
    finish(session, result, form=form, outputs=outputs)
