"""Counts that make all sums come out, held against trying everything."""

from __future__ import annotations

from itertools import product

import pytest

from evenhand.engines.exact.solved import SumOf, solved

STRETCHES = {0: (0, 4), 1: (-2, 3), 5: (1, 3)}
USUAL = {0: 1, 1: 0, 5: 9}


def test_what_no_sum_ties_is_as_usual_as_its_stretch_allows() -> None:
    assert solved(STRETCHES, [], USUAL) == {0: 1, 1: 0, 5: 3}
    assert solved(STRETCHES, [({0: 0}, 0, 9)], USUAL) == {0: 1, 1: 0, 5: 3}


@pytest.mark.parametrize(
    "sums",
    [
        [({0: 1, 1: 1}, 5, 6)],
        [({0: 1, 1: 1}, 4, 4), ({1: 1, 5: -1}, -1, 0)],
        [({0: 1, 1: -1, 5: 2}, 9, 20)],
        [({0: 2, 1: 1}, 7, 7), ({5: 1, 0: 1}, 5, 5)],
        [({0: 1, 1: 1}, 8, 99)],
        [({0: 1, 5: 1}, 0, 0), ({1: 1}, 0, 0)],
        [({0: 1}, 5, 9)],
    ],
)
def test_a_solution_is_found_where_there_is_one(sums: list[SumOf]) -> None:
    found = solved(STRETCHES, sums, USUAL)
    fitting = [
        counts
        for values in product(*(range(low, high + 1) for low, high in STRETCHES.values()))
        if fits(counts := dict(zip(STRETCHES, values, strict=True)), sums)
    ]
    assert (found is None) == (not fitting)
    assert found is None or found in fitting


def fits(counts: dict[int, int], sums: list[SumOf]) -> bool:
    totals = (
        (sum(rate * counts[at] for at, rate in rates.items()), low, high)
        for rates, low, high in sums
    )
    return all(low <= total <= high for total, low, high in totals)


def test_the_first_count_stays_nearest_to_its_usual_one() -> None:
    assert solved({0: (0, 9), 1: (0, 9)}, [({0: 1, 1: 1}, 8, 8)], {0: 3, 1: 3}) == {0: 3, 1: 5}
    assert solved({0: (0, 9), 1: (0, 4)}, [({0: 1, 1: 1}, 8, 8)], {0: 3, 1: 3}) == {0: 4, 1: 4}


def test_what_is_too_wide_to_be_sure_of_is_not_a_solution() -> None:
    even = [({0: 2, 1: -2}, 1, 1)]
    assert solved({0: (0, 4), 1: (0, 4)}, even, {0: 0, 1: 0}) is None
