"""The runner: rules applied to policies. Rules and policies are data; nothing here knows any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from evenhand.analysis.audit.check import Hit, NotKnown, Subject
from evenhand.analysis.audit.checks import CHECKS
from evenhand.analysis.audit.rule import Rule
from evenhand.finding import Finding, Severity, in_order
from evenhand.messages import Bilingual, in_both, shown_text
from evenhand.model.policy import Policy
from evenhand.result import Result, Run


@dataclass(frozen=True, slots=True)
class Audited:
    """How one policy fared: the ids of rules that found nothing, and of those not meant for it.

    ``unknown`` are those that found nothing and could not answer everything, with what they could
    not answer.
    """

    policy: str
    version: str
    title: Bilingual
    path: str
    passed: tuple[str, ...]
    not_applicable: tuple[str, ...]
    unknown: Mapping[str, tuple[NotKnown, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit(Result):
    """What the rules found. A rule that found nothing in a policy has passed there."""

    rules: tuple[Rule, ...]
    policies: tuple[Audited, ...]

    def data(self) -> Mapping[str, object]:
        return {
            "rules": [self._rule(rule) for rule in self.rules],
            "policies": [self._policy(one) for one in self.policies],
            "unknown": [
                {
                    "policy": audited.policy,
                    "rule": rule,
                    "element": one.element,
                    "reason": in_both(one.reason),
                }
                for audited in self.policies
                for rule, listed in audited.unknown.items()
                for one in listed
            ],
        }

    def exit_code(self, fail_on: str = "error", *, strict: bool = False) -> int:
        return super(Audit, self).exit_code(fail_on, strict=strict)

    def of(self, policy: str) -> tuple[Finding, ...]:
        """The findings about one policy."""
        return tuple(one for one in self.findings if one.policy == policy)

    def _rule(self, rule: Rule) -> Mapping[str, object]:
        return {
            "id": rule.id,
            "family": rule.family,
            "level": rule.level,
            "severity": rule.severity.value,
            "title": {"en": rule.title.en, "zh": rule.title.zh},
            "findings": sum(one.rule == rule.id for one in self.findings),
            "passed": [one.policy for one in self.policies if rule.id in one.passed],
            "not_applicable": [
                one.policy for one in self.policies if rule.id in one.not_applicable
            ],
        }

    def _policy(self, audited: Audited) -> Mapping[str, object]:
        found = self.of(audited.policy)
        counts = {s.value: sum(one.severity is s for one in found) for s in Severity}
        return {
            "id": audited.policy,
            "version": audited.version,
            "path": audited.path,
            **counts,
            "passed": len(audited.passed),
            "not_applicable": len(audited.not_applicable),
            "unknown": len(audited.unknown),
        }


def audit(policies: Sequence[Policy], rules: Sequence[Rule], run: Run) -> Audit:
    """Apply the rules to the policies, as of the run's day."""
    findings: list[Finding] = []
    audited: list[Audited] = []
    for policy in policies:
        subject = Subject(policy, run.as_of)
        found: dict[str, tuple[Finding, ...]] = {}
        unknown: dict[str, tuple[NotKnown, ...]] = {}
        for rule in rules:
            if meant_for(rule, policy):
                found[rule.id], open_ones = applied(rule, subject)
                unknown |= {rule.id: open_ones} if open_ones else {}
        findings += [one for listed in found.values() for one in listed]
        audited.append(
            Audited(
                policy=policy.id,
                version=policy.header.version,
                title=policy.header.title,
                path=policy.location.path,
                passed=tuple(
                    name for name, listed in found.items() if not listed and name not in unknown
                ),
                not_applicable=tuple(rule.id for rule in rules if rule.id not in found),
                unknown=unknown,
            )
        )
    return Audit(
        run=run,
        findings=in_order(findings),
        rules=tuple(rules),
        policies=tuple(audited),
        incomplete=any(one.unknown for one in audited),
    )


def meant_for(rule: Rule, policy: Policy) -> bool:
    """Whether a rule is meant for a policy at all."""
    standings, types = rule.scope.standings, rule.scope.types
    return (not standings or policy.header.standing in standings) and (
        not types or policy.header.type in types
    )


def applied(rule: Rule, subject: Subject) -> tuple[tuple[Finding, ...], tuple[NotKnown, ...]]:
    """What a rule finds in a policy, and what it could not answer.

    Raises KeyError for a check that does not exist.
    """
    told: dict[str, Finding] = {}
    unknown: list[NotKnown] = []
    for hit in CHECKS[rule.check].find(subject, rule.parameters):
        if isinstance(hit, NotKnown):
            unknown.append(hit)
            continue
        finding = _finding(rule, subject.policy, hit)
        told.setdefault(finding.fingerprint, finding)
    return tuple(told.values()), tuple(unknown)


def apply_on(rule: Rule, policy: Policy, as_of: date) -> tuple[Finding, ...]:
    """What a rule finds in a policy on a day, in order of the file."""
    return in_order(applied(rule, Subject(policy, as_of))[0])


def _finding(rule: Rule, policy: Policy, hit: Hit) -> Finding:
    template = rule.messages[hit.variant]
    english = {name: shown_text(value, "en") for name, value in hit.values.items()}
    chinese = {name: shown_text(value, "zh") for name, value in hit.values.items()}
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=Bilingual(template.en.format_map(english), template.zh.format_map(chinese)),
        location=hit.location,
        policy=policy.id,
        element=hit.element,
        confidence=hit.confidence,
        related=hit.related,
        witness=hit.witness,
        citations=rule.cites,
        remedy=rule.remedy,
        cause=(hit.variant, *hit.cause),
    )
