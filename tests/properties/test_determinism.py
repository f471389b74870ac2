"""Equal questions have equal answers: deciding again, or with the facts in another order, changes
nothing, and equal seeds draw equal customers."""

from __future__ import annotations

from hypothesis import given
from tests.properties.questions import READINGS, SEEDS, some_customers

from evenhand.engines.reference import decide
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.strategies import policies


def turned(customer: Customer) -> Customer:
    values = dict(reversed(list(customer.values.items())))
    return Customer(values, dict(reversed(list(customer.discretion.items()))))


@given(policies(), READINGS, SEEDS)
def test_equal_questions_have_equal_answers(policy: Policy, reading: Reading, seed: int) -> None:
    drawn = some_customers(policy, seed)
    assert drawn == some_customers(policy, seed)
    for customer in drawn:
        first = decide(policy, customer, reading)
        assert decide(policy, customer, reading) == first
        assert decide(policy, turned(customer), reading) == first
