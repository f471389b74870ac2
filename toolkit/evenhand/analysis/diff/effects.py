"""Benefits gained and lost: by tier, as the policies list them, and for one customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from evenhand.messages import in_both
from evenhand.model.element import About
from evenhand.model.outcome import Grant, Outcome
from evenhand.model.policy import Benefit, ByTier, Policy
from evenhand.model.scorecard import OpenPoints
from evenhand.model.truth import T
from evenhand.model.wording import Words, number_words, points_words

Value: TypeAlias = Words | None


@dataclass(frozen=True, slots=True)
class Benefits:
    """What becomes of one benefit: ``old`` and ``new`` are its values in words, None without one.

    ``how`` is ``gained``, ``lost`` or ``changed``.
    """

    benefit: str
    title: Words
    how: str
    old: Value = None
    new: Value = None

    def data(self) -> Mapping[str, object]:
        return {
            "benefit": self.benefit,
            "title": in_both(self.title),
            "how": self.how,
            "old": in_both(self.old),
            "new": in_both(self.new),
        }


@dataclass(frozen=True, slots=True)
class TierEffects:
    """What a tier that both policies have gives that it did not, and the other way round."""

    tier: str
    title: Words
    benefits: tuple[Benefits, ...]

    def data(self) -> Mapping[str, object]:
        return {
            "tier": self.tier,
            "title": in_both(self.title),
            "benefits": [one.data() for one in self.benefits],
        }


def tier_effects(old: Policy, new: Policy) -> tuple[TierEffects, ...]:
    """The tiers that both policies have and whose benefits differ, best first, then otherwise."""
    found = []
    before, after = _listed(old), _listed(new)
    for tier, (title, names) in after.items():
        if tier in before:
            benefits = tuple(_of_tier(old, new, tier, before[tier][1], names))
            if benefits:
                found.append(TierEffects(tier, title, benefits))
    return tuple(found)


def _listed(policy: Policy) -> dict[str, tuple[Words, tuple[str, ...]]]:
    """The benefits that each tier lists, with the tier's title."""
    found: dict[str, tuple[Words, tuple[str, ...]]] = {
        tier.id: (tier.title, tier.benefits) for tier in policy.tiers
    }
    last = policy.otherwise
    found.setdefault(last.tier, (last.title or last.tier, last.benefits))
    return found


def _of_tier(
    old: Policy, new: Policy, tier: str, before: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[Benefits]:
    for name in before:
        one = old.benefits[name]
        if name not in after:
            yield Benefits(name, _title(one), "lost", _worth(one, tier), None)
    for name in after:
        two = new.benefits[name]
        if name not in before:
            yield Benefits(name, _title(two), "gained", None, _worth(two, tier))
            continue
        one = old.benefits[name]
        if _terms(one, tier) != _terms(two, tier):
            values = (_worth(one, tier), _worth(two, tier))
            shown = (None, None) if values[0] == values[1] else values
            yield Benefits(name, _title(two), "changed", *shown)


def _title(benefit: Benefit) -> Words:
    return benefit.id if benefit.about.title is None else benefit.about.title


def _terms(benefit: Benefit, tier: str) -> Benefit:
    """What a benefit means to one tier, without words about it."""
    value = benefit.value
    if isinstance(value, ByTier):
        mine = dict(value.values).get(tier)
        value = ByTier(()) if mine is None else ByTier(((tier, mine),))
    return replace(benefit, value=value, about=About(), declared={})


def _worth(benefit: Benefit, tier: str) -> Value:
    """A benefit's value for a tier in words; None for a table, which depends on the customer."""
    value = benefit.value
    if isinstance(value, ByTier):
        mine = dict(value.values).get(tier)
        return None if mine is None else points_words(mine)
    return points_words(value) if isinstance(value, Fraction | OpenPoints) else None


# -- one customer ----------------------------------------------------------------------------------


def customer_effects(
    old: Policy, new: Policy, before: Outcome, after: Outcome
) -> tuple[Benefits, ...]:
    """What a customer gains and loses in benefits when one outcome becomes the other.

    A benefit counts where it is granted for certain; an undecided customer has none on record.
    """
    left, right = _granted(before), _granted(after)
    found = []
    for name, grant in left.items():
        if name not in right:
            title = _title(old.benefits[name])
            found.append(Benefits(name, title, "lost", _amount(grant), None))
    for name, grant in right.items():
        title = _title(new.benefits[name])
        if name not in left:
            found.append(Benefits(name, title, "gained", None, _amount(grant)))
        elif left[name].value != grant.value:
            values = (_open(left[name]), _open(grant))
            found.append(Benefits(name, title, "changed", *values))
    return tuple(found)


def _granted(outcome: Outcome) -> dict[str, Grant]:
    return {one.benefit: one for one in outcome.benefits if one.granted is T}


def _amount(grant: Grant) -> Value:
    return None if grant.value is None else number_words(grant.value)


def _open(grant: Grant) -> Words:
    return points_words(grant.value)
