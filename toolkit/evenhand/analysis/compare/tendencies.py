"""Tendencies: which way a policy takes each attribute, wherever and however openly it asks for it.

A test that stands among alternatives, or whose figure is not stated, settles nothing; but it tells
whether more is better. And an amount that is part of another tends as that one does: who wants
large loans wants large debts.
"""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.compare.criteria import Criterion, Role, with_definitions
from evenhand.analysis.compare.plain_conditions import plain
from evenhand.analysis.uses import effect_words
from evenhand.messages import message
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Not,
    OneOf,
    every_part,
)
from evenhand.model.describe import test_words
from evenhand.model.figures import Times
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Kind
from evenhand.model.wording import Words


def tendencies_of(policy: Policy) -> tuple[Criterion, ...]:
    """Every test of an attribute in what tiers, paths and knockouts want of a customer."""
    return with_definitions(policy, _tendencies(policy))


def _tendencies(policy: Policy) -> Iterator[Criterion]:
    for role, element, prefix, condition in _roots(policy):
        for test in _tests(plain(policy, condition)):
            words = message("diff.row", row=prefix, points=test_words(test, policy))
            yield Criterion(policy, role, element, test.location, words, test.attribute, test)


def _roots(policy: Policy) -> Iterator[tuple[Role, str, Words, Condition]]:
    for knockout in policy.knockouts:
        kept = Not(knockout.when, knockout.when.location)
        prefix = message("compare.otherwise", effect=effect_words(knockout.effect))
        yield Role.BAR, f"knockouts/{knockout.id}", prefix, kept
    for tier in policy.tiers:
        name = f"tiers/{tier.id}"
        if tier.when is not None:
            yield Role.NEEDED, name, tier.title, tier.when
        for path in tier.paths:
            yield Role.WAY, f"{name}/paths/{path.id}", tier.title, path.when


def _tests(condition: Condition) -> Iterator[Compare | OneOf]:
    """The tests that help a customer when they are met; what stands below a ``not`` is turned."""
    match condition:
        case All(parts) | AnyOf(parts) | CountOf(_, parts):
            for part in parts:
                yield from _tests(part)
        case Compare() | OneOf():
            yield condition
        case _:
            return


def parts_of_amounts(*policies: Policy) -> frozenset[tuple[str, str]]:
    """Pairs of amounts of which the first is part of the second, as the vocabularies bind them."""
    return frozenset(pair for policy in policies for pair in _bound(policy))


def _bound(policy: Policy) -> Iterator[tuple[str, str]]:
    known = policy.dictionary.attributes
    for constraint in policy.dictionary.constraints:
        for part in every_part(constraint.holds):
            match part:
                case Compare(name, operator, Times(factor, other, plus)):
                    money = all(
                        one in known and known[one].kind is Kind.MONEY for one in (name, other)
                    )
                    if money and factor == 1 and plus == 0:
                        upper = operator.value in ("at_least", "above")
                        yield (other, name) if upper else (name, other)
                case _:
                    pass
