"""Text for people: findings with their source lines, then what the command is about."""

from __future__ import annotations

from importlib import import_module

from evenhand.reporting.base import Look
from evenhand.result import Result

COMMANDS = (
    "attr",
    "audit",
    "compare",
    "config",
    "decide",
    "diff",
    "explain",
    "export",
    "fmt",
    "new",
    "prove",
    "recourse",
    "report",
    "rule",
    "schema",
    "simulate",
    "test",
    "validate",
)
"""The commands whose results have a text of their own, each in the module of its name."""


def render(result: Result, look: Look) -> str:
    """A result as text; the module named after the command words its own part."""
    name = result.run.command.partition(" ")[0]
    assert name in COMMANDS
    body: str = import_module(f"evenhand.reporting.text.{name}").body(result, look)
    return body
