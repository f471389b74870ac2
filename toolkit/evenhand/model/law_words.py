"""Laws in plain words."""

from __future__ import annotations

from typing import Final, assert_never

from evenhand.messages import Message, message
from evenhand.model.describe import condition_words
from evenhand.model.law import (
    DEAD_PLACES,
    EVERY_PLACE,
    Always,
    Claim,
    Customers,
    Indifferent,
    Law,
    Monotone,
    NoDead,
    NoGap,
    NoOverlap,
    OnlyIf,
    PointsAtMost,
    Reachable,
    TiersAtMost,
    Total,
    Unreachable,
)
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Kind
from evenhand.model.wording import (
    Words,
    kind_of,
    label_words,
    listed,
    number_words,
    outcome_words,
)

_OUTCOMES: Final = {
    OUT_OF_SCOPE: "law.outcome.out-of-scope",
    REJECTED: "law.outcome.rejected",
    REFERRED: "law.outcome.refer",
    REFER: "law.outcome.refer",
}


def _outcome(policy: Policy, name: str) -> Words:
    """An outcome as it stands in a sentence, where it is something that somebody gets."""
    return message(_OUTCOMES[name]) if name in _OUTCOMES else outcome_words(policy, name)


def law_words(law: Law, policy: Policy, claimed: Words | None = None) -> Words:
    """What a law says, with whom it speaks of where that is not every complete customer.

    ``claimed`` stands for what it claims, where only one of its claims is meant.
    """
    row: Words = claim_words(law.claim, policy) if claimed is None else claimed
    if law.among is not None:
        row = message("law.among", law=row, condition=condition_words(law.among, policy))
    if law.customers is Customers.ALL:
        row = message("law.of-all", law=row)
    return row


def claim_words(claim: Claim, policy: Policy) -> Message:
    """What a law claims, as a sentence part."""
    match claim:
        case Monotone(attributes, better):
            key = _monotone_key(attributes, better, policy)
            return message(key, attribute=_labels(attributes, policy))
        case Indifferent(attributes, classes):
            if classes:
                return message("law.indifferent-class", name=message(f"law.class.{classes[0]}"))
            return message("law.indifferent", attribute=_labels(attributes, policy))
        case Reachable(outcomes):
            return message("law.reachable", outcome=_outcomes(outcomes, policy, "describe.and"))
        case Unreachable(outcomes):
            return message("law.unreachable", outcome=_outcomes(outcomes, policy, "describe.or"))
        case Always(outcomes):
            return message("law.always", outcome=_outcomes(outcomes, policy, "describe.or"))
        case OnlyIf(tier, holds):
            return message(
                "law.only-if",
                tier=outcome_words(policy, tier),
                condition=condition_words(holds, policy),
            )
        case Total():
            return message("law.total")
        case NoGap(places):
            return message("law.no-gap", places=_places(places))
        case NoOverlap(places):
            return message("law.no-overlap", places=_places(places))
        case NoDead(places):
            return message("law.no-dead", places=_places(places))
        case PointsAtMost(attribute, points):
            label = label_words(attribute, policy)
            return message("law.points-at-most", attribute=label, points=number_words(points))
        case TiersAtMost(attribute, tiers):
            label = label_words(attribute, policy)
            if tiers == 0:
                return message("law.no-tier-moved", attribute=label)
            return message("law.tiers-at-most", attribute=label, tiers=tiers)
        case _:
            assert_never(claim)


def _monotone_key(names: tuple[str, ...], better: str | None, policy: Policy) -> str:
    """Which way is better, in words; for a yes or no, which of the two."""
    if better is None:
        return "law.monotone"
    if all(kind_of(name, policy) is Kind.BOOLEAN for name in names):
        return "law.monotone-yes" if better == "higher" else "law.monotone-no"
    return f"law.monotone-{better}"


def _labels(names: tuple[str, ...], policy: Policy) -> Words:
    return listed([label_words(name, policy) for name in names], "describe.or")


def _outcomes(names: tuple[str, ...], policy: Policy, joint: str) -> Words:
    return listed([_outcome(policy, name) for name in names], joint)


def _places(names: tuple[str, ...]) -> Words:
    return listed([place_words(name) for name in names], "describe.and")


def place_words(name: str) -> Words:
    """A kind of place in words, or the address of an element in backticks."""
    known = (*DEAD_PLACES, EVERY_PLACE)
    return message(f"law.place.{name}") if name in known else f"`{name}`"
