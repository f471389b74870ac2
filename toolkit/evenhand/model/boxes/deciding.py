"""Lists of labels over boxes: rules 15 to 17 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from evenhand.model.boxes.reading import reduced
from evenhand.model.outcome import REJECTED, shown_as
from evenhand.model.policy import Policy
from evenhand.model.truth import F, T, Truth, U

Entries: TypeAlias = str | tuple[tuple[str, Any], ...]
"""Labels with the shapes of their conditions, from the top; or the label that is settled."""


def narrowed(side: Any, entries: Entries, answers: Mapping[Any, Any]) -> Entries:
    """The entries of a side that are still possible; their label where that is settled.

    ``side.undecided`` is the label where several are possible. With ``side.floor`` it is the worst
    of them where all can be ranked.
    """
    if isinstance(entries, str):
        return entries
    left: list[tuple[str, Any]] = []
    for label, shape in entries:
        found = reduced(shape, answers)
        left += [(label, found)] if found is not F else []
        if found is T:
            break
    labels = [label for label, _ in left]
    if not all(isinstance(found, Truth) for _, found in left):
        return side.undecided if left[0][1] is U and not side.floor else tuple(left)
    if len(labels) == 1:
        return shown_as(labels[0])
    policy: Policy = side.policy
    ranked = [REJECTED, policy.otherwise.tier, *(tier.id for tier in reversed(policy.tiers))]
    worst = min(labels, key=ranked.index) if {*labels} <= {*ranked} else side.undecided
    return worst if side.floor else side.undecided


def labels_of(side: Any) -> list[str]:
    """All labels that a side can give, sorted."""
    listed = {shown_as(label) for label, _ in side.entries}
    return sorted(listed | {side.undecided})
