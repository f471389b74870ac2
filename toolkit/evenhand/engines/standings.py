"""Membership for all customers at once: what one assessment can do to somebody who holds a tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from evenhand.engines.exact.question import (
    MET,
    NOT_MET,
    Budget,
    Labels,
    Question,
    Side,
    outcome_of,
    truth_of,
)
from evenhand.engines.proofs import Answer, Disagreement, ask
from evenhand.engines.reference.membership import assess, held_after, stay_of
from evenhand.messages import Message
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading, Status
from evenhand.model.policy import Policy
from evenhand.model.truth import F, T, Truth, U

UNDECIDED = "undecided"
TRUTHS: Mapping[str, Truth] = {MET: T, NOT_MET: F}


@dataclass(frozen=True, slots=True)
class Held:
    """What is held after an assessment: a tier, or None once membership has ended."""

    tier: str | None
    assessments_below: int
    status: Status


@dataclass(slots=True)
class Standings:
    """All that one assessment can lead to; ``reason`` says why that is not known."""

    policy: Policy
    reading: Reading
    held: str
    below: int
    reached: Mapping[Held, Labels]
    reason: Message | None
    _answer: Answer = field(repr=False)

    @property
    def known(self) -> bool:
        return self.reason is None

    def witness(self, after: Held) -> Customer:
        """A customer to whom it happens, with the tier held before.

        Raises Disagreement where the reference engine sees it otherwise, a defect of evenhand.
        """
        found = self._answer.witness(self.reached[after]).customer
        customer = replace(found, held_tier=self.held, assessments_below=self.below)
        shown = assess(self.policy, customer, self.reading)
        if Held(shown.held, shown.assessments_below, shown.status) != after:
            raise Disagreement(f"{after} found, {shown} replayed: {customer}")
        return customer


def standings(
    policy: Policy,
    held: str,
    below: int = 0,
    *,
    reading: Reading = Reading.DECLARED,
    complete: bool = False,
    budget: Budget | None = None,
) -> Standings:
    """What one assessment can do to customers who hold a tier (rules 22 and 23).

    ``below`` is how many assessments in a row they have been below it. Raises ValueError for a
    policy without membership.
    """
    if policy.membership is None:
        raise ValueError(f"{policy.id} has no membership")
    outcome = outcome_of(policy, reading)
    certain = replace(outcome, undecided=UNDECIDED, floor=False)
    sides: tuple[Side, ...] = (outcome, certain)
    staying = stay_of(policy, held)
    if staying is not None:
        sides = (*sides, truth_of(policy, staying, reading))
    answer = ask(Question(sides, complete=complete), budget)
    reached: dict[Held, Labels] = {}
    for labels in sorted(answer.reached):
        earned, decided, *stays = labels
        status = Status.UNDECIDED if decided == UNDECIDED else Status.DECIDED
        truth = TRUTHS.get(stays[0], U) if stays else None
        after = Held(*held_after(policy, held, below, earned, status, truth))
        reached.setdefault(after, labels)
    return Standings(policy, reading, held, below, reached, answer.reason, answer)
