"""The published kinds of change. Each has a mirror: what the same change is the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evenhand.messages import Message, message


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change; ``mirror`` is its kind when old and new are exchanged."""

    id: str
    mirror: str

    @property
    def sentence(self) -> Message:
        """What happened, as a short sentence part."""
        return message(f"diff.kind.{self.id}")


_PAIRS: Final = (
    ("threshold-raised", "threshold-lowered"),
    ("edge-included", "edge-excluded"),
    ("figure-stated", "figure-left-open"),
    ("condition-added", "condition-removed"),
    ("value-added", "value-removed"),
    ("count-raised", "count-lowered"),
    ("scope-added", "scope-removed"),
    ("definition-added", "definition-removed"),
    ("knockout-added", "knockout-removed"),
    ("effect-hardened", "effect-softened"),
    ("tier-added", "tier-removed"),
    ("path-added", "path-removed"),
    ("entry-added", "entry-removed"),
    ("stay-added", "stay-removed"),
    ("fee-added", "fee-removed"),
    ("fee-raised", "fee-lowered"),
    ("waiver-added", "waiver-removed"),
    ("benefit-added", "benefit-removed"),
    ("benefit-granted", "benefit-withdrawn"),
    ("benefit-raised", "benefit-lowered"),
    ("requirement-added", "requirement-removed"),
    ("tie-added", "tie-removed"),
    ("membership-added", "membership-removed"),
    ("grace-lengthened", "grace-shortened"),
    ("scorecard-added", "scorecard-removed"),
    ("section-added", "section-removed"),
    ("characteristic-added", "characteristic-removed"),
    ("points-raised", "points-lowered"),
    ("amount-stated", "amount-left-open"),
    ("row-added", "row-removed"),
    ("base-raised", "base-lowered"),
    ("weight-raised", "weight-lowered"),
    ("cap-raised", "cap-lowered"),
    ("cap-added", "cap-removed"),
    ("floor-raised", "floor-lowered"),
    ("floor-added", "floor-removed"),
    ("attribute-added", "attribute-removed"),
    ("vocabulary-added", "vocabulary-removed"),
    ("constraint-added", "constraint-removed"),
    ("source-added", "source-removed"),
    ("setting-added", "setting-removed"),
    ("example-added", "example-removed"),
)

_SELF: Final = (
    "figure-changed",
    "condition-replaced",
    "reading-changed",
    "wording-changed",
    "because-changed",
    "judge-changed",
    "effect-changed",
    "reason-code-changed",
    "reason-text-changed",
    "order-changed",
    "amount-changed",
    "benefit-changed",
    "bins-moved",
    "unit-changed",
    "measure-replaced",
    "maximum-changed",
    "stand-in-changed",
    "lowest-tier-changed",
    "undecided-changed",
    "membership-changed",
    "attribute-changed",
    "attribute-text-changed",
    "constraint-changed",
    "identity-changed",
    "period-changed",
    "standing-changed",
    "ownership-changed",
    "header-changed",
    "version-changed",
    "source-changed",
    "title-changed",
    "note-changed",
    "setting-changed",
    "example-changed",
    "other-change",
)

KINDS: Final[Mapping[str, Kind]] = {
    kind.id: kind
    for kind in (
        *(Kind(*one) for pair in _PAIRS for one in (pair, pair[::-1])),
        *(Kind(name, name) for name in _SELF),
    )
}
"""All kinds of change by id."""
