"""Whole numbers are plain integers, and numbers are counted in a unit that they share."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evenhand.engines.exact.whole import Exact, common_unit, counted, first_above, first_from, plain

HALF = Fraction(1, 2)


def test_whole_numbers_are_plain_integers() -> None:
    assert type(plain(Fraction(4))) is int and plain(Fraction(4)) == 4
    assert type(plain(HALF)) is Fraction and plain(7) == 7


@pytest.mark.parametrize(
    ("numbers", "unit"),
    [
        ([], 1),
        ([0, 0], 1),
        ([4, 6, 0], 2),
        ([HALF, 2], HALF),
        ([Fraction(2, 3), Fraction(-1, 2)], Fraction(1, 6)),
        ([-9, 6], 3),
    ],
)
def test_the_unit_is_the_greatest_that_all_are_multiples_of(
    numbers: list[Exact], unit: Exact
) -> None:
    assert common_unit(numbers) == unit
    assert [counted(number, unit) * unit for number in numbers] == numbers


@pytest.mark.parametrize("unit", [1, 3, HALF, Fraction(2, 3)])
@pytest.mark.parametrize("number", [0, 4, -4, HALF, Fraction(-7, 3), Fraction(20, 3), 6])
def test_counts_from_a_number_on_and_above_it(number: Exact, unit: Exact) -> None:
    first, above = first_from(number, unit), first_above(number, unit)
    assert (first - 1) * unit < number <= first * unit
    assert (above - 1) * unit <= number < above * unit
