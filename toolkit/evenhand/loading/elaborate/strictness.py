"""Strict policies: bins that overlap or leave gaps are errors there, else findings of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from evenhand.loading.elaborate.context import Context
from evenhand.model.conditions import Operator
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bin, Bins
from evenhand.model.vocabulary import Dictionary


@dataclass(frozen=True, slots=True)
class Reach:
    """The stretch of a scale that a bin takes; None is no limit. ``*_open`` leaves the end out."""

    low: Fraction | None
    low_open: bool
    high: Fraction | None
    high_open: bool


def reach(dictionary: Dictionary, attribute: str, row: Bin) -> Reach:
    """A bin's bounds as one stretch; codes of ordinals count from the lowest, dates in days."""
    low = high = None
    low_open = high_open = False
    for bound in row.bounds:
        value = _place(dictionary, attribute, bound.value.value)
        match bound.operator:
            case Operator.AT_LEAST | Operator.ABOVE:
                low, low_open = value, bound.operator is Operator.ABOVE
            case Operator.AT_MOST | Operator.BELOW:
                high, high_open = value, bound.operator is Operator.BELOW
    return Reach(low, low_open, high, high_open)


def _place(dictionary: Dictionary, attribute: str, value: object) -> Fraction:
    if isinstance(value, str):
        return Fraction(dictionary.attributes[attribute].codes.index(value))
    if isinstance(value, Fraction):
        return value
    return Fraction(value.toordinal())  # type: ignore[attr-defined]


def faults(dictionary: Dictionary, form: Bins) -> Iterator[tuple[str, Bin, Bin]]:
    """Neighbouring bins, in order of their lower ends, that overlap or leave a gap."""
    placed = sorted(
        ((reach(dictionary, form.attribute, row), row) for row in form.bins),
        key=lambda pair: (pair[0].low is not None, pair[0].low or 0, pair[0].low_open),
    )
    for (lower, first), (upper, second) in pairwise(placed):
        if lower.high is None or upper.low is None or lower.high > upper.low:
            yield "overlap", first, second
        elif lower.high == upper.low:
            if not lower.high_open and not upper.low_open:
                yield "overlap", first, second
            if lower.high_open and upper.low_open:
                yield "gap", first, second
        elif not _next_to(dictionary, form.attribute, lower, upper):
            yield "gap", first, second


def _next_to(dictionary: Dictionary, attribute: str, lower: Reach, upper: Reach) -> bool:
    """Whether no value of the attribute lies between two bins that do not touch."""
    described = dictionary.attributes.get(attribute)
    step = Fraction(1) if described is None or described.step is None else described.step
    if described is None or lower.high_open or upper.low_open:
        return False
    assert lower.high is not None and upper.low is not None
    return upper.low - lower.high <= step


def check_bins(context: Context, policy: Policy) -> None:
    """In a strict policy, report bins that overlap or leave a gap."""
    if not policy.strict:
        return
    for characteristic in policy.characteristics():
        form = characteristic.form
        if isinstance(form, Bins):
            for kind, _, second in faults(policy.dictionary, form):
                if kind == "overlap" or characteristic.otherwise is None:
                    context.report(f"bins-{kind}", second.location, name=characteristic.id)
