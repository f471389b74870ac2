"""``evenhand compare``: policies side by side."""

from __future__ import annotations

import click

from evenhand.cli.customers import given_profile
from evenhand.cli.options import (
    Session,
    finish,
    given_paths,
    output_options,
    paths_argument,
    setup_of,
    with_globals,
)
from evenhand.cli.words import Command, Option, complete_path


@click.command(
    "compare",
    cls=Command,
    params=[
        Option(["--only-different"], key="cli.option.only-different", is_flag=True),
        Option(
            ["--profile"],
            key="cli.option.profile-everywhere",
            metavar="FILE",
            shell_complete=complete_path,
        ),
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
    profile: str | None,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    from evenhand import api

    setup = setup_of(session.config())
    policies = api.load_all(given_paths(paths, session.config()), setup=setup)
    customer = given_profile(profile, policies, setup)
    result = api.compare(
        policies, as_of=session.as_of, only_different=only_different, customer=customer
    )
    finish(session, result, form=form, outputs=outputs)
