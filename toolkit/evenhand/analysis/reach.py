"""Reach: everything that a policy can do to a customer, to be aimed at and ticked off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.trace import Decision
from evenhand.location import Location
from evenhand.model.conditions import Condition
from evenhand.model.decision_list import decision_list
from evenhand.model.mentions import element_of
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, Cases, Characteristic, PerUnit, PointsTable, Unread
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
    for card in policy.scorecards:
        for section in card.sections:
            for one in section.characteristics:
                address = element_of(card, section.id, one.id)
                for at, (name, location) in enumerate(_named_rows(one)):
                    yield Target(
                        TargetKind.ROW,
                        f"{address}/{name}",
                        location,
                        characteristic=one,
                        at=at,
                    )


def _named_rows(characteristic: Characteristic) -> Iterator[tuple[str, Location]]:
    form = characteristic.form
    match form:
        case Bins(_, rows):
            yield from ((str(at), row.location) for at, row in enumerate(rows, start=1))
        case Cases(rows):
            yield from ((str(at), row.location) for at, row in enumerate(rows, start=1))
        case PointsTable(_, rows):
            yield from ((row.code, row.location) for row in rows)
        case PerUnit() | Unread():
            return
        case _:
            assert_never(form)


@dataclass(slots=True)
class Reach:
    """Which targets have been reached so far; each is looked for until it is found."""

    policy: Policy
    waiting: list[Target]

    def note(self, case: Case, decision: Decision) -> None:
        """Tick off what one customer reaches. ``case`` asks about the same customer."""
        rows = _rows_reached(decision)
        self.waiting = [one for one in self.waiting if not _reached(one, case, decision, rows)]


def _reached(target: Target, case: Case, decision: Decision, rows: set[Reached]) -> bool:
    match target.kind:
        case TargetKind.OUTCOME:
            return decision.outcome.possible == (target.element,)
        case TargetKind.ROW:
            assert target.characteristic is not None
            return (target.characteristic.location, target.location) in rows
        case TargetKind.KNOCKOUT_TRUE | TargetKind.KNOCKOUT_FALSE | TargetKind.PATH:
            assert target.condition is not None
            return judge(case, target.condition).truth is truth(target.wanted)
        case _:
            assert_never(target.kind)


Reached = tuple[Location, Location]


def _rows_reached(decision: Decision) -> set[Reached]:
    return {
        (one.characteristic.location, one.row)
        for card in decision.cards.values()
        for section in card.sections
        for one in section.characteristics
    }
