"""Membership: how a tier is kept, won and lost from one assessment to the next (rules 22, 23)."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.reference.decision import decide
from evenhand.engines.trace import Decision
from evenhand.model.customer import Customer
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REJECTED, Reading, Status
from evenhand.model.policy import Down, Membership, Policy
from evenhand.model.truth import F, T, Truth, U, negation, truth


@dataclass(frozen=True, slots=True)
class Standing:
    """A membership after one assessment.

    ``held`` is None once membership has ended. ``assessments_below`` counts the assessments in a
    row that were below the tier held. ``status`` is undecided where that could not be judged, and
    where what was earned is undecided.
    """

    earned: Decision
    held: str | None
    assessments_below: int
    status: Status


def assess(policy: Policy, customer: Customer, reading: Reading = Reading.DECLARED) -> Standing:
    """One assessment of a customer who holds ``customer.held_tier`` (absent: the lowest tier).

    Raises ValueError for a policy without membership.
    """
    if policy.membership is None:
        raise ValueError(f"{policy.id} has no membership")
    earned = decide(policy, customer, reading)
    outcome = earned.outcome.outcome
    held = customer.held_tier or policy.otherwise.tier
    status = earned.outcome.status
    if outcome in (REJECTED, OUT_OF_SCOPE):
        return Standing(earned, None, 0, status)
    if _rank(policy, outcome) > _rank(policy, held):
        return Standing(earned, outcome, 0, status)
    below = is_below(Case(policy, customer, reading), held, outcome)
    if below is F:
        return Standing(earned, held, 0, status)
    if below is U or outcome == REFER:
        return Standing(earned, held, customer.assessments_below, Status.UNDECIDED)
    return _after_one_more(policy, policy.membership, earned, held, customer.assessments_below + 1)


def is_below(case: Case, held: str, earned: str) -> Truth:
    """Whether the customer is below the tier held: its ``stay`` fails, or less is earned."""
    stay = next((tier.stay for tier in case.policy.tiers if tier.id == held), None)
    if stay is not None:
        return negation(judge(case, stay).truth)
    if earned == REFER:
        return U
    return truth(_rank(case.policy, earned) < _rank(case.policy, held))


def _after_one_more(
    policy: Policy, membership: Membership, earned: Decision, held: str, below: int
) -> Standing:
    down = _down(policy, membership, held)
    if below < down.after:
        return Standing(earned, held, below, earned.outcome.status)
    outcome = earned.outcome.outcome
    target = outcome if down.to_earned else _one_step_down(policy, held)
    return Standing(earned, target, 0, earned.outcome.status)


def _down(policy: Policy, membership: Membership, held: str) -> Down:
    own = next((tier.down for tier in policy.tiers if tier.id == held), None)
    return own or membership.down


def _ladder(policy: Policy) -> list[str]:
    """Tiers from the lowest to the best."""
    return [policy.otherwise.tier, *(tier.id for tier in reversed(policy.tiers))]


def _rank(policy: Policy, name: str) -> int:
    """A tier's place from the lowest up; what is no tier ranks below all."""
    ladder = _ladder(policy)
    return ladder.index(name) if name in ladder else -1


def _one_step_down(policy: Policy, held: str) -> str:
    return _ladder(policy)[max(_rank(policy, held) - 1, 0)]


__all__ = ["Standing", "T", "assess", "is_below"]
