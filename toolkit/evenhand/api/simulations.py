"""``simulate``: what policies do with made-up customers."""

from __future__ import annotations

from datetime import date

from evenhand.analysis import simulate as analysis
from evenhand.analysis.simulate import Simulation
from evenhand.api.policies import Policies, listed, reading_of, run_on


def simulate(
    policies: Policies,
    *,
    as_of: date,
    n: int = 1000,
    seed: int,
    reading: str = "declared",
) -> Simulation:
    """What policies do with ``n`` made-up customers at their thresholds, and what they never do.

    Each policy has its own customers, drawn from the seed. The counts are no shares of people.
    Raises UsageError for a reading that does not exist.
    """
    asked = listed(policies)
    run = run_on("simulate", asked, as_of, seed=seed, reading=reading_of(reading).value)
    return analysis.simulate([policy.model for policy in asked], run, n=n)
