"""Where and how a policy uses each attribute: in its scope, knockouts, tiers, points, benefits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

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
    Operator,
    every_part,
    parts_of,
)
from evenhand.model.describe import test_words
from evenhand.model.mentions import characteristic_mentions, element_of, figure_attributes
from evenhand.model.policy import Cap, Effect, Policy, Refer, Reject, Table
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    OpenPoints,
    PerUnit,
    Points,
    PointsTable,
    Unread,
)
from evenhand.model.wording import Words, number_words, points_words, value_words

_OPPOSITE: Final = {
    Operator.AT_LEAST: Operator.BELOW,
    Operator.BELOW: Operator.AT_LEAST,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
}


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
            for name in _names(leaf):
                yield Use(name, root.role, root.element, words, leaf.location)


def _names(leaf: Condition) -> Iterator[str]:
    """The attribute that a test is about, and those that its figure is taken of."""
    match leaf:
        case Compare(name, _, figure):
            yield from dict.fromkeys((name, *figure_attributes(figure)))
        case OneOf(name) | Includes(name) | Known(name):
            yield name
        case Not(part):
            yield from _names(part)
        case _:
            return


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
            return replace(test, operator=_OPPOSITE[test.operator])
        case OneOf():
            return replace(test, negated=not test.negated)
        case Known():
            return replace(test, expected=not test.expected)
        case Includes():
            return Not(test, test.location)


# -- points ----------------------------------------------------------------------------------------


def _in_points(policy: Policy) -> Iterator[Use]:
    for card in policy.scorecards:
        for section in card.sections:
            for one in section.characteristics:
                element = element_of(card, section.id, one.id)
                for name in dict.fromkeys(characteristic_mentions(one)):
                    yield Use(name, "points", element, points_span(one, policy), one.location)


def points_span(characteristic: Characteristic, policy: Policy) -> Words:
    """The span of points that a characteristic can give."""
    form = characteristic.form
    if isinstance(form, PerUnit):
        step = value_words(form.each, form.attribute, policy)
        each = message("compare.points-each", points=points_words(form.points), each=step)
        if form.at_most is None:
            return each
        return message("compare.points-at-most", points=each, most=number_words(form.at_most))
    given = [*_rows(form), *_rest(characteristic)]
    known = [value for one in given for value in _known(one)]
    if not known or any(isinstance(one, OpenPoints) and not _known(one) for one in given):
        return message("compare.points-unstated")
    low, high = min(known), max(known)
    if low == high:
        return message("compare.points", points=number_words(low))
    span = message("describe.range", low=number_words(low), high=number_words(high))
    return message("compare.points", points=span)


def _rows(form: Bins | PointsTable | Cases | Unread) -> Iterable[Points]:
    match form:
        case Bins(_, bins):
            return [one.points for one in bins]
        case PointsTable(_, rows):
            return [one.points for one in rows]
        case Cases(cases):
            return [one.points for one in cases]
        case Unread(points):
            return [points]


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
                tests = (part for row in form.rows for part in every_part(row.when))
                names.update((name, None) for test in tests for name in _names(test))
        for name in names:
            title = benefit.about.title
            shown: Words = benefit.id if title is None else title
            words = message("compare.value-of", benefit=shown)
            yield Use(name, "benefit", f"benefits/{benefit.id}", words, benefit.location)
