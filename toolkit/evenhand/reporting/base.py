"""Rendering: one result, many formats. Each format has a module of its own, loaded on use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from evenhand.errors import UsageError
from evenhand.messages import Language, message
from evenhand.reporting.diagnostics import DEFAULT_WIDTH
from evenhand.result import Result


@dataclass(frozen=True, slots=True)
class Look:
    """How a rendering is to look: language, width in cells, colours, ASCII only."""

    language: Language = "en"
    width: int = DEFAULT_WIDTH
    color: bool = False
    ascii: bool = False
    exit_code: int = 0
    verbose: int = 0


Renderer = Callable[[Result, Look], str]

FORMATS: Final[Mapping[str, str]] = {
    "text": "evenhand.reporting.text",
    "concise": "evenhand.reporting.concise",
    "json": "evenhand.reporting.json",
    "markdown": "evenhand.reporting.markdown",
    "html": "evenhand.reporting.html",
}
"""The module of each format; it has a function ``render(result, look)``."""

LIMITED: Final[Mapping[str, tuple[str, ...]]] = {"html": ("report",)}
"""The commands that a format has a form for, where it has not one for all."""

SUFFIXES: Final[Mapping[str, str]] = {
    ".txt": "text",
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
}


def render(result: Result, form: str, look: Look | None = None) -> str:
    """A result in one format, ending with a line break.

    Raises UsageError for an unknown format, or for one that the result cannot take.
    """
    if form not in FORMATS:
        raise UsageError(message("usage.format", name=form, known=", ".join(FORMATS)))
    command = result.run.command.partition(" ")[0]
    if command not in LIMITED.get(form, (command,)):
        known = [one for one in FORMATS if command in LIMITED.get(one, (command,))]
        raise UsageError(
            message("usage.format-of", name=form, command=command, known=", ".join(known))
        )
    renderer: Renderer = import_module(FORMATS[form]).render
    text = renderer(result, look or Look())
    return text if text.endswith("\n") else text + "\n"
