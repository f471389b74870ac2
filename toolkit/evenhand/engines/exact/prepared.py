"""What is worked out once, whatever is asked about a policy: steps of bins, points, domains.

Each is kept by the object that it comes from, which versions of a policy share; the last twenty
thousand are, with their objects, so that none is taken for another.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

from evenhand.engines.exact.whole import Exact, first_above, first_from, plain
from evenhand.model.conditions import Operator
from evenhand.model.scales import ends, step_of
from evenhand.model.scorecard import Bin, Bins, OpenPoints, Points
from evenhand.model.vocabulary import Attribute

KEPT: Final = 20_000


@dataclass(slots=True)
class BinSteps:
    """Bins as steps: between two cuts, the number of the first bin that fits, None for none."""

    cuts: tuple[int, ...]
    rows: tuple[int | None, ...]


@dataclass(slots=True)
class Domain:
    """The counts in steps between which the values of a number or date lie."""

    step: Fraction
    low: int
    high: int


_known: OrderedDict[Any, tuple[object, Any]] = OrderedDict()


def _kept(source: object, more: Hashable, make: Callable[[], Any]) -> Any:
    """What was made of a source before, else what is made now."""
    key = (id(source), more)
    found = _known.get(key)
    if found is None or found[0] is not source:
        found = (source, make())
        _known[key] = found
        if len(_known) > KEPT:
            _known.popitem(last=False)
    return found[1]


def bin_steps(form: Bins, step: Fraction) -> BinSteps:
    """The bins of a number or date as steps of its count."""
    more = (step.numerator, step.denominator)
    found: BinSteps = _kept(form, more, lambda: _stepped(form, step))
    return found


def bin_points(form: Bins, *, read_as: bool) -> tuple[Exact | None, ...]:
    """The points of each bin, None where they are open; ``read_as``: with what they are read as."""
    found: tuple[Exact | None, ...] = _kept(
        form, read_as, lambda: tuple(number_of(row.points, read_as=read_as) for row in form.bins)
    )
    return found


def number_of(points: Points | None, *, read_as: bool) -> Exact | None:
    """Points as a number, None where they are open."""
    if isinstance(points, OpenPoints):
        points = points.read_as if read_as else None
    return None if points is None else plain(points)


def domain_of(attribute: Attribute) -> Domain:
    """The counts that an attribute's values can have."""
    found: Domain = _kept(attribute, None, lambda: _domain(attribute))
    return found


def _domain(attribute: Attribute) -> Domain:
    step = step_of(attribute)
    low, high = ends(attribute)
    return Domain(step, int(low // step), int(high // step))


def _stepped(form: Bins, step: Fraction) -> BinSteps:
    more = (step.numerator, step.denominator)
    spans: list[Span] = [_kept(row, more, partial(_span_of, row, step)) for row in form.bins]
    cuts = sorted({end for span in spans for end in span if end is not None})
    rows = tuple(
        next((at for at, span in enumerate(spans) if _holds(span, start)), None)
        for start in (None, *cuts)
    )
    return BinSteps(tuple(cuts), rows)


Span: TypeAlias = tuple[int | None, int | None]


def _span_of(row: Bin, step: Fraction) -> Span:
    return _span([(bound.operator, bound.value.value) for bound in row.bounds], step)


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
        beyond = operator in (Operator.ABOVE, Operator.AT_MOST)
        cut = first_above(place, step) if beyond else first_from(place, step)
        if operator in (Operator.AT_LEAST, Operator.ABOVE):
            low = cut if low is None else max(low, cut)
        else:
            high = cut if high is None else min(high, cut)
    return low, high
