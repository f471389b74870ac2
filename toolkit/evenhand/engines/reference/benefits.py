"""Benefits and fees of the outcome tier (rule 21), each with the notes on how it came about."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.reference.quantities import quantity
from evenhand.engines.reference.scores import in_bin, points_of
from evenhand.engines.trace import NOTHING, Notes, gathered
from evenhand.model.outcome import Grant
from evenhand.model.policy import Benefit, ByTier, Policy, Table
from evenhand.model.scorecard import Bins, Cases, OpenPoints, Points
from evenhand.model.truth import T, Truth, U, negation

Value = tuple[Fraction | None, Notes]


def grants(case: Case, tier: str) -> tuple[tuple[Grant, ...], Notes]:
    """The benefits that the tier lists, each granted, not granted or unknown, with its value."""
    names = benefits_of(case.policy, tier)
    found = [_grant(case, case.policy.benefits[name], tier) for name in names]
    return tuple(grant for grant, _ in found), gathered(notes for _, notes in found)


def benefits_of(policy: Policy, tier: str) -> tuple[str, ...]:
    """The ids of the benefits that a tier lists, ``otherwise`` included."""
    for one in policy.tiers:
        if one.id == tier:
            return one.benefits
    return policy.otherwise.benefits if tier == policy.otherwise.tier else ()


def fee_owed(case: Case, tier: str) -> tuple[Truth | None, Notes]:
    """Whether the tier's fee is owed: not where it is waived. None where there is no fee."""
    for one in case.policy.tiers:
        if one.id == tier and one.fee is not None:
            if one.fee.waived_when is None:
                return T, NOTHING
            waived = judge(case, one.fee.waived_when)
            return negation(waived.truth), waived.notes()
    return None, NOTHING


def _grant(case: Case, benefit: Benefit, tier: str) -> tuple[Grant, Notes]:
    value, notes = benefit_value(case, benefit, tier)
    granted = T
    if benefit.requires is not None:
        required = judge(case, benefit.requires)
        granted, notes = required.truth, required.notes() | notes
    return Grant(benefit.id, granted, value, benefit.location), notes


def benefit_value(case: Case, benefit: Benefit, tier: str) -> Value:
    """A benefit's value for a customer of the tier; None where it has none or it is unknown."""
    value = benefit.value
    match value:
        case None:
            return None, NOTHING
        case Fraction() | OpenPoints():
            return points_of(case, value)
        case ByTier(values):
            return _stated(case, dict(values).get(tier))
        case Table(form, otherwise):
            if isinstance(form, Bins):
                return _bin_value(case, form, otherwise)
            return _row_value(case, form, otherwise)
        case _:
            assert_never(value)


def _stated(case: Case, points: Points | None) -> Value:
    return (None, NOTHING) if points is None else points_of(case, points)


def _bin_value(case: Case, form: Bins, otherwise: Points | None) -> Value:
    found = quantity(case, form.attribute)
    if not found.applies:
        return _stated(case, otherwise)
    if found.value is None:
        return None, found.notes
    for row in form.bins:
        if in_bin(case, form.attribute, row, found):
            return points_of(case, row.points)
    return _stated(case, otherwise)


def _row_value(case: Case, form: Cases, otherwise: Points | None) -> Value:
    """The first row that holds; a row of unknown truth before it leaves the value unknown."""
    notes = NOTHING
    for row in form.rows:
        judged = judge(case, row.when)
        notes |= judged.notes()
        if judged.truth is T:
            value, own = points_of(case, row.points)
            return value, notes | own
        if judged.truth is U:
            return None, notes
    value, own = _stated(case, otherwise)
    return value, notes | own
