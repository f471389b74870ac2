"""Witnesses: customers who show that a law fails, and which of their values it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from evenhand.analysis.plain import exact, written
from evenhand.analysis.prove.asking import Asked
from evenhand.engines.exact.question import Question, Side
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.proofs import label_of
from evenhand.engines.reference import decide
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import applicability
from evenhand.model.boundaries import typical_of
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import Outcome
from evenhand.model.policy import Policy
from evenhand.model.truth import T
from evenhand.model.values import Value

Pair: TypeAlias = tuple[Customer, Customer | None]
"""A customer, and the twin where there is one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One customer of a witness, and what the policy decides about him."""

    customer: Customer
    outcome: Outcome
    policy: Policy

    def data(self) -> Mapping[str, object]:
        given: dict[str, object] = {
            name: written(value) for name, value in sorted(self.customer.values.items())
        }
        for name, answer in sorted(self.customer.discretion.items()):
            given[f"{DISCRETION_PREFIX}{name}"] = answer
        return {
            "policy": self.policy.id,
            "given": given,
            "outcome": self.outcome.outcome,
            "status": self.outcome.status.value,
            "possible": list(self.outcome.possible),
            "scores": {name: exact(score) for name, score in self.outcome.scores.items()},
        }


@dataclass(frozen=True, slots=True)
class Instance:
    """A customer, or two who differ in nothing but ``differs``.

    ``matters`` are the other values that the answer hangs on: with them, and whatever the rest is
    (missing included), the labels stay the same. Where an outcome is left open anyway, they are
    the values that are not typical.
    """

    shown: tuple[Shown, ...]
    differs: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()

    def data(self) -> Mapping[str, object]:
        return {
            "customers": [one.data() for one in self.shown],
            "differs": list(self.differs),
            "matters": list(self.matters),
        }


def instance(asked: Asked, labels: tuple[str, ...]) -> Instance:
    """The witness of some labels, replayed and reduced to what matters."""
    found = asked.answer.witness(asked.whole(labels))
    question = asked.question
    pair = (found.customer, found.twin)
    if question.complete:
        pair = _completed(asked, pair, found.labels)
    differs = () if pair[1] is None else _differences(pair[0], pair[1])
    return Instance(_shown(asked, pair), differs, _matters(question, pair, differs, found.labels))


def _shown(asked: Asked, pair: Pair) -> tuple[Shown, ...]:
    """Each customer with what each policy that counts decides about him."""
    reading = asked.question.sides[0].reading
    return tuple(
        Shown(customer, decide(policy, customer, reading).outcome, policy)
        for policy in asked.deciders
        for customer in pair
        if customer is not None
    )


def _completed(asked: Asked, pair: Pair, labels: tuple[str, ...]) -> Pair:
    """The pair with typical values where the question left open what nothing in it hangs on."""
    question = asked.question
    limits = [(policy, limits_of(policy)) for policy in asked.deciders]
    for name, value in _open_values(asked.deciders, pair[0]):
        more = _with(pair, name, value)
        people = [one for one in more if one is not None]
        fine = not any(violated(p, one, listed) for p, listed in limits for one in people)
        if fine and labels_of(question, more) == labels:
            pair = more
    return pair


def _open_values(policies: tuple[Policy, ...], customer: Customer) -> Iterator[tuple[str, Value]]:
    """Typical values of what the policies use and nobody told, as far as it applies.

    What others need to apply comes first.
    """
    told = customer
    for _ in range(2):
        for policy in policies:
            for name in used_attributes(policy):
                if name in told.values:
                    continue
                applies = applicability(Case(policy, told), name)
                if applies is None or applies.truth is T:
                    value = typical_of(policy.dictionary.attributes[name])
                    told = replace(told, values={**told.values, name: value})
                    yield name, value


def _with(pair: Pair, name: str, value: Value) -> Pair:
    one, two = (
        None if who is None else replace(who, values={**who.values, name: value}) for who in pair
    )
    assert one is not None
    return one, two


def _asked_about(side: Side, pair: Pair) -> Customer:
    customer = pair[1] if side.twin else pair[0]
    assert customer is not None
    return customer


def _differences(one: Customer, two: Customer) -> tuple[str, ...]:
    names = [*one.values, *(name for name in two.values if name not in one.values)]
    return tuple(name for name in names if one.values.get(name) != two.values.get(name))


def labels_of(question: Question, pair: Pair) -> tuple[str, ...]:
    """The labels that the reference engine gives."""
    return tuple(label_of(side, _asked_about(side, pair)) for side in question.sides)


def _matters(
    question: Question,
    pair: Pair,
    differs: tuple[str, ...],
    labels: tuple[str, ...],
) -> tuple[str, ...]:
    """Values that cannot be left out, one after the other, without changing a label."""
    if labels_of(question, pair) != labels:
        return ()
    if any(label == side.undecided for label, side in zip(labels, question.sides, strict=True)):
        return tuple(_unusual(question.sides[0].policy, pair[0], differs))
    for name in _droppable(question.sides[0].policy, pair[0], differs):
        less = _without(pair, name)
        if labels_of(question, less) == labels:
            pair = less
    names = [*pair[0].values, *(f"{DISCRETION_PREFIX}{one}" for one in pair[0].discretion)]
    return tuple(name for name in names if name not in differs)


def _droppable(policy: Policy, customer: Customer, differs: tuple[str, ...]) -> list[str]:
    """The names of the values, typical ones first, since they tell least."""
    unusual = _unusual(policy, customer, differs)
    usual = [name for name in customer.values if name not in (*differs, *unusual)]
    return [*usual, *unusual]


def _unusual(policy: Policy, customer: Customer, differs: tuple[str, ...]) -> list[str]:
    """The names of the values that are not typical, and of all recorded answers."""
    attributes = policy.dictionary.attributes
    names = [
        name
        for name, value in customer.values.items()
        if name not in differs and (name not in attributes or value != typical_of(attributes[name]))
    ]
    return [*names, *(f"{DISCRETION_PREFIX}{one}" for one in customer.discretion)]


def _without(pair: Pair, name: str) -> Pair:
    customer, twin = pair
    return _drop(customer, name), None if twin is None else _drop(twin, name)


def _drop(customer: Customer, name: str) -> Customer:
    if name.startswith(DISCRETION_PREFIX):
        answer = name.removeprefix(DISCRETION_PREFIX)
        kept = {key: one for key, one in customer.discretion.items() if key != answer}
        return replace(customer, discretion=kept)
    values = {key: value for key, value in customer.values.items() if key != name}
    return replace(customer, values=values)
