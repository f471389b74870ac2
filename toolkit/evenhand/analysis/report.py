"""The dossier: everything that the analyses say of some policies, put together for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from evenhand.analysis.audit.rule import Rule, rules, up_to
from evenhand.analysis.audit.runner import audit
from evenhand.analysis.diff.result import Diff, diff
from evenhand.analysis.left_open import LeftOpen, left_open
from evenhand.analysis.simulate import Simulated, simulated
from evenhand.analysis.worked import Checked, PolicyCheck, work
from evenhand.finding import Finding, Severity
from evenhand.messages import in_both
from evenhand.model.example import Example, ExampleOrigin
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.result import Input, Result, Run

EDGE_CASES: Final = 400
"""How many edge cases each policy is run on, where the caller does not say."""

VERSION: Final = re.compile(r"-(repaired|old|new|v\d+|\d{4})$")
"""What ends the ids of policies that are versions of one another."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A policy to report on: the files it rests on, what loading noted, its worked customers."""

    policy: Policy
    inputs: tuple[Input, ...] = ()
    notes: tuple[Finding, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is known of one policy.

    ``findings`` are those of loading, of the audit and of worked customers, each once. ``earlier``
    compares it with the version before it, where that is reported on as well.
    """

    policy: Policy
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    left_open: tuple[LeftOpen, ...]
    worked: PolicyCheck
    simulated: Simulated
    earlier: Diff | None = None

    @property
    def cases(self) -> tuple[Checked, ...]:
        """The worked customers whose outcome somebody worked out, and all that fail."""
        return tuple(
            one
            for one in self.worked.checked
            if not one.passed or one.example.origin is not ExampleOrigin.GENERATED
        )

    @property
    def passed(self) -> int:
        """How many of these get what is expected."""
        return sum(one.passed for one in self.cases)

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity."""
        return sum(one.severity is severity for one in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Result):
    """One sheet a policy, in the order of the policies' ids; ``rules`` explain the findings."""

    sheets: tuple[Sheet, ...]
    rules: Mapping[str, Rule]

    def data(self) -> Mapping[str, object]:
        return {"policies": {one.policy.id: _sheet_data(one) for one in self.sheets}}


def dossier(subjects: Iterable[Subject], run: Run, *, cases: int = EDGE_CASES) -> Dossier:
    """Run every analysis on the policies; seed and day are the run's."""
    ordered = sorted(subjects, key=lambda one: one.policy.id)
    policies = [one.policy for one in ordered]
    known = up_to("static", rules())
    audited = audit(policies, known, run)
    worked = work([(one.policy, one.examples) for one in ordered], run)
    before = versions(policies)
    sheets = tuple(
        Sheet(
            policy=one.policy,
            inputs=one.inputs,
            findings=_once(one.notes, audited.of(one.policy.id), _of(worked.findings, one.policy)),
            left_open=left_open(one.policy),
            worked=check,
            simulated=simulated(one.policy, cases, run.seed or 0, Reading.DECLARED),
            earlier=diff(before[one.policy.id], one.policy, run)
            if one.policy.id in before
            else None,
        )
        for one, check in zip(ordered, worked.checks, strict=True)
    )
    return Dossier(
        run=run,
        findings=_once(*(one.findings for one in sheets)),
        sheets=sheets,
        rules={rule.id: rule for rule in known},
    )


def versions(policies: Sequence[Policy]) -> Mapping[str, Policy]:
    """For each policy that has an earlier version among the others: that version.

    Versions share an id but for its end (``icbc-premium``, ``icbc-premium-repaired``); which is
    earlier tell the day from which they are in force, then the version, then the id.
    """
    families: dict[str, list[Policy]] = {}
    for policy in policies:
        families.setdefault(VERSION.sub("", policy.id), []).append(policy)
    found: dict[str, Policy] = {}
    for family in families.values():
        ordered = sorted(family, key=_age)
        found.update({new.id: old for old, new in pairwise(ordered)})
    return found


def _age(policy: Policy) -> tuple[str, tuple[int, ...], str]:
    numbers = tuple(int(part) for part in re.findall(r"\d+", policy.header.version))
    return (policy.header.effective_from or "", numbers, policy.id)


def _of(findings: Sequence[Finding], policy: Policy) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.policy == policy.id)


def _once(*listed: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings of several lists, each once."""
    return tuple(dict.fromkeys(one for findings in listed for one in findings))


def _sheet_data(one: Sheet) -> Mapping[str, object]:
    header = one.policy.header
    return {
        "title": in_both(header.title),
        "bank": in_both(header.bank.name),
        "standing": header.standing,
        "version": header.version,
        "findings": {severity.value: one.count(severity) for severity in Severity},
        "left_open": len(one.left_open),
        "worked": {
            "passed": one.passed,
            "failed": len(one.cases) - one.passed,
        },
        "earlier": None
        if one.earlier is None
        else {"policy": one.earlier.old.policy, "verdict": one.earlier.verdict},
        "edge_cases": {
            "n": one.simulated.n,
            "outcomes": {count.outcome: count.count for count in one.simulated.outcomes},
        },
    }
