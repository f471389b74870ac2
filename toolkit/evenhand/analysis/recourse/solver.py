"""What the search asks of an engine: the cheapest customer of a tier within reach of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy


class Solver(Protocol):
    """The cheapest possible customer with an outcome of the goal; None: proved that there is none.

    Attributes without a move stay as they are. Raises Unanswered where the question is too large.
    """

    def __call__(
        self,
        policy: Policy,
        start: Customer,
        moves: Mapping[str, Move],
        goal: frozenset[str],
        reading: Reading,
    ) -> Cheapest | None: ...


def by_proof(
    policy: Policy,
    start: Customer,
    moves: Mapping[str, Move],
    goal: frozenset[str],
    reading: Reading,
) -> Cheapest | None:
    """The cheapest customer by the exact engine."""
    from evenhand.engines.proofs import cheapest

    return cheapest(policy, start, moves, goal, reading=reading)
