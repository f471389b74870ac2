"""Points and scores over boxes: rules 11 and 12 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Any, TypeAlias

from evenhand.model.boxes.cells import among
from evenhand.model.boxes.linear import Box, Form, constant, holds, plus, stretch
from evenhand.model.boxes.reading import View
from evenhand.model.outcome import Reading
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    OpenPoints,
    PerUnit,
    Points,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)
from evenhand.model.truth import F, U


def number_of(view: View, points: Points | None) -> Fraction | None:
    """Points as a number; None where they are open in this reading."""
    if isinstance(points, OpenPoints):
        return None if view.reading is Reading.OPEN else points.read_as
    return points


def scored(view: View, one: Characteristic, box: Box) -> Fraction | None:
    """The points that a characteristic gives in a box; None where they are unknown."""
    form = one.form
    match form:
        case Unread(points):
            return number_of(view, points)
        case Cases(rows):
            for row in rows:
                holding = view.truth(row.when, box)
                if holding is not F:
                    return one.if_missing if holding is U else number_of(view, row.points)
            return number_of(view, one.otherwise)
        case Bins() | PointsTable() | PerUnit():
            found = view.held(form.attribute, box)
            if found is U:
                return one.if_missing
            if found is F:
                absent = one.otherwise if one.not_applicable is None else one.not_applicable
                return number_of(view, absent)
            if isinstance(form, PerUnit):
                return _by_unit(view, form, found, box)
            return number_of(view, _row(view, form, found, box, one.otherwise))


def _row(
    view: View, form: Bins | PointsTable, found: Any, box: Box, otherwise: Points | None
) -> Points | None:
    """The points of the first row that fits a value that is there."""
    if isinstance(form, PointsTable):
        codes: dict[Points, set[str]] = {}
        for code in form.rows:
            codes.setdefault(code.points, set()).add(code.code)
        variable = view.variable(form.attribute)
        return next((one for one in codes if among(codes[one], variable, box)), otherwise)
    for row in form.bins:
        bounds = ((end.operator, view.place(form.attribute, end.value.value)) for end in row.bounds)
        if all(view.compare(form.attribute, found, at, bound, box) for at, bound in bounds):
            return row.points
    return otherwise


def _by_unit(view: View, rule: PerUnit, found: Form, box: Box) -> Fraction | None:
    """Points for each whole unit; how many units there are is found by halving."""
    points = number_of(view, rule.points)
    if points is None:
        return None
    ends = (max(end - rule.over, Fraction(0)) for end in stretch(found, box))
    least, most = (int(end // rule.each) for end in ends)
    if rule.at_most is not None and points > 0:
        most = min(most, ceil(Fraction(rule.at_most, points)))
    while least < most:
        middle = (least + most + 1) // 2
        enough = holds(plus(found, constant(rule.over + middle * rule.each), -1), box)
        least, most = (middle, most) if enough else (least, middle - 1)
    return points * least if rule.at_most is None else min(points * least, rule.at_most)


Addend: TypeAlias = Fraction | Characteristic | Section | None
"""A number, or what gives one; None is a number that nobody knows."""


def addends(view: View, part: Scorecard | Section) -> Iterator[tuple[Fraction, Addend]]:
    """What a score or section adds up, each with its weight (rule 12).

    The characteristics of sections without limits count for the score itself.
    """
    if isinstance(part, Section):
        yield from ((Fraction(1), one) for one in part.characteristics)
        return
    yield Fraction(1), number_of(view, part.base)
    for section in part.sections:
        weight = number_of(view, section.weight)
        if weight is None:
            yield Fraction(1), None
        elif section.at_most is None and section.at_least is None:
            yield from ((weight, one) for one in section.characteristics)
        else:
            yield weight, section


def numbers_in(view: View, one: Characteristic) -> Iterator[Fraction]:
    """Numbers of which all points of a characteristic are whole multiples."""
    form: Any = one.form
    rows = getattr(form, "bins", getattr(form, "rows", (form,)))
    given = [number_of(view, row.points) for row in rows]
    given += [number_of(view, one.otherwise), number_of(view, one.not_applicable), one.if_missing]
    given.append(getattr(form, "at_most", None))
    yield from (number for number in given if number is not None)
