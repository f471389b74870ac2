"""The decision list of a policy: outcomes with their conditions, from the top (rules 13, 14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from evenhand.location import Location
from evenhand.model.conditions import All, AnyOf, Condition, Not
from evenhand.model.outcome import OUT_OF_SCOPE, REFERRED, REJECTED
from evenhand.model.policy import Cap, Policy, Refer, Reject, Tier


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the decision list: an outcome, its condition, and the element it comes from."""

    outcome: str
    condition: Condition
    location: Location


def decision_list(policy: Policy) -> tuple[Entry, ...]:
    """The policy as a list of outcomes with conditions; the last one always holds (rule 13)."""
    here = policy.location
    entries: list[Entry] = []
    if policy.applies_to is not None:
        outside = Not(policy.applies_to, policy.applies_to.location)
        entries.append(Entry(OUT_OF_SCOPE, outside, outside.location))
    rejecting = [k for k in policy.knockouts if isinstance(k.effect, Reject)]
    referring = [k for k in policy.knockouts if isinstance(k.effect, Refer)]
    for outcome, knockouts in ((REJECTED, rejecting), (REFERRED, referring)):
        if knockouts:
            place = knockouts[0].location
            any_of = AnyOf(tuple(k.when for k in knockouts), place)
            entries.append(Entry(outcome, any_of, place))
    entries.extend(
        Entry(tier.id, entry_condition(policy, tier), tier.location) for tier in policy.tiers
    )
    entries.append(Entry(policy.otherwise.tier, All((), here), policy.otherwise.location))
    return tuple(entries)


def entry_condition(policy: Policy, tier: Tier) -> Condition:
    """``when`` and any of the paths and no knockout that caps below the tier (rule 14)."""
    parts: list[Condition] = []
    if tier.when is not None:
        parts.append(tier.when)
    if tier.paths:
        parts.append(AnyOf(tuple(path.when for path in tier.paths), tier.location))
    order = [one.id for one in policy.tiers] + [policy.otherwise.tier]
    for knockout in policy.knockouts:
        match knockout.effect:
            case Cap(limit):
                if order.index(limit) > order.index(tier.id):
                    parts.append(Not(knockout.when, knockout.location))
            case Reject() | Refer():
                pass
            case _:
                assert_never(knockout.effect)
    return All(tuple(parts), tier.location)
