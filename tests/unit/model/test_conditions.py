"""Operators: what a comparison says of values, and how comparisons belong together."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evenhand.model.conditions import Operator

BOUND = Fraction(3)
VALUES = (Fraction(5, 2), BOUND, Fraction(7, 2))


@pytest.mark.parametrize(
    ("operator", "answers"),
    [
        (Operator.AT_LEAST, [False, True, True]),
        (Operator.ABOVE, [False, False, True]),
        (Operator.AT_MOST, [True, True, False]),
        (Operator.BELOW, [True, False, False]),
    ],
)
def test_a_comparison_turns_at_its_bound(operator: Operator, answers: list[bool]) -> None:
    assert [operator.holds(value, BOUND) for value in VALUES] == answers
    assert operator.is_upward is answers[-1]
    assert operator.is_strict is not answers[1]


@pytest.mark.parametrize("operator", Operator)
def test_the_opposite_holds_exactly_where_a_comparison_does_not(operator: Operator) -> None:
    assert operator.opposite.opposite is operator
    for value in VALUES:
        assert operator.opposite.holds(value, BOUND) is not operator.holds(value, BOUND)


@pytest.mark.parametrize("operator", Operator)
def test_a_comparison_is_turned_when_both_sides_change_their_sign(operator: Operator) -> None:
    assert operator.turned.turned is operator
    for value in VALUES:
        assert operator.turned.holds(-value, -BOUND) is operator.holds(value, BOUND)
