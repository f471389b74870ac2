"""Whole numbers that satisfy some sums, each as near to its usual value as it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from evenhand.engines.exact.system import EMPTY, Put, System, added, eliminated, inequality

TRIES: Final = 500

Stretch: TypeAlias = tuple[int, int]
SumOf: TypeAlias = tuple[Mapping[int, int], int, int]
"""Rates of counts by variable, with the least and the greatest value of the sum."""


def solved(
    stretches: Mapping[int, Stretch], sums: Sequence[SumOf], usual: Mapping[int, int]
) -> dict[int, int] | None:
    """A count for every variable within its stretch; None where none was found.

    One variable after the other is moved as near to its usual count as the others allow. Where
    whole numbers do not come out, counts beside it and at the ends are tried.
    """
    tied = {at for rates, _, _ in sums for at, rate in rates.items() if rate}
    found = {
        at: min(max(usual[at], low), high)
        for at, (low, high) in stretches.items()
        if at not in tied
    }
    ranges = {at: stretch for at, stretch in stretches.items() if at in tied}
    together = _Search(sums, usual, sorted(ranges)).go(ranges, 0)
    return None if together is None else found | together


@dataclass(slots=True)
class _Search:
    sums: Sequence[SumOf]
    usual: Mapping[int, int]
    order: Sequence[int]
    left: int = TRIES

    def go(self, ranges: Mapping[int, Stretch], done: int) -> dict[int, int] | None:
        """Counts for the variables from one on, the others being settled in ``ranges``."""
        system = _stated(ranges, self.sums)
        if system is None:
            return None
        if done == len(self.order):
            return {at: low for at, (low, _) in ranges.items()}
        at = self.order[done]
        for count in self._counts(at, _span(system, at, ranges)):
            if self.left == 0:
                return None
            self.left -= 1
            found = self.go({**ranges, at: (count, count)}, done + 1)
            if found is not None:
                return found
        return None

    def _counts(self, at: int, span: Stretch) -> list[int]:
        low, high = span
        near = min(max(self.usual[at], low), high)
        tried = (near, near - 1, near + 1, low, high, low + 1, high - 1)
        return list(dict.fromkeys(count for count in tried if low <= count <= high))


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
