"""The questions for evenhand: from the loaded policy to the replayed witness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from exact.banks import OCCUPATION
from exact.solvers import Found

from evenhand.engines.exact.moves import Move
from evenhand.engines.exact.question import Order, Question, outcome_of
from evenhand.engines.exact.sweep import sweep
from evenhand.engines.proofs import Answer, ask, cheapest
from evenhand.model.customer import Customer
from evenhand.model.policy import Policy

Customers = Mapping[str, int]


def customer_of(policy: Policy, drawn: Customers) -> Customer:
    """A drawn customer with values as the policy knows them."""
    attributes = policy.dictionary.attributes
    values: dict[str, Fraction | str | bool] = {}
    for name, value in drawn.items():
        match attributes[name].kind.value:
            case "money":
                values[name] = Fraction(value, 100)
            case "boolean":
                values[name] = bool(value)
            case _:
                values[name] = attributes[name].codes[value]
    return Customer(values)


def rank(label: str) -> int:
    """−1 for rejected, 0 for no tier, else the tier's number from the lowest."""
    return {"rejected": -1, "plain": 0}[label] if "-" not in label else int(label[5:])


def _found(answer: Answer, bad: Callable[[int, int], bool]) -> Found:
    if not answer.known:
        return Found("limit")
    shown = sorted(labels for labels in answer.reached if bad(*map(rank, labels)))
    if not shown:
        return Found("no")
    answer.witness(shown[0])
    return Found("yes")


def differ(policy: Policy, other: Policy) -> Found:
    """Somebody gets two outcomes."""
    sides = (outcome_of(policy), outcome_of(other))
    return _found(ask(Question(sides, complete=True)), lambda one, two: one != two)


def laxer(policy: Policy, other: Policy) -> Found:
    """Somebody gets more from the other bank than from this one."""
    sides = (outcome_of(policy), outcome_of(other))
    return _found(ask(Question(sides, complete=True)), lambda one, two: two > one)


def _twins(policy: Policy, name: str, order: Order = Order.ANY) -> Answer:
    sides = (outcome_of(policy), outcome_of(policy, twin=True))
    return ask(Question(sides, complete=True, split=(name,), order=order))


def flips(policy: Policy) -> Found:
    """Twins who differ in occupation alone get two outcomes."""
    return _found(_twins(policy, OCCUPATION), lambda one, two: one != two)


def hurts(policy: Policy, name: str) -> Found:
    """More of an amount loses a rank."""
    return _found(_twins(policy, name, Order.ABOVE), lambda one, two: two < one)


def swing(policy: Policy) -> Found:
    """The most ranks between twins."""
    answer = _twins(policy, OCCUPATION)
    if not answer.known:
        return Found("limit")
    return Found("yes", max(rank(two) - rank(one) for one, two in answer.reached))


def recourse(policy: Policy, start: Customers, prices: Customers, tier: int) -> Found:
    """The cheapest way to a tier or a better one, in cents times their price."""
    moves = {
        name: Move(raise_cost=Fraction(price), lower_cost=Fraction(price))
        for name, price in prices.items()
    }
    goal = frozenset(one.id for one in policy.tiers if rank(one.id) >= tier)
    found = cheapest(policy, customer_of(policy, start), moves, goal)
    return Found("no") if found is None else Found("yes", int(found.cost * 100))


def everything(
    policy: Policy, asked: Sequence[str], thresholds: Sequence[tuple[str, int]]
) -> tuple[Found, ...]:
    """The directions of all amounts and the use of all thresholds; the answers for some of each."""
    effects = sweep(outcome_of(policy), complete=True)
    hurting = {
        name: any(rank(two) < rank(one) for _, _, one, two in effect.pairs)
        for name, effect in effects.items()
    }
    for name, attribute in policy.dictionary.attributes.items():
        if name not in hurting and attribute.kind.is_numeric:
            pairs = _twins(policy, name, Order.ABOVE).reached
            hurting[name] = any(rank(two) < rank(one) for one, two in pairs)
    idle = {
        (name, effect.cells[at].low)
        for name, effect in effects.items()
        for at in effect.dead_cuts()
    }
    return (
        *(Found("yes" if hurting[name] else "no") for name in asked),
        *(Found("no" if one in idle else "yes") for one in thresholds),
    )
