"""A policy's query decides as the policy does, on DuckDB, for every reading.

Customers at every threshold and one step beside it, with values missing; shapes of databases with
and without a boolean type.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.properties.questions import shipped
from tests.sql.asking import SHAPES, disagreements

from evenhand.engines.sql.compile import program
from evenhand.engines.sql.shape import Shape
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.strategies import boundary_customers, policies


@given(st.data(), policies(), st.sampled_from(Reading), st.sampled_from(SHAPES))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_generated_policy(
    data: st.DataObject, policy: Policy, reading: Reading, shape: Shape
) -> None:
    customers = data.draw(st.lists(boundary_customers(policy), min_size=8, max_size=24))
    assert disagreements(program(policy, reading, shape=shape), customers, reading) == []


@pytest.mark.parametrize("policy", shipped(), ids=lambda policy: policy.id)
@pytest.mark.parametrize("reading", list(Reading), ids=lambda reading: reading.value)
def test_a_shipped_policy(policy: Policy, reading: Reading) -> None:
    customers: list[Customer] = []

    @settings(
        max_examples=60,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(boundary_customers(policy))
    def collected(customer: Customer) -> None:
        customers.append(customer)

    collected()
    for shape in SHAPES:
        assert disagreements(program(policy, reading, shape=shape), customers, reading) == []
