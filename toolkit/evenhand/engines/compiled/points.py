"""Points of a characteristic (rule 11): the row that a customer gets, by one look where it can."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias, assert_never

from evenhand.engines.compiled.comparing import HOLDS, turning_point
from evenhand.engines.compiled.conditions import term
from evenhand.engines.compiled.plan import ABSENT, Plan, Reader, Slots
from evenhand.engines.compiled.quantities import Quantity, code_key, existing, place
from evenhand.engines.compiled.rows import Row, Rows
from evenhand.engines.compiled.units import integers, multiple
from evenhand.model.scorecard import Bin, Bins, Cases, PerUnit, PointsTable, Unread

Scored: TypeAlias = Callable[[Slots], Row]

Choose: TypeAlias = Callable[[Any], Row]
"""From a value that is there to its row."""


def scored(plan: Plan, rows: Rows) -> Scored:
    """A characteristic as a closure from the slots to its row."""
    form = rows.characteristic.form
    match form:
        case Cases():
            return _cases(plan, rows, form)
        case Unread(points):
            row = rows.row(plan.points(points))
            return lambda _: row
        case Bins() | PointsTable() | PerUnit():
            return _by_attribute(plan, rows, form)
        case _:
            assert_never(form)


def _by_attribute(plan: Plan, rows: Rows, form: Bins | PointsTable | PerUnit) -> Scored:
    one = rows.characteristic
    missing = rows.row(one.if_missing)
    elsewhere = one.otherwise if one.not_applicable is None else one.not_applicable
    absent = rows.row(plan.points(elsewhere))
    found = existing(plan, form.attribute)
    read = found.read
    choose: Choose
    match form:
        case Bins() if not found.ratio:
            places = _bin_places(plan, rows, form, found)
            if found.slot is not None:
                return _slot_bins(places, found.slot, missing)
            return _bins(places, read, missing, absent)
        case Bins():
            choose = _ratio_bins(plan, rows, form, found)
        case PointsTable():
            choose = _table(plan, rows, form)
        case PerUnit():
            choose = _units(plan, rows, form, found)
        case _:
            assert_never(form)

    def row(slots: Slots) -> Row:
        value = read(slots)
        if value is None:
            return missing
        return absent if value is ABSENT else choose(value)

    return row


Places: TypeAlias = tuple[list[int], list[Row]]


def _slot_bins(places: Places, at: int, missing: Row) -> Scored:
    """The commonest of all characteristics, one call deep."""
    cuts, listed = places

    def row(slots: Slots) -> Row:
        value = slots[at]
        return missing if value is None else listed[bisect_right(cuts, value)]

    return row


def _bins(places: Places, read: Reader, missing: Row, absent: Row) -> Scored:
    cuts, listed = places

    def row(slots: Slots) -> Row:
        value = read(slots)
        if value is None:
            return missing
        return absent if value is ABSENT else listed[bisect_right(cuts, value)]

    return row


def _bin_places(plan: Plan, rows: Rows, form: Bins, found: Quantity) -> Places:
    """The whole numbers at which another bin begins, and the row of each stretch between them.

    Bins may overlap or leave gaps: the first that takes a value has it, else ``otherwise``.
    """
    made = [
        (
            _stretch(plan, form.attribute, one, found.unit),
            rows.row(plan.points(one.points), one.location),
        )
        for one in form.bins
    ]
    ends = {end for (low, high), _ in made for end in (low, high) if end is not None}
    cuts = sorted(ends)
    otherwise = rows.row(plan.points(rows.characteristic.otherwise))
    starts = [None, *cuts]
    listed = [
        next((row for stretch, row in made if _takes(stretch, start)), otherwise)
        for start in starts
    ]
    return cuts, listed


Stretch: TypeAlias = tuple[int | None, int | None]
"""From the first number to below the second; None for an end that is open."""


def _stretch(plan: Plan, name: str, one: Bin, unit: Fraction) -> Stretch:
    low: int | None = None
    high: int | None = None
    for bound in one.bounds:
        turn = turning_point(bound.operator, Fraction(place(plan, name, bound.value.value), unit))
        if bound.operator.is_upward:
            low = turn if low is None else max(low, turn)
        else:
            high = turn + 1 if high is None else min(high, turn + 1)
    return low, high


def _takes(stretch: Stretch, start: int | None) -> bool:
    """Whether all numbers from one cut to the next lie in a stretch; None is below all cuts."""
    low, high = stretch
    if start is None:
        return low is None
    return (low is None or low <= start) and (high is None or start < high)


def _ratio_bins(plan: Plan, rows: Rows, form: Bins, found: Quantity) -> Choose:
    tests = [
        (
            _crossed(plan, form, one, found),
            rows.row(plan.points(one.points), one.location),
        )
        for one in form.bins
    ]
    otherwise = rows.row(plan.points(rows.characteristic.otherwise))

    def choose(value: tuple[int, int]) -> Row:
        above, below = value
        for bounds, row in tests:
            if all(holds(above * times, bound * below) for holds, times, bound in bounds):
                return row
        return otherwise

    return choose


def _crossed(
    plan: Plan, form: Bins, one: Bin, found: Quantity
) -> list[tuple[Callable[[int, int], bool], int, int]]:
    """A bin's bounds for a ratio: how to compare, and what both sides are multiplied by."""
    listed = []
    for bound in one.bounds:
        at = place(plan, form.attribute, bound.value.value)
        times, times_below = integers(found.unit, at)
        listed.append((HOLDS[bound.operator], times, times_below))
    return listed


def _table(plan: Plan, rows: Rows, form: PointsTable) -> Choose:
    attribute = plan.dictionary.attributes[form.attribute]
    listed: dict[object, Row] = {}
    for one in form.rows:
        row = rows.row(plan.points(one.points), one.location)
        listed.setdefault(code_key(attribute, one.code), row)
    otherwise = rows.row(plan.points(rows.characteristic.otherwise))
    return lambda code: listed.get(code, otherwise)


def _units(plan: Plan, rows: Rows, form: PerUnit, found: Quantity) -> Choose:
    """points × ⌊max(value − over, 0) / each⌋, at most ``at_most``."""
    number = plan.points(form.points)
    if number is None:
        unknown = rows.row(None)
        return lambda _: unknown
    points = multiple(number, rows.measure.unit)
    limit = None if form.at_most is None else multiple(form.at_most, rows.measure.unit)
    times, over, each = integers(found.unit, form.over, form.each)

    def choose(value: int) -> Row:
        beyond = value * times - over
        total = points * (beyond // each) if beyond > 0 else 0
        return rows.bare(total if limit is None or total <= limit else limit)

    return choose


def _cases(plan: Plan, rows: Rows, form: Cases) -> Scored:
    """The first row that holds; a row of unknown truth before it leaves the points missing."""
    one = rows.characteristic
    tests = [
        (term(plan, case.when), rows.row(plan.points(case.points), case.location))
        for case in form.rows
    ]
    missing = rows.row(one.if_missing)
    otherwise = rows.row(plan.points(one.otherwise))

    def row(slots: Slots) -> Row:
        for test, found in tests:
            truth = test(slots)
            if truth is True:
                return found
            if truth is None:
                return missing
        return otherwise

    return row
