"""Simulation on edge cases: what a policy does at its thresholds, and what it never does there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.edges import constraints_of, edge_customers, violated
from evenhand.analysis.plain import place, written
from evenhand.analysis.reach import Reach, Target, TargetKind, targets
from evenhand.analysis.smallest import smallest
from evenhand.engines.reference import decide
from evenhand.engines.reference.case import Case
from evenhand.messages import Bilingual
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REJECTED, Outcome, Reading, Status
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Dictionary
from evenhand.result import Result, Run

EDGE: Final = "edge"


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many of the customers got an outcome, and the smallest of them.

    ``undecided`` of them got it because more than one outcome was possible.
    """

    outcome: str
    title: Bilingual | None
    count: int
    undecided: int
    example: Customer | None


@dataclass(frozen=True, slots=True)
class Simulated:
    """What one policy did with its edge cases."""

    policy: str
    title: Bilingual
    n: int
    outcomes: tuple[OutcomeCount, ...]
    reachable: Mapping[TargetKind, int]
    never: tuple[Target, ...]
    dictionary: Dictionary


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation(Result):
    """Policies run on edge cases. The counts are of made-up customers, never shares of people."""

    mode: str
    policies: tuple[Simulated, ...]

    def data(self) -> Mapping[str, object]:
        return {
            "mode": self.mode,
            "policies": {one.policy: _simulated_data(one) for one in self.policies},
        }


def simulate(policies: Sequence[Policy], run: Run, *, n: int) -> Simulation:
    """Run each policy on ``n`` edge cases of its own; seed and reading are the run's."""
    reading = Reading(run.reading or Reading.DECLARED.value)
    return Simulation(
        run=run,
        mode=EDGE,
        policies=tuple(simulated(policy, n, run.seed or 0, reading) for policy in policies),
    )


def simulated(policy: Policy, n: int, seed: int, reading: Reading) -> Simulated:
    """One policy on its edge cases."""
    aims = targets(policy)
    reach = Reach(policy, list(aims))
    first: dict[str, tuple[Customer, Outcome]] = {}
    counts: dict[str, int] = {}
    undecided: dict[str, int] = {}
    for customer in edge_customers(policy, n, seed, reading):
        decision = decide(policy, customer, reading)
        outcome = decision.outcome
        open_ = outcome.status is Status.UNDECIDED
        counts[outcome.outcome] = counts.get(outcome.outcome, 0) + 1
        undecided[outcome.outcome] = undecided.get(outcome.outcome, 0) + open_
        known = first.get(outcome.outcome)
        if known is None or (known[1].status is Status.UNDECIDED and not open_):
            first[outcome.outcome] = customer, outcome
        if reach.waiting:
            reach.note(Case(policy, customer, reading), decision)
    return Simulated(
        policy=policy.id,
        title=policy.header.title,
        n=n,
        outcomes=tuple(
            OutcomeCount(
                name,
                _title(policy, name),
                counts.get(name, 0),
                undecided.get(name, 0),
                _example(policy, *first[name]) if name in first else None,
            )
            for name in _all_outcomes(policy)
        ),
        reachable={kind: sum(one.kind is kind for one in aims) for kind in TargetKind},
        never=tuple(reach.waiting),
        dictionary=policy.dictionary,
    )


def _all_outcomes(policy: Policy) -> Iterator[str]:
    """Every outcome that the policy can show, best tier first."""
    yield from (tier.id for tier in policy.tiers)
    yield policy.otherwise.tier
    yield REFER
    if any(target.element == REJECTED for target in targets(policy)):
        yield REJECTED
    if policy.applies_to is not None:
        yield OUT_OF_SCOPE


def _title(policy: Policy, outcome: str) -> Bilingual | None:
    if outcome == policy.otherwise.tier:
        return policy.otherwise.title
    return next((tier.title for tier in policy.tiers if tier.id == outcome), None)


def _example(policy: Policy, customer: Customer, outcome: Outcome) -> Customer:
    """The smallest possible customer with the same outcome, decided if this one is decided."""
    limits = constraints_of(policy)

    def keeps(other: Customer) -> bool:
        found = decide(policy, other, outcome.reading).outcome
        same = (found.outcome, found.status) == (outcome.outcome, outcome.status)
        return same and not violated(policy, other, limits)

    return smallest(policy, customer, keeps)


# -- data ----------------------------------------------------------------------------------------


def _simulated_data(one: Simulated) -> Mapping[str, object]:
    return {
        "n": one.n,
        "tiers": {
            count.outcome: {
                "count": count.count,
                "undecided": count.undecided,
                "example": None if count.example is None else given(count.example),
            }
            for count in one.outcomes
        },
        "coverage": {
            kind.value: {
                "reached": number - sum(target.kind is kind for target in one.never),
                "of": number,
            }
            for kind, number in one.reachable.items()
        },
        "never_reached": [
            {"kind": target.kind.value, "element": target.element, **place(target.location)}
            for target in one.never
        ],
    }


def given(customer: Customer) -> Mapping[str, object]:
    """A customer as a profile file gives it."""
    facts: dict[str, object] = {
        name: written(value) for name, value in sorted(customer.values.items())
    }
    for name, answer in sorted(customer.discretion.items()):
        facts[DISCRETION_PREFIX + name] = answer
    return facts
