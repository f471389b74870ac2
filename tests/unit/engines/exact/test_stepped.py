"""A count compared with bounds: true or false where all of them say so, else unknown (rule 8)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.contents import F, T, U
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.space import Sort, Variable
from evenhand.engines.exact.stepped import stepped
from evenhand.model.conditions import Operator

HALF = Fraction(1, 2)


@pytest.mark.parametrize("operator", Operator)
@pytest.mark.parametrize(
    "ends", [[Fraction(2)], [5 * HALF], [Fraction(3), HALF], [HALF, Fraction(1)]]
)
def test_a_count_against_all_bounds(operator: Operator, ends: list[Fraction]) -> None:
    forest, variable = Forest(), Variable(0, Sort.NUMBER, "x", False, low=-1, high=5)
    node = stepped(forest, variable, operator, ends)
    for count in range(-1, 6):
        answers = {operator.holds(count, end) for end in ends}
        expected = (T if answers.pop() else F) if len(answers) == 1 else U
        assert forest.assign(node, 0, Cell(count, count)) == expected
    assert forest.assign(node, 0, MISSING_CELL) == U


@pytest.mark.parametrize("operator", Operator)
def test_the_cuts_are_where_the_answer_changes(operator: Operator) -> None:
    forest, variable = Forest(), Variable(0, Sort.NUMBER, "x", False, low=-1, high=5)
    stepped(forest, variable, operator, [Fraction(2), 7 * HALF])
    said = [{operator.holds(at, Fraction(2)), operator.holds(at, 7 * HALF)} for at in range(6)]
    assert variable.cuts == {at for at in range(1, 6) if said[at] != said[at - 1]}


def test_bounds_between_the_same_two_counts_are_one_cut() -> None:
    forest, variable = Forest(), Variable(0, Sort.NUMBER, "x", False, low=0, high=5)
    node = stepped(forest, variable, Operator.AT_LEAST, [Fraction(4, 3), Fraction(5, 3)])
    assert variable.cuts == {2}
    assert [forest.assign(node, 0, Cell(at, at)) for at in (1, 2)] == [F, T]


@pytest.mark.parametrize("operator", Operator)
def test_a_comparison_turns_with_its_sides(operator: Operator) -> None:
    for value in range(-2, 3):
        assert operator.holds(value, 1) == operator.turned.holds(-value, -1)
