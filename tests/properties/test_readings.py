"""What is decided with all wording left open is decided alike in every reading (rules 7 to 9).

A reading only says how the unknown is taken. Exceptions, which the law leaves out: a reading that
is none of the values that sources give and numbers for what is missing (an open row of a
decision table counts as missing).
"""

from __future__ import annotations

from hypothesis import given
from tests.properties.questions import SEEDS, shipped, some_customers

from evenhand.engines.reference import decide
from evenhand.model.outcome import Reading, Status
from evenhand.model.policy import Policy
from evenhand.strategies import policies

OTHERS = (Reading.DECLARED, Reading.ALL_MET, Reading.NONE_MET)


def check(policy: Policy, seed: int, n: int = 6) -> None:
    for customer in some_customers(policy, seed, n):
        open_ = decide(policy, customer, Reading.OPEN).outcome
        if open_.status is Status.UNDECIDED:
            continue
        for reading in OTHERS:
            taken = decide(policy, customer, reading).outcome
            same = (taken.outcome, taken.status) == (open_.outcome, open_.status)
            assert same, f"{customer}\n{open_}\n{taken}"


@given(policies(without=("foreign-reading", "missing")), SEEDS)
def test_of_generated_policies(policy: Policy, seed: int) -> None:
    check(policy, seed)


def test_of_shipped_policies() -> None:
    for policy in shipped():
        check(policy, 4, n=40)
