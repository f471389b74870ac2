"""``evenhand explain``: one decision, step by step."""

from __future__ import annotations

import sys

import click

from evenhand.cli.options import (
    Session,
    finish,
    output_options,
    reading_option,
    setup_of,
    with_globals,
)
from evenhand.cli.words import Argument, Command, Option, complete_path
from evenhand.errors import UsageError
from evenhand.messages import message


@click.command(
    "explain",
    cls=Command,
    params=[
        Argument(["policy"], key="cli.argument.policy", shell_complete=complete_path),
        Option(
            ["--profile"], key="cli.option.profile", metavar="FILE", shell_complete=complete_path
        ),
        Option(["--set", "settings"], key="cli.option.set", metavar="ATTR=VALUE", multiple=True),
    ],
)
@reading_option
@output_options
@with_globals
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    policy: str,
    profile: str | None,
    settings: tuple[str, ...],
    reading: str,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    from evenhand import api

    if profile is None and not settings:
        raise UsageError(message("usage.no-profile"))
    setup = setup_of(session.config())
    loaded = api.load(policy, setup=setup)
    text = sys.stdin.buffer.read() if profile == "-" else None
    customer = (
        api.load_profile(profile, loaded, text=text, setup=setup) if profile else api.Profile()
    )
    customer = customer.with_values(loaded, dict(_setting(one) for one in settings))
    result = api.explain(loaded, customer, as_of=session.as_of, reading=reading)
    finish(session, result, form=form, outputs=outputs)


def _setting(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals or not name.strip():
        raise UsageError(message("usage.setting", value=written))
    return name.strip(), value.strip()
