"""One change of outcome with the customer who shows it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evenhand.analysis.diff.change import Change
from evenhand.analysis.diff.effects import Benefits, customer_effects
from evenhand.analysis.diff.ladders import Move
from evenhand.analysis.diff.regain import Regained
from evenhand.analysis.diff.responsible import Responsible, responsible
from evenhand.analysis.plain import exact, written
from evenhand.engines.reference import decide
from evenhand.engines.trace import Decision
from evenhand.messages import message
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.mentions import (
    attributes_in,
    characteristic_mentions,
    placed_characteristics,
    policy_conditions,
    used_attributes,
)
from evenhand.model.outcome import Outcome
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.model.wording import Words, label_words, outcome_words, value_words


@dataclass(frozen=True, slots=True)
class Found:
    """A pair of outcomes that some customer shows."""

    pair: tuple[str, str]
    move: Move
    complete: bool
    customer: Customer


@dataclass(frozen=True, slots=True)
class Told:
    """One value of a customer, or a recorded answer, with its words.

    ``telling``: what changed reads it.
    """

    name: str
    value: Value
    label: Words
    words: Words
    telling: bool


@dataclass(frozen=True, slots=True)
class Transition:
    """A change from one outcome to another, shown by one customer.

    ``complete`` tells whether a customer of whom everything is known shows it. ``judged`` tells
    whether the example rests on what people assess or decide. ``titles`` are what the outcomes are
    called. ``told`` are the customer's values and recorded answers, those first that what changed
    reads. ``old`` and ``new`` are the elements that make the outcomes differ. ``regained`` is the
    way back to what was lost, where somebody asked for it.
    """

    before: Outcome
    after: Outcome
    move: Move
    complete: bool
    judged: bool
    customer: Customer
    titles: tuple[Words, Words]
    told: tuple[Told, ...]
    old: Responsible
    new: Responsible
    benefits: tuple[Benefits, ...]
    regained: Regained | None = None

    def data(self) -> Mapping[str, object]:
        found: dict[str, object] = {
            "from": self.before.outcome,
            "to": self.after.outcome,
            "effect": self.move.value,
            "complete": self.complete,
            "rests_on_judgement": self.judged,
            "witness": {one.name: written(one.value) for one in self.told},
            "old": _outcome_data(self.before),
            "new": _outcome_data(self.after),
            "responsible": {"old": self.old.data(), "new": self.new.data()},
            "benefits": [one.data() for one in self.benefits],
        }
        if self.regained is not None:
            found["recourse"] = self.regained.data()
        return found


def _outcome_data(outcome: Outcome) -> Mapping[str, object]:
    return {
        "outcome": outcome.outcome,
        "status": outcome.status.value,
        "possible": list(outcome.possible),
        "scores": {name: exact(score) for name, score in outcome.scores.items()},
    }


def transition(old: Policy, new: Policy, found: Found, changes: Sequence[Change]) -> Transition:
    """A change of outcome, replayed on both policies. The pair must be what the customer shows."""
    customer, judged = _without_judgement(old, new, found)
    before, after = decide(old, customer), decide(new, customer)
    assert (before.outcome.outcome, after.outcome.outcome) == found.pair
    evaluated = frozenset(one.element for one in changes if one.evaluated)
    one, two = responsible((old, new), customer, (before, after), evaluated)
    first = (*one.attributes, *two.attributes, *_read_by(evaluated, (old, new)))
    return Transition(
        before=before.outcome,
        after=after.outcome,
        move=found.move,
        complete=found.complete,
        judged=judged,
        customer=customer,
        titles=_titles(old, new, found.pair),
        told=tuple(_told(customer, old, new, first)),
        old=one,
        new=two,
        benefits=customer_effects(old, new, before.outcome, after.outcome),
    )


def _without_judgement(old: Policy, new: Policy, found: Found) -> tuple[Customer, bool]:
    """The customer without what people assess and decide, if that shows the same (rule 26)."""
    customer = found.customer
    kept = {
        name: value
        for name, value in customer.values.items()
        if not any(_human(policy, name) for policy in (old, new))
    }
    plain = replace(customer, values=kept, discretion={})
    if plain == customer:
        return customer, False
    if _outcomes(old, new, plain) == found.pair:
        return plain, False
    return customer, True


def _human(policy: Policy, name: str) -> bool:
    attribute = policy.dictionary.attributes.get(name)
    return attribute is not None and attribute.human


def _outcomes(old: Policy, new: Policy, customer: Customer) -> tuple[str, str]:
    decisions: list[Decision] = [decide(policy, customer) for policy in (old, new)]
    return decisions[0].outcome.outcome, decisions[1].outcome.outcome


def _titles(old: Policy, new: Policy, pair: tuple[str, str]) -> tuple[Words, Words]:
    """What the outcomes are called, with their ids where two have one title."""
    before, after = outcome_words(old, pair[0]), outcome_words(new, pair[1])
    if before != after:
        return before, after
    return (
        message("diff.with-id", title=before, id=pair[0]),
        message("diff.with-id", title=after, id=pair[1]),
    )


def _told(customer: Customer, old: Policy, new: Policy, first: Sequence[str]) -> Iterator[Told]:
    """The customer's values and answers: those asked for first, then in the order of the policy."""
    given: dict[str, Value] = {**customer.values}
    given.update((DISCRETION_PREFIX + name, yes) for name, yes in customer.discretion.items())
    answers = [name for name in sorted(given) if name.startswith(DISCRETION_PREFIX)]
    order = (*first, *answers, *used_attributes(new), *used_attributes(old), *sorted(given))
    for name in dict.fromkeys(order):
        if name in given:
            names = new if name in new.dictionary else old
            yield Told(
                name,
                given[name],
                label_words(name, names),
                value_words(given[name], name, names),
                telling=name in first or name in answers,
            )


def _read_by(elements: frozenset[str], policies: Iterable[Policy]) -> Iterator[str]:
    """The attributes that some elements read, in either policy."""
    for policy in policies:
        for address, condition in policy_conditions(policy):
            if address in elements:
                yield from attributes_in(condition, policy.dictionary)
        for placed in placed_characteristics(policy):
            if placed.element in elements:
                for name in characteristic_mentions(placed.characteristic):
                    yield from policy.dictionary.inputs_of(name)
