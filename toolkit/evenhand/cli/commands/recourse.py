"""``evenhand recourse``: the cheapest way to a tier, or the proof that there is none."""

from __future__ import annotations

from typing import Any

import click

from evenhand.cli.customers import customer_options, given_customer
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
    "recourse",
    cls=Command,
    params=[
        Argument(["policy"], key="cli.argument.policy", shell_complete=complete_path),
        Option(["--to"], key="cli.option.to-tier", metavar="TIER", required=True),
        *customer_options(),
        Option(["--freeze"], key="cli.option.freeze", metavar="ATTR", multiple=True),
        Option(["--allow"], key="cli.option.allow", metavar="ATTR", multiple=True),
        Option(["--costs"], key="cli.option.costs", metavar="FILE", shell_complete=complete_path),
        Option(
            ["--max-changes"],
            key="cli.option.max-changes",
            type=click.IntRange(min=0),
            metavar="INTEGER",
        ),
        Option(
            ["--alternatives"],
            key="cli.option.alternatives",
            type=click.IntRange(min=1, max=20),
            metavar="INTEGER",
            default=3,
            show_default=True,
        ),
        Option(
            ["--horizon"],
            key="cli.option.horizon",
            metavar="TIME",
            default="60m",
            show_default=True,
        ),
        Option(["--batch"], key="cli.option.batch", metavar="FILE", shell_complete=complete_path),
        Option(["--by"], key="cli.option.by", metavar="ATTR"),
        Option(["--require"], key="cli.option.require", is_flag=True),
    ],
)
@reading_option
@output_options
@with_globals
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    /,
    *,
    policy: str,
    profile: str | None,
    settings: tuple[str, ...],
    costs: str | None,
    batch: str | None,
    by: str | None,
    alternatives: int,
    require: bool,
    form: str,
    outputs: tuple[str, ...],
    **wishes: Any,
) -> None:
    from evenhand import api

    _check(profile, settings, batch, by)
    setup = setup_of(session.config())
    loaded = api.load(policy, setup=setup)
    asked: dict[str, Any] = {**wishes, "as_of": session.as_of}
    asked["costs"] = None if costs is None else api.load_costs(costs, loaded, setup=setup)
    if batch is not None:
        people = api.load_customers(batch, loaded, by=by, setup=setup)
        many = api.recourse_of_many(loaded, people, **asked)
        gate = 1 if require and any(row.exists is not True for row in many.rows) else None
        finish(session, many, form=form, outputs=outputs, code=gate)
        return
    customer = given_customer(profile, settings, loaded, setup)
    one = api.recourse(loaded, customer, alternatives=alternatives, **asked)
    gate = 1 if require and one.exists is not True else None
    finish(session, one, form=form, outputs=outputs, code=gate)


def _check(
    profile: str | None, settings: tuple[str, ...], batch: str | None, by: str | None
) -> None:
    if batch is None and profile is None and not settings:
        raise UsageError(message("usage.no-customer"))
    if batch is not None and (profile is not None or settings):
        raise UsageError(message("usage.batch-and-profile"))
    if by is not None and batch is None:
        raise UsageError(message("usage.by-without-batch"))
