"""The same fact counts more than once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, Parameters, Subject
from evenhand.analysis.audit.places import Role, Use, label, uses
from evenhand.finding import Related
from evenhand.messages import message
from evenhand.model.policy import Policy


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """A fact that gives points at two places, or gives points and knocks out as well.

    Attributes with the same ``measure_of`` are the same fact in different windows.
    """
    del parameters
    policy = subject.policy
    first: dict[str, Use] = {}
    for use in uses(policy, (Role.KNOCKOUTS.value, Role.POINTS.value)):
        fact = fact_of(policy, use.attribute)
        before = first.setdefault(fact, use)
        if use.place.role is not Role.POINTS or use.place.element == before.place.element:
            continue
        yield Hit(
            use.place.element,
            use.location,
            (fact, before.place.element),
            {
                "attribute": label(policy, use.attribute),
                "place": use.place.title,
                "before": before.place.title,
            },
            before.place.role.value,
            (Related(before.location, message("audit.counted-before")),),
        )


def fact_of(policy: Policy, attribute: str) -> str:
    """The fact that an attribute measures; itself where none is named."""
    return policy.dictionary.attributes[attribute].measure_of or attribute


CHECK: Final = Check(
    "counted-twice",
    find,
    {
        "points": frozenset({"attribute", "place", "before"}),
        "knockouts": frozenset({"attribute", "place", "before"}),
    },
)
