"""The walk: states that have the same future meet, and no answer costs more than its budget."""

from __future__ import annotations

import pytest
from tests.unit.engines.exact.tiny import asked, gold, outcome, ready, scored, truth

from evenhand.engines.exact.question import Budget, Question, Unanswered
from evenhand.engines.exact.walk import Stage, Walk

CARD = (
    "attribute: amount, per_unit: {each: 1, points: 1}",
    "attribute: rank, points: {high: 2}, otherwise: 0",
)


def walked(condition: str, budget: Budget | None = None, **settings: str) -> Walk:
    walk = Walk(ready(outcome(gold(condition, **settings))), budget or Budget())
    walk.run()
    return walk


def test_states_with_the_same_future_are_one() -> None:
    walk = walked("{at_least: 2, of: [{local: true}, {has_card: true}, {rank: high}]}")
    assert [len(layer) for layer in walk.layers] == [1, 3, 6, 3]


def test_points_alone_make_no_states_but_scores() -> None:
    walk = Walk(ready(outcome(scored(*CARD))), Budget())
    assert set(walk.run()) == {("gold",), ("plain",), ("refer",)}
    assert walk.stages == [Stage(0, None), Stage(1, None), Stage(None, 0)]
    assert max(scores.bit_length() for scores in walk.layers[2].values()) == 4 + 2 + 1


@pytest.mark.parametrize("budget", [Budget(states=2), Budget(bits=3)])
def test_a_budget_that_is_exceeded_ends_the_walk(budget: Budget) -> None:
    with pytest.raises(Unanswered, match="budget"):
        walked("{at_least: 2, of: [{local: true}, {has_card: true}, {rank: high}]}", budget)


def test_the_same_question_always_ends_the_same_way() -> None:
    question = Question((outcome(scored(*CARD)),))
    first, second = (Walk(ready(*question.sides), Budget()) for _ in range(2))
    first.run()
    second.run()
    assert first.kept == second.kept > 0


def test_where_nobody_is_possible_nothing_is_reached() -> None:
    from fractions import Fraction

    fixed = {"overdue_streak_24m": Fraction(3), "overdue_count_24m": Fraction(1)}
    policy = gold("{all: [{overdue_streak_24m: {at_least: 3}}, {overdue_count_24m: {at_most: 2}}]}")
    walk = Walk(ready(outcome(policy), fixed=fixed), Budget())
    assert walk.run() == {}


def test_a_sum_that_is_whole_in_every_step_is_exact() -> None:
    exact = walked("{amount: {at_least: {times: 1, of: third}}}")
    assert exact.exact


def test_sums_that_share_attributes_may_be_taken_too_wide_but_never_wrong() -> None:
    derived = """\
    total:
      label: {en: T, zh: 和}
      sum: [{attribute: amount, times: 3}, {attribute: third, times: 2}]
    less:
      label: {en: L, zh: 差}
      sum: [{attribute: amount, times: 2}, {attribute: third, times: -3}]
    """
    condition = "{all: [{total: {at_least: 8, at_most: 8}}, {less: {at_least: 1, at_most: 1}}]}"
    assert not walked(condition, derived=derived).exact
    asked(Question((truth(gold(condition, derived=derived)),)))


def test_an_attribute_that_may_not_exist_is_a_part_only_where_it_does() -> None:
    derived = "total: {label: {en: T, zh: 和}, sum: [{attribute: third}, {attribute: cap}]}\n"
    fixed_card = gold("{all: [{total: {at_least: 2}}, {cap: {above: 0}}]}", derived=derived)
    asked(Question((outcome(fixed_card),)))
    asked(Question((outcome(fixed_card),), complete=True))
