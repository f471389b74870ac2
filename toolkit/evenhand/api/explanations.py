"""``explain``: one decision, with every place that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from evenhand.analysis import explain as analysis
from evenhand.analysis.explain import Explanation
from evenhand.analysis.settings import with_values
from evenhand.api.policies import Policy, origin_of
from evenhand.errors import LoadError
from evenhand.loading.library import DEFAULT_SETUP, Loader, Setup
from evenhand.loading.origin import GivenText, Origin
from evenhand.messages import message
from evenhand.model.customer import Customer, Given
from evenhand.result import Input, Run


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer, and the file that it was read from, if it was."""

    customer: Customer = field(default_factory=Customer)
    input: Input | None = None

    def with_values(self, policy: Policy, settings: Mapping[str, str]) -> Profile:
        """The same with some values given as text; an empty text takes a value away.

        Raises UsageError for an unknown name and for a value outside its domain.
        """
        changed = with_values(policy.model, self.customer, settings)
        return Profile(changed, self.input)


def load_profile(
    source: str | Path | None,
    policy: Policy,
    *,
    text: str | bytes | None = None,
    setup: Setup = DEFAULT_SETUP,
) -> Profile:
    """A profile from a path or a text, its values checked against the policy's attributes.

    Raises LoadError, which carries the findings, and InputError where there is no such file.
    """
    origin: Origin = GivenText(text, "<text>") if text is not None else origin_of(source)
    loaded = Loader(setup).profile(origin, policy.model)
    if loaded.wrong or loaded.document.kind != "profile":
        raise LoadError(message("load.not-loaded", path=origin.shown), loaded.findings)
    return Profile(
        loaded.customer or Customer(), Input(loaded.document.source.path, loaded.document.sha256)
    )


def explain(
    policy: Policy,
    customer: Customer | Profile | Mapping[str, Given],
    *,
    as_of: date,
    reading: str = "declared",
) -> Explanation:
    """Why a policy decides about a customer as it does, with every place that it rests on.

    Raises as ``Policy.decide``.
    """
    source = customer.input if isinstance(customer, Profile) else None
    given = policy.customer(customer.customer if isinstance(customer, Profile) else customer)
    decision = policy.trace(given, reading=reading)
    inputs = policy.inputs if source is None else (*policy.inputs, source)
    run = Run("explain", as_of, inputs, reading=reading)
    path = None if source is None else source.path
    return analysis.explain(policy.model, given, decision, run, path)
