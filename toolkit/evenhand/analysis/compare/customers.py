"""The same customer at every bank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evenhand.analysis.compare.ranking import differently_defined
from evenhand.analysis.compare.showing import customer_data
from evenhand.analysis.explain import outcome_data
from evenhand.engines.reference import decide
from evenhand.errors import UsageError
from evenhand.loading.elaborate.examples import discretions_of
from evenhand.messages import in_both, message
from evenhand.model.conditions import AnyOf
from evenhand.model.customer import Customer
from evenhand.model.outcome import Outcome
from evenhand.model.policy import Definition, Policy
from evenhand.model.vocabulary import Dictionary


@dataclass(frozen=True, slots=True)
class Decided:
    """What one policy decides about the customer."""

    policy: Policy
    outcome: Outcome

    def data(self) -> Mapping[str, object]:
        reasons = [{"code": one.code, "text": in_both(one.text)} for one in self.outcome.reasons]
        return {"policy": self.policy.id, **outcome_data(self.outcome), "reasons": reasons}


@dataclass(frozen=True, slots=True)
class AtEvery:
    """One customer, and what each policy decides; ``profile`` is the file they were read from."""

    customer: Customer
    decided: tuple[Decided, ...]
    profile: str | None = None

    def data(self) -> Mapping[str, object]:
        return {
            "profile": self.profile,
            "customer": customer_data(self.customer),
            "decided": [one.data() for one in self.decided],
        }


def at_every(policies: Sequence[Policy], customer: Customer, profile: str | None = None) -> AtEvery:
    """What each policy decides about a customer, as each declares itself to be read."""
    decided = tuple(Decided(policy, decide(policy, customer).outcome) for policy in policies)
    return AtEvery(customer, decided, profile)


def together(policies: Sequence[Policy]) -> Policy:
    """A policy that knows the attributes and the human answers of all, to read a profile with.

    It is not one to decide by. Raises UsageError where two define an attribute differently.
    """
    first = policies[0]
    for policy in policies[1:]:
        differing = differently_defined(first, policy)
        if differing:
            raise UsageError(message("usage.defined-twice", names=", ".join(differing)))
        words = _joined(first.dictionary, policy.dictionary)
        asked = tuple(discretions_of(policy).values())
        answers = Definition(
            f"of {policy.id}",
            AnyOf(asked, policy.location),
            None,
            policy.header.about,
            policy.location,
        )
        first = replace(
            first, dictionary=words, definitions={**first.definitions, answers.id: answers}
        )
    return first


def _joined(one: Dictionary, two: Dictionary) -> Dictionary:
    return Dictionary(
        {**one.attributes, **two.attributes},
        {**one.derived, **two.derived},
        tuple(dict.fromkeys((*one.constraints, *two.constraints))),
        {**one.origin, **two.origin},
    )
