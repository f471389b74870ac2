"""One assessment of a member: what the exact engine finds possible is what the reference does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.engines.exact.question import Budget
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.reference import assess
from evenhand.engines.standings import Held, standings
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.strategies import customers, policies


@settings(max_examples=60)
@given(st.data(), policies(6), st.sampled_from(Reading), st.integers(0, 3))
def test_an_assessment_leads_where_the_reference_engine_says(
    data: st.DataObject, policy: Policy, reading: Reading, below: int
) -> None:
    if policy.membership is None:
        return
    held = data.draw(st.sampled_from([*(tier.id for tier in policy.tiers), policy.otherwise.tier]))
    found = standings(policy, held, below, reading=reading, budget=Budget(states=3_000))
    if not found.known:
        return
    for after in found.reached:
        found.witness(after)
    limits = limits_of(policy)
    for _ in range(5):
        customer = replace(data.draw(customers(policy)), held_tier=held, assessments_below=below)
        if not violated(policy, customer, limits):
            shown = assess(policy, customer, reading)
            assert Held(shown.held, shown.assessments_below, shown.status) in found.reached
