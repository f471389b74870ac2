"""What a policy says: who it is for, its tiers, knockouts, points and terms."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evenhand.messages import message
from evenhand.model.policy import Benefit, ByTier, Cap, Fee, Policy, Refer, Reject, Table, Tier
from evenhand.model.scorecard import (
    Bins,
    OpenPoints,
)
from evenhand.model.wording import (
    Words,
    label_words,
    listed,
    points_words,
)
from evenhand.reporting.dossier.codes import coded
from evenhand.reporting.dossier.points import table_rows
from evenhand.reporting.dossier.words import Clause, Element, clause, element, outcome_words


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a tier."""

    element: Element
    clause: Clause


@dataclass(frozen=True, slots=True)
class Gift:
    """One benefit of a tier, with what it amounts to and what else it asks for."""

    element: Element
    value: Words | None
    requires: Clause | None


@dataclass(frozen=True, slots=True)
class TierView:
    """A tier: what must hold in any case, the ways in, and what it brings."""

    element: Element
    rank: int
    must: Clause | None
    ways: tuple[Way, ...]
    stay: Clause | None
    fee: Words | None
    waived: Clause | None
    gifts: tuple[Gift, ...]
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A knockout: who is barred, what happens, and what the customer is told."""

    element: Element
    clause: Clause
    effect: Words
    code: str
    reason: Words


def scope(policy: Policy) -> Clause | None:
    """Who the policy is for; None for everybody."""
    return None if policy.applies_to is None else clause(policy.applies_to, policy)


def tiers(policy: Policy) -> tuple[TierView, ...]:
    """The tiers from the best down to the one that takes everybody else."""
    views = [_tier(tier, rank, policy) for rank, tier in enumerate(policy.tiers, 1)]
    rest = policy.otherwise
    shown = Element(
        rest.tier,
        rest.title or rest.tier,
        f"{rest.location.path}:{rest.location.line}",
        (),
        (),
    )
    gifts = tuple(_gift(policy.benefits[name], rest.tier, policy) for name in rest.benefits)
    views.append(TierView(shown, len(views) + 1, None, (), None, None, None, gifts, True))
    return tuple(views)


def _tier(tier: Tier, rank: int, policy: Policy) -> TierView:
    fee = tier.fee
    return TierView(
        element(tier.id, tier.about, tier.location, tier.title),
        rank,
        None if tier.when is None else clause(tier.when, policy),
        tuple(
            Way(element(path.id, path.about, path.location), clause(path.when, policy))
            for path in tier.paths
        ),
        None if tier.stay is None else clause(tier.stay, policy),
        None if fee is None else _fee(fee, policy),
        None if fee is None or fee.waived_when is None else clause(fee.waived_when, policy),
        tuple(_gift(policy.benefits[name], tier.id, policy) for name in tier.benefits),
    )


def _fee(fee: Fee, policy: Policy) -> Words:
    return message(
        "dossier.fee",
        amount=points_words(fee.amount),
        currency=policy.header.currency,
        per=coded("per", fee.per),
    )


def _gift(benefit: Benefit, tier: str, policy: Policy) -> Gift:
    return Gift(
        element(benefit.id, benefit.about, benefit.location),
        _gift_value(benefit, tier, policy),
        None if benefit.requires is None else clause(benefit.requires, policy),
    )


def _gift_value(benefit: Benefit, tier: str, policy: Policy) -> Words | None:
    value = benefit.value
    match value:
        case None:
            return None
        case ByTier(values):
            found = dict(values).get(tier)
            return None if found is None else points_words(found)
        case Table(form, otherwise):
            attribute = form.attribute if isinstance(form, Bins) else None
            label = None if attribute is None else label_words(attribute, policy)
            rows = tuple(table_rows(form, otherwise, policy))
            shown = [message("dossier.row", who=row.who, points=row.points) for row in rows]
            words = listed(shown, "describe.semicolon")
            return words if label is None else message("dossier.by", label=label, rows=words)
        case Fraction() | OpenPoints():
            amount = points_words(value)
            if benefit.measure != "times" or benefit.of is None:
                return amount
            key = "dossier.times-of" if isinstance(value, Fraction) else "dossier.multiple-of"
            return message(key, factor=amount, label=label_words(benefit.of, policy))
        case _:
            assert_never(value)


def bars(policy: Policy) -> tuple[Bar, ...]:
    """The knockouts in file order."""
    found = []
    for knockout in policy.knockouts:
        effect = knockout.effect
        match effect:
            case Reject():
                said: Words = message("dossier.effect-reject")
            case Refer():
                said = message("dossier.effect-refer")
            case Cap(tier):
                said = message("dossier.effect-cap", tier=outcome_words(tier, policy))
            case _:
                assert_never(effect)
        found.append(
            Bar(
                element(knockout.id, knockout.about, knockout.location),
                clause(knockout.when, policy),
                said,
                knockout.reason.code,
                knockout.reason.text,
            )
        )
    return tuple(found)


def terms(policy: Policy) -> tuple[Way, ...]:
    """The definitions: terms that several places use."""
    return tuple(
        Way(element(one.id, one.about, one.location), clause(one.means, policy))
        for one in policy.definitions.values()
    )
