"""Comparisons with figures (rules 5 to 8 and 10), by whole numbers and without division."""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias, assert_never

from evenhand.engines.compiled.plan import ABSENT, Plan, Reader, Slots, Term
from evenhand.engines.compiled.quantities import Quantity, applies, code_key, place, raw
from evenhand.engines.compiled.units import integers
from evenhand.model.conditions import Compare, Operator, ScoreIs
from evenhand.model.figures import (
    By,
    Constant,
    Disputed,
    Figure,
    OpenFigure,
    Point,
    Range,
    Times,
)
from evenhand.model.outcome import Reading

HOLDS: Final[Mapping[Operator, Callable[[int, int], bool]]] = {
    Operator.AT_LEAST: python.ge,
    Operator.ABOVE: python.gt,
    Operator.AT_MOST: python.le,
    Operator.BELOW: python.lt,
}
"""The comparisons as the fastest functions there are for two whole numbers."""

Pair: TypeAlias = tuple[int, int]


def turning_point(operator: Operator, bound: Fraction) -> int:
    """The least (or the greatest) whole number for which the comparison holds."""
    match operator:
        case Operator.AT_LEAST:
            return -(-bound // 1)
        case Operator.ABOVE:
            return bound // 1 + 1
        case Operator.AT_MOST:
            return bound // 1
        case Operator.BELOW:
            return -(-bound // 1) - 1
        case _:
            assert_never(operator)


def compare(plan: Plan, atom: Compare) -> Term:
    """An attribute against a figure; false where one that it reads does not exist (rule 6)."""
    left = raw(plan, atom.attribute)
    return guarded(_against(plan, left, atom, atom.figure), applies(plan, atom.attribute))


def guarded(atom: Term, exists: Term | None) -> Term:
    """The atom **and** that its attribute exists."""
    if exists is None:
        return atom

    def where_it_applies(slots: Slots) -> bool | None:
        truth = atom(slots)
        if truth is False:
            return False
        there = exists(slots)
        return truth if there is True else there

    return where_it_applies


def _against(plan: Plan, left: Quantity, atom: Compare, figure: Figure) -> Term:
    match figure:
        case Times():
            core = _multiple(plan, left, atom.operator, figure)
            return guarded(core, applies(plan, figure.attribute))
        case By():
            core = _selected(plan, left, atom, figure)
            return guarded(core, applies(plan, figure.attribute))
        case Constant() | OpenFigure() | Disputed() | Range():
            bounds = [place(plan, atom.attribute, one) for one in values_of(plan, figure)]
            return against_bounds(left, atom.operator, bounds)
        case _:
            assert_never(figure)


def values_of(plan: Plan, figure: Constant | OpenFigure | Disputed | Range) -> Sequence[Point]:
    """The values that a figure stands for in this reading; of a range, its ends (rule 7)."""
    if isinstance(figure, Constant):
        return (figure.value,)
    if figure.read_as is not None and plan.reading is not Reading.OPEN:
        return (figure.read_as.value,)
    match figure:
        case OpenFigure():
            return ()
        case Disputed(options):
            return tuple(option.value.value for option in options)
        case Range(low, high):
            return (low.value, high.value)
        case _:
            assert_never(figure)


def score_bounds(plan: Plan, atom: ScoreIs) -> list[Fraction]:
    """The values that a score is compared with: constants and open figures only (rule 7)."""
    figure = atom.figure
    assert not isinstance(figure, Times | By), "a score has no figure by another attribute"
    bounds = values_of(plan, figure)
    return [bound for bound in bounds if isinstance(bound, Fraction)]


# -- constants -----------------------------------------------------------------------------------


def against_bounds(left: Quantity, operator: Operator, bounds: Sequence[Fraction]) -> Term:
    """A quantity against all values of a figure: known where they agree (rule 8)."""
    if not bounds:
        return _unstated(left)
    if left.ratio:
        return _ratio_bounds(left, operator, bounds)
    turns = [turning_point(operator, Fraction(bound, left.unit)) for bound in bounds]
    low, high = min(turns), max(turns)
    if low < high:
        return _disputed(left.read, low, high, upward=operator.is_upward)
    if left.slot is None:
        return _single(left.read, low, upward=operator.is_upward)
    return _single_slot(left.slot, low, upward=operator.is_upward)


def _unstated(left: Quantity) -> Term:
    if left.slot is not None:
        return lambda _: None
    read = left.read
    return lambda slots: False if read(slots) is ABSENT else None


def _single_slot(at: int, turn: int, *, upward: bool) -> Term:
    """The commonest of all tests, one call deep."""

    def at_least(slots: Slots) -> bool | None:
        value = slots[at]
        return None if value is None else value >= turn

    def at_most(slots: Slots) -> bool | None:
        value = slots[at]
        return None if value is None else value <= turn

    return at_least if upward else at_most


def _single(read: Reader, turn: int, *, upward: bool) -> Term:
    def at_least(slots: Slots) -> bool | None:
        value = read(slots)
        if value is None:
            return None
        return value is not ABSENT and value >= turn

    def at_most(slots: Slots) -> bool | None:
        value = read(slots)
        if value is None:
            return None
        return value is not ABSENT and value <= turn

    return at_least if upward else at_most


def _disputed(read: Reader, low: int, high: int, *, upward: bool) -> Term:
    """Known above the highest and below the lowest value that a source gives."""

    def against(slots: Slots) -> bool | None:
        value = read(slots)
        if value is None:
            return None
        if value is ABSENT:
            return False
        if value >= high if upward else value <= low:
            return True
        return False if (value < low if upward else value > high) else None

    return against


def _ratio_bounds(left: Quantity, operator: Operator, bounds: Sequence[Fraction]) -> Term:
    """``of / to`` against k is ``of`` against ``k × to``, since ``to`` is above zero."""
    read, holds = left.read, HOLDS[operator]
    easy, hard = sorted((min(bounds), max(bounds)), reverse=not operator.is_upward)
    times, to_easy, to_hard = integers(left.unit, easy, hard)

    def against(slots: Slots) -> bool | None:
        value = read(slots)
        if value is None:
            return None
        if value is ABSENT:
            return False
        above, below = value[0] * times, value[1]
        if holds(above, to_hard * below):
            return True
        return None if holds(above, to_easy * below) else False

    return against


# -- figures by other attributes -----------------------------------------------------------------


def _multiple(plan: Plan, left: Quantity, operator: Operator, figure: Times) -> Term:
    """A quantity against factor × another + plus."""
    right = raw(plan, figure.attribute)
    times, factor, plus = integers(left.unit, figure.factor * right.unit, figure.plus)
    holds, read, other = HOLDS[operator], left.read, right.read
    pairs = left.ratio or right.ratio

    def against(slots: Slots) -> bool | None:
        here, there = read(slots), other(slots)
        if here is ABSENT or there is ABSENT:
            return False
        if here is None or there is None:
            return None
        if not pairs:
            return holds(here * times, there * factor + plus)
        (above, below), (over, under) = _pair(here), _pair(there)
        return holds(above * times * under, (over * factor + plus * under) * below)

    return against


def _pair(value: int | Pair) -> Pair:
    return value if isinstance(value, tuple) else (value, 1)


def _selected(plan: Plan, left: Quantity, atom: Compare, figure: By) -> Term:
    """The figure under the value of another attribute; unknown where there is none."""
    attribute = plan.dictionary.attributes[figure.attribute]
    select = raw(plan, figure.attribute).read
    choices = {
        code_key(attribute, code): _against(plan, left, atom, inner)
        for code, inner in figure.values
    }
    nothing = _unstated(left)
    otherwise = figure.otherwise
    rest = nothing if otherwise is None else _against(plan, left, atom, otherwise)

    def against(slots: Slots) -> bool | None:
        code = select(slots)
        return nothing(slots) if code is None else choices.get(code, rest)(slots)

    return against
