"""The text of ``report``: one paragraph a policy."""

from __future__ import annotations

from evenhand.analysis.report import Dossier, Sheet
from evenhand.finding import Severity
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.text.parts import counts_text
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """What the dossier says in short: findings, open places and worked customers a policy."""
    assert isinstance(result, Dossier)
    lines = [line for sheet in result.sheets for line in _sheet(sheet, look)]
    summary = message(
        "dossier.summary",
        policies=len(result.sheets),
        date=result.run.as_of.isoformat(),
        counts=counts_text(result, look),
    )
    return "\n".join([*lines, summary.text(look.language)])


def _sheet(sheet: Sheet, look: Look) -> list[str]:
    title = one_line(sheet.policy.header.title.text(look.language), look.ascii)
    counted = message(
        "dossier.sheet",
        errors=sheet.count(Severity.ERROR),
        warnings=sheet.count(Severity.WARNING),
        notes=sheet.count(Severity.NOTE),
        open=len(sheet.left_open),
        passed=sheet.passed,
        worked=len(sheet.cases),
    )
    return [f"{sheet.policy.id}  {title}", f"  {counted.text(look.language)}", ""]
