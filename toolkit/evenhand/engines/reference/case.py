"""One question to the reference engine: a policy, a customer and a reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.engines.trace import CardScore, Judgement
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Case:
    """A policy, a customer and a reading, with what has been worked out so far.

    The two stores only save work: each entry is computed once and never changes.
    """

    policy: Policy
    customer: Customer
    reading: Reading = Reading.DECLARED
    definitions: dict[str, Judgement] = field(default_factory=dict)
    cards: dict[str, CardScore] = field(default_factory=dict)

    @property
    def uses_read_as(self) -> bool:
        """Whether the policy's own ``read_as`` settles what its source leaves open."""
        return self.reading is not Reading.OPEN
