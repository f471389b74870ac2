"""Parts that the texts of several commands share."""

from __future__ import annotations

from evenhand.finding import Severity
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import render_finding
from evenhand.result import Result


def findings_text(result: Result, look: Look) -> str:
    """All findings with their source lines, one blank line between them."""
    return "\n\n".join(
        render_finding(one, look.language, width=look.width, color=look.color, ascii=look.ascii)
        for one in result.findings
    )


def counts_text(result: Result, look: Look) -> str:
    """How many errors, warnings and notes there are, on one line."""
    found = {s: sum(f.severity is s for f in result.findings) for s in Severity}
    return message(
        "text.counts",
        errors=found[Severity.ERROR],
        warnings=found[Severity.WARNING],
        notes=found[Severity.NOTE],
    ).text(look.language)
