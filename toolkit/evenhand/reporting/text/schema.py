"""The text of ``schema list``."""

from __future__ import annotations

from evenhand.analysis.schemas import SchemaList
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.text.table import table
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """One line a schema: its name, and what files of that kind are."""
    assert isinstance(result, SchemaList)
    head = [message(f"schema.{name}").text(look.language) for name in ("name", "title", "about")]
    rows = [
        [one.name, one.title.text(look.language), one.description.text(look.language)]
        for one in result.kinds
    ]
    return "\n".join(table([head, *rows], look.width))
