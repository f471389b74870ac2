"""Sets of scores as bits, held against plain sets of digits."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from evenhand.engines.exact.axes import Axis
from evenhand.engines.exact.sets import (
    Collapsed,
    Dropped,
    Emptied,
    Moved,
    Picked,
    Step,
    lowest,
    picked,
    traced,
)

FIRST, SECOND, THIRD = Axis(1, 3, 3), Axis(3, 4, 12), Axis(12, 2, 24)
WIDTH = 24
SOME = [(0, 0, 0), (2, 1, 0), (1, 3, 1), (2, 3, 1), (0, 2, 0), (2, 0, 1)]
Digits = tuple[int, ...]


def as_bits(digits: Iterable[Digits]) -> int:
    total = 0
    for a, b, c in digits:
        total |= 1 << (a + 3 * b + 12 * c)
    return total


def as_digits(scores: int) -> set[Digits]:
    return {(at % 3, at // 3 % 4, at // 12) for at in positions(scores)}


def replaced(one: Digits, place: int, digit: int) -> Digits:
    return (*one[:place], digit, *one[place + 1 :])


def positions(scores: int) -> list[int]:
    return [at for at in range(scores.bit_length()) if scores >> at & 1]


def test_the_lowest_of_a_set() -> None:
    assert [lowest(one) for one in (1, 0b1100, 1 << 500)] == [0, 2, 500]


def test_points_move_all_scores() -> None:
    assert set(positions(Moved(4).apply(0b1011))) == {4, 5, 7}


@pytest.mark.parametrize("count", range(9))
@pytest.mark.parametrize("step", [3, -2])
def test_a_run_adds_every_number_of_its_units(count: int, step: int) -> None:
    scores = {0, 1, 5}
    found = Moved(20, step, count).apply(sum(1 << one for one in scores))
    assert set(positions(found)) == {
        one + 20 + step * units for one in scores for units in range(count + 1)
    }


def test_with_no_score_left_only_anybody_counts() -> None:
    assert (Emptied().apply(0b1100), Emptied().apply(0)) == (1, 0)


@pytest.mark.parametrize("place", range(3))
def test_dropping_an_axis_merges_its_digits(place: int) -> None:
    axis = (FIRST, SECOND, THIRD)[place]
    found = as_digits(Dropped(axis, WIDTH).apply(as_bits(SOME)))
    assert found == {replaced(one, place, 0) for one in SOME}


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize(("low", "high"), [(0, 1), (1, 3), (2, 2), (-3, 9), (3, 4), (2, 1)])
def test_picking_keeps_a_stretch_of_an_axis(place: int, low: int, high: int) -> None:
    axis = (FIRST, SECOND, THIRD)[place]
    found = as_digits(Picked(axis, WIDTH, low, high).apply(as_bits(SOME)))
    assert found == {replaced(one, place, 0) for one in SOME if low <= one[place] < high}


def test_an_axis_that_is_alone_is_looked_at_as_a_whole() -> None:
    alone = Axis(1, 8, 8)
    assert picked(0b10010, alone, 8, 1, 4) == picked(0b10010, alone, 8, 4, 8) == 1
    assert picked(0b10010, alone, 8, 2, 4) == picked(0b10010, alone, 8, 5, 3) == 0


def test_periods_that_do_not_fill_the_width_are_covered() -> None:
    axis, width = Axis(2, 3, 6), 20
    scores = [at for at in range(width) if at % 5 != 1]
    found = picked(sum(1 << at for at in scores), axis, width, 1, 2)
    assert set(positions(found)) == {at - 2 for at in scores if at // 2 % 3 == 1}


@pytest.mark.parametrize("lag", [-2, 0, 1])
@pytest.mark.parametrize("keep_first", [True, False])
def test_when_one_of_a_pair_goes_the_first_axis_holds_the_other(lag: int, keep_first: bool) -> None:
    first, second = Axis(1, 8, 8), Axis(8, 4, 32)
    pairs = {(2, 0), (3, 2), (4, 2)}
    scores = sum(1 << (a + 8 * difference) for a, difference in pairs)
    found = set(positions(Collapsed(first, second, 32, lag, keep_first).apply(scores)))
    assert found == {a if keep_first else a + difference + lag for a, difference in pairs}


# -- where a score came from -----------------------------------------------------------------------

ALONE, PAIR = Axis(1, 24, 24), (Axis(1, 4, 4), Axis(4, 6, 24))
STEPS: list[Step] = [
    Moved(3),
    Moved(9, 2, 3),
    Moved(9, -3, 2),
    Emptied(),
    *(Dropped(axis, WIDTH) for axis in (FIRST, SECOND, THIRD, ALONE)),
    *(Picked(axis, WIDTH, 1, 3) for axis in (FIRST, SECOND, THIRD, ALONE)),
    *(Collapsed(*PAIR, 24, lag, keep) for lag in (-3, 0, 2) for keep in (True, False)),
]
SETS = [as_bits(SOME), 0b1, 0b1011, 0b110000010101, 0b1000_0100_0010_1000_0001]


def sensible(step: Step, scores: int) -> int:
    """Those of a set for which a pair's second score is within its axis."""
    if not isinstance(step, Collapsed):
        return scores
    size, lag = step.first.size, step.lag
    return sum(1 << at for at in positions(scores) if 0 <= at % size + at // size + lag < size)


@pytest.mark.parametrize("scores", SETS)
@pytest.mark.parametrize("step", STEPS)
def test_every_score_after_a_step_came_from_one_before(step: Step, scores: int) -> None:
    scores = sensible(step, scores)
    for bit in positions(step.apply(scores)):
        came = [at for at in step.sources(scores, bit) if at >= 0 and scores >> at & 1]
        assert came
        assert all(step.apply(1 << at) >> bit & 1 for at in came), came
        found = traced([step], scores, bit)
        assert found is not None and found[0] in came and found[1] == bit


@pytest.mark.parametrize("scores", SETS)
def test_a_score_is_followed_back_through_several_steps(scores: int) -> None:
    steps: list[Step] = [Moved(2, 1, 2), Picked(SECOND, 48, 0, 3), Dropped(FIRST, 48)]
    after = scores
    for step in steps:
        after = step.apply(after)
    for bit in positions(after):
        way = traced(steps, scores, bit)
        assert way is not None and scores >> way[0] & 1 and way[-1] == bit
        for step, before, behind in zip(steps, way, way[1:], strict=False):
            assert step.apply(1 << before) >> behind & 1


def test_what_cannot_have_come_from_anywhere_has_no_source() -> None:
    assert traced([Moved(3)], 0b1011, 5) is None
    assert traced([Picked(ALONE, 24, 4, 9)], 0b1011, 0) is None
    assert traced([Moved(30)], 0b1, 2) is None
    assert traced([], 0b1, 0) == [0] and traced([], 0b1, 1) is None
