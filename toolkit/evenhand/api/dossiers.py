"""``report``: the dossier on policies."""

from __future__ import annotations

from datetime import date

from evenhand.analysis import report as analysis
from evenhand.analysis.report import Dossier
from evenhand.api.policies import Policies, listed, run_on


def report(policies: Policies, *, as_of: date, seed: int) -> Dossier:
    """The dossier on policies: what they say, what they leave open, and what was found.

    The seed draws the edge cases that each policy is run on. Policies whose ids tell them to be
    versions of one another are compared as well.
    """
    asked = listed(policies)
    run = run_on("report", asked, as_of, seed=seed, reading="declared")
    subjects = [analysis.Subject(one.model, one.inputs, one.notes, one.examples) for one in asked]
    return analysis.dossier(subjects, run)
