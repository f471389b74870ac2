"""A criterion that nobody can apply: open wording, an item without a measure, an opinion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, Parameters, Subject, Words
from evenhand.analysis.audit.places import label, places, uses
from evenhand.model.conditions import OpenCondition, every_part
from evenhand.model.mentions import policy_conditions
from evenhand.model.scorecard import Unread


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Conditions and items that the source names without a measure, and attributes that are
    opinions. How the policy reads them does not matter: others would read them otherwise."""
    del parameters
    yield from _conditions(subject)
    for place in places(subject.policy):
        one = place.characteristic
        if one is not None and isinstance(one.form, Unread):
            wording = one.form.points.wording
            yield Hit(
                place.element,
                one.form.points.location,
                (_plain(wording),),
                {"wording": _shown(wording), "item": one.about.title or one.id},
                "item",
            )
    for use in uses(subject.policy):
        if not subject.policy.dictionary.attributes[use.attribute].measurable:
            yield Hit(
                use.place.element,
                use.location,
                (use.attribute,),
                {"attribute": label(subject.policy, use.attribute), "place": use.place.title},
                "opinion",
            )


def _conditions(subject: Subject) -> Iterator[Hit]:
    for element, condition in policy_conditions(subject.policy):
        for part in every_part(condition):
            if isinstance(part, OpenCondition):
                wording = part.wording
                yield Hit(
                    element,
                    part.location,
                    (_plain(wording),),
                    {"wording": _shown(wording)},
                    "condition",
                )


def _shown(wording: Words | None) -> Words:
    return "…" if wording is None else wording


def _plain(wording: Words | None) -> str:
    if wording is None:
        return ""
    return wording if isinstance(wording, str) else wording.text("zh")


CHECK: Final = Check(
    "open-wording",
    find,
    {
        "condition": frozenset({"wording"}),
        "item": frozenset({"wording", "item"}),
        "opinion": frozenset({"attribute", "place"}),
    },
)
