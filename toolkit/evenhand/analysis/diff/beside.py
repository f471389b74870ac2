"""Changes beside the outcome: of what a tier gives, what it costs and what it takes to keep it.

Verdicts are about outcomes (rules 13 to 17). Benefits, fees and membership go with a tier, so their
changes are told by the structure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from evenhand.analysis.diff.change import Change
from evenhand.model.conditions import Condition
from evenhand.model.mentions import card_conditions, definitions_in, scores_in
from evenhand.model.policy import Policy, Table
from evenhand.model.scorecard import Cases

_KINDS: Final = ("benefit-granted", "benefit-withdrawn")
_OF_A_TIER: Final = ("fee", "stay", "down")


def beside_outcomes(old: Policy, new: Policy, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that are evaluated and of what goes with a tier.

    Among them are those of definitions and scores that the conditions of benefits, fees and staying
    stand on.
    """
    leant_on = {*_leant_on(old), *_leant_on(new)}
    return tuple(
        one
        for one in changes
        if one.evaluated and (_of_a_tier(one) or _within(one.element, leant_on))
    )


def _of_a_tier(change: Change) -> bool:
    head, *rest = change.element.split("/")
    if head in ("benefits", "membership") or change.kind in _KINDS:
        return True
    return head == "tiers" and len(rest) > 1 and rest[1] in _OF_A_TIER


def _within(element: str, others: set[str]) -> bool:
    return element in others or any(element.startswith(f"{one}/") for one in others)


def _leant_on(policy: Policy) -> Iterator[str]:
    """The addresses of the definitions and scorecards that such conditions read."""
    waiting = list(_conditions(policy))
    seen: set[str] = set()
    named = policy.score_parts()
    while waiting:
        condition = waiting.pop()
        for name in definitions_in(condition):
            if f"definitions/{name}" not in seen:
                seen.add(f"definitions/{name}")
                waiting.append(policy.definitions[name].means)
        for name in scores_in(condition):
            for card in policy.scorecards:
                if card.id not in seen and named[name] in (card, *card.sections):
                    seen.add(card.id)
                    waiting += card_conditions(card)
    yield from seen


def _conditions(policy: Policy) -> Iterator[Condition]:
    for tier in policy.tiers:
        if tier.stay is not None:
            yield tier.stay
        if tier.fee is not None and tier.fee.waived_when is not None:
            yield tier.fee.waived_when
    for benefit in policy.benefits.values():
        if benefit.requires is not None:
            yield benefit.requires
        if isinstance(benefit.value, Table) and isinstance(benefit.value.form, Cases):
            yield from (row.when for row in benefit.value.form.rows)
