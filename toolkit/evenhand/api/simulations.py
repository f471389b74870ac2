"""``simulate``: what policies do with made-up customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenhand.analysis import simulate as analysis
from evenhand.analysis.simulate import Simulation
from evenhand.api.policies import Policy, run_on


def simulate(
    policies: Sequence[Policy],
    *,
    as_of: date,
    n: int = 1000,
    seed: int,
    reading: str = "declared",
) -> Simulation:
    """What policies do with ``n`` made-up customers at their thresholds, and what they never do.

    Each policy has its own customers, drawn from the seed. The counts are no shares of people.
    """
    run = run_on("simulate", policies, as_of, seed=seed, reading=reading)
    return analysis.simulate([policy.model for policy in policies], run, n=n)
