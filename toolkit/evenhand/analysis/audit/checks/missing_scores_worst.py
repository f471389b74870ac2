"""Whoever has no record gets what the worst record gets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject
from evenhand.analysis.audit.places import Place, label, places
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, PointsTable, row_points


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Points by an attribute of the given classes that give a missing value the least points."""
    for place in places(subject.policy):
        one = place.characteristic
        if one is None or one.if_missing is None or place.attribute is None:
            continue
        if not _is_meant(subject.policy, place.attribute, parameters):
            continue
        stated = _stated(place)
        if len(set(stated)) > 1 and one.if_missing <= min(stated):
            called = label(subject.policy, place.attribute)
            yield Hit(
                place.element,
                place.location,
                (place.attribute,),
                {"attribute": called, "place": place.title},
            )


def _is_meant(policy: Policy, name: str, parameters: Parameters) -> bool:
    attributes = policy.dictionary.attributes
    inputs = policy.dictionary.inputs_of(name)
    return any(attributes[one].category in parameters.texts("classes") for one in inputs)


def _stated(place: Place) -> tuple[Fraction, ...]:
    """The points of all rows that state them."""
    one = place.characteristic
    assert one is not None
    rows = row_points(one.form) if isinstance(one.form, Bins | PointsTable) else ()
    rest = [] if one.otherwise is None else [one.otherwise]
    return tuple(points for points in (*rows, *rest) if isinstance(points, Fraction))


CHECK: Final = Check(
    "missing-scores-worst",
    find,
    {FOUND: frozenset({"attribute", "place"})},
    frozenset({"classes"}),
)
