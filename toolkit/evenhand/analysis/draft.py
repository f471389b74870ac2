"""Drafts: customers in the making, and the arithmetic of comparisons that they are moved by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Final

from evenhand.engines.reference.case import Case
from evenhand.model.boundaries import boundary_values
from evenhand.model.conditions import Condition, Operator
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute

OPPOSITE: Final = {
    Operator.AT_LEAST: Operator.BELOW,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.BELOW: Operator.AT_LEAST,
}
"""The comparison that holds where another does not."""

TURNED: Final = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.ABOVE: Operator.BELOW,
    Operator.BELOW: Operator.ABOVE,
}
"""The comparison after multiplying both sides by a negative number."""


def compares(value: Fraction, operator: Operator, bound: Fraction) -> bool:
    """Whether a number compares so with another."""
    match operator:
        case Operator.AT_LEAST:
            return value >= bound
        case Operator.ABOVE:
            return value > bound
        case Operator.AT_MOST:
            return value <= bound
        case Operator.BELOW:
            return value < bound


@dataclass(slots=True)
class Draft:
    """A customer in the making, for one policy, in one reading, from one generator."""

    policy: Policy
    random: Random
    reading: Reading
    boundaries: dict[str, tuple[Value | Missing, ...]]
    values: dict[str, Value] = field(default_factory=dict)
    answers: dict[str, bool] = field(default_factory=dict)
    depth: int = 0

    def customer(self) -> Customer:
        """The customer as it stands."""
        return Customer(dict(self.values), dict(self.answers))

    def case(self) -> Case:
        """A question to the reference engine about the draft as it stands."""
        return Case(self.policy, Customer(self.values, self.answers), self.reading)

    def attribute(self, name: str) -> Attribute:
        """A declared attribute. Raises KeyError for a derived one."""
        return self.policy.dictionary.attributes[name]

    def shuffled(self, parts: Sequence[Condition]) -> list[Condition]:
        """The parts in random order."""
        return self.random.sample(parts, len(parts))


def new_draft(policy: Policy, random: Random, reading: Reading) -> Draft:
    """An empty draft."""
    return Draft(policy, random, reading, dict(boundary_values(policy)))
