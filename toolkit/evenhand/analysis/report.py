"""The dossier: everything that is known of some policies, put together for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.analysis.left_open import LeftOpen, left_open
from evenhand.analysis.plain import in_both
from evenhand.engines.reference import decide
from evenhand.finding import Finding, Severity
from evenhand.messages import Bilingual
from evenhand.model.example import Example, Expectation
from evenhand.model.outcome import Outcome
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.result import Input, Result, Run


@dataclass(frozen=True, slots=True)
class Met:
    """An outcome of the edge cases: how many of them got it, and the plainest of them."""

    outcome: str
    count: int
    example: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Simulated:
    """What became of the edge cases. They were chosen for the edges: shares are no rates."""

    cases: int
    seed: int
    met: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked customer, what the policy decides, and whether that is what was expected."""

    example: Example
    outcome: Outcome
    passed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """How a policy differs from an earlier version or from the one that it repairs.

    ``lines`` word the changes, ``moves`` count who changes outcome: (from, to, an example).
    """

    old: str
    new: str
    verdict: str
    lines: tuple[Bilingual, ...]
    moves: tuple[tuple[str, str, Mapping[str, Value]], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is known of one policy. ``notes`` come from loading, ``findings`` from the audit."""

    policy: Policy
    inputs: tuple[Input, ...]
    notes: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    left_open: tuple[LeftOpen, ...]
    worked: tuple[Worked, ...]
    simulated: Simulated | None = None
    changes: tuple[Change, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity; notes of loading are counted as well."""
        return sum(one.severity is severity for one in (*self.notes, *self.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Result):
    """One sheet a policy, in the order of the policies' ids.

    ``rules`` are the titles and explanations of the audit rules that found something, by id.
    """

    sheets: tuple[Sheet, ...]
    rules: Mapping[str, tuple[Bilingual, Bilingual]]

    def data(self) -> Mapping[str, object]:
        return {"policies": {one.policy.id: _sheet_data(one) for one in self.sheets}}


def worked(policy: Policy, examples: Iterable[Example]) -> tuple[Worked, ...]:
    """Worked customers run on the reference engine."""
    found = []
    for example in examples:
        outcome = decide(policy, example.customer, example.reading).outcome
        found.append(Worked(example, outcome, _as_expected(example.expect, outcome)))
    return tuple(found)


def _as_expected(expect: Expectation, outcome: Outcome) -> bool:
    score = expect.score if not isinstance(expect.score, str) else None
    granted = tuple(one.benefit for one in outcome.benefits if one.granted.value == "true")
    pairs = (
        (expect.status, outcome.status.value),
        (score, outcome.score),
        (expect.possible, outcome.possible),
        (expect.floor, outcome.floor),
        (expect.path, outcome.paths),
        (expect.benefits, granted),
        (expect.reasons, tuple(reason.code for reason in outcome.reasons)),
    )
    agree = all(wanted is None or wanted == got for wanted, got in pairs)
    return agree and expect.outcome == outcome.outcome


def sheet(
    policy: Policy,
    *,
    inputs: tuple[Input, ...] = (),
    notes: tuple[Finding, ...] = (),
    findings: tuple[Finding, ...] = (),
    examples: tuple[Example, ...] = (),
    simulated: Simulated | None = None,
    changes: tuple[Change, ...] = (),
) -> Sheet:
    """One policy's sheet: what is given, and what can be read off the policy itself."""
    return Sheet(
        policy,
        inputs,
        notes,
        findings,
        left_open(policy),
        worked(policy, examples),
        simulated,
        changes,
    )


def dossier(
    sheets: Iterable[Sheet],
    run: Run,
    rules: Mapping[str, tuple[Bilingual, Bilingual]] | None = None,
) -> Dossier:
    """The sheets in the order of their policies' ids, with all their findings."""
    ordered = tuple(sorted(sheets, key=lambda one: one.policy.id))
    findings: dict[Finding, None] = {}
    for one in ordered:
        findings.update(dict.fromkeys((*one.notes, *one.findings)))
    return Dossier(run=run, findings=tuple(findings), sheets=ordered, rules=dict(rules or {}))


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
            "passed": sum(w.passed for w in one.worked),
            "failed": sum(not w.passed for w in one.worked),
        },
        "simulated": None
        if one.simulated is None
        else {
            "cases": one.simulated.cases,
            "seed": one.simulated.seed,
            "outcomes": {met.outcome: met.count for met in one.simulated.met},
        },
        "changes": [
            {"old": change.old, "new": change.new, "verdict": change.verdict}
            for change in one.changes
        ],
    }
