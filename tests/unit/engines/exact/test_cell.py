"""Cells are told apart by which they are, not by what is in them."""

from __future__ import annotations

from evenhand.engines.exact.cell import MISSING_CELL, Cell


def test_cells_of_the_same_values_are_different_cells() -> None:
    one, other = Cell(1, 2), Cell(1, 2)
    assert one != other and one == one  # noqa: PLR0124
    assert len({one: 0, other: 1}) == 2


def test_the_absence_of_a_value_is_no_empty_cell() -> None:
    assert Cell() != MISSING_CELL
