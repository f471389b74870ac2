"""Floor and ceiling are the worst and the best of what is possible, and absent where it has no rank
(rule 17); for a decided customer with a rank both are the outcome."""

from __future__ import annotations

from hypothesis import given
from tests.properties.questions import READINGS, SEEDS, shipped, some_customers, thinned

from evenhand.engines.reference import decide
from evenhand.model.outcome import OUT_OF_SCOPE, REFERRED, REJECTED, Outcome, Reading, Status
from evenhand.model.policy import Policy
from evenhand.strategies import policies


def check(policy: Policy, outcome: Outcome) -> None:
    ladder = [REJECTED, policy.otherwise.tier, *(tier.id for tier in reversed(policy.tiers))]
    if {OUT_OF_SCOPE, REFERRED} & set(outcome.possible):
        assert (outcome.floor, outcome.ceiling) == (None, None)
        return
    ranks = [ladder.index(name) for name in outcome.possible]
    assert outcome.floor == ladder[min(ranks)]
    assert outcome.ceiling == ladder[max(ranks)]
    if outcome.status is Status.DECIDED:
        assert outcome.floor == outcome.ceiling == outcome.outcome
    elif policy.undecided_floor:
        assert outcome.outcome == outcome.floor


@given(policies(), READINGS, SEEDS)
def test_of_generated_policies(policy: Policy, reading: Reading, seed: int) -> None:
    for customer in some_customers(policy, seed):
        check(policy, decide(policy, thinned(customer, seed), reading).outcome)


def test_of_shipped_policies() -> None:
    for policy in shipped():
        for customer in some_customers(policy, 2, n=30):
            check(policy, decide(policy, customer).outcome)
