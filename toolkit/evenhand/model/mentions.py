"""Mentions: which attributes, definitions and scores a condition speaks of."""

from __future__ import annotations

from collections.abc import Iterator
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
from evenhand.model.policy import Policy, Table
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    PerUnit,
    PointsTable,
    Scorecard,
    Unread,
)
from evenhand.model.vocabulary import Dictionary


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
        match part:
            case Compare(attribute, _, figure):
                yield attribute
                yield from figure_attributes(figure)
            case OneOf(attribute) | Includes(attribute) | Known(attribute):
                yield attribute
            case _:
                pass


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


def policy_conditions(policy: Policy) -> Iterator[tuple[str, Condition]]:
    """All evaluated conditions of a policy with the address of the element that each stands in."""
    if policy.applies_to is not None:
        yield "applies_to", policy.applies_to
    for name, definition in policy.definitions.items():
        yield f"definitions/{name}", definition.means
    for knockout in policy.knockouts:
        yield f"knockouts/{knockout.id}", knockout.when
    for card in policy.scorecards:
        for section in card.sections:
            for one in section.characteristics:
                for condition in characteristic_conditions(one):
                    yield element_of(card, section.id, one.id), condition
    for tier in policy.tiers:
        if tier.when is not None:
            yield f"tiers/{tier.id}", tier.when
        for path in tier.paths:
            yield f"tiers/{tier.id}/paths/{path.id}", path.when
        if tier.stay is not None:
            yield f"tiers/{tier.id}/stay", tier.stay
        if tier.fee is not None and tier.fee.waived_when is not None:
            yield f"tiers/{tier.id}/fee", tier.fee.waived_when
    for benefit in policy.benefits.values():
        if benefit.requires is not None:
            yield f"benefits/{benefit.id}", benefit.requires


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


def _benefit_attributes(policy: Policy, name: str) -> Iterator[str]:
    value = policy.benefits[name].value
    if not isinstance(value, Table):
        return
    if isinstance(value.form, Bins):
        yield from policy.dictionary.inputs_of(value.form.attribute)
        return
    for row in value.form.rows:
        yield from attributes_in(row.when, policy.dictionary)
