"""Customers drawn for a policy lie in their attributes' domains and violate no constraint of the
vocabulary (rules 1 and 25), wherever they come from."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.properties.questions import SEEDS, shipped, some_customers

from evenhand.engines.possible import limits_of, violated
from evenhand.model.customer import Customer, value_of
from evenhand.model.policy import Policy
from evenhand.strategies import boundary_customers, customers, policies


def check(policy: Policy, customer: Customer) -> None:
    for name, value in customer.values.items():
        assert value_of(policy.dictionary.attributes[name], value) == value
    assert violated(policy, customer, limits_of(policy)) == ()


@pytest.mark.parametrize("policy", shipped(), ids=lambda policy: policy.id)
def test_of_shipped_policies(policy: Policy) -> None:
    for customer in some_customers(policy, 7, n=40):
        check(policy, customer)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_of_strategies(data: st.DataObject) -> None:
    policy = data.draw(st.sampled_from(shipped()))
    check(policy, data.draw(customers(policy)))
    check(policy, data.draw(boundary_customers(policy)))


@given(policies(), SEEDS)
def test_of_generated_policies(policy: Policy, seed: int) -> None:
    for customer in some_customers(policy, seed):
        check(policy, customer)
