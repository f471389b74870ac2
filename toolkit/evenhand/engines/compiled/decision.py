"""The decision: the list of outcomes, walked from the top (rules 13 to 17 and 20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from evenhand.engines.compiled.conditions import share, term
from evenhand.engines.compiled.intake import Intake, intake_of
from evenhand.engines.compiled.outcome import BareOutcome
from evenhand.engines.compiled.plan import Plan, Slots, Term
from evenhand.engines.compiled.reasons import Reasons, reasons_of
from evenhand.engines.compiled.scores import CompiledCard, card_of
from evenhand.location import Location
from evenhand.model.conditions import Condition
from evenhand.model.customer import Customer, Given
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import (
    OUT_OF_SCOPE,
    REFER,
    REFERRED,
    REJECTED,
    Reading,
    Status,
    shown_as,
)
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Characteristic
from evenhand.model.truth import Truth, U, truth

UNRANKED: Final = frozenset({OUT_OF_SCOPE, REFERRED})
"""Outcomes that have no place between the worst and the best."""

Listed: TypeAlias = tuple[tuple[str, Term], ...]
"""Names with conditions: outcomes of the decision list, or the paths of a tier."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a policy is compiled to.

    ``ranks`` are from the worst outcome up; ``last`` are the outcomes without reasons; ``also`` are
    the conditions that the caller named, by their identity.
    """

    intake: Intake
    entries: Listed
    paths: Mapping[str, Listed]
    cards: tuple[CompiledCard, ...]
    reasons: Reasons
    ranks: Mapping[str, int]
    last: frozenset[str]
    also: Mapping[int, Term]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy in one reading, compiled for many customers: called with one, it gives an outcome.

    It is never changed and keeps nothing of a customer, so several threads may share one. A pickled
    one is the policy and the reading, and is compiled anew where it is loaded; two are equal when
    these are.
    """

    policy: Policy
    reading: Reading
    conditions: tuple[Condition, ...] = field(repr=False)
    parts: Parts = field(compare=False, repr=False)

    def __call__(self, customer: Customer | Mapping[str, Given]) -> BareOutcome:
        """What the policy decides about a customer.

        A customer is a mapping from attributes to values: text, int, Decimal, Fraction, bool, date,
        None or MISSING. Raises ValueRefused for a value outside its domain and TypeError for a
        binary float.
        """
        parts = self.parts
        slots = parts.intake.slots(customer)
        possible = _walk(parts.entries, slots)
        decided = len(possible) == 1
        floor, ceiling = _ends(parts.ranks, possible)
        name = _shown(self.policy, possible, floor)
        return BareOutcome(
            name,
            Status.DECIDED if decided else Status.UNDECIDED,
            possible,
            floor,
            ceiling,
            self.reading,
            {card.id: card.total(slots) for card in parts.cards},
            () if name in parts.last else parts.reasons(slots),
            _true(parts.paths.get(name, ()), slots) if decided else (),
        )

    def outcome(self, customer: Customer | Mapping[str, Given]) -> str:
        """The outcome alone: only what it rests on is worked out."""
        return self.brief(customer)[0]

    def brief(self, customer: Customer | Mapping[str, Given]) -> tuple[str, Status]:
        """The outcome and whether it is decided: only what they rest on is worked out."""
        return self.look(customer).brief()

    def look(self, customer: Customer | Mapping[str, Given]) -> Look:
        """A customer to be asked about piece by piece."""
        return Look(self, self.parts.intake.slots(customer))

    def knows(self, condition: Condition) -> bool:
        """Whether a condition was named on compiling, so that a look can be asked for it."""
        return id(condition) in self.parts.also

    def __reduce__(self) -> tuple[Any, ...]:
        return compiled, (self.policy, self.reading, self.conditions)


@dataclass(frozen=True, slots=True)
class Look:
    """One customer before a compiled policy; what is asked of her is worked out when it is asked.

    It remembers what it has worked out, and so belongs to one thread.
    """

    engine: Compiled
    slots: Slots = field(repr=False)

    def possible(self) -> tuple[str, ...]:
        """The outcomes that her known values leave open, as labels of the decision list."""
        return _walk(self.engine.parts.entries, self.slots)

    def brief(self) -> tuple[str, Status]:
        """Her outcome and whether it is decided."""
        possible = self.possible()
        if len(possible) == 1:
            return shown_as(possible[0]), Status.DECIDED
        floor, _ = _ends(self.engine.parts.ranks, possible)
        return _shown(self.engine.policy, possible, floor), Status.UNDECIDED

    def truth(self, condition: Condition) -> Truth:
        """The truth of one of the conditions that were named on compiling; else KeyError."""
        found = self.engine.parts.also[id(condition)](self.slots)
        return U if found is None else truth(found)

    def rows(self) -> Iterator[tuple[Characteristic, Location]]:
        """Each characteristic with the row that gives its points, or its own place."""
        for card in self.engine.parts.cards:
            for section in card.sections:
                for row in section.tally(self.slots)[1]:
                    yield row.made.characteristic, row.place


def compiled(
    policy: Policy, reading: Reading = Reading.DECLARED, conditions: Sequence[Condition] = ()
) -> Compiled:
    """A policy compiled in one reading, and with it conditions of its dictionary to be asked."""
    plan = Plan(policy, reading)
    for knockout in policy.knockouts:
        share(plan, knockout.when)
    paths = {
        tier.id: tuple((path.id, share(plan, path.when)) for path in tier.paths)
        for tier in policy.tiers
    }
    entries = tuple((one.outcome, term(plan, one.condition)) for one in decision_list(policy))
    cards = tuple(card_of(plan, card) for card in policy.scorecards)
    reasons = reasons_of(plan)
    best = policy.tiers[0].id if policy.tiers else policy.otherwise.tier
    also = {id(one): term(plan, one) for one in conditions}
    # The intake comes last: by now every value that anything reads has its slot.
    parts = Parts(
        intake_of(plan),
        entries,
        paths,
        cards,
        reasons,
        _ranks(policy),
        frozenset({OUT_OF_SCOPE, best}),
        also,
    )
    return Compiled(policy, reading, tuple(conditions), parts)


def _ranks(policy: Policy) -> Mapping[str, int]:
    order = [REJECTED, policy.otherwise.tier, *(tier.id for tier in reversed(policy.tiers))]
    return {name: rank for rank, name in reversed([*enumerate(order)])}


def _walk(entries: Listed, slots: Slots) -> tuple[str, ...]:
    """The possible outcomes: what is unknown on the way down, and the first that is true."""
    possible = []
    for outcome, holds in entries:
        truth = holds(slots)
        if truth is not False:
            possible.append(outcome)
            if truth is True:
                break
    return tuple(possible)


def _ends(ranks: Mapping[str, int], possible: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The worst and the best of the possible outcomes, where all of them can be ranked."""
    if not UNRANKED.isdisjoint(possible):
        return None, None
    if len(possible) == 1:
        return possible[0], possible[0]
    ranked = sorted(possible, key=ranks.__getitem__)
    return ranked[0], ranked[-1]


def _shown(policy: Policy, possible: tuple[str, ...], floor: str | None) -> str:
    """The outcome as shown (rules 16 and 17)."""
    if len(possible) == 1:
        return shown_as(possible[0])
    return floor if policy.undecided_floor and floor is not None else REFER


def _true(listed: Listed, slots: Slots) -> tuple[str, ...]:
    return tuple(name for name, holds in listed if holds(slots) is True)
