"""An attribute of a certain kind decides: it gives points, opens a tier, knocks out, …"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject
from evenhand.analysis.audit.places import Use, constant, label, uses
from evenhand.finding import Related
from evenhand.messages import message
from evenhand.model.conditions import Compare, Operator
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Characteristic, OpenPoints, PointsTable


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Places that an attribute of the given kind decides, each attribute once a place.

    An attribute is of the kind when its class, its id, the fact that it measures, or a trait that
    it is declared to stand for is listed, and neither its id nor its class is excepted.
    ``benefits``: only where the policy gives a benefit of one of these kinds. ``named``: only what
    the policy writes itself, not what stands behind a derived attribute. ``from_age``: a lower
    bound at or below it passes.
    """
    policy = subject.policy
    kinds = parameters.texts("benefits")
    if kinds and not any(one.kind in kinds for one in policy.benefits.values()):
        return
    for use in uses(policy, parameters.texts("roles")):
        if not _is_meant(policy, use, parameters) or _has_no_effect(use.place.characteristic):
            continue
        if _is_least_age(use, parameters.number("from_age")):
            continue
        yield Hit(
            element=use.place.element,
            location=use.location,
            cause=(use.attribute,),
            values={"attribute": label(policy, use.attribute), "place": use.place.title},
            related=_related(use),
        )


def _is_meant(policy: Policy, use: Use, parameters: Parameters) -> bool:
    attribute = policy.dictionary.attributes[use.attribute]
    if use.attribute in parameters.texts("except"):
        return False
    if attribute.category in parameters.texts("except_classes"):
        return False
    if parameters.flag("named") and use.name != use.attribute:
        return False
    return (
        attribute.category in parameters.texts("classes")
        or attribute.id in parameters.texts("attributes")
        or (attribute.measure_of or attribute.id) in parameters.texts("measures")
        or any(trait in parameters.texts("stands_for") for trait in attribute.proxy_for)
    )


def _has_no_effect(characteristic: Characteristic | None) -> bool:
    """Whether every value gives the same stated points."""
    if characteristic is None or not isinstance(characteristic.form, PointsTable):
        return False
    given = [row.points for row in characteristic.form.rows]
    if characteristic.otherwise is not None:
        given.append(characteristic.otherwise)
    return not any(isinstance(one, OpenPoints) for one in given) and len(set(given)) == 1


def _is_least_age(use: Use, from_age: Fraction | None) -> bool:
    """Whether a comparison asks for no more than that somebody is of age."""
    if from_age is None or not isinstance(use.atom, Compare):
        return False
    figure = constant(use.atom)
    if figure is None or isinstance(figure.value, str | date):
        return False
    match use.atom.operator:
        case Operator.AT_LEAST:
            return figure.value <= from_age
        case Operator.ABOVE:
            return figure.value < from_age
        case Operator.AT_MOST | Operator.BELOW:
            return False


def _related(use: Use) -> tuple[Related, ...]:
    if use.definition is None:
        return ()
    return (Related(use.definition, message("audit.defined-here")),)


CHECK: Final = Check(
    "attribute-decides",
    find,
    {FOUND: frozenset({"attribute", "place"})},
    frozenset(
        {
            "attributes",
            "benefits",
            "classes",
            "except",
            "except_classes",
            "from_age",
            "measures",
            "named",
            "roles",
            "stands_for",
        }
    ),
)
