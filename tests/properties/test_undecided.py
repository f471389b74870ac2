"""An undecided outcome names why it is open, and the attributes that would settle it are missing
ones of the policy (rule 19). A customer of whom everything is told leaves nothing to settle."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from tests.properties.questions import READINGS, SEEDS, some_customers, thinned

from evenhand.engines.reference import decide
from evenhand.model.boundaries import typical_of
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import Reading, Status
from evenhand.model.policy import Policy
from evenhand.strategies import policies


@given(policies(), READINGS, SEEDS)
def test_of_generated_policies(policy: Policy, reading: Reading, seed: int) -> None:
    used = set(used_attributes(policy))
    attributes = policy.dictionary.attributes
    typical = {name: typical_of(attributes[name]) for name in used}
    for customer in some_customers(policy, seed):
        less = thinned(customer, seed)
        outcome = decide(policy, less, reading).outcome
        assert list(outcome.settle) == sorted(set(outcome.settle))
        assert set(outcome.settle) <= used - set(less.values)
        if outcome.status is Status.UNDECIDED:
            assert outcome.causes
        else:
            assert outcome.settle == ()
        full = replace(customer, values={**typical, **customer.values})
        assert decide(policy, full, reading).outcome.settle == ()
