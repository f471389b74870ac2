"""Membership: how a tier is kept, won and lost from one assessment to the next (rules 22, 23)."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.reference.decision import decide
from evenhand.engines.trace import Decision
from evenhand.model.conditions import Condition
from evenhand.model.customer import Customer
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REJECTED, Reading, Status
from evenhand.model.policy import Down, Policy
from evenhand.model.truth import F, Truth, U, negation, truth


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
    held = customer.held_tier or policy.otherwise.tier
    staying = stay_of(policy, held)
    case = Case(policy, customer, reading)
    stays = None if staying is None else judge(case, staying).truth
    outcome = earned.outcome
    after = held_after(
        policy, held, customer.assessments_below, outcome.outcome, outcome.status, stays
    )
    return Standing(earned, *after)


def stay_of(policy: Policy, held: str) -> Condition | None:
    """The condition of staying in a tier, where it has one."""
    return next((tier.stay for tier in policy.tiers if tier.id == held), None)


def held_after(
    policy: Policy, held: str, below: int, outcome: str, status: Status, stays: Truth | None
) -> tuple[str | None, int, Status]:
    """The tier held after an assessment, how often in a row it was below, and whether that is
    decided.

    ``stays`` is the truth of the condition of staying, None where the tier held has none.
    """
    if outcome in (REJECTED, OUT_OF_SCOPE):
        return None, 0, status
    if _rank(policy, outcome) > _rank(policy, held):
        return outcome, 0, status
    beneath = is_below(policy, held, outcome, stays)
    if beneath is F:
        return held, 0, status
    if beneath is U or outcome == REFER:
        return held, below, Status.UNDECIDED
    down = _down(policy, held)
    if below + 1 < down.after:
        return held, below + 1, status
    return (outcome if down.to_earned else _one_step_down(policy, held)), 0, status


def is_below(policy: Policy, held: str, earned: str, stays: Truth | None) -> Truth:
    """Whether the customer is below the tier held: its ``stay`` fails, or less is earned."""
    if stays is not None:
        return negation(stays)
    if earned == REFER:
        return U
    return truth(_rank(policy, earned) < _rank(policy, held))


def _down(policy: Policy, held: str) -> Down:
    own = next((tier.down for tier in policy.tiers if tier.id == held), None)
    if own is not None:
        return own
    assert policy.membership is not None
    return policy.membership.down


def _ladder(policy: Policy) -> list[str]:
    """Tiers from the lowest to the best."""
    return [policy.otherwise.tier, *(tier.id for tier in reversed(policy.tiers))]


def _rank(policy: Policy, name: str) -> int:
    """A tier's place from the lowest up; what is no tier ranks below all."""
    ladder = _ladder(policy)
    return ladder.index(name) if name in ladder else -1


def _one_step_down(policy: Policy, held: str) -> str:
    return _ladder(policy)[max(_rank(policy, held) - 1, 0)]


__all__ = ["Standing", "assess", "held_after", "is_below", "stay_of"]
