"""``evenhand new``: start a policy or a profile."""

from __future__ import annotations

from pathlib import Path

import click

from evenhand.cli.options import Session, group, setup_of, tell, with_globals, write
from evenhand.cli.outputs import give
from evenhand.cli.words import Argument, Command, Option, complete_path
from evenhand.errors import UsageError
from evenhand.messages import Message, message

command = group("new")


def _file_options() -> list[click.Parameter]:
    return [
        Option(["-o", "--output"], key="cli.option.new-output", metavar="FILE"),
        Option(["--force"], key="cli.option.force", is_flag=True),
    ]


@click.command(
    "new-policy",
    cls=Command,
    params=[
        Argument(["name"], key="cli.argument.id"),
        Option(
            ["--template"],
            key="cli.option.template",
            type=click.Choice(["minimal", "tiered", "scorecard"]),
            default="tiered",
            show_default=True,
        ),
        *_file_options(),
    ],
)
@with_globals
@click.pass_obj
def policy(session: Session, name: str, template: str, output: str | None, force: bool) -> None:
    from evenhand import api

    made = api.new_policy(name, as_of=session.as_of, template=template, lang=session.language)
    _give(session, made.text, output, message("new.next", path=output or ""), force=force)


@click.command(
    "new-profile",
    cls=Command,
    params=[
        Argument(["policy"], key="cli.argument.policy", shell_complete=complete_path),
        *_file_options(),
    ],
)
@with_globals
@click.pass_obj
def profile(session: Session, policy: str, output: str | None, force: bool) -> None:
    from evenhand import api

    loaded = api.load(policy, setup=setup_of(session.config()))
    made = api.new_profile(loaded, as_of=session.as_of, lang=session.language)
    then = message("new.next-profile", policy=policy, path=output or "")
    _give(session, made.text, output, then, force=force)


def _give(session: Session, text: str, output: str | None, then: Message, *, force: bool) -> None:
    """Print a new file, or write it and say what to do next; only force replaces what exists."""
    if output is None:
        give(text)
        return
    if Path(output).exists() and not force:
        raise UsageError(message("usage.exists", path=output))
    write(session, Path(output), text)
    tell(session, then)


command.add_command(policy, "policy")
command.add_command(profile, "profile")
