"""Ways that are moved nearer to the typical values, where the nearest of all is too far to seek."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.closing import Move
from evenhand.engines.exact.sets import Moved, lowest
from evenhand.engines.exact.walk import Stage, Walk
from evenhand.engines.exact.ways import Chosen, shift_of


def nearer(walk: Walk, way: Sequence[Chosen]) -> list[Chosen]:
    """The way with each variable that only gives points as typical as the end allows.

    Only where all scores are complete at once and nothing but points comes before; else the way
    stays as it is.
    """
    found = list(way)
    closed = [at for at, stage in enumerate(walk.stages) if stage.variable is None]
    if not closed or closed != list(range(closed[0], closed[-1] + 1)):
        return found
    first, last = closed[0], closed[-1] + 1
    end = found[last - 1].move.target
    shifts = [_shift(step) for step in found[:first]]
    if None in shifts:
        return found
    score = lowest(walk.layers[0][found[0].before]) + sum(one or 0 for one in shifts)
    for at, stage in enumerate(walk.stages[:first]):
        for move in _nearer_moves(walk, stage, found[at]):
            moved = score + (shift_of(move.steps) or 0) - (shift_of(found[at].move.steps) or 0)
            if _closing_way(walk, first, last, found[first].before, moved, end) is not None:
                found[at], score = replace(found[at], move=move), moved
                break
    way_out = _closing_way(walk, first, last, found[first].before, score, end)
    assert way_out is not None
    return [*found[:first], *way_out, *found[last:]]


def _shift(step: Chosen) -> int | None:
    """How far a step shifts its score, units of a run among it; None where it does more."""
    if not all(isinstance(one, Moved) for one in step.move.steps):
        return None
    moves = [one for one in step.move.steps if isinstance(one, Moved)]
    return sum(one.by + one.step * (step.units or 0) for one in moves)


def _nearer_moves(walk: Walk, stage: Stage, step: Chosen) -> list[Move]:
    """The moves to the same state by cells nearer to the typical one, the nearest first."""
    assert stage.variable is not None
    far = walk.ready.order[stage.variable].far
    here = step.move.cell
    if (
        here is None
        or far[here] == 0
        or step.units is not None
        or shift_of(step.move.steps) is None
    ):
        return []
    moves = [
        move
        for move in walk.moves(stage, step.before, 1)
        if move.cell is not None
        and move.target == step.move.target
        and far[move.cell] < far[here]
        and shift_of(move.steps) is not None
    ]
    return sorted(moves, key=lambda move: far[move.cell] if move.cell is not None else 0)


def _closing_way(
    walk: Walk, first: int, last: int, state: State, score: int, end: State
) -> list[Chosen] | None:
    """How a complete score leads from a state to the end; None where it leads elsewhere."""
    if score < 0:
        return None
    scores = 1 << score
    way: list[Chosen] = []
    for stage in walk.stages[first:last]:
        move = next(walk.moves(stage, state, scores))
        for step in move.steps:
            scores = step.apply(scores)
        way.append(Chosen(state, move, None))
        state = move.target
    return way if state == end else None
