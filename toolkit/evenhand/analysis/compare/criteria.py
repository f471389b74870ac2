"""Criteria: what each part of a policy asks of one attribute, and what hangs on it.

A condition is followed into its definitions and turned into what a customer should meet. Wording
that the policy itself reads as met or not met counts as read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

from evenhand.analysis.compare.plain_conditions import plain
from evenhand.analysis.uses import effect_words, points_span, turned
from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Includes,
    Known,
    Not,
    OneOf,
    OpenCondition,
    every_part,
)
from evenhand.model.describe import test_words
from evenhand.model.figures import OpenFigure
from evenhand.model.mentions import characteristic_mentions, placed_characteristics
from evenhand.model.policy import Policy, Tier
from evenhand.model.scorecard import Characteristic
from evenhand.model.wording import Words

Test: TypeAlias = Compare | OneOf | Includes | Known


class Role(Enum):
    """What hangs on a criterion: a knockout, a tier, one way among several, or points."""

    BAR = "knockout"
    NEEDED = "needed"
    WAY = "path"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a policy asks of an attribute.

    ``test`` is what the customer should meet (None for points), ``words`` say it as the policy
    does. ``element`` is the knockout, tier, path or characteristic; ``definition`` where the test
    stands, if in a definition. ``ways`` are the paths of which it is a part. ``voided`` is wording
    read as met that stands beside the test as an alternative, so that the test decides nothing.
    """

    policy: Policy = field(repr=False, compare=False)
    role: Role
    element: str
    location: Location
    words: Words = field(compare=False)
    attribute: str
    test: Condition | None = field(default=None, compare=False)
    tier: str | None = None
    ways: tuple[str, ...] = ()
    definition: str | None = None
    characteristic: Characteristic | None = field(default=None, compare=False)
    voided: OpenCondition | None = field(default=None, compare=False)

    @property
    def fact(self) -> str:
        """What the attribute measures."""
        return fact_of(self.policy, self.attribute)


def fact_of(policy: Policy, name: str) -> str:
    """The fact that an attribute measures; its own name where nothing is declared."""
    attribute = policy.dictionary.attributes.get(name)
    return name if attribute is None or attribute.measure_of is None else attribute.measure_of


def criteria_of(policy: Policy) -> tuple[Criterion, ...]:
    """All criteria on single attributes, in the order of the file; lists of ways are gathered."""
    found = (*_in_conditions(policy), *_in_points(policy))
    return tuple(_gathered(with_definitions(policy, found)))


def with_definitions(policy: Policy, found: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """Criteria with the definition in which each one's test stands, if it stands in one."""
    named = {
        part.location: name
        for name, definition in policy.definitions.items()
        for part in every_part(definition.means)
    }
    return tuple(replace(one, definition=named.get(one.location)) for one in found)


# -- conditions ------------------------------------------------------------------------------------


def _in_conditions(policy: Policy) -> Iterator[Criterion]:
    if policy.applies_to is not None:
        scope = message("compare.scope")
        yield from _asked(policy, Role.NEEDED, "applies_to", scope, policy.applies_to)
    for knockout in policy.knockouts:
        kept = Not(knockout.when, knockout.when.location)
        prefix = effect_words(knockout.effect)
        yield from _asked(policy, Role.BAR, f"knockouts/{knockout.id}", prefix, kept)
    for tier in policy.tiers:
        yield from _in_tier(policy, tier)


def _in_tier(policy: Policy, tier: Tier) -> Iterator[Criterion]:
    prefix: Words = message("compare.tier") if len(policy.tiers) == 1 else tier.title
    name = f"tiers/{tier.id}"
    if tier.when is not None:
        for one in _asked(policy, Role.NEEDED, name, prefix, tier.when):
            yield replace(one, tier=tier.id)
    for path in tier.paths:
        for one in _asked(policy, Role.WAY, f"{name}/paths/{path.id}", prefix, path.when):
            yield replace(one, tier=tier.id, ways=(path.id,))


def _asked(
    policy: Policy, role: Role, element: str, prefix: Words, condition: Condition
) -> Iterator[Criterion]:
    """The tests that must all be met; those that wording read as met makes void come last."""
    void: list[tuple[Condition, OpenCondition]] = []
    flat = plain(policy, condition, void=void)
    for test in _conjuncts(flat):
        name = _attribute(test)
        if name is not None:
            yield Criterion(
                policy, role, element, _at(test), _said(policy, role, prefix, test), name, test
            )
    for test, wording in void:
        name = _attribute(test)
        if name is not None:
            words = _said(policy, role, prefix, test)
            yield Criterion(policy, role, element, _at(test), words, name, test, voided=wording)


def _said(policy: Policy, role: Role, prefix: Words, test: Condition) -> Words:
    """A test in the words of the matrix; a knockout says what bars, not what is left."""
    shown: Condition = test
    if role is Role.BAR:
        shown = _opposite(test)
    return message("diff.row", row=prefix, points=test_words(shown, policy))


def _opposite(test: Condition) -> Condition:
    match test:
        case AnyOf(parts):
            return All(tuple(_opposite(part) for part in parts), test.location)
        case Not(part):
            return part
        case Compare() | OneOf() | Includes() | Known():
            return turned(test)
        case _:
            return Not(test, test.location)


def _at(test: Condition) -> Location:
    """Where a test stands: the first of its parts in the file."""
    return next(iter(test.parts)).location if isinstance(test, AnyOf) else test.location


def _conjuncts(flat: Condition) -> tuple[Condition, ...]:
    return flat.parts if isinstance(flat, All) else (flat,)


def _attribute(test: Condition) -> str | None:
    """The attribute that a test is about, if it is about one alone and states its figure."""
    match test:
        case Compare(name, _, figure):
            return None if isinstance(figure, OpenFigure) and figure.read_as is None else name
        case OneOf(name) | Includes(name) | Not(Includes(name)):
            return name
        case AnyOf(parts) if parts:
            names = {_attribute(part) for part in parts}
            return names.pop() if len(names) == 1 else None
        case _:
            return None


# -- points and lists ------------------------------------------------------------------------------


def _in_points(policy: Policy) -> Iterator[Criterion]:
    for placed in placed_characteristics(policy):
        one = placed.characteristic
        words = points_span(one, policy)
        for name in dict.fromkeys(characteristic_mentions(one)):
            yield Criterion(
                policy,
                Role.POINTS,
                placed.element,
                one.location,
                words,
                name,
                characteristic=one,
            )


def _gathered(found: Sequence[Criterion]) -> Iterator[Criterion]:
    """Lists of one attribute that several paths of a tier share out among them become one."""
    lists: dict[tuple[str | None, str], list[Criterion]] = {}
    for one in found:
        if one.role is Role.WAY and isinstance(one.test, OneOf | Includes):
            lists.setdefault((one.tier, one.attribute), []).append(one)
    for one in found:
        group = lists.get((one.tier, one.attribute), [one])
        if one not in group or len(group) == 1:
            yield one
        elif one is group[0]:
            yield _one_list(group)


def _one_list(group: Sequence[Criterion]) -> Criterion:
    first = group[0]
    tests = tuple(one.test for one in group if one.test is not None)
    together = AnyOf(tests, first.location)
    ways = tuple(dict.fromkeys(way for one in group for way in one.ways))
    words = first.words
    if all(isinstance(test, OneOf) and not test.negated for test in tests):
        values = tuple(v for test in tests if isinstance(test, OneOf) for v in test.values)
        joined = OneOf(first.attribute, values, False, first.location)
        words = message("diff.row", row=_prefix(first), points=test_words(joined, first.policy))
        return replace(first, test=joined, ways=ways, words=words)
    if all(isinstance(test, Includes) and _any_of(test) for test in tests):
        members = tuple(m for test in tests if isinstance(test, Includes) for m in test.members)
        either = Includes(first.attribute, members, False, first.location)
        words = message("diff.row", row=_prefix(first), points=test_words(either, first.policy))
        return replace(first, test=either, ways=ways, words=words)
    return replace(first, test=together, ways=ways)


def _any_of(test: Includes) -> bool:
    return not test.every or len(test.members) == 1


def _prefix(criterion: Criterion) -> Words:
    policy = criterion.policy
    if len(policy.tiers) == 1 or criterion.tier is None:
        return message("compare.tier")
    return policy.tier(criterion.tier).title
