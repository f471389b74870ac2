"""Linear forms over whole numbers: what bounds of some say about another.

A box gives each variable a cell; where that holds numbers, it is a pair, the least and the greatest
of them. A form of several variables can have bounds in the same shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import ceil, floor, gcd, lcm
from typing import Any, Final, TypeAlias

Form: TypeAlias = Mapping[str, Fraction]
"""Factors by variable; the constant stands under ``""``."""

Parts: TypeAlias = tuple[tuple[str, int], ...]
"""A form without its constant, by name: whole numbers without a common divisor."""

Box: TypeAlias = dict[Any, Any]
"""Cells by variable, and bounds by form (as ``Parts`` of which the first is above zero)."""

Row: TypeAlias = tuple[Parts, int]
"""An inequality: the form is at least the number."""

MOST_ROWS: Final = 400
"""With more inequalities than these, elimination stops, and the box counts as possible."""


class BeyondError(Exception):
    """What boxes cannot express: the short name of the reason, and what it is about."""


class Fork(Exception):
    """What a box leaves open; in each of the boxes ``halves`` it is settled, or they are none."""

    def __init__(self, halves: list[Box]) -> None:
        super().__init__(len(halves))
        self.halves = halves


def constant(number: Fraction | int) -> Form:
    """The form that is the same number everywhere."""
    return {"": Fraction(number)}


def plus(one: Form, other: Form, factor: Fraction | int = 1) -> Form:
    """A form and a multiple of another one."""
    zero = Fraction(0)
    return {k: one.get(k, zero) + factor * other.get(k, zero) for k in {**one, **other}}


def stretch(form: Form, box: Box) -> tuple[Fraction, Fraction]:
    """The least and the greatest value of a form in the cells of a box."""
    low = high = form.get("", Fraction(0))
    for name, factor in form.items():
        if name:
            low += factor * box[name][factor < 0]
            high += factor * box[name][factor > 0]
    return low, high


def holds(form: Form, box: Box) -> bool:
    """Whether a form is at least zero, everywhere in a box or nowhere; else raises Fork."""
    key, unit = _whole(form)
    if not key:
        return form.get("", 0) >= 0
    bound = Fraction(-form.get("", Fraction(0)), unit)
    cut = ceil(bound) if unit > 0 else floor(bound) + 1
    low, high = (int(end) for end in stretch({name: Fraction(a) for name, a in key}, box))
    if key in box:
        low, high = max(low, box[key][0]), min(high, box[key][1])
    if low < cut <= high:
        place = key[0][0] if len(key) == 1 else key
        halves = ({**box, place: (low, cut - 1)}, {**box, place: (cut, high)})
        raise Fork([half for half in halves if possible(half)])
    return (low >= cut) is (unit > 0)


def _whole(form: Form) -> tuple[Parts, Fraction]:
    """The parts of a form, and what its factors were divided by: below zero to turn it round."""
    parts = [(name, Fraction(a)) for name, a in sorted(form.items()) if name and a]
    if not parts:
        return (), Fraction(1)
    scale = lcm(*(a.denominator for _, a in parts))
    unit = Fraction(gcd(*(int(a * scale) for _, a in parts)), scale)
    unit = unit if parts[0][1] > 0 else -unit
    return tuple((name, int(Fraction(a, unit))) for name, a in parts), unit


def possible(box: Box) -> bool:
    """Whether all bounds of a box can be kept at once; a wrong "yes" is possible, a "no" is sure.

    Fourier's and Motzkin's elimination of one variable after the other, with each inequality
    tightened to whole numbers. Without bounds for a form there is nothing that could clash.
    """
    rows = set(_rows(box)) if any(isinstance(key, tuple) for key in box) else set()
    while names := sorted({name for parts, _ in rows for name, _ in parts}):
        sides = {name: _sides(rows, name) for name in names}
        name = min(names, key=lambda one: len(sides[one][0]) * len(sides[one][1]))
        above, below = sides[name]
        rows -= {*above, *below}
        rows |= {_without(name, one, other) for one, other in product(above, below)}
        if len(rows) > MOST_ROWS:
            return True
    return all(bound <= 0 for _, bound in rows)


def _rows(box: Box) -> Iterator[Row]:
    for key, cell in box.items():
        if isinstance(cell, tuple):
            parts = key if isinstance(key, tuple) else ((key, 1),)
            yield parts, cell[0]
            yield tuple((name, -a) for name, a in parts), -cell[1]


def _sides(rows: set[Row], name: str) -> tuple[list[Row], list[Row]]:
    """The inequalities that bound a variable from below, and from above."""
    factors = [(row, dict(row[0]).get(name, 0)) for row in rows]
    return [row for row, a in factors if a > 0], [row for row, a in factors if a < 0]


def _without(name: str, above: Row, below: Row) -> Row:
    """What two inequalities together say when a variable is left out."""
    one, other = (dict(parts) for parts, _ in (above, below))
    a, b = one[name], -other[name]
    total = {n: b * one.get(n, 0) + a * other.get(n, 0) for n in {**one, **other}}
    parts = [(n, x) for n, x in sorted(total.items()) if x]
    unit = gcd(*(x for _, x in parts)) or 1
    bound = ceil(Fraction(b * above[1] + a * below[1], unit))
    return tuple((n, x // unit) for n, x in parts), bound
