"""Markdown: the dossier in full, other results as a table of findings and their text."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from evenhand.reporting.base import Look
from evenhand.result import Result

OWN: Final = ("compare", "diff", "explain", "report")
"""The commands whose Markdown is their own, each in the module of its name."""


def render(result: Result, look: Look) -> str:
    """A result as Markdown."""
    name = result.run.command.partition(" ")[0]
    module = name if name in OWN else "plain"
    text: str = import_module(f"evenhand.reporting.markdown.{module}").body(result, look)
    return text
