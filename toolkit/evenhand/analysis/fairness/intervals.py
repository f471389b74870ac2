"""Intervals for rates, their differences and their ratios, from counts.

None of them is Wald's, which for rare outcomes covers far less than it says: at 2 in 2,000 a 95 %
interval of Wald's holds the true rate in 86 of 100 samples, Wilson's in 95. All are two-sided; a
level is a share such as 0.95.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import Final

LEVEL: Final = 0.95
"""The level where none is given."""

_NORMAL: Final = NormalDist()
_HALVINGS: Final = 80


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends, both included; the upper end of a ratio can be infinite."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, (int, float)) and self.low <= value <= self.high

    @property
    def width(self) -> float:
        return self.high - self.low


def deviate(level: float) -> float:
    """The normal deviate of a two-sided interval: 1.96 for 0.95."""
    _check_level(level)
    return _NORMAL.inv_cdf(0.5 + level / 2.0)


def simultaneous(level: float, count: int) -> float:
    """The level of each of so many intervals that hold together at ``level`` (Šidák 1967)."""
    _check_level(level)
    if count < 1:
        raise ValueError("at least one interval")
    return float(level ** (1.0 / count))


def wilson(hits: int, of: int, level: float = LEVEL) -> Interval:
    """A rate's score interval (Wilson 1927)."""
    _check(hits, of)
    z = deviate(level)
    rate = hits / of
    square = z * z / of
    middle = (rate + square / 2.0) / (1.0 + square)
    half = z * sqrt(rate * (1.0 - rate) / of + square / (4.0 * of)) / (1.0 + square)
    low = 0.0 if hits == 0 else max(middle - half, 0.0)
    high = 1.0 if hits == of else min(middle + half, 1.0)
    return Interval(low, high)


def exact(hits: int, of: int, level: float = LEVEL) -> Interval:
    """A rate's interval that never covers less than it says (Clopper and Pearson 1934)."""
    _check(hits, of)
    _check_level(level)
    tail = (1.0 - level) / 2.0
    low = 0.0 if hits == 0 else _root(lambda rate: at_least(hits, of, rate) - tail, 0.0, 1.0)
    high = 1.0 if hits == of else _root(lambda rate: tail - at_most(hits, of, rate), 0.0, 1.0)
    return Interval(low, high)


def difference(one: tuple[int, int], other: tuple[int, int], level: float = LEVEL) -> Interval:
    """A difference of two rates, first minus second, from their Wilson intervals.

    Newcombe 1998, "Interval estimation for the difference between independent proportions",
    method 10. Each rate is given as (hits, of how many).
    """
    first, second = one[0] / one[1], other[0] / other[1]
    here, there = wilson(*one, level), wilson(*other, level)
    gap = first - second
    low = gap - sqrt((first - here.low) ** 2 + (there.high - second) ** 2)
    high = gap + sqrt((here.high - first) ** 2 + (second - there.low) ** 2)
    return Interval(low, high)


def ratio(one: tuple[int, int], other: tuple[int, int], level: float = LEVEL) -> Interval:
    """A ratio of two rates, first over second, by scores (Koopman 1984).

    The ratios that a score test at this level does not reject. From 0 where the first group has no
    hits, to infinity where the second has none.
    """
    _check(*one)
    _check(*other)
    if one[0] == 0 and other[0] == 0:
        return Interval(0.0, inf)
    wanted = deviate(level) ** 2

    def beyond(size: float) -> float:
        return _score(one, other, exp(size)) - wanted

    if one[0] == 0:
        return Interval(0.0, exp(_root(beyond, -_FAR, _FAR)))
    if other[0] == 0:
        return Interval(exp(_root(lambda size: -beyond(size), -_FAR, _FAR)), inf)
    middle = log(one[0] / one[1]) - log(other[0] / other[1])
    low = _root(lambda size: -beyond(size), middle - _FAR, middle)
    high = _root(beyond, middle, middle + _FAR)
    return Interval(exp(low), exp(high))


_FAR: Final = 40.0
"""How far from the estimate a ratio is looked for, as a logarithm."""


def _score(one: tuple[int, int], other: tuple[int, int], size: float) -> float:
    """The score statistic of the hypothesis that the first rate is ``size`` times the second."""
    (x, m), (y, n) = one, other
    whole = m + n
    slope = m * size + x + n + y * size
    root = sqrt(max(slope * slope - 4.0 * size * whole * (x + y), 0.0))
    # The likeliest rate of the first group under the hypothesis, in the form that does not cancel.
    first = min(2.0 * size * (x + y) / (slope + root), 1.0, size)
    return _off(x, m, first) + _off(y, n, first / size)


def _off(hits: int, of: int, rate: float) -> float:
    """The squared standard score of a count, if this were the rate."""
    off = hits - of * rate
    spread = of * rate * (1.0 - rate)
    if spread <= 0.0:
        return 0.0 if abs(off) < 1e-9 else inf
    return off * off / spread


def changed(gained: int, lost: int, of: int, level: float = LEVEL) -> Interval:
    """The change of a rate in the same people, before to after, by scores (Tango 1998).

    ``gained`` and ``lost`` are those whose outcome changed either way, among ``of`` people.
    """
    if gained < 0 or lost < 0 or of < max(gained + lost, 1):
        raise ValueError("more changes than people")
    z = deviate(level)

    def beyond(gap: float) -> float:
        twice = 2.0 * of
        slope = -gained - lost + (twice - gained + lost) * gap
        inner = max(slope * slope - 4.0 * twice * (-lost * gap * (1.0 - gap)), 0.0)
        rate = (sqrt(inner) - slope) / (2.0 * twice)
        spread = of * (2.0 * rate + gap * (1.0 - gap))
        off = gained - lost - of * gap
        if spread <= 0.0:
            return 0.0 if off == 0.0 else (inf if off > 0 else -inf)
        return off / sqrt(spread)

    middle = (gained - lost) / of
    low = -1.0 if lost == of else _root(lambda gap: z - beyond(gap), -1.0, middle)
    high = 1.0 if gained == of else _root(lambda gap: -z - beyond(gap), middle, 1.0)
    return Interval(low, high)


# -- the binomial distribution ---------------------------------------------------------------------


def at_most(hits: int, of: int, rate: float) -> float:
    """The probability of so many hits or fewer."""
    return min(sum(_mass(count, of, rate) for count in range(hits + 1)), 1.0)


def at_least(hits: int, of: int, rate: float) -> float:
    """The probability of so many hits or more."""
    return min(sum(_mass(count, of, rate) for count in range(hits, of + 1)), 1.0)


def _mass(hits: int, of: int, rate: float) -> float:
    if rate <= 0.0:
        return 1.0 if hits == 0 else 0.0
    if rate >= 1.0:
        return 1.0 if hits == of else 0.0
    ways = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    return exp(ways + hits * log(rate) + (of - hits) * log1p(-rate))


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that rises from below 0 to above crosses 0, by halving."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if rising(middle) < 0.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def _check(hits: int, of: int) -> None:
    if of < 1 or not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no rate")


def _check_level(level: float) -> None:
    if not 0.0 < level < 1.0:
        raise ValueError(f"a level lies between 0 and 1, not {level}")
