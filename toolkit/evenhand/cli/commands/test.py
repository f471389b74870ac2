"""``evenhand test``: the worked customers of policies."""

from __future__ import annotations

from pathlib import Path

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
    write,
)
from evenhand.cli.words import Command, Option


@click.command(
    "test",
    cls=Command,
    params=[Option(["--generate"], key="cli.option.generate", is_flag=True)],
)
@paths_argument
@output_options
@fail_on_option("error")
@with_globals
@click.pass_obj
def command(
    session: Session,
    *,
    paths: tuple[str, ...],
    generate: bool,
    form: str,
    outputs: tuple[str, ...],
    fail_on: str,
) -> None:
    from evenhand import api

    config = session.config()
    chosen = given_paths(paths, config)
    setup = setup_of(config)
    if generate:
        for path, text in api.regression_examples(chosen, setup=setup):
            write(session, Path(path), text)
    result = api.work(chosen, as_of=session.as_of, setup=setup)
    finish(session, result, form=form, outputs=outputs, fail_on=gate(config, fail_on))
