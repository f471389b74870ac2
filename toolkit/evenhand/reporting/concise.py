"""Concise text: one line a finding, made for editors and for grep."""

from __future__ import annotations

from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import concise_finding
from evenhand.result import Result


def render(result: Result, look: Look) -> str:
    """All findings, one a line; nothing where there are none."""
    lines = [concise_finding(one, look.language, ascii=look.ascii) for one in result.findings]
    return "\n".join(lines)
