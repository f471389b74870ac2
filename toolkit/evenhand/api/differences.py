"""``diff``: what changed from one policy to another."""

from __future__ import annotations

from datetime import date

from evenhand.analysis.diff import result as analysis
from evenhand.analysis.diff.result import Diff
from evenhand.api.policies import Policy, run_on


def diff(old: Policy, new: Policy, *, as_of: date) -> Diff:
    """What changed from one policy to another, element by element, read off their structure.

    The worked customers beside the policies are not compared, those inside them are.
    """
    run = run_on("diff", (old, new), as_of)
    return analysis.diff(old.model, new.model, run)
