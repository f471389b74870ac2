"""The way of the least distance from the typical values, of all ways to some ends of a walk.

For each state and score the least distance at which it is reached is worked out stage by stage: for
few scores with whole numbers as sets, the distance being one more digit, and for many with arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from evenhand.engines.exact.arrays import targets
from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.sets import Dropped, Emptied, Moved, Picked, applied, bits, lowest
from evenhand.engines.exact.walk import Walk
from evenhand.engines.exact.ways import Chosen, Useful, step_back, useful

FIRST_REACH: Final = 8
MANY: Final = 1_500_000
"""From so many scores of all moves together arrays are quicker than whole numbers."""
SMALL: Final = 1 << 14
LARGE: Final = 1 << 30
"""The distance of what cannot be reached, in short integers and in longer ones."""

Moves = Sequence[Sequence[Useful]]


class Reached(Protocol):
    """What is reached before and after each stage, at which distance.

    ``nearest`` is the least distance of an end with the number of the end, None where none is
    reached; ``scores`` the set of scores of a state that are reached at a distance, and ``holds``
    whether one is among them.
    """

    def nearest(self, ends: Sequence[State]) -> tuple[int, int] | None: ...

    def scores(self, layer: int, state: State, distance: int) -> int: ...

    def holds(self, layer: int, state: State, distance: int, bit: int) -> bool: ...


def nearest(walk: Walk, ends: Sequence[State]) -> list[Chosen]:
    """A way of the least distance to one of the ends."""
    moves = useful(walk, ends)
    width = walk.ready.axes.width
    if width * sum(map(len, moves)) >= MANY:
        return _back(Costs.of(walk, moves), moves, ends)
    reach = FIRST_REACH
    while True:
        reached = Levels(width, reach)
        reached.go(walk, moves)
        if reached.nearest(ends) is not None:
            return _back(reached, moves, ends)
        reach *= 4


def _back(reached: Reached, useful_moves: Moves, ends: Sequence[State]) -> list[Chosen]:
    """From the nearest end back to the beginning."""
    best = reached.nearest(ends)
    assert best is not None
    distance, at = best
    state = ends[at]
    bit = lowest(reached.scores(len(useful_moves), state, distance))
    way: list[Chosen] = []
    for layer in range(len(useful_moves) - 1, -1, -1):
        chosen, bit, distance = _one_back(reached, useful_moves[layer], layer, state, distance, bit)
        way.append(chosen)
        state = chosen.before
    way.reverse()
    return way


def _one_back(
    reached: Reached, moves: Sequence[Useful], layer: int, state: State, distance: int, bit: int
) -> tuple[Chosen, int, int]:
    """The first move that leads to a state and a score, with the score and the distance before."""
    for one in moves:
        left = distance - one.distance
        if left < 0 or one.move.target != state:
            continue
        if one.by is not None:
            if reached.holds(layer, one.before, left, bit - one.by):
                return Chosen(one.before, one.move, None), bit - one.by, left
            continue
        scores = reached.scores(layer, one.before, left)
        found = step_back(one.move, scores, bit) if scores else None
        if found is not None:
            return Chosen(one.before, one.move, found[1]), found[0], left
    raise AssertionError("no way back")


@dataclass(slots=True)
class Levels:
    """All scores within a distance: a whole number a state, with the distance as highest digit."""

    width: int
    reach: int
    layers: list[dict[State, int]] = field(default_factory=list)

    def go(self, walk: Walk, useful_moves: Moves) -> None:
        everything = (1 << (self.width * (self.reach + 1))) - 1
        self.layers = [dict(walk.layers[0])]
        for moves in useful_moves:
            before, after = self.layers[-1], dict[State, int]()
            for one in moves:
                scores = before.get(one.before, 0)
                if not scores:
                    continue
                moved = self._moved(one, scores) & everything
                if moved:
                    target = one.move.target
                    after[target] = after.get(target, 0) | moved
            self.layers.append(after)

    def _moved(self, one: Useful, scores: int) -> int:
        if one.by is not None:
            return scores << (one.by + one.distance * self.width)
        total = 0
        for distance in range(self.reach + 1 - one.distance):
            part = self._at(scores, distance)
            if part:
                part = applied(one.move.steps, part)
                total |= part << ((distance + one.distance) * self.width)
        return total

    def _at(self, scores: int, distance: int) -> int:
        return scores >> (distance * self.width) & ((1 << self.width) - 1)

    def nearest(self, ends: Sequence[State]) -> tuple[int, int] | None:
        last = self.layers[-1]
        reached = [(last[end], at) for at, end in enumerate(ends) if end in last]
        return min(((lowest(one) // self.width, at) for one, at in reached), default=None)

    def scores(self, layer: int, state: State, distance: int) -> int:
        return self._at(self.layers[layer].get(state, 0), distance)

    def holds(self, layer: int, state: State, distance: int, bit: int) -> bool:
        return bit >= 0 and bool(self.scores(layer, state, distance) >> bit & 1)


@dataclass(slots=True)
class Costs:
    """The least distance of every score: an array a state, as long as the scores reach."""

    nowhere: int
    layers: list[dict[State, Any]]

    @classmethod
    def of(cls, walk: Walk, useful_moves: Moves) -> Costs:
        import numpy as np

        farthest = sum(max(one.distance for one in moves) for moves in useful_moves if moves)
        small = farthest < SMALL
        found = cls(SMALL if small else LARGE, [])
        kind = np.int16 if small else np.int32
        found.layers.append({})
        for state, scores in walk.layers[0].items():
            start = np.full(scores.bit_length(), found.nowhere, dtype=kind)
            start[list(bits(scores))] = 0
            found.layers[0][state] = start
        for moves, layer in zip(useful_moves, walk.layers[1:], strict=True):
            before, after = found.layers[-1], dict[State, Any]()
            for one in moves:
                costs, target = before.get(one.before), one.move.target
                if costs is None:
                    continue
                if target not in after:
                    size = layer[target].bit_length()
                    after[target] = np.full(size, found.nowhere, dtype=kind)
                found._lower(after[target], one, costs, walk.ready.axes.width)
            found.layers.append(after)
        return found

    def _lower(self, target: Any, one: Useful, costs: Any, width: int) -> None:
        """Lower the distances of what a move leads to."""
        import numpy as np

        if one.by is not None:
            size = min(len(costs), len(target) - one.by)
            if size > 0:
                part = target[one.by : one.by + size]
                np.minimum(part, costs[:size] + one.distance, out=part)
            return
        steps = one.move.steps
        if all(isinstance(step, Emptied | Dropped | Picked) or _is_plain(step) for step in steps):
            places = targets(steps, width)[: len(costs)]
            inside = (places >= 0) & (costs < self.nowhere)
            np.minimum.at(target, places[inside], costs[inside] + one.distance)
            return
        for distance in np.unique(costs[costs < self.nowhere]).tolist():
            reached = applied(steps, _as_set(costs == distance))
            places = np.fromiter(bits(reached), dtype=np.int64)
            np.minimum.at(target, places, distance + one.distance)

    def nearest(self, ends: Sequence[State]) -> tuple[int, int] | None:
        last = self.layers[-1]
        found = [(int(last[end].min()), at) for at, end in enumerate(ends) if end in last]
        return min((one for one in found if one[0] < self.nowhere), default=None)

    def scores(self, layer: int, state: State, distance: int) -> int:
        costs = self.layers[layer].get(state)
        return 0 if costs is None else _as_set(costs == distance)

    def holds(self, layer: int, state: State, distance: int, bit: int) -> bool:
        costs = self.layers[layer].get(state)
        return costs is not None and 0 <= bit < len(costs) and int(costs[bit]) == distance


def _as_set(marked: Any) -> int:
    """The places that are marked in an array, as a set."""
    import numpy as np

    return int.from_bytes(np.packbits(marked, bitorder="little").tobytes(), "little")


def _is_plain(step: object) -> bool:
    return isinstance(step, Moved) and not step.count
