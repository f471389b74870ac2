"""What happens to a set of reachable scores: moved, narrowed to a stretch, digits merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from evenhand.engines.exact.axes import Axis


class Step(Protocol):
    """One thing that happens to a set; ``apply`` gives the set after it.

    ``sources`` gives the bits that may have become a bit of the set after it.
    """

    def apply(self, scores: int) -> int: ...

    def sources(self, scores: int, bit: int) -> Iterator[int]: ...


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

    def sources(self, scores: int, bit: int) -> Iterator[int]:  # noqa: ARG002
        for units in range(self.count + 1):
            yield bit - self.by - units * self.step


@dataclass(frozen=True, slots=True)
class Emptied:
    """No score matters any more: what is left is whether there is anybody."""

    def apply(self, scores: int) -> int:
        return 1 if scores else 0

    def sources(self, scores: int, bit: int) -> Iterator[int]:  # noqa: ARG002
        yield lowest(scores)


@dataclass(frozen=True, slots=True)
class Dropped:
    """One axis does not matter any more: its digits are merged."""

    axis: Axis
    width: int

    def apply(self, scores: int) -> int:
        return picked(scores, self.axis, self.width, 0, self.axis.size)

    def sources(self, scores: int, bit: int) -> Iterator[int]:
        yield from _merged_from(scores, self.axis, self.width, bit, 0, self.axis.size)


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
            by = self._shift(difference)
            total |= part << by if by >= 0 else part >> -by
        return total

    def _shift(self, difference: int) -> int:
        return 0 if self.keep_first else (difference + self.lag) * self.first.stride

    def sources(self, scores: int, bit: int) -> Iterator[int]:  # noqa: ARG002
        digit = bit // self.first.stride % self.first.size
        for difference in range(self.second.size):
            by = self._shift(difference)
            if 0 <= digit - by // self.first.stride < self.first.size:
                yield bit - by + difference * self.second.stride


@dataclass(frozen=True, slots=True)
class Picked:
    """Only the scores in a stretch of an axis, which is merged."""

    axis: Axis
    width: int
    low: int
    high: int

    def apply(self, scores: int) -> int:
        return picked(scores, self.axis, self.width, self.low, self.high)

    def sources(self, scores: int, bit: int) -> Iterator[int]:
        yield from _merged_from(scores, self.axis, self.width, bit, self.low, self.high)


def _merged_from(
    scores: int, axis: Axis, width: int, bit: int, low: int, high: int
) -> Iterator[int]:
    """The bits that differ from one in their digit on an axis alone."""
    low, high = max(low, 0), min(high, axis.size)
    if axis.stride == 1 and axis.period >= width:
        inside = (scores >> low) & ((1 << max(high - low, 0)) - 1)
        if inside:
            yield low + lowest(inside)
        return
    for digit in range(low, high):
        yield bit + digit * axis.stride


def applied(steps: Sequence[Step], scores: int) -> int:
    """A set after all steps of a way."""
    for step in steps:
        scores = step.apply(scores)
    return scores


def traced(steps: Sequence[Step], scores: int, bit: int) -> list[int] | None:
    """The bits on a way that leads to the given one: of the set, then after each step.

    None where no bit of the set leads there.
    """
    if not steps:
        return [bit] if scores >> bit & 1 else None
    before = [scores]
    for step in steps:
        before.append(step.apply(before[-1]))
    way = [bit]
    for step, earlier in zip(reversed(steps), reversed(before[:-1]), strict=True):
        data = earlier.to_bytes((earlier.bit_length() + 7) // 8, "little")
        found = next((at for at in step.sources(earlier, way[-1]) if _has(data, at)), None)
        if found is None:
            return None
        way.append(found)
    way.reverse()
    return way


def _has(data: bytes, bit: int) -> bool:
    """Whether a set holds a bit; bytes are asked, since shifting a large number copies it."""
    return 0 <= bit < 8 * len(data) and bool(data[bit >> 3] >> (bit & 7) & 1)


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
    if axis.stride == 1 and (axis.period >= width or scores.bit_length() <= axis.period):
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


def lowest(scores: int) -> int:
    """The lowest bit of a set that is not empty."""
    return (scores ^ (scores - 1)).bit_length() - 1


def bits(mask: int) -> Iterator[int]:
    """The bits of a set, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
