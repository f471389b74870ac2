"""``evenhand decide``: many real customers, a table in and decisions out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from evenhand.cli.options import (
    Session,
    finish,
    given_paths,
    paths_argument,
    reading_option,
    setup_of,
    with_globals,
)
from evenhand.cli.outputs import COMMON_FORMATS, is_rows, known_outputs
from evenhand.cli.words import Command, Option, complete_path
from evenhand.errors import UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable


def _known_outputs(
    context: click.Context, parameter: click.Parameter, wanted: tuple[str, ...]
) -> tuple[str, ...]:
    """Rows go to files by the end of their names; all else is a rendering."""
    known_outputs(context, parameter, tuple(one for one in wanted if not is_rows(one)))
    return wanted


@click.command(
    "decide",
    cls=Command,
    params=[
        Option(
            ["--data"],
            key="cli.option.data",
            metavar="FILE",
            required=True,
            shell_complete=complete_path,
        ),
        Option(["--table"], key="cli.option.table", metavar="NAME"),
        Option(
            ["--mapping"], key="cli.option.mapping", metavar="FILE", shell_complete=complete_path
        ),
        Option(["--id"], key="cli.option.id-column", metavar="COLUMN"),
        Option(["--by"], key="cli.option.by-columns", metavar="ATTR[,ATTR]", multiple=True),
        Option(
            ["--on-bad"],
            key="cli.option.on-bad",
            type=click.Choice(["refer", "skip", "fail"]),
            default="refer",
            show_default=True,
        ),
        Option(["--bad-rows"], key="cli.option.bad-rows", metavar="FILE"),
        Option(["--show-values"], key="cli.option.show-values", is_flag=True),
        Option(
            ["--threads"],
            key="cli.option.threads",
            type=click.IntRange(min=1, max=1024),
            metavar="INTEGER",
        ),
        Option(
            ["--memory-limit"],
            key="cli.option.memory-limit",
            metavar="SIZE",
            default="2GB",
            show_default=True,
        ),
        Option(
            ["--engine"],
            key="cli.option.engine",
            type=click.Choice(["duckdb", "spark"]),
            default="duckdb",
            show_default=True,
        ),
        Option(["--master"], key="cli.option.master", metavar="URL"),
        Option(["--spark"], key="cli.option.spark", metavar="NAME=VALUE", multiple=True),
        Option(
            ["-f", "--format", "form"],
            key="cli.option.format",
            type=click.Choice(COMMON_FORMATS),
            default="text",
            show_default=True,
        ),
        Option(
            ["-o", "--output", "outputs"],
            key="cli.option.output-rows",
            metavar="[FORMAT=]PATH",
            multiple=True,
            callback=_known_outputs,
        ),
    ],
)
@paths_argument
@reading_option
@with_globals
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    /,
    *,
    paths: tuple[str, ...],
    data: str,
    mapping: str | None,
    by: tuple[str, ...],
    form: str,
    outputs: tuple[str, ...],
    spark: tuple[str, ...],
    **wishes: Any,
) -> None:
    from evenhand import api

    config = session.config()
    setup = setup_of(config)
    rows = [one for one in outputs if is_rows(one)]
    if len(rows) > 1:
        raise UsageError(message("decide.two-outputs", one=rows[0], other=rows[1]))
    policies = api.load_all(given_paths(paths, config), setup=setup)
    mapped = None if mapping is None else api.load_mapping(mapping, policies, setup=setup)
    with _progress(session) as told:
        result = api.decide_table(
            policies,
            data,
            mapping=mapped,
            out=rows[0] if rows else None,
            by=[name.strip() for one in by for name in one.split(",") if name.strip()],
            as_of=session.as_of,
            progress=told,
            spark=dict(_setting(one) for one in spark),
            setup=setup,
            **wishes,
        )
    others = tuple(one for one in outputs if one not in rows)
    finish(session, result, form=form, outputs=others, code=result.exit_code())


def _setting(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not (name.startswith("spark.") and equals):
        raise UsageError(message("decide.spark-setting", value=given))
    return name, value


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[int], None] | None]:
    """Says on a terminal how far the work has come, once it takes more than a second."""
    if session.quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    shown = False

    def told(hundredths: int) -> None:
        nonlocal shown
        key = "decide.progress" if hundredths >= 0 else "decide.working"
        words = message(key, percent=max(hundredths, 0)).text(session.language)
        shown = True
        click.echo(f"\r{words}", nl=False, err=True)

    try:
        yield told
    finally:
        if shown:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
