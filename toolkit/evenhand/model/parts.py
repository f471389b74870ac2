"""The parts of a policy that its outcomes can hang on, each with an address of ids.

Rows of a table have their number or their code, parts of a condition their number, from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import assert_never

from evenhand.location import Location
from evenhand.model.conditions import AnyOf, Condition, Not, parts_of
from evenhand.model.mentions import element_of, stated_conditions
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, Cases, Characteristic, PerUnit, PointsTable, Unread


class Sort(Enum):
    """What sort of part it is; the values are the words of laws for the places they stand in."""

    ROW = "row"
    CHARACTERISTIC = "characteristic"
    KNOCKOUT = "knockout"
    PATH = "path"
    TIER = "tier"
    CONDITION = "condition"
    SCORECARD = "card"


PLACES = {
    Sort.ROW: "points",
    Sort.CHARACTERISTIC: "points",
    Sort.KNOCKOUT: "knockouts",
    Sort.PATH: "paths",
    Sort.TIER: "tiers",
    Sort.CONDITION: "conditions",
    Sort.SCORECARD: "points",
}
"""The word of laws for the kind of place that each sort stands in."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: an address, its place in the file, and how to find it in the policy.

    ``owner`` is the address of the element that it stands in (itself, except for rows and
    conditions); ``at`` the way inside that: the number of a row, or the numbers of nested
    conditions, from 0.
    """

    sort: Sort
    address: str
    location: Location = field(compare=False, repr=False)
    owner: str
    at: tuple[int, ...] = ()


def parts(policy: Policy) -> Iterator[Part]:
    """All parts, in the order in which a policy decides."""
    yield from _conditions(policy)
    for knockout in policy.knockouts:
        yield _whole(Sort.KNOCKOUT, f"knockouts/{knockout.id}", knockout.location)
    for card in policy.scorecards:
        yield _whole(Sort.SCORECARD, card.id, card.location)
        for section in card.sections:
            for one in section.characteristics:
                address = element_of(card, section.id, one.id)
                yield _whole(Sort.CHARACTERISTIC, address, one.location)
                for at, (name, location) in enumerate(rows_of(one)):
                    yield Part(Sort.ROW, f"{address}/{name}", location, address, (at,))
    for tier in policy.tiers:
        yield _whole(Sort.TIER, f"tiers/{tier.id}", tier.location)
        for path in tier.paths:
            yield _whole(Sort.PATH, f"tiers/{tier.id}/paths/{path.id}", path.location)


def _whole(sort: Sort, address: str, location: Location) -> Part:
    return Part(sort, address, location, address)


def rows_of(characteristic: Characteristic) -> Iterator[tuple[str, Location]]:
    """The rows of a characteristic: number or code, and place. A flag has none of its own."""
    form = characteristic.form
    if not (isinstance(form, Cases) and form.flag):
        yield from named_rows(characteristic)


def named_rows(characteristic: Characteristic) -> Iterator[tuple[str, Location]]:
    """The same, with the only row of a flag."""
    form = characteristic.form
    match form:
        case Bins(_, bins):
            yield from ((str(at), row.location) for at, row in enumerate(bins, start=1))
        case Cases(rows):
            yield from ((str(at), row.location) for at, row in enumerate(rows, start=1))
        case PointsTable(_, rows):
            yield from ((row.code, row.location) for row in rows)
        case PerUnit() | Unread():
            return
        case _:
            assert_never(form)


def deciding_conditions(policy: Policy) -> Iterator[tuple[str, Condition]]:
    """The conditions that outcomes hang on, with the address of the element that each stands in.

    Those of rows have the address of the row; stay conditions, fees and benefits are not among
    them.
    """
    for one in stated_conditions(policy):
        if one.decides:
            row = "" if one.row is None else f"/{one.row}"
            yield f"{one.element}{row}", one.condition


def _conditions(policy: Policy) -> Iterator[Part]:
    for address, condition in deciding_conditions(policy):
        for at, part in _inner(condition, ()):
            numbers = "/".join(str(one + 1) for one in at)
            yield Part(Sort.CONDITION, f"{address}/{numbers}", part.location, address, at)


def _inner(
    condition: Condition, at: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], Condition]]:
    """The conditions inside one that it would still be a condition without."""
    for number, part in enumerate(parts_of(condition)):
        here = (*at, number)
        if not isinstance(condition, Not):
            yield here, part
        yield from _inner(part, here)


def never(location: Location) -> Condition:
    """The condition that no customer meets."""
    return AnyOf((), location)
