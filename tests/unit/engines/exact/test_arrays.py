"""Costs by score move as the bits of a set do, and the least of what meets stays."""

from __future__ import annotations

import pytest

from evenhand.engines.exact.arrays import LARGE, SMALL, started, targets, through, unreached
from evenhand.engines.exact.axes import Axis
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.sets import Collapsed, Dropped, Emptied, Moved, Picked, Step

WIDTH = 24
FIRST, SECOND = Axis(1, 4, 4), Axis(4, 6, 24)
COSTS = {0: 5, 2: 1, 5: 7, 6: 0, 13: 2}
STEPS: list[list[Step]] = [
    [],
    [Moved(3)],
    [Moved(3), Moved(2)],
    [Emptied()],
    [Dropped(FIRST, WIDTH)],
    [Moved(1), Dropped(SECOND, WIDTH)],
    [Picked(FIRST, WIDTH, 1, 3), Moved(4)],
    [Picked(SECOND, WIDTH, 1, 2), Picked(FIRST, WIDTH, 1, 4)],
]


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("most", [100, SMALL])
def test_each_score_takes_its_cost_along(steps: list[Step], most: int) -> None:
    costs = started(WIDTH, 0, most)
    nowhere = unreached(costs)
    for at, cost in COSTS.items():
        costs[at] = cost
    expected = dict.fromkeys(range(WIDTH), nowhere)
    for at, cost in COSTS.items():
        scores = 1 << at
        for step in steps:
            scores = step.apply(scores)
        if scores:
            there = scores.bit_length() - 1
            expected[there] = min(expected[there], cost + 10)
    assert dict(enumerate(through(steps, costs, WIDTH, 10).tolist())) == expected


@pytest.mark.parametrize("steps", STEPS)
def test_places_go_where_the_bits_go(steps: list[Step]) -> None:
    for at, there in enumerate(targets(steps, WIDTH).tolist()):
        scores = 1 << at
        for step in steps:
            scores = step.apply(scores)
        inside = scores and scores.bit_length() <= WIDTH
        assert there == (scores.bit_length() - 1 if inside else -1)


def test_what_is_on_nobody_way_is_no_place() -> None:
    with pytest.raises(AssertionError):
        targets([Collapsed(FIRST, SECOND, WIDTH, 0, True)], WIDTH)


def test_costs_begin_at_one_place_and_are_as_large_as_need_be() -> None:
    costs = started(3, 1, 7)
    assert costs.tolist() == [SMALL, 0, SMALL]
    assert started(2, 0, SMALL).tolist() == [0, LARGE]
    with pytest.raises(Unanswered, match="budget"):
        started(2, 0, LARGE)
