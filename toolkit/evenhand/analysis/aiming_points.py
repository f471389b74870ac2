"""Aiming at points: rows of a scorecard, and scores just beyond a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, TypeAlias, assert_never

from evenhand.analysis.aiming import aim, ensure_present, set_place, set_value
from evenhand.analysis.draft import Draft
from evenhand.engines.reference.scores import characteristic_score
from evenhand.model.conditions import Operator, ScoreIs
from evenhand.model.scales import place_of, step_of
from evenhand.model.scorecard import (
    Bin,
    Bins,
    Case,
    Cases,
    Characteristic,
    OpenPoints,
    PerUnit,
    Points,
    PointsRow,
    PointsTable,
    Scorecard,
    Unread,
)
from evenhand.model.truth import truth
from evenhand.model.values import Missing
from evenhand.model.vocabulary import Kind

Row: TypeAlias = Bin | PointsRow | Case
Rows: TypeAlias = Bins | PointsTable | Cases
OTHERWISE: Final = -1
"""Stands for the number of a row where no row is meant."""


def aim_score(draft: Draft, atom: ScoreIs, wanted: bool) -> None:
    """Improve (or worsen) one characteristic after another, until the score is just there.

    The first time now and then a row in between is taken; if that does not do, none is.
    """
    part = draft.policy.score_parts()[atom.of]
    listed = part.characteristics() if isinstance(part, Scorecard) else part.characteristics
    operator = atom.operator if wanted else atom.operator.opposite
    upward = operator.is_upward
    for strict in (False, True):
        for characteristic in draft.random.sample(listed, len(listed)):
            if draft.truth(atom) is truth(wanted):
                return
            _aim_points(draft, characteristic, upward=upward, strict=strict)


def _aim_points(
    draft: Draft, characteristic: Characteristic, *, upward: bool, strict: bool
) -> None:
    """Bring a customer into the row with the most (or the least) points."""
    form = characteristic.form
    match form:
        case Bins() | PointsTable() | Cases():
            order = sorted(_numbered(characteristic, form), reverse=upward)
            if order:
                some = strict or draft.random.randrange(5) > 0
                _, at = order[0] if some else draft.random.choice(order)
                if at == OTHERWISE:
                    _aim_otherwise(draft, characteristic, form)
                else:
                    aim_row(draft, form, at)
        case PerUnit():
            units = draft.random.choice((1, 2, 3)) if upward else 0
            if upward and form.at_most is not None and isinstance(form.points, Fraction):
                units = int(-(-form.at_most // form.points)) if form.points > 0 else 0
            set_place(draft, form.attribute, form.over + units * form.each, Operator.AT_LEAST)
        case Unread():
            return
        case _:
            assert_never(form)


def _numbered(characteristic: Characteristic, form: Rows) -> Iterator[tuple[Fraction, int]]:
    """The rows whose points are known, ``otherwise`` among them, with their numbers from 0."""
    rows: Sequence[Row] = form.bins if isinstance(form, Bins) else form.rows
    listed = [(row.points, at) for at, row in enumerate(rows)]
    if characteristic.otherwise is not None:
        listed.append((characteristic.otherwise, OTHERWISE))
    for points, at in listed:
        stated = _stated(points)
        if stated is not None:
            yield stated, at


def _stated(points: Points) -> Fraction | None:
    return points.read_as if isinstance(points, OpenPoints) else points


def _aim_otherwise(draft: Draft, characteristic: Characteristic, form: Rows) -> None:
    """Bring a customer into no row at all, if some value on a threshold does that."""
    if isinstance(form, Cases):
        for row in form.rows:
            aim(draft, row.when, False)
        return
    listed = draft.boundaries.get(form.attribute, ())
    for value in draft.random.sample(listed, len(listed)):
        if not isinstance(value, Missing):
            set_value(draft, form.attribute, value)
            if characteristic_score(draft.case(), characteristic).row == characteristic.location:
                return


def aim_row(draft: Draft, form: Bins | PointsTable | Cases, at: int) -> None:
    """Bring a customer into one row of a table, and not into a row before it."""
    match form:
        case Bins(attribute, rows):
            _aim_bin(draft, attribute, rows[at])
        case PointsTable(attribute, rows):
            code = rows[at].code
            boolean = draft.attribute(attribute).kind is Kind.BOOLEAN
            set_value(draft, attribute, code == "true" if boolean else code)
        case Cases(rows):
            for row in rows[:at]:
                aim(draft, row.when, False)
            aim(draft, rows[at].when, True)
        case _:
            assert_never(form)


def _aim_bin(draft: Draft, attribute: str, row: Bin) -> None:
    if not row.bounds:
        ensure_present(draft, attribute)
        return
    bound = draft.random.choice(row.bounds)
    value = bound.value.value
    described = draft.policy.dictionary.attributes.get(attribute)
    place = value if isinstance(value, Fraction) else place_of(draft.attribute(attribute), value)
    if described is not None and draft.random.randrange(2):
        place += step_of(described) if bound.operator.is_upward else -step_of(described)
    set_place(draft, attribute, place, bound.operator)
