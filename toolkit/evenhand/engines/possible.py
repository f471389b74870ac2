"""Possible customers: those for whom no constraint of the vocabulary is false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evenhand.engines.compiled import Compiled, compiled
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.model.customer import Customer
from evenhand.model.mentions import attributes_in, used_attributes
from evenhand.model.policy import Policy
from evenhand.model.truth import F
from evenhand.model.vocabulary import Constraint


@dataclass(frozen=True, slots=True)
class Limit:
    """A constraint with the attributes that it speaks of."""

    constraint: Constraint
    attributes: tuple[str, ...]


def limits_of(policy: Policy) -> tuple[Limit, ...]:
    """The constraints that speak of an attribute which the policy uses."""
    if not policy.dictionary.constraints:
        return ()
    used = set(used_attributes(policy))
    found = (
        Limit(one, tuple(dict.fromkeys(attributes_in(one.holds, policy.dictionary))))
        for one in policy.dictionary.constraints
    )
    return tuple(one for one in found if used & set(one.attributes))


def violated(policy: Policy, customer: Customer, limits: Sequence[Limit]) -> tuple[Limit, ...]:
    """Those of some constraints that are false for a customer."""
    case = Case(policy, customer)
    return tuple(one for one in limits if judge(case, one.constraint.holds).truth is F)


@dataclass(frozen=True, slots=True)
class Sieve:
    """The limits of one policy, made ready by the compiled engine for customers that are made up.

    Who is found by a proof is held against the limits by ``violated``, on the reference engine.
    """

    limits: tuple[Limit, ...]
    engine: Compiled

    def violated(self, customer: Customer) -> tuple[Limit, ...]:
        """Those of the limits that are false for a customer."""
        if not self.limits:
            return ()
        look = self.engine.look(customer)
        return tuple(one for one in self.limits if look.truth(one.constraint.holds) is F)

    def possible(self, customer: Customer) -> Customer:
        """The customer without the values that violate a limit; nothing else is changed."""
        while customer.values:
            broken = self.violated(customer)
            if not broken:
                break
            dropped = broken[0].attributes
            kept = {name: value for name, value in customer.values.items() if name not in dropped}
            if len(kept) == len(customer.values):
                break
            customer = replace(customer, values=kept)
        return customer


def sieve_of(policy: Policy) -> Sieve:
    """The limits of a policy, made ready for many customers."""
    limits = limits_of(policy)
    conditions = [one.constraint.holds for one in limits]
    return Sieve(limits, compiled(policy, conditions=conditions))
