"""``evenhand export``: a policy in the form of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenhand.cli.options import (
    Session,
    reading_option,
    seed_option,
    setup_of,
    tell,
    with_globals,
    write,
)
from evenhand.cli.outputs import STANDARD_OUTPUT, give
from evenhand.cli.words import Argument, Command, Option, complete_path
from evenhand.exporting.base import DIALECTS, TARGETS
from evenhand.messages import message

if TYPE_CHECKING:
    from evenhand.exporting.base import Check


@click.command(
    "export",
    cls=Command,
    params=[
        Argument(["policy"], key="cli.argument.policy", shell_complete=complete_path),
        Option(
            ["--to"],
            key="cli.option.export-to",
            type=click.Choice(TARGETS),
            default="sql",
            show_default=True,
        ),
        Option(
            ["--dialect"],
            key="cli.option.export-dialect",
            type=click.Choice(DIALECTS),
            default="duckdb",
            show_default=True,
        ),
        Option(
            ["--table"],
            key="cli.option.export-table",
            metavar="NAME",
            default="customers",
            show_default=True,
        ),
        Option(
            ["--key"],
            key="cli.option.export-key",
            metavar="COLUMN",
            default="customer_id",
            show_default=True,
        ),
        Option(
            ["--as", "shape"],
            key="cli.option.export-as",
            type=(click.Choice(["view"]), str),
            metavar="view NAME",
        ),
        Option(
            ["--check"],
            key="cli.option.export-check",
            type=click.IntRange(min=1),
            metavar="INTEGER",
        ),
        Option(["--strict"], key="cli.option.export-strict", is_flag=True),
        Option(["-o", "--output"], key="cli.option.export-output", metavar="FILE"),
    ],
)
@reading_option
@seed_option
@with_globals
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    policy: str,
    to: str,
    dialect: str,
    table: str,
    key: str,
    shape: tuple[str, str] | None,
    check: int | None,
    strict: bool,
    output: str | None,
    reading: str,
    seed: int,
) -> None:
    from evenhand import api

    loaded = api.load(policy, setup=setup_of(session.config()))
    result = api.export(
        loaded,
        to,
        as_of=session.as_of,
        dialect=dialect,
        table=table,
        key=key,
        view=None if shape is None else shape[1],
        reading=reading,
        check=check or 0,
        seed=seed,
        lang=session.language,
    )
    ends = result.exit_code(strict=strict)
    if result.check is not None:
        _tell(session, result.check, dialect)
    # A text that decides otherwise must not get to where somebody might use it.
    if ends != 1:
        if output in (None, STANDARD_OUTPUT):
            give(result.text)
        else:
            write(session, Path(str(output)), result.text)
    click.get_current_context().exit(ends)


def _tell(session: Session, check: Check, dialect: str) -> None:
    """What a check found, on the standard error."""
    if not check.ran:
        key = "export.not-read-back" if check.differing else "export.not-run"
        tell(session, message(key, dialect=dialect))
        return
    if not check.differing:
        tell(session, message("export.checked", dialect=dialect, customers=check.customers))
        return
    tell(
        session,
        message(
            "export.differs",
            dialect=dialect,
            customers=check.customers,
            differing=check.differing,
        ),
    )
    tell(session, message("export.difference", **check.example))
