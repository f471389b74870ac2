"""Answers by trying every customer of a small policy, to hold the exact engine's against.

Customers are put together of the values at and beside the thresholds, which is every kind of
customer where a policy compares with constants only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.engines.exact.question import Question
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.reference import decide
from evenhand.messages import Message
from evenhand.model.boundaries import boundary_values, discretion_ids
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.outcome import Reading, Status
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of
from evenhand.model.values import MISSING, Missing, Value


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; the brute way always has one."""

    reached: frozenset[tuple[str, ...]]
    known: bool = True
    reason: Message | None = None


def everybody(
    policy: Policy, fixed: Mapping[str, Value | Missing], *, complete: bool
) -> Iterator[Customer]:
    """Every kind of possible customer who has the fixed values."""
    marks = {
        name: values if name not in fixed else (fixed[name],)
        for name, values in boundary_values(policy).items()
    }
    people = [f"{DISCRETION_PREFIX}{one}" for one in discretion_ids(policy)]
    answers: dict[str, tuple[Value | Missing, ...]] = {
        name: (True, False, MISSING) if name not in fixed else (fixed[name],) for name in people
    }
    limits = limits_of(policy)
    rows = {**marks, **answers}
    for chosen in product(*rows.values()):
        given = dict(zip(rows, chosen, strict=True))
        if complete and any(value is MISSING for value in given.values()):
            continue
        values = {n: v for n, v in given.items() if n in marks and not isinstance(v, Missing)}
        told = {
            n.removeprefix(DISCRETION_PREFIX): v
            for n, v in given.items()
            if n in answers and isinstance(v, bool)
        }
        customer = Customer(values, told)
        if not violated(policy, customer, limits):
            yield customer


def ask(question: Question) -> Answer:
    """Which labels some customer gets from the one side of a question."""
    (side,) = question.sides
    found = set()
    for one in everybody(side.policy, question.fixed, complete=question.complete):
        outcome = decide(side.policy, one, side.reading).outcome
        decided = outcome.status is Status.DECIDED
        found.add((outcome.outcome if decided else side.undecided,))
    return Answer(frozenset(found))


def solve(
    policy: Policy,
    start: Customer,
    moves: Mapping[str, Move],
    goal: frozenset[str],
    reading: Reading,
) -> Cheapest | None:
    """The cheapest customer with an outcome of the goal, the first one among equals."""
    best: Cheapest | None = None
    marks = boundary_values(policy)
    choices = {
        name: (start.values[name], *(v for v in marks.get(name, ()) if not isinstance(v, Missing)))
        for name in moves
    }
    limits = limits_of(policy)
    for chosen in product(*choices.values()):
        values = {**start.values, **dict(zip(choices, chosen, strict=True))}
        cost = sum(
            (_cost(policy, name, moves[name], start.values[name], values[name]) for name in moves),
            Fraction(0),
        )
        customer = Customer(values, start.discretion)
        if (best is not None and cost >= best.cost) or violated(policy, customer, limits):
            continue
        if decide(policy, customer, reading).outcome.outcome in goal:
            best = Cheapest(cost, customer)
    return best


def _cost(policy: Policy, name: str, move: Move, before: Value, after: Value) -> Fraction:
    if before == after:
        return Fraction(0)
    if move.set_costs:
        return move.set_costs[after] + move.fixed_cost
    attribute = policy.dictionary.attributes[name]
    way = place_of(attribute, after) - place_of(attribute, before)
    rate = move.raise_cost if way > 0 else move.lower_cost
    assert rate is not None
    return move.fixed_cost + rate * abs(way)
