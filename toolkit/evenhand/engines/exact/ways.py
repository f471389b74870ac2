"""Ways through the layers of a walk: the moves that lead to an end, and steps back along them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.closing import Move
from evenhand.engines.exact.sets import Moved, Step, lowest, traced
from evenhand.engines.exact.walk import Layer, Stage, Walk


@dataclass(frozen=True, slots=True)
class Chosen:
    """One step of a way: the state before, the move, and the units of a run that were taken."""

    before: State
    move: Move
    units: int | None


class Useful(NamedTuple):
    """A move that can lead to the end, with how far its cell lies from the typical value.

    ``by`` is how far it shifts scores, None where it does anything else.
    """

    before: State
    move: Move
    distance: int
    by: int | None


def useful(walk: Walk, ends: Sequence[State]) -> list[list[Useful]]:
    """For each stage the moves that can lead to the ends, the nearest of those that do the same."""
    wanted = set(ends)
    found: list[list[Useful]] = []
    for stage, layer in zip(reversed(walk.stages), reversed(walk.layers[:-1]), strict=True):
        listed: list[Useful] = []
        for state, scores in layer.items():
            listed += _from(walk, stage, state, scores, wanted)
        wanted = {one.before for one in listed}
        found.append(listed)
    found.reverse()
    return found


def _from(
    walk: Walk, stage: Stage, state: State, scores: int, wanted: set[State]
) -> Iterator[Useful]:
    at = stage.variable
    if at is not None and walk.is_plain(at, state):
        if state in wanted:
            for effect, cell, distance in walk.arrivals.nearest(at, state.off):
                steps = effect or ()
                yield Useful(state, Move(state, steps, cell), distance, shift_of(steps))
        return
    far = {} if at is None else walk.ready.order[at].far
    best: dict[tuple[State, tuple[Step, ...]], tuple[int, Move]] = {}
    for move in walk.moves(stage, state, scores, every=True):
        if move.target in wanted:
            distance = 0 if move.cell is None else far[move.cell]
            key = (move.target, move.steps)
            if key not in best or distance < best[key][0]:
                best[key] = (distance, move)
    for distance, move in best.values():
        yield Useful(state, move, distance, shift_of(move.steps))


def shift_of(steps: Sequence[Step]) -> int | None:
    """How far a move shifts scores; None where it does anything else."""
    by = 0
    for step in steps:
        if not isinstance(step, Moved) or step.count:
            return None
        by += step.by
    return by


def some_way(walk: Walk, end: State) -> list[Chosen]:
    """Some way to an end."""
    way: list[Chosen] = []
    state, bit = end, lowest(walk.layers[-1][end])
    for stage, layer in zip(reversed(walk.stages), reversed(walk.layers[:-1]), strict=True):
        chosen, bit = next(_befores(walk, stage, layer, state, bit))
        way.append(chosen)
        state = chosen.before
    way.reverse()
    return way


def _befores(
    walk: Walk, stage: Stage, layer: Layer, state: State, bit: int
) -> Iterator[tuple[Chosen, int]]:
    """The steps that lead to a state and a score, with the score before each."""
    for before, scores in layer.items():
        for move in walk.moves(stage, before, scores):
            found = step_back(move, scores, bit) if move.target == state else None
            if found is not None:
                yield Chosen(before, move, found[1]), found[0]


def step_back(move: Move, scores: int, bit: int) -> tuple[int, int | None] | None:
    """A score before a move that leads to one after it, with the units taken of a run."""
    by = shift_of(move.steps)
    if by is not None:
        return (bit - by, None) if bit >= by and scores >> (bit - by) & 1 else None
    way = traced(move.steps, scores, bit)
    if way is None:
        return None
    for at, step in enumerate(move.steps):
        if isinstance(step, Moved) and step.count and step.step:
            return way[0], (way[at + 1] - way[at] - step.by) // step.step
    return way[0], None
