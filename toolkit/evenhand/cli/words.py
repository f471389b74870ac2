"""The words of the command line in two languages: help, and what click itself would say."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from evenhand.errors import UsageError
from evenhand.messages import Language, Message, message
from evenhand.suggest import closest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

OWN_VARIABLE: Final = "EVENHAND_LANG"
LANGUAGE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_from(
    arguments: Sequence[str], environ: Mapping[str, str], in_file: str = ""
) -> Language:
    """The language to speak: that of ``--lang``, else of ``EVENHAND_LANG``, else ``in_file``, which
    a configuration file names, else that of the system. ``--isolated`` leaves out evenhand's own
    variable.
    """
    chosen = ""
    for at, word in enumerate(arguments):
        if word == "--lang" and at + 1 < len(arguments):
            chosen = arguments[at + 1]
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
    if chosen and chosen != "auto":
        return _language(chosen)
    own = "" if "--isolated" in arguments else environ.get(OWN_VARIABLE, "")
    named = (own, in_file, *(environ.get(variable, "") for variable in LANGUAGE_VARIABLES))
    return _language(next((value for value in named if value and value != "auto"), ""))


def _language(name: str) -> Language:
    return "zh" if name.lower().startswith("zh") else "en"


def spoken() -> Language:
    """The language of the running command."""
    context = click.get_current_context(silent=True)
    found = None if context is None else context.find_root().obj
    language: Language = getattr(found, "language", None) or language_from((), os.environ)
    return language


def say(key: str, **values: str | int) -> str:
    """One of the command line's sentences in the language of the running command."""
    return message(key, **values).text(spoken())


class Option(click.Option):
    """An option whose help is a key of the catalogue."""

    def __init__(self, *args: Any, key: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.key = key

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = say(self.key)
        record = super().get_help_record(ctx)
        if record is None:
            return None
        return record[0], record[1].replace("[default: ", f"[{say('cli.default')}")


class Argument(click.Argument):
    """An argument; its name in the usage line is a key of the catalogue."""

    def __init__(self, *args: Any, key: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.key = key

    def make_metavar(self, ctx: click.Context) -> str:  # noqa: ARG002
        shown = say(self.key)
        shown = f"{shown}…" if self.nargs == -1 else shown
        return shown if self.required else f"[{shown}]"

    def get_help_record(self, ctx: click.Context) -> None:  # type: ignore[override]
        """Nothing: the usage line shows it and the command's text says what it is."""


class Formatter(click.HelpFormatter):
    """Help with headings that end in the colon of the language."""

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}{say('cli.heading-colon')}\n")


class SpokenContext(click.Context):
    """A context whose help speaks the language of the running command."""

    formatter_class = Formatter


class Spoken(click.Command):
    """A command whose help is in the catalogue: summary, text, and examples to paste."""

    context_class = SpokenContext

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings["add_help_option"] = False
        super().__init__(*args, **settings)

    @property
    def key(self) -> str:
        """What the keys of the command's sentences begin with."""
        return f"cli.{self.name}"

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:  # noqa: ARG002
        return [*self.params, help_option()]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        pieces = pieces.replace("[OPTIONS]", say("cli.options"))
        pieces = pieces.replace("[COMMAND] [ARGS]...", say("cli.command")).replace(
            "COMMAND [ARGS]...", say("cli.command")
        )
        formatter.write_usage(ctx.command_path, pieces, prefix=say("cli.usage"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(f"{self.key}.help"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]
        with formatter.section(say("cli.options-title")):
            formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(say("cli.examples")):
            for line in say(f"{self.key}.examples").splitlines():
                formatter.write(f"  {line}\n")


class Command(Spoken):
    """A command without subcommands."""


class Group(Spoken, click.Group):
    """A group of subcommands, such as ``attr list`` and ``attr show``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args[0] not in known and not ctx.resilient_parsing:
            raise UsageError(unknown_command(args[0], known, ctx.command_path))
        return args[0], self.get_command(ctx, args[0]), args[1:]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        rows = [(name, say(self.summary_key(name))) for name in self.list_commands(ctx)]
        with formatter.section(say("cli.commands")):
            formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Subcommands with their summaries, none of them loaded, and options."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=say(self.summary_key(name)))
            for name in self.list_commands(ctx)
            if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def summary_key(self, name: str) -> str:
        """The key of a subcommand's summary."""
        return f"{self.key}-{name}.summary"


def complete_path(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What a shell offers for a path: files, and after ``@`` what evenhand ships."""
    from click.shell_completion import CompletionItem

    if not incomplete.startswith("@"):
        return [CompletionItem(incomplete, type="file")]
    from evenhand.loading.shipped import shipped_ids

    ids = (f"@{name}" for name in shipped_ids())
    return [CompletionItem(name) for name in ids if name.startswith(incomplete)]


def unknown_command(name: str, known: Sequence[str], above: str) -> Message:
    """What is said of a command that does not exist below another one."""
    near = closest(name, known)
    if near:
        return message("usage.no-such-command-near", name=name, near=near)
    return message("usage.no-such-command", name=name, above=above)


def help_option() -> click.Option:
    """``-h`` and ``--help``, in the language of the running command."""

    def show(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()

    return Option(
        ["-h", "--help"],
        key="cli.option.help",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
    )


def usage_message(error: click.UsageError) -> Message:
    """What click has to complain about, in our own words."""
    parameter = getattr(error, "param", None)
    name = "" if parameter is None else parameter.get_error_hint(error.ctx).replace("'", "`")
    if isinstance(error, click.NoSuchOption):
        near = ", ".join(error.possibilities or ())
        if near:
            return message("usage.no-such-option-near", name=error.option_name, near=near)
        return message("usage.no-such-option", name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return message("usage.missing", name=name)
    if isinstance(error, click.BadOptionUsage):
        return message("usage.option-needs-value", name=error.option_name)
    if isinstance(error, click.BadParameter):
        choices = getattr(getattr(parameter, "type", None), "choices", None)
        if choices is not None:
            return message("usage.choice", name=name, known=", ".join(map(str, choices)))
        return message("usage.bad-value", name=name)
    return message("usage.too-many")
