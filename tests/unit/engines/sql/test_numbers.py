"""Whole numbers with unit and range: what comes out, of which type, when it is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlglot import exp

from evenhand.engines.sql.numbers import (
    SMALL,
    Arithmetic,
    Num,
    OutOfType,
    common_unit,
    constant,
    literal,
)
from evenhand.engines.sql.shape import BIG, Shape
from evenhand.engines.sql.stages import column
from evenhand.model.conditions import Operator

EXACT = Arithmetic(Shape())
NARROW = Arithmetic(Shape(wide=None))
MOST = 10**38 - 1


def number(low: int, high: int, unit: Fraction | int = 1) -> Num:
    return Num(column("x"), Fraction(unit), low, high)


def sql(one: exp.Expr) -> str:
    return one.sql("duckdb").replace('"', "")


def test_a_constant_knows_its_value() -> None:
    assert constant(Fraction(-5, 3)).fixed == Fraction(-5, 3)
    assert constant(Fraction(-5, 3)).unit == Fraction(1, 3)
    assert constant(Fraction(4), Fraction(2)).fixed == 4
    assert sql(literal(-7)) == "-7"
    assert number(0, 0).fixed is None


@pytest.mark.parametrize(
    ("units", "unit"),
    [
        ([], Fraction(1)),
        ([Fraction(0)], Fraction(1)),
        ([Fraction(6), Fraction(-4), Fraction(0)], Fraction(2)),
        ([Fraction(1, 6), Fraction(1, 4)], Fraction(1, 12)),
        ([Fraction(3, 2), Fraction(3)], Fraction(3, 2)),
    ],
)
def test_a_common_unit(units: list[Fraction], unit: Fraction) -> None:
    assert common_unit(units) == unit


@pytest.mark.parametrize(
    ("operator", "bound", "written"),
    [
        (Operator.AT_LEAST, Fraction(1, 2), "x >= 1"),
        (Operator.ABOVE, Fraction(1, 2), "x > 0"),
        (Operator.AT_MOST, Fraction(1, 2), "x <= 0"),
        (Operator.BELOW, Fraction(1, 2), "x < 1"),
        (Operator.AT_LEAST, Fraction(9), "x >= 9"),
        (Operator.AT_LEAST, Fraction(10), "x > 9"),
        (Operator.ABOVE, Fraction(10), "x > 9"),
        (Operator.AT_MOST, Fraction(10), "x <= 9"),
        (Operator.BELOW, Fraction(10**50), "x <= 9"),
        (Operator.AT_LEAST, Fraction(-10), "x >= -9"),
        (Operator.ABOVE, Fraction(-(10**50)), "x >= -9"),
        (Operator.AT_MOST, Fraction(-10), "x < -9"),
        (Operator.BELOW, Fraction(-10), "x < -9"),
    ],
)
def test_a_bound_is_whole_and_within_the_range(
    operator: Operator, bound: Fraction, written: str
) -> None:
    assert sql(EXACT.compare(operator, number(-9, 9), constant(bound))) == written


def test_what_is_no_multiple_or_out_of_range_is_equal_to_nothing() -> None:
    assert EXACT.equal(number(0, 9), [Fraction(1, 2), Fraction(10), Fraction(-1)]) is None
    one = EXACT.equal(number(0, 9), [Fraction(3), Fraction(99)])
    two = EXACT.equal(number(0, 9, Fraction(1, 2)), [Fraction(3), Fraction(2)])
    assert one is not None and sql(one) == "x = 3"
    assert two is not None and sql(two) == "x IN (4 /* 2 */, 6 /* 3 */)"


@pytest.mark.parametrize(
    ("high", "factor", "written", "most"),
    [
        (SMALL, 1, "x", SMALL),
        (SMALL // 2, 2, "(x * 2)", SMALL - 1),
        (SMALL, 2, "(CAST(x AS BIGINT) * 2)", 2 * SMALL),
        (BIG, 1, "x", BIG),
        (BIG // 2, 2, "(x * 2)", BIG - 1),
        (BIG, 2, "(CAST(x AS DECIMAL(38, 0)) * 2)", 2 * BIG),
        (MOST, 1, "x", MOST),
        (MOST, -1, "(CAST(x AS DECIMAL(38, 0)) * -1)", MOST),
        (MOST, 0, "CAST((x * 0) AS BIGINT)", 0),
    ],
)
def test_a_product_is_reckoned_in_a_type_that_holds_it(
    high: int, factor: int, written: str, most: int
) -> None:
    found = EXACT.scaled(number(0, high), factor)
    assert (sql(found.sql), found.most) == (written, most)


def test_beyond_the_widest_type_it_is_refused() -> None:
    with pytest.raises(OutOfType, match=str(MOST // 9 * 9 + 9)):
        EXACT.scaled(number(0, MOST // 9 + 1), 9)
    with pytest.raises(OutOfType):
        NARROW.scaled(number(0, BIG), 2)
    with pytest.raises(OutOfType):
        NARROW.held(number(-BIG - 1, 0))
    with pytest.raises(OutOfType):
        EXACT.total([number(0, MOST), constant(Fraction(1))])
    with pytest.raises(OutOfType):
        EXACT.product(number(0, 10**19), number(0, 10**19))
    with pytest.raises(OutOfType):
        EXACT.within(number(0, 5), Fraction(10**38), None)
    assert EXACT.within(number(0, 5), Fraction(MOST), None).most == MOST


def test_sums_hold_whatever_the_signs() -> None:
    apart = EXACT.total([number(0, BIG), number(-BIG, 0)])
    assert (apart.low, apart.high) == (-BIG, BIG)
    assert sql(apart.sql) == "(x + x)"
    wide = EXACT.total([number(0, BIG), constant(Fraction(1))])
    assert sql(wide.sql) == "(CAST(x AS DECIMAL(38, 0)) + CAST(1 AS DECIMAL(38, 0)))"
    back = EXACT.total([number(BIG + 1, BIG + 5), constant(Fraction(-BIG))])
    assert (back.low, back.high) == (1, 5)
    assert sql(back.sql).endswith("AS BIGINT)")
    assert EXACT.total([]).fixed == 0


def test_a_product_of_nothing_is_no_wide_number() -> None:
    found = EXACT.product(number(0, BIG + 1), number(0, 0))
    assert sql(found.sql) == "CAST((x * x) AS BIGINT)"


def test_limits_that_cannot_be_reached_ask_nothing() -> None:
    assert EXACT.within(number(0, 5), Fraction(0), Fraction(5)).sql == column("x")
    capped = EXACT.within(number(0, BIG + 1), None, Fraction(5))
    assert sql(capped.sql) == "CAST(CASE WHEN x > 5 THEN 5 ELSE x END AS BIGINT)"
    both = EXACT.within(number(-9, 9), Fraction(-1, 2), Fraction(1, 2))
    assert sql(both.sql) == (
        "CASE WHEN (x * 2) > 1 THEN 1 WHEN (x * 2) < -1 THEN -1 ELSE (x * 2) END"
    )


def test_units_are_counted_by_whole_division() -> None:
    assert sql(EXACT.units(number(0, 100), Fraction(30)).sql) == "x // 30"
    assert sql(EXACT.units(number(0, 100), Fraction(100, 3)).sql) == "(x * 3) // 100"
    assert sql(EXACT.units(number(0, 100), Fraction(1, 3)).sql) == "(x * 3)"
    rest = Arithmetic(Shape(division=False)).units(number(0, 100), Fraction(30))
    assert sql(rest.sql) == "(x - x % 30) / 30"
    assert EXACT.units(number(0, BIG), Fraction(7)).high == BIG // 7


def test_a_unit_that_is_never_reached_counts_nothing() -> None:
    found = EXACT.units(number(0, 100), Fraction(10**50))
    assert (sql(found.sql), found.low, found.high) == ("(x * 0)", 0, 0)


def test_what_is_wider_than_bigint_is_not_divided() -> None:
    with pytest.raises(OutOfType):
        EXACT.units(number(0, BIG + 1), Fraction(7))


def test_times_a_constant_moves_the_unit() -> None:
    assert EXACT.times(number(0, 9), Fraction(2, 3)).unit == Fraction(2, 3)
    turned = EXACT.times(number(0, 9), Fraction(-2, 3))
    assert (turned.unit, turned.low, turned.high) == (Fraction(2, 3), -9, 0)
    nothing = EXACT.times(number(0, 9), Fraction(0))
    assert (nothing.low, nothing.high, sql(nothing.sql)) == (0, 0, "(x * 0)")


def test_a_constant_tells_what_it_stands_for() -> None:
    money = number(0, 10**9, Fraction(1, 100))
    assert sql(EXACT.compare(Operator.AT_LEAST, money, constant(Fraction(5)))) == "x >= 500 /* 5 */"
    assert sql(EXACT.compare(Operator.ABOVE, money, constant(Fraction(0)))) == "x > 0"
    ranks = Num(column("x"), Fraction(1), 0, 2, ("low", "mid", "high"))
    assert sql(EXACT.compare(Operator.BELOW, ranks, constant(Fraction(2)))) == "x < 2 /* high */"
    one = EXACT.equal(ranks, [Fraction(0)])
    assert one is not None and sql(one) == "x = 0 /* low */"
