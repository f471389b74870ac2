"""Concise text: one line a finding or a decision, made for editors and for grep."""

from __future__ import annotations

from evenhand.analysis.compare import Comparison
from evenhand.analysis.diff.result import Diff
from evenhand.analysis.diff.several import Diffs
from evenhand.analysis.explain import Explanation
from evenhand.analysis.prove.result import Proofs
from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import concise_finding
from evenhand.reporting.text.compare import headlines as contradiction_headlines
from evenhand.reporting.text.explain import headline
from evenhand.reporting.text.prove import headlines
from evenhand.result import Result


def render(result: Result, look: Look) -> str:
    """All findings, one a line; nothing where there are none. Of a decision, what it is; of a
    comparison with an earlier state, each change."""
    if isinstance(result, Explanation):
        return headline(result)
    if isinstance(result, Diff | Diffs):
        from evenhand.reporting.concise_diff import lines as diff_lines

        return "\n".join(diff_lines(result, look))
    if isinstance(result, Proofs):
        return "\n".join(headlines(result))
    if isinstance(result, Comparison):
        return "\n".join(contradiction_headlines(result))
    lines = [concise_finding(one, look.language, ascii=look.ascii) for one in result.findings]
    return "\n".join(lines)
