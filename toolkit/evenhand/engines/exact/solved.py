"""Whole numbers that satisfy some sums, each as near to its usual value as it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from evenhand.engines.exact.system import EMPTY, Put, System, added, eliminated, inequality

Stretch: TypeAlias = tuple[int, int]
SumOf: TypeAlias = tuple[Mapping[int, int], int, int]
"""Rates of counts by variable, with the least and the greatest value of the sum."""


def solved(
    stretches: Mapping[int, Stretch], sums: Sequence[SumOf], usual: Mapping[int, int]
) -> dict[int, int] | None:
    """A count for every variable within its stretch; None where none was found.

    One variable after the other is moved as near to its usual count as the others allow.
    """
    found: dict[int, int] = {}
    tied = {at for rates, _, _ in sums for at, rate in rates.items() if rate}
    for at, (low, high) in stretches.items():
        if at not in tied:
            found[at] = min(max(usual[at], low), high)
    ranges = {at: stretch for at, stretch in stretches.items() if at in tied}
    system = _stated(ranges, sums)
    for at in sorted(tied & stretches.keys()):
        if system is None:
            return None
        low, high = _span(system, at, ranges)
        if low > high:
            return None
        count = min(max(usual[at], low), high)
        found[at] = count
        ranges[at] = (count, count)
        system = _stated(ranges, sums)
    return None if system is None else found


def _stated(ranges: Mapping[int, Stretch], sums: Sequence[SumOf]) -> System | None:
    new = []
    for rates, low, high in sums:
        new.append(inequality(rates, high, ()))
        new.append(inequality({at: -rate for at, rate in rates.items()}, -low, ()))
    return added(EMPTY, new, ranges)


def _span(system: System, at: int, ranges: Mapping[int, Stretch]) -> Stretch:
    """The least and the greatest count of one variable that the others allow."""
    left: System | None = system
    for other, (low, high) in ranges.items():
        if other != at and left is not None:
            left, _ = eliminated(left, {other: Put(1, 0)}, low, high, ranges)
    low, high = ranges[at]
    if left is None:
        return 1, 0
    for one in left:
        if not one.terms:
            continue
        ((_, rate),) = one.terms
        if rate > 0:
            high = min(high, one.bound // rate)
        else:
            low = max(low, -(one.bound // -rate))
    return low, high
