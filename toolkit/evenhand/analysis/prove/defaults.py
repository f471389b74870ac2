"""Laws that are asked about where neither the caller nor the policy names any."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.traits import OWN_LAWS
from evenhand.model.element import About
from evenhand.model.law import (
    Claim,
    Customers,
    Indifferent,
    Law,
    Monotone,
    NoDead,
    NoGap,
    NoOverlap,
    Reachable,
    Total,
)
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Kind


def default_laws(policy: Policy) -> tuple[Law, ...]:
    """Whether the policy is whole, goes the right way, and looks at who somebody is."""
    return tuple(
        Law(None, claim, Customers.COMPLETE, None, About(), policy.location)
        for claim in _claims(policy)
    )


def _claims(policy: Policy) -> Iterator[Claim]:
    yield Total()
    yield Reachable((*(tier.id for tier in policy.tiers), policy.otherwise.tier))
    directed = directed_attributes(policy)
    if directed:
        yield Monotone(directed)
    for name in OWN_LAWS:
        yield Indifferent(classes=(name,))
    if policy.scorecards:
        yield NoGap(("points",))
        yield NoOverlap(("points",))
    yield NoDead(("all",))


def directed_attributes(policy: Policy) -> tuple[str, ...]:
    """The attributes that a policy uses and of which the vocabulary says what is better."""
    attributes = policy.dictionary.attributes
    return tuple(
        name
        for name in used_attributes(policy)
        if attributes[name].better in ("higher", "lower")
        and (attributes[name].kind.is_ordered or attributes[name].kind is Kind.BOOLEAN)
    )
