"""How far another customer is: moves for the engine by which fewer attributes always cost less.

The distance of a number or a date is its share of the way to the farthest threshold of the policy,
that way taken up to a power of ten so that costs stay whole and small; of a rank, how many ranks
lie between; of a set, how many members differ; of anything else, one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Final

from evenhand.engines.exact.moves import Move
from evenhand.model.boundaries import boundary_values
from evenhand.model.customer import Customer
from evenhand.model.policy import Policy
from evenhand.model.scales import ends, place_of, step_of
from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute, Kind

MEMBERS: Final = 6
"""The most members of a set that are put in or taken out in every combination."""


LARGEST: Final = 1 << 60
"""Costs above this are too large to be told apart from no way at all."""


def moves_of(policy: Policy, customer: Customer, names: Sequence[str]) -> dict[str, Move]:
    """Moves of which fewer attributes always cost less, and nearer values among as many."""
    attributes = {name: policy.dictionary.attributes[name] for name in names}
    marks = boundary_values(policy)
    rates = {
        name: Fraction(1, _power(_way(one, customer.values[name], marks.get(name, ()))))
        for name, one in attributes.items()
        if one.kind.is_numeric or one.kind is Kind.DATE
    }
    if _total(attributes, rates) > LARGEST:
        rates = {name: Fraction(1, _power(_range(attributes[name]))) for name in rates}
    if _total(attributes, rates) > LARGEST:
        rates = dict.fromkeys(rates, Fraction(0))
    fixed = _farthest(attributes, rates) + 1
    return {
        name: _move(policy, one, customer.values[name], rates.get(name), fixed)
        for name, one in attributes.items()
    }


def _farthest(attributes: Mapping[str, Attribute], rates: Mapping[str, Fraction]) -> Fraction:
    """The largest distance that there can be."""
    codes = sum(max(len(one.codes), 1) for name, one in attributes.items() if name not in rates)
    return codes + sum((rates[name] * _range(attributes[name]) for name in rates), Fraction(0))


def _total(attributes: Mapping[str, Attribute], rates: Mapping[str, Fraction]) -> Fraction:
    """The largest cost that there can be, counted in the smallest one."""
    grains = [(rate * step_of(attributes[name])).denominator for name, rate in rates.items()]
    return (len(attributes) + 1) * (_farthest(attributes, rates) + 1) * lcm(*grains)


def _range(attribute: Attribute) -> Fraction:
    low, high = ends(attribute)
    return high - low


def _way(attribute: Attribute, now: Value, marks: Sequence[object]) -> Fraction:
    """The way to the farthest threshold; without any, the attribute's range."""
    here, limits = place_of(attribute, now), ends(attribute)
    places = [place_of(attribute, one) for one in marks if isinstance(one, Fraction | date)]
    ways = [abs(one - here) for one in places if one not in limits and one != here]
    return max(ways, default=_range(attribute))


def _power(number: Fraction) -> int:
    """The least power of ten that is not below a number."""
    power = 1
    while power < number:
        power *= 10
    return power


def _move(
    policy: Policy, attribute: Attribute, now: Value, rate: Fraction | None, fixed: Fraction
) -> Move:
    if rate is not None:
        return Move(rate, rate, fixed_cost=fixed)
    choices = _choices(policy, attribute, now)
    return Move(set_costs={value: fixed + way for value, way in choices if value != now})


def _choices(policy: Policy, attribute: Attribute, now: Value) -> list[tuple[Value, Fraction]]:
    """The other values with their distance: one for each rank or member that differs, else one."""
    match attribute.kind:
        case Kind.BOOLEAN:
            return [(not now, Fraction(1))]
        case Kind.ORDINAL:
            here = place_of(attribute, now)
            return [(one, abs(place_of(attribute, one) - here)) for one in attribute.codes]
        case Kind.SET:
            assert isinstance(now, frozenset)
            members = told_members(policy, attribute.id)[:MEMBERS]
            return [
                (now ^ frozenset(chosen), Fraction(count))
                for count in range(1, len(members) + 1)
                for chosen in combinations(members, count)
            ]
        case _:
            return [(one, Fraction(1)) for one in attribute.codes]


def told_members(policy: Policy, name: str) -> list[str]:
    """The members of a set that the policy tells apart."""
    marks = boundary_values(policy).get(name, ())
    return sorted(
        {next(iter(one)) for one in marks if isinstance(one, frozenset) and len(one) == 1}
    )
