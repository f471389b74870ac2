"""``evenhand attr``: the attributes that policies can speak of."""

from __future__ import annotations

import click

from evenhand.cli.options import Session, finish, group, output_options, setup_of, with_globals
from evenhand.cli.words import Argument, Command, Option, complete_path

command = group("attr")


def _policy_option() -> click.Parameter:
    return Option(
        ["--policy", "policy"],
        key="cli.option.attr-policy",
        metavar="FILE",
        shell_complete=complete_path,
    )


@click.command(
    "attr-list",
    cls=Command,
    params=[
        Option(["--class", "category"], key="cli.option.class", metavar="CLASS"),
        _policy_option(),
    ],
)
@output_options
@with_globals
@click.pass_obj
def show_list(
    session: Session,
    category: str | None,
    policy: str | None,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    from evenhand import api

    loaded = api.load(policy, setup=setup_of(session.config())) if policy else None
    result = api.attributes(policy=loaded, category=category, as_of=session.as_of)
    finish(session, result, form=form, outputs=outputs)


@click.command(
    "attr-show",
    cls=Command,
    params=[Argument(["name"], key="cli.argument.id"), _policy_option()],
)
@output_options
@with_globals
@click.pass_obj
def show(
    session: Session, name: str, policy: str | None, form: str, outputs: tuple[str, ...]
) -> None:
    from evenhand import api

    loaded = api.load(policy, setup=setup_of(session.config())) if policy else None
    result = api.attribute(name, policy=loaded, as_of=session.as_of)
    finish(session, result, form=form, outputs=outputs)


command.add_command(show_list, "list")
command.add_command(show, "show")
