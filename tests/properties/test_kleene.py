"""The three truth values obey Kleene's strong logic (rules 3 and 4), for all operands."""

from __future__ import annotations

from itertools import product

import pytest

from evenhand.model.truth import F, T, Truth, U, at_least, conjunction, disjunction, negation

VALUES = (F, U, T)
LISTS = [values for n in range(5) for values in product(VALUES, repeat=n)]


def order(value: Truth) -> int:
    return VALUES.index(value)


def refinements(values: tuple[Truth, ...]) -> list[tuple[Truth, ...]]:
    """All ways of telling what is unknown."""
    return list(product(*((T, F) if value is U else (value,) for value in values)))


@pytest.mark.parametrize("value", VALUES)
def test_not_not_is_the_same(value: Truth) -> None:
    assert negation(negation(value)) is value


@pytest.mark.parametrize("values", LISTS)
def test_all_is_the_least_and_any_the_greatest(values: tuple[Truth, ...]) -> None:
    assert order(conjunction(values)) == min(map(order, values), default=2)
    assert order(disjunction(values)) == max(map(order, values), default=0)


@pytest.mark.parametrize("values", LISTS)
def test_de_morgan(values: tuple[Truth, ...]) -> None:
    assert negation(conjunction(values)) is disjunction(map(negation, values))
    assert negation(disjunction(values)) is conjunction(map(negation, values))


@pytest.mark.parametrize("values", LISTS)
def test_counting_covers_any_and_all(values: tuple[Truth, ...]) -> None:
    assert at_least(1, values) is disjunction(values)
    assert at_least(len(values), values) is conjunction(values)
    assert at_least(0, values) is T
    assert at_least(len(values) + 1, values) is F


@pytest.mark.parametrize("values", LISTS)
def test_counting_is_exact(values: tuple[Truth, ...]) -> None:
    """Known exactly where every way of telling gives the same answer."""
    for needed in range(len(values) + 2):
        answers = {at_least(needed, told) for told in refinements(values)}
        expected = answers.pop() if len(answers) == 1 else U
        assert at_least(needed, values) is expected


@pytest.mark.parametrize("values", LISTS)
def test_what_is_known_stays_when_more_is_told(values: tuple[Truth, ...]) -> None:
    for operation in (conjunction, disjunction):
        for told in refinements(values):
            assert operation(values) in (U, operation(told))
