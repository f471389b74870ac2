"""Lists of status: two tiers that are given for what a person is, each by a list of its own.

Ranks, offices and occupations stand on ladders that do not meet, so no two tests of the lists can
be compared. What can be shown is a customer whom one list takes and the other leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenhand.analysis.compare.criteria import Criterion, Role
from evenhand.analysis.compare.meeting import Meeting
from evenhand.analysis.compare.showing import Changes, Shown, judged
from evenhand.analysis.traits import is_status
from evenhand.messages import message
from evenhand.model.boundaries import typical_of
from evenhand.model.conditions import OneOf
from evenhand.model.policy import Policy, Tier
from evenhand.model.values import Value


def status_lists(
    meeting: Meeting, here: Sequence[Criterion], there: Sequence[Criterion]
) -> Iterator[tuple[Criterion, Criterion, Shown]]:
    """Each path of the first policy's list that the second policy's list leaves out."""
    one, two = meeting.one.policy, meeting.two.policy
    tier = _by_status(two, there)
    if _by_status(one, here) is None or tier is None:
        return
    theirs = {criterion.attribute for criterion in _ways(there)}
    for way in _ways(here):
        if way.attribute in theirs:
            continue
        shown = _left_out(meeting, way, theirs)
        if shown is not None:
            words = message("compare.other-paths", tier=tier.title)
            element = f"tiers/{tier.id}"
            yield (
                way,
                Criterion(two, Role.WAY, element, tier.location, words, way.attribute),
                shown,
            )


def _ways(criteria: Sequence[Criterion]) -> list[Criterion]:
    return [one for one in criteria if one.role is Role.WAY and one.voided is None]


def _by_status(policy: Policy, criteria: Sequence[Criterion]) -> Tier | None:
    """The tier whose paths are all by status; None where there is none."""
    attributes = policy.dictionary.attributes
    for tier in policy.tiers:
        ways = [one for one in _ways(criteria) if one.tier == tier.id]
        known = [attributes[one.attribute] for one in ways if one.attribute in attributes]
        by_status = all(is_status(attribute) for attribute in known)
        if len(ways) > 1 and len(known) == len(ways) and by_status:
            return tier
    return None


def _left_out(meeting: Meeting, way: Criterion, theirs: set[str]) -> Shown | None:
    """The customer whom both take, without what only the second policy's list looks at."""
    for base in meeting.accepted(way.ways):
        changes: dict[str, Value] = {}
        for name in sorted(theirs):
            attribute = meeting.two.attribute(name)
            if attribute is not None and base.values.get(name) != typical_of(attribute):
                changes[name] = typical_of(attribute)
        for value in _listed(way):
            customer = meeting.changed(base, {**changes, **value})
            found = None if customer is None else judged(meeting, base, customer)
            if found is not None:
                return found
    return None


def _listed(way: Criterion) -> Iterator[Changes]:
    """What a path lists, in its order; at last, nothing: the customer is as they are."""
    if isinstance(way.test, OneOf) and not way.test.negated:
        yield from ({way.attribute: value} for value in way.test.values)
    yield {}
