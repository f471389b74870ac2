"""Places where a policy decides: points, knockouts, tiers, the scope, and benefits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from evenhand.location import Location
from evenhand.messages import Bilingual, Message, message
from evenhand.model.conditions import Compare, Condition, Meets, every_part
from evenhand.model.element import About, SourceRef
from evenhand.model.figures import Constant
from evenhand.model.mentions import (
    Placed,
    characteristic_conditions,
    compared_in,
    placed_characteristics,
)
from evenhand.model.policy import Benefit, Policy, Table
from evenhand.model.scorecard import Bins, Cases, Characteristic, PerUnit, PointsTable


class Role(Enum):
    """What a place decides. The values are the words that rules use."""

    SCOPE = "scope"
    KNOCKOUTS = "knockouts"
    POINTS = "points"
    TIERS = "tiers"
    BENEFITS = "benefits"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the policy that decides, with all conditions that stand in it.

    ``attribute`` is what points (or a benefit's value) are given by directly, if by one attribute.
    ``sources`` are its own and those of what it stands in.
    """

    role: Role
    element: str
    location: Location
    title: Message
    conditions: tuple[Condition, ...]
    attribute: str | None = None
    sources: tuple[SourceRef, ...] = ()
    characteristic: Characteristic | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One attribute at one place that it decides.

    ``name`` is what the policy writes, ``attribute`` the input behind it (another one for derived
    attributes). ``atom`` is the condition that names it, None for points by the attribute itself.
    ``definition`` is the place of that condition where it stands in a definition.
    """

    place: Place
    name: str
    attribute: str
    location: Location
    atom: Condition | None = None
    definition: Location | None = None


def places(policy: Policy) -> Iterator[Place]:
    """All places, in the order in which a policy decides."""
    if policy.applies_to is not None:
        yield Place(
            Role.SCOPE,
            "applies_to",
            policy.applies_to.location,
            message("audit.place.scope"),
            (policy.applies_to,),
        )
    for knockout in policy.knockouts:
        yield Place(
            Role.KNOCKOUTS,
            f"knockouts/{knockout.id}",
            knockout.location,
            _titled("audit.place.knockout", knockout.about, knockout.id),
            (knockout.when,),
            sources=knockout.about.source,
        )
    yield from map(_points, placed_characteristics(policy))
    yield from _tiers(policy)
    for benefit in policy.benefits.values():
        yield _benefit(benefit)


def _points(placed: Placed) -> Place:
    one = placed.characteristic
    by = one.form.attribute if isinstance(one.form, Bins | PointsTable | PerUnit) else None
    return Place(
        Role.POINTS,
        placed.element,
        one.location,
        _titled("audit.place.points", one.about, one.id),
        characteristic_conditions(one),
        by,
        (*one.about.source, *placed.section.about.source, *placed.card.about.source),
        one,
    )


def _tiers(policy: Policy) -> Iterator[Place]:
    for tier in policy.tiers:
        fee = None if tier.fee is None else tier.fee.waived_when
        own = [one for one in (tier.when, tier.stay, fee) if one is not None]
        sources = tier.about.source
        yield Place(
            Role.TIERS,
            f"tiers/{tier.id}",
            tier.location,
            message("audit.place.tier", title=tier.title),
            tuple(own),
            sources=sources,
        )
        for path in tier.paths:
            yield Place(
                Role.TIERS,
                f"tiers/{tier.id}/paths/{path.id}",
                path.location,
                message("audit.place.path", title=path.about.title or path.id, tier=tier.title),
                (path.when,),
                sources=(*path.about.source, *sources),
            )


def _benefit(benefit: Benefit) -> Place:
    table = benefit.value if isinstance(benefit.value, Table) else None
    rows = table.form.rows if table is not None and isinstance(table.form, Cases) else ()
    own = () if benefit.requires is None else (benefit.requires,)
    return Place(
        Role.BENEFITS,
        f"benefits/{benefit.id}",
        benefit.location,
        _titled("audit.place.benefit", benefit.about, benefit.id),
        (*own, *(row.when for row in rows)),
        table.form.attribute if table is not None and isinstance(table.form, Bins) else None,
        benefit.about.source,
    )


def _titled(key: str, about: About, name: str) -> Message:
    return message(key, title=about.title or name)


def uses(policy: Policy, roles: tuple[str, ...] = ()) -> Iterator[Use]:
    """Every attribute at every place that it decides, definitions followed; no roles means all."""
    for place in places(policy):
        if roles and place.role.value not in roles:
            continue
        if place.attribute is not None:
            for name in policy.dictionary.inputs_of(place.attribute):
                yield Use(place, place.attribute, name, place.location)
        for condition in place.conditions:
            yield from _uses_in(policy, place, condition, None)


def _uses_in(
    policy: Policy, place: Place, condition: Condition, named: Location | None
) -> Iterator[Use]:
    """``named`` is where the place names the definition that the condition belongs to."""
    for part in every_part(condition):
        if isinstance(part, Meets):
            means = policy.definitions[part.definition].means
            yield from _uses_in(policy, place, means, named or part.location)
        for name in compared_in(part):
            for attribute in policy.dictionary.inputs_of(name):
                where = named or part.location
                inner = None if named is None else part.location
                yield Use(place, name, attribute, where, part, inner)


def constant(condition: Condition | None) -> Constant | None:
    """The stated value that a comparison compares with; None for other conditions and figures."""
    if isinstance(condition, Compare) and isinstance(condition.figure, Constant):
        return condition.figure
    return None


def label(policy: Policy, name: str) -> Bilingual:
    """What an attribute is called."""
    return policy.dictionary.label(name)
