"""Where results go: the standard output, and files whose format their suffix tells."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

import click

from evenhand.errors import InputError, UsageError
from evenhand.messages import message

COMMON_FORMATS: Final = ("text", "concise", "json", "markdown")
"""The formats that every result has."""

STANDARD_OUTPUT: Final = "-"

ROWS: Final = (".parquet", ".pq", ".csv")
"""How the name of a file ends that rows are written to, not a rendering."""


def is_rows(wanted: str) -> bool:
    """Whether an ``-o`` value names a file of rows."""
    return PurePath(wanted).suffix.lower() in ROWS


def known_outputs(
    context: click.Context, _: click.Parameter, wanted: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuses a format that the command does not have, before anything is read."""
    for one in wanted:
        form = output_of(one)[0]
        if form not in COMMON_FORMATS:
            command, known = context.command_path.partition(" ")[2], ", ".join(COMMON_FORMATS)
            raise UsageError(message("usage.format-of", name=form, command=command, known=known))
    return wanted


def output_of(wanted: str) -> tuple[str, str]:
    """Format and path of an ``-o`` value. Raises UsageError where neither tells the format."""
    from evenhand.reporting.base import FORMATS, SUFFIXES

    kind, equals, path = wanted.partition("=")
    if equals and kind in FORMATS and path:
        return kind, path
    suffix = PurePath(wanted).suffix
    if suffix not in SUFFIXES:
        raise UsageError(message("usage.output-format", path=wanted, known=", ".join(FORMATS)))
    return SUFFIXES[suffix], wanted


def give(text: str) -> None:
    """Print a result, its colours left in it.

    Raises InputError where it cannot be written, as on a full disk.
    """
    try:
        click.echo(text, nl=False, color=True)
    except BrokenPipeError:
        raise
    except OSError:
        raise InputError(message("input.cannot-write", path=STANDARD_OUTPUT)) from None
