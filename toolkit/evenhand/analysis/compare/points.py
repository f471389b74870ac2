"""Points by level: what a characteristic gives, from the lowest stretch to the highest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from evenhand.location import Location
from evenhand.model.conditions import Condition
from evenhand.model.scorecard import (
    Bins,
    Bound,
    Cases,
    Characteristic,
    OpenPoints,
    PerUnit,
    Points,
    PointsTable,
    Unread,
)


@dataclass(frozen=True, slots=True)
class Level:
    """Known points for a stretch of numbers, a code, or a condition.

    ``low`` and ``high`` are the ends of a stretch (None: open); ``code`` is the row's code, and
    ``when`` its condition. All three are None for whatever is in no row.
    """

    points: Fraction
    location: Location
    low: Fraction | None = None
    high: Fraction | None = None
    bounds: tuple[Bound, ...] = ()
    code: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """From one level to another; ``gain`` is what it brings, below zero where it costs."""

    start: Level
    end: Level

    @property
    def gain(self) -> Fraction:
        return self.end.points - self.start.points


def stated(points: Points | None) -> Fraction | None:
    """Points as the policy reads them; None where nothing is stated."""
    return points.read_as if isinstance(points, OpenPoints) else points


def levels_of(characteristic: Characteristic) -> tuple[Level, ...]:
    """The levels whose points are known: stretches from the lowest, rows in file order."""
    match characteristic.form:
        case Bins() as form:
            return tuple(_stretches(characteristic, form))
        case PointsTable() | Cases() as form:
            return tuple(_rows(characteristic, form))
        case PerUnit() | Unread():
            return ()


def steps_of(characteristic: Characteristic) -> tuple[Step, ...]:
    """Neighbouring stretches; of codes and conditions, each row against the one with the least."""
    levels = levels_of(characteristic)
    if isinstance(characteristic.form, Bins):
        return tuple(Step(one, two) for one, two in pairwise(levels))
    if not levels:
        return ()
    least = min(levels, key=lambda level: level.points)
    return tuple(Step(least, one) for one in levels if one.points > least.points)


def _stretches(characteristic: Characteristic, form: Bins) -> Iterator[Level]:
    found = []
    for row in form.bins:
        points = stated(row.points)
        low = _end(row.bounds, upward=True)
        high = _end(row.bounds, upward=False)
        if points is not None and (low is None or low != high):
            found.append(Level(points, row.location, low, high, row.bounds))
    found.sort(key=lambda level: (level.low is not None, level.low or 0))
    rest = stated(characteristic.otherwise)
    if rest is not None and found and found[0].low is not None:
        yield Level(rest, characteristic.location, None, found[0].low)
    yield from found


def _end(bounds: tuple[Bound, ...], *, upward: bool) -> Fraction | None:
    for bound in bounds:
        if bound.operator.is_upward is upward:
            value = bound.value.value
            return value if isinstance(value, Fraction) else None
    return None


def _rows(characteristic: Characteristic, form: PointsTable | Cases) -> Iterator[Level]:
    if isinstance(form, PointsTable):
        for row in form.rows:
            points = stated(row.points)
            if points is not None:
                yield Level(points, row.location, code=row.code)
    else:
        for case in form.rows:
            points = stated(case.points)
            if points is not None:
                yield Level(points, case.location, when=case.when)
    rest = stated(characteristic.otherwise)
    if rest is not None:
        yield Level(rest, characteristic.location)
