"""Rows: what a characteristic comes to, made before any customer is seen (rules 11 and 20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, assert_never

from evenhand.engines.compiled.plan import Plan
from evenhand.engines.compiled.units import multiple
from evenhand.location import Location
from evenhand.messages import Bilingual
from evenhand.model.limits import highest_value
from evenhand.model.outcome import Reason
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    Form,
    PerUnit,
    Points,
    PointsTable,
    Unread,
)


class Row(NamedTuple):
    """What a characteristic comes to: its points, and how far they are below the best.

    Both are whole multiples of the section's unit, and None where unknown. ``missed`` is what is
    short with the section's weight, in the unit of all that is missed; a section with limits may
    have room for less. ``reason`` says so, ready where the row is the same for everybody, and
    ``made`` makes it where it is not. ``place`` is where the row stands, or the characteristic.
    """

    points: int | None
    short: int | None
    missed: int | None
    reason: Reason | None
    made: Rows
    place: Location


@dataclass(frozen=True, slots=True)
class Measure:
    """In what a section counts: the unit of its points, and the unit of what is missed.

    ``weight`` turns the first into the second; None where the section's weight is unknown.
    """

    unit: Fraction
    missed_unit: Fraction
    weight: int | None


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of one characteristic are made; ``unknown`` is it as a reason without points."""

    characteristic: Characteristic
    measure: Measure
    best: int | None
    unknown: Reason

    def row(self, points: Fraction | None, place: Location | None = None) -> Row:
        """The row for some points, with its reason."""
        bare = self.bare(None if points is None else multiple(points, self.measure.unit))
        reason = None if bare.missed is None else self.reason(bare.missed)
        return bare._replace(reason=reason, place=place or bare.place)

    def bare(self, points: int | None) -> Row:
        """The row for some points in the section's unit, without its reason."""
        place = self.characteristic.location
        if points is None or self.best is None:
            return Row(points, None, None, None, self, place)
        short = max(self.best - points, 0)
        weight = self.measure.weight
        return Row(points, short, None if weight is None else weight * short, None, self, place)

    def reason(self, missed: int) -> Reason:
        """The characteristic as a reason, with what is missed."""
        unit, bare = self.measure.missed_unit, self.unknown
        points = Fraction(missed * unit.numerator, unit.denominator)
        return Reason(bare.code, bare.text, points, bare.location)


def stated(form: Form) -> list[Points]:
    """The points that stand in a characteristic's rows."""
    match form:
        case Bins(_, bins):
            return [row.points for row in bins]
        case PointsTable(_, codes):
            return [row.points for row in codes]
        case Cases(cases):
            return [row.points for row in cases]
        case PerUnit() | Unread():
            return [form.points]
        case _:
            assert_never(form)


def numbers(plan: Plan, one: Characteristic) -> Iterator[Fraction]:
    """All numbers that a characteristic's points are made of."""
    for points in (*stated(one.form), one.otherwise, one.not_applicable, one.if_missing):
        number = plan.points(points)
        if number is not None:
            yield number
    if isinstance(one.form, PerUnit) and one.form.at_most is not None:
        yield one.form.at_most


def best_points(plan: Plan, one: Characteristic) -> Fraction | None:
    """The most that anybody can reach on a characteristic; None where that is open (rule 20)."""
    form = one.form
    if isinstance(form, PerUnit):
        return _best_by_unit(plan, form)
    chosen = stated(form)
    if one.otherwise is not None and not isinstance(form, Unread):
        chosen.append(one.otherwise)
    known = [points for points in map(plan.points, chosen) if points is not None]
    return max(known) if known and len(known) == len(chosen) else None


def _best_by_unit(plan: Plan, form: PerUnit) -> Fraction | None:
    points = plan.points(form.points)
    if points is None:
        return None
    if points <= 0:
        return Fraction(0)
    top = highest_value(plan.dictionary, form.attribute)
    if top is None:
        return form.at_most
    reachable = points * (max(top - form.over, Fraction(0)) // form.each)
    return reachable if form.at_most is None else min(reachable, form.at_most)


def rows_of(plan: Plan, one: Characteristic, measure: Measure) -> Rows:
    """How the rows of a characteristic are made in a section of some measure."""
    best = best_points(plan, one)
    return Rows(
        one,
        measure,
        None if best is None else multiple(best, measure.unit),
        Reason(one.id, one.about.title or Bilingual(one.id, one.id), None, one.location),
    )
