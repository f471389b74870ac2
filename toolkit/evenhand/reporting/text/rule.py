"""The text of ``rule list`` and ``rule show``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import Given
from evenhand.analysis.audit.citations import cited
from evenhand.analysis.audit.listing import Rules, given_data
from evenhand.analysis.audit.rule import Rule
from evenhand.analysis.diff.listing import Kinds
from evenhand.messages import Message, message
from evenhand.reporting.base import Look
from evenhand.reporting.text.table import heading, indented, table
from evenhand.result import Result

INDENT: Final = "  "


def body(result: Result, look: Look) -> str:
    """A table of the rules, or everything about each; or a table of the kinds of change."""
    if isinstance(result, Kinds):
        from evenhand.reporting.text.kinds import body as kinds

        return kinds(result, look)
    assert isinstance(result, Rules)
    if not result.whole:
        return "\n".join(_listed(result, look))
    return "\n\n".join("\n".join(_whole(rule, look)) for rule in result.rules)


def _listed(result: Rules, look: Look) -> list[str]:
    rows = [[_say(f"rule.column.{key}", look) for key in ("id", "severity", "title")]]
    for rule in result.rules:
        severity = _say(f"diagnostic.{rule.severity.value}", look)
        rows.append([rule.id, severity, rule.title.text(look.language)])
    count = message("rule.count", number=len(result.rules)).text(look.language)
    return [*table(rows, look.width), "", count]


def _whole(rule: Rule, look: Look) -> Iterator[str]:
    yield heading(f"{rule.id}  {rule.title.text(look.language)}", look)
    for fact in (*facts_of(rule), message("rule.check", check=rule.check)):
        yield from indented(fact.text(look.language), look.width, INDENT, INDENT * 2)
    for name, value in rule.parameters.given.items():
        written = f"{name}: {parameter_text(value)}"
        yield from indented(written, look.width, INDENT * 2, INDENT * 3)


def facts_of(rule: Rule) -> Iterator[Message]:
    """What a rule says of itself: its weight, reason, remedy, limits, grounds and scope."""
    yield message("rule.severity", severity=message(f"diagnostic.{rule.severity.value}"))
    yield message("rule.why", text=rule.why)
    yield message("rule.do", text=rule.remedy)
    yield message("rule.limits", text=rule.limits)
    for one in rule.cites:
        yield message("rule.cites", text=cited(one))
    if rule.scope.standings:
        yield message("rule.standings", names=", ".join(rule.scope.standings))
    if rule.scope.types:
        yield message("rule.types", names=", ".join(rule.scope.types))


def parameter_text(value: Given) -> str:
    """A parameter on one line, as a rule's file has it."""
    match given_data(value):
        case list(items):
            return ", ".join(str(item) for item in items)
        case dict(lists):
            return "; ".join(f"{name}: {', '.join(texts)}" for name, texts in lists.items())
        case bool(flag):
            return "true" if flag else "false"
        case other:
            return str(other)


def _say(key: str, look: Look) -> str:
    return message(key).text(look.language)
