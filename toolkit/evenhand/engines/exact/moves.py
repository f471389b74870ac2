"""What moving a customer costs, as the search for the cheapest change asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from evenhand.model.customer import Customer
from evenhand.model.values import Value


@dataclass(frozen=True, slots=True)
class Move:
    """What moving one attribute costs.

    ``raise_cost`` and ``lower_cost`` are for each unit of a number and each day of a date; None:
    not that way. ``set_costs`` are for single values. ``fixed_cost`` comes on top of any move.
    """

    raise_cost: Fraction | None = None
    lower_cost: Fraction | None = None
    set_costs: Mapping[Value, Fraction] = field(default_factory=dict)
    fixed_cost: Fraction = Fraction(0)

    def cost(self, start: Fraction, place: Fraction) -> Fraction | None:
        """What moving a number (or the ordinal of a date) costs; None where it is not allowed."""
        if place == start:
            return Fraction(0)
        rate = self.raise_cost if place > start else self.lower_cost
        found = [] if rate is None else [self.fixed_cost + abs(place - start) * rate]
        if place in self.set_costs:
            found.append(self.fixed_cost + self.set_costs[place])
        return min(found, default=None)


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The cheapest customer that was found, with what moving there costs."""

    cost: Fraction
    customer: Customer
