"""First things: what each source calls the most important of all."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evenhand.analysis.compare.criteria import Criterion, Role
from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.element import About
from evenhand.model.mentions import characteristic_mentions, direct_mentions, placed_characteristics
from evenhand.model.policy import Policy
from evenhand.model.wording import Words


def first_things(policy: Policy) -> tuple[Criterion, ...]:
    """The elements that a policy puts first (``priority: 1``)."""
    return tuple(_first(policy))


def _first(policy: Policy) -> Iterator[Criterion]:
    for name, definition in policy.definitions.items():
        if _is_first(definition.about):
            names = tuple(direct_mentions(definition.means))
            yield _criterion(
                policy, f"definitions/{name}", definition.about, definition.location, name, names
            )
    for knockout in policy.knockouts:
        if _is_first(knockout.about):
            names = tuple(direct_mentions(knockout.when))
            element = f"knockouts/{knockout.id}"
            yield _criterion(policy, element, knockout.about, knockout.location, knockout.id, names)
    for placed in placed_characteristics(policy):
        one = placed.characteristic
        if _is_first(one.about):
            names = tuple(characteristic_mentions(one))
            yield _criterion(policy, placed.element, one.about, one.location, one.id, names)


def _is_first(about: About) -> bool:
    declared = about.declared.get("priority")
    return declared is not None and declared.value == Fraction(1)


def _criterion(
    policy: Policy,
    element: str,
    about: About,
    location: Location,
    name: str,
    attributes: tuple[str, ...],
) -> Criterion:
    title: Words = about.title or name
    words = message("compare.first", title=title)
    return Criterion(policy, Role.NEEDED, element, location, words, (*attributes, name)[0])
