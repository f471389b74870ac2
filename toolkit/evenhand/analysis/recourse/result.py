"""What ``recourse`` found: ways to a tier, or what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evenhand.analysis.explain import outcome_data
from evenhand.analysis.plain import exact, place, written
from evenhand.analysis.recourse.effects import Effect
from evenhand.analysis.recourse.situation import Kept, Situation
from evenhand.messages import Message, in_both
from evenhand.model.action import Span
from evenhand.model.customer import Customer
from evenhand.model.describe import condition_words
from evenhand.model.element import Text
from evenhand.model.outcome import Outcome
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.result import Result


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a way.

    ``how`` is ``raise``, ``lower`` or ``set``, or ``time`` for what grows by itself. ``takes`` is
    None for time, ``before`` where the value is missing. ``effects`` are what would be lost
    without this one step.
    """

    attribute: str
    before: Value | None
    after: Value
    how: str
    cost: Fraction
    takes: Span | None
    risk: Text | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the tier, replayed on the reference engine.

    ``cost`` is in the policy's currency. All changes are done at the end of ``span``. ``unsure``
    are attributes that may have grown by one unit more by then, which would undo the way.
    """

    changes: tuple[Change, ...]
    cost: Fraction
    span: Span
    outcome: Outcome
    customer: Customer
    unsure: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[Change, ...]:
        """The changes that the customer makes; the others come with time."""
        return tuple(one for one in self.changes if one.how != "time")


@dataclass(frozen=True, slots=True)
class Blocking:
    """Something that stands in the way, without which there would be a way.

    ``kind`` is ``attributes`` (fixed ones; ``changes`` show values that would do), ``time`` (the
    way takes longer than was asked for: ``span``), ``limit`` (it takes more changes: ``count``),
    or ``elements`` (no attribute is to blame; the ``effects`` are what is not met).
    """

    kind: str
    attributes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    effects: tuple[Effect, ...] = ()
    span: Span | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse(Result):
    """The cheapest ways to a tier for one customer, or the proof that there is none.

    ``exists`` is None where that is not known; ``proved`` tells whether the ways are proved to be
    the cheapest, or that there is none is proved; ``open`` says why not. ``all``: no other kind of
    way exists. ``blocking`` is looked
    for where there is none; it is not ``complete`` where more may stand in the way than is listed.
    """

    situation: Situation
    start: Outcome
    exists: bool | None
    proved: bool
    ways: tuple[Way, ...]
    all: bool = True
    blocking: tuple[Blocking, ...] = ()
    complete: bool = True
    open: Message | None = None
    impossible: tuple[str, ...] = ()
    profile: str | None = None

    @property
    def policy(self) -> Policy:
        return self.situation.policy

    @property
    def there(self) -> bool:
        """Whether the customer has the tier already."""
        return self.start.outcome in self.situation.goal

    def data(self) -> Mapping[str, object]:
        situation = self.situation
        values = situation.start.values
        return {
            "policy": self.policy.id,
            "profile": self.profile,
            "to": situation.to,
            "goal": [tier for tier in tiers_of(self.policy) if tier in situation.goal],
            "given": {name: written(value) for name, value in sorted(values.items())},
            "start": outcome_data(self.start),
            "exists": self.exists,
            "proved": self.proved,
            "open": in_both(self.open),
            "currency": self.policy.header.currency,
            "horizon": span_data(situation.wishes.horizon),
            "all": self.all,
            "paths": [way_data(self.policy, one) for one in self.ways],
            "blocking": [_blocking_data(self.policy, one) for one in self.blocking],
            "blocking_complete": self.complete,
            "changeable": list(situation.actions),
            "kept": [_kept_data(one) for one in situation.kept],
            "allowed": list(situation.allowed),
            "impossible": list(self.impossible),
        }


def tiers_of(policy: Policy) -> tuple[str, ...]:
    """All tiers, best first, the last one of everybody else."""
    names = dict.fromkeys([*(tier.id for tier in policy.tiers), policy.otherwise.tier])
    return tuple(names)


def span_data(span: Span | None) -> dict[str, int] | None:
    """A span as a file writes it, in months or in days."""
    if span is None:
        return None
    if span.days:
        return (
            {"days": span.days} if not span.months else {"months": span.months, "days": span.days}
        )
    return {"months": span.months}


def way_data(policy: Policy, way: Way) -> dict[str, object]:
    """A way as plain data."""
    return {
        "changes": [change_data(policy, one) for one in way.changes],
        "cost": exact(way.cost),
        "takes": span_data(way.span),
        "outcome": way.outcome.outcome,
        "score": exact(way.outcome.score),
        "unsure": list(way.unsure),
    }


def change_data(policy: Policy, change: Change) -> dict[str, object]:
    """One change as plain data."""
    return {
        "attribute": change.attribute,
        "from": written(change.before),
        "to": written(change.after),
        "how": change.how,
        "cost": exact(change.cost),
        "takes": span_data(change.takes),
        "risk": in_both(change.risk),
        "effects": [effect_data(policy, one) for one in change.effects],
    }


def effect_data(policy: Policy, effect: Effect) -> dict[str, object]:
    """An effect as plain data."""
    condition = effect.condition
    return {
        "kind": effect.kind,
        "element": effect.element,
        "title": in_both(effect.title),
        "condition": None if condition is None else in_both(condition_words(condition, policy)),
        "points": exact(effect.points),
        **place(effect.location),
    }


def _blocking_data(policy: Policy, one: Blocking) -> dict[str, object]:
    return {
        "kind": one.kind,
        "attributes": list(one.attributes),
        "changes": [change_data(policy, change) for change in one.changes],
        "effects": [effect_data(policy, effect) for effect in one.effects],
        "takes": span_data(one.span),
        "count": one.count,
    }


def _kept_data(kept: Kept) -> dict[str, object]:
    return {"attribute": kept.attribute, "why": kept.why.value}
