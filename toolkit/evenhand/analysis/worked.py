"""Worked customers: whether policies still decide about them as expected, and what they touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evenhand.analysis.coverage import Coverage, coverage
from evenhand.analysis.plain import place
from evenhand.engines.reference import decide
from evenhand.engines.trace import Decision
from evenhand.finding import Finding, Related, Severity, in_order
from evenhand.messages import in_both, message
from evenhand.model.example import Example, ExampleOrigin, Expectation
from evenhand.model.outcome import REFERRED, Outcome
from evenhand.model.policy import Policy
from evenhand.model.truth import T
from evenhand.model.values import number_text
from evenhand.model.wording import Words, listed
from evenhand.result import Result, Run


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that an example expects otherwise than the policy has it, both as text."""

    field: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One example with what the policy decides and where that differs from what is expected."""

    example: Example
    decision: Decision
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """A policy's examples, and what those with an independent expectation touch."""

    policy: Policy
    checked: tuple[Checked, ...]
    coverage: Coverage

    @property
    def failed(self) -> int:
        return sum(not one.passed for one in self.checked)

    def count(self, origin: ExampleOrigin) -> int:
        """How many examples come from there."""
        return sum(one.example.origin is origin for one in self.checked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked(Result):
    """The worked customers of some policies; each that fails is a finding at its place."""

    checks: tuple[PolicyCheck, ...]

    @property
    def failed(self) -> int:
        return sum(check.failed for check in self.checks)

    @property
    def passed(self) -> int:
        return sum(len(check.checked) for check in self.checks) - self.failed

    def data(self) -> Mapping[str, object]:
        return {
            "passed": self.passed,
            "failed": self.failed,
            "coverage": {check.policy.id: check.coverage.data() for check in self.checks},
            "policies": [
                {
                    "policy": check.policy.id,
                    "passed": len(check.checked) - check.failed,
                    "failed": check.failed,
                    "examples": [_data(one) for one in check.checked],
                }
                for check in self.checks
            ],
        }

    def exit_code(self, fail_on: str = "error", *, strict: bool = False) -> int:
        """1 where an example fails, as for every result with an error."""
        return super(Worked, self).exit_code(fail_on, strict=strict)


def work(policies: Sequence[tuple[Policy, Sequence[Example]]], run: Run) -> Worked:
    """Run the examples of each policy, inline ones and those of its cases file."""
    checks = tuple(_check(policy, examples) for policy, examples in policies)
    failed = [
        _finding(check.policy, one) for check in checks for one in check.checked if not one.passed
    ]
    return Worked(run=run, findings=in_order(failed), checks=checks)


def _check(policy: Policy, examples: Sequence[Example]) -> PolicyCheck:
    checked = tuple(check_example(policy, example) for example in examples)
    independent = [one for one in examples if one.origin is not ExampleOrigin.GENERATED]
    return PolicyCheck(policy, checked, coverage(policy, independent))


def check_example(policy: Policy, example: Example) -> Checked:
    """One example: what the policy decides, and every difference from what is expected."""
    decision = decide(policy, example.customer, example.reading)
    return Checked(example, decision, tuple(_differences(example.expect, decision.outcome)))


def _differences(expect: Expectation, outcome: Outcome) -> Iterator[Difference]:
    if not _same_outcome(expect.outcome, outcome):
        yield Difference("outcome", expect.outcome, outcome.outcome)
    granted = tuple(one.benefit for one in outcome.benefits if one.granted is T)
    score = None if expect.score is None else _score(outcome)
    pairs: tuple[tuple[str, object, object], ...] = (
        ("status", expect.status, outcome.status.value),
        ("score", None if expect.score is None else _written(expect.score), score),
        ("possible", expect.possible, outcome.possible),
        ("floor", expect.floor, outcome.floor),
        ("path", expect.path, outcome.paths),
        ("benefits", _sorted(expect.benefits), _sorted(granted)),
        ("reasons", expect.reasons, tuple(reason.code for reason in outcome.reasons)),
    )
    for field, wanted, found in pairs:
        if wanted is not None and wanted != found:
            yield Difference(field, _shown(wanted), _shown(found))


def _same_outcome(expected: str, outcome: Outcome) -> bool:
    if expected == REFERRED:
        return outcome.possible == (REFERRED,)
    return expected == outcome.outcome


def _sorted(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(sorted(names))


def _score(outcome: Outcome) -> str:
    return "unknown" if outcome.score is None else number_text(outcome.score)


def _written(score: Fraction | str) -> str:
    return score if isinstance(score, str) else number_text(score)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "-"
    return "-" if value is None else str(value)


def _finding(policy: Policy, checked: Checked) -> Finding:
    example = checked.example
    told = [_told(one) for one in checked.differences]
    generated = example.origin is ExampleOrigin.GENERATED
    decider = checked.decision.outcome.decided_by
    name = example.name if isinstance(example.name, str) else example.name.en
    return Finding(
        rule="example-failed",
        severity=Severity.ERROR,
        message=message(
            "test.failed",
            name=example.name,
            differences=listed(told, "describe.semicolon"),
        ),
        location=example.location,
        policy=policy.id,
        element=f"examples/{name}",
        hint=message("test.changed.hint" if generated else "test.failed.hint"),
        related=(Related(decider, message("test.decided-here")),),
        cause=tuple(f"{one.field}={one.expected}" for one in checked.differences),
    )


def _told(one: Difference) -> Words:
    return message(
        "test.difference",
        field=message(f"test.field-{one.field}"),
        expected=one.expected,
        actual=one.actual,
    )


def _data(one: Checked) -> dict[str, object]:
    return {
        "name": in_both(one.example.name),
        "from": one.example.origin.value,
        "passed": one.passed,
        **place(one.example.location),
        "differences": [
            {"field": d.field, "expected": d.expected, "actual": d.actual} for d in one.differences
        ],
    }
