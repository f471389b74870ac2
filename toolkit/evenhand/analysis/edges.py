"""Edge cases: customers at the thresholds of a policy, drawn from integers of a seeded generator.

They show what a policy can do, never how often. Each is possible: no constraint of the vocabulary
is false for it. Equal seeds give equal customers, on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from evenhand.analysis.aiming import aim
from evenhand.analysis.aiming_points import aim_row
from evenhand.analysis.draft import Draft, new_draft
from evenhand.analysis.reach import Target, TargetKind, targets
from evenhand.engines.possible import Sieve, sieve_of
from evenhand.model.boundaries import discretion_ids, typical_of
from evenhand.model.customer import Customer
from evenhand.model.decision_list import Entry, decision_list
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, Cases, PointsTable
from evenhand.model.truth import F
from evenhand.model.values import Missing

REPAIRS: Final = 3
"""How often a draft is changed to meet the constraints before values are taken out."""

DISTURBED: Final = (0, 0, 0, 1, 2)
"""How many attributes of an aimed customer are moved by chance; one is drawn."""


def edge_customers(
    policy: Policy, n: int, seed: int, reading: Reading = Reading.DECLARED
) -> Iterator[Customer]:
    """``n`` customers; they depend on the policy, the seed and the reading only.

    Two of three are aimed at something that the policy can do, one thing after another; the third
    has each attribute on a threshold, beside it, typical or missing by chance.
    """
    generator = Random(f"{policy.id}:{seed}")
    aims = targets(policy)
    sieve = sieve_of(policy)
    asked = discretion_ids(policy)
    entries = decision_list(policy)
    draft = new_draft(policy, generator, reading, [entry.condition for entry in entries])
    for at in range(n):
        if at % 3 == 2:
            _scatter(draft, asked)
        else:
            _plain(draft)
            _aim_at(draft, aims[(at - at // 3) % len(aims)], entries)
            for _ in range(generator.choice(DISTURBED)):
                _disturb(draft)
        yield _repair(draft, sieve)


def _plain(draft: Draft) -> None:
    """The typical customer, of whom everything is known that machines can know."""
    draft.answers.clear()
    draft.values.clear()
    for name in draft.boundaries:
        attribute = draft.attribute(name)
        if not attribute.human or draft.random.randrange(2):
            draft.values[name] = typical_of(attribute)


def _scatter(draft: Draft, asked: Sequence[str]) -> None:
    """Each attribute by chance: 5 of 10 on a boundary, 4 typical, 1 missing."""
    draft.values.clear()
    draft.answers.clear()
    for name, listed in draft.boundaries.items():
        chance = draft.random.randrange(10)
        if chance < 9:
            known = [value for value in listed if not isinstance(value, Missing)]
            typical = typical_of(draft.attribute(name))
            draft.values[name] = draft.random.choice(known) if chance < 5 else typical
    for name in asked:
        answer = draft.random.randrange(3)
        if answer < 2:
            draft.answers[name] = answer == 0


def _aim_at(draft: Draft, target: Target, entries: Sequence[Entry]) -> None:
    if target.kind is TargetKind.OUTCOME:
        _aim_at_outcome(draft, entries, target.at)
    elif target.condition is not None:
        aim(draft, target.condition, target.wanted)
    elif target.characteristic is not None:
        form = target.characteristic.form
        assert isinstance(form, (Bins, PointsTable, Cases))
        aim_row(draft, form, target.at)


def _aim_at_outcome(draft: Draft, entries: Sequence[Entry], at: int) -> None:
    """The entry of the decision list, and none before it: the later aim weighs more."""
    for entry in entries[:at]:
        aim(draft, entry.condition, False)
    aim(draft, entries[at].condition, True)
    for entry in entries[:at]:
        if draft.truth(entry.condition) is not F:
            aim(draft, entry.condition, False)


def _disturb(draft: Draft) -> None:
    if not draft.boundaries:
        return
    name = draft.random.choice(list(draft.boundaries))
    value = draft.random.choice(draft.boundaries[name])
    if isinstance(value, Missing):
        draft.values.pop(name, None)
    else:
        draft.values[name] = value


def _repair(draft: Draft, sieve: Sieve) -> Customer:
    """A possible customer: what violates a constraint is changed, or in the end taken out."""
    for _ in range(REPAIRS):
        broken = sieve.violated(draft.customer())
        if not broken:
            break
        for limit in broken:
            aim(draft, limit.constraint.holds, True)
            for name in set(limit.attributes) - set(draft.boundaries):
                draft.values.pop(name, None)
    return sieve.possible(draft.customer())
