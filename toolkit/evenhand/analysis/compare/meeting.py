"""Meetings: one customer before two policies, made to order and judged by the reference engine.

What is made here is only ever shown after the reference engine has decided it; that nothing was
found proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random
from typing import Final

from evenhand.analysis.aiming import aim, set_value
from evenhand.analysis.compare.ranking import is_granted, rank_of
from evenhand.analysis.draft import Draft
from evenhand.engines.possible import Limit, limits_of, violated
from evenhand.engines.reference import decide
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import applicability, judge
from evenhand.model.boundaries import boundary_values, typical_of
from evenhand.model.conditions import All, AnyOf, Condition, Meets, Not
from evenhand.model.customer import Customer
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import REFER, Outcome, Reading
from evenhand.model.policy import Policy
from evenhand.model.truth import F, Truth, truth
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute

TRIES: Final = 6
"""How often a customer is begun anew; each time other alternatives are taken by chance."""
ROUNDS: Final = 3
"""How often the two policies are aimed at in turn."""


@dataclass(frozen=True, slots=True)
class Side:
    """A policy with all that making customers for it needs.

    ``hopeless``: it is known that nobody is certain to get any of its tiers.
    """

    policy: Policy
    boundaries: dict[str, tuple[Value | Missing, ...]]
    limits: tuple[Limit, ...]
    hopeless: bool = False

    @property
    def best(self) -> int:
        """The rank of the best outcome that anybody may get."""
        return rank_of(self.policy, REFER) if self.hopeless else 0

    def draft(self, customer: Customer, seed: int) -> Draft:
        """A draft that begins with a customer."""
        return Draft(
            self.policy,
            Random(seed),
            Reading.DECLARED,
            self.boundaries,
            dict(customer.values),
            dict(customer.discretion),
        )

    def attribute(self, name: str) -> Attribute | None:
        """The attribute as the policy knows it; None if it does not."""
        return self.policy.dictionary.attributes.get(name)


def side_of(policy: Policy, *, hopeless: bool = False) -> Side:
    """A policy ready for making customers."""
    return Side(policy, dict(boundary_values(policy)), limits_of(policy), hopeless)


@dataclass
class Meeting:
    """Two policies, or one twice, and the customers tried on both."""

    one: Side
    two: Side
    bases: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Customer, ...]] = field(
        default_factory=dict
    )

    @cached_property
    def typical(self) -> Customer:
        """The typical customer, of whom all is known that machines can know."""
        values: dict[str, Value] = {}
        for side in (self.one, self.two):
            for name in side.boundaries:
                attribute = side.attribute(name)
                if attribute is not None and not attribute.human:
                    values.setdefault(name, typical_of(attribute))
        return self.possible(Customer(values), {}) or Customer(values)

    def outcomes(self, customer: Customer) -> tuple[str, str]:
        """What each of the two decides."""
        return tuple(_outcome(side.policy, customer) for side in self.sides)  # type: ignore[return-value]

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.one, self.two

    def truth(self, side: Side, customer: Customer, test: Condition) -> Truth:
        """Whether a test of one of the policies is met."""
        return judge(Case(side.policy, customer), test).truth

    def is_possible(self, customer: Customer) -> bool:
        """Whether no constraint of either vocabulary is false."""
        return not any(violated(side.policy, customer, side.limits) for side in self.sides)

    def possible(
        self, customer: Customer, kept: Mapping[str, Value], *, tries: int = TRIES
    ) -> Customer | None:
        """The customer with other values moved until no constraint is false; ``kept`` stay.

        None where that fails.
        """
        for seed in range(tries):
            found = self._repaired(customer, seed)
            values = found.values
            held = all(values.get(name) == value for name, value in kept.items())
            if held and self.is_possible(found):
                return found
        return None

    def _repaired(self, customer: Customer, seed: int) -> Customer:
        for _ in range(ROUNDS + 1):
            before = customer
            for side in self.sides:
                for limit in violated(side.policy, customer, side.limits):
                    draft = side.draft(customer, seed)
                    aim(draft, limit.constraint.holds, True)
                    customer = draft.customer()
            if customer == before:
                break
        return customer

    def changed(self, base: Customer, changes: Mapping[str, Value]) -> Customer | None:
        """The customer with some other values; what is bound to them moves along."""
        customer = base
        for name, value in changes.items():
            side = self.one if name in self.one.policy.dictionary.attributes else self.two
            draft = side.draft(customer, 0)
            set_value(draft, name, value)
            customer = draft.customer()
        return self.possible(customer, changes)

    # -- customers whom both accept ----------------------------------------------------------------

    def accepted(
        self, one_ways: tuple[str, ...] = (), two_ways: tuple[str, ...] = ()
    ) -> tuple[Customer, ...]:
        """Customers as well treated by both as could be found, by the given paths if any.

        The first policy grants a tier to each of them.
        """
        key = (one_ways, two_ways)
        if key not in self.bases:
            self.bases[key] = tuple(self._accepted(one_ways, two_ways))
        return self.bases[key]

    def _accepted(self, one_ways: tuple[str, ...], two_ways: tuple[str, ...]) -> Iterator[Customer]:
        if self.one.hopeless:
            return
        narrow = (_narrowed(self.one, one_ways), _narrowed(self.two, two_ways))
        best: tuple[int, int] | None = None
        found: Customer | None = None
        for seed in range(TRIES):
            customer = self._aimed(narrow, seed)
            if customer is None:
                continue
            first, second = (_outcome(side.policy, customer) for side in narrow)
            if not is_granted(self.one.policy, first):
                continue
            ranks = rank_of(self.two.policy, second), rank_of(self.one.policy, first)
            if best is None or ranks < best:
                best, found = ranks, customer
            if best == (self.two.best, 0):
                break
        if found is not None:
            yield self._plainer(narrow, found)

    def _aimed(self, narrow: tuple[Side, Side], seed: int) -> Customer | None:
        customer = self.typical
        for number in range(ROUNDS):
            before = customer
            for side in narrow:
                if rank_of(side.policy, _outcome(side.policy, customer)) > 0:
                    draft = side.draft(customer, seed * ROUNDS + number)
                    _aim_at_best(draft)
                    customer = draft.customer()
            repaired = self.possible(customer, {}, tries=1)
            if repaired is None:
                return None
            customer = repaired
            if customer == before:
                break
        return customer

    def _plainer(self, narrow: tuple[Side, Side], customer: Customer) -> Customer:
        """The customer with as many values typical, and as few answers, as the outcomes allow."""
        wanted = [_outcome(side.policy, customer) for side in narrow]

        def same(other: Customer) -> bool:
            now = [_outcome(side.policy, other) for side in narrow]
            return now == wanted and self.is_possible(other)

        for name in customer.discretion:
            answers = {key: one for key, one in customer.discretion.items() if key != name}
            other = replace(customer, discretion=answers)
            customer = other if same(other) else customer
        for name, value in customer.values.items():
            typical = self.typical.values.get(name)
            if typical is None or typical == value:
                continue
            other = replace(customer, values={**customer.values, name: typical})
            customer = other if same(other) else customer
        return customer


def shown_customer(meeting: Meeting, customer: Customer) -> Customer:
    """The customer without values of attributes that do not exist for them."""
    kept: dict[str, Value] = {}
    for name, value in customer.values.items():
        applies = (
            applicability(Case(side.policy, customer), name)
            for side in meeting.sides
            if side.attribute(name) is not None
        )
        if not any(one is not None and one.truth is F for one in applies):
            kept[name] = value
    return replace(customer, values=kept)


def _outcome(policy: Policy, customer: Customer) -> str:
    return outcome_at(policy, customer).outcome


def outcome_at(policy: Policy, customer: Customer) -> Outcome:
    """What the reference engine decides."""
    return decide(policy, customer).outcome


def _narrowed(side: Side, ways: tuple[str, ...]) -> Side:
    """The policy with only some of its paths into a tier, so that the tier is earned by them."""
    if not ways:
        return side
    tiers = tuple(
        replace(tier, paths=tuple(path for path in tier.paths if path.id in ways))
        if any(path.id in ways for path in tier.paths)
        else tier
        for tier in side.policy.tiers
    )
    return replace(side, policy=replace(side.policy, tiers=tiers))


def _aim_at_best(draft: Draft) -> None:
    """Aim at the best tier, and at nothing that stands before it in the decision list."""
    entries = decision_list(draft.policy)
    best = draft.policy.tiers[0].id
    at = next(n for n, entry in enumerate(entries) if entry.outcome == best)
    for _ in range(2):
        for entry in entries[:at]:
            _aim_at_rest(draft, entry.condition, False)
        _aim_at_rest(draft, entries[at].condition, True)


def _aim_at_rest(draft: Draft, condition: Condition, wanted: bool) -> None:
    """Aim at those parts of a condition alone that are not yet as wanted."""
    if judge(draft.case(), condition).truth is truth(wanted):
        return
    match condition:
        case Meets(name):
            _aim_at_rest(draft, draft.policy.definitions[name].means, wanted)
        case Not(part):
            _aim_at_rest(draft, part, not wanted)
        case All(parts) if wanted:
            for part in parts:
                _aim_at_rest(draft, part, True)
        case AnyOf(parts) if not wanted:
            for part in parts:
                _aim_at_rest(draft, part, False)
        case _:
            aim(draft, condition, wanted)
