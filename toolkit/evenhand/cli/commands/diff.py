"""``evenhand diff``: what changed between two policies."""

from __future__ import annotations

import click

from evenhand.cli.options import Session, finish, output_options, setup_of, with_globals
from evenhand.cli.words import Argument, Command, Option


@click.command(
    "diff",
    cls=Command,
    params=[
        Argument(["old"], key="cli.argument.old"),
        Argument(["new"], key="cli.argument.new"),
        Option(
            ["--fail-on"],
            key="cli.option.fail-on-change",
            type=click.Choice(["any", "semantic", "narrowing", "never"]),
            default="never",
            show_default=True,
        ),
    ],
)
@output_options
@with_globals
@click.pass_obj
def command(
    session: Session, *, old: str, new: str, fail_on: str, form: str, outputs: tuple[str, ...]
) -> None:
    from evenhand import api

    setup = setup_of(session.config())
    before, after = api.load(old, setup=setup), api.load(new, setup=setup)
    result = api.diff(before, after, as_of=session.as_of)
    finish(session, result, form=form, outputs=outputs, fail_on=fail_on)
