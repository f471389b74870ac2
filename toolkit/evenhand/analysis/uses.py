"""Where and how a policy uses each attribute: in its scope, knockouts, tiers, points, benefits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.conditions import (
    Compare,
    Condition,
    Includes,
    Known,
    Meets,
    Not,
    OneOf,
    parts_of,
)
from evenhand.model.describe import test_words
from evenhand.model.mentions import (
    characteristic_mentions,
    direct_mentions,
    placed_characteristics,
)
from evenhand.model.policy import Cap, Effect, Policy, Refer, Reject, Table
from evenhand.model.scorecard import (
    Bins,
    Characteristic,
    OpenPoints,
    PerUnit,
    Points,
    row_points,
)
from evenhand.model.wording import Words, number_words, points_words, value_words


@dataclass(frozen=True, slots=True)
class Use:
    """One use of an attribute: what for (``role``), in which element, and in which words."""

    attribute: str
    role: str
    element: str
    words: Words
    location: Location


def uses_of(policy: Policy) -> tuple[Use, ...]:
    """All uses, in the order of the file. Conditions of definitions count where they are used."""
    found: dict[tuple[str, str, str], Use] = {}
    for use in (*_in_conditions(policy), *_in_points(policy), *_in_benefits(policy)):
        found.setdefault((use.attribute, use.role, str(use.words)), use)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Root:
    role: str
    element: str
    prefix: Words
    condition: Condition


def _roots(policy: Policy) -> Iterator[_Root]:
    if policy.applies_to is not None:
        yield _Root("scope", "applies_to", message("compare.scope"), policy.applies_to)
    for knockout in policy.knockouts:
        name = f"knockouts/{knockout.id}"
        yield _Root("knockout", name, effect_words(knockout.effect), knockout.when)
    for tier in policy.tiers:
        single = len(policy.tiers) == 1
        prefix: Words = message("compare.tier") if single else tier.title
        name = f"tiers/{tier.id}"
        if tier.when is not None:
            yield _Root("tier", name, prefix, tier.when)
        for path in tier.paths:
            yield _Root("tier", f"{name}/paths/{path.id}", prefix, path.when)
        if tier.stay is not None:
            yield _Root("stay", f"{name}/stay", message("compare.stay"), tier.stay)
        if tier.fee is not None and tier.fee.waived_when is not None:
            yield _Root("fee", f"{name}/fee", message("compare.fee"), tier.fee.waived_when)
    for benefit in policy.benefits.values():
        if benefit.requires is not None:
            name = f"benefits/{benefit.id}"
            yield _Root("benefit", name, message("compare.benefit"), benefit.requires)


def effect_words(effect: Effect) -> Words:
    """What a knockout does, in a word."""
    match effect:
        case Reject():
            return message("compare.reject")
        case Refer():
            return message("compare.refer")
        case Cap(tier):
            return message("compare.cap", tier=tier)


def _in_conditions(policy: Policy) -> Iterator[Use]:
    for root in _roots(policy):
        for leaf in _leaves(policy, root.condition, False):
            words = message("diff.row", row=root.prefix, points=test_words(leaf, policy))
            for name in dict.fromkeys(direct_mentions(leaf)):
                yield Use(name, root.role, root.element, words, leaf.location)


def _leaves(policy: Policy, condition: Condition, negated: bool) -> Iterator[Condition]:
    """The tests in a condition, definitions followed, each turned round where it is negated."""
    match condition:
        case Not(part):
            yield from _leaves(policy, part, not negated)
        case Meets(name):
            yield from _leaves(policy, policy.definitions[name].means, negated)
        case Compare() | OneOf() | Includes() | Known():
            yield turned(condition) if negated else condition
        case _:
            for part in parts_of(condition):
                yield from _leaves(policy, part, negated)


def turned(test: Compare | OneOf | Includes | Known) -> Condition:
    """The opposite of a test, as a test where there is one."""
    match test:
        case Compare():
            return replace(test, operator=test.operator.opposite)
        case OneOf():
            return replace(test, negated=not test.negated)
        case Known():
            return replace(test, expected=not test.expected)
        case Includes():
            return Not(test, test.location)


# -- points ----------------------------------------------------------------------------------------


def _in_points(policy: Policy) -> Iterator[Use]:
    for placed in placed_characteristics(policy):
        one = placed.characteristic
        for name in dict.fromkeys(characteristic_mentions(one)):
            yield Use(name, "points", placed.element, points_span(one, policy), one.location)


def points_span(characteristic: Characteristic, policy: Policy) -> Words:
    """The span of points that a characteristic can give."""
    form = characteristic.form
    if isinstance(form, PerUnit):
        step = value_words(form.each, form.attribute, policy)
        each = message("compare.points-each", points=points_words(form.points), each=step)
        if form.at_most is None:
            return each
        return message("compare.points-at-most", points=each, most=number_words(form.at_most))
    given = [*row_points(form), *_rest(characteristic)]
    known = [value for one in given for value in _known(one)]
    if not known or any(isinstance(one, OpenPoints) and not _known(one) for one in given):
        return message("compare.points-unstated")
    low, high = min(known), max(known)
    if low == high:
        return message("compare.points", points=number_words(low))
    span = message("describe.range", low=number_words(low), high=number_words(high))
    return message("compare.points", points=span)


def _rest(characteristic: Characteristic) -> Iterable[Points]:
    extra = (characteristic.otherwise, characteristic.if_missing, characteristic.not_applicable)
    return [one for one in extra if one is not None]


def _known(points: Points) -> tuple[Fraction, ...]:
    if isinstance(points, Fraction):
        return (points,)
    return points.values if points.read_as is None else (points.read_as,)


# -- benefits --------------------------------------------------------------------------------------


def _in_benefits(policy: Policy) -> Iterator[Use]:
    for benefit in policy.benefits.values():
        names: dict[str, None] = {} if benefit.of is None else {benefit.of: None}
        value = benefit.value
        if isinstance(value, Table):
            form = value.form
            if isinstance(form, Bins):
                names[form.attribute] = None
            else:
                names.update(
                    (name, None) for row in form.rows for name in direct_mentions(row.when)
                )
        for name in names:
            title = benefit.about.title
            shown: Words = benefit.id if title is None else title
            words = message("compare.value-of", benefit=shown)
            yield Use(name, "benefit", f"benefits/{benefit.id}", words, benefit.location)
