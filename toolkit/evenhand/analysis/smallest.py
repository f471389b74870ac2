"""The smallest customer: as few facts as possible, and those as ordinary as possible.

A greedy search in the order of the attributes: the same start gives the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from evenhand.model.boundaries import typical_of
from evenhand.model.customer import Customer
from evenhand.model.policy import Policy
from evenhand.model.scales import nearest, place_of
from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute

Keeps = Callable[[Customer], bool]
"""Whether a customer still shows what the search started with."""


def smallest(policy: Policy, customer: Customer, keeps: Keeps) -> Customer:
    """A customer that ``keeps`` and of whom no single fact can be dropped or made more ordinary."""
    before: Customer | None = None
    while before != customer:
        before = customer
        customer = _without_answers(customer, keeps)
        customer = _without_values(customer, keeps)
        customer = _more_ordinary(policy, customer, keeps)
    return customer


def _without_answers(customer: Customer, keeps: Keeps) -> Customer:
    for name in sorted(customer.discretion):
        rest = {one: answer for one, answer in customer.discretion.items() if one != name}
        without = replace(customer, discretion=rest)
        customer = without if keeps(without) else customer
    return customer


def _without_values(customer: Customer, keeps: Keeps) -> Customer:
    for name in sorted(customer.values):
        rest = {one: value for one, value in customer.values.items() if one != name}
        without = replace(customer, values=rest)
        customer = without if keeps(without) else customer
    return customer


def _more_ordinary(policy: Policy, customer: Customer, keeps: Keeps) -> Customer:
    for name in sorted(customer.values):
        attribute = policy.dictionary.attributes[name]
        for value in _closer(attribute, customer.values[name]):
            closer = replace(customer, values={**customer.values, name: value})
            if keeps(closer):
                customer = closer
                break
    return customer


def _closer(attribute: Attribute, value: Value) -> Iterator[Value]:
    """Values nearer to the typical one, the nearest first."""
    typical = typical_of(attribute)
    if value == typical:
        return
    yield typical
    if isinstance(value, frozenset):
        assert isinstance(typical, frozenset)
        yield from (value - {one} for one in sorted(value - typical))
        yield from (value | {one} for one in sorted(typical - value))
    elif attribute.kind.is_ordered:
        yield from _halfway(attribute, place_of(attribute, typical), place_of(attribute, value))


def _halfway(attribute: Attribute, typical: Fraction, place: Fraction) -> Iterator[Value]:
    """Places between, from near the typical one back to one step beside the present one."""
    upward = place < typical
    distance = Fraction(abs(place - typical), 2)
    step = attribute.step or Fraction(1)
    while distance >= Fraction(step, 2):
        target = place + distance if upward else place - distance
        found = nearest(attribute, target, upward=not upward)
        if place_of(attribute, found) != place:
            yield found
        distance = Fraction(distance, 2)
