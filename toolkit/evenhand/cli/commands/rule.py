"""``evenhand rule``: what the audit looks for, and why."""

from __future__ import annotations

import click

from evenhand.cli.options import Session, finish, group, output_options, with_globals
from evenhand.cli.words import Argument, Command, Option


class _Sub(Command):
    """A subcommand: its words stand under the name of the group and its own."""

    @property
    def key(self) -> str:
        return f"cli.rule-{self.name}"


command = group("rule")


@command.command(
    "list",
    cls=_Sub,
    params=[
        Argument(["names"], key="cli.argument.rules", nargs=-1),
        Option(["--changes"], key="cli.option.changes", is_flag=True),
    ],
)
@output_options
@with_globals
@click.pass_obj
def list_(
    session: Session,
    *,
    names: tuple[str, ...],
    changes: bool,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    from evenhand import api

    if changes:
        kinds = api.list_changes(names, as_of=session.as_of)
        finish(session, kinds, form=form, outputs=outputs)
    result = api.list_rules(names, as_of=session.as_of)
    finish(session, result, form=form, outputs=outputs)


@command.command(
    "show",
    cls=_Sub,
    params=[Argument(["names"], key="cli.argument.rules", nargs=-1, required=True)],
)
@output_options
@with_globals
@click.pass_obj
def show(session: Session, *, names: tuple[str, ...], form: str, outputs: tuple[str, ...]) -> None:
    from evenhand import api

    result = api.list_rules(names, as_of=session.as_of, whole=True)
    finish(session, result, form=form, outputs=outputs)
