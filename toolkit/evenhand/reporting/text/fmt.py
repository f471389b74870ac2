"""The text of ``fmt``."""

from __future__ import annotations

from evenhand.analysis.fmt import Formatting, unified
from evenhand.messages import message, printable
from evenhand.reporting.base import Look
from evenhand.reporting.text.parts import findings_text
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """Findings, what changes or changed, then how many files that are."""
    assert isinstance(result, Formatting)
    lines = [findings_text(result, look), ""] if result.findings else []
    if result.diff:
        lines += [printable(line) for one in result.changed for line in unified(one)]
    else:
        key = "fmt.changed" if result.writes else "fmt.would-change"
        lines += [message(key, path=one.origin.shown).text(look.language) for one in result.changed]
    if look.verbose:
        lines += [
            message("fmt.unchanged", path=one.origin.shown).text(look.language)
            for one in result.files
            if not one.changed
        ]
        lines += [
            message("fmt.passed-over", path=path).text(look.language) for path in result.passed_over
        ]
    lines.append(
        message(
            "fmt.files" if result.writes else "fmt.files-checked",
            changed=len(result.changed),
            unchanged=len(result.files) - len(result.changed),
            refused=len(result.refused),
        ).text(look.language)
    )
    return "\n".join(lines)
