"""Customers of whom everything is known, and whose outcome is left open all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, NotKnown, Parameters, Subject
from evenhand.analysis.audit.proving import asker_of, not_known, witness_data
from evenhand.finding import Confidence
from evenhand.model.wording import listed, outcome_words


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit | NotKnown]:
    """A customer who is complete, every discretion answered, and still gets no outcome."""
    del parameters
    from evenhand.analysis.prove.asking import EVERYBODY
    from evenhand.analysis.prove.witnesses import instance
    from evenhand.engines.exact.question import OPEN

    policy = subject.policy
    asked = asker_of(subject).decisions(EVERYBODY)
    if not asked.known:
        yield not_known("tiers", asked)
        return
    if (OPEN,) not in asked.reached():
        return
    found = instance(asked, (OPEN,))
    possible = found.shown[0].outcome.possible
    yield Hit(
        "tiers",
        policy.tiers[0].location,
        possible,
        {"outcomes": listed([outcome_words(policy, one) for one in possible], "describe.or")},
        witness=witness_data(found),
        confidence=Confidence.PROVED,
    )


CHECK: Final = Check("customers-undecided", find, {FOUND: frozenset({"outcomes"})})
