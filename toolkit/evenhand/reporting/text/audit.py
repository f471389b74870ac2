"""The text of ``audit``: by policy, then by rule; why and what to do once for each rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from evenhand.analysis.audit.rule import Rule
from evenhand.analysis.audit.runner import Audit, Audited
from evenhand.finding import SEVERITY_RANK, Finding, Severity
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import place, render_finding
from evenhand.reporting.text.parts import counts_text
from evenhand.reporting.text.table import heading, indented, table
from evenhand.result import Result

SHOWN: Final = 3
"""So many places of a rule are shown with their lines, the others by place only; with -v all."""


def body(result: Result, look: Look) -> str:
    """Findings of each policy, a table of the policies, and the counts."""
    assert isinstance(result, Audit)
    lines: list[str] = []
    for audited in result.policies:
        if found := result.of(audited.policy):
            lines += [*_policy(audited, found, result, look), ""]
    lines += [*_summary(result, look), ""]
    return "\n".join([*lines, *_verdict(result, look)])


def _policy(
    audited: Audited, found: tuple[Finding, ...], result: Audit, look: Look
) -> Iterator[str]:
    title = audited.title.text(look.language)
    yield heading(f"{audited.policy} {audited.version}  {title}", look)
    for rule in _gravest_first(result.rules, found):
        own = [one for one in found if one.rule == rule.id]
        yield ""
        yield from _rule(rule, own, look)


def _gravest_first(rules: tuple[Rule, ...], found: tuple[Finding, ...]) -> list[Rule]:
    met = {one.rule for one in found}
    gravest = sorted(rules, key=lambda rule: (SEVERITY_RANK[rule.severity], rule.id))
    return [rule for rule in gravest if rule.id in met]


def _rule(rule: Rule, found: list[Finding], look: Look) -> Iterator[str]:
    """The places of one rule, then why it matters and what to do."""
    shown = found if look.verbose else found[:SHOWN]
    for one in shown:
        bare = replace(one, remedy=None, citations=())
        yield render_finding(
            bare, look.language, width=look.width, color=look.color, ascii=look.ascii
        )
        yield ""
    rest = found[len(shown) :]
    if rest:
        yield from indented(_more(rest, look), look.width, "  ")
    for key, text in (("audit.why", rule.why), ("audit.do", rule.remedy)):
        said = message(key, text=text).text(look.language)
        yield from indented(said, look.width, "  ", "    ")


def _more(rest: list[Finding], look: Look) -> str:
    """The other places: the file is named where it changes, else the line and column."""
    shown: list[str] = []
    path = ""
    for one in rest:
        where = one.location
        assert where is not None
        full = place(where, look.ascii)
        shown.append(full if where.path != path else f"{where.line}:{where.column}")
        path = where.path
    return message("audit.more", number=len(rest), places=", ".join(shown)).text(look.language)


def _summary(result: Audit, look: Look) -> list[str]:
    """One line a policy: how many findings of each severity, how many rules passed."""
    keys = ("policy", "errors", "warnings", "notes", "passed", "not-meant")
    rows = [[message(f"audit.column.{key}").text(look.language) for key in keys]]
    for audited in result.policies:
        found = result.of(audited.policy)
        counts = [str(sum(one.severity is s for one in found)) for s in Severity]
        passed = [str(len(audited.passed)), str(len(audited.not_applicable))]
        rows.append([audited.policy, *counts, *passed])
    return table(rows, look.width, right=frozenset(range(1, len(keys))))


def _verdict(result: Audit, look: Look) -> Iterator[str]:
    said = message(
        "audit.summary",
        policies=len(result.policies),
        rules=len(result.rules),
        date=result.run.as_of.isoformat(),
        counts=counts_text(result, look),
    )
    yield said.text(look.language)
    for audited in result.policies:
        if audited.unknown:
            rules = ", ".join(audited.unknown)
            open_ones = message("audit.not-known", policy=audited.policy, rules=rules)
            yield from indented(open_ones.text(look.language), look.width, "")
    if result.findings:
        yield message("audit.counsel").text(look.language)
