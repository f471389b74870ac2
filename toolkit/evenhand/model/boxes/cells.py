"""Cells: what a box holds for one attribute, and the cells that its whole domain makes up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from evenhand.model.boxes.linear import Box, Fork, Form, constant, holds, plus
from evenhand.model.scales import ends, place_of, step_of, value_at
from evenhand.model.truth import F, Truth, truth
from evenhand.model.values import MISSING, Missing, Value, value_text
from evenhand.model.vocabulary import Attribute, Kind


@dataclass(frozen=True, slots=True)
class Members:
    """Sets with some members and without some others; the rest of their members is open."""

    inside: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Codes:
    """One of several codes of an enum."""

    codes: frozenset[str]


Cell: TypeAlias = Missing | bool | str | Codes | Members | tuple[int, int]
"""Missing, a yes or no, codes, sets, or a stretch: its least and greatest place in steps.

The codes of an ordinal are cells of their own.
"""


def first_cells(attribute: Attribute | None) -> list[Cell]:
    """The cells of an attribute before anything is compared with it, MISSING last.

    None stands for somebody's answer, yes or no.
    """
    if attribute is None or attribute.kind is Kind.BOOLEAN:
        return [False, True, MISSING]
    if attribute.kind is Kind.SET:
        return [Members(), MISSING]
    if attribute.kind is Kind.ENUM:
        return [Codes(frozenset(attribute.codes)), MISSING]
    if attribute.kind is Kind.ORDINAL:
        return [*attribute.codes, MISSING]
    low, high = (int(Fraction(end, step_of(attribute))) for end in ends(attribute))
    return [(low, high), MISSING]


def cell_of(attribute: Attribute | None, value: Value | Missing) -> Cell:
    """The cell of one value alone."""
    if isinstance(value, (bool, Missing)):
        return value
    assert attribute is not None
    if isinstance(value, str):
        return Codes(frozenset({value})) if attribute.kind is Kind.ENUM else value
    if isinstance(value, frozenset):
        return Members(value, frozenset(attribute.codes) - value)
    place = int(Fraction(place_of(attribute, value), step_of(attribute)))
    return (place, place)


def among(codes: Iterable[Any], variable: str, box: Box) -> bool:
    """Whether the code of a cell is one of several; raises Fork where that is open.

    Also for a yes or no, and for its name in tables, ``true`` or ``false``.
    """
    cell, wanted = box[variable], frozenset(codes)
    if not isinstance(cell, Codes):
        return cell in wanted or value_text(cell) in wanted
    if cell.codes <= wanted or cell.codes.isdisjoint(wanted):
        return cell.codes <= wanted
    halves = Codes(cell.codes & wanted), Codes(cell.codes - wanted)
    raise Fork([{**box, variable: half} for half in halves])


def included(member: str, variable: str, box: Box) -> bool:
    """Whether the sets of a cell have a member; raises Fork where some do."""
    cell = box[variable]
    if member not in cell.inside | cell.outside:
        more = frozenset({member})
        halves = (
            Members(cell.inside, cell.outside | more),
            Members(cell.inside | more, cell.outside),
        )
        raise Fork([{**box, variable: half} for half in halves])
    return member in cell.inside


def above(attribute: Attribute, box: Box) -> Truth:
    """Whether the twin's value is known to lie above the customer's."""
    places = [_place(attribute, name, box[name]) for name in (f"{attribute.id}'", attribute.id)]
    twin, own = places
    if twin is None or own is None:
        return F
    return truth(not holds(plus(own, twin, -1), box))


def _place(attribute: Attribute, variable: str, cell: Cell) -> Form | None:
    if isinstance(cell, tuple):
        return {variable: step_of(attribute)}
    if isinstance(cell, (Missing, Members, Codes)):
        return None
    return constant(int(cell) if isinstance(cell, bool) else attribute.codes.index(cell))


def domain(attribute: Attribute | None) -> tuple[Any, ...]:
    """What tells the domains of two attributes apart."""
    if attribute is None:
        return ()
    numbers = (attribute.kind, attribute.step, attribute.low, attribute.high)
    return (*numbers, attribute.earliest, attribute.latest, attribute.codes)


def cell_text(attribute: Attribute | None, cell: Cell) -> str | list[str]:
    """A cell in writing: a stretch as its two ends, sets as what they have and do not have."""
    if isinstance(cell, Missing):
        return "missing"
    if isinstance(cell, Codes):
        return sorted(cell.codes)
    if isinstance(cell, Members):
        outside = [f"not {member}" for member in sorted(cell.outside)]
        return [*sorted(cell.inside), *outside]
    if isinstance(cell, tuple):
        assert attribute is not None
        return [value_text(value_at(attribute, place * step_of(attribute))) for place in cell]
    return value_text(cell)
