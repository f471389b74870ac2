"""The compiled engine gives everybody what the reference engine gives (rules 1 to 18 and 20).

Outcome, status, what is possible, floor, ceiling, scores, reasons and paths; in all readings, for
customers on every threshold, one step beside it, and with values missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.questions import READINGS, ROOT, SEEDS, shipped, some_customers, thinned
from tests.properties.varied import every_customer, how_many, narrow_policies

from evenhand import api
from evenhand.engines.compiled import BareOutcome, Compiled, compiled
from evenhand.engines.reference import decide
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.model.boundaries import all_conditions, boundary_values
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Missing
from evenhand.strategies import customers, policies

TOLD = [one.name for one in fields(BareOutcome)]
MOST = 300
"""So many customers of a narrow policy are all looked at."""


def check(engine: Compiled, customer: Customer) -> BareOutcome:
    """Both engines asked about one customer."""
    expected = decide(engine.policy, customer, engine.reading).outcome
    found = engine(customer)
    assert {one: getattr(found, one) for one in TOLD} == {
        one: getattr(expected, one) for one in TOLD
    }
    assert found.score == expected.score
    assert engine.brief(customer) == (expected.outcome, expected.status)
    assert engine.outcome(customer) == expected.outcome
    return found


def moved(policy: Policy, base: Customer) -> Iterator[Customer]:
    """A customer with each attribute in turn at, beside and between thresholds, and missing."""
    for name, listed in boundary_values(policy).items():
        others = {one: value for one, value in base.values.items() if one != name}
        for value in listed:
            known = others if isinstance(value, Missing) else {**others, name: value}
            yield replace(base, values=known)


@given(st.data(), policies(), READINGS)
def test_at_every_threshold(data: st.DataObject, policy: Policy, reading: Reading) -> None:
    engine = compiled(policy, reading)
    for customer in moved(policy, data.draw(customers(policy))):
        check(engine, customer)


@given(policies(16), SEEDS)
def test_on_customers_that_are_aimed_at_what_a_policy_does(policy: Policy, seed: int) -> None:
    for reading in Reading:
        engine = compiled(policy, reading)
        for customer in some_customers(policy, seed):
            check(engine, customer)
            check(engine, thinned(customer, seed))


@given(policies(16), READINGS, SEEDS)
def test_each_condition_by_itself(policy: Policy, reading: Reading, seed: int) -> None:
    conditions = [*all_conditions(policy)]
    engine = compiled(policy, reading, conditions)
    for customer in some_customers(policy, seed):
        look = engine.look(customer)
        case = Case(policy, customer, reading)
        for condition in conditions:
            assert look.truth(condition) is judge(case, condition).truth


@settings(max_examples=30)
@given(narrow_policies(), READINGS)
def test_on_everybody_where_domains_are_narrow(policy: Policy, reading: Reading) -> None:
    engine = compiled(policy, reading)
    if how_many((policy,)) <= MOST:
        for customer in every_customer((policy,)):
            check(engine, customer)


def test_on_shipped_policies() -> None:
    seen = set()
    for policy in shipped():
        for reading in Reading:
            engine = compiled(policy, reading)
            found = [check(engine, one) for one in some_customers(policy, 11, n=60)]
            seen |= {(policy.id, one.possible) for one in found}
    assert len(seen) > 3 * len(shipped())


def test_on_worked_customers_of_shipped_policies() -> None:
    count = 0
    for policy in api.load_library(ROOT / "policies").values():
        for reading in Reading:
            engine = policy.compile(reading=reading.value)
            for example in policy.examples:
                check(engine, example.customer)
                count += 1
    assert count > 1000
