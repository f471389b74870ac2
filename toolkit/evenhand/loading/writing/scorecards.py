"""Plain data of points, bins, tables and scorecards."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from evenhand.loading.elaborate.points import IMPLICIT, ONE
from evenhand.loading.writing.conditions import Place, condition_data, stands_for_data
from evenhand.loading.writing.data import Data
from evenhand.loading.writing.elements import (
    remarks_data,
    sources_data,
    text_data,
    title_data,
    value_data,
    without_none,
)
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    Form,
    OpenPoints,
    PerUnit,
    Points,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)


def points_data(points: Points | None) -> Data:
    """Points, or a weight, a base, a fee, the value of a benefit."""
    if not isinstance(points, OpenPoints):
        return points
    if points == OpenPoints("unstated", None, (), False, None, None, points.location):
        return "unstated"
    return {**_open(points), **_taken(points)}


def _open(points: OpenPoints) -> dict[str, Data]:
    if points.is_range:
        return {"range": list(points.values)}
    if points.values:
        return {"disputed": list(_options(points))}
    return {"unstated": text_data(points.wording or "")}


def _options(points: OpenPoints) -> Iterator[Data]:
    for index, value in enumerate(points.values):
        source = points.sources[index] if index < len(points.sources) else ()
        yield without_none({"value": value, "source": sources_data(source)})


def _taken(points: OpenPoints) -> dict[str, Data]:
    return without_none({"read_as": points.read_as, "because": text_data(points.because)})


def rows_data(form: Bins | Cases, place: Place, key: str) -> dict[str, Data]:
    """A list of bins or of the rows of a decision table; ``key`` names what a row gives."""
    if isinstance(form, Cases):
        rows: list[Data] = [
            {
                "when": condition_data(row.when, place),
                key: points_data(row.points),
                **remarks_data(row.about),
            }
            for row in form.rows
        ]
        return {"cases": rows}
    bins: list[Data] = [
        {
            **{bound.operator.value: value_data(bound.value.value) for bound in row.bounds},
            key: points_data(row.points),
            **remarks_data(row.about),
        }
        for row in form.bins
    ]
    return {"attribute": form.attribute, "bins": bins}


def _form(form: Form, place: Place) -> dict[str, Data]:
    match form:
        case Unread(points):
            return {"unstated": text_data(points.wording or ""), **_taken(points)}
        case Cases(rows, True):
            when = condition_data(rows[0].when, place)
            return {"when": when, "points": points_data(rows[0].points)}
        case Bins() | Cases():
            return rows_data(form, place, "points")
        case PointsTable(attribute, table):
            listed = {row.code: points_data(row.points) for row in table}
            return {"attribute": attribute, "points": listed}
        case PerUnit(attribute, each, given, at_most, over):
            unit = {"each": each, "points": points_data(given), "at_most": at_most}
            more = without_none({**unit, "over": over or None})
            return {"attribute": attribute, "per_unit": more}
        case _:  # pragma: no cover
            assert_never(form)


def characteristic_data(one: Characteristic, place: Place) -> Data:
    """One item of a scorecard."""
    here = place.inside(one.id)
    flag = isinstance(one.form, Cases) and one.form.flag
    form = _form(one.form, here)
    otherwise = None if flag and one.otherwise == Fraction(0) else points_data(one.otherwise)
    return {
        "id": one.id,
        **title_data(one.about),
        **form,
        **without_none(
            {
                "otherwise": otherwise,
                "missing": one.if_missing,
                "not_applicable": points_data(one.not_applicable),
                "maximum": one.maximum,
                "stands_for": stands_for_data(one.stands_for, here),
            }
        ),
        **remarks_data(one.about),
    }


def _section(section: Section, place: Place) -> Data:
    limits = {
        "weight": None if section.weight == ONE else points_data(section.weight),
        "at_most": section.at_most,
        "at_least": section.at_least,
    }
    return {
        "id": section.id,
        **title_data(section.about),
        **without_none(limits),
        **remarks_data(section.about),
        "characteristics": [characteristic_data(one, place) for one in section.characteristics],
    }


def scorecard_data(card: Scorecard, place: Place, *, named: bool) -> dict[str, Data]:
    """A scorecard; ``named`` says that it stands among several and carries its id."""
    base = None if card.base == Fraction(0) else points_data(card.base)
    single = len(card.sections) == 1 and card.sections[0].id == IMPLICIT
    parts: dict[str, Data] = (
        {"characteristics": [characteristic_data(c, place) for c in card.characteristics()]}
        if single
        else {"sections": [_section(one, place) for one in card.sections]}
    )
    return {
        **({"id": card.id} if named else {}),
        **title_data(card.about),
        **without_none({"base": base, "maximum": card.maximum}),
        **remarks_data(card.about),
        **parts,
    }
