"""Complete scores: stretches between cuts, and what tests answer at a value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.unit.engines.exact.tiny import outcome, ready, scored

from evenhand.engines.exact.boundaries import boundaries
from evenhand.engines.exact.closing import between
from evenhand.engines.exact.contents import F, T, U
from evenhand.engines.exact.question import Budget
from evenhand.engines.exact.stepped import answering
from evenhand.engines.exact.walk import Walk
from evenhand.model.conditions import Operator


def test_stretches_reach_from_cut_to_cut() -> None:
    assert list(between({3, 1, 0, 9, -2}, 5)) == [(0, 1), (1, 3), (3, 5)]
    assert list(between(set(), 5)) == [(0, 5)]


@pytest.mark.parametrize(("bounds", "answer"), [([3], T), ([5], F), ([3, 5], U), ([2, 3], T)])
def test_a_test_is_settled_where_all_its_bounds_agree(bounds: list[int], answer: int) -> None:
    ends = tuple(Fraction(one) for one in bounds)
    assert answering(4)((Operator.AT_LEAST, ends)) == answer
    assert answering(Fraction(4))((Operator.BELOW, ends)) == {T: F, F: T, U: U}[answer]


def test_answers_change_only_at_boundaries() -> None:
    made = ready(outcome(scored("attribute: amount, per_unit: {each: 1, points: 2}", at_least="5")))
    walk = Walk(made, Budget())
    (state,) = walk.begin()
    cuts, axes = boundaries(made, state, 0), made.axes
    (test,) = [one.test for one in made.forest.content if hasattr(one, "test")]
    said = [answering(axes.value(0, at))(test) for at in range(axes.size[0] + 1)]
    changes = {at for at in range(1, len(said)) if said[at] != said[at - 1]}
    assert changes == {3} and changes <= cuts
