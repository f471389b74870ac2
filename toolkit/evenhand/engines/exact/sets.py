"""What happens to a set of reachable scores: moved, narrowed to a stretch, digits merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from evenhand.engines.exact.axes import Axis


class Step(Protocol):
    """One thing that happens to a set; ``apply`` gives the set after it."""

    def apply(self, scores: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """All scores grow by the same points, or by those of a run: ``count`` steps more."""

    by: int
    step: int = 0
    count: int = 0

    def apply(self, scores: int) -> int:
        scores <<= self.by
        width, left = 1, self.count
        while left:
            more = min(width, left)
            scores |= (
                scores << (more * self.step) if self.step >= 0 else scores >> (-more * self.step)
            )
            left -= more
            width += more
        return scores


@dataclass(frozen=True, slots=True)
class Emptied:
    """No score matters any more: what is left is whether there is anybody."""

    def apply(self, scores: int) -> int:
        return 1 if scores else 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """One axis does not matter any more: its digits are merged."""

    axis: Axis
    width: int

    def apply(self, scores: int) -> int:
        return picked(scores, self.axis, self.width, 0, self.axis.size)


@dataclass(frozen=True, slots=True)
class Collapsed:
    """One of a lagging pair is off: the first axis holds the other from now on.

    ``lag`` is what has been taken off the differences so far; where the first score stays, the
    differences are merged (``keep_first``).
    """

    first: Axis
    second: Axis
    width: int
    lag: int
    keep_first: bool

    def apply(self, scores: int) -> int:
        total = 0
        for difference in range(self.second.size):
            part = picked(scores, self.second, self.width, difference, difference + 1)
            if not part:
                continue
            by = 0 if self.keep_first else (difference + self.lag) * self.first.stride
            total |= part << by if by >= 0 else part >> -by
        return total


@dataclass(frozen=True, slots=True)
class Picked:
    """Only the scores in a stretch of an axis, which is merged."""

    axis: Axis
    width: int
    low: int
    high: int

    def apply(self, scores: int) -> int:
        return picked(scores, self.axis, self.width, self.low, self.high)


@lru_cache(maxsize=256)
def _lowest(stride: int, period: int, width: int) -> int:
    """All positions whose digit on an axis is zero."""
    block = (1 << stride) - 1
    mask, covered = block, period
    while covered < width:
        mask |= mask << covered
        covered *= 2
    return mask


def picked(scores: int, axis: Axis, width: int, low: int, high: int) -> int:
    """The scores whose digit lies in ``low <= digit < high``, that digit set to zero."""
    low, high = max(low, 0), min(high, axis.size)
    if axis.stride == 1 and axis.period >= width:
        part = (scores >> low) & ((1 << max(high - low, 0)) - 1)
        return 1 if part else 0
    mask = _lowest(axis.stride, axis.period, width)
    total = 0
    for digit in range(low, high):
        rest = scores >> (digit * axis.stride)
        if not rest:
            break
        total |= rest & mask
    return total


def positions(scores: int) -> Iterator[int]:
    """The bits of a set, lowest first."""
    while scores:
        low = scores & -scores
        yield low.bit_length() - 1
        scores ^= low
