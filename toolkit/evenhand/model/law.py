"""Laws: what a policy must never do, whoever the customer is.

``evenhand prove`` answers them for all customers. A policy states its own under ``laws:``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Final, TypeAlias

from evenhand.location import Location
from evenhand.model.conditions import Condition
from evenhand.model.element import About

PROTECTED: Final = "protected"
CLASS_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    PROTECTED: ("demographic", "biometric", "location"),
}
"""Names that stand for several classes of attributes."""

EVERY_PLACE: Final = "all"
GAP_PLACES: Final = ("points",)
OVERLAP_PLACES: Final = ("points", "paths", "knockouts")
DEAD_PLACES: Final = ("points", "knockouts", "paths", "tiers", "conditions")
"""The kinds of places that laws can speak of; ``all`` stands for every kind that a law knows."""


class Customers(Enum):
    """Whom a law speaks of: customers of whom everything is known, or all (rule 25)."""

    COMPLETE = "complete"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Monotone:
    """A better value of one of the attributes, all else equal, never gives a worse outcome.

    ``better`` is ``higher`` or ``lower``; None takes it from the vocabulary.
    """

    attributes: tuple[str, ...]
    better: str | None = None


@dataclass(frozen=True, slots=True)
class Indifferent:
    """Customers who differ in one of the attributes and in nothing else get the same outcome.

    ``classes`` stand for every attribute of the class (or group of classes) that the policy uses.
    """

    attributes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody gets each of these outcomes."""

    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nobody gets any of these outcomes."""

    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Always:
    """Everybody gets one of these outcomes."""

    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """Nobody gets the tier, or a better one, unless the condition is known to hold."""

    tier: str
    holds: Condition


@dataclass(frozen=True, slots=True)
class Total:
    """Nobody's outcome is left open."""


@dataclass(frozen=True, slots=True)
class NoGap:
    """No possible value is left without points. ``places``: characteristics or GAP_PLACES."""

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """No customer falls under two bins or rows of a table, two paths of a tier, two knockouts.

    ``places``: characteristics or OVERLAP_PLACES.
    """

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoDead:
    """Every element decides something: without it, somebody's outcome would be another.

    ``places``: addresses of elements or DEAD_PLACES.
    """

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointsAtMost:
    """The attribute alone moves no score by more than so many points."""

    attribute: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class TiersAtMost:
    """The attribute alone moves nobody by more than so many tiers."""

    attribute: str
    tiers: int


Claim: TypeAlias = (
    Monotone
    | Indifferent
    | Reachable
    | Unreachable
    | Always
    | OnlyIf
    | Total
    | NoGap
    | NoOverlap
    | NoDead
    | PointsAtMost
    | TiersAtMost
)

CLAIM_KEYS: Final[Mapping[type, str]] = {
    Monotone: "monotone",
    Indifferent: "indifferent",
    Reachable: "reachable",
    Unreachable: "unreachable",
    Always: "always",
    OnlyIf: "only_if",
    Total: "total",
    NoGap: "no_gap",
    NoOverlap: "no_overlap",
    NoDead: "no_dead",
    PointsAtMost: "points_at_most",
    TiersAtMost: "tiers_at_most",
}
"""The word for each claim in files, options and results."""


@dataclass(frozen=True, slots=True)
class Law:
    """One claim about a policy. ``among`` restricts it to customers for whom a condition holds.

    ``id`` is None for a law that no file states.
    """

    id: str | None
    claim: Claim
    customers: Customers
    among: Condition | None
    about: About
    location: Location = field(compare=False, repr=False)


def classes_of(name: str) -> tuple[str, ...]:
    """The classes of attributes that a class or a group of classes stands for."""
    return CLASS_GROUPS.get(name, (name,))
