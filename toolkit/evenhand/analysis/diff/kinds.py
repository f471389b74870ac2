"""The published kinds of change. Each has a mirror: what the same change is the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from typing import Final, TypeAlias

from evenhand.messages import Message, message


class Evaluated(Enum):
    """Whether the engines read what such a change is about."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


class Lean(Enum):
    """What such a change by itself can do for customers; ``either`` hangs on where it stands."""

    TIGHTENING = "tightening"
    LOOSENING = "loosening"
    EITHER = "either"
    NONE = "none"

    @property
    def mirror(self) -> Lean:
        """The same when old and new are exchanged."""
        return _MIRRORED.get(self, self)


_MIRRORED: Final = {Lean.TIGHTENING: Lean.LOOSENING, Lean.LOOSENING: Lean.TIGHTENING}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change; ``mirror`` is its kind when old and new are exchanged.

    Four axes sort the kinds: the ``area`` of a policy, the ``part`` of it, the ``action``, and the
    ``direction`` for customers.
    """

    id: str
    mirror: str
    area: str
    part: str
    direction: Lean
    evaluated: Evaluated

    @property
    def action(self) -> str:
        """What happened to the part: the last words of the id."""
        return self.id.removeprefix(f"{self.part}-")

    @property
    def sentence(self) -> Message:
        """What happened, as a short sentence part."""
        return message(f"diff.kind.{self.id}")


_EITHER, _NONE, _TIGHTER, _LOOSER = Lean.EITHER, Lean.NONE, Lean.TIGHTENING, Lean.LOOSENING
_ALWAYS, _SOMETIMES, _NEVER = Evaluated.ALWAYS, Evaluated.SOMETIMES, Evaluated.NEVER

_Pair: TypeAlias = tuple[str, str, str, Lean, Evaluated]
_Single: TypeAlias = tuple[str, str, Lean, Evaluated]

_PAIRS: Final[tuple[_Pair, ...]] = (
    ("condition", "threshold-raised", "threshold-lowered", _EITHER, _ALWAYS),
    ("condition", "edge-included", "edge-excluded", _EITHER, _ALWAYS),
    ("condition", "figure-stated", "figure-left-open", _EITHER, _ALWAYS),
    ("condition", "condition-added", "condition-removed", _EITHER, _ALWAYS),
    ("condition", "value-added", "value-removed", _EITHER, _ALWAYS),
    ("condition", "count-raised", "count-lowered", _EITHER, _ALWAYS),
    ("scope", "scope-added", "scope-removed", _TIGHTER, _ALWAYS),
    ("definition", "definition-added", "definition-removed", _NONE, _ALWAYS),
    ("knockout", "knockout-added", "knockout-removed", _EITHER, _ALWAYS),
    ("knockout", "effect-hardened", "effect-softened", _TIGHTER, _ALWAYS),
    ("tier", "tier-added", "tier-removed", _EITHER, _ALWAYS),
    ("tier", "path-added", "path-removed", _EITHER, _ALWAYS),
    ("tier", "entry-added", "entry-removed", _TIGHTER, _ALWAYS),
    ("membership", "stay-added", "stay-removed", _EITHER, _ALWAYS),
    ("fee", "fee-added", "fee-removed", _TIGHTER, _ALWAYS),
    ("fee", "fee-raised", "fee-lowered", _TIGHTER, _ALWAYS),
    ("fee", "waiver-added", "waiver-removed", _LOOSER, _ALWAYS),
    ("benefit", "benefit-added", "benefit-removed", _LOOSER, _ALWAYS),
    ("benefit", "benefit-granted", "benefit-withdrawn", _LOOSER, _ALWAYS),
    ("benefit", "benefit-raised", "benefit-lowered", _EITHER, _ALWAYS),
    ("benefit", "requirement-added", "requirement-removed", _TIGHTER, _ALWAYS),
    ("benefit", "tie-added", "tie-removed", _NONE, _NEVER),
    ("membership", "membership-added", "membership-removed", _EITHER, _ALWAYS),
    ("membership", "grace-lengthened", "grace-shortened", _LOOSER, _ALWAYS),
    ("scorecard", "scorecard-added", "scorecard-removed", _EITHER, _ALWAYS),
    ("scorecard", "section-added", "section-removed", _EITHER, _ALWAYS),
    ("scorecard", "characteristic-added", "characteristic-removed", _EITHER, _ALWAYS),
    ("scorecard", "points-raised", "points-lowered", _EITHER, _ALWAYS),
    ("scorecard", "amount-stated", "amount-left-open", _EITHER, _ALWAYS),
    ("scorecard", "row-added", "row-removed", _EITHER, _ALWAYS),
    ("scorecard", "base-raised", "base-lowered", _EITHER, _ALWAYS),
    ("scorecard", "weight-raised", "weight-lowered", _EITHER, _ALWAYS),
    ("scorecard", "cap-raised", "cap-lowered", _EITHER, _ALWAYS),
    ("scorecard", "cap-added", "cap-removed", _EITHER, _ALWAYS),
    ("scorecard", "floor-raised", "floor-lowered", _EITHER, _ALWAYS),
    ("scorecard", "floor-added", "floor-removed", _EITHER, _ALWAYS),
    ("vocabulary", "attribute-added", "attribute-removed", _EITHER, _SOMETIMES),
    ("vocabulary", "vocabulary-added", "vocabulary-removed", _NONE, _NEVER),
    ("vocabulary", "constraint-added", "constraint-removed", _EITHER, _ALWAYS),
    ("source", "source-added", "source-removed", _NONE, _NEVER),
    ("setting", "setting-added", "setting-removed", _NONE, _NEVER),
    ("law", "law-added", "law-removed", _NONE, _NEVER),
    ("example", "example-added", "example-removed", _NONE, _NEVER),
)
"""Area, id, id of the mirror, direction of the first, whether evaluated."""

_SELF: Final[tuple[_Single, ...]] = (
    ("condition", "figure-changed", _EITHER, _ALWAYS),
    ("condition", "condition-replaced", _EITHER, _ALWAYS),
    ("condition", "reading-changed", _EITHER, _ALWAYS),
    ("words", "wording-changed", _NONE, _NEVER),
    ("words", "because-changed", _NONE, _NEVER),
    ("condition", "judge-changed", _EITHER, _ALWAYS),
    ("knockout", "effect-changed", _EITHER, _ALWAYS),
    ("knockout", "reason-code-changed", _NONE, _ALWAYS),
    ("words", "reason-text-changed", _NONE, _NEVER),
    ("order", "order-changed", _EITHER, _SOMETIMES),
    ("scorecard", "amount-changed", _EITHER, _ALWAYS),
    ("benefit", "benefit-changed", _EITHER, _ALWAYS),
    ("scorecard", "bins-moved", _EITHER, _ALWAYS),
    ("scorecard", "unit-changed", _EITHER, _ALWAYS),
    ("scorecard", "measure-replaced", _EITHER, _ALWAYS),
    ("scorecard", "maximum-changed", _NONE, _NEVER),
    ("condition", "stand-in-changed", _NONE, _NEVER),
    ("tier", "lowest-tier-changed", _EITHER, _ALWAYS),
    ("tier", "undecided-changed", _EITHER, _ALWAYS),
    ("membership", "membership-changed", _EITHER, _ALWAYS),
    ("vocabulary", "attribute-changed", _EITHER, _SOMETIMES),
    ("words", "attribute-text-changed", _NONE, _NEVER),
    ("vocabulary", "constraint-changed", _EITHER, _ALWAYS),
    ("header", "identity-changed", _NONE, _NEVER),
    ("header", "period-changed", _NONE, _NEVER),
    ("header", "standing-changed", _NONE, _NEVER),
    ("header", "ownership-changed", _NONE, _NEVER),
    ("header", "header-changed", _NONE, _NEVER),
    ("header", "version-changed", _NONE, _NEVER),
    ("source", "source-changed", _NONE, _NEVER),
    ("words", "title-changed", _NONE, _NEVER),
    ("words", "note-changed", _NONE, _NEVER),
    ("setting", "setting-changed", _NONE, _NEVER),
    ("law", "law-changed", _NONE, _NEVER),
    ("example", "example-changed", _NONE, _NEVER),
    ("other", "other-change", _EITHER, _ALWAYS),
)
"""The kinds that are their own mirror."""


def _kinds() -> Iterator[Kind]:
    for area, one, other, lean, evaluated in _PAIRS:
        part = _common(one, other)
        yield Kind(one, other, area, part, lean, evaluated)
        yield Kind(other, one, area, part, lean.mirror, evaluated)
    for area, name, lean, evaluated in _SELF:
        yield Kind(name, name, area, name.rpartition("-")[0], lean, evaluated)


def _common(one: str, other: str) -> str:
    """The words with which two ids begin."""
    pairs = zip(one.split("-"), other.split("-"), strict=False)
    return "-".join(left for left, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


KINDS: Final[Mapping[str, Kind]] = {kind.id: kind for kind in _kinds()}
"""All kinds of change by id."""

AREAS: Final = tuple(dict.fromkeys(kind.area for kind in KINDS.values()))
"""The areas of a policy, in the order in which the kinds are listed."""
