"""Exact arithmetic in SQL: whole numbers that carry their unit and how large they can get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import Final

from sqlglot import exp

from evenhand.engines.sql.shape import BIG, Shape
from evenhand.location import Location
from evenhand.model.conditions import Operator
from evenhand.model.values import number_text

SMALL: Final = 2**31 - 1
"""The greatest whole number of the type INTEGER, in which databases add small constants."""

COMPARISONS: Final = {
    Operator.AT_LEAST: exp.GTE,
    Operator.ABOVE: exp.GT,
    Operator.AT_MOST: exp.LTE,
    Operator.BELOW: exp.LT,
}


class OutOfType(Exception):
    """A whole number could be greater than the database can hold; ``most`` is how great.

    ``element`` and ``location`` say where in the policy it comes about, once that is known.
    """

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most
        self.element: str | None = None
        self.location: Location | None = None


@dataclass(frozen=True, slots=True)
class Num:
    """A number in SQL: the whole number that ``sql`` gives, times ``unit``; NULL if unknown.

    It lies between ``low`` and ``high`` (both included, in units). ``codes`` are what the numbers
    stand for, if they are places in a list of codes.
    """

    sql: exp.Expr
    unit: Fraction
    low: int
    high: int
    codes: tuple[str, ...] = ()

    @property
    def most(self) -> int:
        return max(abs(self.low), abs(self.high))

    @property
    def fixed(self) -> Fraction | None:
        """The value if it is a constant."""
        sql = self.sql.this if isinstance(self.sql, exp.Neg) else self.sql
        return self.low * self.unit if isinstance(sql, exp.Literal) else None


def literal(number: int) -> exp.Expr:
    """A whole number as it is written in SQL."""
    written = exp.Literal.number(str(abs(number)))
    return exp.Neg(this=written) if number < 0 else written


def constant(value: Fraction, unit: Fraction | None = None) -> Num:
    """A constant, in units that divide it."""
    unit = unit or Fraction(1, value.denominator)
    count = Fraction(value, unit)
    assert count.denominator == 1
    return Num(literal(int(count)), unit, int(count), int(count))


def common_unit(units: Iterable[Fraction]) -> Fraction:
    """The greatest unit of which all are multiples; zeros are multiples of everything."""
    found = [abs(unit) for unit in units if unit]
    if not found:
        return Fraction(1)
    below = lcm(*(unit.denominator for unit in found))
    return Fraction(gcd(*(int(unit * below) for unit in found)), below)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Sums, products and comparisons that cannot leave the types of a database unseen.

    A number is of the type BIGINT (or INTEGER) if its range fits into BIGINT, else of the wide one.
    """

    shape: Shape

    def held(self, number: Num) -> Num:
        """The same number; raises OutOfType where it could be too great for every type."""
        if number.most > self.shape.most:
            raise OutOfType(number.most)
        return number

    def _narrowed(self, number: Num, reach: int) -> Num:
        """A number that was reckoned in the wide type, in BIGINT again where it fits."""
        if reach <= BIG or number.most > BIG:
            return number
        return replace(number, sql=exp.cast(number.sql, "BIGINT"))

    def scaled(self, number: Num, factor: int) -> Num:
        """A number of units times a whole factor; the unit stays."""
        low, high = sorted((number.low * factor, number.high * factor))
        fixed = number.fixed
        if fixed is not None:
            return self.held(replace(number, sql=literal(low), low=low, high=high))
        if factor == 1:
            return number
        sql = self._wide_enough(number, max(abs(low), abs(high)))
        product = exp.paren(exp.Mul(this=sql, expression=literal(factor)))
        return self._narrowed(self.held(Num(product, number.unit, low, high)), number.most)

    def in_unit(self, number: Num, unit: Fraction) -> Num:
        """The same value counted in a finer unit."""
        factor = Fraction(number.unit, unit)
        assert factor.denominator == 1
        return replace(self.scaled(number, int(factor)), unit=unit)

    def times(self, number: Num, factor: Fraction) -> Num:
        """A number times a constant: the unit takes the factor, its sign the count."""
        if factor == 0:
            return self.times(self.scaled(number, 0), Fraction(1))
        turned = number if factor > 0 else self.scaled(number, -1)
        return replace(turned, unit=number.unit * abs(factor))

    def alike(self, numbers: Sequence[Num]) -> list[Num]:
        """The numbers in one unit."""
        unit = common_unit(number.unit for number in numbers)
        return [self.in_unit(number, unit) for number in numbers]

    def total(self, numbers: Sequence[Num]) -> Num:
        """A sum; NULL where any part is (``+`` absorbs it)."""
        if not numbers:
            return constant(Fraction(0))
        parts = self.alike(numbers)
        low, high = sum(part.low for part in parts), sum(part.high for part in parts)
        # Every sum of the first few must be held too, whatever the signs of the rest.
        reach = max(
            sum(max(part.high, 0) for part in parts), -sum(min(part.low, 0) for part in parts)
        )
        first, *rest = (self._wide_enough(part, reach) for part in parts)
        sql = reduce(lambda one, other: exp.Add(this=one, expression=other), rest, first)
        self.held(Num(sql, parts[0].unit, -reach, reach))
        summed = Num(exp.paren(sql) if rest else sql, parts[0].unit, low, high)
        return self._narrowed(summed, reach)

    def product(self, one: Num, other: Num) -> Num:
        """A product of two numbers."""
        corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
        low, high = min(corners), max(corners)
        reach = max(abs(low), abs(high))
        left, right = self._wide_enough(one, reach), self._wide_enough(other, reach)
        sql = exp.paren(exp.Mul(this=left, expression=right))
        found = self.held(Num(sql, one.unit * other.unit, low, high))
        return self._narrowed(found, max(one.most, other.most))

    def compare(self, operator: Operator, number: Num, bound: Num) -> exp.Expr:
        """Whether a number is at least (above, at most, below) another; NULL where either is."""
        fixed = bound.fixed
        if fixed is not None:
            return _against(operator, number, Fraction(fixed, number.unit))
        left, right = self.alike([number, bound])
        return COMPARISONS[operator](this=left.sql.copy(), expression=right.sql.copy())

    def equal(self, number: Num, values: Iterable[Fraction]) -> exp.Expr | None:
        """Whether a number is one of the values; None where it can be none of them."""
        counts = sorted({Fraction(value, number.unit) for value in values})
        whole = [int(one) for one in counts if one.denominator == 1]
        found = [_told(number, one) for one in whole if number.low <= one <= number.high]
        if not found:
            return None
        if len(found) == 1:
            return exp.EQ(this=number.sql.copy(), expression=found[0])
        return exp.In(this=number.sql.copy(), expressions=found)

    def within(self, number: Num, low: Fraction | None, high: Fraction | None) -> Num:
        """A number kept within limits; by CASE, since LEAST and GREATEST may skip NULL."""
        limits = [one for one in (low, high) if one is not None]
        unit = common_unit([number.unit, *limits])
        found = self.in_unit(number, unit)
        sql, least, most = found.sql, found.low, found.high
        case = exp.Case()
        if high is not None and most * unit > high:
            cap = int(high // unit)
            case.when(exp.GT(this=sql.copy(), expression=literal(cap)), literal(cap), copy=False)
            least, most = min(least, cap), cap
        if low is not None and least * unit < low:
            floor = int(low // unit)
            below = exp.LT(this=sql.copy(), expression=literal(floor))
            case.when(below, literal(floor), copy=False)
            least, most = floor, max(most, floor)
        if not case.args.get("ifs"):
            return found
        kept = self.held(Num(case.else_(sql.copy(), copy=False), unit, least, most))
        return self._narrowed(kept, found.most)

    def units(self, number: Num, each: Fraction) -> Num:
        """How many whole times ``each`` (above zero) goes into a number that is not negative.

        What is divided must fit into BIGINT: databases divide the wide type with a rest.
        """
        size = Fraction(each, number.unit)
        top = self.scaled(number, size.denominator)
        if size.numerator > top.high:
            return replace(self.scaled(number, 0), unit=Fraction(1))
        if top.most > BIG:
            raise OutOfType(top.most)
        return Num(self._divided(top, size.numerator), Fraction(1), 0, top.high // size.numerator)

    def _divided(self, top: Num, by: int) -> exp.Expr:
        """Whole division; where ``/`` is used, what it would cut off is taken away first."""
        if by == 1:
            return top.sql
        if self.shape.division:
            return exp.IntDiv(this=top.sql, expression=literal(by))
        rest = exp.Mod(this=top.sql.copy(), expression=literal(by))
        even = exp.paren(exp.Sub(this=top.sql, expression=rest))
        return exp.Div(this=even, expression=literal(by), typed=True, safe=False)

    def _wide_enough(self, number: Num, reach: int) -> exp.Expr:
        """The number in a type that holds a result of that size."""
        if reach <= SMALL:
            return number.sql.copy()
        if reach <= BIG:
            return exp.cast(number.sql, "BIGINT") if number.most <= SMALL else number.sql.copy()
        if self.shape.wide is None:
            raise OutOfType(reach)
        return exp.cast(number.sql, self.shape.wide)


def _against(operator: Operator, number: Num, count: Fraction) -> exp.Expr:
    """A comparison with a constant, which never lies outside the number's own range."""
    upward = operator in (Operator.AT_LEAST, Operator.BELOW)
    cut = int(-(-count // 1) if upward else count // 1)
    strict = operator in (Operator.ABOVE, Operator.BELOW)
    more = operator in (Operator.AT_LEAST, Operator.ABOVE)
    if cut > number.high:
        cut, strict = number.high, more
    elif cut < number.low:
        cut, strict = number.low, not more
    kinds = (exp.GT if strict else exp.GTE) if more else (exp.LT if strict else exp.LTE)
    return kinds(this=number.sql.copy(), expression=_told(number, cut))


def _told(number: Num, count: int) -> exp.Expr:
    """A constant that a number is compared with, and in a comment what it stands for."""
    written = literal(count)
    if number.codes:
        written.add_comments([number.codes[count]])
    elif number.unit != 1 and count != 0:
        written.add_comments([number_text(count * number.unit)])
    return written


def null() -> exp.Expr:
    """What is not known."""
    return exp.Null()
