"""Bins as the tests of a table's column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from evenhand.exporting.dmn.conditions import literal_of
from evenhand.exporting.dmn.making import Model
from evenhand.exporting.dmn.nodes import Feel, quoted
from evenhand.exporting.dmn.numbers import at_scale, literal, repeating
from evenhand.model.conditions import Operator
from evenhand.model.figures import Point
from evenhand.model.scorecard import Bin
from evenhand.model.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class BinTests:
    """What the column looks at, the test of each bin that can fit, and those of the rest.

    ``unique`` tells whether no two bins overlap.
    """

    looks_at: Feel
    type: str
    rows: tuple[tuple[str, Bin], ...]
    rest: tuple[str, ...]
    unique: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """The stretch between two ends; an end that is not included is open."""

    low: Fraction | date | None
    high: Fraction | date | None
    low_open: bool
    high_open: bool

    def is_empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return self.low_open or self.high_open
        return bool(self.low > self.high)  # type: ignore[operator]

    def overlaps(self, other: Stretch) -> bool:
        return not (self._below(other) or other._below(self))

    def _below(self, other: Stretch) -> bool:
        if self.high is None or other.low is None:
            return False
        if self.high == other.low:
            return self.high_open or other.low_open
        return bool(self.high < other.low)  # type: ignore[operator]


def bin_tests(model: Model, attribute: str, bins: Iterable[Bin]) -> BinTests:
    """The column and the tests of some bins of one ordered attribute."""
    kind = model.policy.dictionary.kind(attribute)
    listed = tuple(bins)
    if kind is Kind.ORDINAL:
        return _by_codes(model, attribute, listed)
    looks_at, type_, factor = model.values[attribute], "date", Fraction(1)
    if kind is not Kind.DATE:
        number = model.numbers[attribute]
        ends = [b.value.value for row in listed for b in row.bounds]
        scales = [repeating(end * number.scale) for end in ends if isinstance(end, Fraction)]
        number = at_scale(number, number.scale * lcm(1, *scales), model.too_long())
        looks_at, type_, factor = number.feel, "number", Fraction(number.scale)
    stretches = [(_stretch(row, factor), row) for row in listed]
    stretches = [(one, row) for one, row in stretches if not one.is_empty()]
    rows: list[tuple[str, Bin]] = []
    seen: list[Stretch] = []
    unique = True
    for one, row in stretches:
        unique = unique and not any(one.overlaps(other) for other in seen)
        seen.append(one)
        rows.append((_test(one), row))
    tests = [test for test, _ in rows]
    if "-" in tests:
        return BinTests(looks_at, type_, tuple(rows), (), unique)
    rest = f"not({','.join(tests)})" if tests else "-"
    return BinTests(looks_at, type_, tuple(rows), (rest,), unique)


def _stretch(row: Bin, factor: Fraction) -> Stretch:
    low: Fraction | date | None = None
    high: Fraction | date | None = None
    low_open = high_open = False
    for bound in row.bounds:
        end = _scaled(bound.value.value, factor)
        match bound.operator:
            case Operator.AT_LEAST | Operator.ABOVE:
                low, low_open = end, bound.operator is Operator.ABOVE
            case Operator.AT_MOST | Operator.BELOW:
                high, high_open = end, bound.operator is Operator.BELOW
    return Stretch(low, high, low_open, high_open)


def _scaled(value: Point, factor: Fraction) -> Fraction | date:
    if isinstance(value, Fraction):
        return value * factor
    assert isinstance(value, date)
    return value


def _test(one: Stretch) -> str:
    """A stretch as a unary test."""
    if one.low is None and one.high is None:
        return "-"
    if one.low is None:
        return f"{'<' if one.high_open else '<='} {_end(one.high)}"
    if one.high is None:
        return f"{'>' if one.low_open else '>='} {_end(one.low)}"
    left, right = "(" if one.low_open else "[", ")" if one.high_open else "]"
    return f"{left}{_end(one.low)}..{_end(one.high)}{right}"


def _end(value: Fraction | date | None) -> str:
    assert value is not None
    if isinstance(value, Fraction):
        return literal(value).text.strip("()")
    return literal_of(value)


def _by_codes(model: Model, attribute: str, bins: tuple[Bin, ...]) -> BinTests:
    """Bins of an ordinal as lists of codes, each code in the first bin that it fits."""
    codes = model.policy.dictionary.attributes[attribute].codes
    left = dict.fromkeys(codes)
    rows = []
    for row in bins:
        fitting = [code for code in left if _fits(codes, code, row)]
        for code in fitting:
            del left[code]
        if fitting:
            rows.append((",".join(quoted(code) for code in fitting), row))
    rest = (",".join(quoted(code) for code in left),) if left else ()
    return BinTests(model.values[attribute], "string", tuple(rows), rest, True)


def _fits(codes: tuple[str, ...], code: str, row: Bin) -> bool:
    place = codes.index(code)
    for bound in row.bounds:
        end = codes.index(str(bound.value.value))
        holds = {
            Operator.AT_LEAST: place >= end,
            Operator.ABOVE: place > end,
            Operator.AT_MOST: place <= end,
            Operator.BELOW: place < end,
        }
        if not holds[bound.operator]:
            return False
    return True
