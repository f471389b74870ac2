"""Points, sections and scores (rules 11 and 12)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from tests.oracle.conditions import judged, meets_bound
from tests.oracle.numbers import Linear, Lit, Refused, constant
from tests.oracle.quantities import Amount, amount, minus, place
from tests.oracle.view import Score, View

from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    PerUnit,
    Points,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)


def score_of(view: View, name: str) -> Score:
    """The score of a scorecard or a section by its name."""
    if name not in view.scores:
        part = view.policy.score_parts()[name]
        view.scores[name] = _card(view, part) if isinstance(part, Scorecard) else _part(view, part)
    return view.scores[name]


def _stated(view: View, points: Points | None) -> Fraction | None:
    if points is None or isinstance(points, Fraction):
        return points
    return points.read_as if view.takes_readings else None


def _card(view: View, card: Scorecard) -> Score:
    solver = view.solver
    base = _stated(view, card.base)
    known = solver.no if base is None else solver.yes
    total = constant(base or Fraction(0))
    for section in card.sections:
        part, weight = _part(view, section), _stated(view, section.weight)
        known = solver.both(known, part.known, solver.no if weight is None else solver.yes)
        total += part.number.times(weight or Fraction(0))
    return Score(known, total)


def _part(view: View, section: Section) -> Score:
    key = f"section {section.id}"
    if not section.id or key not in view.scores:
        view.scores[key] = _section(view, section)
    return view.scores[key]


def _section(view: View, section: Section) -> Score:
    solver = view.solver
    parts = [_points(view, one) for one in section.characteristics]
    total = constant(Fraction(0))
    for one in parts:
        total += one.number
    if section.at_most is not None:
        total = solver.least([total, constant(section.at_most)])
    if section.at_least is not None:
        total = solver.greatest([total, constant(section.at_least)])
    return Score(solver.every(one.known for one in parts), total)


def _points(view: View, characteristic: Characteristic) -> Score:
    solver = view.solver
    form = characteristic.form
    match form:
        case Unread(points):
            return _together(view, [(solver.yes, _stated(view, points))])
        case Cases():
            return _by_cases(view, characteristic, form)
        case Bins() | PointsTable() | PerUnit():
            return _by_attribute(view, characteristic, form)
        case _:
            assert_never(form)


def _together(view: View, rows: Sequence[tuple[Lit, Fraction | None]]) -> Score:
    """Rows of which exactly one is taken, each with its points, None where they are unknown."""
    solver = view.solver
    total = constant(Fraction(0))
    for taken, points in rows:
        total += solver.chosen(taken, constant(points or Fraction(0)))
    known = solver.some(taken for taken, points in rows if points is not None)
    return Score(known, total)


def _by_cases(view: View, characteristic: Characteristic, form: Cases) -> Score:
    solver = view.solver
    rows: list[tuple[Lit, Fraction | None]] = []
    before = solver.yes
    for row in form.rows:
        holds = judged(view, row.when)
        rows.append((solver.both(before, holds.true), _stated(view, row.points)))
        unclear = solver.both(before, ~holds.true, ~holds.false)
        rows.append((unclear, characteristic.if_missing))
        before = solver.both(before, holds.false)
    return _together(view, [*rows, (before, _stated(view, characteristic.otherwise))])


def _by_attribute(
    view: View, characteristic: Characteristic, form: Bins | PointsTable | PerUnit
) -> Score:
    solver = view.solver
    found = amount(view, form.attribute)
    absent = characteristic.not_applicable
    if absent is None:
        absent = characteristic.otherwise
    rows: list[tuple[Lit, Fraction | None]] = [
        (~found.exists, _stated(view, absent)),
        (solver.both(found.exists, ~found.known), characteristic.if_missing),
    ]
    if isinstance(form, PerUnit):
        points = _stated(view, form.points)
        counted = _units(view, form, found, points) if points is not None else None
        around = _together(view, rows)
        if counted is None:
            return around
        total = around.number + solver.chosen(found.known, counted)
        return Score(solver.either(around.known, found.known), total)
    before = found.known
    for fits, given in _rows(view, form, found):
        rows.append((solver.both(before, fits), _stated(view, given)))
        before = solver.both(before, ~fits)
    return _together(view, [*rows, (before, _stated(view, characteristic.otherwise))])


def _rows(view: View, form: Bins | PointsTable, found: Amount) -> list[tuple[Lit, Points]]:
    solver = view.solver
    if isinstance(form, PointsTable):
        return [(found.codes.get(row.code, solver.no), row.points) for row in form.rows]
    listed = []
    for one in form.bins:
        fits = [
            meets_bound(
                view,
                bound.operator,
                minus(view, found, constant(place(view, form.attribute, bound.value.value))),
            )
            for bound in one.bounds
        ]
        listed.append((solver.every(fits), one.points))
    return listed


def _units(view: View, form: PerUnit, found: Amount, points: Fraction) -> Linear:
    solver = view.solver
    if found.below is not None:
        raise Refused("points for each unit of a ratio")
    assert found.number is not None
    over = solver.greatest([found.number - constant(form.over), constant(Fraction(0))])
    total = solver.whole_units(over.times(1 / form.each)).times(points)
    return total if form.at_most is None else solver.least([total, constant(form.at_most)])
