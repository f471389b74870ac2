"""CP-SAT, asked straight from the model of a policy, gives what the reference engine gives.

It is the second opinion on every proof (`test_proofs.py`), so it has to be right itself: fixed to a
customer, its labels are those of the reference engine, and no construct of the language is left out
(rules 1 to 18, 25 to 27).
"""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.numbers import Refused
from tests.oracle.questions import encoded
from tests.properties.questions import READINGS
from tests.properties.replay import label_of

from evenhand.engines.exact.question import Question, outcome_of
from evenhand.engines.reference import decide
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.strategies import boundary_customers, customers, policies


def test_held_at_a_customer_it_gives_the_reference_outcome() -> None:
    count: Counter[str] = Counter()

    @given(policies(), READINGS, st.data())
    def check(policy: Policy, reading: Reading, data: st.DataObject) -> None:
        side = outcome_of(policy, reading)
        try:
            oracle = encoded(Question((side,)))
        except Refused as refused:
            count[str(refused)] += 1
            return
        for strategy in (customers(policy), boundary_customers(policy)):
            customer = data.draw(strategy)
            outcome = decide(policy, customer, reading).outcome.outcome
            assert oracle.labels_of(customer) == (outcome,)
            assert label_of(side, customer) == outcome
        count["answered"] += 1

    check()
    refused = count.total() - count["answered"]
    assert refused <= count.total() // 50, count
