"""``evenhand explain``: one decision, step by step."""

from __future__ import annotations

import click

from evenhand.cli.customers import customer_options, given_customer
from evenhand.cli.options import (
    Session,
    finish,
    output_options,
    reading_option,
    setup_of,
    tell,
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
        *customer_options(),
        Option(
            ["--reasons"],
            key="cli.option.reasons",
            type=click.IntRange(min=0),
            metavar="INTEGER",
        ),
        Option(["--why-not"], key="cli.option.why-not", metavar="TIER"),
        Option(["--or-better"], key="cli.option.or-better", is_flag=True),
        Option(["--sufficient"], key="cli.option.sufficient", is_flag=True),
        Option(["--letter"], key="cli.option.letter", is_flag=True),
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
    reasons: int | None,
    why_not: str | None,
    or_better: bool,
    sufficient: bool,
    letter: bool,
    reading: str,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    from evenhand import api

    if profile is None and not settings:
        raise UsageError(message("usage.no-profile"))
    if or_better and why_not is None:
        raise UsageError(message("usage.or-better"))
    setup = setup_of(session.config())
    loaded = api.load(policy, setup=setup)
    customer = given_customer(profile, settings, loaded, setup)
    result = api.explain(
        loaded,
        customer,
        as_of=session.as_of,
        reading=reading,
        reasons=reasons,
        letter=letter,
        why_not=why_not,
        or_better=or_better,
        sufficient=sufficient or session.verbose > 0,
    )
    if result.letter is not None:
        for remark in result.letter.remarks:
            tell(session, remark)
    finish(session, result, form=form, outputs=outputs)
