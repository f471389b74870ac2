"""Simulation on edge cases: what a policy does at its thresholds, and what it never does there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.edges import edge_customers
from evenhand.analysis.plain import place, written
from evenhand.analysis.reach import Reach, Target, TargetKind, targets
from evenhand.analysis.smallest import smallest
from evenhand.engines.compiled import Compiled, compiled
from evenhand.engines.possible import sieve_of
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REJECTED, Reading, Status
from evenhand.model.policy import Policy
from evenhand.result import Result, Run

EDGE: Final = "edge"


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many of the customers got an outcome, and the smallest of them.

    ``undecided`` of them got it because more than one outcome was possible.
    """

    outcome: str
    count: int
    undecided: int
    example: Customer | None


@dataclass(frozen=True, slots=True)
class Simulated:
    """What one policy did with its edge cases.

    ``reachable`` counts what was aimed at, by kind; ``never`` lists what no customer reached.
    """

    policy: Policy
    n: int
    outcomes: tuple[OutcomeCount, ...]
    reachable: Mapping[TargetKind, int]
    never: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation(Result):
    """Policies run on edge cases. The counts are of made-up customers, never shares of people."""

    mode: str
    policies: tuple[Simulated, ...]

    def data(self) -> Mapping[str, object]:
        return {
            "mode": self.mode,
            "policies": {one.policy.id: _simulated_data(one) for one in self.policies},
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
    reach = Reach(list(aims))
    engine = compiled(policy, reading, reach.conditions)
    tally: dict[str, Tally] = {name: Tally() for name in _all_outcomes(policy)}
    for customer in edge_customers(policy, n, seed, reading):
        look = engine.look(customer)
        outcome, status = look.brief()
        tally[outcome].add(customer, status)
        if reach.waiting:
            reach.note(look)
    return Simulated(
        policy=policy,
        n=n,
        outcomes=tuple(_counted(engine, name, one) for name, one in tally.items()),
        reachable={kind: sum(one.kind is kind for one in aims) for kind in TargetKind},
        never=tuple(reach.waiting),
    )


@dataclass(slots=True)
class Tally:
    """The customers with one outcome so far; ``first`` is the first, decided if one was."""

    count: int = 0
    undecided: int = 0
    first: tuple[Customer, Status] | None = None

    def add(self, customer: Customer, status: Status) -> None:
        """Count one more."""
        is_open = status is Status.UNDECIDED
        self.count += 1
        self.undecided += is_open
        if self.first is None or (self.undecided == self.count - 1 and not is_open):
            self.first = customer, status


def _counted(engine: Compiled, name: str, tally: Tally) -> OutcomeCount:
    example = None if tally.first is None else _example(engine, name, *tally.first)
    return OutcomeCount(name, tally.count, tally.undecided, example)


def _all_outcomes(policy: Policy) -> Iterator[str]:
    """Every outcome that the policy can show, best tier first."""
    yield from (tier.id for tier in policy.tiers)
    yield policy.otherwise.tier
    yield REFER
    if any(target.element == REJECTED for target in targets(policy)):
        yield REJECTED
    if policy.applies_to is not None:
        yield OUT_OF_SCOPE


def _example(engine: Compiled, outcome: str, customer: Customer, status: Status) -> Customer:
    """The smallest possible customer with the same outcome, decided if this one is decided."""
    sieve = sieve_of(engine.policy)

    def keeps(other: Customer) -> bool:
        same = engine.brief(other) == (outcome, status)
        return same and not sieve.violated(other)

    return smallest(engine.policy, customer, keeps)


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
