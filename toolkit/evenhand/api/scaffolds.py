"""``new``: policies and profiles to start from."""

from __future__ import annotations

from datetime import date

from evenhand.analysis import scaffold as analysis
from evenhand.analysis.scaffold import Scaffold
from evenhand.api.policies import Policy
from evenhand.messages import Language
from evenhand.result import Run


def new_policy(
    name: str, *, as_of: date, template: str = "tiered", lang: Language = "en"
) -> Scaffold:
    """A new policy that validates, with comments in one language.

    Raises UsageError for an id that no policy can have, and for an unknown template.
    """
    text = analysis.policy_text(name, template, lang, as_of)
    return Scaffold(run=Run("new policy", as_of), kind="policy", id=name, text=text)


def new_profile(policy: Policy, *, as_of: date, lang: Language = "en") -> Scaffold:
    """A profile with every value that a policy asks for, with comments in one language."""
    text = analysis.profile_text(policy.model, lang)
    run = Run("new profile", as_of, policy.inputs)
    return Scaffold(run=run, kind="profile", id=policy.id, text=text)
