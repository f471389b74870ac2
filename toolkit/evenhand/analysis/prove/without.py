"""Policies without one of their parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from evenhand.model.conditions import (
    All,
    AnyOf,
    Condition,
    CountOf,
    Not,
)
from evenhand.model.mentions import element_of
from evenhand.model.parts import Part, Sort, never
from evenhand.model.policy import Path, Policy, Tier
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    Form,
    PointsTable,
    Scorecard,
    Section,
)

Change = Callable[[Condition], Condition]


def without(policy: Policy, part: Part) -> Policy:
    """The policy as if a part did not stand in it; of a scorecard, its empty sections remain."""
    match part.sort:
        case Sort.KNOCKOUT | Sort.PATH | Sort.TIER:
            return _with_condition(policy, part.owner, lambda c: never(c.location))
        case Sort.ROW:
            return _with_characteristic(policy, part.owner, lambda one: _less(one, part.at[0]))
        case Sort.CHARACTERISTIC:
            return _with_characteristic(policy, part.owner, lambda _: None)
        case Sort.SCORECARD:
            cards = tuple(
                _emptied(card) if card.id == part.owner else card for card in policy.scorecards
            )
            return replace(policy, scorecards=cards)
        case Sort.CONDITION:
            return _with_condition(policy, part.owner, lambda c: _neutral(c, part.at))
        case _:
            assert_never(part.sort)


def _emptied(card: Scorecard) -> Scorecard:
    """The card without characteristics; conditions can still read its sections."""
    sections = tuple(replace(section, characteristics=()) for section in card.sections)
    return replace(card, sections=sections)


def _neutral(condition: Condition, at: tuple[int, ...]) -> Condition:
    """The condition without the part at a place: one that changes nothing stands there."""
    here, rest = at[0], at[1:]
    match condition:
        case Not(part):
            return replace(condition, part=_neutral(part, rest))
        case All(parts) | AnyOf(parts) | CountOf(_, parts):
            old = parts[here]
            if rest:
                new = _neutral(old, rest)
            elif isinstance(condition, All):
                new = All((), old.location)
            else:
                new = never(old.location)
            return replace(condition, parts=(*parts[:here], new, *parts[here + 1 :]))
        case _:
            raise AssertionError("only conditions with parts can lose one")


def _less(one: Characteristic, at: int) -> Characteristic:
    return replace(one, form=_form_less(one.form, at))


def _form_less(form: Form, at: int) -> Form:
    match form:
        case Bins(_, bins):
            return replace(form, bins=(*bins[:at], *bins[at + 1 :]))
        case PointsTable(_, rows):
            return replace(form, rows=(*rows[:at], *rows[at + 1 :]))
        case Cases(rows):
            return replace(form, rows=(*rows[:at], *rows[at + 1 :]))
        case _:
            raise AssertionError("only tables have rows")


def _with_characteristic(
    policy: Policy, owner: str, change: Callable[[Characteristic], Characteristic | None]
) -> Policy:
    def card(one: Scorecard) -> Scorecard:
        return replace(one, sections=tuple(section(one, part) for part in one.sections))

    def section(card: Scorecard, one: Section) -> Section:
        before = element_of(card, one.id, "") + "/"
        name = owner.removeprefix(before)
        if name == owner:
            return one
        changed = [change(item) if item.id == name else item for item in one.characteristics]
        kept = tuple(item for item in changed if item is not None)
        return replace(one, characteristics=kept)

    return replace(policy, scorecards=tuple(card(one) for one in policy.scorecards))


def _with_condition(policy: Policy, owner: str, change: Change) -> Policy:
    """The policy with the condition of one element changed, addressed as ``parts`` does."""
    kind, _, name = owner.partition("/")
    if owner == "applies_to":
        assert policy.applies_to is not None
        return replace(policy, applies_to=change(policy.applies_to))
    if kind == "definitions":
        old = policy.definitions[name]
        new = replace(old, means=change(old.means))
        return replace(policy, definitions={**policy.definitions, name: new})
    if kind == "knockouts":
        knockouts = tuple(
            replace(one, when=change(one.when)) if one.id == name else one
            for one in policy.knockouts
        )
        return replace(policy, knockouts=knockouts)
    if kind == "tiers":
        tier, _, path = name.partition("/paths/")
        tiers = tuple(
            _changed_tier(one, path, change) if one.id == tier else one for one in policy.tiers
        )
        return replace(policy, tiers=tiers)
    element, _, number = owner.rpartition("/")
    return _with_characteristic(policy, element, lambda one: _changed_row(one, number, change))


def _changed_tier(tier: Tier, path: str, change: Change) -> Tier:
    if path:
        return replace(tier, paths=tuple(_changed_path(p, path, change) for p in tier.paths))
    if tier.when is None:
        return replace(tier, when=change(All((), tier.location)))
    return replace(tier, when=change(tier.when))


def _changed_path(path: Path, name: str, change: Change) -> Path:
    return replace(path, when=change(path.when)) if path.id == name else path


def _changed_row(one: Characteristic, number: str, change: Change) -> Characteristic:
    assert isinstance(one.form, Cases)
    at = int(number) - 1
    rows = one.form.rows
    new = replace(rows[at], when=change(rows[at].when))
    return replace(one, form=replace(one.form, rows=(*rows[:at], new, *rows[at + 1 :])))
