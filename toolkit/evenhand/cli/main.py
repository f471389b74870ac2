"""The entry point: commands are loaded when they are called, and every end has its exit code."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from evenhand.cli.options import Session, global_options
from evenhand.cli.words import (
    Group,
    Option,
    language_from,
    unknown_command,
    usage_message,
)
from evenhand.errors import EvenhandError, LoadError, UsageError
from evenhand.messages import Message, message

COMMANDS: Final = (
    "validate",
    "audit",
    "diff",
    "compare",
    "simulate",
    "explain",
    "prove",
    "recourse",
    "decide",
    "test",
    "report",
    "export",
    "new",
    "fmt",
    "rule",
    "attr",
    "schema",
    "config",
    "completion",
)
"""All commands in the order in which help lists them; each stands in the module of its name."""

USAGE: Final = 2
NOT_ANALYSED: Final = 3
DEFECT: Final = 70
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141

COMPLETION_VARIABLE: Final = "_EVENHAND_COMPLETE"
"""Set by the script of ``evenhand completion``, which asks for what may stand next."""


class Program(Group):
    """The top group: it knows its commands by name and imports one only when it is needed."""

    @property
    def key(self) -> str:
        return "cli.top"

    def summary_key(self, name: str) -> str:
        return f"cli.{name}.summary"

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"evenhand.cli.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            raise UsageError(unknown_command(args[0], COMMANDS, "evenhand"))
        return args[0], self.get_command(ctx, args[0]), args[1:]


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"evenhand {version('evenhand')}")
        context.exit()


@click.pass_context
def _help_without_command(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def program() -> Program:
    """The whole command line."""
    shown = Option(
        ["-V", "--version"],
        key="cli.option.version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
    )
    return Program(
        "evenhand",
        params=[*global_options(), shown],
        callback=_help_without_command,
        no_args_is_help=False,
        invoke_without_command=True,
    )


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; never raises."""
    # A command keeps most of what it makes, so looking for garbage often only costs time.
    gc.set_threshold(50_000, 20, 50)
    words = list(sys.argv[1:] if arguments is None else arguments)
    session = Session(language_from(words, os.environ, language_of_file(words)))
    try:
        with _spoken(session):
            return _invoke(words, session)
    except BrokenPipeError:
        _silence_output()
        return PIPE_CLOSED
    except (KeyboardInterrupt, click.exceptions.Abort):
        return INTERRUPTED
    except Exception:
        with contextlib.suppress(OSError):
            _defect(session)
        return DEFECT


def _invoke(words: list[str], session: Session) -> int:
    try:
        return _run_program(words, session)
    except click.UsageError as error:
        _say_error(session, usage_message(error))
        return USAGE
    except UsageError as error:
        _say_error(session, error.message)
        return USAGE
    except LoadError as error:
        _say_findings(session, error)
        return NOT_ANALYSED
    except EvenhandError as error:
        _say_error(session, error.message)
        return NOT_ANALYSED


def _run_program(words: list[str], session: Session) -> int:
    """Parse and run; not by click's own ``main``, which ends with 1 where the reader is gone."""
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        from click.shell_completion import shell_complete

        return shell_complete(program(), {}, "evenhand", COMPLETION_VARIABLE, instruction)
    ends = 0
    try:
        with program().make_context("evenhand", words, obj=session) as context:
            context.command.invoke(context)
    except click.exceptions.Exit as end:
        ends = end.exit_code
    if sys.stdout is not None:
        sys.stdout.flush()
    return ends


def language_of_file(words: Sequence[str]) -> str:
    """The language that the configuration file names; empty where none does or none is read."""
    if "--isolated" in words:
        return ""
    from evenhand.config import language_in_file

    try:
        return language_in_file(Path.cwd())
    except FileNotFoundError:
        return ""


@contextlib.contextmanager
def _spoken(session: Session) -> Iterator[None]:
    """A context without a command, so that sentences before parsing know their language."""
    with click.Context(click.Command("evenhand"), obj=session):
        yield


def _say_error(session: Session, said: Message) -> None:
    word = message("diagnostic.error").text(session.language)
    colon = message("diagnostic.colon").text(session.language)
    click.echo(f"{word}{colon}{said.text(session.language)}", err=True)


def _say_findings(session: Session, error: LoadError) -> None:
    from evenhand.reporting.diagnostics import render_finding

    for finding in error.findings:
        text = render_finding(
            finding,
            session.language,
            width=session.cells(),
            color=session.colored(sys.stderr),
            ascii=session.ascii,
        )
        click.echo(text + "\n", err=True, color=True)
    _say_error(session, error.message)


def _silence_output() -> None:
    """Point the standard output nowhere, so that closing it at exit says nothing."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _defect(session: Session) -> None:
    """One line for people; the traceback goes to a file that they can send."""
    import tempfile
    import traceback

    name = f"evenhand-defect-{os.getpid()}.txt"
    path = Path(tempfile.gettempdir()) / name
    path.write_text(traceback.format_exc(), encoding="utf-8")
    click.echo(message("cli.defect", path=str(path)).text(session.language), err=True)
