"""Step functions: whether new bins give more points than old ones everywhere, or fewer."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evenhand.model.conditions import Operator
from evenhand.model.scorecard import Bins, Characteristic, Points

_HALF = Fraction(1, 2)


def bins_direction(old: Bins, new: Bins, before: Characteristic, after: Characteristic) -> int:
    """1 if no value gets fewer points than before, -1 if none gets more; else 0.

    Only numbers are compared; points that are not known on one side alone give 0.
    """
    signs = set()
    for value in _samples(old, new):
        one = _points_at(old, before.otherwise, value)
        two = _points_at(new, after.otherwise, value)
        if one == two:
            continue
        if not isinstance(one, Fraction) or not isinstance(two, Fraction):
            return 0
        signs.add(1 if two > one else -1)
    return signs.pop() if len(signs) == 1 else 0


def _samples(*tables: Bins) -> Iterator[Fraction]:
    """Each cut, and a value in each stretch between and beyond the cuts."""
    cuts = sorted(
        {
            bound.value.value
            for table in tables
            for row in table.bins
            for bound in row.bounds
            if isinstance(bound.value.value, Fraction)
        }
    )
    if not cuts:
        return
    yield cuts[0] - 1
    for index, cut in enumerate(cuts):
        yield cut
        if index + 1 < len(cuts):
            yield (cut + cuts[index + 1]) * _HALF
    yield cuts[-1] + 1


def _points_at(table: Bins, otherwise: Points | None, value: Fraction) -> Points | None:
    for row in table.bins:
        if all(_within(value, bound.operator, bound.value.value) for bound in row.bounds):
            return row.points
    return otherwise


def _within(value: Fraction, operator: Operator, limit: object) -> bool:
    return isinstance(limit, Fraction) and operator.holds(value, limit)
