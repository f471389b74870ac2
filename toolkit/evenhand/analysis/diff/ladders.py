"""Two policies on one ladder of outcomes: who gains by a change of outcome, and who loses.

Rejection is the lowest. All other outcomes without a tier (``otherwise``, ``refer`` and
``out_of_scope``) grant nothing and lie together above it. The tiers lie above these, in the order
that both policies give them. Tiers that the two policies put in opposite orders share a place, and
so do tiers of one policy only that lie between the same two common ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from evenhand.model.outcome import REJECTED
from evenhand.model.policy import Policy
from evenhand.model.wording import Words

EQUIVALENT: Final = "equivalent"
STRICTER: Final = "stricter"
LOOSER: Final = "looser"
INCOMPARABLE: Final = "incomparable"
UNKNOWN: Final = "unknown"
VERDICTS: Final = (EQUIVALENT, STRICTER, LOOSER, INCOMPARABLE, UNKNOWN)


class Move(Enum):
    """What a change of outcome does to a customer."""

    LOSS = "loss"
    GAIN = "gain"
    NEITHER = "neither"


_NO_TIER: Final = 1
"""The place of whoever has no tier and is not rejected; tiers come above, rejection is 0."""


@dataclass(frozen=True, slots=True)
class Ladders:
    """The places of the outcomes of two policies.

    ``old`` and ``new`` hold the places of each side's tiers, ``common`` the tiers that both have,
    best first as in the old policy; ``removed`` and ``added`` are those of one side only.
    ``granted`` holds, for each common tier, that and better ones of either side, and ``titles``
    what the tiers are called.
    """

    old: Mapping[str, int]
    new: Mapping[str, int]
    common: tuple[str, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    granted: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    titles: Mapping[str, Words]

    def move(self, before: str, after: str) -> Move | None:
        """What a change from one outcome to another does; None where it is the same outcome."""
        if before == after:
            return None
        return _move(_place(self.old, before), _place(self.new, after))

    def move_at(self, tier: str, before: str, after: str) -> Move | None:
        """The same as to whether the customer is granted a common tier or a better one."""
        old, new = self.granted[tier]
        had, has = before in old, after in new
        return None if had is has else _move(had, has)

    def heights(self, before: str, after: str) -> tuple[int, int]:
        """How high two outcomes lie, to put the changes of high ones first."""
        return _place(self.old, before), _place(self.new, after)


def _move(before: int, after: int) -> Move:
    if before == after:
        return Move.NEITHER
    return Move.GAIN if after > before else Move.LOSS


def _place(places: Mapping[str, int], outcome: str) -> int:
    return places.get(outcome, 0 if outcome == REJECTED else _NO_TIER)


def ladders(old: Policy, new: Policy) -> Ladders:
    """The ladders of two policies, put beside each other."""
    up_old = [tier.id for tier in reversed(old.tiers)]
    up_new = [tier.id for tier in reversed(new.tiers)]
    blocks = _blocks([one for one in up_old if one in up_new], [t for t in up_new if t in up_old])
    common = tuple(one for one in reversed(up_old) if one in up_new)
    return Ladders(
        old=_places(up_old, blocks),
        new=_places(up_new, blocks),
        common=common,
        removed=tuple(one for one in reversed(up_old) if one not in up_new),
        added=tuple(one for one in reversed(up_new) if one not in up_old),
        granted={
            one: (
                frozenset(up_old[up_old.index(one) :]),
                frozenset(up_new[up_new.index(one) :]),
            )
            for one in common
        },
        titles={tier.id: tier.title for policy in (old, new) for tier in policy.tiers},
    )


def _blocks(old: list[str], new: list[str]) -> list[frozenset[str]]:
    """Common tiers, lowest first, in the smallest groups whose order both sides agree on."""
    found: list[frozenset[str]] = []
    start = 0
    for end in range(1, len(old) + 1):
        if set(old[start:end]) == set(new[start:end]):
            found.append(frozenset(old[start:end]))
            start = end
    return found


def _places(upwards: list[str], blocks: list[frozenset[str]]) -> Mapping[str, int]:
    """Groups have odd places above that of no tier; what lies between two has the even one."""
    places: dict[str, int] = {}
    begun = [0] * len(blocks)
    passed = 0
    for tier in upwards:
        index = next((i for i, block in enumerate(blocks) if tier in block), None)
        if index is not None:
            begun[index] += 1
            passed = index + 1
            places[tier] = _NO_TIER + 2 * passed
        elif passed and begun[passed - 1] < len(blocks[passed - 1]):
            places[tier] = _NO_TIER + 2 * passed
        else:
            places[tier] = _NO_TIER + 2 * passed + 1
    return places


def verdict_of(moves: Iterable[Move]) -> str:
    """What changes of outcome amount to.

    Stricter: somebody loses and nobody gains; looser: the other way round. Where some do both, or
    all changes are neither, the two are incomparable.
    """
    found = set(moves)
    if not found:
        return EQUIVALENT
    if Move.LOSS in found and Move.GAIN not in found:
        return STRICTER
    if Move.GAIN in found and Move.LOSS not in found:
        return LOOSER
    return INCOMPARABLE
