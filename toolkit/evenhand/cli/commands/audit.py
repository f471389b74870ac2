"""``evenhand audit``: the audit rules applied to policies."""

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
from evenhand.cli.words import Command, Option


@click.command(
    "audit",
    cls=Command,
    params=[
        Option(["--select"], key="cli.option.select", metavar="RULE", multiple=True),
        Option(["--ignore"], key="cli.option.ignore", metavar="RULE", multiple=True),
        Option(
            ["--level"],
            key="cli.option.level",
            type=click.Choice(["static", "prove"]),
            default="static",
            show_default=True,
        ),
    ],
)
@paths_argument
@output_options
@fail_on_option("error")
@with_globals
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    level: str,
    form: str,
    outputs: tuple[str, ...],
    fail_on: str,
) -> None:
    from evenhand import api

    config = session.config()
    policies = api.load_all(given_paths(paths, config), setup=setup_of(config))
    result = api.audit(
        policies, as_of=session.as_of, select=named(select), ignore=named(ignore), level=level
    )
    finish(session, result, form=form, outputs=outputs, fail_on=gate(config, fail_on))


def named(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a repeatable option; commas may stand between several."""
    return tuple(name.strip() for one in given for name in one.split(",") if name.strip())
