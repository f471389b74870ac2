"""The text of ``export``: the policy in its other form."""

from __future__ import annotations

from evenhand.exporting.base import Export
from evenhand.reporting.base import Look
from evenhand.result import Result


def body(result: Result, look: Look) -> str:  # noqa: ARG001 - what other tools read has one look
    """The exported text."""
    assert isinstance(result, Export)
    return result.text
