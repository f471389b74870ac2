"""Linear forms: what is the same everywhere in a box, where it forks, and what cannot be."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.model.boxes.linear import Box, Fork, constant, holds, plus, possible, stretch

X, Y = {"x": Fraction(1)}, {"y": Fraction(1)}
BOX: Box = {"x": (0, 10), "y": (0, 10)}


def test_what_holds_everywhere_or_nowhere_is_told() -> None:
    assert holds(plus(X, constant(0)), BOX)
    assert not holds(plus(X, constant(11), -1), BOX)
    assert not holds(plus(constant(-1), X, -1), BOX)
    assert holds(constant(0), {}) and not holds(constant(Fraction(-1, 3)), {})


def test_a_stretch_is_cut_where_the_answer_changes() -> None:
    with pytest.raises(Fork) as fork:
        holds(plus(X, constant(Fraction(7, 2)), -1), BOX)
    assert [half["x"] for half in fork.value.halves] == [(0, 3), (4, 10)]


def test_the_same_cut_is_found_from_both_sides() -> None:
    with pytest.raises(Fork) as fork:
        holds(plus(constant(7), X, -2), BOX)
    assert [half["x"] for half in fork.value.halves] == [(0, 3), (4, 10)]


def test_what_bounds_one_form_bounds_its_multiples() -> None:
    difference = plus(X, Y, -1)
    with pytest.raises(Fork) as fork:
        holds(difference, BOX)
    below, above = fork.value.halves
    assert holds(plus({}, difference, Fraction(5, 3)), above)
    assert not holds(plus({}, difference, Fraction(5, 3)), below)


def test_a_half_implies_a_third() -> None:
    """Whoever has at least half as much has at least a third: the contrary is impossible."""
    half = plus(X, Y, Fraction(-1, 2))
    with pytest.raises(Fork) as fork:
        holds(half, BOX)
    _, enough = fork.value.halves
    with pytest.raises(Fork) as again:
        holds(plus(X, Y, Fraction(-1, 3)), enough)
    assert len(again.value.halves) == 1
    assert holds(plus(X, Y, Fraction(-1, 3)), again.value.halves[0])


def test_bounds_beyond_the_cells_are_impossible() -> None:
    assert possible({"x": (0, 9), "y": (0, 9), (("x", 1), ("y", -1)): (9, 9)})
    assert not possible({"x": (0, 9), "y": (0, 9), (("x", 1), ("y", -1)): (10, 12)})


def test_a_chain_that_closes_on_itself_is_impossible() -> None:
    chain = {(("x", 1), ("y", -1)): (1, 9), (("y", 1), ("z", -1)): (1, 9)}
    cells: Box = {"x": (0, 9), "y": (0, 9), "z": (0, 9)}
    assert possible({**cells, **chain})
    assert not possible({**cells, **chain, (("x", 1), ("z", -1)): (-9, 1)})


ENDS = st.tuples(st.integers(-3, 3), st.integers(-3, 3)).map(lambda pair: tuple(sorted(pair)))
FACTORS = st.integers(-3, 3).filter(bool)


@given(ENDS, ENDS, st.lists(st.tuples(FACTORS, FACTORS, ENDS), max_size=3))
def test_what_somebody_keeps_to_is_never_called_impossible(
    x: tuple[int, int], y: tuple[int, int], forms: list[tuple[int, int, tuple[int, int]]]
) -> None:
    box: Box = {"x": x, "y": y}
    box |= {(("x", a), ("y", b)): ends for a, b, ends in forms}
    kept = [
        one
        for one in product(range(x[0], x[1] + 1), range(y[0], y[1] + 1))
        if all(low <= a * one[0] + b * one[1] <= high for a, b, (low, high) in forms)
    ]
    if kept:
        assert possible(box)


@given(ENDS, ENDS, FACTORS, FACTORS, st.fractions(-4, 4, max_denominator=5))
def test_halves_settle_the_question_and_lose_nobody(
    x: tuple[int, int], y: tuple[int, int], a: int, b: int, number: Fraction
) -> None:
    form = plus(plus({}, X, a), plus(plus({}, Y, b), constant(number)))
    waiting: list[Box] = [{"x": x, "y": y}]
    settled: list[tuple[Box, bool]] = []
    while waiting:
        box = waiting.pop()
        try:
            settled.append((box, holds(form, box)))
        except Fork as fork:
            waiting += fork.halves
    for one in product(range(x[0], x[1] + 1), range(y[0], y[1] + 1)):
        answer = a * one[0] + b * one[1] + number >= 0
        assert any(found is answer and _inside(one, box) for box, found in settled)


def _inside(one: tuple[int, int], box: Box) -> bool:
    values = dict(zip("xy", one, strict=True))
    parts = ((key if isinstance(key, tuple) else ((key, 1),), cell) for key, cell in box.items())
    return all(low <= sum(a * values[n] for n, a in key) <= high for key, (low, high) in parts)


def test_the_ends_of_a_form() -> None:
    form = {"x": Fraction(2), "y": Fraction(-1), "": Fraction(3)}
    assert stretch(form, BOX) == (Fraction(-7), Fraction(23))
