"""No binary float appears anywhere in a decision, its trace, or its policy (rule 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from hypothesis import given
from tests.properties.questions import SEEDS, shipped, some_customers

from evenhand.engines.reference import decide
from evenhand.location import Location
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Dictionary
from evenhand.strategies import policies

PLAIN = (str, bool, int, Fraction, date, Enum, type(None), Location, Dictionary)


def strangers(value: object) -> Iterator[object]:
    """Everything inside a value that is neither exact nor a text."""
    if isinstance(value, PLAIN):
        return
    if is_dataclass(value):
        for one in fields(value):
            yield from strangers(getattr(value, one.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from strangers(key)
            yield from strangers(inner)
    elif isinstance(value, (tuple, list, frozenset, set)):
        for inner in value:
            yield from strangers(inner)
    else:
        yield value


def check(policy: Policy, seed: int, n: int) -> None:
    assert list(strangers(policy)) == []
    for customer in some_customers(policy, seed, n):
        assert list(strangers(decide(policy, customer))) == []


@given(policies(), SEEDS)
def test_of_generated_policies(policy: Policy, seed: int) -> None:
    check(policy, seed, n=2)


def test_of_shipped_policies() -> None:
    for policy in shipped():
        check(policy, 6, n=3)


def test_a_float_is_seen() -> None:
    assert list(strangers(((0.5,), {"a": Fraction(1, 2)}))) == [0.5]
