"""A better value gives a worse outcome: the policy runs against its own vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, NotKnown, Parameters, Subject
from evenhand.analysis.audit.places import label
from evenhand.analysis.audit.proving import asker_of, first_uses, reason_unknown, witness_data
from evenhand.finding import Confidence
from evenhand.messages import message
from evenhand.model.element import About
from evenhand.model.law import Customers, Law, Monotone
from evenhand.model.wording import outcome_words, value_words


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit | NotKnown]:
    """Attributes of which the vocabulary says what is better, and a pair that fares otherwise."""
    del parameters
    from evenhand.analysis.prove.claims import answered
    from evenhand.analysis.prove.defaults import directed_attributes
    from evenhand.analysis.prove.result import Verdict

    policy = subject.policy
    asker = asker_of(subject)
    directed = directed_attributes(policy)
    for use in first_uses(subject):
        name = use.attribute
        if name not in directed:
            continue
        claim = Monotone((name,))
        law = Law(None, claim, Customers.COMPLETE, None, About(), policy.location)
        (proof,) = answered(law, asker)
        if proof.verdict is Verdict.UNKNOWN:
            yield reason_unknown(use.place.element, proof.because)
        if proof.verdict is not Verdict.FAILS or proof.instance is None:
            continue
        better = policy.dictionary.attributes[name].better
        shown = proof.instance.shown if better == "higher" else proof.instance.shown[::-1]
        values = [
            value_words(one.customer.values[name], name, policy)
            if name in one.customer.values
            else message("prove.not-told")
            for one in shown
        ]
        outcomes = [outcome_words(policy, one.outcome.outcome) for one in shown]
        yield Hit(
            use.place.element,
            use.location,
            (name,),
            {
                "attribute": label(policy, name),
                "worse": values[0],
                "better": values[1],
                "first": outcomes[0],
                "second": outcomes[1],
            },
            witness=witness_data(proof.instance),
            confidence=Confidence.PROVED,
        )


CHECK: Final = Check(
    "wrong-direction",
    find,
    {FOUND: frozenset({"attribute", "worse", "better", "first", "second"})},
)
