"""Mentions: where a policy's conditions stand, and which attributes and scores they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from evenhand.model.conditions import (
    Compare,
    Condition,
    Includes,
    Known,
    Meets,
    OneOf,
    ScoreIs,
    every_part,
)
from evenhand.model.figures import By, Constant, Disputed, Figure, OpenFigure, Range, Times
from evenhand.model.policy import Policy, Table, Tier
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    PerUnit,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)
from evenhand.model.vocabulary import Dictionary, direct_inputs


def figure_attributes(figure: Figure) -> Iterator[str]:
    """The attributes that a figure is taken of."""
    match figure:
        case Times(_, attribute):
            yield attribute
        case By(attribute, values, otherwise):
            yield attribute
            for _, inner in values:
                yield from figure_attributes(inner)
            if otherwise is not None:
                yield from figure_attributes(otherwise)
        case Constant() | OpenFigure() | Disputed() | Range():
            return
        case _:
            assert_never(figure)


def direct_mentions(condition: Condition) -> Iterator[str]:
    """The names that a condition itself compares, derived ones as they are, in file order.

    Definitions and scores are not followed.
    """
    for part in every_part(condition):
        yield from compared_in(part)


def compared_in(condition: Condition) -> Iterator[str]:
    """The names that one comparison is about, those in its figure too; conditions inside not."""
    match condition:
        case Compare(attribute, _, figure):
            yield attribute
            yield from figure_attributes(figure)
        case OneOf(attribute) | Includes(attribute) | Known(attribute):
            yield attribute
        case _:
            return


def attributes_in(condition: Condition | None, dictionary: Dictionary) -> Iterator[str]:
    """The attributes that a condition stands on; derived ones are resolved to their inputs."""
    if condition is not None:
        for name in direct_mentions(condition):
            yield from dictionary.inputs_of(name)


def definitions_in(condition: Condition) -> Iterator[str]:
    """The definitions that a condition names."""
    for part in every_part(condition):
        if isinstance(part, Meets):
            yield part.definition


def scores_in(condition: Condition) -> Iterator[str]:
    """The scorecards and sections whose score a condition reads."""
    for part in every_part(condition):
        if isinstance(part, ScoreIs):
            yield part.of


def characteristic_mentions(characteristic: Characteristic) -> Iterator[str]:
    """The names that a characteristic gives points for, derived ones as they are."""
    form = characteristic.form
    match form:
        case Bins(attribute) | PointsTable(attribute) | PerUnit(attribute):
            yield attribute
        case Cases(rows):
            for row in rows:
                yield from direct_mentions(row.when)
        case Unread():
            return
        case _:
            assert_never(form)


def characteristic_conditions(characteristic: Characteristic) -> tuple[Condition, ...]:
    """The conditions inside a characteristic."""
    form = characteristic.form
    return tuple(row.when for row in form.rows) if isinstance(form, Cases) else ()


def card_conditions(card: Scorecard) -> Iterator[Condition]:
    """All conditions inside a scorecard."""
    for characteristic in card.characteristics():
        yield from characteristic_conditions(characteristic)


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition with the address of the element that it stands in.

    ``row`` is the number, from 1, of the table row that it belongs to. ``decides`` tells whether
    outcomes can hang on it, which they do not on conditions for staying, for fees and for benefits.
    """

    element: str
    condition: Condition
    row: int | None = None
    decides: bool = True


def stated_conditions(policy: Policy) -> Iterator[Stated]:
    """All evaluated conditions of a policy, in the order in which it decides."""
    if policy.applies_to is not None:
        yield Stated("applies_to", policy.applies_to)
    for name, definition in policy.definitions.items():
        yield Stated(f"definitions/{name}", definition.means)
    for knockout in policy.knockouts:
        yield Stated(f"knockouts/{knockout.id}", knockout.when)
    for placed in placed_characteristics(policy):
        for at, condition in enumerate(characteristic_conditions(placed.characteristic), start=1):
            yield Stated(placed.element, condition, at)
    for tier in policy.tiers:
        yield from _tier_conditions(tier)
    for benefit in policy.benefits.values():
        if benefit.requires is not None:
            yield Stated(f"benefits/{benefit.id}", benefit.requires, decides=False)


def _tier_conditions(tier: Tier) -> Iterator[Stated]:
    element = f"tiers/{tier.id}"
    if tier.when is not None:
        yield Stated(element, tier.when)
    for path in tier.paths:
        yield Stated(f"{element}/paths/{path.id}", path.when)
    if tier.stay is not None:
        yield Stated(f"{element}/stay", tier.stay, decides=False)
    if tier.fee is not None and tier.fee.waived_when is not None:
        yield Stated(f"{element}/fee", tier.fee.waived_when, decides=False)


def policy_conditions(policy: Policy) -> Iterator[tuple[str, Condition]]:
    """All evaluated conditions of a policy with the address of the element that each stands in."""
    return ((one.element, one.condition) for one in stated_conditions(policy))


@dataclass(frozen=True, slots=True)
class Placed:
    """A characteristic with its address and with what it stands in."""

    element: str
    card: Scorecard
    section: Section
    characteristic: Characteristic


def placed_characteristics(policy: Policy) -> Iterator[Placed]:
    """The characteristics of all scorecards, in file order, each with its address."""
    for card in policy.scorecards:
        for section in card.sections:
            for one in section.characteristics:
                yield Placed(element_of(card, section.id, one.id), card, section, one)


def element_of(card: Scorecard, section: str, characteristic: str) -> str:
    """The address of a characteristic; the section that stands for none is left out."""
    return "/".join(part for part in (card.id, section, characteristic) if part)


def used_attributes(policy: Policy) -> tuple[str, ...]:
    """The input attributes that a policy's outcome can depend on, in order of first mention.

    Attributes that others need to apply are included.
    """
    found: dict[str, None] = {}
    for _, condition in policy_conditions(policy):
        found.update(dict.fromkeys(attributes_in(condition, policy.dictionary)))
    for characteristic in policy.characteristics():
        for name in characteristic_mentions(characteristic):
            found.update(dict.fromkeys(policy.dictionary.inputs_of(name)))
    for benefit in policy.benefits.values():
        found.update(dict.fromkeys(_benefit_attributes(policy, benefit.id)))
    waiting = list(found)
    while waiting:
        attribute = policy.dictionary.attributes[waiting.pop()]
        for name in attributes_in(attribute.applies_when, policy.dictionary):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return tuple(found)


def used_derived(policy: Policy) -> tuple[str, ...]:
    """The computed attributes that a policy's outcome or benefits can depend on, inputs first.

    Those that others are computed from are included.
    """
    dictionary = policy.dictionary
    mentioned: list[str] = []
    for _, condition in policy_conditions(policy):
        mentioned.extend(direct_mentions(condition))
    for characteristic in policy.characteristics():
        mentioned.extend(characteristic_mentions(characteristic))
    for benefit in policy.benefits.values():
        if isinstance(benefit.value, Table):
            form = benefit.value.form
            if isinstance(form, Bins):
                mentioned.append(form.attribute)
            else:
                mentioned.extend(name for row in form.rows for name in direct_mentions(row.when))
    for name in used_attributes(policy):
        applies = dictionary.attributes[name].applies_when
        if applies is not None:
            mentioned.extend(direct_mentions(applies))
    found: dict[str, None] = {}

    def follow(name: str) -> None:
        if name in dictionary.derived and name not in found:
            for part in direct_inputs(dictionary.derived[name].formula):
                follow(part)
            found[name] = None

    for name in mentioned:
        follow(name)
    return tuple(found)


def _benefit_attributes(policy: Policy, name: str) -> Iterator[str]:
    value = policy.benefits[name].value
    if not isinstance(value, Table):
        return
    if isinstance(value.form, Bins):
        yield from policy.dictionary.inputs_of(value.form.attribute)
        return
    for row in value.form.rows:
        yield from attributes_in(row.when, policy.dictionary)
