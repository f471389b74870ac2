"""Reach: everything that a policy can do to a customer, to be aimed at and ticked off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from evenhand.engines.compiled import Look
from evenhand.location import Location
from evenhand.model.conditions import Condition
from evenhand.model.decision_list import decision_list
from evenhand.model.mentions import placed_characteristics
from evenhand.model.parts import named_rows
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Characteristic
from evenhand.model.truth import truth


class TargetKind(Enum):
    """What sort of thing a customer can reach."""

    OUTCOME = "outcome"
    KNOCKOUT_TRUE = "knockout_true"
    KNOCKOUT_FALSE = "knockout_false"
    PATH = "path"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to reach, such as a tier or a bin.

    ``element`` is its address; for a row with its number from 1 or its code. ``at`` is the number
    of a decision list entry or of a row, counted from 0.
    """

    kind: TargetKind
    element: str
    location: Location
    condition: Condition | None = None
    characteristic: Characteristic | None = None
    at: int = 0

    @property
    def wanted(self) -> bool:
        """The truth that the condition must have."""
        return self.kind is not TargetKind.KNOCKOUT_FALSE


def targets(policy: Policy) -> tuple[Target, ...]:
    """All targets of a policy: outcomes first, then knockouts, paths and rows, in file order."""
    return (*_outcomes(policy), *_knockouts(policy), *_paths(policy), *_rows(policy))


def _outcomes(policy: Policy) -> Iterator[Target]:
    for at, entry in enumerate(decision_list(policy)):
        yield Target(TargetKind.OUTCOME, entry.outcome, entry.location, entry.condition, at=at)


def _knockouts(policy: Policy) -> Iterator[Target]:
    for knockout in policy.knockouts:
        for kind in (TargetKind.KNOCKOUT_TRUE, TargetKind.KNOCKOUT_FALSE):
            yield Target(kind, f"knockouts/{knockout.id}", knockout.location, knockout.when)


def _paths(policy: Policy) -> Iterator[Target]:
    for tier in policy.tiers:
        for path in tier.paths:
            name = f"tiers/{tier.id}/paths/{path.id}"
            yield Target(TargetKind.PATH, name, path.location, path.when)


def _rows(policy: Policy) -> Iterator[Target]:
    for placed in placed_characteristics(policy):
        one = placed.characteristic
        for at, (name, location) in enumerate(named_rows(one)):
            yield Target(
                TargetKind.ROW,
                f"{placed.element}/{name}",
                location,
                characteristic=one,
                at=at,
            )


@dataclass(slots=True)
class Reach:
    """Which targets have been reached so far; each is looked for until it is found."""

    waiting: list[Target]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of knockouts and paths, which an engine must know to be asked here."""
        asked = [one for one in self.waiting if one.kind is not TargetKind.OUTCOME]
        return tuple(one.condition for one in asked if one.condition is not None)

    def note(self, look: Look) -> None:
        """Tick off what one customer reaches."""
        possible, rows = look.possible(), {(id(one), row) for one, row in look.rows()}
        self.waiting = [one for one in self.waiting if not _reached(one, look, possible, rows)]


def _reached(
    target: Target, look: Look, possible: tuple[str, ...], rows: set[tuple[int, Location]]
) -> bool:
    match target.kind:
        case TargetKind.OUTCOME:
            return possible == (target.element,)
        case TargetKind.ROW:
            return (id(target.characteristic), target.location) in rows
        case TargetKind.KNOCKOUT_TRUE | TargetKind.KNOCKOUT_FALSE | TargetKind.PATH:
            assert target.condition is not None
            return look.truth(target.condition) is truth(target.wanted)
        case _:
            assert_never(target.kind)
