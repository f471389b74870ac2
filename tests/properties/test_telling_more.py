"""Telling more never changes a decided outcome (rule 28): every completion has the same one.

Exceptions, which the law leaves out: ``known`` asks whether something is told; a number of points
or of a sum for what is ``missing`` is replaced by the true one. A human answer that is recorded
replaces a reading, so human answers are told only where no reading stands in for them.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from tests.properties.questions import (
    READINGS,
    SEEDS,
    completions,
    shipped,
    some_customers,
    thinned,
)

from evenhand.engines.reference import decide
from evenhand.model.boundaries import discretion_ids
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading, Status
from evenhand.model.policy import Policy
from evenhand.strategies import policies

SAFE = ("known", "missing")


def check(policy: Policy, reading: Reading, seed: int, n: int = 6) -> int:
    """How many decided customers were asked again with more told."""
    decided = 0
    for customer in some_customers(policy, seed, n):
        less = thinned(customer, seed)
        before = decide(policy, less, reading).outcome
        if before.status is Status.UNDECIDED:
            continue
        for more in completions(policy, less, seed):
            told = answered(policy, more, seed) if reading is Reading.OPEN else more
            decided += 1
            after = decide(policy, told, reading).outcome
            same = (after.outcome, after.status) == (before.outcome, before.status)
            assert same, f"{less}\n{told}\n{before}\n{after}"
    return decided


def answered(policy: Policy, customer: Customer, seed: int) -> Customer:
    """The customer with some human answers recorded that were open."""
    random = Random(seed)
    open_ = [name for name in discretion_ids(policy) if name not in customer.discretion]
    told = {name: random.random() < 0.5 for name in open_ if random.randrange(2)}
    return replace(customer, discretion={**customer.discretion, **told})


@given(policies(without=SAFE), READINGS, SEEDS)
def test_in_generated_policies(policy: Policy, reading: Reading, seed: int) -> None:
    check(policy, reading, seed)


def test_in_shipped_policies() -> None:
    asked = 0
    for policy in shipped():
        numbers = [one for one in policy.characteristics() if one.if_missing is not None]
        if not numbers:
            asked += check(policy, Reading.DECLARED, seed=3, n=60)
    assert asked > 100
