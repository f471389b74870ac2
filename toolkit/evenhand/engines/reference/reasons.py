"""Reasons: why a customer did not get a better outcome (rule 20)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.reference.scores import card_score
from evenhand.engines.trace import CharacteristicScore, SectionScore
from evenhand.messages import Bilingual
from evenhand.model.outcome import OUT_OF_SCOPE, Reason
from evenhand.model.policy import Policy
from evenhand.model.truth import T


def reasons(case: Case, outcome: str) -> tuple[Reason, ...]:
    """Codes of all true knockouts; if there is none, where most points were missed.

    Nothing where no outcome is better, and nothing outside the policy's scope.
    """
    if outcome in (OUT_OF_SCOPE, best_outcome(case.policy)):
        return ()
    return (knockout_reasons(case) or shortfalls(case))[: case.policy.shown_reasons()]


def knockout_reasons(case: Case) -> tuple[Reason, ...]:
    """The codes of all true knockouts, in file order."""
    return tuple(
        Reason(k.reason.code, k.reason.text, None, k.location)
        for k in case.policy.knockouts
        if judge(case, k.when).truth is T
    )


def best_outcome(policy: Policy) -> str:
    """The outcome that none is better than."""
    return policy.tiers[0].id if policy.tiers else policy.otherwise.tier


def shortfalls(case: Case, of: Collection[str] | None = None) -> tuple[Reason, ...]:
    """Characteristics on which points were missed: most first, unknown ones last.

    ``of`` names the scorecards and sections that are looked at; None stands for all.
    """
    found = tuple(_missed(case, of))
    known = [(one, points) for one, points in found if points is not None and points > 0]
    known.sort(key=lambda row: row[1], reverse=True)
    return tuple(
        Reason(
            one.characteristic.id,
            one.characteristic.about.title
            or Bilingual(one.characteristic.id, one.characteristic.id),
            points,
            one.characteristic.location,
        )
        for one, points in (*known, *(row for row in found if row[1] is None))
    )


def _missed(
    case: Case, of: Collection[str] | None
) -> Iterator[tuple[CharacteristicScore, Fraction | None]]:
    for card in case.policy.scorecards:
        for section in card_score(case, card).sections:
            if of is None or card.id in of or section.section.id in of:
                for one in section.characteristics:
                    yield one, points_missed(section, one)


def points_missed(section: SectionScore, one: CharacteristicScore) -> Fraction | None:
    """By how much the score would rise if this characteristic alone were at its best.

    Within the limits of the section and with its weight; None where that is unknown.
    """
    if one.short is None or section.weight is None:
        return None
    if one.short == 0:
        return Fraction(0)
    limits = section.section
    if limits.at_most is None and limits.at_least is None:
        return section.weight * one.short
    points = [other.points for other in section.characteristics if other.points is not None]
    if len(points) < len(section.characteristics):
        return None
    total = sum(points, Fraction(0))
    return section.weight * (limits.within(total + one.short) - limits.within(total))
