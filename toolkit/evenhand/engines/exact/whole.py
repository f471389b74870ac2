"""Exact numbers that are whole as plain integers, which are much faster to add and to compare."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

Exact: TypeAlias = "int | Fraction"


def plain(number: Exact) -> Exact:
    """The same number, as an integer where it is whole."""
    return number.numerator if number.denominator == 1 else number


def counted(number: Exact, unit: Exact) -> int:
    """How many units a number has; it must be a whole multiple."""
    if type(number) is int and type(unit) is int:
        return number // unit
    return int(Fraction(number) * Fraction(unit.denominator, unit.numerator))


def common_unit(numbers: Iterable[Exact]) -> Exact:
    """The greatest number of which all others are whole multiples; one if all are zero."""
    listed = {number for number in numbers if number}
    if not listed:
        return 1
    below = lcm(*(number.denominator for number in listed))
    above = gcd(*(number.numerator * (below // number.denominator) for number in listed))
    return plain(Fraction(above, below))


def first_from(number: Exact, unit: Exact = 1) -> int:
    """The first whole count of a unit that is not below a number."""
    return -int(-number // unit)


def first_above(number: Exact, unit: Exact = 1) -> int:
    """The first whole count of a unit that is above a number."""
    return int(number // unit) + 1
