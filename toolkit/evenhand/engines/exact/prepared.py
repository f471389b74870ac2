"""What is worked out once, whatever is asked about a policy: the steps of its bins."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from evenhand.model.conditions import Operator
from evenhand.model.scorecard import Bins

KEPT: Final = 20_000


@dataclass(slots=True)
class BinSteps:
    """Bins as steps: between two cuts, the number of the first bin that fits, None for none."""

    cuts: tuple[int, ...]
    rows: tuple[int | None, ...]


_known: OrderedDict[tuple[int, Fraction], tuple[Bins, BinSteps]] = OrderedDict()


def bin_steps(form: Bins, step: Fraction) -> BinSteps:
    """The bins of a number or date as steps of its count.

    Worked out once for each bins object, which versions of a policy share; the last twenty thousand
    are kept, with their bins, so that none is taken for another.
    """
    key = (id(form), step)
    found = _known.get(key)
    if found is None or found[0] is not form:
        found = (form, _stepped(form, step))
        _known[key] = found
        if len(_known) > KEPT:
            _known.popitem(last=False)
    return found[1]


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
