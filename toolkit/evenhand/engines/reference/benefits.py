"""Benefits and fees of the outcome tier (rule 21)."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.reference.quantities import quantity
from evenhand.engines.reference.scores import in_bin, points_of
from evenhand.model.outcome import Grant
from evenhand.model.policy import Benefit, ByTier, Policy, Table
from evenhand.model.scorecard import Bins, Cases, OpenPoints, Points
from evenhand.model.truth import T, Truth, U, negation


def grants(case: Case, tier: str) -> tuple[Grant, ...]:
    """The benefits that the tier lists, each granted, not granted or unknown, with its value."""
    return tuple(
        Grant(
            benefit.id,
            T if benefit.requires is None else judge(case, benefit.requires).truth,
            benefit_value(case, benefit, tier),
            benefit.location,
        )
        for benefit in (case.policy.benefits[name] for name in benefits_of(case.policy, tier))
    )


def benefits_of(policy: Policy, tier: str) -> tuple[str, ...]:
    """The ids of the benefits that a tier lists, ``otherwise`` included."""
    for one in policy.tiers:
        if one.id == tier:
            return one.benefits
    return policy.otherwise.benefits if tier == policy.otherwise.tier else ()


def fee_owed(case: Case, tier: str) -> Truth | None:
    """Whether the tier's fee is owed: not where it is waived. None where there is no fee."""
    for one in case.policy.tiers:
        if one.id == tier and one.fee is not None:
            waived = one.fee.waived_when
            return T if waived is None else negation(judge(case, waived).truth)
    return None


def benefit_value(case: Case, benefit: Benefit, tier: str) -> Fraction | None:
    """A benefit's value for a customer of the tier; None where it has none or it is unknown."""
    value = benefit.value
    match value:
        case None:
            return None
        case Fraction() | OpenPoints():
            return points_of(case, value)[0]
        case ByTier(values):
            chosen = dict(values).get(tier)
            return None if chosen is None else points_of(case, chosen)[0]
        case Table():
            return _table_value(case, value)
        case _:
            assert_never(value)


def _table_value(case: Case, table: Table) -> Fraction | None:
    chosen = (
        _bin_value(case, table.form) if isinstance(table.form, Bins) else _row(case, table.form)
    )
    if chosen is None:
        return None
    if chosen == "otherwise":
        chosen = table.otherwise
    return None if chosen is None or isinstance(chosen, str) else points_of(case, chosen)[0]


def _bin_value(case: Case, form: Bins) -> Points | str | None:
    found = quantity(case, form.attribute)
    if not found.applies:
        return "otherwise"
    if found.value is None:
        return None
    for row in form.bins:
        if in_bin(case, form.attribute, row, found):
            return row.points
    return "otherwise"


def _row(case: Case, form: Cases) -> Points | str | None:
    for row in form.rows:
        answer = judge(case, row.when).truth
        if answer is T:
            return row.points
        if answer is U:
            return None
    return "otherwise"
