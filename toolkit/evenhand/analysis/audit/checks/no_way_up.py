"""A customer without a tier who has no way into any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, NotKnown, Parameters, Subject
from evenhand.analysis.audit.places import label
from evenhand.analysis.audit.proving import asker_of, not_known, reason_unknown, witness_data
from evenhand.finding import Confidence
from evenhand.messages import message
from evenhand.model.wording import listed, outcome_words


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit | NotKnown]:
    """The most ordinary customer who gets the tier of all the rest, and has no way to another.

    Where nobody gets a tier at all, that is another matter.

    Attributes that customers cannot change, protected ones among them, stay as they are.
    """
    del parameters
    from evenhand.analysis.prove.asking import EVERYBODY
    from evenhand.analysis.prove.witnesses import instance
    from evenhand.analysis.recourse.situation import Wishes, situation
    from evenhand.analysis.recourse.solver import by_proof
    from evenhand.analysis.recourse.ways import recourse
    from evenhand.model.outcome import Reading
    from evenhand.result import Run

    policy = subject.policy
    rest = policy.otherwise.tier
    asked = asker_of(subject).outcomes(EVERYBODY)
    if not asked.known:
        yield not_known("tiers", asked)
        return
    granted = {tier.id for tier in policy.tiers} & {labels[0] for labels in asked.reached()}
    if (rest,) not in asked.reached() or not granted:
        return
    found = instance(asked, (rest,))
    lowest = policy.tiers[-1]
    where = situation(
        policy, found.shown[0].customer, lowest.id, Wishes(alternatives=1), Reading.DECLARED
    )
    answer = recourse(where, Run("recourse", subject.as_of), by_proof)
    if answer.exists is None:
        yield reason_unknown(f"tiers/{lowest.id}", answer.open)
    if answer.exists is not False:
        return
    blocked = dict.fromkeys(name for one in answer.blocking for name in one.attributes)
    names = [label(policy, name) for name in blocked]
    yield Hit(
        f"tiers/{lowest.id}",
        lowest.location,
        tuple(blocked),
        {
            "tier": outcome_words(policy, lowest.id),
            "blocked": listed(names, "describe.or") if names else message("audit.nothing-opens"),
        },
        witness=witness_data(found),
        confidence=Confidence.PROVED,
    )


CHECK: Final = Check("no-way-up", find, {FOUND: frozenset({"tier", "blocked"})})
