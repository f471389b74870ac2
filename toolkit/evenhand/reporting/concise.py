"""Concise text: one line a finding or a decision, made for editors and for grep."""

from __future__ import annotations

from evenhand.analysis.explain import Explanation
from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import concise_finding
from evenhand.reporting.text.explain import headline
from evenhand.result import Result


def render(result: Result, look: Look) -> str:
    """All findings, one a line; nothing where there are none. Of a decision, what it is."""
    if isinstance(result, Explanation):
        return headline(result)
    lines = [concise_finding(one, look.language, ascii=look.ascii) for one in result.findings]
    return "\n".join(lines)
