"""Ends of bins that need not be asked again, against the bins as they are written."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evenhand.engines.sql.bands import Reach, Test
from evenhand.model.conditions import Operator

HIGHEST = 8

ends = st.tuples(st.sampled_from(Operator), st.integers(-1, HIGHEST + 1).map(Fraction))
bins = st.lists(ends, max_size=3)


def holds(tests: list[Test], value: int) -> bool:
    """Whether a value meets all ends."""
    compared = {
        Operator.AT_LEAST: lambda end: value >= end,
        Operator.ABOVE: lambda end: value > end,
        Operator.AT_MOST: lambda end: value <= end,
        Operator.BELOW: lambda end: value < end,
    }
    return all(compared[operator](end) for operator, end in tests)


def chosen(table: list[list[Test]], value: int) -> int | None:
    """The first bin that a value is in."""
    return next((at for at, tests in enumerate(table) if holds(tests, value)), None)


@given(st.lists(bins, max_size=6), st.booleans())
def test_every_value_stays_in_its_bin(table: list[list[Test]], bounded: bool) -> None:
    reach = Reach((Fraction(0), 0), (Fraction(HIGHEST), 1)) if bounded else Reach()
    left = [reach.left(tests) for tests in table]
    for value in range(0 if bounded else -3, HIGHEST + 1 if bounded else HIGHEST + 4):
        assert chosen(left, value) == chosen(table, value)


def test_the_usual_bins_need_one_end_each_and_the_last_none() -> None:
    reach = Reach((Fraction(0), 0), (Fraction(100), 1))
    cut, higher = Fraction(10), Fraction(20)
    low = [(Operator.AT_LEAST, Fraction(0)), (Operator.BELOW, cut)]
    middle = [(Operator.AT_LEAST, cut), (Operator.AT_MOST, higher)]
    assert reach.left(low) == [(Operator.BELOW, cut)]
    assert reach.left(middle) == [(Operator.AT_MOST, higher)]
    assert reach.left([(Operator.ABOVE, higher)]) == []


def test_a_gap_between_two_bins_is_asked_for() -> None:
    reach = Reach((Fraction(0), 0), (Fraction(100), 1))
    reach.left([(Operator.AT_MOST, Fraction(10))])
    after = [(Operator.ABOVE, Fraction(11))]
    assert reach.left(after) == after
