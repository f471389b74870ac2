"""What the commands share: the session, global options, inputs, outputs, and the exit code.

The only place of evenhand that asks what day it is.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from evenhand.cli.outputs import (
    COMMON_FORMATS,
    STANDARD_OUTPUT,
    give,
    known_outputs,
    output_of,
)
from evenhand.cli.words import Argument, Group, Option, complete_path
from evenhand.errors import InputError, UsageError
from evenhand.messages import Language, Message, message
from evenhand.result import NEVER, Result

if TYPE_CHECKING:
    from evenhand.config import Config
    from evenhand.loading.library import Setup

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

DEFAULT_SEED: Final = 20260101

JUDGING: Final = ("validate", "audit", "test", "fmt")
"""The commands whose question is whether all is right."""


@dataclass(slots=True)
class Session:
    """How this run is to speak and where its settings come from."""

    language: Language
    color: str = "auto"
    ascii: bool = False
    width: int | None = None
    verbose: int = 0
    quiet: int = 0
    isolated: bool = False
    as_of: date = field(default_factory=date.today)
    stopped: int = 0

    def config(self) -> Config:
        """The settings in force here.

        Raises UsageError for wrong ones, InputError where the folder was removed meanwhile.
        """
        from evenhand.config import read_config

        try:
            here = Path.cwd()
        except FileNotFoundError:
            raise InputError(message("input.no-such-file", path=".")) from None
        config = read_config(here, os.environ, isolated=self.isolated)
        if config.packs.value:
            origin = config.packs.origin
            tell(self, message("config.no-effect", setting=config.packs.key, origin=origin))
        return config

    def colored(self, stream: Any) -> bool:
        """Whether colours are wanted on a stream."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return stream is not None and bool(stream.isatty())

    def cells(self) -> int:
        """The width of lines in cells."""
        return self.width or (shutil.get_terminal_size((100, 24)).columns if _terminal() else 100)


def _terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def session_of(context: click.Context) -> Session:
    """The session of the running command."""
    found = context.find_root().obj
    assert isinstance(found, Session)
    return found


def tell(session: Session, said: Message) -> None:
    """A remark for people, on the standard error; not one of an error."""
    if not session.quiet:
        click.echo(said.text(session.language), err=True)


# -- options -------------------------------------------------------------------------------------


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def remember(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value not in (None, False, 0):
            setattr(session_of(context), name, value)

    return remember


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(message("usage.date", value=value)) from None


def _keep_day(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    day = _day(context, parameter, value)
    if day is not None:
        session_of(context).as_of = day


def global_options() -> list[click.Option]:
    """Options that stand before or after any command."""
    quiet: dict[str, Any] = {"expose_value": False}
    return [
        Option(
            ["--lang"],
            key="cli.option.lang",
            type=click.Choice(["auto", "en", "zh-CN"]),
            **quiet,
        ),
        Option(
            ["--color"],
            key="cli.option.color",
            type=click.Choice(["auto", "always", "never"]),
            callback=_keep("color"),
            **quiet,
        ),
        Option(["--ascii"], key="cli.option.ascii", is_flag=True, callback=_keep("ascii"), **quiet),
        Option(
            ["--width"],
            key="cli.option.width",
            type=click.IntRange(min=1),
            metavar="INTEGER",
            callback=_keep("width"),
            **quiet,
        ),
        Option(
            ["-q", "--quiet"], key="cli.option.quiet", count=True, callback=_keep("quiet"), **quiet
        ),
        Option(
            ["-v", "--verbose"],
            key="cli.option.verbose",
            count=True,
            callback=_keep("verbose"),
            **quiet,
        ),
        Option(
            ["--isolated"],
            key="cli.option.isolated",
            is_flag=True,
            callback=_keep("isolated"),
            **quiet,
        ),
        Option(["--as-of"], key="cli.option.as-of", metavar="DATE", callback=_keep_day, **quiet),
    ]


def with_globals(function: Decorated) -> Decorated:
    """Add the global options to a command."""
    return _with_parameters(function, global_options())


def group(name: str) -> Group:
    """A group of subcommands that shows its help when it is called without one."""

    @click.pass_context
    def help_without_command(context: click.Context) -> None:
        if context.invoked_subcommand is None:
            click.echo(context.get_help())

    return Group(
        name,
        params=global_options(),
        callback=help_without_command,
        no_args_is_help=False,
        invoke_without_command=True,
    )


def paths_argument(function: Decorated) -> Decorated:
    """Any number of files, folders and ``@id``."""
    paths = Argument(
        ["paths"],
        key="cli.argument.paths",
        nargs=-1,
        required=False,
        shell_complete=complete_path,
    )
    return _with_parameters(function, [paths])


def output_options(function: Decorated) -> Decorated:
    """``-f`` for the standard output, ``-o`` for files."""
    return _with_parameters(
        function, [_format_option(COMMON_FORMATS), _output_option(known_outputs)]
    )


def dossier_output_options(function: Decorated) -> Decorated:
    """The same for the dossier, which also has pages and may be a folder."""
    return _with_parameters(function, [_format_option((*COMMON_FORMATS, "html")), _output_option()])


def _format_option(formats: tuple[str, ...]) -> click.Option:
    return Option(
        ["-f", "--format", "form"],
        key="cli.option.format",
        type=click.Choice(formats),
        default="text",
        show_default=True,
    )


def _output_option(callback: Callable[..., tuple[str, ...]] | None = None) -> click.Option:
    return Option(
        ["-o", "--output", "outputs"],
        key="cli.option.output",
        metavar="[FORMAT=]PATH",
        multiple=True,
        callback=callback,
    )


def fail_on_option(default: str) -> Callable[[Decorated], Decorated]:
    """``--fail-on`` with the command's own default."""

    def add(function: Decorated) -> Decorated:
        return _with_parameters(
            function,
            [
                Option(
                    ["--fail-on"],
                    key="cli.option.fail-on",
                    type=click.Choice(["error", "warning", "note", NEVER]),
                    default=default,
                    show_default=True,
                )
            ],
        )

    return add


def seed_option(function: Decorated) -> Decorated:
    """``--seed`` for everything that draws numbers."""
    return _with_parameters(
        function,
        [
            Option(
                ["--seed"],
                key="cli.option.seed",
                type=click.IntRange(min=0),
                metavar="INTEGER",
                default=DEFAULT_SEED,
                show_default=True,
            )
        ],
    )


def reading_option(function: Decorated) -> Decorated:
    """``--reading``: how open wording is taken."""
    return _with_parameters(
        function,
        [
            Option(
                ["--reading"],
                key="cli.option.reading",
                type=click.Choice(["declared", "open", "all_met", "none_met"]),
                default="declared",
                show_default=True,
            )
        ],
    )


def _with_parameters(function: Decorated, parameters: list[Any]) -> Decorated:
    """Attach parameters the way click's own decorators do (they are read from the last on)."""
    listed = function.__dict__.setdefault("__click_params__", [])
    listed.extend(reversed(parameters))
    return function


# -- inputs --------------------------------------------------------------------------------------


def given_paths(paths: tuple[str, ...], config: Config) -> tuple[str, ...]:
    """The paths of the command line, else those of the configuration.

    Raises UsageError where there are neither.
    """
    chosen = paths or config.paths.value
    if not chosen:
        raise UsageError(message("usage.no-path"))
    return chosen


def setup_of(config: Config) -> Setup:
    """The configured limits on input files, and the vocabularies beside the shipped ones.

    Raises UsageError where a configured vocabulary does not exist.
    """
    from evenhand.loading.library import Setup
    from evenhand.loading.limits import Limits
    from evenhand.loading.origin import disk_file

    files = [Path(name) for name in config.vocabulary.value]
    for file in files:
        if not file.is_file():
            origin = config.vocabulary.origin
            raise UsageError(message("config.no-vocabulary", path=file.as_posix(), origin=origin))
    limits = Limits(
        config.max_bytes.value,
        config.max_nodes.value,
        config.max_depth.value,
        config.max_aliases.value,
    )
    return Setup(limits, tuple(disk_file(file) for file in files))


# -- finishing -----------------------------------------------------------------------------------


def finish(
    session: Session,
    result: Result,
    *,
    form: str,
    outputs: tuple[str, ...] = (),
    fail_on: str = NEVER,
    code: int | None = None,
) -> None:
    """Print a result, write its further renderings, and end with its exit code.

    ``code`` overrides what the findings say, for commands with other gates.
    """
    from evenhand.reporting.base import Look, render

    ends = result.exit_code(fail_on) if code is None else code
    look = Look(session.language, session.cells(), False, session.ascii, ends, session.verbose)
    for wanted in outputs:
        kind, path = output_of(wanted)
        if path == STANDARD_OUTPUT:
            give(render(result, kind, look))
        else:
            write(session, Path(path), render(result, kind, look))
    if not outputs or form != "text" or _given("form"):
        shown = replace(look, color=session.colored(sys.stdout))
        text = render(result, form, shown)
        silent = session.quiet > 1 or (session.quiet and _has_nothing_to_say(result, form, ends))
        if not silent and text.strip():
            give(text)
    click.get_current_context().exit(ends)


def _has_nothing_to_say(result: Result, form: str, ends: int) -> bool:
    """Whether a command that judges found nothing; what another program reads is always given."""
    judged = result.run.command in JUDGING and form in ("text", "concise")
    return judged and ends == 0 and not result.findings


def _given(option: str) -> bool:
    """Whether an option stands on the command line."""
    source = click.get_current_context().get_parameter_source(option)
    return source is ParameterSource.COMMANDLINE


def gate(config: Config, fail_on: str) -> str:
    """From which findings on a command that judges ends with 1: its option, else the setting."""
    if config.fail_on.value is None or _given("fail_on"):
        return fail_on
    return config.fail_on.value


def write(session: Session, path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises InputError where it cannot be written."""
    from evenhand.cli.files import write_whole

    write_whole(path, text)
    tell(session, message("cli.wrote", path=path.as_posix()))
