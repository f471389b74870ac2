"""``evenhand schema``: the JSON Schemas of evenhand's files."""

from __future__ import annotations

from pathlib import Path

import click

from evenhand.cli.options import Session, finish, group, output_options, with_globals, write
from evenhand.cli.outputs import give
from evenhand.cli.words import Argument, Command, Option

command = group("schema")


def _plain_option() -> click.Parameter:
    return Option(["--plain"], key="cli.option.plain", is_flag=True)


@click.command("schema-list", cls=Command)
@output_options
@with_globals
@click.pass_obj
def show_list(session: Session, form: str, outputs: tuple[str, ...]) -> None:
    from evenhand import api

    finish(session, api.schemas(as_of=session.as_of), form=form, outputs=outputs)


@click.command(
    "schema-print",
    cls=Command,
    params=[Argument(["kind"], key="cli.argument.kind"), _plain_option()],
)
@with_globals
@click.pass_obj
def show(session: Session, kind: str, plain: bool) -> None:  # noqa: ARG001 - as for every command
    from evenhand import api

    give(api.schema(kind, plain=plain))


@click.command(
    "schema-write",
    cls=Command,
    params=[Argument(["folder"], key="cli.argument.folder"), _plain_option()],
)
@with_globals
@click.pass_obj
def write_all(session: Session, folder: str, plain: bool) -> None:
    from evenhand import api

    for one in api.schemas(as_of=session.as_of).kinds:
        path = Path(folder) / f"{one.name}.schema.json"
        write(session, path, api.schema(one.name, plain=plain))


command.add_command(show_list, "list")
command.add_command(show, "print")
command.add_command(write_all, "write")
