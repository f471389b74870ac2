"""Situations: a customer, the tier that is wanted, what can be changed, and what stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from evenhand.analysis.traits import is_left_alone
from evenhand.engines.possible import limits_of
from evenhand.errors import UsageError
from evenhand.messages import message
from evenhand.model.action import Action, Span, action_of
from evenhand.model.customer import Customer
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Attribute
from evenhand.suggest import closest

HORIZON: Final = Span(months=60)
"""How far ahead ways are looked for where nothing else is asked: the longest look-back."""


class Why(Enum):
    """Why an attribute stays as it is."""

    TIME = "time"
    FROZEN = "frozen"
    HUMAN = "human"
    PROTECTED = "protected"
    NO_ACTION = "no-action"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for beside the tier.

    ``frozen`` attributes stay as they are; ``allowed`` ones may move although they are protected.
    ``actions`` replace what the vocabulary declares. No way has more than ``max_changes`` changes
    or takes longer than ``horizon``; up to ``alternatives`` ways are looked for.
    """

    frozen: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    actions: Mapping[str, Action] = field(default_factory=dict)
    max_changes: int | None = None
    alternatives: int = 3
    horizon: Span = HORIZON


@dataclass(frozen=True, slots=True)
class Kept:
    """An attribute that the customer is not asked to change, and why."""

    attribute: str
    why: Why


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that the search for a way rests on.

    ``goal`` holds the tier that is wanted and all better ones. ``actions`` are by attribute, in
    the order in which the policy first mentions them; ``growing`` are the attributes that grow by
    themselves. ``allowed`` are protected attributes that may move because somebody said so.
    """

    policy: Policy
    start: Customer
    to: str
    goal: frozenset[str]
    reading: Reading
    actions: Mapping[str, Action]
    kept: tuple[Kept, ...]
    growing: tuple[str, ...]
    allowed: tuple[str, ...]
    wishes: Wishes

    def attribute(self, name: str) -> Attribute:
        return self.policy.dictionary.attributes[name]


def situation(
    policy: Policy, start: Customer, to: str, wishes: Wishes, reading: Reading
) -> Situation:
    """The situation of a customer who wants a tier.

    Raises UsageError for a tier or an attribute that the policy does not have, and where an
    attribute is allowed to change without anything that says what that takes.
    """
    goal = goal_of(policy, to)
    _check_names(policy, (*wishes.frozen, *wishes.allowed))
    names = tuple(asked_about(policy, start))
    actions: dict[str, Action] = {}
    kept: list[Kept] = []
    for name in names:
        attribute = policy.dictionary.attributes[name]
        action = wishes.actions.get(name) or action_of(attribute)
        why = _why_kept(attribute, action, start, wishes)
        if why is None and action is not None:
            actions[name] = action
        elif why is not None:
            kept.append(Kept(name, why))
    _check_allowed(policy, wishes)
    known = [policy.dictionary.attributes[name] for name in names if name in start.values]
    growing = tuple(one.id for one in known if one.grows_with_time)
    allowed = tuple(
        name
        for name in wishes.allowed
        if name in actions and is_left_alone(policy.dictionary.attributes[name])
    )
    return Situation(
        policy, start, to, goal, reading, actions, tuple(kept), growing, allowed, wishes
    )


def goal_of(policy: Policy, to: str) -> frozenset[str]:
    """A tier and all better ones. Raises UsageError, with the nearest id, for another name."""
    order = [tier.id for tier in policy.tiers]
    if policy.otherwise.tier not in order:
        order.append(policy.otherwise.tier)
    if to not in order:
        near = closest(to, order)
        if near is not None:
            raise UsageError(message("recourse.unknown-tier-near", name=to, near=near))
        raise UsageError(message("recourse.unknown-tier", name=to, known=", ".join(order)))
    return frozenset(order[: order.index(to) + 1])


def asked_about(policy: Policy, start: Customer) -> Iterator[str]:
    """What the policy's outcome can depend on, then what constraints tie to it and is known."""
    used = used_attributes(policy)
    yield from used
    tied = dict.fromkeys(name for limit in limits_of(policy) for name in limit.attributes)
    yield from (name for name in tied if name not in used and name in start.values)


def _why_kept(
    attribute: Attribute, action: Action | None, start: Customer, wishes: Wishes
) -> Why | None:
    """Why an attribute stays as it is; None where the customer can change it."""
    if attribute.id not in start.values:
        return Why.MISSING
    if attribute.id in wishes.frozen:
        return Why.FROZEN
    if attribute.human:
        return Why.HUMAN
    if is_left_alone(attribute) and attribute.id not in wishes.allowed:
        return Why.TIME if attribute.grows_with_time else Why.PROTECTED
    if action is None:
        return Why.TIME if attribute.grows_with_time else Why.NO_ACTION
    return None


def _check_names(policy: Policy, names: Iterable[str]) -> None:
    known = policy.dictionary.attributes
    for name in names:
        if name in policy.dictionary.derived:
            inputs = ", ".join(policy.dictionary.inputs_of(name))
            raise UsageError(message("recourse.derived", name=name, inputs=inputs))
        if name not in known:
            near = closest(name, list(known))
            if near is not None:
                raise UsageError(message("attr.unknown-near", name=name, near=near))
            raise UsageError(message("attr.unknown", name=name))


def _check_allowed(policy: Policy, wishes: Wishes) -> None:
    both = sorted(set(wishes.allowed) & set(wishes.frozen))
    if both:
        raise UsageError(message("recourse.allowed-and-frozen", name=both[0]))
    for name in wishes.allowed:
        attribute = policy.dictionary.attributes[name]
        if name not in wishes.actions and action_of(attribute) is None:
            raise UsageError(message("recourse.allowed-without-action", name=name))
