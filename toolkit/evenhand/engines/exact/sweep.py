"""All attributes at once: what changing one of them, and nothing else, does to the outcome.

For each attribute the walk over all *other* variables is needed. Halving the list again and again
makes that n log n steps instead of n times n.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.boundaries import boundaries
from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.closing import Move, answering, between
from evenhand.engines.exact.compiled import Compiled, bits, compiled
from evenhand.engines.exact.forest import Node
from evenhand.engines.exact.question import Budget, Question, Side, Unanswered
from evenhand.engines.exact.sets import Moved
from evenhand.engines.exact.space import Sort
from evenhand.engines.exact.walk import Layer, Stage, Walk

Pair: TypeAlias = tuple[int, int, str, str]
"""Two cells, the first before the second, with the labels that one customer has in them."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What one attribute can do.

    ``cells`` are its values in order (of an enum in that of its codes, a missing value last), and
    ``pairs`` all that can happen when nothing else changes.
    """

    attribute: str
    cells: tuple[Cell, ...]
    pairs: frozenset[Pair]

    @property
    def matters(self) -> bool:
        """Whether it can change the label of anybody."""
        return any(one != other for _, _, one, other in self.pairs)

    def dead_cuts(self) -> tuple[int, ...]:
        """The cells that are as good as the one before them, for everybody."""
        alive = {high for low, high, one, other in self.pairs if high == low + 1 and one != other}
        return tuple(
            at
            for at, cell in enumerate(self.cells)
            if at and cell is not MISSING_CELL and at not in alive
        )


def sweep(
    side: Side, *, complete: bool = False, budget: Budget | None = None
) -> dict[str, Effects]:
    """The effects of every attribute that nothing ties to others in a sum or a set.

    Those that are tied are left out: ask about them one by one. Raises Unanswered.
    """
    question = Question((side,), complete=complete)
    return _Sweep(compiled(question, loose=True), budget or Budget()).run()


@dataclass(slots=True)
class _Sweep:
    ready: Compiled
    budget: Budget
    walk: Walk = field(init=False)
    found: dict[str, set[Pair]] = field(default_factory=dict)
    _known: dict[Node, list[tuple[int, int, str]]] = field(default_factory=dict)

    def run(self) -> dict[str, Effects]:
        self.walk = Walk(self.ready, self.budget)
        units = self._units()
        self._halve(units, self.walk.begin())
        effects = {}
        for (at,) in (unit for unit in units if len(unit) == 1):
            variable = self.ready.order[at]
            if variable.name in self.found:
                pairs = frozenset(self.found[variable.name])
                effects[variable.name] = Effects(variable.name, variable.cells, pairs)
        return effects

    def _units(self) -> list[tuple[int, ...]]:
        """Positions that have to be taken together, in order: those of one sum."""
        leader = list(range(len(self.ready.order)))

        def top(at: int) -> int:
            while leader[at] != at:
                at = leader[at]
            return at

        for form, terms in self.ready.forms.equations.items():
            if form not in self.ready.place:
                continue
            here = self.ready.place[form]
            for term in terms:
                held = self.ready.forms.terms[term].term
                reads = self.ready.forest.reads[held.applies]
                for index in (held.variable, *bits(reads)):
                    if index in self.ready.place:
                        leader[top(self.ready.place[index])] = top(here)
        units: dict[int, list[int]] = {}
        for at in range(len(leader)):
            units.setdefault(top(at), []).append(at)
        return [tuple(unit) for unit in units.values()]

    def _halve(self, units: Sequence[tuple[int, ...]], layer: Layer) -> None:
        """Go through the units, each time with all the others taken into account."""
        if not units or not layer:
            return
        if len(units) == 1:
            if len(units[0]) == 1:
                self._last(units[0][0], layer)
            return
        middle = len(units) // 2
        for mine, others in ((units[:middle], units[middle:]), (units[middle:], units[:middle])):
            after = layer
            for unit in others:
                for at in unit:
                    after = self.walk.step(Stage(at, None), after)
            self._halve(mine, after)

    # -- the attribute that is left ------------------------------------------------------------

    def _last(self, at: int, layer: Layer) -> None:
        variable = self.ready.order[at]
        if variable.attribute is None or variable.sort not in (Sort.NUMBER, Sort.CODE):
            return
        pairs = self.found.setdefault(variable.name, set())
        for state, scores in layer.items():
            moves = self.walk.moves(Stage(at, None), state, scores)
            places = {cell: number for number, cell in enumerate(variable.cells)}
            labelled = [
                (places[move.cell], self._labels(scores, move))
                for move in moves
                if move.cell is not None
            ]
            self._compare(labelled, pairs)

    def _compare(self, labelled: Sequence[tuple[int, Mapping[str, int]]], pairs: set[Pair]) -> None:
        for number, (low, before) in enumerate(labelled):
            for high, after in labelled[number + 1 :]:
                for one, mine in before.items():
                    for other, theirs in after.items():
                        if (low, high, one, other) not in pairs and mine & theirs:
                            pairs.add((low, high, one, other))

    def _labels(self, scores: int, move: Move) -> dict[str, int]:
        """For each label the scores (before the move) of those who get it."""
        forest = self.ready.forest
        (side,) = move.target.sides
        if forest.is_constant(side):
            return {forest.value(side): scores}
        alive = list(bits(forest.scores[side]))
        shifts = [step for step in move.steps if isinstance(step, Moved)]
        if len(alive) > 1 or len(shifts) != len(move.steps) or any(s.count for s in shifts):
            raise Unanswered("budget")
        return self._by_score(move.target, alive[0], scores, sum(step.by for step in shifts))

    def _by_score(self, target: State, score: int, scores: int, by: int) -> dict[str, int]:
        found: dict[str, int] = {}
        for low, high, label in self._regions(target, score):
            first, last = max(low - by, 0), max(high - by, 0)
            mine = scores & (((1 << (last - first)) - 1) << first)
            if mine:
                found[label] = found.get(label, 0) | mine
        return found

    def _regions(self, target: State, score: int) -> list[tuple[int, int, str]]:
        """The stretches of a score with the label that each gives."""
        key = target.sides[0]
        if key in self._known:
            return self._known[key]
        axes, forest = self.ready.axes, self.ready.forest
        axis = axes.group_of[score].first
        sections = any(one.into == score for one in axes.scores)
        if sections or axis.stride != 1 or axes.width != axis.period:
            raise Unanswered("budget")
        found = []
        for low, high in between(boundaries(self.ready, target, score), axis.size):
            answer = answering(axes.value(score, low))
            found.append((low, high, forest.value(forest.settle(key, {score: answer}))))
        self._known[key] = found
        return found
