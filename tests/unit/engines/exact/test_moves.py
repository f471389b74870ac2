"""What a move costs: by units either way, to single values, with something on top."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evenhand.engines.exact.moves import Move

TWO, THREE = Fraction(2), Fraction(3)


@pytest.mark.parametrize(
    ("move", "costs"),
    [
        (Move(), [None, 0, None]),
        (Move(raise_cost=TWO), [None, 0, 4]),
        (Move(lower_cost=THREE), [3, 0, None]),
        (Move(TWO, THREE, {}, Fraction(1, 2)), [Fraction(7, 2), 0, Fraction(9, 2)]),
        (Move(set_costs={Fraction(5): THREE}, fixed_cost=TWO), [None, 0, 5]),
        (Move(raise_cost=TWO, set_costs={Fraction(5): THREE}), [None, 0, 3]),
        (Move(raise_cost=TWO, set_costs={Fraction(5): Fraction(9)}), [None, 0, 4]),
        (Move(set_costs={Fraction(3): Fraction(9)}), [None, 0, None]),
    ],
)
def test_the_cheaper_of_all_ways_counts(move: Move, costs: list[Fraction | None]) -> None:
    assert [move.cost(THREE, Fraction(place)) for place in (2, 3, 5)] == costs
