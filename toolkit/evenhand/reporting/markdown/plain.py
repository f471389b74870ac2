"""Markdown for any result: what was run on what, the findings, and the command's text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.finding import Finding
from evenhand.messages import Language, message
from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import place
from evenhand.reporting.markdown.marks import block, code, table, text
from evenhand.reporting.text import render as text_of
from evenhand.reporting.text.parts import counts_text
from evenhand.result import Result

ABOUT_FINDINGS: Final = ("audit", "validate")
"""The commands whose findings say all that their text says."""


def body(result: Result, look: Look) -> str:
    """A heading, the findings as a table, and the text of the command."""
    language = look.language
    lines = [f"# evenhand {result.run.command}", "", *_about(result, look), ""]
    if result.findings:
        lines += [*findings(result.findings, language)]
    if result.run.command not in ABOUT_FINDINGS:
        lines += block(text_of(result, Look(language, look.width)))
    return "\n".join(lines).rstrip() + "\n"


def _about(result: Result, look: Look) -> Iterator[str]:
    language = look.language
    day = result.run.as_of.isoformat()
    counts = counts_text(result, look)
    yield text(message("dossier.run", date=day, counts=counts), language)
    if result.run.inputs:
        yield ""
    for one in result.run.inputs:
        yield f"- {code(one.path)}"


def findings(found: tuple[Finding, ...], language: Language) -> list[str]:
    """Findings as a table."""
    head = [
        text(message(key), language)
        for key in ("dossier.n-findings", "dossier.f-rule", "dossier.col-place", "dossier.col-says")
    ]
    rows = []
    for one in found:
        severity = message(f"diagnostic.{one.severity.value}").text(language)
        where = "" if one.location is None else code(place(one.location))
        advice = [text(said, language) for said in (one.hint, one.remedy) if said is not None]
        said = " ".join([text(one.message, language), *(f"*{line}*" for line in advice)])
        rows.append([severity, code(one.rule), where, said])
    return table(head, rows)
