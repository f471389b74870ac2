"""The checker of certificates: a second, independent walk over all customers, for "no" alone.

Attributes get a cell one after the other, and scores a value once all that they add up is settled.
A state is what is then left of all conditions, the scores that are unknown, and the cells that
tests of several attributes still need; with it go the scores that are reached there. The walk may
see too many customers and never too few: labels that it does not reach occur together for nobody.
Of this project it imports the model alone; a question's fields are read by their names.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final, TypeAlias

from evenhand.model.boxes.cells import Cell, cell_of, cell_text, first_cells
from evenhand.model.boxes.deciding import labels_of, narrowed
from evenhand.model.boxes.items import Answers, Items, Need, remembered
from evenhand.model.boxes.linear import BeyondError
from evenhand.model.boxes.reading import Score, View, reduced
from evenhand.model.boxes.tallies import Tallies
from evenhand.model.outcome import Reading
from evenhand.model.truth import F, Truth, U
from evenhand.model.values import MISSING

LIMIT: Final = 3_000_000
"""How many parts of boxes and tallies of scores a walk may see before it is given up."""


class Refused(Exception):
    """A certificate that is wrong; says in which part."""


@dataclass(frozen=True, slots=True)
class State:
    """What is left after some steps; a side that is settled is its label."""

    sides: tuple[Any, ...]
    limits: tuple[Any, ...]
    unknown: frozenset[Score]
    box: frozenset[tuple[Any, Any]] = frozenset()


States: TypeAlias = dict[State, set[int]]
"""The tallies of scores that are reached in each state."""


class Walk:
    """The walk for one question. Raises BeyondError where it is too long, or not to be walked."""

    def __init__(self, question: Any, limit: int = LIMIT) -> None:
        self.question, self.left, self.items = question, limit, Items()
        self.views: dict[Any, View] = {}
        self.sides = tuple(self.entries(side) for side in question.sides)
        self.limits = tuple(dict.fromkeys(self.limiting()))
        self.tallies = Tallies(self.items)
        self.order = self.items.schedule()
        self.cells = {name: self.cut(name) for name in self.items.attributes}

    def view(self, side: Any, reading: Reading) -> View:
        key = id(side.policy), reading, side.twin
        twins = frozenset(self.question.split if side.twin else ())
        view = View(side.policy, reading, twins, len(self.views) + 1)
        return self.views.setdefault(key, view)

    def entries(self, side: Any) -> tuple[tuple[str, Any], ...]:
        """The labels of a side, each with the shape of its condition."""
        view, shape = self.view(side, side.reading), self.items.shape
        return tuple((label, shape(view, condition)) for label, condition in side.entries)

    def limiting(self) -> Iterator[Any]:
        """Shapes that must not be false: what is told, constraints, how a twin lies (rule 25)."""
        used = set(self.items.attributes)
        yield from self.items.told() if self.question.complete else ()
        for side in self.question.sides:
            yield from self.items.constraints(self.view(side, Reading.DECLARED), used)
            for name in self.question.split if self.question.order.value == "above" else ():
                if used & {name, f"{name}'"}:
                    yield self.items.above(side.policy.dictionary.attributes[name])

    def cut(self, name: str) -> list[Cell]:
        """The cells of a variable: its domain, cut by what reads it alone."""
        attribute, fixed = self.items.attributes[name], self.question.fixed
        cells = [cell_of(attribute, fixed[name])] if name in fixed else first_cells(attribute)
        if attribute is None and self.question.complete:
            cells = [cell for cell in cells if cell is not MISSING]
        return list(self.items.cells(name, cells))

    def layers(self) -> Iterator[tuple[Need, States]]:
        """The states after each step."""
        unknown = frozenset(one for one, total in self.items.scores.items() if total.base is None)
        states: States = {State(self.sides, self.limits, unknown): {self.tallies.nothing}}
        for index, need in enumerate(self.order):
            after: States = defaultdict(set)
            for state, reached in states.items():
                for new, some in self.stepped(index, state, reached):
                    after[new] |= some
            states = after
            self.spend(sum(map(len, states.values())))
            yield need, states

    def spend(self, work: int) -> None:
        self.left -= work
        if self.left < 0:
            raise BeyondError("budget")

    def stepped(
        self, index: int, old: State, reached: set[int]
    ) -> Iterator[tuple[State, set[int]]]:
        """The states that a step leads to from one state."""
        need = self.order[index]
        items, scores = self.items.wanted((old.sides, old.limits), old.unknown, index - 1)
        if need and all(need not in one.needs for one in items):
            yield old, reached
            return
        asked = tuple(one for one in self.items.ending(index) if one in items)
        for cell, some in self.branches(need, old, reached):
            for box, answers in self.items.settled(asked, {**dict(old.box), need: cell}):
                self.spend(1)
                new = self.after(old, answers)
                later, open_ = self.items.wanted((new.sides, new.limits), new.unknown, index)
                if F not in new.limits:
                    unknown = new.unknown & {need for one in later for need in one.needs}
                    gained = self.tallies.gained(answers, open_)
                    kept = self.tallies.without(scores - open_, some)
                    new = replace(new, unknown=unknown, box=remembered(box, later))
                    yield new, {one + gained for one in kept} if gained else kept

    def branches(self, need: Need, old: State, reached: set[int]) -> Iterator[tuple[Any, set[int]]]:
        """What a step can give: the cells of a variable, or the values of a score."""
        if isinstance(need, str):
            yield from ((cell, reached) for cell in self.cells.get(need, [MISSING]))
        elif need in old.unknown:
            yield U, reached
        else:
            yield from self.tallies.by_value(need, reached)

    def after(self, old: State, answers: Answers) -> State:
        """What is left of a state when some items are answered."""
        pairs = zip(self.question.sides, old.sides, strict=True)
        limits = [reduced(one, answers) for one in old.limits]
        unknown = {to for one, points in answers.items() if points is None for to, _ in one.gains}
        return State(
            tuple(narrowed(side, entries, answers) for side, entries in pairs),
            tuple(one for one in limits if one is F or not isinstance(one, Truth)),
            old.unknown | unknown,
        )


def recomputed(question: Any, limit: int = LIMIT) -> dict[str, Any]:
    """What a certificate must say of a question, as plain data. Raises BeyondError."""
    walk, layers, states = Walk(question, limit), [], States()
    for need, states in walk.layers():
        tallies = [one for reached in states.values() for one in reached]
        counts = {"states": len(states), "tallies": len(tallies)}
        scores = walk.tallies.written(set(tallies))
        layers.append({"after": str(need) or "start", **counts, "scores": scores})
    known = walk.items.attributes
    return {
        "attributes": [
            {"name": name, "cells": [cell_text(known[name], cell) for cell in cells]}
            for name, cells in walk.cells.items()
        ],
        "layers": layers,
        "labels": [labels_of(side) for side in question.sides],
        "reached": [list(labels) for labels in sorted({state.sides for state in states})],
    }


def check(question: Any, claimed: Mapping[str, Any], limit: int = LIMIT) -> None:
    """Recompute what a certificate says of a question, and that no bad labels are reached.

    Every tuple of labels is either reached, or bad, or neither (``other``). Raises Refused with the
    name of the first part that is wrong, and BeyondError.
    """
    for part, value in recomputed(question, limit).items():
        if json.dumps(claimed.get(part)) != json.dumps(value):
            raise Refused(part)
    bad, other = claimed["bad"], claimed["other"]
    every = [list(labels) for labels in product(*claimed["labels"])]
    if sorted([*claimed["reached"], *bad, *other]) != every:
        raise Refused("bad")
    if bad != sorted(bad) or other != sorted(other):
        raise Refused("bad")
