"""Outcomes: what a policy decides about one customer, and what it leaned on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Final

from evenhand.location import Location
from evenhand.messages import Bilingual
from evenhand.model.element import Text
from evenhand.model.truth import Truth

OUT_OF_SCOPE: Final = "out_of_scope"
REJECTED: Final = "rejected"
REFERRED: Final = "referred"
REFER: Final = "refer"


def shown_as(label: str) -> str:
    """The outcome that a label of the decision list is shown as (rule 16)."""
    return REFER if label == REFERRED else label


class Reading(Enum):
    """How open wording is taken: as the policy's ``read_as`` says, left open, or all one way."""

    DECLARED = "declared"
    OPEN = "open"
    ALL_MET = "all_met"
    NONE_MET = "none_met"


class Cause(Enum):
    """Why something is unknown."""

    MISSING = "missing"
    HUMAN = "human"
    DISCRETION = "discretion"
    UNSTATED = "unstated"
    DISPUTED = "disputed"
    UNDEFINED = "undefined"
    RULE = "rule"


class Status(Enum):
    """Whether exactly one outcome is possible."""

    DECIDED = "decided"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Leaning:
    """A place where the reading, not the source, settled something."""

    wording: Text
    taken_as: str
    location: Location


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no better outcome: a knockout's code, or a characteristic that fell short.

    ``short`` is the best reachable points minus the points; None for a knockout and for unknown
    points.
    """

    code: str
    text: Bilingual
    short: Fraction | None
    location: Location


@dataclass(frozen=True, slots=True)
class Grant:
    """One benefit of the outcome tier: granted, not granted or unknown, with its value if known."""

    benefit: str
    granted: Truth
    value: Fraction | None
    location: Location


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy decides about one customer.

    ``outcome`` is a tier's id, ``rejected``, ``refer`` or ``out_of_scope``. ``possible`` lists, in
    the order of the decision list, every outcome that the known values leave open. ``floor`` and
    ``ceiling`` are the worst and the best of them where they can be ranked. ``settle`` are the
    missing attributes that the open conditions mention, sorted. ``scores`` are by scorecard, None
    where unknown. ``decided_by`` points to the element that decided.
    """

    outcome: str
    status: Status
    possible: tuple[str, ...]
    floor: str | None
    ceiling: str | None
    causes: tuple[Cause, ...]
    settle: tuple[str, ...]
    reading: Reading
    leaned: tuple[Leaning, ...]
    scores: Mapping[str, Fraction | None]
    reasons: tuple[Reason, ...]
    paths: tuple[str, ...]
    benefits: tuple[Grant, ...]
    fee_owed: Truth | None
    decided_by: Location = field(compare=False)

    @property
    def score(self) -> Fraction | None:
        """The score of the only scorecard; None if unknown, or if there is not exactly one."""
        return next(iter(self.scores.values())) if len(self.scores) == 1 else None
