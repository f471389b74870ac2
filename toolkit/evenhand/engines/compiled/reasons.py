"""Reasons: why a customer did not get a better outcome (rule 20)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final, TypeAlias

from evenhand.engines.compiled.conditions import share
from evenhand.engines.compiled.plan import Plan, Slots, Term
from evenhand.engines.compiled.rows import Row
from evenhand.engines.compiled.scores import CompiledSection, card_of
from evenhand.model.outcome import Reason

Reasons: TypeAlias = Callable[[Slots], "tuple[Reason, ...]"]

by_missed: Final = itemgetter(2)


def reasons_of(plan: Plan) -> Reasons:
    """Codes of all true knockouts; if there is none, where most points were missed."""
    knockouts: list[tuple[Term, Reason]] = [
        (share(plan, one.when), Reason(one.reason.code, one.reason.text, None, one.location))
        for one in plan.policy.knockouts
    ]
    cards = [card_of(plan, card) for card in plan.policy.scorecards]
    sections = [section for card in cards for section in card.sections]
    shown = plan.policy.shown_reasons()

    def reasons(slots: Slots) -> tuple[Reason, ...]:
        found = [reason for term, reason in knockouts if term(slots) is True]
        return tuple((found or _shortfalls(sections, slots))[:shown])

    return reasons


def _shortfalls(sections: Sequence[CompiledSection], slots: Slots) -> list[Reason]:
    """Characteristics on which points were missed: most first, unknown ones last."""
    known: list[Row] = []
    unknown: list[Reason] = []
    for section in sections:
        for row in _missed(section, slots):
            missed = row[2]
            if missed is None:
                unknown.append(row.made.unknown)
            elif missed > 0:
                known.append(row)
    known.sort(key=by_missed, reverse=True)
    listed = [row[3] or row.made.reason(row[2] or 0) for row in known]
    return listed + unknown


def _missed(section: CompiledSection, slots: Slots) -> list[Row]:
    """The rows of a section, with what is missed as far as its limits have room for it.

    Within limits nothing is known to be missed while any points are unknown.
    """
    points, rows = section.tally(slots)
    limits, weight = section.limits, section.measure.weight
    if limits is None or weight is None:
        return rows
    if points is None:
        return [row._replace(missed=None) if row.short else row for row in rows]
    total = sum(row[0] or 0 for row in rows)
    start = limits.within(total)
    found = []
    for row in rows:
        short = row[1]
        if short:
            missed = weight * (limits.within(total + short) - start)
            found.append(row if missed == row[2] else row._replace(missed=missed, reason=None))
        else:
            found.append(row)
    return found
