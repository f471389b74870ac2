"""Elimination, held against all whole numbers in small boxes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest

from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.system import (
    EMPTY,
    MOST,
    Inequality,
    Put,
    System,
    added,
    eliminated,
    inequality,
)

BOX = {0: (0, 4), 1: (-2, 3), 2: (0, 3)}
"""Three terms, each standing for a count of its own."""


def holds(system: System | None, values: Mapping[int, int]) -> bool:
    return system is not None and all(
        sum(rate * values[term] for term, rate in one.terms) <= one.bound for one in system
    )


def stated(*listed: tuple[dict[int, int], int]) -> System | None:
    return added(EMPTY, [inequality(terms, bound, ()) for terms, bound in listed], BOX)


def test_an_inequality_is_in_lowest_terms() -> None:
    assert inequality({1: 4, 0: -6, 2: 0}, 7, ()) == Inequality(((0, -3), (1, 2)), 3, frozenset())
    assert inequality({0: 2}, -3, [5]) == Inequality(((0, 1),), -2, frozenset({5}))
    assert inequality({}, -1, ()) == Inequality((), -1, frozenset())


def test_what_always_holds_is_left_out_and_what_never_does_ends_it() -> None:
    assert stated(({0: 1, 1: 1}, 7)) == EMPTY
    assert stated(({0: 1, 1: 1}, -3)) is None
    assert stated(({0: 1, 1: -1}, -4)) is None
    never = inequality({0: 1}, -1, [0])
    assert added(EMPTY, [never], BOX) == (never,)


def test_of_two_bounds_on_the_same_the_tighter_one_stays() -> None:
    first = stated(({0: 1, 1: 1}, 4))
    assert first is not None
    assert added(first, [inequality({0: 1, 1: 1}, 2, ())], BOX) == stated(({0: 1, 1: 1}, 2))
    assert added(first, [inequality({0: 1, 1: 1}, 5, ())], BOX) == first


def test_too_many_inequalities_are_given_up() -> None:
    ranges = dict.fromkeys(range(MOST + 1), (0, 9))
    many = [inequality({at: 1}, 5, ()) for at in ranges]
    with pytest.raises(Unanswered, match="linear"):
        added(EMPTY, many, ranges)
    assert len(added(EMPTY, many[:MOST], ranges) or ()) == MOST


SYSTEMS = [
    [({0: 1, 1: 1}, 3), ({0: -1, 1: -1}, -3)],
    [({0: 1, 1: -1, 2: 1}, 1), ({0: -1, 2: -1}, -4)],
    [({0: 2, 1: 1}, 3), ({0: -1, 2: -3}, -5), ({1: 1, 2: -1}, 0)],
    [({0: -1, 1: 1}, -2), ({0: 1}, 3), ({1: -1, 2: 2}, 1)],
    [({0: 1, 1: 1}, -1), ({0: -1, 1: -1, 2: 1}, 0)],
]


@pytest.mark.parametrize("listed", SYSTEMS)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_what_is_left_is_what_the_other_counts_allow(
    listed: list[tuple[dict[int, int], int]], order: tuple[int, ...]
) -> None:
    system, exact = stated(*listed), True
    kept = {
        values
        for values in product(*(range(low, high + 1) for low, high in BOX.values()))
        if holds(stated(*listed), dict(enumerate(values)))
    }
    left = list(order)
    for term in order:
        if system is None:
            break
        system, step = eliminated(system, {term: Put(1, 0)}, *BOX[term], BOX)
        exact = exact and step
        left.remove(term)
        possible = {tuple(values[at] for at in left) for values in kept}
        for rest in product(*(range(BOX[at][0], BOX[at][1] + 1) for at in left)):
            if rest in possible or exact:
                assert holds(system, dict(zip(left, rest, strict=True))) == (rest in possible)
    assert (system is not None) == bool(kept) or not exact


def test_rates_beyond_one_on_both_sides_are_not_exact() -> None:
    system = stated(({0: 3, 1: 1}, 4), ({0: -2, 1: -1}, -3))
    assert system is not None
    assert eliminated(system, {0: Put(1, 0)}, 0, 4, BOX)[1] is False
    assert eliminated(system, {1: Put(1, 0)}, -2, 3, BOX)[1] is True


def test_a_term_may_grow_at_another_rate_from_another_start() -> None:
    system = stated(({0: 1, 1: 1}, 3))
    assert system is not None
    left, exact = eliminated(system, {0: Put(2, -1)}, 1, 2, BOX)
    assert exact and left == (inequality({1: 1}, 2, ()),)
    left, exact = eliminated(system, {0: Put(0, 4)}, 0, 4, BOX)
    assert exact and left == (inequality({1: 1}, -1, ()),)
    assert eliminated(system, {0: Put(0, 4), 1: Put(0, 2)}, 0, 0, BOX)[0] is None


def test_two_terms_of_one_count_go_together() -> None:
    system = stated(({0: 1, 1: -1, 2: 1}, 0))
    assert system is not None
    left, exact = eliminated(system, {0: Put(1, 0), 1: Put(1, 0)}, 0, 3, BOX)
    assert exact and left == (inequality({2: 1}, 0, ()),)


def test_an_inequality_says_nothing_once_a_term_that_it_rests_on_is_missing() -> None:
    resting = (inequality({0: 1, 1: 1}, -5, [0, 1]), inequality({1: 1}, 2, [1]))
    system = added(EMPTY, resting, BOX)
    assert system is not None and len(system) == 2
    assert eliminated(system, {0: None}, 0, 0, BOX) == ((resting[1],), True)
    left, _ = eliminated(system, {0: Put(1, 0)}, 0, 4, BOX)
    assert left is not None and {one.rests_on for one in left} == {frozenset({1})}
    assert eliminated(left, {1: None}, 0, 0, BOX) == (EMPTY, True)
    assert eliminated(left, {1: Put(1, 0)}, -2, 3, BOX) == (None, True)
