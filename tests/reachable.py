"""The cheapest reachable customer by trying them all: slow, plain, and nothing of the engine's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product

from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.reference import decide
from evenhand.model.boundaries import boundary_values
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import ends, place_of, step_of, value_at
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute

WHOLE = 60
"""Numbers with at most so many values are tried in full, others at and beside their thresholds."""


def by_trying(
    policy: Policy,
    start: Customer,
    moves: Mapping[str, Move],
    goal: frozenset[str],
    reading: Reading,
) -> Cheapest | None:
    """The cheapest customer of the goal among all that the moves can make."""
    names = list(moves)
    choices = [sorted(_choices(policy, name, start.values[name], moves[name])) for name in names]
    limits = limits_of(policy)
    best: Cheapest | None = None
    for chosen in product(*choices):
        cost = sum((one[0] for one in chosen), Fraction(0))
        if best is not None and cost >= best.cost:
            continue
        values = {name: one[2] for name, one in zip(names, chosen, strict=True)}
        customer = replace(start, values={**start.values, **values})
        if violated(policy, customer, limits):
            continue
        if decide(policy, customer, reading).outcome.outcome in goal:
            best = Cheapest(cost, customer)
    return best


def _choices(
    policy: Policy, name: str, now: Value, move: Move
) -> Iterator[tuple[Fraction, int, Value]]:
    """Values with what they cost; the number only keeps the order of equally costly ones."""
    yield Fraction(0), -1, now
    attribute = policy.dictionary.attributes[name]
    for at, (value, cost) in enumerate(move.set_costs.items()):
        yield cost + move.fixed_cost, at, value
    if move.raise_cost is None and move.lower_cost is None:
        return
    for at, value in enumerate(_values(policy, attribute)):
        away = place_of(attribute, value) - place_of(attribute, now)
        rate = move.raise_cost if away > 0 else move.lower_cost
        if away and rate is not None:
            yield abs(away) * rate + move.fixed_cost, at, value


def _values(policy: Policy, attribute: Attribute) -> Iterator[Value]:
    low, high = ends(attribute)
    step = step_of(attribute)
    count = int((high - low) / step) + 1
    if count <= WHOLE:
        yield from (value_at(attribute, low + step * at) for at in range(count))
        return
    for value in boundary_values(policy).get(attribute.id, ()):
        if not isinstance(value, Missing):
            yield value
