"""A policy's query decides on Spark as the policy does: many policies in one job, a column each.

Customers at every threshold and one step beside it, with values missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.properties.questions import shipped, some_customers
from tests.sql.spark_asking import Case, disagreements

from evenhand.model.outcome import Reading
from evenhand.strategies import boundary_customers, policies

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")

MANY = 100


def generated() -> list[Case]:
    """Policies with customers, without any search for the smallest."""
    cases = []

    @settings(
        max_examples=MANY,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(st.data(), policies(), st.sampled_from(Reading))
    def collected(data: st.DataObject, policy: Any, reading: Reading) -> None:
        customers = data.draw(st.lists(boundary_customers(policy), min_size=8, max_size=24))
        cases.append(Case(policy, reading, customers))

    collected()
    return cases


def test_generated_policies(spark: SparkSession) -> None:
    cases = generated()
    assert len(cases) == MANY
    assert disagreements(spark, cases) == []


def test_shipped_policies(spark: SparkSession) -> None:
    cases = [
        Case(policy, reading, some_customers(policy, seed, 40))
        for seed, policy in enumerate(shipped())
        for reading in (Reading.DECLARED, Reading.OPEN)
    ]
    assert disagreements(spark, cases) == []
