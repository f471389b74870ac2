"""``evenhand fmt``: the canonical layout, comments kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from evenhand.cli.options import (
    Session,
    finish,
    given_paths,
    output_options,
    paths_argument,
    setup_of,
    tell,
    with_globals,
)
from evenhand.cli.outputs import give
from evenhand.cli.words import Command, Option
from evenhand.errors import InputError, UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from evenhand.analysis.fmt import Formatting

STANDARD_INPUT = "-"


@click.command(
    "fmt",
    cls=Command,
    params=[
        Option(["--check"], key="cli.option.fmt-check", is_flag=True),
        Option(["--diff"], key="cli.option.fmt-diff", is_flag=True),
    ],
)
@paths_argument
@output_options
@with_globals
@click.pass_obj
def command(
    session: Session,
    *,
    paths: tuple[str, ...],
    check: bool,
    diff: bool,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    from evenhand import api

    config = session.config()
    chosen = given_paths(paths, config)
    text = _standard_input(chosen) if STANDARD_INPUT in chosen else None
    result = api.fmt(
        chosen, as_of=session.as_of, text=text, check=check, diff=diff, setup=setup_of(config)
    )
    if text is not None and result.writes and result.files:
        give(result.files[0].after or "")
        click.get_current_context().exit(result.exit_code())
    if text is None and result.writes:
        result = _written(session, result)
    finish(session, result, form=form, outputs=outputs, code=result.exit_code())


def _standard_input(paths: tuple[str, ...]) -> bytes:
    if len(paths) > 1:
        raise UsageError(message("usage.input-alone"))
    return sys.stdin.buffer.read()


def _written(session: Session, result: Formatting) -> Formatting:
    """The result after every file that changes was written; what could not be is refused."""
    from evenhand.cli.files import replace_unchanged
    from evenhand.loading.origin import DiskFile

    for one in result.changed:
        assert isinstance(one.origin, DiskFile) and one.after is not None
        try:
            replace_unchanged(one.origin.path, one.before, one.after)
        except InputError as error:
            tell(session, error.message)
            result = result.without(one)
    return result
