"""Outcomes by how good they are, and whether two policies can be about one customer."""

from __future__ import annotations

from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REJECTED
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Attribute


def rank_of(policy: Policy, outcome: str) -> int:
    """How good an outcome is: 0 the best tier; a person's decision stands below every tier."""
    order = [tier.id for tier in policy.tiers]
    worse = [REFER, policy.otherwise.tier, REJECTED, OUT_OF_SCOPE]
    return [*order, *worse].index(outcome)


def is_granted(policy: Policy, outcome: str) -> bool:
    """Whether the outcome is a tier that has to be earned."""
    return any(tier.id == outcome for tier in policy.tiers)


def differently_defined(one: Policy, two: Policy) -> tuple[str, ...]:
    """Names that both policies use and define differently, so that no customer fits both."""
    first, second = one.dictionary, two.dictionary
    used = set(used_attributes(one)) & set(used_attributes(two))
    names = [
        name
        for name in sorted(used)
        if _domain(first.attributes[name]) != _domain(second.attributes[name])
    ]
    return tuple(names)


def _domain(attribute: Attribute) -> tuple[object, ...]:
    return (
        attribute.kind,
        attribute.step,
        attribute.low,
        attribute.high,
        attribute.earliest,
        attribute.latest,
        attribute.codes,
        attribute.open,
        attribute.applies_when,
    )
