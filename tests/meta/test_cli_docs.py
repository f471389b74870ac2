"""docs/cli.md is what the commands say of themselves. EVENHAND_UPDATE=1 writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from evenhand.cli.main import COMMANDS, run
from evenhand.cli.words import Group

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "cli.md"
PROFILE = "tests/examples/card-spend-45000.profile.yaml"
SETTLED = ("--isolated", "--lang", "en", "--as-of", "2026-11-24", "--width", "100")

HEAD = """\
# The command line

This page is made from the help of the commands; `evenhand COMMAND --help` shows the same, in
Chinese with `--lang zh-CN`. Results go to the standard output, remarks to the standard error.

| exit code | meaning |
|---|---|
| 0 | ran to the end; nothing at or above `--fail-on` |
| 1 | ran to the end; a finding at or above `--fail-on`, or a gate that is not met |
| 2 | wrong usage or configuration |
| 3 | an input cannot be analysed: missing, unreadable, too large, or wrong where it must be right |
| 4 | with `--strict`: ran, but not to the end |
| 70 | a defect of evenhand |
| 130, 141 | interrupted; the reader closed the pipe |

## One customer, two articles

The customer in `{profile}` spends 45,000 a year by card, was never late, and has nothing on
deposit. By one article that is a premium customer, by another an ordinary one.
"""


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run([*words, *SETTLED]) == 0
    return capsys.readouterr().out


def commands() -> Iterator[tuple[str, ...]]:
    """All commands that exist, each group before its subcommands."""
    for name in COMMANDS:
        if find_spec(f"evenhand.cli.commands.{name}") is None:
            continue
        yield (name,)
        command = __import__(f"evenhand.cli.commands.{name}", fromlist=["command"]).command
        if isinstance(command, Group):
            yield from ((name, sub) for sub in command.list_commands(click.Context(command)))


def page(capsys: pytest.CaptureFixture[str]) -> str:
    parts = [HEAD.format(profile=PROFILE)]
    for policy in ("three-laws", "joint-stock-mortgage"):
        typed = ("explain", f"@{policy}", "--profile", PROFILE)
        shown = said(capsys, *typed)
        parts.append(f"```console\n$ evenhand {' '.join(typed)}\n{shown}```\n")
    parts += ["## All commands\n", f"```text\n{said(capsys, '--help')}```\n"]
    for words in commands():
        level = "#" * (len(words) + 1)
        parts.append(f"{level} evenhand {' '.join(words)}\n")
        parts.append(f"```text\n{said(capsys, *words, '--help')}```\n")
    return "\n".join(parts)


def test_the_page_says_what_the_commands_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, update: bool
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)
    wanted = page(capsys)
    if update:
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text("utf-8") == wanted


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_every_command_has_help_in_both_languages(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], lang: str
) -> None:
    assert run([*words, "--help", "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert f"evenhand {' '.join(words)}" in shown
    assert ("示例" in shown) == (lang == "zh-CN")
