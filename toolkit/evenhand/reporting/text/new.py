"""The text of ``new``: the file itself."""

from __future__ import annotations

from evenhand.analysis.scaffold import Scaffold
from evenhand.reporting.base import Look
from evenhand.result import Result


def body(result: Result, look: Look) -> str:  # noqa: ARG001 - a file looks the same everywhere
    """The new file."""
    assert isinstance(result, Scaffold)
    return result.text
