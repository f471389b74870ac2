"""What the laws share: shipped policies, customers of a policy, and ways of telling more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from evenhand import api
from evenhand.analysis.edges import edge_customers
from evenhand.model.boundaries import boundary_values
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Missing

ROOT = Path(__file__).parents[2]
SEEDS = st.integers(0, 2**16)
READINGS = st.sampled_from(Reading)


@cache
def shipped() -> tuple[Policy, ...]:
    """All shipped policies."""
    return tuple(one.model for one in api.load_library(ROOT / "policies").values())


def some_customers(policy: Policy, seed: int, n: int = 6) -> tuple[Customer, ...]:
    """A few customers on the thresholds of a policy."""
    return tuple(edge_customers(policy, n, seed))


def completions(policy: Policy, customer: Customer, seed: int, n: int = 3) -> Iterator[Customer]:
    """The customer with some of what is missing told: values on thresholds."""
    random = Random(seed)
    listed = boundary_values(policy)
    missing = [name for name in listed if name not in customer.values]
    for _ in range(n):
        told = {}
        for name in random.sample(missing, random.randint(0, len(missing))):
            value = random.choice(listed[name])
            if not isinstance(value, Missing):
                told[name] = value
        yield replace(customer, values={**customer.values, **told})


def thinned(customer: Customer, seed: int) -> Customer:
    """The customer with some values taken away."""
    random = Random(seed)
    kept = {name: value for name, value in customer.values.items() if random.randrange(3)}
    return replace(customer, values=kept)
