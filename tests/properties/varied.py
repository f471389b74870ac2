"""Generated policies with a second one that differs a little, and with narrow domains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Final

from hypothesis import note
from hypothesis import strategies as st
from tests.build import LOADER
from tests.properties.replay import plain

from evenhand import api
from evenhand.errors import LoadError
from evenhand.loading.origin import GivenText
from evenhand.location import Source, whole
from evenhand.model.boundaries import discretion_ids
from evenhand.model.conditions import Compare, Operator
from evenhand.model.customer import Customer
from evenhand.model.figures import Constant, Times
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.scales import ends, step_of, value_at
from evenhand.model.values import MISSING, Missing, Value
from evenhand.model.vocabulary import Attribute, Constraint, Dictionary, Kind
from evenhand.strategies import PolicyText, policy_texts

OPERATORS: Final = {
    "at_least": "above",
    "above": "at_least",
    "at_most": "below",
    "below": "at_most",
}
EFFECTS: Final = {'"reject"': '"refer"', '"refer"': '"reject"'}
NUMBERS: Final = ("0", "1", "10", "50", "-5", "100")
PLACES: Final = re.compile(
    r"(?P<operator>\b(?:at_least|above|at_most|below)(?=: ))|(?P<number>(?<=: )-?[0-9.]+(?=[,}\]]))"
    r'|(?P<effect>(?<=effect: )"(?:reject|refer)")'
)
HEAD: Final = ("evenhand:", "policy:", "attributes:")


@st.composite
def varied(draw: Any, max_criteria: int = 8) -> tuple[Policy, Policy]:
    """A policy, and the same with one operator, number or effect changed in its text.

    Now and then the second one is another policy altogether, over the same attributes.
    """
    first: PolicyText = draw(policy_texts(max_criteria))
    changed = list(_changes(first.text))
    note(first.text)
    if not changed or draw(st.integers(0, 9)) == 9:
        other: PolicyText = draw(policy_texts(max_criteria))
        note(other.text)
        return first.policy, other.policy
    at = draw(st.integers(0, len(changed) - 1))
    for place in range(len(changed)):
        text = changed[(at + place) % len(changed)]
        try:
            second = api.load_from(LOADER, GivenText(text, "<changed>")).model
        except LoadError:
            continue
        note(text)
        return first.policy, second
    return first.policy, first.policy


def _changes(text: str) -> Iterator[str]:
    start = 0
    for line in text.splitlines(keepends=True):
        if not line.startswith(HEAD):
            for found in PLACES.finditer(text, start, start + len(line)):
                for instead in _instead(found):
                    yield text[: found.start()] + instead + text[found.end() :]
        start += len(line)


def _instead(found: re.Match[str]) -> Iterator[str]:
    old = found.group()
    if found["operator"]:
        yield OPERATORS[old]
    elif found["effect"]:
        yield EFFECTS[old]
    else:
        yield from (one for one in NUMBERS if one != old)


# -- narrow domains ------------------------------------------------------------------------------

_NUMBER: Final[Mapping[str, tuple[int | str, int, int]]] = {
    "balance": (50, 0, 150),
    "arrears": (3, 0, 6),
    "debt": (50, -50, 100),
    "months_here": (24, 0, 48),
    "usage": ("1/2", 0, 1),
    "profit": (5, -5, 5),
    "card_cap": (50, 0, 100),
}
"""Step, lowest and highest value of each number in a narrow dictionary."""


def _narrow(attribute: Attribute) -> Attribute:
    if attribute.id in _NUMBER:
        step, low, high = (Fraction(one) for one in _NUMBER[attribute.id])
        typical = high if attribute.id == "balance" else low
        return replace(attribute, step=step, low=low, high=high, typical=typical)
    if attribute.kind is Kind.DATE:
        first, last = date(2019, 12, 31), date(2020, 1, 1)
        return replace(attribute, earliest=first, latest=last, typical=first)
    return attribute


def narrow(policy: Policy) -> Policy:
    """A generated policy over few values, so that all customers can be looked at.

    No debt exceeds the balance there: a constraint of the vocabulary, which typical values keep
    whatever else is told.
    """
    old = policy.dictionary
    attributes = {name: _narrow(one) for name, one in old.attributes.items()}
    dictionary = replace(old, attributes=attributes, constraints=_constraints(old))
    return replace(plain(policy), dictionary=dictionary)


def _constraints(dictionary: Dictionary) -> tuple[Constraint, ...]:
    here = whole(Source("<narrow>"))
    found = []
    if {"balance", "debt"} <= set(dictionary.attributes):
        figure = Times(Fraction(1), "balance", Fraction(0), here)
        holds = Compare("debt", Operator.AT_MOST, figure, here)
        found.append(Constraint("debt-within-balance", holds, here))
    if "arrears" in dictionary.attributes:
        most = Compare("arrears", Operator.AT_MOST, Constant(Fraction(3), here), here)
        found.append(Constraint("few-arrears", most, here))
    return tuple(found)


def every_value(attribute: Attribute) -> list[Value]:
    """All values of an attribute with a narrow domain."""
    match attribute.kind:
        case Kind.BOOLEAN:
            return [False, True]
        case Kind.ENUM:
            return [*attribute.codes]
        case Kind.SET:
            chosen = product((False, True), repeat=len(attribute.codes))
            return [
                frozenset(code for code, inside in zip(attribute.codes, one, strict=True) if inside)
                for one in chosen
            ]
        case _:
            low, high = ends(attribute)
            step = step_of(attribute)
            return [
                value_at(attribute, low + i * step) for i in range(int((high - low) // step) + 1)
            ]


@st.composite
def narrow_policies(draw: Any, max_criteria: int = 4) -> Policy:
    """Generated policies over few values."""
    found: PolicyText = draw(policy_texts(max_criteria))
    return narrow(found.policy)


def how_many(policies: tuple[Policy, ...]) -> int:
    """How many customers there are."""
    facts, asked = _choices(policies)
    return prod(len(values) for values in facts.values()) * prod(3 for _ in asked)


def every_customer(policies: tuple[Policy, ...]) -> Iterator[Customer]:
    """All customers of some narrow policies, with every answer that people may give."""
    facts, asked = _choices(policies)
    for values in product(*facts.values()):
        told = zip(facts, values, strict=True)
        known = {name: value for name, value in told if not isinstance(value, Missing)}
        for answers in product((None, True, False), repeat=len(asked)):
            given = zip(asked, answers, strict=True)
            yield Customer(known, {one: answer for one, answer in given if answer is not None})


def _choices(
    policies: tuple[Policy, ...],
) -> tuple[dict[str, list[Value | Missing]], list[str]]:
    facts: dict[str, list[Value | Missing]] = {}
    for policy in policies:
        for name in used_attributes(policy):
            facts[name] = [*every_value(policy.dictionary.attributes[name]), MISSING]
    asked = dict.fromkeys(one for policy in policies for one in discretion_ids(policy))
    return facts, list(asked)
