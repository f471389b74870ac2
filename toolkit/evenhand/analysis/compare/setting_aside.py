"""Tests that a policy sets aside: needed by the text, void by how its open wording is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evenhand.analysis.compare.criteria import Criterion, Role
from evenhand.analysis.compare.meeting import Meeting, outcome_at, shown_customer
from evenhand.analysis.compare.ranking import is_granted, rank_of
from evenhand.analysis.compare.showing import TREATMENT, Shown, changes_between
from evenhand.model.conditions import All, AnyOf, Condition, CountOf, Not, OpenCondition
from evenhand.model.policy import Policy
from evenhand.model.truth import F


def set_aside(
    meeting: Meeting, criteria: Sequence[Criterion]
) -> Iterator[tuple[Criterion, Criterion, Shown | None]]:
    """A path, the needed test that it makes do without, and a customer who shows it.

    The customer gets the tier as the policy is read, and does not with that one piece of wording
    read as not met.
    """
    for test in criteria:
        if test.voided is None or test.role is not Role.NEEDED or test.tier is None:
            continue
        for way in criteria:
            if way.role is Role.WAY and way.tier == test.tier and way.voided is None:
                shown = _shown(meeting, way, test)
                if shown is not None:
                    yield way, test, shown
                    break


def _shown(meeting: Meeting, way: Criterion, test: Criterion) -> Shown | None:
    assert test.voided is not None and test.test is not None
    policy = test.policy
    otherwise = _read_otherwise(policy, test.voided)
    for base in meeting.accepted(way.ways, way.ways):
        free = replace(way, test=None, attribute=test.attribute)
        for changes in ({}, *changes_between(meeting, free, test)):
            customer = meeting.changed(base, changes)
            if customer is None or meeting.truth(meeting.one, customer, test.test) is not F:
                continue
            now = outcome_at(policy, customer).outcome
            then = outcome_at(otherwise, customer).outcome
            if is_granted(policy, now) and rank_of(policy, then) > rank_of(policy, now):
                shown = shown_customer(meeting, customer)
                return Shown(TREATMENT, shown, (now, then), ())
    return None


def _read_otherwise(policy: Policy, wording: OpenCondition) -> Policy:
    """The policy with one piece of open wording read as not met."""
    definitions = {
        name: replace(one, means=_turned(one.means, wording))
        for name, one in policy.definitions.items()
    }
    tiers = tuple(
        replace(
            tier,
            when=None if tier.when is None else _turned(tier.when, wording),
            paths=tuple(replace(path, when=_turned(path.when, wording)) for path in tier.paths),
        )
        for tier in policy.tiers
    )
    return replace(policy, definitions=definitions, tiers=tiers)


def _turned(condition: Condition, wording: OpenCondition) -> Condition:
    match condition:
        case OpenCondition():
            return replace(condition, read_as=False) if condition is wording else condition
        case All(parts) | AnyOf(parts) | CountOf(_, parts):
            return replace(condition, parts=tuple(_turned(part, wording) for part in parts))
        case Not(part):
            return replace(condition, part=_turned(part, wording))
        case _:
            return condition
