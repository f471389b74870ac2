"""``evenhand diff``: what changed between two policies, or since a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evenhand.cli.options import (
    Session,
    finish,
    given_paths,
    output_options,
    setup_of,
    with_globals,
)
from evenhand.cli.words import Argument, Command, Option, complete_path, say
from evenhand.errors import UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from evenhand.analysis.diff.result import Diff
    from evenhand.analysis.diff.several import Diffs


class _Sides(Argument):
    """OLD and NEW, or the paths to compare with a commit."""

    def make_metavar(self, ctx: click.Context) -> str:  # noqa: ARG002
        paths = say("cli.argument.paths")
        sides = f"{say('cli.argument.old')} {say('cli.argument.new')}"
        return f"{{{sides} | --against REF [{paths}…]}}"


@click.command(
    "diff",
    cls=Command,
    params=[
        _Sides(
            ["sides"],
            key="cli.argument.paths",
            nargs=-1,
            required=False,
            shell_complete=complete_path,
        ),
        Option(["--against"], key="cli.option.against", metavar="REF"),
        Option(
            ["--fail-on"],
            key="cli.option.fail-on-change",
            type=click.Choice(["any", "semantic", "narrowing", "unfair", "never"]),
            default="never",
            show_default=True,
        ),
        Option(["--strict"], key="cli.option.strict-unknown", is_flag=True),
        Option(["--recourse"], key="cli.option.way-back", is_flag=True),
    ],
)
@output_options
@with_globals
@click.pass_obj
def command(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    sides: tuple[str, ...],
    against: str | None,
    fail_on: str,
    strict: bool,
    recourse: bool,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    result = _result(session, sides, against, recourse=recourse)
    code = result.exit_code(fail_on, strict=strict)
    finish(session, result, form=form, outputs=outputs, code=code)


def _result(
    session: Session, sides: tuple[str, ...], against: str | None, *, recourse: bool
) -> Diff | Diffs:
    from evenhand import api

    if against is None and len(sides) != 2:
        raise UsageError(message("usage.two-sides", count=len(sides)))
    config = session.config()
    how: dict[str, Any] = {
        "as_of": session.as_of,
        "recourse": recourse,
        "setup": setup_of(config),
    }
    if against is not None:
        return api.diff_against(against, given_paths(sides, config), **how)
    return api.diff_paths(sides[0], sides[1], **how)
