"""``explain``: one decision, with every place that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from evenhand.analysis import explain as analysis
from evenhand.analysis.explain import Explanation
from evenhand.analysis.settings import with_values
from evenhand.api.policies import Policies, Policy, listed
from evenhand.api.sources import origin_of
from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.errors import LoadError
from evenhand.loading.library import DEFAULT_SETUP, Loader, Setup
from evenhand.loading.origin import GivenText, Origin
from evenhand.messages import message
from evenhand.model.customer import Customer, Given
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy as Model
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
    policy: Policy | Policies,
    *,
    text: str | bytes | None = None,
    setup: Setup = DEFAULT_SETUP,
) -> Profile:
    """A profile from a path or a text, its values checked against the policy's attributes.

    For several policies a value may belong to any of them; UsageError where two define one
    differently. Raises LoadError, which carries the findings, and InputError where there is no
    such file.
    """
    origin: Origin = GivenText(text, "<text>") if text is not None else origin_of(source)
    model = policy.model if isinstance(policy, Policy) else _together(policy)
    loaded = Loader(setup).profile(origin, model)
    if loaded.wrong or loaded.document.kind != "profile":
        raise LoadError(message("load.not-loaded", path=origin.shown), loaded.findings)
    return Profile(
        loaded.customer or Customer(), Input(loaded.document.source.path, loaded.document.sha256)
    )


def _together(policies: Policies) -> Model:
    from evenhand.analysis.compare import together

    return together([policy.model for policy in listed(policies)])


def explain(  # noqa: PLR0913 - one parameter for each thing that can be asked
    policy: Policy,
    customer: Customer | Profile | Mapping[str, Given],
    *,
    as_of: date,
    reading: str = "declared",
    reasons: int | None = None,
    letter: bool = False,
    why_not: str | None = None,
    or_better: bool = False,
    sufficient: bool = False,
) -> Explanation:
    """Why a policy decides about a customer as it does, with every place that it rests on.

    ``reasons`` is how many principal reasons are told at most; None stands for as many as the
    policy says, else four. ``letter`` adds a letter to the customer. ``why_not`` names another
    outcome: the least change that would have given it (``or_better``: or a better tier) is added,
    or the proof that there is none. ``sufficient`` adds the values that alone fix the outcome, or
    the fewest that would decide it. Raises as ``Policy.decide``, and UsageError where the policy
    has no such outcome.
    """
    asked = analysis.Asked(reasons, letter, why_not, or_better, sufficient)
    source = customer.input if isinstance(customer, Profile) else None
    given = policy.customer(customer.customer if isinstance(customer, Profile) else customer)
    decision = policy.trace(given, reading=reading)
    inputs = policy.inputs if source is None else (*policy.inputs, source)
    run = Run("explain", as_of, inputs, reading=reading)
    path = None if source is None else source.path
    found = analysis.explain(policy.model, given, decision, run, path, asked)
    if why_not is None and not sufficient:
        return found
    return analysis.proved(found, asked, prover())


def prover() -> analysis.Prover:
    """What proves: the exact engine, loaded on use."""
    from evenhand.engines import proofs

    def solve(
        policy: Model,
        start: Customer,
        moves: Mapping[str, Move],
        goal: frozenset[str],
        reading: Reading,
    ) -> Cheapest | None:
        return proofs.cheapest(policy, start, moves, goal, reading=reading)

    return analysis.Prover(proofs.ask, solve)
