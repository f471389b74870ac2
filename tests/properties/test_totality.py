"""Every customer gets exactly one outcome, whatever is missing: nothing raises (rules 1 and 15)."""

from __future__ import annotations

from hypothesis import given
from tests.properties.questions import READINGS, SEEDS, shipped, some_customers, thinned

from evenhand.engines.reference import decide
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import REFER, REFERRED, Reading, Status
from evenhand.model.policy import Policy
from evenhand.strategies import policies


def check(policy: Policy, reading: Reading, seed: int) -> None:
    listed = [entry.outcome for entry in decision_list(policy)]
    for customer in some_customers(policy, seed):
        outcome = decide(policy, thinned(customer, seed), reading).outcome
        assert [name for name in listed if name in outcome.possible] == list(outcome.possible)
        assert (outcome.status is Status.DECIDED) is (len(outcome.possible) == 1)
        if outcome.status is Status.DECIDED:
            only = outcome.possible[0]
            assert outcome.outcome == (REFER if only == REFERRED else only)
        else:
            assert outcome.outcome == REFER or policy.undecided_floor
        assert set(outcome.scores) == {card.id for card in policy.scorecards}


@given(policies(), READINGS, SEEDS)
def test_generated_policies_are_total(policy: Policy, reading: Reading, seed: int) -> None:
    check(policy, reading, seed)


def test_shipped_policies_are_total() -> None:
    for policy in shipped():
        for reading in Reading:
            check(policy, reading, seed=1)
