"""``evenhand simulate``: policies on made-up customers at their thresholds."""

from __future__ import annotations

import click

from evenhand.cli.options import (
    Session,
    finish,
    given_paths,
    output_options,
    paths_argument,
    reading_option,
    seed_option,
    setup_of,
    with_globals,
)
from evenhand.cli.words import Command, Option


@click.command(
    "simulate",
    cls=Command,
    params=[
        Option(
            ["-n", "--n"],
            key="cli.option.n",
            type=click.IntRange(min=1, max=1_000_000),
            default=1000,
            show_default=True,
        ),
    ],
)
@seed_option
@reading_option
@paths_argument
@output_options
@with_globals
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    paths: tuple[str, ...],
    n: int,
    seed: int,
    reading: str,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    from evenhand import api

    config = session.config()
    policies = api.load_all(given_paths(paths, config), setup=setup_of(config))
    result = api.simulate(policies, as_of=session.as_of, n=n, seed=seed, reading=reading)
    finish(session, result, form=form, outputs=outputs)
