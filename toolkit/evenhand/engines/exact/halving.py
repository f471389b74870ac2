"""Leaving out one after the other: for each variable the walk over all others.

Halving the list again and again makes that n log n steps instead of n times n.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.sets import bits
from evenhand.engines.exact.walk import Layer, Stage, Walk

Unit: TypeAlias = tuple[int, ...]
"""Positions of variables that have to be taken together, in order: those of one sum."""


def units_of(ready: Compiled) -> list[Unit]:
    """All variables, those of one sum together."""
    leader = list(range(len(ready.order)))

    def top(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    for form, terms in ready.forms.equations.items():
        if form not in ready.place:
            continue
        here = ready.place[form]
        for term in terms:
            held = ready.forms.terms[term].term
            reads = ready.forest.reads[held.applies]
            for index in (held.variable, *bits(reads)):
                if index in ready.place:
                    leader[top(ready.place[index])] = top(here)
    units: dict[int, list[int]] = {}
    for at in range(len(leader)):
        units.setdefault(top(at), []).append(at)
    return [tuple(unit) for unit in units.values()]


def over(walk: Walk, units: Sequence[Unit], layer: Layer) -> Layer:
    """The layer after some units have been walked."""
    for unit in units:
        for at in unit:
            layer = walk.step(Stage(at, None), layer)
    return layer


def each_left_out(
    walk: Walk,
    units: Sequence[Unit],
    layer: Layer,
    wanted: Collection[Unit],
    told: Callable[[Unit, Layer], None],
) -> None:
    """Tell of each wanted unit the layer after all the others."""
    if not layer or not any(unit in wanted for unit in units):
        return
    if len(units) == 1:
        told(units[0], layer)
        return
    middle = len(units) // 2
    halves = units[:middle], units[middle:]
    for mine, others in (halves, halves[::-1]):
        if any(unit in wanted for unit in mine):
            each_left_out(walk, mine, over(walk, others, layer), wanted, told)
