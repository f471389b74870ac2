"""What ``rule list`` and ``rule show`` give: rules as a result of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evenhand.analysis.audit.check import Given
from evenhand.analysis.audit.rule import Rule
from evenhand.messages import Bilingual
from evenhand.model.values import number_text
from evenhand.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules(Result):
    """Some of the audit rules; ``whole`` says whether all about each is wanted."""

    rules: tuple[Rule, ...]
    whole: bool

    def data(self) -> Mapping[str, object]:
        return {"items": [rule_data(rule) for rule in self.rules]}


def rule_data(rule: Rule) -> Mapping[str, object]:
    """A rule as plain data, both languages side by side."""
    return {
        "id": rule.id,
        "family": rule.family,
        "title": _both(rule.title),
        "severity": rule.severity.value,
        "level": rule.level,
        "only_for": {"standings": list(rule.scope.standings), "types": list(rule.scope.types)},
        "check": rule.check,
        "with": {name: given_data(value) for name, value in rule.parameters.given.items()},
        "messages": {name: _both(text) for name, text in rule.messages.items()},
        "why": _both(rule.why),
        "remedy": _both(rule.remedy),
        "limits": _both(rule.limits),
        "cites": list(rule.cites),
    }


def given_data(value: Given) -> object:
    """A parameter as plain data; numbers as text."""
    match value:
        case Fraction():
            return number_text(value)
        case tuple():
            return list(value)
        case Mapping():
            return {name: list(texts) for name, texts in value.items()}
        case _:
            return value


def _both(text: Bilingual) -> Mapping[str, str]:
    return {"en": text.en, "zh": text.zh}
