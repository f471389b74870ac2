"""The text of ``validate``."""

from __future__ import annotations

from evenhand.analysis.validate import Validation
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.text.parts import counts_text, findings_text
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """Findings, then how many files were looked at."""
    assert isinstance(result, Validation)
    lines = [findings_text(result, look), ""] if result.findings else []
    if look.verbose:
        lines += [f"{path}: {kind}" for path, kind in result.checked]
        lines += [
            message("validate.passed-over", path=path).text(look.language)
            for path in result.passed_over
        ]
    lines.append(
        message(
            "validate.files",
            files=len(result.checked),
            passed_over=len(result.passed_over),
            unreadable=len(result.unreadable),
            counts=counts_text(result, look),
        ).text(look.language)
    )
    return "\n".join(lines)
