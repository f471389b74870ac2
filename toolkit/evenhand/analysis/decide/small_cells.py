"""Small cells: counts of so few customers that they could point to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

LEAST: Final = 5
"""Counts from one to below this are not shown."""

Cells: TypeAlias = list[list[int | None]]


def suppressed(table: Sequence[Sequence[int]]) -> Cells:
    """A table of counts without its small cells; None stands for a count that is not shown.

    The sums of rows and columns are known, so where one cell alone is hidden in a row or a column
    it could be worked out: the least of the others is hidden too.
    """
    cells: Cells = [[None if 0 < count < LEAST else count for count in row] for row in table]
    while True:
        alone = _alone(cells)
        if alone is None:
            return cells
        for row, column in alone:
            cells[row][column] = None


def _alone(cells: Cells) -> list[tuple[int, int]] | None:
    """The places to hide beside a cell that is the only one hidden in its row or column."""
    lines = [[(row, column) for column in range(len(cells[row]))] for row in range(len(cells))]
    lines += [list(line) for line in zip(*lines, strict=True)]
    for line in lines:
        hidden = [place for place in line if cells[place[0]][place[1]] is None]
        if len(hidden) != 1:
            continue
        shown = [(count, place) for place in line if (count := cells[place[0]][place[1]])]
        if shown:
            return [min(shown)[1]]
    return None
