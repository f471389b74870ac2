"""Labels of customers by the reference engine, and whether a customer may answer a question.

This is what a question means, said as plainly as possible; proofs are held against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from evenhand.engines.exact.question import Order, Question, Side
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.reference.decision import ranked_ends
from evenhand.model.boundaries import typical_of
from evenhand.model.conditions import Condition, Discretion, Meets, ScoreIs, every_part
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.mentions import (
    attributes_in,
    characteristic_conditions,
    characteristic_mentions,
    direct_mentions,
)
from evenhand.model.outcome import REFER, REFERRED
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of
from evenhand.model.scorecard import Characteristic, Section
from evenhand.model.truth import F, T
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute


def label_of(side: Side, customer: Customer) -> str:
    """The label that a side gives a customer, by the reference engine's conditions."""
    case = Case(side.policy, customer, side.reading)
    possible = []
    for name, condition in side.entries:
        found = judge(case, condition).truth
        if found is not F:
            possible.append(name)
        if found is T:
            break
    if len(possible) == 1:
        return REFER if possible[0] == REFERRED else possible[0]
    floor, _ = ranked_ends(side.policy, possible) if side.floor else (None, None)
    return side.undecided if floor is None else floor


def labels_of(question: Question, customer: Customer, twin: Customer) -> tuple[str, ...]:
    """The labels of a customer and a twin, one for each side of a question."""
    return tuple(label_of(side, twin if side.twin else customer) for side in question.sides)


def may_answer(question: Question, customer: Customer, twin: Customer) -> bool:
    """Whether a question is about this customer and this twin."""
    people = (customer, twin) if any(side.twin for side in question.sides) else (customer,)
    return (
        all(_fits(question, one) for one in people)
        and all(_possible(question, one) for one in people)
        and (len(people) == 1 or _are_twins(question, customer, twin))
    )


def _fits(question: Question, customer: Customer) -> bool:
    """What is fixed holds, and with ``complete`` all that applies is told."""
    for name, value in question.fixed.items():
        if name.startswith(DISCRETION_PREFIX):
            answer = customer.discretion.get(name.removeprefix(DISCRETION_PREFIX))
            if answer != (None if isinstance(value, Missing) else value):
                return False
        elif customer.get(name) != value:
            return False
    return not question.complete or all(_complete(side, customer) for side in question.sides)


def _complete(side: Side, customer: Customer) -> bool:
    asked = {one.id for one in _conditions(side) if isinstance(one, Discretion)}
    if not asked <= set(customer.discretion):
        return False
    return not list(_untold(side, customer))


def _untold(side: Side, customer: Customer) -> Iterator[Attribute]:
    """The attributes that apply to a customer who has not told them."""
    case = Case(side.policy, customer)
    for name in side_attributes(side) - set(customer.values):
        attribute = side.policy.dictionary.attributes[name]
        applies = attribute.applies_when
        if applies is None or judge(case, applies).truth is T:
            yield attribute


def _conditions(side: Side) -> Iterator[Condition]:
    """All conditions that a side's labels rest on, those in definitions and scores too."""
    waiting = [condition for _, condition in side.entries]
    while waiting:
        for part in every_part(waiting.pop()):
            yield part
            if isinstance(part, Meets):
                waiting.append(side.policy.definitions[part.definition].means)
            elif isinstance(part, ScoreIs):
                for one in _characteristics(side, part):
                    waiting.extend(characteristic_conditions(one))


def _characteristics(side: Side, atom: ScoreIs) -> tuple[Characteristic, ...]:
    part = side.policy.score_parts()[atom.of]
    return part.characteristics if isinstance(part, Section) else part.characteristics()


def side_attributes(side: Side) -> set[str]:
    """The attributes that a side's labels rest on, with those that tell whether one applies."""
    dictionary, used = side.policy.dictionary, list(_conditions(side))
    mentioned = {name for one in used for name in direct_mentions(one)}
    for one in used:
        if isinstance(one, ScoreIs):
            for each in _characteristics(side, one):
                mentioned.update(characteristic_mentions(each))
    found: set[str] = set()
    while mentioned:
        inputs = {one for name in mentioned for one in dictionary.inputs_of(name)} - found
        found |= inputs
        applying = [dictionary.attributes[name].applies_when for name in inputs]
        mentioned = {name for one in applying for name in attributes_in(one, dictionary)}
    return found


def completed(question: Question, customer: Customer) -> Customer:
    """The customer with everything told that applies: typical values, and refusals of people."""
    answers = dict(customer.discretion)
    for side in question.sides:
        for one in _conditions(side):
            if isinstance(one, Discretion) and DISCRETION_PREFIX + one.id not in question.fixed:
                answers.setdefault(one.id, False)
    customer = replace(customer, discretion=answers)
    while untold := [one for side in question.sides for one in _untold(side, customer)]:
        told = {one.id: typical_of(one) for one in untold if one.id not in question.fixed}
        if not told:
            break
        customer = replace(customer, values={**told, **customer.values})
    return customer


def _possible(question: Question, customer: Customer) -> bool:
    return not any(
        judge(Case(side.policy, customer), one.holds).truth is F
        for side in question.sides
        for one in side.policy.dictionary.constraints
    )


def _are_twins(question: Question, customer: Customer, twin: Customer) -> bool:
    names = set(customer.values) | set(twin.values)
    if twin.discretion != customer.discretion:
        return False
    if any(twin.get(one) != customer.get(one) for one in names if one not in question.split):
        return False
    return question.order is Order.ANY or all(
        above(attribute, customer.get(name), twin.get(name))
        for name, attribute in split_attributes(question)
    )


def split_attributes(question: Question) -> Iterator[tuple[str, Attribute]]:
    """The attributes in which a twin may differ."""
    known: Mapping[str, Attribute] = question.sides[0].policy.dictionary.attributes
    yield from ((name, known[name]) for name in question.split)


def above(attribute: Attribute, below: Value | Missing, value: Value | Missing) -> bool:
    """Whether a known value lies above another one."""
    if isinstance(below, Missing) or isinstance(value, Missing):
        return False
    if isinstance(below, bool):
        return value is True and below is False
    return place_of(attribute, value) > place_of(attribute, below)


def plain(policy: Policy) -> Policy:
    """The policy without what no label rests on: benefits, fees, membership."""
    tiers = tuple(replace(one, stay=None, fee=None, benefits=()) for one in policy.tiers)
    return replace(policy, tiers=tiers, benefits={}, membership=None)
