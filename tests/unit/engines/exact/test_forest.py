"""Nodes exist once, simplify, and mean what Kleene's tables and rule 4 say."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any, Final

import pytest

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.contents import F, Node, Run, T, U, Units
from evenhand.engines.exact.forest import Forest
from evenhand.model import truth

TRUTHS: Final = {F: truth.F, T: truth.T, U: truth.U}
NODES: Final = {value: node for node, value in TRUTHS.items()}
YES, NO = Cell(code=True), Cell(code=False)
CELLS: Final = {T: YES, F: NO, U: MISSING_CELL}


def asked(forest: Forest, variable: int) -> Node:
    """A condition that is as true as one variable says."""
    return forest.codes(variable, {True: T}, F, U)


def told(forest: Forest, node: Node, truths: tuple[Node, ...]) -> Node:
    """A node once all variables are known."""
    for variable, value in enumerate(truths):
        node = forest.assign(node, variable, CELLS[value])
    return node


# -- constants and tables --------------------------------------------------------------------------


def test_equal_formulas_are_one_node() -> None:
    forest = Forest()
    assert forest.constant("gold") == forest.constant("gold") != forest.constant("plain")
    assert asked(forest, 0) == asked(forest, 0) != asked(forest, 1)
    assert forest.score_test(0, "x") == forest.score_test(0, "x") != forest.score_test(1, "x")
    assert forest.constant(1) != forest.constant("1")


def test_a_constant_gives_its_value() -> None:
    forest = Forest()
    assert forest.is_constant(U) and forest.value(forest.constant("gold")) == "gold"
    assert not forest.is_constant(asked(forest, 0))


def test_negation_swaps_true_and_false() -> None:
    forest = Forest()
    for node, value in TRUTHS.items():
        assert forest.negation(node) == NODES[truth.negation(value)]
    one = asked(forest, 0)
    assert forest.negation(forest.negation(one)) == one


@pytest.mark.parametrize("size", range(4))
def test_all_and_any_follow_kleene(size: int) -> None:
    forest = Forest()
    nodes = [asked(forest, at) for at in range(size)]
    every, some = forest.every(nodes), forest.some(nodes)
    for truths in product(TRUTHS, repeat=size):
        values = [TRUTHS[one] for one in truths]
        assert told(forest, every, truths) == NODES[truth.conjunction(values)]
        assert told(forest, some, truths) == NODES[truth.disjunction(values)]
        assert forest.every(truths) == NODES[truth.conjunction(values)]
        assert forest.some(truths) == NODES[truth.disjunction(values)]


def test_all_and_any_take_in_their_like_and_forget_the_rest() -> None:
    forest = Forest()
    one, two, three = (asked(forest, at) for at in range(3))
    for join, nothing in ((forest.every, T), (forest.some, F)):
        assert join([join([one, two]), three]) == join([three, two, one, one])
        assert join([one, nothing]) == join([one, one]) == one
        assert join([]) == nothing


@pytest.mark.parametrize("needed", range(5))
def test_enough_counts_each_part_as_often_as_it_stands_there(needed: int) -> None:
    forest = Forest()
    one, two = asked(forest, 0), asked(forest, 1)
    lists = [[one, one, two], [one, two, two, U], [one, one, F, T], [one, U, U, two], [U, U, U]]
    for parts in lists:
        node = forest.enough(needed, parts)
        for truths in product(TRUTHS, repeat=2):
            values = [TRUTHS[told(forest, part, truths)] for part in parts]
            assert told(forest, node, truths) == NODES[truth.at_least(needed, values)]


def test_enough_of_constants_is_a_constant() -> None:
    forest = Forest()
    for size in range(4):
        for truths in product(TRUTHS, repeat=size):
            values = [TRUTHS[one] for one in truths]
            for needed in range(5):
                assert forest.enough(needed, truths) == NODES[truth.at_least(needed, values)]


def test_enough_of_one_or_all_is_any_or_all() -> None:
    forest = Forest()
    parts = [asked(forest, at) for at in range(3)]
    assert forest.enough(1, parts) == forest.some(parts)
    assert forest.enough(3, parts) == forest.every(parts)
    assert forest.enough(2, parts) not in (forest.some(parts), forest.every(parts))


def test_a_choice_tells_unknown_from_the_rest() -> None:
    forest = Forest()
    yes, no, unknown = (forest.constant(one) for one in ("yes", "no", "unknown"))
    assert [forest.choice(at, yes, no, unknown) for at in (T, F, U)] == [yes, no, unknown]
    node = forest.choice(asked(forest, 0), yes, no, unknown)
    assert [told(forest, node, (at,)) for at in (T, F, U)] == [yes, no, unknown]


def test_a_choice_between_the_same_is_no_choice() -> None:
    forest = Forest()
    one, label = asked(forest, 0), forest.constant("gold")
    assert forest.choice(one, label, label, label) == label
    assert forest.choice(one, T, F, U) == one


def test_whether_something_is_true_or_false_is_never_unknown() -> None:
    forest = Forest()
    one = asked(forest, 0)
    assert [told(forest, forest.is_true(one), (at,)) for at in (F, T, U)] == [F, T, F]
    assert [told(forest, forest.is_false(one), (at,)) for at in (F, T, U)] == [T, F, F]


# -- values by a variable --------------------------------------------------------------------------


def test_steps_change_at_their_cuts() -> None:
    forest = Forest()
    a, b, c = (forest.constant(one) for one in "abc")
    node = forest.steps(0, (3, 5), (a, b, c), U)
    found = [forest.assign(node, 0, Cell(at, at)) for at in (2, 3, 4, 5)]
    assert found == [a, b, b, c]
    assert forest.assign(node, 0, MISSING_CELL) == U


def test_cuts_between_equal_values_are_left_out() -> None:
    forest = Forest()
    a, b = forest.constant("a"), forest.constant("b")
    assert forest.steps(0, (1, 3, 4), (a, a, b, b), U) == forest.steps(0, (3,), (a, b), U)
    assert forest.steps(0, (1, 3), (a, a, a), a) == a
    assert not forest.is_constant(forest.steps(0, (1,), (a, a), U))


def test_codes_that_are_like_the_rest_are_left_out() -> None:
    forest = Forest()
    a, b = forest.constant("a"), forest.constant("b")
    assert forest.codes(0, {"x": a, "y": b}, b, U) == forest.codes(0, {"x": a}, b, U)
    assert forest.codes(0, {"x": a, "y": a}, a, a) == a
    node = forest.codes(0, {"x": a}, b, U)
    assert forest.assign(node, 0, Cell(code="x")) == a
    assert forest.assign(node, 0, Cell(code="z")) == b
    assert forest.assign(node, 0, MISSING_CELL) == U


def units(forest: Forest, missing: Node) -> Node:
    return forest.units(Units(0, Fraction(2), Fraction(3), 5, missing))


def test_whole_units_are_counted_above_their_start() -> None:
    forest = Forest()
    none = forest.constant(None)
    node = units(forest, none)
    for count in range(-1, 12):
        found = forest.value(forest.assign(node, 0, Cell(count, count)))
        assert found == 5 * (max(count - 2, 0) // 3)
    assert forest.assign(node, 0, MISSING_CELL) == none


def test_a_stretch_of_units_is_a_run() -> None:
    forest = Forest()
    found = forest.value(forest.assign(units(forest, U), 0, Cell(6, 12)))
    assert found == Run(5, 1, 3, (Fraction(2), Fraction(3)))
    assert forest.value(forest.assign(units(forest, U), 0, Cell(5, 7))) == 5


# -- reads, parts, replacing -----------------------------------------------------------------------


def everything(forest: Forest, inside: Node) -> list[Node]:
    """One node of every sort that has another one inside."""
    other, third = asked(forest, 5), asked(forest, 6)
    return [
        forest.negation(inside),
        forest.every([inside, other]),
        forest.some([inside, other]),
        forest.enough(2, [inside, other, third]),
        forest.choice(inside, forest.constant("a"), T, U),
        forest.choice(other, inside, T, U),
        forest.steps(5, (1,), (T, inside), U),
        forest.steps(5, (1,), (T, F), inside),
        forest.codes(5, {"x": inside}, T, U),
        forest.codes(5, {"x": T}, F, inside),
        forest.units(Units(5, Fraction(0), Fraction(1), 1, inside)),
    ]


def test_every_node_knows_what_it_reads_and_has_inside() -> None:
    forest = Forest()
    inside = forest.choice(asked(forest, 3), forest.score_test(1, "test"), F, F)
    for node in everything(forest, inside):
        assert forest.reads[node] & 1 << 3 and forest.scores[node] == 1 << 1
        assert inside in forest.inner(node)
    assert forest.inner(T) == forest.inner(forest.score_test(1, "test")) == ()


@pytest.mark.parametrize("value", [T, F, U])
def test_what_is_told_takes_the_place_of_a_variable_everywhere(value: Node) -> None:
    forest = Forest()
    with_it, instead = everything(forest, asked(forest, 3)), everything(forest, value)
    for node, expected in zip(with_it, instead, strict=True):
        found = forest.assign(node, 3, CELLS[value])
        assert found == expected
        assert forest.assign(node, 3, CELLS[value]) == found
        assert forest.assign(node, 4, CELLS[value]) == node


@pytest.mark.parametrize("value", [T, F, U])
def test_an_answer_takes_the_place_of_a_test_of_a_score(value: Node) -> None:
    forest = Forest()
    asking: list[Any] = []

    def answer(test: Any) -> Node:
        asking.append(test)
        return value

    with_it = everything(forest, forest.score_test(2, "test"))
    for node, expected in zip(with_it, everything(forest, value), strict=True):
        assert forest.settle(node, {2: answer}) == expected
        assert forest.settle(node, {1: answer}) == node
    assert set(asking) == {"test"}


def test_other_scores_stay_open_and_shared_parts_are_settled_once() -> None:
    forest = Forest()
    mine, other = forest.score_test(0, "mine"), forest.score_test(1, "other")
    asking: list[Any] = []

    def answer(test: Any) -> Node:
        asking.append(test)
        return T

    node = forest.every([forest.negation(mine), forest.some([mine, other]), other])
    assert forest.settle(node, {0: answer}) == F
    assert forest.settle(forest.enough(2, [mine, mine, other, other]), {0: answer}) == T
    assert len(asking) == 2


def test_the_leaves_of_points() -> None:
    forest = Forest()
    one, two, none = (forest.constant(value) for value in (1, 2, None))
    rule = Units(0, Fraction(0), Fraction(1), 3, none)
    node = forest.choice(
        asked(forest, 1),
        forest.steps(2, (5,), (one, two), none),
        forest.codes(3, {"x": one}, two, none),
        forest.units(rule),
    )
    assert set(forest.leaves(node)) == {1, 2, None, rule}


@pytest.mark.parametrize("make", [Forest.every, Forest.some])
def test_a_condition_has_no_points(make: Callable[..., Node]) -> None:
    forest = Forest()
    node = make(forest, [asked(forest, 0), asked(forest, 1)])
    with pytest.raises(AssertionError):
        list(forest.leaves(node))
