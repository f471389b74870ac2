"""What is worked out once for a policy, whatever is asked about it: the steps of its bins."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from evenhand.model.conditions import Operator
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, Characteristic

KEPT: Final = 64


@dataclass(slots=True)
class BinSteps:
    """Bins as steps: between two cuts, the number of the first bin that fits, None for none."""

    cuts: tuple[int, ...]
    rows: tuple[int | None, ...]


@dataclass(slots=True)
class Prepared:
    """The bins of a policy by characteristic; they refer to the policy, which is therefore kept."""

    policy: Policy
    bins: dict[tuple[int, Fraction], BinSteps] = field(default_factory=dict)


_prepared: OrderedDict[int, Prepared] = OrderedDict()


def prepared(policy: Policy) -> Prepared:
    """The store of a policy. Of the policies asked about, the last sixty-four are kept."""
    found = _prepared.get(id(policy))
    if found is None or found.policy is not policy:
        found = Prepared(policy)
        _prepared[id(policy)] = found
        while len(_prepared) > KEPT:
            _prepared.popitem(last=False)
    return found


def bin_steps(policy: Policy, one: Characteristic, form: Bins, step: Fraction) -> BinSteps:
    """The bins of a number or date as steps of its count."""
    store = prepared(policy).bins
    key = (id(one), step)
    if key not in store:
        store[key] = _stepped(form, step)
    return store[key]


def _stepped(form: Bins, step: Fraction) -> BinSteps:
    spans = [_span([(b.operator, b.value.value) for b in row.bounds], step) for row in form.bins]
    cuts = sorted({end for span in spans for end in span if end is not None})
    rows = tuple(
        next((at for at, span in enumerate(spans) if _holds(span, start)), None)
        for start in (None, *cuts)
    )
    return BinSteps(tuple(cuts), rows)


Span: TypeAlias = tuple[int | None, int | None]


def _holds(span: Span, start: int | None) -> bool:
    """Whether a span takes in what begins at a count; None is below every cut."""
    low, high = span
    if start is None:
        return low is None
    return (low is None or low <= start) and (high is None or start < high)


def _span(bounds: Sequence[tuple[Operator, Any]], step: Fraction) -> Span:
    """From which count on and up to below which count all bounds hold."""
    low: int | None = None
    high: int | None = None
    for operator, bound in bounds:
        place = Fraction(bound.toordinal()) if isinstance(bound, date) else Fraction(bound)
        count = Fraction(place, step)
        beyond = operator in (Operator.ABOVE, Operator.AT_MOST)
        cut = int(count // 1) + 1 if beyond else int(-(-count // 1))
        if operator in (Operator.AT_LEAST, Operator.ABOVE):
            low = cut if low is None else max(low, cut)
        else:
            high = cut if high is None else min(high, cut)
    return low, high
