"""Customers of a policy: any at all, and those on its thresholds."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from hypothesis import strategies as st

from evenhand.engines.possible import sieve_of
from evenhand.model.boundaries import boundary_values, discretion_ids, typical_of
from evenhand.model.customer import Customer
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.scales import ends, step_of, value_at
from evenhand.model.values import MISSING, Missing, Value
from evenhand.model.vocabulary import Attribute, Kind

Values: TypeAlias = st.SearchStrategy[Value]
Chosen: TypeAlias = st.SearchStrategy[Value | Missing]


def attribute_values(attribute: Attribute) -> Values:
    """All values of an attribute's domain, the typical one first."""
    return st.one_of(st.just(typical_of(attribute)), _anywhere(attribute))


def _anywhere(attribute: Attribute) -> Values:
    match attribute.kind:
        case Kind.BOOLEAN:
            return st.booleans()
        case Kind.ENUM | Kind.ORDINAL:
            return st.sampled_from(attribute.codes)
        case Kind.SET:
            return st.frozensets(st.sampled_from(attribute.codes))
        case _:
            low, high = ends(attribute)
            step = step_of(attribute)
            places = st.integers(int(low // step), int(high // step))
            return places.map(lambda count: value_at(attribute, Fraction(count) * step))


def customers(policy: Policy) -> st.SearchStrategy[Customer]:
    """Customers anywhere in the domains of the attributes that the policy uses.

    Values may be missing, human answers recorded or not. No customer violates a constraint of the
    vocabulary: the values that would are left out.
    """
    return _customers(policy, lambda one: _anywhere(policy.dictionary.attributes[one]))


def boundary_customers(policy: Policy) -> st.SearchStrategy[Customer]:
    """The same with every value on a threshold of the policy, one step beside one, or typical."""
    listed = boundary_values(policy)
    return _customers(
        policy,
        lambda one: st.sampled_from([v for v in listed[one] if not isinstance(v, Missing)]),
    )


def _customers(policy: Policy, values: Callable[[str], Values]) -> st.SearchStrategy[Customer]:
    names = used_attributes(policy)
    sieve = sieve_of(policy)
    attributes = policy.dictionary.attributes
    facts: dict[str, Chosen] = {
        name: st.one_of(st.just(typical_of(attributes[name])), st.just(MISSING), values(name))
        for name in names
    }
    answers = {name: st.sampled_from((None, True, False)) for name in discretion_ids(policy)}

    def made(drawn: tuple[dict[str, Value | Missing], dict[str, bool | None]]) -> Customer:
        known = {one: value for one, value in drawn[0].items() if not isinstance(value, Missing)}
        given = {one: answer for one, answer in drawn[1].items() if answer is not None}
        return sieve.possible(Customer(known, given))

    return st.tuples(st.fixed_dictionaries(facts), st.fixed_dictionaries(answers)).map(made)
