"""Witnesses: from the end of a walk back to a customer, the most ordinary one that shows it.

Of all ways through the cells that lead to the labels, one with the least total distance from the
vocabulary's typical values is taken; within the cells, values as near to the typical ones as they
can be, attribute by attribute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.closing import Move
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.forest import Units
from evenhand.engines.exact.nearer import Chosen, nearer, shift_of
from evenhand.engines.exact.question import Labels, Unanswered, Witness
from evenhand.engines.exact.sets import Moved, Step, lowest, traced
from evenhand.engines.exact.solved import solved
from evenhand.engines.exact.space import NOT_ASKED, Sort, Variable
from evenhand.engines.exact.walk import Layer, Stage, Walk
from evenhand.model.customer import Customer
from evenhand.model.scales import value_at
from evenhand.model.values import Missing, Value

FIRST_REACH: Final = 8
WIDEST: Final = 200_000


def witness(walk: Walk, labels: Labels) -> Witness:
    """The most ordinary customer who shows some labels that the walk reached.

    Raises Unanswered("linear") where whole numbers that satisfy all sums could not be found.
    """
    way = _shortest(walk, labels)
    ready = walk.ready
    cells = {
        ready.order[stage.variable].index: step.move.cell
        for stage, step in zip(walk.stages, way, strict=True)
        if stage.variable is not None and step.move.cell is not None
    }
    counts = _counts(walk, way, cells)
    customer = customer_of(ready, cells, counts, twin=False)
    twin = customer_of(ready, cells, counts, twin=True) if ready.question.split else None
    return Witness(labels, customer, twin)


# -- the way ---------------------------------------------------------------------------------------


def _shortest(walk: Walk, labels: Labels) -> list[Chosen]:
    """The way of the least distance, found with a growing reach.

    Where two scores have nothing to do with one another, the sets are too large for that: there any
    way is moved nearer to the typical values, variable by variable.
    """
    ends = [
        state
        for state in walk.layers[-1]
        if tuple(walk.ready.forest.value(node) for node in state.sides) == labels
    ]
    if walk.ready.axes.width > WIDEST:
        return nearer(walk, _any(walk, ends[0]))
    useful = _useful(walk, ends)
    reach = FIRST_REACH
    while True:
        found = _within(walk, useful, ends, reach)
        if found is not None:
            return found
        reach *= 4


def _any(walk: Walk, end: State) -> list[Chosen]:
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
            found = _before(move, scores, bit) if move.target == state else None
            if found is not None:
                yield Chosen(before, move, found[1]), found[0]


@dataclass(frozen=True, slots=True)
class Useful:
    """A move that can lead to the end, with how far its cell lies from the typical value.

    ``by`` is how far it shifts scores, None where it does anything else.
    """

    before: State
    move: Move
    distance: int
    by: int | None


def _useful(walk: Walk, ends: Sequence[State]) -> list[list[Useful]]:
    """For each stage the moves that can lead to the ends, the nearest of those that do the same."""
    wanted = set(ends)
    found: list[list[Useful]] = []
    for stage, layer in zip(reversed(walk.stages), reversed(walk.layers[:-1]), strict=True):
        best: dict[tuple[State, State, tuple[Step, ...]], Useful] = {}
        for state, scores in layer.items():
            for move in walk.moves(stage, state, scores, every=True):
                if move.target in wanted:
                    one = Useful(state, move, _distance(walk, stage, move), shift_of(move))
                    key = (state, move.target, move.steps)
                    if key not in best or one.distance < best[key].distance:
                        best[key] = one
        wanted = {one.before for one in best.values()}
        found.append(list(best.values()))
    found.reverse()
    return found


def _distance(walk: Walk, stage: Stage, move: Move) -> int:
    if stage.variable is None or move.cell is None:
        return 0
    return walk.ready.order[stage.variable].far[move.cell]


@dataclass(slots=True)
class _Reach:
    """All scores within a distance: a whole number a state, with the distance as highest digit."""

    width: int
    reach: int
    layers: list[dict[State, int]] = field(default_factory=list)

    def go(self, walk: Walk, useful: Sequence[Sequence[Useful]]) -> None:
        everything = (1 << (self.width * (self.reach + 1))) - 1
        self.layers = [dict(walk.layers[0])]
        for moves in useful:
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
            part = self.at(scores, distance)
            if part:
                for step in one.move.steps:
                    part = step.apply(part)
                total |= part << ((distance + one.distance) * self.width)
        return total

    def at(self, scores: int, distance: int) -> int:
        """The scores at one distance."""
        return scores >> (distance * self.width) & ((1 << self.width) - 1)

    def nearest(self, ends: Sequence[State]) -> tuple[int, int] | None:
        """The least distance at which one of the ends is reached, and which one."""
        found = [
            (lowest(self.layers[-1][end]) // self.width, at)
            for at, end in enumerate(ends)
            if end in self.layers[-1]
        ]
        return min(found, default=None)


def _within(
    walk: Walk, useful: Sequence[Sequence[Useful]], ends: Sequence[State], reach: int
) -> list[Chosen] | None:
    found = _Reach(walk.ready.axes.width, reach)
    found.go(walk, useful)
    best = found.nearest(ends)
    if best is None:
        return None
    distance, at = best
    bit = lowest(found.at(found.layers[-1][ends[at]], distance))
    return _back(found, useful, ends[at], distance, bit)


def _back(
    reached: _Reach, useful: Sequence[Sequence[Useful]], state: State, distance: int, bit: int
) -> list[Chosen]:
    way: list[Chosen] = []
    for moves, layer in zip(reversed(useful), reversed(reached.layers[:-1]), strict=True):
        for one in moves:
            if one.move.target != state or one.distance > distance or one.before not in layer:
                continue
            scores = reached.at(layer[one.before], distance - one.distance)
            found = _before(one.move, scores, bit) if scores else None
            if found is not None:
                bit, units = found
                way.append(Chosen(one.before, one.move, units))
                state, distance = one.before, distance - one.distance
                break
        else:
            raise AssertionError("no way back")
    way.reverse()
    return way


def _before(move: Move, scores: int, bit: int) -> tuple[int, int | None] | None:
    """A score before a move that leads to one after it, with the units taken of a run."""
    way = traced(move.steps, scores, bit)
    if way is None:
        return None
    for at, step in enumerate(move.steps):
        if isinstance(step, Moved) and step.count and step.step:
            return way[0], (way[at + 1] - way[at] - step.by) // step.step
    return way[0], None


# -- values ----------------------------------------------------------------------------------------


def _counts(walk: Walk, way: Sequence[Chosen], cells: Mapping[int, Cell]) -> dict[int, int]:
    """The count of every number, near the typical one and so that all sums come out."""
    ready = walk.ready
    stretches: dict[int, tuple[int, int]] = {}
    for stage, step in zip(walk.stages, way, strict=True):
        if stage.variable is None or step.move.cell is None or step.move.cell is MISSING_CELL:
            continue
        variable = ready.order[stage.variable]
        if variable.sort is Sort.NUMBER:
            cell = step.move.cell
            stretches[variable.index] = (cell.low, cell.high)
            if step.units is not None:
                stretches[variable.index] = _of_units(ready, variable, cell, step.units)
    sums = sums_of(ready, cells, _existence(walk, way))
    usual = {at: ready.space.variables[at].typical for at in stretches}
    found = solved(stretches, sums, usual)
    if found is None:
        raise Unanswered("linear")
    return found


def _of_units(ready: Compiled, variable: Variable, cell: Cell, units: int) -> tuple[int, int]:
    """The counts in a cell that give so many units more than its lowest count."""
    rule = next(
        content
        for content in ready.forest.content
        if isinstance(content, Units) and content.variable == variable.index
    )
    first = max(cell.low - rule.over, Fraction(0)) // rule.each + units
    low = -(-(rule.over + first * rule.each) // 1)
    high = -(-(rule.over + (first + 1) * rule.each) // 1) - 1
    return max(int(low), cell.low) if first else cell.low, min(int(high), cell.high)


def sums_of(
    ready: Compiled, cells: Mapping[int, Cell], exists: Mapping[int, int]
) -> list[tuple[dict[int, int], int, int]]:
    """The sums that were chosen: rates of counts, with the least and the greatest value.

    ``exists`` tells of every term whether its attribute exists.
    """
    forms = ready.forms
    found = []
    for index, equation in forms.equations.items():
        cell = cells.get(index)
        if cell is None:
            continue
        rates: dict[int, int] = {}
        start = 0
        for term, rate in equation.items():
            variable = forms.terms[term].term.variable
            put = forms.put(term, cells[variable], exists[term])
            if put is None:
                break
            rates[variable] = rates.get(variable, 0) + rate * put.rate
            start += rate * put.start
        else:
            found.append((rates, cell.low - start, cell.high - start))
    return found


def _existence(walk: Walk, way: Sequence[Chosen]) -> dict[int, int]:
    """For each term whether its attribute exists, as it was when the attribute was chosen."""
    forms = walk.ready.forms
    found = {at: held.term.applies for at, held in enumerate(forms.terms)}
    for stage, step in zip(walk.stages, way, strict=True):
        if stage.variable is None:
            continue
        index = walk.ready.order[stage.variable].index
        watched = dict(step.before.watched)
        for term in forms.by_variable.get(index, ()):
            found[term] = watched.get(term, forms.terms[term].term.applies)
    return found


# -- customers -------------------------------------------------------------------------------------


def customer_of(
    ready: Compiled, cells: Mapping[int, Cell], counts: Mapping[int, int], *, twin: bool = False
) -> Customer:
    """The customer, or the twin (the same but for what is split), of chosen cells and counts."""
    values: dict[str, Value] = {}
    answers: dict[str, bool] = {}
    for name, held in ready.question.fixed.items():
        if not isinstance(held, Missing):
            if name.startswith("discretion."):
                answers[name.partition(".")[2]] = bool(held)
            else:
                values[name] = held
    for variable in ready.order:
        split = variable.name in ready.question.split and variable.sort is not Sort.ANSWER
        if variable.sort in NOT_ASKED or (split and variable.twin is not twin):
            continue
        _put(variable, cells[variable.index], counts, values, answers)
    for variable in ready.order:
        if variable.sort is Sort.PRESENCE and cells[variable.index] is MISSING_CELL:
            split = variable.name in ready.question.split
            if not split or variable.twin is twin:
                values.pop(variable.name, None)
    return Customer(values, answers)


def _put(
    variable: Variable,
    cell: Cell,
    counts: Mapping[int, int],
    values: dict[str, Value],
    answers: dict[str, bool],
) -> None:
    if cell is MISSING_CELL:
        return
    match variable.sort:
        case Sort.ANSWER:
            answers[variable.name] = cell.code
        case Sort.NUMBER:
            assert variable.attribute is not None
            place = variable.step * counts[variable.index]
            values[variable.name] = value_at(variable.attribute, place)
        case Sort.PRESENCE:
            values.setdefault(variable.name, frozenset())
        case Sort.MEMBER:
            held = values.get(variable.name, frozenset())
            assert isinstance(held, frozenset) and variable.member is not None
            more = {variable.member} if cell.code else set()
            values[variable.name] = held | more
        case _:
            values[variable.name] = cell.code
