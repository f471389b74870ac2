"""Scorecards: points for characteristics, in sections, added up to a score."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias, assert_never

from evenhand.location import Location
from evenhand.model.conditions import Condition, Operator, StandsFor
from evenhand.model.element import About, SourceRef, Text
from evenhand.model.figures import Constant


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """Points that the source does not state, disputes, or gives as a range.

    ``reason`` is ``unstated`` or ``disputed``; ``values`` are the possible points that sources
    name (none for unstated, the two ends for a range); ``sources`` go with disputed values.
    """

    reason: str
    wording: Text | None
    values: tuple[Fraction, ...]
    is_range: bool
    read_as: Fraction | None
    because: Text | None
    location: Location = field(compare=False, repr=False)
    sources: tuple[tuple[SourceRef, ...], ...] = field(default=(), kw_only=True)


Points: TypeAlias = Fraction | OpenPoints


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a bin."""

    operator: Operator
    value: Constant


@dataclass(frozen=True, slots=True)
class Bin:
    """Points for a stretch of an attribute's values; without bounds, for every value."""

    bounds: tuple[Bound, ...]
    points: Points
    location: Location = field(compare=False, repr=False)
    about: About = field(default=About(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Bins:
    """Points by stretches of one ordered attribute; the first bin that matches counts."""

    attribute: str
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class PointsRow:
    """Points for one code of an attribute (``true`` and ``false`` for a boolean)."""

    code: str
    points: Points
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PointsTable:
    """Points by the codes of an enum, ordinal or boolean attribute."""

    attribute: str
    rows: tuple[PointsRow, ...]


@dataclass(frozen=True, slots=True)
class PerUnit:
    """``points`` for each whole ``each`` of an attribute above ``over``, at most ``at_most``."""

    attribute: str
    each: Fraction
    points: Points
    at_most: Fraction | None
    over: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a decision table."""

    when: Condition
    points: Points
    location: Location = field(compare=False, repr=False)
    about: About = field(default=About(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Cases:
    """Points by a decision table; the first row that holds counts. A flag is a table of one row."""

    rows: tuple[Case, ...]
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """An item that the source names without saying how it is measured or scored."""

    points: OpenPoints


Form: TypeAlias = Bins | PointsTable | PerUnit | Cases | Unread


def row_points(form: Form) -> tuple[Points, ...]:
    """The points of a form's rows in file order; of a form without rows, those that it names."""
    match form:
        case Bins(_, bins):
            return tuple(row.points for row in bins)
        case PointsTable(_, codes):
            return tuple(row.points for row in codes)
        case Cases(rows):
            return tuple(row.points for row in rows)
        case PerUnit() | Unread():
            return (form.points,)
        case _:
            assert_never(form)


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One item of a scorecard.

    ``if_missing`` and ``not_applicable`` are points for a value that is missing or does not exist;
    None means unknown points, and for ``not_applicable`` the same as ``otherwise``. ``maximum`` is
    a claim of the source that the audit checks.
    """

    id: str
    form: Form
    otherwise: Points | None
    if_missing: Fraction | None
    not_applicable: Points | None
    maximum: Fraction | None
    stands_for: StandsFor | None
    about: About
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A group of characteristics: their sum, kept within its limits, times its weight."""

    id: str
    weight: Points
    at_most: Fraction | None
    at_least: Fraction | None
    characteristics: tuple[Characteristic, ...]
    about: About
    location: Location = field(compare=False, repr=False)

    def within(self, points: Fraction) -> Fraction:
        """Points kept within the section's limits."""
        if self.at_most is not None:
            points = min(points, self.at_most)
        return points if self.at_least is None else max(points, self.at_least)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A score: ``base`` plus the weighted sections. ``maximum`` is a claim, never a limit."""

    id: str
    base: Points
    maximum: Fraction | None
    sections: tuple[Section, ...]
    about: About
    location: Location = field(compare=False, repr=False)

    def characteristics(self) -> tuple[Characteristic, ...]:
        """All characteristics in file order."""
        return tuple(c for section in self.sections for c in section.characteristics)
