"""Membership over time: rules 22 and 23 of docs/semantics.md."""

from __future__ import annotations

import pytest
from tests.build import policy

from evenhand.engines.reference import Standing, assess
from evenhand.model.customer import Given
from evenhand.model.outcome import Status

BODY = """
knockouts:
  - {id: late, when: {count: {at_least: 3}}, effect: reject, reason: {code: R1, en: Late., zh: 逾期。}}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {amount: {at_least: 1_000}}
    stay: {amount: {at_least: 800}}
  - id: silver
    title: {en: Silver, zh: 银}
    when: {amount: {at_least: 500}}
  - id: bronze
    title: {en: Bronze, zh: 铜}
    when: {amount: {at_least: 100}}
    down: {after: {months: 2}, to: one_step}
otherwise: {tier: plain}
membership:
  assessed: {every: {months: 1}, at: month_end}
  up: at_once
  down: {after: {assessments: 3}, to: earned}
"""  # noqa: E501

POLICY = policy(BODY)


def after(
    amount: Given, held: str | None, below: int = 0, *, count: Given = 0, body: str | None = None
) -> Standing:
    chosen = POLICY if body is None else policy(body)
    given = {"amount": amount, "count": count, "held_tier": held, "assessments_below": below}
    return assess(chosen.model, chosen.customer(given))


@pytest.mark.parametrize(
    ("amount", "held", "below", "then", "counter"),
    [
        (1000, "silver", 2, "gold", 0),
        (500, None, 0, "silver", 0),
        (1000, "gold", 2, "gold", 0),
        (800, "gold", 2, "gold", 0),
        (799, "gold", 0, "gold", 1),
        (799, "gold", 1, "gold", 2),
        (799, "gold", 2, "silver", 0),
        (0, "gold", 2, "plain", 0),
        (499, "silver", 2, "bronze", 0),
        (500, "silver", 2, "silver", 0),
        (0, "bronze", 0, "bronze", 1),
        (0, "bronze", 1, "plain", 0),
        (0, None, 5, "plain", 0),
        (0, "plain", 0, "plain", 0),
    ],
)
def test_rule_23_up_at_once_and_down_after_the_grace(
    amount: int, held: str | None, below: int, then: str, counter: int
) -> None:
    standing = after(amount, held, below)
    assert (standing.held, standing.assessments_below) == (then, counter)
    assert standing.status is Status.DECIDED


def test_rule_23_one_step_down() -> None:
    body = BODY.replace("to: earned", "to: one_step")
    assert after(0, "gold", 2, body=body).held == "silver"
    assert after(0, "silver", 2, body=body).held == "bronze"


def test_rule_23_unknown_keeps_the_tier_and_the_counter() -> None:
    standing = after(None, "gold", 2)
    assert (standing.held, standing.assessments_below) == ("gold", 2)
    assert standing.status is Status.UNDECIDED
    assert standing.earned.outcome.outcome == "refer"
    other = after(None, "silver", 1)
    assert (other.held, other.assessments_below, other.status) == ("silver", 1, Status.UNDECIDED)


def test_rule_23_a_referral_keeps_the_tier_unless_staying_is_certain() -> None:
    assert after(900, "gold", 2, count=None).held == "gold"
    assert after(900, "gold", 2, count=None).assessments_below == 0
    assert after(900, "gold", 2, count=None).status is Status.UNDECIDED
    below = after(700, "gold", 2, count=None)
    assert (below.held, below.assessments_below, below.status) == ("gold", 2, Status.UNDECIDED)


def test_rule_23_rejection_and_leaving_the_scope_end_the_membership() -> None:
    standing = after(1000, "gold", count=3)
    assert (standing.held, standing.assessments_below) == (None, 0)
    scoped = "applies_to: {amount: {at_least: 0}}\n" + BODY
    assert after(-5, "gold", body=scoped).held is None


def test_rule_23_what_was_not_decided_leaves_the_standing_undecided() -> None:
    floor = BODY + "undecided: floor\n"
    ended = after(1000, "gold", 2, count=None, body=floor)
    assert (ended.held, ended.status) == (None, Status.UNDECIDED)
    assert after(1000, "gold", 2, body=floor).status is Status.DECIDED


def test_rule_22_without_membership_nothing_can_be_assessed() -> None:
    plain = policy()
    with pytest.raises(ValueError, match="no membership"):
        assess(plain.model, plain.customer({}))


def test_rule_22_earned_is_the_ordinary_outcome() -> None:
    assert after(600, "gold").earned.outcome == POLICY.decide({"amount": 600, "count": 0})
