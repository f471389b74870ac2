"""Small cells are hidden, and cannot be worked out from the sums of rows and columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.analysis.decide.small_cells import LEAST, suppressed

TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ([[0, 5, 100]], [[0, 5, 100]]),
        ([[4, 7, 100]], [[None, None, 100]]),
        ([[4, 0, 0]], [[None, 0, 0]]),
        ([[1, 50], [60, 70]], [[None, None], [None, None]]),
    ],
)
def test_small_cells(table: list[list[int]], wanted: list[list[int | None]]) -> None:
    assert suppressed(table) == wanted


@given(TABLES)
def test_no_cell_stands_alone_where_another_could_hide_it(table: list[list[int]]) -> None:
    cells = suppressed(table)
    for row, shown in zip(table, cells, strict=True):
        for count, cell in zip(row, shown, strict=True):
            assert cell in (None, count)
            assert cell is None or cell == 0 or cell >= LEAST
    lines = [*cells, *([row[column] for row in cells] for column in range(len(cells[0])))]
    for line in lines:
        hidden = sum(cell is None for cell in line)
        assert hidden != 1 or not any(line)
