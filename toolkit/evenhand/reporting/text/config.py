"""The text of ``config show``."""

from __future__ import annotations

from evenhand.analysis.configured import Configured
from evenhand.config import Setting
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.text.table import table
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """One line a setting: key, value, origin."""
    assert isinstance(result, Configured)
    head = [message(f"config.{name}").text(look.language) for name in ("key", "value", "origin")]
    rows = [
        [one.key, _value(one, look), one_line(one.origin.text(look.language))]
        for one in result.config.settings()
    ]
    return "\n".join(table([head, *rows], look.width))


def _value(setting: Setting[object], look: Look) -> str:
    value = setting.value
    if value is None or value == ():
        return message("config.unset").text(look.language)
    return one_line(", ".join(value) if isinstance(value, tuple) else str(value))
