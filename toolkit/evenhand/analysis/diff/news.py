"""Findings that one policy has and the other has not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from evenhand.analysis.plain import place
from evenhand.finding import Finding
from evenhand.messages import in_both
from evenhand.model.policy import Policy


@dataclass(frozen=True, slots=True)
class News:
    """Findings of the audit that are ``new`` in the new policy, and those it has ``resolved``."""

    new: tuple[Finding, ...] = ()
    resolved: tuple[Finding, ...] = ()

    def data(self) -> Mapping[str, object]:
        return {
            "new": [_finding(one) for one in self.new],
            "resolved": [_finding(one) for one in self.resolved],
        }


NO_NEWS: Final = News()


def _finding(finding: Finding) -> Mapping[str, object]:
    found: dict[str, object] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "element": finding.element,
        "message": in_both(finding.message),
        "fingerprint": finding.fingerprint,
    }
    if finding.location is not None:
        found["at"] = place(finding.location)
    return found


def news(old: Policy, new: Policy, as_of: date) -> News:
    """What the audit finds in one of two policies only; a finding is known by its meaning."""
    from evenhand.analysis.audit.rule import rules, up_to
    from evenhand.analysis.audit.runner import apply_on, meant_for

    before, after = (
        {
            _meaning(finding): finding
            for rule in up_to("static", rules())
            if meant_for(rule, policy)
            for finding in apply_on(rule, policy, as_of)
        }
        for policy in (old, new)
    )
    return News(
        new=tuple(one for key, one in after.items() if key not in before),
        resolved=tuple(one for key, one in before.items() if key not in after),
    )


def _meaning(finding: Finding) -> str:
    """The fingerprint without the policy's id, which the two may not share."""
    return replace(finding, policy=None).fingerprint
