"""A bad record that counts for ever, or for longer than a rule allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, Parameters, Subject
from evenhand.analysis.audit.places import Use, label, uses
from evenhand.finding import Related
from evenhand.messages import message
from evenhand.model.element import Declaration
from evenhand.model.vocabulary import Attribute

MONTHS: Final = {"years": Fraction(12), "months": Fraction(1), "days": Fraction(12, 365)}


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Attributes that are better lower, of the given classes, whose window has no end (``ever``) or
    is longer than ``longest`` months, at the places of ``roles``."""
    policy = subject.policy
    longest = parameters.number("longest")
    for use in uses(policy, parameters.texts("roles")):
        attribute = policy.dictionary.attributes[use.attribute]
        if attribute.better != "lower" or attribute.category not in parameters.texts("classes"):
            continue
        variant = _window(attribute, longest)
        if variant is not None:
            yield Hit(
                use.place.element,
                use.definition or use.location,
                (use.attribute,),
                {"attribute": label(policy, use.attribute), "place": use.place.title},
                variant,
                _used_at(use),
            )


def _used_at(use: Use) -> tuple[Related, ...]:
    """Where the definition that the attribute stands in is used."""
    if use.definition is None:
        return ()
    return (Related(use.location, message("audit.used-here")),)


def _window(attribute: Attribute, longest: Fraction | None) -> str | None:
    """What is wrong with an attribute's window, if it has one."""
    if attribute.window is None:
        return None
    over = attribute.window.at("over")
    if over is None:
        return "ever"
    return "long" if longest is not None and _months(over) > longest else None


def _months(over: Declaration) -> Fraction:
    assert isinstance(over.value, Mapping)
    return sum(
        (
            MONTHS[unit] * given.value
            for unit, given in over.value.items()
            if isinstance(given.value, Fraction)
        ),
        Fraction(0),
    )


CHECK: Final = Check(
    "look-back",
    find,
    {"ever": frozenset({"attribute", "place"}), "long": frozenset({"attribute", "place"})},
    frozenset({"classes", "longest", "roles"}),
)
