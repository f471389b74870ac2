"""``compare``: policies side by side."""

from __future__ import annotations

from datetime import date

from evenhand.analysis import compare as analysis
from evenhand.analysis.compare import Comparison
from evenhand.api.policies import Policies, listed, run_on


def compare(
    policies: Policies,
    *,
    as_of: date,
    only_different: bool = False,
) -> Comparison:
    """Policies side by side: the criteria that each uses, and how each decides.

    With ``only_different``, what all say alike is left out. Raises UsageError for fewer than two.
    """
    asked = listed(policies)
    run = run_on("compare", asked, as_of)
    models = [policy.model for policy in asked]
    return analysis.compare(models, run, only_different=only_different)
