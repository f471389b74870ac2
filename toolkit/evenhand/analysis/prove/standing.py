"""Standings: which outcome is worse than which.

Rejected is the worst. Then come those to whom no tier is granted: the tier of all the rest, an
outcome that is left open or goes to a human, and out of scope. Then the tiers, the best last.
"""

from __future__ import annotations

from typing import Final

from evenhand.model.outcome import REJECTED
from evenhand.model.policy import Policy

WORST: Final = 0
NOTHING_GRANTED: Final = 1


def standing(policy: Policy, label: str) -> int:
    """The standing of an outcome, 0 for the worst."""
    if label == REJECTED:
        return WORST
    tiers = [tier.id for tier in reversed(policy.tiers)]
    return tiers.index(label) + NOTHING_GRANTED + 1 if label in tiers else NOTHING_GRANTED
